"""Turns the model's cases into a sheet that holds the model once more: a case in each column, a figure in each row.

Every row has one formula: it reads the cases' own cells of the same column, and everything that no case moves where it
stands on the other sheets.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from generator.figures.excel import formula, link
from generator.figures.figure import Figure
from generator.render.workbook.layout import (
    AXIS_ROW,
    FIRST_CASE_ROW,
    FIRST_DETAIL,
    LABEL,
    TOP_ROW,
    TOTAL,
    UNIT,
    Place,
)
from generator.render.workbook.page import FETCHED, Page
from generator.render.workbook.references import View
from generator.render.workbook.sheets import heading
from generator.render.workbook.styles import GENERAL, WHOLE, Look, number_format

NAME_ROW, KEY_ROW, END_ROW, SCENARIO_ROW, VALUE_ROW = range(AXIS_ROW + 1, AXIS_ROW + 6)
# Stands for the letter of the column until the formula of a row is copied into all of them.
HERE = "\0"
# Names of cases break into lines, so that many cases fit a page.
NARROW = 12.0


@dataclass(frozen=True)
class CaseView(View):
    """The workbook as seen from a row of cases: what moves stands in the same column."""

    def reference(self, figure: Figure) -> str:
        """The figure's own row here, or its home."""
        row = self.layout.cases.rows.get(figure.key)
        return self.home_of(figure) if row is None else f"{HERE}{row}"

    def range(self, figures: Sequence[Figure], running: bool) -> str | None:
        """The rows of the figures, where they follow each other; else for a sum its parts, each a range of its own."""
        del running  # a range of a case stands in its own column, wherever it begins
        return ",".join(self._parts(figures))

    def _parts(self, figures: Sequence[Figure]) -> Iterator[str]:
        rows = self.layout.cases.rows
        start = 0
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
        rows = self.layout.cases.rows
        if one.key in rows and next_one.key in rows:
            return rows[next_one.key] == rows[one.key] + 1
        return one.key not in rows and next_one.key not in rows


def draw_cases(page: Page) -> None:
    """What each case is, the inputs of each, and everything that follows from them."""
    heading(page, "cases")
    _describe_cases(page)
    plan = page.layout.cases
    page.text(FIRST_CASE_ROW, LABEL, page.word("case_inputs"), Look("caption"), spills=True)
    for figure in plan.cases.changed:
        _row(page, figure, _input_formula(page, figure))
    results = FIRST_CASE_ROW + len(plan.cases.changed) + 2
    page.text(results, LABEL, page.word("case_results"), Look("caption"), spills=True)
    for figure in plan.cases.rows:
        _row(page, figure, formula(figure, _view(page, figure)))


def _view(page: Page, figure: Figure) -> CaseView:
    plan = page.layout.cases
    at = Place(plan.title, plan.rows[figure.key], FIRST_DETAIL)
    return CaseView(page.layout, at, page.packet.words.reason)


def _letters(page: Page) -> list[str]:
    count = len(page.layout.cases.cases.cases)
    return [get_column_letter(FIRST_DETAIL + place) for place in range(count)]


def _describe_cases(page: Page) -> None:
    """Number, name, the input that is moved and to which end, the scenario beneath, and the value that this gives."""
    labels = {
        AXIS_ROW: "case",
        NAME_ROW: "case_name",
        KEY_ROW: "case_key",
        END_ROW: "case_end",
        SCENARIO_ROW: "scenario",
        VALUE_ROW: "case_value",
    }
    units = {AXIS_ROW: page.unit("count"), VALUE_ROW: page.word("own_unit")}
    for row, key in labels.items():
        page.text(row, LABEL, page.word(key), Look("header"))
        page.text(row, UNIT, units.get(row, ""), Look("header"))
        page.blank(row, TOTAL, Look("header"))
    page.text(AXIS_ROW, TOTAL, page.word("in_use"), Look("header", right=True))
    for letter, (name, key, end) in zip(_letters(page), _described(page), strict=True):
        column = FIRST_DETAIL + _letters(page).index(letter)
        for row, text in ((NAME_ROW, name), (KEY_ROW, key), (END_ROW, end)):
            page.text(row, column, text, Look("axis", right=True, wrap=True), widest=NARROW)
        _count(page, column, letter)
        _scenario_beneath(page, column, letter, name, key)
        _moved_to(page, column, letter, key, end)


def _described(page: Page) -> Iterator[tuple[str, str, str]]:
    """Of each case its name, and the key and the end of the input that it moves."""
    words, outlook = page.packet.words, page.packet.model.outlook
    for scenario in outlook.scenarios:
        yield words.scenario(scenario.id), "", ""
    for end in ("low", "high"):
        for driver in outlook.drivers:
            yield words.name(driver.input), driver.input.key, page.word(end)


def _count(page: Page, column: int, letter: str) -> None:
    first = get_column_letter(FIRST_DETAIL)
    content = f"=COLUMNS(${first}{NAME_ROW}:{letter}{NAME_ROW})"
    number = column - FIRST_DETAIL + 1
    page.formula_of(AXIS_ROW, column, content, number, Look("axis", right=True), WHOLE)


def _scenario_beneath(page: Page, column: int, letter: str, name: str, key: str) -> None:
    """A case that moves one input does so in the scenario that is chosen."""
    inputs = page.layout.inputs
    base = page.packet.words.scenario(page.packet.model.outlook.scenarios[0].id)
    if not inputs.scenarios:
        page.text(SCENARIO_ROW, column, base, Look("axis", right=True))
        return
    chosen = f"'{inputs.title}'!${get_column_letter(TOTAL)}${inputs.selector.row}"
    content = f'=IF({letter}{KEY_ROW}="",{letter}{NAME_ROW},{chosen})'
    shown = base if key else name
    page.formula_of(SCENARIO_ROW, column, content, shown, Look("axis", right=True), GENERAL)


def _moved_to(page: Page, column: int, letter: str, key: str, end: str) -> None:
    """The end of the range that the sheet of inputs gives for the input that is moved."""
    plan = page.layout.inputs
    first, last = min(plan.rows), max(plan.rows)
    low, high = (get_column_letter(plan.column(name)) for name in ("low", "high"))
    keys = get_column_letter(plan.column("key"))
    sheet = f"'{plan.title}'!"
    row = f"MATCH({letter}{KEY_ROW},{sheet}${keys}${first}:${keys}${last},0)"
    side = f"MATCH({letter}{END_ROW},{sheet}${low}${TOP_ROW}:${high}${TOP_ROW},0)"
    ends = f"{sheet}${low}${first}:${high}${last}"
    content = f'=IF({letter}{KEY_ROW}="","",INDEX({ends},{row},{side}))'
    value: float | str = ""
    if key:
        driver = next(d for d in page.packet.model.outlook.drivers if d.input.key == key)
        value = (driver.low if end == page.word("low") else driver.high).value
    page.formula_of(VALUE_ROW, column, content, value, Look("axis", right=True), GENERAL)


def _input_formula(page: Page, figure: Figure) -> str:
    """The moved value where this case moves this input; else what the case's scenario says."""
    plan = page.layout.inputs
    row = next(number for number, item in plan.rows.items() if item.key == figure.key)
    key = f"'{plan.title}'!${get_column_letter(plan.column('key'))}${row}"
    value = f"'{plan.title}'!${get_column_letter(TOTAL)}${row}"
    if figure.key in plan.changed:
        first = get_column_letter(FIRST_DETAIL)
        last = get_column_letter(FIRST_DETAIL + len(plan.scenarios) - 1)
        names = f"'{plan.title}'!${first}${TOP_ROW}:${last}${TOP_ROW}"
        cells = f"'{plan.title}'!${first}${row}:${last}${row}"
        value = f"INDEX({cells},MATCH({HERE}${SCENARIO_ROW},{names},0))"
    return f"=IF({HERE}${KEY_ROW}={key},{HERE}${VALUE_ROW},{value})"


def _row(page: Page, figure: Figure, content: str) -> None:
    """One formula, copied across all cases; in front of them what the model itself says."""
    plan = page.layout.cases
    row = plan.rows[figure.key]
    shown_as = number_format(figure, page.packet)
    fetched = FETCHED.fullmatch(content) is not None
    look = Look("link" if fetched else "formula", right=True)
    page.text(row, LABEL, page.packet.words.name(figure), Look("label"))
    page.text(row, UNIT, page.unit(figure.unit), Look("label"))
    place = Place(plan.title, row, TOTAL)
    page.write_formula(place, figure, link(figure, page.view(place)), look, shown_as)
    contents = [content.replace(HERE, letter) for letter in _letters(page)]
    values = [_shown(page, figure, number) for number in range(len(contents))]
    page.formulas_across(row, FIRST_DETAIL, contents, values, look, shown_as)


def _shown(page: Page, figure: Figure, number: int) -> float | str:
    value, reason = page.layout.cases.cases.number(figure.key, number)
    return page.packet.words.reason(reason) if math.isnan(value) else value
