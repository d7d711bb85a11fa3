"""What the independent engine computes, and that nothing a workbook claims leaks into it."""

from pathlib import Path

import formualizer
import pytest

from generator.audit.cells import formula_cells
from generator.audit.recalculate import recalculate
from generator.audit.values import ErrorValue
from tests.oracles import without_cached_values
from tests.workbooks import Cells, book_of, finished, saved, workbook_of

# 253.5 W for 8,760 hours is 2,220.66 kWh; at a PUE of 1.5 and 1.0 a kWh, 3,330.99 a year.
POWER: Cells = {
    "假设": {"B1": 253.5, "B2": 1.5, "B3": 1.0},
    "OpEx 明细": {
        "A1": "电力",
        "B1": "='假设'!B1*8760/1000*'假设'!B2",
        "C1": "=ROUND(B1*'假设'!B3,2)",
        "D1": '=IF(C1>3000,"高","低")',
        "E1": "=C1>3000",
        "F1": '=""',
    },
}
COMPUTED: dict[tuple[str, str], float | str | bool] = {
    ("OpEx 明细", "B1"): 253.5 * 8760 / 1000 * 1.5,
    ("OpEx 明细", "C1"): 3330.99,
    ("OpEx 明细", "D1"): "高",
    ("OpEx 明细", "E1"): True,
    ("OpEx 明细", "F1"): "",
}


def test_every_formula_cell_and_nothing_else_is_computed() -> None:
    assert recalculate(workbook_of(POWER)) == COMPUTED


def test_a_workbook_can_be_a_file(tmp_path: Path) -> None:
    file = tmp_path / "tco.xlsx"
    file.write_bytes(workbook_of(POWER))
    assert recalculate(file) == COMPUTED


def test_cached_values_are_never_believed() -> None:
    lies = dict.fromkeys(COMPUTED, 777.0)
    workbook = finished(POWER, lies)
    assert [cell.cached for cell in formula_cells(workbook).values()] == [777.0] * 5
    assert recalculate(workbook) == COMPUTED
    assert recalculate(without_cached_values(workbook)) == COMPUTED


def test_cached_values_are_read_with_their_kind() -> None:
    values = {**COMPUTED, ("OpEx 明细", "C1"): 0.1 + 0.2}
    workbook = finished(POWER, values)
    cached = {address: cell.cached for address, cell in formula_cells(workbook).items()}
    assert cached == values
    assert set(map(type, cached.values())) == {float, str, bool}
    assert {cell.cached for cell in formula_cells(workbook_of(POWER)).values()} == {None}


@pytest.mark.parametrize(
    ("formula", "error"),
    [
        ("=1/0", "#DIV/0!"),
        ("=SQRT(-1)", "#NUM!"),
        ("=NO_SUCH_FUNCTION(1)", "#NAME?"),
        ("=MATCH(7,B1:C1,0)", "#N/A"),
        ('="a"*1', "#VALUE!"),
        ("='无此表'!A1", "#REF!"),
        ("=A1+1", "#CIRC!"),
        ("=SUM(1", "#ERROR!"),
    ],
)
def test_an_error_is_an_error_value(formula: str, error: str) -> None:
    (value,) = recalculate(workbook_of({"S": {"A1": formula}})).values()
    assert isinstance(value, ErrorValue)
    assert value == error


def test_a_text_that_spells_an_error_is_no_error() -> None:
    (value,) = recalculate(workbook_of({"S": {"A1": '="#DIV/0!"'}})).values()
    assert not isinstance(value, ErrorValue)


def test_a_cached_error_is_an_error_value() -> None:
    workbook = workbook_of({"S": {"A1": "=1/0", "B1": '="#DIV/0!"'}})
    saved_by_an_engine = formualizer.recalculate_xlsx_bytes(workbook)["bytes"]
    cached = [cell.cached for cell in formula_cells(saved_by_an_engine).values()]
    assert cached == ["#DIV/0!", "#DIV/0!"]
    assert [isinstance(value, ErrorValue) for value in cached] == [True, False]


def test_a_date_is_its_serial_number() -> None:
    # 2026-11-23 is day 46,349 of the spreadsheet's calendar; two weeks later, 46,363.
    book = book_of({"S": {"A1": "=DATE(2026,11,23)+14"}})
    book["S"]["A1"].number_format = "yyyy-mm-dd"
    workbook = finished(book, {("S", "A1"): 46363.0})
    assert recalculate(workbook) == {("S", "A1"): 46363.0}
    assert formula_cells(workbook)["S", "A1"].cached == 46363.0


def test_a_users_text_that_starts_like_a_formula_is_none() -> None:
    book = book_of({"S": {"A1": "=1+1", "B1": "=1+1"}})
    book["S"]["B1"].data_type = "s"
    assert recalculate(saved(book)) == {("S", "A1"): 2.0}
