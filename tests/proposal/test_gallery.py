"""The error gallery: tiny broken inputs, each with the message that a user sees, as a golden file.

After a wording was changed, `UPDATE_GOLDEN=1 pytest tests/proposal/test_gallery.py` rewrites the
messages; the difference is then read before it is committed.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.proposal.characters import source_lines
from generator.proposal.problems import ProblemList, render
from generator.proposal.reading import read_nodes, read_text

GALLERY = Path(__file__).with_name("gallery")
UPDATE = os.environ.get("UPDATE_GOLDEN") == "1"


def read_notation(name: str) -> object:
    return read_nodes(read_text(name), name)


def broken_inputs(*codes: str) -> list[str]:
    """The names of the gallery's inputs whose first problem has one of the codes; all, if none."""
    names = sorted(path.name for path in GALLERY.glob("*.yaml"))
    return [name for name in names if not codes or name.startswith(codes)]


def messages(name: str, read: Callable[[str], object]) -> str:
    """What a user sees who gives this input; fails when it is read without a problem."""
    with pytest.raises(ProblemList) as raised:
        read(name)
    lines = source_lines(Path(name).read_bytes().decode("utf-8", "replace"))
    return "".join(f"{render(problem, {name: lines})}\n" for problem in raised.value.problems)


def compare_with_golden(name: str, read: Callable[[str], object]) -> None:
    """Compare the messages for a broken input with the golden file beside it, or renew it."""
    golden = GALLERY / name.replace(".yaml", ".txt")
    shown = messages(name, read)
    if UPDATE:
        golden.write_text(shown, encoding="utf-8")
    assert f"error {name[:4]}: " in shown.splitlines()[0], "the file is named after its first code"
    assert shown == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", broken_inputs(*(f"E00{digit}" for digit in range(1, 10)), "E019"))
def test_a_broken_notation_is_explained(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GALLERY)
    compare_with_golden(name, read_notation)


def test_each_message_belongs_to_an_input() -> None:
    messages_of = {path.stem for path in GALLERY.glob("*.txt")}
    assert messages_of == {path.stem for path in GALLERY.glob("*.yaml")}
