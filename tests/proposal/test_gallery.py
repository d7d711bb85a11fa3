"""The error gallery: tiny broken inputs, each with the message that a user sees, as a golden file.

After a wording was changed, `UPDATE_GOLDEN=1 pytest tests/proposal/test_gallery.py` rewrites the
messages; the difference is then read before it is committed.
"""

import os
from pathlib import Path

import pytest

from generator.catalog.catalogue import Catalogue
from generator.proposal.characters import source_lines
from generator.proposal.loading import load
from generator.proposal.problems import ProblemList, render

GALLERY = Path(__file__).with_name("gallery")
UPDATE = os.environ.get("UPDATE_GOLDEN") == "1"


def read(name: str) -> object:
    return load(name, Catalogue)


def messages(name: str) -> str:
    """What a user sees who gives this input; fails when it is read without a problem."""
    with pytest.raises(ProblemList) as raised:
        read(name)
    problems = raised.value.problems
    assert len(set(problems)) == len(problems), "nothing is said twice"
    lines = source_lines(Path(name).read_bytes().decode("utf-8", "replace"))
    return "".join(f"{render(problem, {name: lines})}\n" for problem in problems)


@pytest.mark.parametrize("name", sorted(path.name for path in GALLERY.glob("*.yaml")))
def test_a_broken_input_is_explained(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GALLERY)
    golden = GALLERY / name.replace(".yaml", ".txt")
    shown = messages(name)
    if UPDATE:
        golden.write_text(shown, encoding="utf-8")
    assert f"error {name[:4]}: " in shown.splitlines()[0], "the file is named after its first code"
    assert shown == golden.read_text(encoding="utf-8")


def test_each_message_belongs_to_an_input() -> None:
    messages_of = {path.stem for path in GALLERY.glob("*.txt")}
    assert messages_of == {path.stem for path in GALLERY.glob("*.yaml")}
