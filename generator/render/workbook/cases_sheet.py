"""Turns the model's cases into a sheet that holds the model once more: a case in each column, a figure in each row.

Cases that move much the same stand side by side, the groups one below the other, each with what it moves. Every row has
one formula: it reads the cases' own cells of the same column, and all that these leave alone where it stands on the
other sheets.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from generator.figures.cases import Case
from generator.figures.excel import formula, link
from generator.figures.figure import Figure
from generator.render.workbook.inputs_sheet import aside_name, point_name, row_number
from generator.render.workbook.layout import (
    AXIS_ROW,
    FIRST_DETAIL,
    LABEL,
    TOP_ROW,
    TOTAL,
    UNIT,
    CasesPlan,
    GroupPlan,
    Place,
)
from generator.render.workbook.page import FETCHED, HERE, Page
from generator.render.workbook.references import View
from generator.render.workbook.sheets import heading
from generator.render.workbook.styles import GENERAL, WHOLE, Look, number_format, suiting
from generator.render.workbook.widths import in_few_lines

# The headings of a group.
NAME, NUMBER, END = range(3)
LOW, HIGH = "low", "high"
# An assumption, where it is moved to, and which end that is.
Move = tuple[Figure, Figure, str]
# Names of cases break into lines, so that many cases fit a page.
NARROW = 12.0


@dataclass(frozen=True)
class CaseView(View):
    """The workbook as seen from a row of cases: what moves stands in the same column, what rests before all cases."""

    group: GroupPlan

    def reference(self, figure: Figure) -> str:
        """The figure's own row here, or its home."""
        row = self.group.rows.get(figure.key)
        return self.home_of(figure) if row is None else f"{self._column(figure)}{row}"

    def _column(self, figure: Figure) -> str:
        return f"${get_column_letter(TOTAL)}" if self.group.rests(figure) else HERE

    def range(self, figures: Sequence[Figure], running: bool) -> str | None:
        """The rows of the figures, where they follow each other; else for a sum its parts, each a range of its own."""
        del running  # a range of a case stands in its own column, wherever it begins
        return ",".join(self._parts(figures))

    def _parts(self, figures: Sequence[Figure]) -> Iterator[str]:
        rows, start = self.group.rows, 0
        for end in range(1, len(figures) + 1):
            if end < len(figures) and self._joined(figures[end - 1], figures[end]):
                continue
            part = figures[start:end]
            first, last = rows.get(part[0].key), rows.get(part[-1].key)
            if first is not None:
                column = self._column(part[0])
                yield f"{column}{first}:{column}{last}"
            else:
                yield super().range(part, False) or ",".join(map(self.home_of, part))
            start = end

    def _joined(self, one: Figure, next_one: Figure) -> bool:
        rows = self.group.rows
        above, below = rows.get(one.key), rows.get(next_one.key)
        if self.group.rests(one) != self.group.rests(next_one):
            return False
        return below == (None if above is None else above + 1)


def draw_cases(page: Page, plan: CasesPlan) -> None:
    """Of each group what its cases are, the inputs of each, and everything that follows from them."""
    heading(page, plan.cases.key)
    _axis(page, plan)
    for group in plan.groups:
        _draw_group(page, plan, group)


def _axis(page: Page, plan: CasesPlan) -> None:
    """The cases of a group numbered, in sight above all groups."""
    _heads(page, {AXIS_ROW: "case"}, page.unit("count"))
    page.text(AXIS_ROW, TOTAL, page.word("in_use"), Look("header", right=True))
    first, below = get_column_letter(FIRST_DETAIL), AXIS_ROW + 1
    for column in range(FIRST_DETAIL, plan.last_column + 1):
        content = f"=COLUMNS(${first}{below}:{get_column_letter(column)}{below})"
        number = column - FIRST_DETAIL + 1
        page.formula_of(AXIS_ROW, column, content, number, Look("axis", right=True), WHOLE)


def _draw_group(page: Page, plan: CasesPlan, group: GroupPlan) -> None:
    cases = [plan.cases.cases[place] for place in group.group.places]
    moves = list(_moves_of(page, cases)) if plan.cases.alone else []
    names = [page.packet.words.name(moved) for moved, _, _ in moves]
    _describe(page, group, names or [page.packet.words.scenario(case.id) for case in cases])
    _tell_moves(page, group, moves)
    page.text(group.caption, LABEL, page.word("case_inputs"), Look("caption"), spills=True)
    for figure in group.group.changed:
        content = _moved_value(page, group, figure) if moves else _scenario_value(page, figure)
        _row(page, plan, group, figure, content)
    caption = page.word("case_results")
    page.text(group.last_input + 2, LABEL, caption, Look("caption"), spills=True)
    for figure in group.group.blocks.rows:
        _row(page, plan, group, figure, _content(page, plan, group, figure))


def _content(page: Page, plan: CasesPlan, group: GroupPlan, figure: Figure) -> str:
    """Its formula; of a target that no case moves, what the model says; nothing for what stands before all cases."""
    row = group.rows[figure.key]
    if group.rests(figure):
        return ""
    if figure.key in group.group.blocks.unmoved:
        return f"=${get_column_letter(TOTAL)}{row}"
    place = Place(plan.title, row, FIRST_DETAIL)
    return formula(figure, CaseView(page.layout, place, page.packet.words.reason, group))


def _moves_of(page: Page, cases: Sequence[Case]) -> Iterator[Move]:
    """Of each case the assumption that it moves, where to, and which end that is."""
    outlook = page.packet.model.outlook
    drivers = {str(driver.input.key): driver for driver in outlook.drivers}
    asides = {aside.case.id: aside for aside in outlook.asides}
    for case in cases:
        if case.id in asides:
            aside = asides[case.id]
            yield aside.input, aside.value, aside_name(page, aside.kind, aside.number)
            continue
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


def _describe(page: Page, group: GroupPlan, names: Sequence[str]) -> None:
    """The name of each case."""
    _heads(page, {group.top + NAME: "case_name"})
    for column, name in zip(group.columns, names, strict=True):
        _axis_text(page, group.top + NAME, column, name)


def _tell_moves(page: Page, group: GroupPlan, moves: Sequence[Move]) -> None:
    """Where each case moves an input, which one, to which end, and the value of that."""
    if not moves:
        return
    _heads(page, {group.top + NUMBER: "case_number", group.top + END: "case_end"})
    page.text(group.moved_to, LABEL, page.word("case_value"), Look("label"))
    page.text(group.moved_to, UNIT, page.word("own_unit"), Look("label"))
    for column, (moved, end, name) in zip(group.columns, moves, strict=True):
        row = _row_of(page, moved)
        _axis_text(page, group.top + NUMBER, column, row_number(row))
        _axis_text(page, group.top + END, column, name)
        _moved_to(page, group, column, end)


def _heads(page: Page, labels: Mapping[int, str], unit: str = "") -> None:
    """unit: of the topmost."""
    for place, (row, key) in enumerate(labels.items()):
        page.text(row, LABEL, page.word(key), Look("header"))
        page.text(row, UNIT, "" if place else unit, Look("header"))
        page.blank(row, TOTAL, Look("header"))


def _axis_text(page: Page, row: int, column: int, text: str) -> None:
    page.text(
        row, column, text, Look("axis", right=True, wrap=True), widest=in_few_lines(text, NARROW)
    )


def _moved_to(page: Page, group: GroupPlan, column: int, end: Figure) -> None:
    """The end of the range, solved value or other one that the sheet of inputs gives for the input that is moved."""
    plan, letter = page.layout.inputs, get_column_letter(column)
    first, last = min(plan.rows), max(plan.rows)
    low = get_column_letter(plan.column(LOW))
    last_end = get_column_letter(plan.aside_column(plan.asides) - 1)
    numbers = get_column_letter(plan.column("number"))
    sheet = f"'{plan.title}'!"
    which = f"MATCH({letter}${group.top + NUMBER},{sheet}${numbers}${first}:${numbers}${last},0)"
    side = f"MATCH({letter}${group.top + END},{sheet}${low}${TOP_ROW}:${last_end}${TOP_ROW},0)"
    content = f"=INDEX({sheet}${low}${first}:${last_end}${last},{which},{side})"
    look = Look("formula", right=True)
    page.formula_of(group.moved_to, column, content, end.value, look, GENERAL)


def _scenario_value(page: Page, figure: Figure) -> str:
    """The column of a scenario here is its column on the sheet of inputs."""
    plan = page.layout.inputs
    return f"='{plan.title}'!{HERE}${plan.changed[figure.key]}"


def _row_of(page: Page, figure: Figure) -> int:
    """The row of an input on its sheet."""
    rows = page.layout.inputs.rows
    return next(number for number, item in rows.items() if item.key == figure.key)


def _moved_value(page: Page, group: GroupPlan, figure: Figure) -> str:
    """The moved value where this case moves this input; else the one in use."""
    plan = page.layout.inputs
    row = _row_of(page, figure)
    number = f"'{plan.title}'!${get_column_letter(plan.column('number'))}${row}"
    value = f"'{plan.title}'!${get_column_letter(TOTAL)}${row}"
    return f"=IF({HERE}${group.top + NUMBER}={number},{HERE}${group.moved_to},{value})"


def _row(page: Page, plan: CasesPlan, group: GroupPlan, figure: Figure, content: str) -> None:
    """One formula, copied across all cases; before it what the model itself says, of what goes in and what comes out.

    What all cases leave alone stands there alone, for the formulas that read it.
    """
    row = group.rows[figure.key]
    values = _values(page, plan, group, figure) if content else []
    shown_as = suiting(number_format(figure, page.packet), values)
    page.text(row, LABEL, page.packet.words.name(figure), Look("label", wrap=True))
    page.text(row, UNIT, page.unit(figure.unit), Look("label"))
    place = Place(plan.title, row, TOTAL)
    look = Look("formula", right=True)
    ends = {item.key for item in (*plan.cases.targets, *group.group.changed)}
    if not content or figure.key in ends:
        page.write_formula(place, figure, link(figure, page.view(place)), look, shown_as)
    else:
        page.blank(row, TOTAL, Look("label"))
    if not content:
        return
    fetched = FETCHED.fullmatch(content.replace(HERE, get_column_letter(FIRST_DETAIL))) is not None
    look = Look("link" if fetched else "formula", right=True)
    page.formulas_across(row, group.columns, content, values, look, shown_as)
    page.figures.update((f"{get_column_letter(at)}{row}", figure) for at in group.columns)


def _values(page: Page, plan: CasesPlan, group: GroupPlan, figure: Figure) -> list[float | str]:
    """Of each case the number, or why there is none."""
    values = plan.cases.values_of(figure)
    return [
        _reason(page, plan, figure, at) if math.isnan(values[at]) else values[at]
        for at in group.group.places
    ]


def _reason(page: Page, plan: CasesPlan, figure: Figure, number: int) -> str:
    return page.packet.words.reason(plan.cases.number(figure.key, number)[1])
