"""The workbook's own checks see what is pasted over an input, past its validation, and a row put into any table."""

import io
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import formualizer
import ironcalc
import openpyxl
import pytest
from openpyxl.utils.cell import coordinate_to_tuple

from generator.assembly import load, packet_of
from generator.audit.recalculate import value_of
from generator.audit.values import Address, Value
from generator.audit.verification import verify_workbook
from generator.catalog.catalogue import Catalogue
from generator.packet.packet import Packet
from generator.proposal.loading import load_text
from generator.render.workbook.arranging import arrange
from generator.render.workbook.book import FinishedWorkbook, write_workbook
from generator.render.workbook.layout import TOTAL
from tests.oracles import formualizer_values
from tests.packets import ONE_YEAR, SMALL

UNIT_PRICE = "options.on_premise.capex.0.unit_price"
LIFE = "options.on_premise.capex.0.life_years"
GROWTH = "options.on_premise.opex.0.growth"
MONTHLY = "options.on_premise.opex.0.monthly"
QUANTITY = "options.on_premise.capex.0.quantity"
ODD: dict[str, str | float | None] = {
    UNIT_PRICE: "36000",
    LIFE: 31,
    GROWTH: None,
    MONTHLY: -0.01,
    QUANTITY: 0,
}


pytestmark = pytest.mark.usefixtures("few_ranges")


@pytest.fixture(scope="module")
def finished() -> FinishedWorkbook:
    return over_one_year()


@cache
def over_one_year() -> FinishedWorkbook:
    return write_workbook(packet_of(load_text(SMALL + ONE_YEAR, "small.yaml", Catalogue)))


def pasted(finished: FinishedWorkbook, values: Mapping[str, str | float | None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(finished.data))
    for key, value in values.items():
        title, at = finished.typed[key].split("!")
        book[title][at] = value
        if isinstance(value, str):
            book[title][at].data_type = "s"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def at(finished: FinishedWorkbook, key: str) -> tuple[str, str]:
    title, _, coordinate = finished.cells[key].partition("!")
    return title, coordinate


def test_all_that_are_odd_are_missing_from_the_count(finished: FinishedWorkbook) -> None:
    assert_all_odd_are_missing(finished, formualizer_values(pasted(finished, ODD)))


def assert_all_odd_are_missing(finished: FinishedWorkbook, values: Mapping[Address, Value]) -> None:
    """In what an engine makes of the workbook in which the odd values are pasted."""
    inputs = finished.figures[at(finished, "checks.inputs_within.right")].value
    assert values[at(finished, "checks.inputs_within.left")] == inputs - len(ODD)
    assert values[at(finished, "checks.inputs_within")] == 0


def test_verify_names_the_check(finished: FinishedWorkbook) -> None:
    findings = verify_workbook(pasted(finished, {LIFE: ODD[LIFE]})).findings
    named = [each.message for each in findings if each.rule == "check_failed"]
    assert any("输入为数字且在允许范围内" in message for message in named)


def test_an_input_at_its_limit_is_counted(finished: FinishedWorkbook) -> None:
    values = formualizer_values(pasted(finished, {LIFE: 30, GROWTH: -0.5, MONTHLY: 0}))
    assert values[at(finished, "checks.inputs_within")] == 1


IN_SCENARIOS = (
    SMALL.replace("unit_price: 36000", "hardware: workstation_rtx4090")
    + ONE_YEAR
    + """
benefits: [{item: 效率, monthly: {value: 2000, low: 1000}}]
scenarios: {加倍: {options.on_premise.capex.0.quantity: ×2, benefits.*.monthly: ×1.5}}
"""
)
# A column behind the value in use, by its number: the base, the scenario, the low end.
BASE, SCENARIO, LOW = 1, 2, 3


@pytest.fixture(scope="module")
def in_scenarios(tmp_path_factory: pytest.TempPathFactory) -> FinishedWorkbook:
    path = tmp_path_factory.mktemp("scenarios") / "small.yaml"
    path.write_text(IN_SCENARIOS, encoding="utf-8")
    return write_workbook(packet_of(load(str(path))))


def test_machines_come_whole_and_anything_else_need_not(in_scenarios: FinishedWorkbook) -> None:
    values = formualizer_values(pasted(in_scenarios, {QUANTITY: 2, LIFE: 1.5}))
    assert values[at(in_scenarios, "checks.inputs_within")] == 1


@pytest.mark.parametrize(
    ("key", "column", "odd"),
    [
        (QUANTITY, BASE, 1.5),
        (QUANTITY, SCENARIO, 2.5),
        ("benefits.0.monthly", BASE, None),
        ("benefits.0.monthly", SCENARIO, "3000"),
        ("benefits.0.monthly", LOW, -1),
        ("benefits.0.monthly", LOW, None),
    ],
)
def test_every_cell_of_an_input_is_looked_at(
    key: str, column: int, odd: float | str | None, in_scenarios: FinishedWorkbook
) -> None:
    title, base = in_scenarios.typed[key].split("!")
    row, first = coordinate_to_tuple(base)
    engine = formualizer.load_workbook_bytes(in_scenarios.data)
    engine.set_value(title, row, first + column - BASE, odd)
    engine.evaluate_all()
    title, check = at(in_scenarios, "checks.inputs_within")
    assert value_of(engine.get_value(title, *coordinate_to_tuple(check))) == 0


MANY_TABLES = (
    SMALL
    + ONE_YEAR
    + """
benefits: [{item: 效率, monthly: 2000}, {item: 账单, monthly: 500}]
tax: {rate: 13%, prices_include_tax: true}
hidden_costs: {technical_debt: {share_per_year: 5%}, migration: 4000, leaving: 5000}
"""
)


@pytest.fixture(scope="module")
def packet(tmp_path_factory: pytest.TempPathFactory) -> Packet:
    path = tmp_path_factory.mktemp("tables") / "tables.yaml"
    path.write_text(MANY_TABLES, encoding="utf-8")
    return packet_of(load(str(path)))


class Spreadsheet:
    """The workbook in an engine that can put rows in and take them out, as a person does."""

    def __init__(self, saved: bytes, finished: FinishedWorkbook) -> None:
        self.engine = ironcalc.load_from_bytes(saved)
        self._titles = [each["name"] for each in self.engine.get_worksheets_properties()]
        self._failed = at(finished, "checks.failed")

    def number(self, title: str) -> int:
        return self._titles.index(title)

    def failed(self) -> Value:
        self.engine.evaluate()
        title, coordinate = self._failed
        place = coordinate_to_tuple(coordinate)
        return self.engine.get_cell_value(self.number(title), *place)


def totals(packet: Packet) -> Iterator[tuple[str, str, int]]:
    """Each table with a total: its key, its sheet and the row of the total."""
    for plan in arrange(packet).sheets:
        for block in plan.blocks:
            rows = [number for number, row in block.rows() if row.kind == "total"]
            yield from ((block.schedule.key, plan.title, row) for row in rows)


def test_a_row_put_in_or_taken_out_above_any_total_fails_a_check(
    packet: Packet, tmp_path: Path
) -> None:
    finished = write_workbook(packet)
    path = tmp_path / "tco.xlsx"
    path.write_bytes(finished.data)
    saved = ironcalc.load_from_xlsx(str(path)).to_bytes()
    assert Spreadsheet(saved, finished).failed() == 0
    unseen, tried = [], []
    for key, title, row in totals(packet):
        longer, shorter = Spreadsheet(saved, finished), Spreadsheet(saved, finished)
        longer.engine.insert_rows(longer.number(title), row, 1)
        longer.engine.set_user_input(longer.number(title), row, TOTAL, "1000")
        shorter.engine.delete_rows(shorter.number(title), row - 1, 1)
        unseen += [(key, book) for book in (longer, shorter) if book.failed() == 0]
        tried.append(key)
    assert not unseen
    assert {"capex.on_premise", "opex.on_premise", "tax.on_premise", "hidden"} <= set(tried)
    assert {"opex_by_year.on_premise", "tco", "tco_accrual", "benefits"} <= set(tried)
