"""The rules of docs/audit.md: our own workbook keeps them all, and each fault is found in the cell where it is made."""

import pytest
from openpyxl.workbook.defined_name import DefinedName

from generator.assembly import load, packet_of
from generator.audit.model_review.registry import review, rules
from generator.audit.recalculate import compute
from generator.audit.verification import verify_workbook
from generator.audit.xlsx import elements
from generator.audit.xlsx.reading import read_book
from generator.render.workbook.book import FinishedWorkbook, write_workbook
from tests.audit.copies import Copy
from tests.audit.faults import CONSEQUENCES, FAULTS, NEED_VALUES, Fault
from tests.workbooks import book_of, saved

INPUT = """
proposal: {title: 小平台}
horizon: {years: 1}
options:
  on_premise:
    name: 本地部署
    capex: [{item: 工作站, unit_price: 36000, life_years: 3}, {item: 机柜, unit_price: 4000}]
    opex: [{item: 运维, monthly: 1000}, {item: 机房, monthly: 200}]
benefits: [{item: API 费用替代, kind: replaced_cost, monthly: 5000}]
"""


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> FinishedWorkbook:
    path = tmp_path_factory.mktemp("review") / "small.yaml"
    path.write_text(INPUT, encoding="utf-8")
    return write_workbook(packet_of(load(str(path))))


def found_in(workbook: bytes, recalculated: bool = False) -> list[tuple[str, str]]:
    """The rules that are broken and where; the values are computed afresh only for faults in them."""
    book = read_book(workbook)
    cells = [(sheet.title, cell.coordinate) for sheet in book.sheets for cell in sheet.formulas]
    values = compute(workbook, cells) if recalculated else None
    return [(finding.rule, finding.where) for finding in review(book, values)]


def test_our_own_workbook_keeps_every_rule(finished: FinishedWorkbook) -> None:
    assert found_in(finished.data, recalculated=True) == []


def test_a_large_part_is_read_row_by_row_to_the_same(
    finished: FinishedWorkbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = read_book(finished.data)
    monkeypatch.setattr(elements, "SMALL", 0)
    for one, other in zip(read_book(finished.data).sheets, whole.sheets, strict=True):
        assert (one.cells, one.columns, one.lights) == (other.cells, other.columns, other.lights)


def test_every_rule_has_its_fault() -> None:
    assert list(FAULTS) == [rule.code for rule in rules()]


@pytest.mark.parametrize(
    ("rule", "fault"),
    [(rule, fault) for rule, faults in FAULTS.items() for fault in faults],
    ids=lambda part: part if isinstance(part, str) else part.__name__,
)
def test_a_fault_is_found_where_it_is(rule: str, fault: Fault, finished: FinishedWorkbook) -> None:
    copy = Copy(finished)
    where = fault(copy)
    found = found_in(copy.saved(), rule in NEED_VALUES)
    assert (rule, where) in found
    assert {other for other, _ in found} == {rule, *CONSEQUENCES.get(fault, ())}


def made_elsewhere() -> bytes:
    """A budget as many are: everything on one sheet, the growth inside the formulas, a total that lost a line."""
    book = book_of(
        {
            "Budget": {
                "A1": "Platform budget",
                "A2": "Item",
                "B2": "Note",
                "C2": 2026,
                "D2": 2027,
                "E2": 2028,
                "A3": "Rent",
                "C3": 1200,
                "D3": "=C3*1.05",
                "E3": "=D3*1.05",
                "A4": "Power",
                "C4": 300,
                "D4": "=C4*1.05",
                "E4": "=D4*1.06",
                "A5": "Staff",
                "C5": 9000,
                "D5": "=C5*1.05",
                "E5": "=D5*1.05",
                "A7": "Total",
                "C7": "=SUM(C3:C4)",
                "D7": "=SUM(D3:D5)",
                "E7": "=SUM(E3:E5)",
            },
            "Return": {
                "A1": "NPV",
                "C1": "=NPV(0.08,Budget!C7:E7)",
                "A2": "On",
                "C2": "=TODAY()",
            },
        }
    )
    book["Budget"].freeze_panes = "C3"
    book["Budget"].column_dimensions["C"].width = 3
    book["Budget"]["C5"].number_format = "#,##0.00"
    book.defined_names["npv1"] = DefinedName("npv1", attr_text="'Return'!$C$1")
    return saved(book)


def test_a_workbook_made_elsewhere() -> None:
    """openpyxl saves no values, no protection, and no print set-up, as its users well know."""
    assert found_in(made_elsewhere(), recalculated=True) == [
        ("no_inputs_sheet", "workbook"),
        ("number_outside_inputs", "Budget!C2:E2, C3:C5"),
        ("unit_missing", "Budget!C3:C5"),
        ("row_differs", "Budget!C3"),
        ("row_differs", "Budget!E4"),
        ("row_differs", "Budget!C4"),
        ("row_differs", "Budget!C5"),
        ("row_differs", "Budget!C7"),
        ("constant_in_formula", "Budget!D3:E3, D4, D5:E5"),
        ("constant_in_formula", "Budget!E4"),
        ("constant_in_formula", "Return!C1"),
        ("function_forbidden", "Return!C2"),
        ("npv_outside_checks", "Return!C1"),
        ("total_incomplete", "Budget!C7"),
        ("no_checks_sheet", "workbook"),
        ("sheet_unprotected", "Budget, Return"),
        ("column_too_narrow", "Budget!C5"),
        ("value_missing", "Budget!D3:E5, C7:E7"),
        ("value_missing", "Return!C1:C2"),
        ("name_form", "workbook"),
        ("paper_not_a4_landscape", "Budget, Return"),
        ("print_not_fitted", "Budget, Return"),
        ("print_area_missing", "Budget, Return"),
        ("print_titles_missing", "Budget, Return"),
        ("page_number_missing", "Budget, Return"),
    ]


def test_findings_are_sentences() -> None:
    said = [str(finding) for finding in verify_workbook(made_elsewhere()).findings]
    assert "Budget!E4: the row has more than one formula: =D4*1.06 here, =C4*1.05 in D4" in said
    assert "Budget!C7: the total of C3:C4 leaves out C5 (=SUM(C3:C4))" in said
    assert (
        "Budget!D3:E3, D4, D5:E5: 1.05 stands inside the formula, where nobody can see or change it"
        in said
    )
