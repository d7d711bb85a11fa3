"""Workbooks that other programs have saved: nothing is found that is not there, what cannot be judged is said once."""

import io
import re
import zipfile

import openpyxl
import pytest

from generator.audit.verification import verify_workbook
from tests.audit.foreign import foreign, formula, row, with_a_benefit
from tests.workbooks import saved

VALUES = {"error_value", "value_differs", "value_missing", "circular_formula"}


@pytest.fixture(scope="module")
def ours() -> bytes:
    return with_a_benefit()


def by_openpyxl(workbook: bytes) -> bytes:
    return saved(openpyxl.load_workbook(io.BytesIO(workbook)))


def without_a_view(workbook: bytes) -> bytes:
    """As LibreOffice saves it when it has no window: no pane stays frozen."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as before, zipfile.ZipFile(stream, "w") as after:
        for name in before.namelist():
            after.writestr(name, re.sub(rb"<pane [^>]*/>", b"", before.read(name)))
    return stream.getvalue()


def test_ours_saved_by_openpyxl(ours: bytes) -> None:
    verified = verify_workbook(by_openpyxl(ours))
    assert verified.findings == []
    assert [remark.partition(":")[0] for remark in verified.remarks] == ["not recalculated"]


def test_ours_without_panes_and_without_values(ours: bytes) -> None:
    assert verify_workbook(without_a_view(ours)).findings == []
    assert verify_workbook(by_openpyxl(without_a_view(ours))).findings == []


def values_of(workbook: bytes) -> tuple[list[tuple[str, str]], tuple[str, ...]]:
    """What is found about values, and what is said besides."""
    verified = verify_workbook(workbook)
    found = [(each.rule, each.where) for each in verified.findings if each.rule in VALUES]
    return found, verified.remarks


ONE, TWO = "<v>1</v>", "<v>2</v>"


def test_an_array_and_what_reads_it_are_not_judged() -> None:
    spilling = formula("A1:A2*10", "10", 't="array" ref="B1:B2"')
    workbook = foreign(
        row(1, ONE, spilling, formula("SUM(B1:B2)", "30")) + row(2, TWO, "<v>20</v>")
    )
    found, remarks = values_of(workbook)
    assert found == []
    assert len(remarks) == 1
    assert remarks[0].startswith("not judged: array formulas (S!B1)")
    spilled = [each for each in verify_workbook(workbook).findings if "B2" in each.where]
    assert spilled == []


def test_references_to_tables_are_not_judged() -> None:
    found, remarks = values_of(
        foreign(row(1, ONE, formula("SUM(Lines[amount])", "80"), formula("B1+A1", "81")))
    )
    assert found == []
    assert remarks == (
        "not judged: references to tables by name (S!B1), what follows from these (S!C1)",
    )


def test_a_function_that_the_engine_does_not_know_is_not_judged() -> None:
    found, remarks = values_of(foreign(row(1, ONE, formula("VDB(2400,300,10,0,1)", "480"))))
    assert found == []
    assert remarks == ("not judged: what the engine cannot compute (S!B1)",)


def test_a_misspelt_function_is_an_error() -> None:
    shown = f't="e"|{formula("SUMM(A1)", "#NAME?")}'
    assert values_of(foreign(row(1, ONE, shown))) == ([("error_value", "S!B1")], ())


def test_a_name_in_braces_is_not_judged() -> None:
    """No program says what that means."""
    names = '<definedNames><definedName name="foo">S!$A$1</definedName></definedNames>'
    found, remarks = values_of(foreign(row(1, TWO, formula("A1*{foo}", "5")), after=names))
    assert found == []
    assert remarks == ("not judged: names in braces (S!B1)",)


def test_a_constant_in_braces_is_judged() -> None:
    assert values_of(foreign(row(1, TWO, formula("SUM({1,2})", "3")))) == ([], ())
    found, _ = values_of(foreign(row(1, TWO, formula("SUM({1,2})", "4"))))
    assert found == [("value_differs", "S!B1")]


def test_dates_from_1904_are_not_judged() -> None:
    """The first of January 1904 is day 0 there, and 1462 elsewhere."""
    cells = row(1, ONE, formula("DATE(1904,1,2)", "1"), formula("A1*2", "2"))
    found, remarks = values_of(foreign(cells, properties='<workbookPr date1904="1"/>'))
    assert found == []
    assert remarks == ("not judged: dates that count from 1904 (S!B1)",)


def test_today_is_not_judged() -> None:
    found, remarks = values_of(foreign(row(1, formula("TODAY()", "40000"), formula("A1+1", "1"))))
    assert found == []
    assert len(remarks) == 1


def test_a_circle_is_told_however_its_program_settles_it() -> None:
    cells = row(1, formula("B1+1", "5"), formula("A1*0.5", "4"), formula("B1*2", "8"))
    iterating = '<calcPr iterate="1" iterateCount="100"/>'
    for after in ("", iterating):
        found, _ = values_of(foreign(cells, after=after))
        assert found == [("circular_formula", "S!A1:B1")]


def test_a_value_that_only_its_program_knows_is_not_judged() -> None:
    rich = 't="e" vm="1"|<v>#VALUE!</v>'
    found, remarks = values_of(foreign(row(1, rich, formula("A1*2", "14"))))
    assert found == []
    assert remarks == ("not judged: what follows from these (S!B1)",)


def test_only_the_first_error_and_the_first_wrong_value_are_told() -> None:
    error = f't="e"|{formula("1/0", "#DIV/0!")}'
    follows = f't="e"|{formula("A1+1", "#DIV/0!")}'
    assert values_of(foreign(row(1, error, follows))) == ([("error_value", "S!A1")], ())
    wrong = row(1, TWO, formula("A1*2", "5"), formula("B1*2", "10"))
    assert values_of(foreign(wrong)) == ([("value_differs", "S!B1")], ())


def test_a_truth_saved_as_a_number_is_the_same() -> None:
    assert values_of(foreign(row(1, ONE, formula("A1=1", "1")))) == ([], ())


def test_a_zip_that_only_the_engine_cannot_open() -> None:
    workbook = foreign(row(1, TWO, formula("A1*2", "5")))
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as before, zipfile.ZipFile(stream, "w") as after:
        for name in before.namelist():
            with after.open(name, "w", force_zip64=True) as part:
                part.write(before.read(name))
    assert values_of(stream.getvalue()) == ([("value_differs", "S!B1")], ())
