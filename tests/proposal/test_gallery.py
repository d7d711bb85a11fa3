"""The galleries: tiny inputs that are broken, or that deserve a doubt, each with what a user sees as a golden file.

`gallery` holds what cannot be read as a proposal, `doubts` what is found of a sound one, its texts and its numbers.

After a wording was changed, `UPDATE_GOLDEN=1 pytest tests/proposal/test_gallery.py` rewrites the
messages; the difference is then read before it is committed.
"""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.assembly import load as load_input
from generator.assembly import packet_problems
from generator.catalog.catalogue import Catalogue
from generator.proposal.characters import source_lines
from generator.proposal.codes import catalogue
from generator.proposal.loading import load
from generator.proposal.problems import Problem, ProblemList, render
from generator.wording.saying import ENGLISH, Saying

GALLERY = Path(__file__).with_name("gallery")
DOUBTS = Path(__file__).with_name("doubts")
# The language of the messages → how their files end.
LANGUAGES = {"en": ".txt", "zh-CN": ".zh-CN.txt"}
UPDATE = os.environ.get("UPDATE_GOLDEN") == "1"


def read(name: str) -> object:
    return load(name, Catalogue)


def problems_of(name: str) -> Sequence[Problem]:
    """What is wrong with this input; fails when it is read without a problem."""
    with pytest.raises(ProblemList) as raised:
        read(name)
    return raised.value.problems


def shown(name: str, problems: Sequence[Problem], language: str = ENGLISH) -> str:
    assert len(set(problems)) == len(problems), "nothing is said twice"
    lines = {name: source_lines(Path(name).read_bytes().decode("utf-8", "replace"))}
    return "".join(f"{render(problem, lines, language=language)}\n" for problem in problems)


def compare(name: str, problems: Sequence[Problem]) -> None:
    """What a user sees, in each language."""
    texts = [text for problem in problems for text in (problem.message, problem.fix) if text]
    assert [text for text in texts if not isinstance(text, Saying)] == []
    for language, ending in LANGUAGES.items():
        golden, told = Path(name).with_suffix(ending), shown(name, problems, language)
        if UPDATE:
            golden.write_text(told, encoding="utf-8")
        assert f" {name[:4]}: " in told.splitlines()[0], "the file is named after its first code"
        assert told == golden.read_text(encoding="utf-8")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.yaml"))


@pytest.mark.parametrize("name", names(GALLERY))
def test_a_broken_input_is_explained(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GALLERY)
    compare(name, problems_of(name))


@pytest.mark.parametrize("name", names(DOUBTS))
def test_a_doubt_is_explained(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(DOUBTS)
    compare(name, packet_problems(load_input(name)))


@pytest.mark.parametrize("folder", [GALLERY, DOUBTS])
def test_each_message_belongs_to_an_input(folder: Path) -> None:
    inputs = {path.name.removesuffix(".yaml") for path in folder.glob("*.yaml")}
    told = {path.name for path in folder.glob("*.txt")}
    assert told == {name + ending for name in inputs for ending in LANGUAGES.values()}


def test_each_code_has_an_input() -> None:
    """E001 and E003 are of files that no gallery holds."""
    codes = {name[:4] for folder in (GALLERY, DOUBTS) for name in names(folder)}
    assert catalogue().keys() - codes == {"E001", "E003"}
