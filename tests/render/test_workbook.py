"""The workbook as finance opens it: what may be typed into, what is computed, and that all of it follows the inputs."""

import io
import math
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import formualizer
import openpyxl
import pytest
from openpyxl.cell.cell import Cell
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from generator.assembly import load, packet_of
from generator.audit.cells import formula_cells
from generator.audit.formulas import facts_of, relative_form
from generator.audit.recalculate import value_of
from generator.audit.workbook import audit_workbook
from generator.figures.figure import Figure
from generator.packet.packet import Packet
from generator.proposal.limits import Limits
from generator.render.workbook.book import FinishedWorkbook, write_workbook
from generator.render.workbook.layout import FIRST_DETAIL, LayoutError
from tests.oracles import ironcalc_values
from tests.packets import INPUTS, NAMES, OF_ALL_FUNCTIONS, perturbed, shipped, small, written

EXAMPLE = "ollama-platform"
UNIVERSAL = {0, 1, 2, 8, 12, 24, 30, 365, 1000, 3600, 8760, 10**6, 10**9}
INPUTS_SHEET, HISTORY_SHEET = "假设", "变更记录"
CASE_SHEETS = ["情景底稿", "敏感性底稿", "方案临界底稿"]
# Where a scenario is chosen.
SELECTOR = "C4"
# In how many groups the inputs are changed.
GROUPS = 3
# Everything that changes the shape of the model: five years, a workload at several scales, texts that look dangerous.
RICH = """
horizon: {years: 5}
workload: {monthly_requests: 100000, input_tokens: 1000, output_tokens: 300, scales: [10000, 100000]}
benefits:
  - {item: "=1+1", kind: replaced_cost, monthly: {value: 9000, low: 7000, high: 11000}, basis: "-账单 & 合同"}
scenarios: {}
"""
TITLE = "=1+1 & 2"


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> FinishedWorkbook:
    return write_workbook(small(tmp_path_factory.mktemp("rich"), RICH, f"proposal.title={TITLE}"))


@pytest.fixture(scope="module")
def packet() -> Packet:
    return shipped(EXAMPLE)


@pytest.fixture(scope="module")
def finished() -> FinishedWorkbook:
    return written(EXAMPLE)


@cache
def opened(name: str) -> Any:
    """The workbook of a shipped input, to be looked at only."""
    return openpyxl.load_workbook(io.BytesIO(written(name).data))


@pytest.fixture(scope="module")
def book() -> Any:
    return opened(EXAMPLE)


def functions_of(finished: FinishedWorkbook) -> set[str]:
    formulas = (cell.formula for cell in formula_cells(finished.data).values())
    return {name for formula in formulas for name in re.findall(r"([A-Z.]+)\(", formula)}


def cells_of(book: openpyxl.Workbook) -> Iterator[tuple[str, Cell]]:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            yield from ((sheet.title, cell) for cell in row if isinstance(cell, Cell))


def formulas_of(book: openpyxl.Workbook) -> Iterator[tuple[str, Cell]]:
    return ((title, cell) for title, cell in cells_of(book) if cell.data_type == "f")


def agrees(found: object, figure: float | str) -> bool:
    if isinstance(found, int | float) and isinstance(figure, int | float):
        return math.isclose(found, figure, rel_tol=1e-9, abs_tol=1e-9)
    return found == figure


def differences(
    found: Mapping[tuple[str, str], object], finished: FinishedWorkbook
) -> list[tuple[str, str]]:
    return [at for at, value in finished.expected.items() if not agrees(found[at], value)]


class TestAgreement:
    @pytest.mark.parametrize("name", NAMES)
    def test_recalculated_by_formualizer_it_says_what_the_model_says(self, name: str) -> None:
        finished = written(name)
        assert audit_workbook(finished.data, finished.expected) == []

    def test_one_has_all_functions(self) -> None:
        """It is the one that LibreOffice computes, which takes seconds."""
        functions = {name: functions_of(written(name)) for name in NAMES}
        assert set().union(*functions.values()) == functions[OF_ALL_FUNCTIONS]

    @pytest.mark.parametrize("name", NAMES)
    def test_ironcalc_opens_it_and_agrees(self, name: str) -> None:
        finished = written(name)
        assert differences(ironcalc_values(finished.data), finished) == []

    def test_every_figure_has_a_cell_that_shows_it(
        self, packet: Packet, finished: FinishedWorkbook
    ) -> None:
        shown = openpyxl.load_workbook(io.BytesIO(finished.data), data_only=True)
        assert finished.cells.keys() == packet.figures.keys()
        for key, at in finished.cells.items():
            title, _, coordinate = at.partition("!")
            figure = packet.figures[key]
            expected = packet.words.reason(figure.reason) if figure.reason else figure.value
            assert shown[title][coordinate].value == pytest.approx(expected), key


class TestStructure:
    def test_sheets_stand_in_the_packets_order(self, packet: Packet, book: Any) -> None:
        titles = [packet.words.entry("sheets", sheet.key)["title"] for sheet in packet.sheets]
        place = titles.index("情景")
        titles[place:place] = CASE_SHEETS
        assert book.sheetnames == ["封面", INPUTS_SHEET, *titles]
        assert all(sheet.sheet_state == "visible" for sheet in book.worksheets)

    @pytest.mark.parametrize("name", NAMES)
    def test_a_person_can_review_it(self, name: str) -> None:
        """The first examples make 10,000 formulas at most, four options among them; larger ones half as many more."""
        most = 15_000 if name in ("enterprise-h100", "hybrid-routing") else 10_000
        assert len(written(name).expected) <= most

    @pytest.mark.parametrize("name", ["ollama-platform", "hybrid-routing"])
    def test_of_the_workings_one_page_is_printed(self, name: str) -> None:
        """Of hundreds that nobody would read: what is moved in the first cases."""
        for title in CASE_SHEETS:
            sheet = opened(name)[title]
            area: Any = range_boundaries(sheet.print_area.rpartition("!")[2])
            last_column, last_row = area[2:]
            assert not sheet.col_breaks.brk
            assert FIRST_DETAIL <= last_column <= sheet.max_column
            assert last_row < sheet.max_row

    @pytest.mark.parametrize("name", NAMES)
    def test_a_row_along_time_has_one_formula(self, name: str) -> None:
        forms: dict[tuple[str, int], set[str]] = {}
        for schedule in shipped(name).model.schedules.values():
            for figure in schedule.along_time():
                title, _, at = written(name).cells[figure.key].partition("!")
                cell = opened(name)[title][at]
                if cell.data_type == "f":
                    form = relative_form(cell.value, cell.row, cell.column)
                    forms.setdefault((title, cell.row), set()).add(form)
        assert {row: found for row, found in forms.items() if len(found) > 1} == {}
        assert len(forms) > 20

    def test_formulas_hold_no_constants_but_universal_ones(self, book: Any) -> None:
        for title, cell in formulas_of(book):
            found = set(facts_of(str(cell.value)).numbers)
            assert found <= UNIVERSAL, (title, cell.coordinate, cell.value)

    def test_formulas_are_plain_ones(self, book: Any) -> None:
        forbidden = re.compile(
            r"OFFSET|INDIRECT|NOW|TODAY|RAND|XLOOKUP|LET\(|FILTER|IFNA|CONCAT|\["
        )
        for title, cell in formulas_of(book):
            assert not forbidden.search(str(cell.value)), (title, cell.coordinate)

    def test_numbers_stand_only_on_the_inputs_sheet(self, book: Any) -> None:
        """And there are the inputs, between what bounds each may be, and the control totals, no others."""
        constants = [(title, cell) for title, cell in cells_of(book) if cell.data_type == "n"]
        numbers = [(title, cell) for title, cell in constants if cell.value is not None]
        assert {title for title, _ in numbers} == {INPUTS_SHEET}
        packet = shipped(EXAMPLE)
        bounded = packet.figures["checks.inputs_within.right"].value
        inputs = sum(figure.is_input for figure in packet.figures.values())
        assert len(numbers) == inputs + 2 * bounded

    def test_every_row_of_numbers_has_a_unit(self, finished: FinishedWorkbook, book: Any) -> None:
        def is_number(title: str, cell: Any) -> bool:
            shown = finished.expected.get((title, cell.coordinate), cell.value)
            return isinstance(shown, int | float)

        for sheet in book.worksheets:
            for row in sheet.iter_rows(min_row=5):
                numeric = [cell for cell in row[2:] if is_number(sheet.title, cell)]
                if numeric:
                    assert row[1].value, (sheet.title, row[0].row)

    def test_every_sheet_shows_the_master_check(
        self, finished: FinishedWorkbook, book: Any
    ) -> None:
        title, _, cell = finished.cells["checks.failed"].partition("!")
        target = f"'{title}'!$" + re.sub(r"(\d+)", r"$\1", cell)
        for sheet in book.worksheets:
            row = 4 if sheet.title == "封面" else 3
            own = sheet.title == title
            assert sheet.cell(row, 3).value == "=" + (target.split("!")[1] if own else target)
            assert f"C{row}" in {str(r.sqref) for r in sheet.conditional_formatting}

    def test_headline_results_and_plain_inputs_have_names(
        self, finished: FinishedWorkbook, book: Any
    ) -> None:
        names = {name: defined.attr_text for name, defined in book.defined_names.items()}
        assert {"horizon_discount_rate", "tco_total", "return_npv"} <= names.keys()
        # A name such as fy26 or yr1 would be the address of a cell.
        assert all(re.fullmatch(r"[a-z]+_[a-z0-9_]+", name) for name in names)
        title, _, cell = finished.cells["tco.total"].partition("!")
        assert names["tco_total"].replace("$", "") == f"'{title}'!{cell}"

    def test_the_index_leads_to_every_sheet(self, book: Any) -> None:
        links = [
            cell.hyperlink.location
            for row in book["封面"].iter_rows()
            for cell in row
            if cell.hyperlink
        ]
        assert links == [f"'{title}'!A1" for title in book.sheetnames[1:]]


class TestEditing:
    def test_only_inputs_can_be_typed_into(self, book: Any) -> None:
        """Numbers, the choice of a scenario, and the empty rows of the change log."""
        for title, cell in cells_of(book):
            if not cell.protection.locked and title != HISTORY_SHEET:
                assert title == INPUTS_SHEET
                assert cell.data_type == ("s" if cell.coordinate == SELECTOR else "n")
                assert cell.font.color.rgb == "FF0000C0"
        assert all(sheet.protection.sheet for sheet in book.worksheets)
        assert not any(sheet.protection.password for sheet in book.worksheets)

    def test_control_totals_stay_locked(self, finished: FinishedWorkbook, book: Any) -> None:
        """They say what the input file holds; the checks compare the tables with them."""
        at = finished.cells["checks.control.inputs_within"].partition("!")[2]
        assert book[INPUTS_SHEET][at].protection.locked

    def test_every_input_refuses_what_the_input_file_may_not_say(
        self, finished: FinishedWorkbook, book: Any
    ) -> None:
        validations = book[INPUTS_SHEET].data_validations.dataValidation
        assert all(validation.showErrorMessage for validation in validations)
        limits, kinds = {}, {}
        for validation in validations:
            if validation.type == "list":
                continue
            for span in validation.sqref.ranges:
                for row, column in span.cells:
                    cell = book[INPUTS_SHEET].cell(row, column)
                    kinds[cell.coordinate] = validation.type
                    limits[cell.coordinate] = (
                        float(validation.formula1),
                        float(validation.formula2),
                    )
        unlocked = {
            cell.coordinate
            for title, cell in cells_of(book)
            if title == INPUTS_SHEET and not cell.protection.locked
        }
        chosen_from_a_list = {finished.typed["money.rounding"].partition("!")[2], SELECTOR}
        assert limits.keys() == unlocked - chosen_from_a_list

        def limits_of(key: str) -> tuple[float, float]:
            return limits[finished.typed[key].partition("!")[2]]

        assert limits_of("options.on_premise.opex.0.power.utilisation") == (0, 1)
        assert limits_of("options.on_premise.opex.0.power.pue") == (1, 3)
        assert limits_of("horizon.opex_growth") == (-0.5, 1)
        # Machines come whole, their lives do not.
        kind_of = {key: kinds.get(place.partition("!")[2]) for key, place in finished.typed.items()}
        assert kind_of["options.on_premise.capex.0.quantity"] == "whole"
        assert kind_of["options.on_premise.capex.0.life_years"] == "decimal"
        # "More than 0" as the smallest number that the rule can say.
        assert limits_of("options.on_premise.capex.0.life_years") == (1e-30, 30)

    def test_ranges_of_inputs_are_shown(self, rich: FinishedWorkbook) -> None:
        sheet = openpyxl.load_workbook(io.BytesIO(rich.data))[INPUTS_SHEET]
        row = coordinate_to_tuple(rich.cells["benefits.0.monthly"].partition("!")[2])[0]
        assert [sheet.cell(row, column).value for column in (3, 4, 5)] == [9000, 7000, 11000]


class TestPaper:
    def test_every_sheet_prints_on_landscape_a4_with_titles_and_page_numbers(
        self, book: Any
    ) -> None:
        for sheet in book.worksheets:
            assert sheet.page_setup.orientation == "landscape"
            assert str(sheet.page_setup.paperSize) == "9"
            assert sheet.print_area
            assert "&P" in sheet.oddFooter.right.text
            assert "&N" in sheet.oddFooter.right.text
            if sheet.title != "封面":
                assert sheet.print_title_rows.startswith("$1:$")
                assert sheet.freeze_panes

    def test_no_column_is_narrower_than_its_numbers(
        self, finished: FinishedWorkbook, book: Any
    ) -> None:
        """Whole numbers with separators and two decimals: what fills a cell with ### when it does not fit."""
        for (title, coordinate), value in finished.expected.items():
            cell = book[title][coordinate]
            if isinstance(value, float) and "#,##0.00;" in cell.number_format:
                width = book[title].column_dimensions[cell.column_letter].width
                # DejaVu Sans, the widest font that may stand in: its digits and separators beside Arial's digit.
                digit, separator = (1.252, 0.69) if cell.font.bold else (1.144, 0.57)
                text = f"{value:,.2f}"
                separators = sum(character in ",.-" for character in text)
                needed = (len(text) - separators) * digit + separators * separator
                assert width >= needed + 0.5, (title, coordinate)


class TestTexts:
    def test_a_users_text_is_never_a_formula_or_a_code(self, rich: FinishedWorkbook) -> None:
        book = openpyxl.load_workbook(io.BytesIO(rich.data))
        assert (book["封面"]["A1"].data_type, book["封面"]["A1"].value) == ("s", TITLE)
        assert book["封面"]["A1"].quotePrefix
        labels = [cell for _, cell in cells_of(book) if cell.value in ("=1+1", "-账单 & 合同")]
        assert len(labels) >= 2
        assert all(cell.data_type == "s" and cell.quotePrefix for cell in labels)
        # Only such texts carry the mark; a cell that looks alike does not catch it.
        marked = [cell for _, cell in cells_of(book) if cell.quotePrefix]
        assert all(str(cell.value)[0] in "=+-@" for cell in marked)
        # A single ampersand in a header would start a code such as &2 (a font size).
        assert b"&amp;L=1+1 &amp;&amp; 2" in sheet_xml(rich)
        assert audit_workbook(rich.data, rich.expected) == []

    def test_a_text_too_long_for_a_cell_is_refused(self, tmp_path: Path) -> None:
        packet = small(tmp_path)
        object.__setattr__(packet, "file", "x" * 32_768)
        with pytest.raises(LayoutError, match="too long"):
            write_workbook(packet)


def sheet_xml(finished: FinishedWorkbook) -> bytes:
    with zipfile.ZipFile(io.BytesIO(finished.data)) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


class TestChangingInputs:
    """Type 5 % more (or less, at an upper limit) into a few input cells at once: all figures follow as the model does.

    Each alone is tried in tests/agreement, on the other inputs.
    """

    def test_the_sheet_follows_as_the_model_does(self, finished: FinishedWorkbook) -> None:
        engine = formualizer.load_workbook_bytes(finished.data)
        followed = [
            key
            for key, figure in shipped(EXAMPLE).figures.items()
            if figure.source is not None
            and figure.source.kind in ("input", "default", "catalog")
            and ".labour." not in key
            and ".parts." not in key
            and not key.startswith("workload.mix.")
            and not key.startswith(("scenarios.", "tornado."))
            and not key.endswith((".low", ".high"))
        ]
        assert len(followed) > 30
        groups = [tuple(followed[first::GROUPS]) for first in range(GROUPS)]
        assert {keys: wrong for keys in groups if (wrong := parting(engine, finished, keys))} == {}


def ranked_differently(model: Packet) -> tuple[str, ...]:
    """Nothing, unless the change brings other assumptions among those that the sheet of ranges holds."""
    ranged = [
        {row.key for row in packet.model.schedules["sensitivity"].rows}
        for packet in (model, shipped(EXAMPLE))
    ]
    return () if ranged[0] == ranged[1] else ("tornado.", "sensitivity.")


def parting(engine: Any, finished: FinishedWorkbook, keys: Sequence[str]) -> list[str]:
    """The figures whose cells part from the model once some inputs have other values, in both."""
    packet = shipped(EXAMPLE)
    figures = {key: packet.figures[key] for key in keys}
    changed = {
        key: perturbed(figure, packet.limits.get(key, Limits())) for key, figure in figures.items()
    }
    assignments = [f"{key}={value!r}" for key, value in changed.items()]
    model = packet_of(load(str(INPUTS / f"{EXAMPLE}.yaml"), assignments))
    type_in(engine, finished, changed)
    engine.evaluate_all()
    # What was found on the model asks to be found again.
    sought = {
        figure.key
        for each in model.model.outlook.months
        for figure in (each.month, each.discounted, *each.stated)
    }
    wrong = [
        other
        for other, figure in model.figures.items()
        if other in finished.cells and not other.startswith(ranked_differently(model))
        if other not in sought
        # Of two ranges that are equally wide either may be called the first.
        if not other.endswith((".number", ".place"))
        if not agrees(shown(engine, finished.cells[other]), in_cell(figure, model))
    ]
    type_in(engine, finished, {key: figure.value for key, figure in figures.items()})
    return wrong


def type_in(engine: Any, finished: FinishedWorkbook, values: Mapping[str, float]) -> None:
    for key, value in values.items():
        title, _, coordinate = finished.typed[key].partition("!")
        engine.set_value(title, *coordinate_to_tuple(coordinate), value)


def shown(engine: Any, at: str) -> object:
    title, _, coordinate = at.partition("!")
    return value_of(engine.get_value(title, *coordinate_to_tuple(coordinate)))


def in_cell(figure: Figure, packet: Packet) -> float | str:
    return packet.words.reason(figure.reason) if figure.reason else figure.value


def test_the_axis_of_a_line_chart_holds_all_of_its_points() -> None:
    """Months begin with 0, years with 1."""
    chart = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
    axes = []
    with zipfile.ZipFile(io.BytesIO(written("ollama-platform").data)) as book:
        for name in book.namelist():
            if not re.fullmatch(r"xl/charts/chart\d+\.xml", name):
                continue
            tree = ElementTree.fromstring(book.read(name))
            points = [
                float(value.text or "") for value in tree.iterfind(f".//{chart}xVal//{chart}v")
            ]
            if points:
                scaling = tree.find(f".//{chart}valAx/{chart}scaling")
                assert scaling is not None
                ends = [scaling.find(f"{chart}{end}") for end in ("min", "max")]
                axes.append([float(end.get("val", "")) for end in ends if end is not None])
                assert axes[-1][0] <= min(points)
                assert max(points) <= axes[-1][1]
    assert sorted(axes) == [[0, 36], [0, 36], [1, 3]]
