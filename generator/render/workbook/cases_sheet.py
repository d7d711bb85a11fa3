"""Turns the model's cases into a sheet that holds the model once more: a case in each column, a figure in each row.

Every row has one formula: it reads the cases' own cells of the same column, and everything that no case moves where it
stands on the other sheets.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from generator.figures.cases import Case
from generator.figures.excel import formula, link
from generator.figures.figure import Figure
from generator.render.workbook.cell_values import HERE
from generator.render.workbook.inputs_sheet import point_name, row_number
from generator.render.workbook.layout import (
    AXIS_ROW,
    FIRST_CASE_ROW,
    FIRST_DETAIL,
    LABEL,
    TOP_ROW,
    TOTAL,
    UNIT,
    CasesPlan,
    Place,
)
from generator.render.workbook.page import FETCHED, Page
from generator.render.workbook.references import View
from generator.render.workbook.sheets import heading
from generator.render.workbook.styles import GENERAL, WHOLE, Look, number_format

NAME_ROW, NUMBER_ROW, END_ROW = range(AXIS_ROW + 1, AXIS_ROW + 4)
LOW, HIGH = "low", "high"
# An assumption, where it is moved to, and which end that is.
Move = tuple[Figure, Figure, str]
# Names of cases break into lines, so that many cases fit a page.
NARROW = 12.0


@dataclass(frozen=True)
class CaseView(View):
    """The workbook as seen from a row of cases: what moves stands in the same column."""

    rows: Mapping[str, int]

    def reference(self, figure: Figure) -> str:
        """The figure's own row here, or its home."""
        row = self.rows.get(figure.key)
        return self.home_of(figure) if row is None else f"{HERE}{row}"

    def range(self, figures: Sequence[Figure], running: bool) -> str | None:
        """The rows of the figures, where they follow each other; else for a sum its parts, each a range of its own."""
        del running  # a range of a case stands in its own column, wherever it begins
        return ",".join(self._parts(figures))

    def _parts(self, figures: Sequence[Figure]) -> Iterator[str]:
        rows, start = self.rows, 0
        for end in range(1, len(figures) + 1):
            if end < len(figures) and self._joined(figures[end - 1], figures[end]):
                continue
            part = figures[start:end]
            first, last = rows.get(part[0].key), rows.get(part[-1].key)
            if first is not None:
                yield f"{HERE}{first}:{HERE}{last}"
            else:
                yield super().range(part, False) or ",".join(map(self.home_of, part))
            start = end

    def _joined(self, one: Figure, next_one: Figure) -> bool:
        above, below = self.rows.get(one.key), self.rows.get(next_one.key)
        return below == (None if above is None else above + 1)


def draw_cases(page: Page, plan: CasesPlan) -> None:
    """What each case is, the inputs of each, and everything that follows from them."""
    heading(page, plan.cases.key)
    moves = list(_moves_of(page, plan)) if plan.cases.alone else []
    _describe(page, plan, moves)
    page.text(FIRST_CASE_ROW, LABEL, page.word("case_inputs"), Look("caption"), spills=True)
    for figure in plan.cases.changed:
        content = _moved_value(page, plan, figure) if moves else _scenario_value(page, figure)
        _row(page, plan, figure, content)
    caption = page.word("case_results")
    page.text(plan.last_input + 2, LABEL, caption, Look("caption"), spills=True)
    for figure in plan.cases.rows:
        place = Place(plan.title, plan.rows[figure.key], FIRST_DETAIL)
        view = CaseView(page.layout, place, page.packet.words.reason, plan.rows)
        _row(page, plan, figure, formula(figure, view))


def _letters(plan: CasesPlan) -> list[str]:
    return [get_column_letter(FIRST_DETAIL + place) for place in range(len(plan.cases.cases))]


def _moves_of(page: Page, plan: CasesPlan) -> Iterator[Move]:
    """Of each case the assumption that it moves, where to, and which end that is."""
    drivers = {driver.input.key: driver for driver in page.packet.model.outlook.drivers}
    for case in plan.cases.cases:
        driver = drivers[next(iter(case.values))]
        low, high = driver.cases()
        if case.id in (low.id, high.id):
            is_low = case.id == low.id
            end = driver.low if is_low else driver.high
            yield driver.input, end, page.word(LOW if is_low else HIGH)
        else:
            yield _solved(page, driver.input, case)


def _solved(page: Page, moved: Figure, case: Case) -> Move:
    """Of a case at a solved turning value: which of those of its input it is."""
    points = page.packet.model.outlook.points[moved.key]
    (value,) = case.values.values()
    number = next(place for place, point in enumerate(points) if point.value == value)
    return moved, points[number], point_name(page, number)


def _describe(page: Page, plan: CasesPlan, moves: Sequence[Move]) -> None:
    """Number and name of each case; where it moves an input, which one, to which end, and the value of that."""
    words = page.packet.words
    names = [words.name(moved) for moved, _, _ in moves]
    names = names or [words.scenario(case.id) for case in plan.cases.cases]
    _heads(page, {AXIS_ROW: "case", NAME_ROW: "case_name"}, page.unit("count"))
    page.text(AXIS_ROW, TOTAL, page.word("in_use"), Look("header", right=True))
    for column, (letter, name) in enumerate(zip(_letters(plan), names, strict=True), FIRST_DETAIL):
        _axis_text(page, NAME_ROW, column, name)
        _count(page, column, letter)
    if not moves:
        return
    _heads(page, {NUMBER_ROW: "case_number", END_ROW: "case_end"})
    page.text(plan.moved_to, LABEL, page.word("case_value"), Look("label"))
    page.text(plan.moved_to, UNIT, page.word("own_unit"), Look("label"))
    for column, (moved, end, name) in enumerate(moves, FIRST_DETAIL):
        row = _row_of(page, moved)
        _axis_text(page, NUMBER_ROW, column, row_number(row))
        _axis_text(page, END_ROW, column, name)
        _moved_to(page, plan.moved_to, column, end)


def _heads(page: Page, labels: Mapping[int, str], unit: str = "") -> None:
    """unit: of the topmost."""
    for place, (row, key) in enumerate(labels.items()):
        page.text(row, LABEL, page.word(key), Look("header"))
        page.text(row, UNIT, "" if place else unit, Look("header"))
        page.blank(row, TOTAL, Look("header"))


def _axis_text(page: Page, row: int, column: int, text: str) -> None:
    page.text(row, column, text, Look("axis", right=True, wrap=True), widest=NARROW)


def _count(page: Page, column: int, letter: str) -> None:
    first = get_column_letter(FIRST_DETAIL)
    content = f"=COLUMNS(${first}{NAME_ROW}:{letter}{NAME_ROW})"
    number = column - FIRST_DETAIL + 1
    page.formula_of(AXIS_ROW, column, content, number, Look("axis", right=True), WHOLE)


def _moved_to(page: Page, row: int, column: int, end: Figure) -> None:
    """The end of the range, or the solved value, that the sheet of inputs gives for the input that is moved."""
    plan, letter = page.layout.inputs, get_column_letter(column)
    first, last = min(plan.rows), max(plan.rows)
    low = get_column_letter(plan.column(LOW))
    last_end = get_column_letter(plan.point_column(plan.points - 1))
    numbers = get_column_letter(plan.column("number"))
    sheet = f"'{plan.title}'!"
    which = f"MATCH({letter}${NUMBER_ROW},{sheet}${numbers}${first}:${numbers}${last},0)"
    side = f"MATCH({letter}${END_ROW},{sheet}${low}${TOP_ROW}:${last_end}${TOP_ROW},0)"
    content = f"=INDEX({sheet}${low}${first}:${last_end}${last},{which},{side})"
    page.formula_of(row, column, content, end.value, Look("formula", right=True), GENERAL)


def _scenario_value(page: Page, figure: Figure) -> str:
    """The column of a scenario here is its column on the sheet of inputs."""
    plan = page.layout.inputs
    return f"='{plan.title}'!{HERE}${plan.changed[figure.key]}"


def _row_of(page: Page, figure: Figure) -> int:
    """The row of an input on its sheet."""
    rows = page.layout.inputs.rows
    return next(number for number, item in rows.items() if item.key == figure.key)


def _moved_value(page: Page, cases: CasesPlan, figure: Figure) -> str:
    """The moved value where this case moves this input; else the one in use."""
    plan = page.layout.inputs
    row = _row_of(page, figure)
    number = f"'{plan.title}'!${get_column_letter(plan.column('number'))}${row}"
    value = f"'{plan.title}'!${get_column_letter(TOTAL)}${row}"
    return f"=IF({HERE}${NUMBER_ROW}={number},{HERE}${cases.moved_to},{value})"


def _row(page: Page, plan: CasesPlan, figure: Figure, content: str) -> None:
    """One formula, copied across all cases; in front of them what the model itself says."""
    row = plan.rows[figure.key]
    shown_as = number_format(figure, page.packet)
    fetched = FETCHED.fullmatch(content.replace(HERE, get_column_letter(FIRST_DETAIL))) is not None
    look = Look("link" if fetched else "formula", right=True)
    page.text(row, LABEL, page.packet.words.name(figure), Look("label"))
    page.text(row, UNIT, page.unit(figure.unit), Look("label"))
    place = Place(plan.title, row, TOTAL)
    page.write_formula(place, figure, link(figure, page.view(place)), look, shown_as)
    columns = range(FIRST_DETAIL, FIRST_DETAIL + len(plan.cases.cases))
    page.formulas_across(row, columns, content, _values(page, plan, figure), look, shown_as)
    page.figures.update((f"{letter}{row}", figure) for letter in _letters(plan))


def _values(page: Page, plan: CasesPlan, figure: Figure) -> list[float | str]:
    """Of each case the number, or why there is none."""
    values = plan.cases.values[figure.key]
    return [
        _reason(page, plan, figure, at) if math.isnan(value) else value
        for at, value in enumerate(values)
    ]


def _reason(page: Page, plan: CasesPlan, figure: Figure, number: int) -> str:
    return page.packet.words.reason(plan.cases.number(figure.key, number)[1])
