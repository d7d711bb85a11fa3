"""How the cells of a workbook are written, what finishing adds and refuses, and that all else is kept."""

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
from openpyxl.worksheet.hyperlink import Hyperlink

from generator.render.workbook import saving
from generator.render.workbook.finish import finish
from generator.render.workbook.rows import FinishError, Rows, Value, Written
from tests.workbooks import WHEN, Cells, book_of, finished, rows_of, saved

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
def mended(raw: bytes) -> bytes:
    return finish(raw, rows_of(rich_book(), VALUES), WHEN)


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


def test_every_formula_is_live_and_has_its_value() -> None:
    workbook = finished(MODEL, VALUES)
    book = openpyxl.load_workbook(io.BytesIO(workbook), data_only=True)
    assert [cell.value for cell in book["OpEx & 明细"][2]] == [
        "电力",
        3331,
        3331 * 1.05,
        3331 * 1.05**2,
    ]
    # openpyxl reads an empty text as None.
    assert [cell.value for cell in book["OpEx & 明细"][3][:3]] == ["上升 & <贵>", True, None]
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    assert book["OpEx & 明细"]["C2"].value == "='假设'!$B$3*(1+'假设'!$B$4)^(C1-2026)"
    assert 'fullCalcOnLoad="1"' in part(workbook, "xl/workbook.xml")


@pytest.mark.parametrize(
    ("written", "cell"),
    [
        (Written(1, "=1+1", 0.1 + 0.2), "><f>1+1</f><v>0.30000000000000004</v></c>"),
        (Written(1, "=1+1", 2208), "><f>1+1</f><v>2208</v></c>"),
        (Written(1, "=1+1", 1e-17), "><f>1+1</f><v>1e-17</v></c>"),
        (Written(1, "=1+1", -0.0), "><f>1+1</f><v>0</v></c>"),
        (Written(1, "=1+1", True), ' t="b"><f>1+1</f><v>1</v></c>'),
        (Written(1, "=1+1", False), ' t="b"><f>1+1</f><v>0</v></c>'),
        (Written(1, "=1+1", "不还本"), ' t="str"><f>1+1</f><v>不还本</v></c>'),
        (Written(1, "=1+1", "a < b & _x0041_"), "<v>a &lt; b &amp; _x005F_x0041_</v></c>"),
        (Written(1, "=1+1", ""), ' t="str"><f>1+1</f><v></v></c>'),
        (Written(1, '=IF(A1<>B1,"&","")', 1.0), '><f>IF(A1&lt;&gt;B1,"&amp;","")</f><v>1</v></c>'),
        (Written(1), "/>"),
        (Written(1, 0.1 + 0.2), "><v>0.30000000000000004</v></c>"),
        (Written(1, -0.0), "><v>0</v></c>"),
        (Written(1, "=1+1"), ' t="inlineStr"><is><t>=1+1</t></is></c>'),
        (Written(1, "<f>& _x0041_"), "<is><t>&lt;f&gt;&amp; _x005F_x0041_</t></is></c>"),
        (Written(1, " 前\n"), '<is><t xml:space="preserve"> 前\n</t></is></c>'),
    ],
)
def test_a_cell_is_written_to_the_letter(written: Written, cell: str) -> None:
    row = Rows({(2, 28): written}).to_xml()
    assert row.startswith('<row r="2"><c r="AB2" s="1"')
    assert row.endswith(f"{cell}</row>")


def test_rows_and_their_cells_are_in_order() -> None:
    cells = {at: Written(0, 1.0) for at in ((10, 27), (2, 27), (2, 3), (10, 1))}
    rows = Rows(cells, heights={9: 13.5, 2: 27.0})
    assert re.findall(r'<(?:row|c) r="(\w+)"', rows.to_xml()) == [
        *("2", "C2", "AA2", "9", "10", "A10", "AA10")
    ]
    assert re.findall(r"<row ([^>]*)>", rows.to_xml()) == [
        'r="2" ht="27" customHeight="1"',
        'r="9" ht="13.5" customHeight="1"',
        'r="10"',
    ]
    assert rows.dimension == "A2:AA10"


def test_around_the_cells_all_is_as_openpyxl_saves_it() -> None:
    book = book_of(MODEL)
    inputs, opex = book.worksheets
    inputs["B3"].font = Font(color="0000FF")
    link = Hyperlink(ref="A3", location="'OpEx & 明细'!A1")
    inputs["A3"].hyperlink = link
    inputs.merge_cells("C1:D1")
    chart = BarChart()
    chart.add_data(Reference(opex, min_col=1, max_col=4, min_row=2), from_rows=True)
    opex.add_chart(chart, "F2")
    rows = rows_of(book, VALUES)
    rows["假设"].links.append(link)
    ours, theirs = saving.saved(book, rows), saved(book)
    assert part_names(ours) == part_names(theirs)
    cells = re.compile("(?<=<sheetData>).*(?=</sheetData>)")
    for name in part_names(ours):
        if name != "docProps/core.xml":
            assert cells.sub("", part(ours, name)) == cells.sub("", part(theirs, name)), name
    assert "<hyperlink " in part(ours, "xl/worksheets/sheet1.xml")


def test_every_other_part_is_kept_byte_for_byte(raw: bytes, mended: bytes) -> None:
    changed = {name for name in part_names(raw) if part(raw, name) != part(mended, name)}
    assert sorted(part_names(raw)) == part_names(mended)
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
    }


def test_charts_hold_the_values_that_their_references_point_at(mended: bytes) -> None:
    by_sheet_order = [caches(mended, 1), caches(mended, 2)]
    assert by_sheet_order[1] == [
        ("strRef", "'OpEx & 明细'!A2", ["电力"]),
        ("numRef", "'OpEx & 明细'!$B$1:$D$1", ["2026", "2027", "2028"]),
        ("numRef", "'OpEx & 明细'!$B$2:$D$2", ["3331", "3497.55", repr(3331 * 1.05**2)]),
    ]


def test_categories_that_are_texts_become_a_text_reference(mended: bytes) -> None:
    categories = [cache for cache in caches(mended, 1) if cache[1].startswith("'假设'!$A")]
    assert categories == [("strRef", "'假设'!$A$3:$A$4", ["单价 <元> & 税", "增长"])] * 3


def test_a_blank_cell_is_a_gap_in_its_series(mended: bytes) -> None:
    chart = part(mended, "xl/charts/chart1.xml")
    assert (
        "<f>'假设'!$B$3:$B$5</f><numCache><formatCode>General</formatCode><ptCount val=\"3\"/>"
        '<pt idx="0"><v>3331</v></pt><pt idx="1"><v>0.05</v></pt></numCache>'
    ) in chart


def test_openpyxl_reads_the_chart_data_back_and_writes_the_same(mended: bytes) -> None:
    again = saved(openpyxl.load_workbook(io.BytesIO(mended)))
    assert caches(again, 1) == caches(mended, 1)


def test_relationship_targets_are_relative_and_exist(raw: bytes, mended: bytes) -> None:
    names = part_names(mended)
    for name in names:
        if not name.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(name))
        for link in ElementTree.fromstring(part(mended, name)):
            if link.get("TargetMode") == "External":
                assert link.get("Target") in {
                    "https://example.com/price?a=1&b=2",
                    "/share/price.pdf",
                }
            else:
                target = link.attrib["Target"]
                assert posixpath.normpath(posixpath.join(folder, target)) in names
    assert 'Target="/' in part(raw, "xl/worksheets/_rels/sheet1.xml.rels")


def test_ironcalc_opens_a_commented_workbook_only_when_finished(raw: bytes, mended: bytes) -> None:
    def open_with_ironcalc(workbook: bytes) -> ironcalc.Model:
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
            Path(file.name).write_bytes(workbook)
            return ironcalc.load_from_xlsx(file.name)

    with pytest.raises(ironcalc.WorkbookError, match="not found in archive"):
        open_with_ironcalc(raw)
    assert open_with_ironcalc(mended).get_cell_value(0, 3, 2) == 3331.0


def test_nothing_depends_on_the_clock() -> None:
    early, late = rich_book(), rich_book()
    early.properties.created = datetime.datetime(2001, 1, 1)  # noqa: DTZ001
    rows = rows_of(rich_book(), VALUES)
    first, second = finish(saved(early), rows, WHEN), finish(saved(late), rows, WHEN)
    assert first == second
    assert re.findall(r"W3CDTF\">([^<]*)<", part(first, "docProps/core.xml")) == [
        "2026-11-23T00:00:00Z",
        "2026-11-23T00:00:00Z",
    ]
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_no_cell_can_hold_is_refused(number: float) -> None:
    for cell in (Written(0, "=1", number), Written(0, number)):
        with pytest.raises(FinishError, match="no number that a cell can hold"):
            Rows({(1, 1): cell}).to_xml()


@pytest.mark.parametrize("cells", ["a_defined_name", "'T'!$A$1", "'S'!$A:$A"])
def test_a_chart_of_no_cells_is_refused(cells: str) -> None:
    book = book_of({"S": {"A1": 1.0}})
    chart = BarChart()
    chart.add_data(Reference(book["S"], min_col=1, min_row=1))
    chart.series[0].val.numRef.f = cells
    book.worksheets[0].add_chart(chart, "C1")
    with pytest.raises(FinishError, match=r"a chart refers to .*, which is no range of cells"):
        finish(saved(book), rows_of(book, {}), WHEN)
