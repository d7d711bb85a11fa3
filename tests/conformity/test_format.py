"""What the file format demands and neither its schemas nor Microsoft's validator look at."""

import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from xml.etree.ElementTree import Element

import pytest

from generator.audit.xlsx.elements import parse
from generator.audit.xlsx.places import Area, area_of, cell_of
from tests.conformity.workbooks import workbook_of

pytestmark = pytest.mark.usefixtures("few_ranges")
NAMES = ["odd", "ollama-platform"]
LONGEST = 255
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"


@cache
def parts_of(name: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(workbook_of(name).data)) as archive:
        return {part: archive.read(part) for part in archive.namelist()}


@cache
def roots_of(name: str, folder: str) -> list[Element]:
    return [
        parse(content)
        for part, content in parts_of(name).items()
        if part.startswith(f"xl/{folder}") and part.endswith(".xml")
    ]


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def sheets(name: str) -> list[Element]:
    return roots_of(name, "worksheets/")


@pytest.fixture
def charts(name: str) -> list[Element]:
    return roots_of(name, "charts/")


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def all_of(roots: list[Element], path: str) -> Iterator[Element]:
    return (element for root in roots for element in root.iterfind(path))


def test_headers_and_footers_are_short_enough(sheets: list[Element]) -> None:
    headings = [element.text or "" for element in all_of(sheets, "headerFooter/*")]
    assert headings
    assert max(map(units, headings)) <= LONGEST


def test_columns_are_no_wider_than_the_format_knows(sheets: list[Element]) -> None:
    assert max(float(column.get("width", 0)) for column in all_of(sheets, "cols/col")) <= LONGEST


def test_lists_and_bounds_of_validations(sheets: list[Element]) -> None:
    validations = list(all_of(sheets, "dataValidations/dataValidation"))
    assert validations
    for validation in validations:
        bounds = [validation.findtext(f"formula{number}", "") for number in (1, 2)]
        assert not any(bound.startswith("=") or "e" in bound for bound in bounds)
        assert max(map(units, bounds)) <= LONGEST
        assert units(validation.get("error", "")) <= LONGEST
        assert units(validation.get("errorTitle", "")) <= 32


def test_formats_that_depend_on_values_exist(name: str, sheets: list[Element]) -> None:
    styles = parse(parts_of(name)["xl/styles.xml"])
    count = len(styles.findall("dxfs/dxf"))
    used = [int(rule.get("dxfId", -1)) for rule in all_of(sheets, "conditionalFormatting/cfRule")]
    assert used
    assert all(0 <= number < count for number in used)


def test_words_in_number_formats_are_quoted(name: str) -> None:
    styles = parse(parts_of(name)["xl/styles.xml"])
    for number_format in styles.iterfind("numFmts/numFmt"):
        code = number_format.get("formatCode", "")
        assert code.count('"') % 2 == 0
        assert units(code) <= LONGEST
        bare = re.sub(r'"[^"]*"|\[[^\]]*\]|General', "", code)
        assert re.fullmatch(r"[0#.,%;\-+ ]*", bare), code


def test_rows_and_cells_stand_in_order(sheets: list[Element]) -> None:
    for sheet in sheets:
        places = [cell_of(cell.get("r", "")) for cell in sheet.iterfind("sheetData/row/c")]
        assert places == sorted(set(places))
        rows = [int(row.get("r", 0)) for row in sheet.iterfind("sheetData/row")]
        assert rows == sorted(set(rows))


def test_a_value_suits_the_type_of_its_cell(sheets: list[Element]) -> None:
    for cell in all_of(sheets, "sheetData/row/c"):
        kind, value = cell.get("t", "n"), cell.findtext("v")
        assert kind in ("n", "str", "b", "inlineStr")
        if kind == "n" and value is not None:
            assert re.fullmatch(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", value), cell.get("r")
        if kind == "b":
            assert value in ("0", "1")
        assert (cell.find("is") is not None) == (kind == "inlineStr")


def test_the_dimension_is_that_of_the_cells(sheets: list[Element]) -> None:
    for sheet in sheets:
        places = [cell_of(cell.get("r", "")) for cell in sheet.iterfind("sheetData/row/c")]
        rows, columns = zip(*places, strict=True)
        stated = sheet.find("dimension")
        assert stated is not None
        assert area_of(stated.get("ref", "")) == Area(
            min(rows), min(columns), max(rows), max(columns)
        )


def test_a_users_text_that_looks_like_a_code_is_kept() -> None:
    texts = "".join(content.decode() for content in parts_of("odd").values())
    assert "_x005F_x0041_" in texts
    assert "_x005F_x000A_" in texts
    shown = re.sub(r"_x005F_(?=x)", "", texts)
    assert "_x0041_" in shown
    # Only the title of the document's properties is a text without codes.
    bare = re.findall(r"(?<!_x005F)_x00\w\w_", texts.replace("_x005F_", "_x005F"))
    assert bare == ["_x0041_"]


def test_drawings_have_the_prefix_that_every_program_writes(name: str) -> None:
    drawings = [
        content.decode()
        for part, content in parts_of(name).items()
        if part.startswith("xl/drawings/drawing")
    ]
    assert drawings
    for drawing in drawings:
        assert drawing.startswith("<xdr:wsDr ")
        assert f'xmlns:xdr="{DRAWING}"' in drawing
        assert re.search(r"<[a-zA-Z]+[ />]", drawing) is None


def test_every_chart_is_described_for_who_cannot_see_it(name: str) -> None:
    frames = list(all_of(roots_of(name, "drawings/"), ".//cNvPr"))
    titles = [
        "".join(t.text or "" for t in chart.iterfind("chart/title//t"))
        for chart in roots_of(name, "charts/")
    ]
    described = [frame.get("descr", "") for frame in frames]
    assert len(described) == len(titles)
    assert all(titles)
    assert {text.partition(" · ")[0] for text in described} == set(titles)


def test_charts_say_that_nothing_lies_over_the_plot(charts: list[Element]) -> None:
    for chart in charts:
        rounded = chart.find("roundedCorners")
        assert rounded is not None
        assert rounded.get("val") == "0"
        holders = [*chart.iter("title"), *chart.iter("legend")]
        assert len(holders) >= 3
        for holder in holders:
            overlay = holder.find("overlay")
            assert overlay is not None
            assert overlay.get("val") == "0"


def test_series_are_named_by_cells(charts: list[Element]) -> None:
    names = [series.find("tx/strRef/f") for chart in charts for series in chart.iter("ser")]
    assert names
    assert all(name is not None and name.text for name in names)


def test_one_sheet_is_selected_and_every_tab_has_a_colour(sheets: list[Element]) -> None:
    selected = [view.get("tabSelected") == "1" for view in all_of(sheets, "sheetViews/sheetView")]
    assert selected.count(True) == 1
    assert len(list(all_of(sheets, "sheetPr/tabColor"))) == len(sheets)


def test_the_language_is_stated(name: str) -> None:
    language = parse(parts_of(name)["docProps/core.xml"]).findtext("language")
    assert language == "zh-CN"
