"""Turns the XML of a worksheet into a Sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from generator.audit.values import ErrorValue, Value
from generator.audit.xlsx.book import (
    DEFAULT_WIDTH,
    Cell,
    Columns,
    Light,
    Paper,
    Sheet,
    Style,
    Validation,
)
from generator.audit.xlsx.elements import all_text, decoded, is_on, number
from generator.audit.xlsx.places import LAST_COLUMN, Area, Areas, areas_of, cell_of, coordinate

FROZEN = ("frozen", "frozenSplit")
ARRAYS = ("array", "dataTable")


@dataclass
class CellReader:
    """The cells of one sheet that hold something, in its order.

    styles, strings: what cells refer to by number; shared: the formulas that they share; row: the last one read;
    spills: what array formulas fill; foreign: where values are of kinds that only their program knows.
    """

    styles: Sequence[Style]
    strings: Sequence[str]
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    shared: dict[str, tuple[str, str]] = field(default_factory=dict)
    row: int = 0
    spills: list[Area] = field(default_factory=list)
    foreign: set[tuple[int, int]] = field(default_factory=set)

    def read(self, line: Element) -> None:
        """One more row. A row or cell that says no place follows the one before."""
        row, column = int(number(line, "r", self.row + 1)), 0
        for item in line:
            column += 1
            at = item.get("r")
            if at and at != coordinate(row, column):
                row, column = cell_of(at)
            if len(item):
                cell = self._cell(item, row, column)
                if cell.formula or cell.value is not None:
                    self.cells[row, column] = cell
        self.row = row

    def _cell(self, item: Element, row: int, column: int) -> Cell:
        style = self.styles[int(item.get("s", 0))]
        if "vm" in item.attrib:
            self.foreign.add((row, column))
        node = item.find("f")
        if node is None:
            return Cell(row, column, self._value(item, False), "", style)
        formula = self._formula(node, row, column)
        array = node.get("t") in ARRAYS or "cm" in item.attrib
        if array:
            self.spills += areas_of(node.get("ref", ""))
        return Cell(row, column, self._value(item, True), f"={formula}", style, array)

    def _value(self, item: Element, computed: bool) -> Value:
        kind, held = item.get("t", "n"), item.findtext("v")
        if kind == "inlineStr":
            inline = item.find("is")
            return "" if inline is None else all_text(inline)
        if held is None:
            return "" if computed and kind == "str" else None
        value: Value = held
        match kind:
            case "n":
                value = float(held) if held.strip() else None
            case "s":
                value = self.strings[int(held)]
            case "b":
                value = held.strip() in ("1", "true")
            case "e":
                value = ErrorValue(held)
            case "str":
                value = decoded(held)
        return value

    def _formula(self, node: Element, row: int, column: int) -> str:
        """Its own text, or the one that it shares with another cell, moved here."""
        text, key = node.text or "", node.get("si")
        if node.get("t") != "shared" or key is None:
            return text
        at = coordinate(row, column)
        if text:
            self.shared[key] = at, text
            return text
        from openpyxl.formula.translate import Translator

        origin, formula = self.shared[key]
        return str(Translator(f"={formula}", origin).translate_formula(at))[1:]


def read_sheet(
    root: Element, title: str, hidden: bool, reader: CellReader, printed: Paper
) -> Sheet:
    """The sheet, of which `reader` has read the rows. `printed` tells of its print area and titles."""
    protection = root.find("sheetProtection")
    layout = root.find("sheetFormatPr")
    return Sheet(
        title=title,
        hidden=hidden,
        cells=reader.cells,
        spilled=Areas(reader.spills),
        foreign=frozenset(reader.foreign),
        frozen=_frozen(root),
        protected=is_on(protection, "sheet"),
        password=protection is not None
        and any(protection.get(key) for key in ("password", "hashValue")),
        columns=tuple(_columns(root)),
        default_width=number(layout, "defaultColWidth", DEFAULT_WIDTH),
        hidden_rows=tuple(
            int(number(row, "r")) for row in root.iterfind("sheetData/row") if is_on(row, "hidden")
        ),
        validations=tuple(_validations(root)),
        lights=tuple(_lights(root)),
        merged=Areas(_areas(root, "mergeCells/mergeCell", "ref")),
        paper=_paper(root, printed),
    )


def _frozen(root: Element) -> int:
    pane = root.find("sheetViews/sheetView/pane")
    if pane is None or pane.get("state") not in FROZEN:
        return 0
    return int(number(pane, "ySplit"))


def _columns(root: Element) -> Iterator[Columns]:
    for item in root.iterfind("cols/col"):
        first, last = int(number(item, "min", 1)), int(number(item, "max", LAST_COLUMN))
        width = number(item, "width", DEFAULT_WIDTH)
        yield Columns(first, last, width, is_on(item, "hidden") or width == 0)


def _areas(root: Element, path: str, attribute: str) -> Iterator[Area]:
    for item in root.iterfind(path):
        yield from areas_of(item.get(attribute, ""))


def _validations(root: Element) -> Iterator[Validation]:
    """A validation that shows no message refuses nothing; one that only warns lets through what is wrong."""
    for item in root.iterfind("dataValidations/dataValidation"):
        kind = item.get("type", "none")
        stops = item.get("errorStyle", "stop") == "stop" and is_on(item, "showErrorMessage")
        yield Validation(
            areas=tuple(areas_of(item.get("sqref", ""))),
            kind=kind,
            operator=item.get("operator", "between"),
            bounds=(item.findtext("formula1", ""), item.findtext("formula2", "")),
            refuses=stops and kind != "none",
        )


def _lights(root: Element) -> Iterator[Light]:
    for item in root.iterfind("conditionalFormatting"):
        areas = tuple(areas_of(item.get("sqref", "")))
        for rule in item.iterfind("cfRule"):
            bounds = tuple(formula.text or "" for formula in rule.iterfind("formula"))
            yield Light(areas, rule.get("type", ""), rule.get("operator", ""), bounds)


def _paper(root: Element, printed: Paper) -> Paper:
    setup, fits = root.find("pageSetup"), root.find("sheetPr/pageSetUpPr")
    headings = root.find("headerFooter")
    return Paper(
        size=int(number(setup, "paperSize", 1)),
        landscape=setup is not None and setup.get("orientation") == "landscape",
        fits=is_on(fits, "fitToPage"),
        pages_across=int(number(setup, "fitToWidth", 1)),
        pages_down=int(number(setup, "fitToHeight", 1)),
        broken=root.find("colBreaks/brk") is not None
        or (root.find("rowBreaks/brk") is not None and number(setup, "scale", 100) < 100),
        headings="" if headings is None else "".join(headings.itertext()),
        area=printed.area,
        titles=printed.titles,
    )
