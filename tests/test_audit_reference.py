"""docs/audit.md says what the rules say."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_rules_are_documented_as_they_are(tmp_path: Path) -> None:
    fresh = tmp_path / "audit.md"
    subprocess.run([sys.executable, ROOT / "scripts/audit-reference", fresh], check=True)
    shipped = (ROOT / "docs/audit.md").read_text(encoding="utf-8")
    assert fresh.read_text(encoding="utf-8") == shipped, "run scripts/audit-reference"
