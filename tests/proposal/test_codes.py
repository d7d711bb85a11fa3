"""Every code has an explanation, and the examples in it are what they claim to be."""

import re
from pathlib import Path

import pytest

import generator
from generator.proposal.characters import cells
from generator.proposal.codes import catalogue, explain_code
from generator.proposal.numbers import NumberProblem, read_number
from generator.proposal.problems import ProblemList
from generator.proposal.reading import read_nodes

CHINESE = re.compile("[一-鿿]")
SOURCES = Path(generator.__file__).parent
NOTATION = ["E004", "E005", "E006", "E007", "E008", "E009", "E019", "E023"]


def test_exactly_the_codes_that_are_raised_are_explained() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.py"))
    assert set(re.findall(r'"([EW]\d{3})"', sources)) == set(catalogue())


@pytest.mark.parametrize("code", NOTATION)
def test_the_wrong_example_has_the_problem_and_the_right_one_has_none(code: str) -> None:
    example = catalogue()[code]
    with pytest.raises(ProblemList) as raised:
        read_nodes(example.wrong, "wrong")
    assert {problem.code for problem in raised.value.problems} == {code}
    assert read_nodes(example.right, "right")


def test_the_number_examples_are_refused_and_accepted() -> None:
    example = catalogue()["E010"]
    wrong, right = (text.partition(": ")[2] for text in (example.wrong, example.right))
    assert read_number(right) == 25900
    with pytest.raises(NumberProblem, match="25,900 元"):
        read_number(wrong)


def test_an_explanation_is_text_for_a_terminal() -> None:
    text = explain_code("e014")
    assert text is not None
    assert text.startswith("E014: an unknown field\n\nNo field of this name exists")
    assert text.endswith("Wrong:\n    quantty: 2\n\nRight:\n    quantity: 2")
    assert max(map(len, text.splitlines())) <= 80


def test_every_code_is_explained_in_chinese_too() -> None:
    """No English is left in it, and lines are broken where Chinese may be."""
    chinese = catalogue("zh-CN")
    assert {
        code: entry.title for code, entry in chinese.items() if not CHINESE.search(entry.title)
    } == {}
    alike = [
        code
        for code, entry in catalogue().items()
        if chinese[code].explanation == entry.explanation
    ]
    assert alike == []
    text = explain_code("W018", "zh-CN")
    assert text is not None
    assert text.startswith("W018: 数字比文档还新\n\n报价、汇率或其他数字的日期")
    assert "\n\n错误写法：\n    unit_price: " in text
    assert max(map(cells, text.splitlines()[:6])) <= 80


def test_an_unknown_code_has_no_explanation() -> None:
    assert explain_code("E999") is None
