"""What the finishing pass adds to a workbook, what it refuses, and that it changes nothing else."""

import datetime
import io
import posixpath
import re
import tempfile
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import ironcalc
import openpyxl
import pytest
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula

from generator.render.workbook.cell_values import FinishError, Value
from generator.render.workbook.finish import finish
from tests.workbooks import Cells, book_of, saved, workbook_of

WHEN = datetime.date(2026, 11, 23)

# Power as in the shipped example: 253.5 W for 8,760 hours at a PUE of 1.5, then three years that
# grow by 5 %; the numbers are what Python's float64 gives.
MODEL: Cells = {
    "假设": {"A3": "单价 <元> & 税", "B3": 3331.0, "A4": "增长", "B4": 0.05},
    "OpEx & 明细": {
        "A1": "年份",
        "B1": 2026.0,
        "C1": 2027.0,
        "D1": 2028.0,
        "A2": "电力",
        "B2": "='假设'!$B$3*(1+'假设'!$B$4)^(B1-2026)",
        "C2": "='假设'!$B$3*(1+'假设'!$B$4)^(C1-2026)",
        "D2": "='假设'!$B$3*(1+'假设'!$B$4)^(D1-2026)",
        "A3": '=IF(D2>B2,"上升 & <贵>","持平")',
        "B3": "=D2>B2",
        "C3": '=""',
    },
}
VALUES: dict[tuple[str, str], Value] = {
    ("OpEx & 明细", "B2"): 3331.0,
    ("OpEx & 明细", "C2"): 3331.0 * 1.05,
    ("OpEx & 明细", "D2"): 3331.0 * 1.05**2,
    ("OpEx & 明细", "A3"): "上升 & <贵>",
    ("OpEx & 明细", "B3"): True,
    ("OpEx & 明细", "C3"): "",
}


def rich_book() -> openpyxl.Workbook:
    """The model with all that a real workbook has around its cells: charts, comment, links."""
    book = book_of(MODEL)
    inputs, opex = book.worksheets
    inputs["B3"].comment = Comment("报价单", "采购")
    inputs["B3"].font = Font(color="0000FF")
    inputs["A5"].hyperlink = "https://example.com/price?a=1&b=2"
    inputs["A6"].hyperlink = "/share/price.pdf"
    validation = DataValidation(type="decimal", operator="greaterThan", formula1="0")
    validation.add("B3")
    inputs.add_data_validation(validation)
    bars = BarChart()
    bars.add_data(
        Reference(opex, min_col=1, max_col=4, min_row=2), from_rows=True, titles_from_data=True
    )
    bars.set_categories(Reference(opex, min_col=2, max_col=4, min_row=1))
    opex.add_chart(bars, "F2")
    lines = LineChart()
    lines.add_data(Reference(inputs, min_col=2, min_row=3, max_row=5))
    lines.add_data(Reference(opex, min_col=2, max_col=3, min_row=1, max_row=2))
    lines.set_categories(Reference(inputs, min_col=1, min_row=3, max_row=4))
    inputs.add_chart(lines, "F2")
    return book


@pytest.fixture(scope="module")
def raw() -> bytes:
    return saved(rich_book())


@pytest.fixture(scope="module")
def finished(raw: bytes) -> bytes:
    return finish(raw, VALUES, WHEN)


def part(workbook: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return archive.read(name).decode()


def part_names(workbook: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return archive.namelist()


def caches(workbook: bytes, chart: int) -> list[tuple[str, str, list[str]]]:
    """(kind, cells, cached points) of each reference in a chart, in the order of the file."""
    tree = ElementTree.fromstring(part(workbook, f"xl/charts/chart{chart}.xml"))
    return [
        (kind, f"{node.findtext('{*}f')}", [point.text or "" for point in node.iterfind(".//{*}v")])
        for node in tree.iter()
        if (kind := node.tag.rpartition("}")[2]) in {"numRef", "strRef"}
    ]


def test_a_reader_that_never_calculates_sees_every_value(finished: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(finished), data_only=True)
    assert [cell.value for cell in book["OpEx & 明细"][2]] == [
        "电力",
        3331,
        3331 * 1.05,
        3331 * 1.05**2,
    ]
    # openpyxl reads an empty text as None.
    assert [cell.value for cell in book["OpEx & 明细"][3][:3]] == ["上升 & <贵>", True, None]


def test_formulas_stay_live(finished: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(finished))
    assert book["OpEx & 明细"]["C2"].value == "='假设'!$B$3*(1+'假设'!$B$4)^(C1-2026)"
    assert 'fullCalcOnLoad="1"' in part(finished, "xl/workbook.xml")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (0.1 + 0.2, "<c{}><f>1+1</f><v>0.30000000000000004</v></c>"),
        (2208, "<c{}><f>1+1</f><v>2208</v></c>"),
        (1e-17, "<c{}><f>1+1</f><v>1e-17</v></c>"),
        (-0.0, "<c{}><f>1+1</f><v>0</v></c>"),
        (True, '<c{} t="b"><f>1+1</f><v>1</v></c>'),
        (False, '<c{} t="b"><f>1+1</f><v>0</v></c>'),
        ("不还本", '<c{} t="str"><f>1+1</f><v>不还本</v></c>'),
        ("a < b & c", '<c{} t="str"><f>1+1</f><v>a &lt; b &amp; c</v></c>'),
        ("", '<c{} t="str"><f>1+1</f><v></v></c>'),
    ],
)
def test_a_formula_cell_gets_its_value_and_keeps_all_else(value: Value, cell: str) -> None:
    book = book_of({"S": {"A1": "<f>&", "B1": "=1+1", "C1": 5.0}})
    book["S"]["B1"].number_format = "0.00"
    before = saved(book)
    after = finish(before, {("S", "B1"): value}, WHEN)
    sheet = part(before, "xl/worksheets/sheet1.xml")
    assert part(after, "xl/worksheets/sheet1.xml") == re.sub(
        r'<c r="B1" s="1"><f>1\+1</f><v( ?/|></v)></c>', cell.format(' r="B1" s="1"'), sheet
    )


def test_every_other_part_is_kept_byte_for_byte(raw: bytes, finished: bytes) -> None:
    changed = {name for name in part_names(raw) if part(raw, name) != part(finished, name)}
    assert sorted(part_names(raw)) == part_names(finished)
    assert changed == {
        "docProps/core.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/charts/chart1.xml",
        "xl/charts/chart2.xml",
        "xl/drawings/_rels/drawing1.xml.rels",
        "xl/drawings/_rels/drawing2.xml.rels",
        "xl/drawings/drawing1.xml",
        "xl/drawings/drawing2.xml",
        "xl/styles.xml",
        "xl/worksheets/_rels/sheet1.xml.rels",
        "xl/worksheets/_rels/sheet2.xml.rels",
        "xl/worksheets/sheet2.xml",
    }


def test_charts_hold_the_values_that_their_references_point_at(finished: bytes) -> None:
    by_sheet_order = [caches(finished, 1), caches(finished, 2)]
    assert by_sheet_order[1] == [
        ("strRef", "'OpEx & 明细'!A2", ["电力"]),
        ("numRef", "'OpEx & 明细'!$B$1:$D$1", ["2026", "2027", "2028"]),
        ("numRef", "'OpEx & 明细'!$B$2:$D$2", ["3331", "3497.55", repr(3331 * 1.05**2)]),
    ]


def test_categories_that_are_texts_become_a_text_reference(finished: bytes) -> None:
    categories = [cache for cache in caches(finished, 1) if cache[1].startswith("'假设'!$A")]
    assert categories == [("strRef", "'假设'!$A$3:$A$4", ["单价 <元> & 税", "增长"])] * 3


def test_a_blank_cell_is_a_gap_in_its_series(finished: bytes) -> None:
    chart = part(finished, "xl/charts/chart1.xml")
    assert (
        "<f>'假设'!$B$3:$B$5</f><numCache><formatCode>General</formatCode><ptCount val=\"3\"/>"
        '<pt idx="0"><v>3331</v></pt><pt idx="1"><v>0.05</v></pt></numCache>'
    ) in chart


def test_openpyxl_reads_the_chart_data_back_and_writes_the_same(finished: bytes) -> None:
    again = saved(openpyxl.load_workbook(io.BytesIO(finished)))
    assert caches(again, 1) == caches(finished, 1)


def test_relationship_targets_are_relative_and_exist(raw: bytes, finished: bytes) -> None:
    names = part_names(finished)
    for name in names:
        if not name.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(name))
        for link in ElementTree.fromstring(part(finished, name)):
            if link.get("TargetMode") == "External":
                assert link.get("Target") in {
                    "https://example.com/price?a=1&b=2",
                    "/share/price.pdf",
                }
            else:
                target = link.attrib["Target"]
                assert posixpath.normpath(posixpath.join(folder, target)) in names
    assert 'Target="/' in part(raw, "xl/worksheets/_rels/sheet1.xml.rels")


def test_ironcalc_opens_a_commented_workbook_only_when_finished(
    raw: bytes, finished: bytes
) -> None:
    def open_with_ironcalc(workbook: bytes) -> ironcalc.Model:
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
            Path(file.name).write_bytes(workbook)
            return ironcalc.load_from_xlsx(file.name)

    with pytest.raises(ironcalc.WorkbookError, match="not found in archive"):
        open_with_ironcalc(raw)
    assert open_with_ironcalc(finished).get_cell_value(1, 2, 2) == 3331.0


def test_nothing_depends_on_the_clock() -> None:
    early, late = rich_book(), rich_book()
    early.properties.created = datetime.datetime(2001, 1, 1)  # noqa: DTZ001
    first, second = finish(saved(early), VALUES, WHEN), finish(saved(late), VALUES, WHEN)
    assert first == second
    assert re.findall(r"W3CDTF\">([^<]*)<", part(first, "docProps/core.xml")) == [
        "2026-11-23T00:00:00Z",
        "2026-11-23T00:00:00Z",
    ]
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"


def test_values_and_formulas_must_be_the_same_cells() -> None:
    workbook = workbook_of({"OpEx": {"B1": "=1+1", "C1": "=1+2", "D1": 4.0, "E1": "text"}})
    with pytest.raises(FinishError, match="sheet 'OpEx': formulas without a value: C1"):
        finish(workbook, {("OpEx", "B1"): 2.0}, WHEN)
    with pytest.raises(FinishError, match="sheet 'OpEx': values without a formula: D1"):
        finish(workbook, {("OpEx", at): 2.0 for at in ("B1", "C1", "D1")}, WHEN)
    with pytest.raises(FinishError, match="no sheet 'Opex' for the value of B1"):
        finish(workbook, {("Opex", "B1"): 2.0}, WHEN)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_no_cell_can_hold_is_refused(number: float) -> None:
    with pytest.raises(FinishError, match="no number that a cell can hold"):
        finish(workbook_of({"S": {"A1": "=1"}}), {("S", "A1"): number}, WHEN)


def test_an_array_formula_is_cached_like_any_other() -> None:
    book = book_of({"S": {"A1": 2.0}})
    book["S"]["B1"] = ArrayFormula("B1", "=SUM(A1:A1*2)")
    after = finish(saved(book), {("S", "B1"): 4.0}, WHEN)
    assert '<f t="array" ref="B1">SUM(A1:A1*2)</f><v>4</v>' in part(
        after, "xl/worksheets/sheet1.xml"
    )


def test_a_finished_workbook_is_not_finished_again(finished: bytes) -> None:
    with pytest.raises(FinishError, match="in a form that is not supported"):
        finish(finished, VALUES, WHEN)


def test_a_chart_of_no_cells_is_refused() -> None:
    book = book_of({"S": {"A1": 1.0}})
    chart = BarChart()
    chart.add_data(Reference(book["S"], min_col=1, min_row=1))
    chart.series[0].val.numRef.f = "a_defined_name"
    book.worksheets[0].add_chart(chart, "C1")
    with pytest.raises(FinishError, match="a chart refers to 'a_defined_name'"):
        finish(saved(book), {}, WHEN)
