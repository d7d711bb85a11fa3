"""Texts that quote figures, and texts that only look as if they did."""

from pathlib import Path

import pytest

from generator.assembly import load, packet_of
from generator.engines.model import compute
from generator.packet.printed import literal_amounts
from generator.packet.quotes import check_texts, quotes_of
from generator.proposal.problems import Problem, ProblemList
from tests.packets import SMALL, shipped, small


def problems_of(
    folder: Path, text: str, field: str = "background: {{summary: '{}'}}"
) -> list[Problem]:
    path = folder / "x.yaml"
    path.write_text(SMALL + field.format(text) + "\n", encoding="utf-8")
    proposal = load(str(path)).proposal
    return check_texts(proposal, compute(proposal).figures)


def test_a_quote_is_the_numeral_as_documents_print_it(tmp_path: Path) -> None:
    packet = small(tmp_path)
    # 36,000 / 3 a year
    key = "options.on_premise.capex.0.annual_depreciation"
    assert packet.fill(f"每年 {{{{ {key} }}}} 元") == "每年 12,000 元"
    assert packet.fill("{{ capex.total.with_unit }}，{{capex.total.unit}}") == "36,000元，元"


def test_a_key_may_be_a_figure_and_a_branch() -> None:
    packet = shipped("ollama-platform")
    quotes = quotes_of(packet.figures, packet.numerals)
    capex = quotes["options"]["on_premise"]["capex"]
    assert str(capex) == "61,400"
    assert str(capex[0]["amount"]) == "25,900"


def test_an_unknown_figure_is_a_problem_at_its_text(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, "三年 {{ tco.totl }}")
    assert (problem.code, problem.message) == ("E020", "no figure is called 'tco.totl'")
    assert "'tco.total'" in problem.fix
    assert problem.mark.line == len(SMALL.splitlines()) + 1


@pytest.mark.parametrize(
    "text", ["{{ capex.total", "capex.total }}", "{{ }}", "{{{{ capex.total }}"]
)
def test_braces_that_are_not_a_quote_are_a_problem(tmp_path: Path, text: str) -> None:
    assert {problem.code for problem in problems_of(tmp_path, text)} == {"E020"}


@pytest.mark.parametrize(
    "text",
    [
        "{{ 7 * 7 }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ range(999999999) | list }}",
        "{{ capex.total.__class__ }}",
        "{{ capex['total'] }}",
        "{{ self }}",
    ],
)
def test_nothing_in_a_text_is_ever_executed(tmp_path: Path, text: str) -> None:
    quoted = text.replace("'", "''")
    assert {problem.code for problem in problems_of(tmp_path, quoted)} == {"E020"}


def test_statements_of_a_template_are_mere_text(tmp_path: Path) -> None:
    assert problems_of(tmp_path, "{% for x in y %}{# 注 #}") == []


def test_a_name_cannot_quote(tmp_path: Path) -> None:
    item = "plan: [{{item: '{}', choice: x}}]"
    (problem,) = problems_of(tmp_path, "共 {{ capex.total }} 元", item)
    assert problem.code == "E020"
    assert "a name cannot quote" in problem.message


def test_all_broken_quotes_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    texts = "indirect_benefits: ['{{ a }}', '{{ b }}', '{{ capex.total }}']\n"
    path.write_text(SMALL + texts, encoding="utf-8")
    with pytest.raises(ProblemList) as refused:
        packet_of(load(str(path)))
    assert [problem.code for problem in refused.value.problems] == ["E020", "E020"]


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("设备 36,000 元", None),
        ("设备 3.6 万元", None),
        ("设备 ¥36000", None),
        ("每年折旧 1.2 万元", None),
        ("设备 35,000 元", "35,000 元"),
        ("设备 ¥35000", "¥35000"),
        ("共 4 万元", None),
        ("每年 9.37 万元", "9.37 万元"),
        ("价值 CNY 35000", "CNY 35000"),
        ("共 9 万元", "9 万元"),
        ("延迟 2–5 秒，覆盖 80%，7B 模型，24 GB", None),
    ],
)
def test_an_amount_that_equals_nothing_is_a_warning(
    tmp_path: Path, text: str, strange: str | None
) -> None:
    """Figures of SMALL: 36,000 bought, 12,000 a year; 3.6 万 is 4 万 without decimals."""
    found = problems_of(tmp_path, text)
    assert [(problem.code, problem.severity) for problem in found] == (
        [] if strange is None else [("W001", "warning")]
    )
    assert all(strange and strange in problem.message for problem in found)


def test_the_numbers_of_the_users_own_texts() -> None:
    literals = literal_amounts(shipped("ollama-platform").proposal)
    assert {"80", "90", "4.5", "24"} <= set(literals)
    assert "15,000" not in literals
