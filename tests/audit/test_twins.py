"""Which formulas are the same, however a program writes them, and which cells compute something else."""

import pytest

from generator.audit.twins.alignment import align
from generator.audit.twins.differences import alterations
from generator.audit.twins.notation import normal
from generator.audit.xlsx.reading import read_book
from tests.workbooks import Cells, workbook_of

OURS: Cells = {"总成本": {"A1": "合计", "C5": 3, "C6": "=SUM(C4:C5)", "D6": "='假设'!$C$7*2"}}


@pytest.mark.parametrize(
    ("ours", "saved"),
    [
        ("='总成本'!$C$8*2", "=总成本!$C$8 * 2"),
        ("='it''s'!A1", "='it''s'!A1"),
        ("=IFERROR(A1,0)", "=_xlfn.IFERROR(A1, 0)"),
        ("=SUM('a b'!A1:B2)", "=sum('a b'!a1:b2)"),
        ("=ABS(A1-B1)<0.000000001", "=ABS(A1-B1)<1E-09"),
        ("=IF(TRUE,1,0.5)", "=IF(TRUE(),1,0.50)"),
    ],
)
def test_programs_write_the_same_formula_differently(ours: str, saved: str) -> None:
    assert normal(ours) == normal(saved)


@pytest.mark.parametrize(
    ("ours", "altered"),
    [
        ("=A1*2", "=A1*3"),
        ("=$A1", "=$A2"),
        ('=IF(A1,"a b","")', '=IF(A1,"ab","")'),
        ("='一'!A1", "='二'!A1"),
        ("=SUM(A1:A2)", "=SUM(A1:A3)"),
        ("=A1-B1", "=A1+B1"),
    ],
)
def test_other_formulas_are_other(ours: str, altered: str) -> None:
    assert normal(ours) != normal(altered)


def test_what_is_no_formula_at_all_stays_as_it_is() -> None:
    assert normal("=}<(") == "=}<("


def findings(theirs: Cells, typed: frozenset[tuple[str, int, int]] = frozenset()) -> list[str]:
    ours, book = read_book(workbook_of(OURS)), read_book(workbook_of(theirs))
    return [str(finding) for finding in alterations(align(ours, book), typed)]


def with_cells(**cells: float | str) -> Cells:
    return {"总成本": {**OURS["总成本"], **cells}}


def test_what_computes_nothing_may_change() -> None:
    assert findings(OURS) == []
    assert findings(with_cells(A1="总计", B9="see the letter", C9=5)) == []


def test_every_cell_that_computes_something_else_is_named() -> None:
    assert findings(with_cells(C6="=SUM(C5:C5)")) == [
        "总成本!C6: =SUM(C4:C5) has become =SUM(C5:C5)"
    ]
    assert findings(with_cells(C6=3)) == ["总成本!C6: =SUM(C4:C5) has become 3"]
    assert findings(with_cells(C6="3")) == ['总成本!C6: =SUM(C4:C5) has become "3"']
    assert findings(with_cells(C7="=C6*2")) == ["总成本!C7: =C6*2 is no formula of this workbook"]
    assert findings(with_cells(C5=4)) == ["总成本!C5: 3 has become 4; it is not to be changed"]
    assert findings(with_cells(C5=4), frozenset({("总成本", 5, 3)})) == []


def test_of_long_formulas_that_part_is_shown_in_which_they_differ() -> None:
    long = "=" + "+".join(f"$B${row}" for row in range(1, 40))
    books = (read_book(workbook_of({"S": {"A1": text}})) for text in (long, f"{long}*1.1"))
    [finding] = alterations(align(*books), frozenset())
    assert str(finding) == "S!A1: …36+$B$37+$B$38+$B$39 has become …36+$B$37+$B$38+$B$39*1.1"


def test_a_sheet_that_is_missing_is_one_finding() -> None:
    assert findings({"其他": {"A1": 1}}) == ["总成本: the sheet is missing"]
