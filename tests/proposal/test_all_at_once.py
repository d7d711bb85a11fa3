"""One problem of an input does not hide another: whatever is wrong, what can still be read is told in the same run."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import pytest

from generator.catalog.catalogue import Catalogue
from generator.proposal.loading import load, load_with
from generator.proposal.own_catalogue import OwnFile
from generator.proposal.problems import Problem, ProblemList
from tests.packets import SMALL
from tests.proposal.test_gallery import GALLERY, names

UNKNOWN = "nonesuch: 1\n"
CATALOGUE = "gpus: {our_card: {tdp: 350, memry_gb: 48}}\n"
# A file in another encoding has no text, and one without fields has none that could be read with another behind it.
NOT_TO_BE_ADDED_TO = ("E002", "E008-empty", "E008-list", "E008-text")
# These end behind an open bracket: what follows may be meant to stand in it.
OPEN_AT_THE_END = ("E004-unclosed-at-the-end.yaml", "E005-row-of-brackets.yaml")


def told(text: str, own: str = "", file: str = "x.yaml") -> Sequence[Problem]:
    beside = OwnFile("catalogue.yaml", own) if own else None
    with pytest.raises(ProblemList) as raised:
        load_with(text, file, Catalogue, own=beside)
    return raised.value.problems


def codes(problems: Sequence[Problem], file: str = "x.yaml") -> list[str]:
    return [problem.code for problem in problems if problem.mark.file == file]


def one_of_each_code() -> list[str]:
    """All that break the notation, and the first of each other code."""
    fit = [name for name in names(GALLERY) if not name.startswith(NOT_TO_BE_ADDED_TO)]
    by_code = (list(inputs) for _, inputs in groupby(fit, key=lambda name: name[:4]))
    return [name for inputs in by_code for name in inputs if "E004" in name or name == inputs[0]]


@pytest.mark.parametrize("name", one_of_each_code())
def test_no_code_hides_another(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GALLERY)
    text = (GALLERY / name).read_text(encoding="utf-8").rstrip("\n") + "\n"
    found = told(text + UNKNOWN, CATALOGUE, name)
    last = [problem.code for problem in found if problem.mark.line == text.count("\n") + 1]
    assert name[:4] in codes(found, name)
    assert codes(found, "catalogue.yaml") == ["E014"]
    assert last == ([] if name in OPEN_AT_THE_END else ["E014"])


# What is wrong with an input → the codes that are told of it, without what follows from them.
TOGETHER = {
    # The option that is chosen stands where nothing can be read, and so does perhaps what lies behind the horizon.
    "options: {own: {name: x\nchosen: own\nhorizon: {go_live: 90, yeers: 3}\n": "E004 E014",
    "options: {own: {name: x\nrisks: {a\nplan: [{item: x, chioce: y}]\n": "E004 E004 E014",
    # A line that goes on in the first column is no field of the file.
    "proposal: {title: x,\nversion: 1}\noptions:\n  own: {name: x}\nbenefits: [@]\n": "E004",
    # What kind of option it is stands elsewhere.
    "proposal: {title: x}\noptions:\n  own:\n    <<: *a\n    provider: x\nmony: {}\n": "E009 E004 E014",
    # What must be deleted is read as if it were.
    "proposal: {title: x}\nopti\u200bons: {}\nhorizon: {years: '3\u200b'}\n": "E012 E019 E019",
    'proposal: {title: x}\noptions: {"own\\u200b": {name: x, mony: 1}}\nchosen: own\n': "E019 E012 E014",
    "proposal: {title: x, 'mony ': 1}\noptions: {'own ': {kind: 'x'}}\nchosen: own\n": "E004 E004 E015",
    # What is nearly the name of a field that is given.
    "proposal: {title: x}\noptions: {own: {kind: status_quo, name: x, monthly: 5, montly: 6}}\n"
    "scenarios: {low: {options.on.monthly: 3}}\n": "E014 E018",
    # A value that is written elsewhere, and what is named nowhere else.
    "proposal: {title: [x}\noptions: {own: {name: x, kind: status_quo, monthly: 5}}\nchosen: owm\n": "E004 E018",
    "plan: [&x [1\nrisks: *x\nchosen: {}\n": "E004",
    "plan: {a: &x [1]}\nrisks: [@]\nchosen: *x\n": "E013 E013 E004",
}


@pytest.mark.parametrize("text", TOGETHER)
def test_what_follows_from_a_problem_is_not_told_with_it(text: str) -> None:
    assert codes(told(text)) == TOGETHER[text].split()


# What stands in an input with lines of two and of three years, two purchases behind the horizon and a scenario → codes.
BETWEEN = {
    "": "E011 E021 E011 E021 E011",
    "style: {logo: gone.svg}\n": "E011 E021 E011 E021 E011 E026",
    # The number that a scenario names may stand in the line that cannot be read.
    "benefits: [{item: 甲, monthly: many}]\n": "E011 E021 E011 E021 E011 E010",
    # Whether it is too late nobody can tell.
    "horizon: {years: many}\n": "E010",
}
LINES = """proposal: {title: x}
options:
  own:
    name: x
    capex: [{item: 甲, unit_price: 5, month: 99}]
    opex: [{item: 乙, by_year: [1, 2]}]
  other:
    name: y
    capex: [{item: 甲, unit_price: 5, month: 99}]
    opex: [{item: 乙, by_year: [1, 2]}]
chosen: own
scenarios: {dearer: {options.own.capex.0.unit_price: -1, benefits.0.monthly: 5}}
"""


@pytest.mark.parametrize("more", BETWEEN)
def test_what_is_wrong_between_parts_is_told_with_what_is_wrong_in_others(more: str) -> None:
    found = codes(told(LINES + more))
    assert [code for code in found if code != "E018"] == BETWEEN[more].split()
    assert ("E018" in found) == ("benefits" not in more and "horizon" not in more)


def test_the_place_is_that_of_the_whole_file() -> None:
    """The line with a fault stands before the one that does not fit."""
    text = LINES.replace("opex: [", "opex: [{item: 丙, monthly: many}, ")
    unfit = [problem.mark for problem in told(text) if problem.code == "E021"]
    told_of = [text.splitlines()[mark.line - 1][mark.column - 1 :][: mark.width] for mark in unfit]
    assert told_of == ["by_year", "by_year"]


# A catalogue that is no catalogue → the code that is told of it.
CATALOGUES = {
    "hardware: {our_machine: {parts: [{item: a, price: 5}]}": "E004",
    "hardware: {our_machine: {parts: [{item: a, price: many}]}}": "E010",
    "hardware: {our_machine: {parts: [{item: a, prise: 5}]}}": "E014",
    "hardware: {our_machine: {parts: [{item: a, price: 5, price: 6}]}}": "E007",
    "our_machine": "E008",
}


@pytest.mark.parametrize("own", CATALOGUES)
def test_a_broken_catalogue_is_told_with_the_input(own: str) -> None:
    """A machine that it would describe is not unknown."""
    line = "{item: 主机, hardware: our_machine, quantity: -1, nonesuch: 3}"
    found = told(SMALL.replace("capex: [", f"capex: [{line}, "), own)
    assert codes(found, "catalogue.yaml") == [CATALOGUES[own]]
    assert codes(found) == ["E011", "E014"]
    assert codes(told("{", own), "catalogue.yaml") == [CATALOGUES[own]]


def test_neither_does_one_that_is_a_folder_hide_anything(tmp_path: Path) -> None:
    (tmp_path / "catalogue.yaml").mkdir()
    (tmp_path / "x.yaml").write_text(SMALL + UNKNOWN, encoding="utf-8")
    with pytest.raises(ProblemList) as raised:
        load(str(tmp_path / "x.yaml"), Catalogue)
    assert [problem.code for problem in raised.value.problems] == ["E001", "E014"]
