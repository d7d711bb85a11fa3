"""docs/templates.md says what templates are given."""

import runpy
from pathlib import Path

from tests.packets import shipped

ROOT = Path(__file__).parent.parent


def test_what_templates_may_say_is_documented_as_it_is() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "template-reference"))
    document = (ROOT / "docs/templates.md").read_text(encoding="utf-8")
    assert script["reference"](shipped("enterprise-h100")) == document, (
        "run scripts/template-reference"
    )
