"""Turns figures into the cells of a small sheet, and the sheet into what other engines make of it.

Inputs stand in column A, computed figures in column B, each series in a row of its own from column D.
"""

import math
from collections.abc import Callable, Sequence

import pytest
from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter

from generator.figures.evaluation import figures_below, in_order
from generator.figures.excel import formula
from generator.figures.expression import Expression, InCase, Ordinal, Series
from generator.figures.figure import Figure, Source, stated
from generator.figures.key import Key

Cells = dict[str, float | str]
Numbers = dict[str, float]
Engine = Callable[[Cells], Numbers]

SHEET = "S"
FIRST_PERIOD_COLUMN = 4
# formualizer takes COLUMNS of a range for a circle when the formula's own cell lies in it.
EMPTY_ROW = 9999


def given(key: str, value: float) -> Figure:
    """An input, as a test needs it."""
    return stated(Key(key), "money", value, Source("input", "x.yaml:1"))


class Sheet:
    """A grid on which the figures below the targets have found their cells."""

    def __init__(self, targets: Sequence[Figure]) -> None:
        self.figures = figures_below(targets)
        self.places: dict[str, tuple[int, int]] = {}
        for row, series in enumerate(_longest_first(targets), start=1):
            for column, item in enumerate(series, start=FIRST_PERIOD_COLUMN):
                if isinstance(item, Figure):
                    self.places.setdefault(item.key, (row, column))
        alone = (figure for key, figure in self.figures.items() if key not in self.places)
        for row, figure in enumerate(alone, start=1):
            self.places[figure.key] = (row, 1 if figure.is_input else 2)

    def cells(self) -> Cells:
        return {
            self.reference(figure): figure.value if figure.is_input else formula(figure, self)
            for figure in self.figures.values()
        }

    def reference(self, figure: Figure) -> str:
        row, column = self.places[figure.key]
        return f"{get_column_letter(column)}{row}"

    def range(self, figures: Sequence[Figure], running: bool) -> str | None:
        row, column = self.places[figures[0].key]
        side_by_side = [(row, column + offset) for offset in range(len(figures))]
        if [self.places[figure.key] for figure in figures] != side_by_side:
            return None
        first, last = self.reference(figures[0]), self.reference(figures[-1])
        return f"${first}:{last}" if running else f"{first}:{last}"

    def ordinal(self, ordinal: Ordinal) -> str:
        columns = int(ordinal.value) - ordinal.start + 1
        counted = f"COLUMNS($A${EMPTY_ROW}:{get_column_letter(columns)}${EMPTY_ROW})"
        return counted if ordinal.start == 1 else f"{counted}{ordinal.start - 1:+d}"

    def in_case(self, value: InCase) -> str:
        return f"{value.value!r}"

    def within(self) -> str:
        raise NotImplementedError("a sheet of figures has no bounds beside them")

    def words(self, reason: str) -> str:
        return f"none: {reason}"


def _longest_first(targets: Sequence[Expression]) -> list[Series]:
    """Every series below the targets, so that a running range falls inside the whole one."""
    every = [
        argument
        for expression in in_order(targets)
        for argument in expression.arguments
        if isinstance(argument, Series)
    ]
    return sorted(every, key=len, reverse=True)


def recalculated(targets: Sequence[Figure], engine: Engine) -> list[float]:
    """What an engine makes of the targets' formulas; NaN for an error and for words."""
    sheet = Sheet(targets)
    numbers = engine(sheet.cells())
    return [numbers[sheet.reference(target)] for target in targets]


def formualizer_numbers(cells: Cells) -> Numbers:
    import formualizer

    workbook = formualizer.Workbook()
    sheet = workbook.sheet(SHEET)
    for address, content in cells.items():
        row, column = coordinate_to_tuple(address)
        if isinstance(content, str):
            sheet.set_formula(row, column, content)
        else:
            sheet.set_value(row, column, content)
    workbook.evaluate_all()
    return {at: number(workbook.get_value(SHEET, *coordinate_to_tuple(at))) for at in cells}


def ironcalc_numbers(cells: Cells) -> Numbers:
    ironcalc = pytest.importorskip("ironcalc")
    model = ironcalc.create("model", "en", "UTC", "en")
    for address, content in cells.items():
        place = (0, *coordinate_to_tuple(address))
        if isinstance(content, str):
            model.update_cell_with_formula(*place, content)
        else:
            model.update_cell_with_number(*place, content)
    model.evaluate()
    return {at: number(model.get_cell_value(0, *coordinate_to_tuple(at))) for at in cells}


def number(answer: object) -> float:
    """A cell's number; NaN where it shows an error or words."""
    return float(answer) if isinstance(answer, int | float) else math.nan


def same(left: float, right: float, tolerance: float = 1e-9) -> bool:
    """Equal within a relative tolerance, or no number on either side."""
    if math.isnan(left) or math.isnan(right):
        return math.isnan(left) and math.isnan(right)
    return math.isclose(left, right, rel_tol=tolerance, abs_tol=1e-12)
