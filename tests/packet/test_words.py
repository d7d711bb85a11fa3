"""No bare key ever reaches a reader: every figure, row, column and unit of the shipped inputs has words."""

import re

import pytest

from tests.packets import NAMES, shipped

A_KEY = re.compile(r"[a-z]+_[a-z_]+|\{")


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_has_a_name_and_a_unit(name: str) -> None:
    packet = shipped(name)
    for figure in packet.figures.values():
        words = f"{packet.words.name(figure)} {packet.numerals.unit(figure)}"
        assert not A_KEY.search(words), f"{figure.key}: {words}"


@pytest.mark.parametrize("name", NAMES)
def test_every_table_has_words(name: str) -> None:
    packet = shipped(name)
    for table in packet.tables.values():
        labels = [row[0] for row in table.rows]
        for words in (table.caption, *table.header, *labels):
            assert words
            assert not A_KEY.search(words), f"{table.key}: {words}"


@pytest.mark.parametrize("name", NAMES)
def test_figures_of_one_document_are_told_apart(name: str) -> None:
    """The register lists numbers by name alone, so within a group no two may share one."""
    table = shipped(name).tables["register"]
    groups: list[list[str]] = []
    for row, kind in zip(table.rows, table.kinds, strict=True):
        if kind == "heading":
            groups.append([])
        else:
            groups[-1].append(row[0])
    for names in groups:
        assert len(names) == len(set(names)), names[0]


def test_a_stated_number_carries_the_users_own_name_of_the_thing() -> None:
    packet = shipped("ollama-platform")
    price = packet.figures["options.on_premise.capex.0.unit_price"]
    assert packet.words.name(price) == "GPU 工作站：单价"


def test_a_line_of_ours_names_itself() -> None:
    packet = shipped("ollama-platform")
    bill = packet.figures["options.do_nothing.bill.total"]
    assert packet.words.name(bill) == "维持现状，现有账单：合计"


def test_what_a_range_is_of_is_said() -> None:
    packet = shipped("ollama-platform")
    named = {key: packet.words.name(packet.figures[key]) for key in packet.figures}
    assert named["horizon.discount_rate.low"] == "年折现率：低值"
    assert named["sensitivity.benefits.1.monthly.switching"] == "研发效率提升，申报月收益：临界值"
    assert named["choice.do_nothing.options.do_nothing.per_request.room"].startswith(
        "对比维持现状，维持现状，现有每次请求费用："
    )


def test_what_was_stated_of_a_benefit_is_not_called_weighted() -> None:
    packet = shipped("ollama-platform")
    named = {key: packet.words.name(packet.figures[key]) for key in packet.figures}
    assert named["benefits.1.monthly"] == "研发效率提升：申报月收益"
    assert named["benefits.monthly"] == "每月折算后收益"
    assert named["benefits.1.annual"] == "研发效率提升：全年折算后收益"
