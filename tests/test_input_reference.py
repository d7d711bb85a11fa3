"""docs/input.md says what the models say."""

import subprocess
import sys
from pathlib import Path

import pytest

from generator.proposal.meanings import meanings_of
from generator.proposal.models.costs import Hybrid
from generator.proposal.models.proposal import Proposal
from generator.proposal.section import Section

ROOT = Path(__file__).parent.parent


def sections(kind: type[Section] = Section) -> list[type[Section]]:
    return [found for below in kind.__subclasses__() for found in (below, *sections(below))]


def test_the_references_are_up_to_date(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "scripts/input-reference", tmp_path], check=True)
    for name in ("docs/input.md", "docs/zh-CN/input.md", "inputs/budget.schema.json"):
        fresh = (tmp_path / name).read_text(encoding="utf-8")
        shipped = (ROOT / name).read_text(encoding="utf-8")
        assert fresh == shipped, "run scripts/input-reference"


@pytest.mark.parametrize("section", [Proposal, *sections()], ids=lambda section: section.__name__)
def test_every_field_has_a_meaning_and_every_meaning_a_field(section: type[Section]) -> None:
    assert sorted(meanings_of(section).fields) == sorted(section.field_names())


def test_a_docstring_is_read_as_a_person_reads_it() -> None:
    meanings = meanings_of(Hybrid)
    assert meanings.summary.endswith("The local option's fixed cost does not shrink.")
    assert meanings.fields["local_share"] == "requests tried locally first"
    assert meanings.fields["escalation"].startswith("of those, the share that fails there")
