"""A workbook that is spoilt for a test, as somebody could spoil it in a spreadsheet program."""

from __future__ import annotations

import re
from dataclasses import replace

from generator.audit.xlsx.book import Book, Cell, Name, Style
from generator.audit.xlsx.places import Area, cell_of
from generator.render.workbook.book import FinishedWorkbook

PLACE = re.compile(r"(?:'([^']+)'!)?((?:\$?[A-Z]+\$?[0-9]+)(?::\$?[A-Z]+\$?[0-9]+)?)")
ROW = re.compile(r"(?<=[A-Z])(\$?)([0-9]+)")


class Spoiled:
    """A workbook that is being spoilt; what is not touched stays the original's."""

    def __init__(self, finished: FinishedWorkbook, book: Book) -> None:
        self.homes, self.typed_at, self.book = finished.cells, finished.typed, book
        self.sheets = {sheet.title: sheet for sheet in book.sheets}

    @property
    def result(self) -> Book:
        return replace(self.book, sheets=tuple(self.sheets.values()))

    def home(self, key: str) -> tuple[str, str]:
        """The sheet and cell of a figure."""
        title, _, at = self.homes[key].partition("!")
        return title, at

    def typed(self, key: str) -> tuple[str, str]:
        """Where an input is typed."""
        title, _, at = self.typed_at[key].partition("!")
        return title, at

    def cell(self, title: str, at: str) -> Cell:
        return self.sheets[title].cells[cell_of(at)]

    def put(self, title: str, at: str, cell: Cell | None) -> str:
        cells = dict(self.sheets[title].cells)
        place = cell_of(at)
        if cell is None:
            del cells[place]
        else:
            cells[place] = cell._replace(row=place[0], column=place[1])
        self.sheets[title] = replace(self.sheets[title], cells=dict(sorted(cells.items())))
        return f"{title}!{at}"

    def formula(self, title: str, at: str, old: str, new: str) -> str:
        """Its formula edited."""
        cell = self.cell(title, at)
        assert old in cell.formula, cell.formula
        return self.put(title, at, cell._replace(formula=cell.formula.replace(old, new)))

    def value(self, title: str, at: str, value: float | str) -> str:
        """Typed over whatever is there."""
        cells = self.sheets[title].cells
        cell = cells.get(cell_of(at), Cell(0, 0, None, "", Style()))
        return self.put(title, at, cell._replace(value=value, formula=""))

    def style(self, title: str, at: str, **changes: object) -> str:
        cell = self.cell(title, at)
        return self.put(title, at, cell._replace(style=replace(cell.style, **changes)))  # type: ignore[arg-type]

    def label(self, key: str, column: str = "A") -> tuple[str, str]:
        """The text before a figure: its label, its unit."""
        title, at = self.home(key)
        return title, column + at.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")

    def first_formula(self, part: str) -> tuple[str, str]:
        """The first cell whose formula has a part."""
        return next(
            (sheet.title, cell.coordinate)
            for sheet in self.sheets.values()
            for cell in sheet.formulas
            if part in cell.formula
        )

    def change_sheet(self, title: str, **changes: object) -> str:
        self.sheets[title] = replace(self.sheets[title], **changes)  # type: ignore[arg-type]
        return title

    def name(self, name: str, target: str) -> str:
        names = (each for each in self.book.names if each.name != name)
        self.book = replace(self.book, names=(*names, Name(name, target, "")))
        return "workbook"

    def move_rows(self, title: str, row: int, by: int) -> None:
        """Insert or delete rows before `row` as a spreadsheet program does: every reference follows."""
        for sheet in list(self.sheets.values()):
            cells = {}
            for (at, column), cell in sheet.cells.items():
                moves = sheet.title == title and at >= row
                if sheet.title == title and by < 0 and row + by <= at < row:
                    continue
                place = (at + by * moves, column)
                formula = moved(cell.formula, sheet.title, title, row, by)
                cells[place] = cell._replace(row=place[0], formula=formula)
            self.sheets[sheet.title] = replace(sheet, cells=cells)
        self._move_areas(title, row, by)
        names = (
            each._replace(target=moved(each.target, "", title, row, by)) for each in self.book.names
        )
        charts = (
            chart._replace(
                references=tuple(moved(text, "", title, row, by) for text in chart.references)
            )
            for chart in self.book.charts
        )
        self.book = replace(self.book, names=tuple(names), charts=tuple(charts))

    def _move_areas(self, title: str, row: int, by: int) -> None:
        def new(area: Area) -> Area:
            first, last = area.first_row, area.last_row
            return area._replace(
                first_row=first + by * (first >= row), last_row=last + by * (last >= row)
            )

        sheet = self.sheets[title]
        gone = range(row + by, row) if by < 0 else ()
        validations = (
            rule._replace(areas=tuple(new(a) for a in rule.areas if a.first_row not in gone))
            for rule in sheet.validations
        )
        lights = (rule._replace(areas=tuple(map(new, rule.areas))) for rule in sheet.lights)
        self.sheets[title] = replace(sheet, validations=tuple(validations), lights=tuple(lights))

    def copy_row(self, title: str, source: int, row: int) -> None:
        """The contents of one row in another, which is empty."""
        cells = dict(self.sheets[title].cells)
        for (at, column), cell in list(cells.items()):
            if at == source:
                cells[row, column] = cell._replace(row=row)
        self.sheets[title] = replace(self.sheets[title], cells=dict(sorted(cells.items())))


def moved(formula: str, here: str, title: str, row: int, by: int) -> str:
    """A formula of the sheet `here` after rows came (or went) before a row of the sheet `title`."""

    def shift(found: re.Match[str]) -> str:
        if (found[1] or here) != title:
            return found[0]
        sheet = f"'{found[1]}'!" if found[1] else ""
        rows = [int(number) for _, number in ROW.findall(found[2])]
        gone = [row + by <= number < row for number in rows] if by < 0 else [False]
        if all(gone):
            return f"{sheet}#REF!"

        def number(part: re.Match[str]) -> str:
            old = int(part[2])
            if by < 0 and row + by <= old < row:
                return f"{part[1]}{row + by - 1}"
            return f"{part[1]}{old + by * (old >= row)}"

        return sheet + ROW.sub(number, found[2])

    return PLACE.sub(shift, formula)
