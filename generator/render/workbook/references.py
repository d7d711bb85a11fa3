"""Turns a figure into the reference that a formula in one particular cell uses for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from generator.figures.expression import InCase, Ordinal
from generator.figures.figure import Figure
from generator.render.workbook.layout import (
    AXIS_ROW,
    BOUNDS,
    CHOSEN,
    CHOSEN_ROW,
    FIRST_DETAIL,
    TOP_ROW,
    TOTAL,
    UNIT,
    CasesPlan,
    Layout,
    Place,
)


@dataclass(frozen=True)
class View:
    """The workbook as seen from the cell `at`: the Grid that `figures.excel` asks.

    A cell of a time column sees the same period's figures relative to itself and everything else fixed, so the formulas
    of a row are copies of one another.
    """

    layout: Layout
    at: Place
    reason: Callable[[str], str]

    def reference(self, figure: Figure) -> str:
        """The figure's nearest cell; its home when asked for the figure that stands here, which makes a link."""
        return self._address(self._nearest(figure.key))

    def range(self, figures: Sequence[Figure], running: bool) -> str | None:
        """The figures' cells as one range; that of a single cell is written `C8:C8`, as RANK takes no bare cell."""
        for start in self._starts(figures[0].key, running):
            end = self._neighbours(start, figures)
            if end is not None:
                return self._span(start, end, running)
        return None

    def ordinal(self, ordinal: Ordinal) -> str:
        """COLUMNS counts from the first period to here: the first cell needs no formula of its own.

        It counts in the row below, as some engines call a formula circular that only measures a range around itself.
        """
        if not self.at.period:
            return self._rows_so_far(ordinal)
        first, here = get_column_letter(FIRST_DETAIL), get_column_letter(self.at.column)
        offset = f"{ordinal.start - 1:+d}" if ordinal.start != 1 else ""
        below = self.at.row + 1
        return f"COLUMNS(${first}{below}:{here}{below}){offset}"

    def _rows_so_far(self, ordinal: Ordinal) -> str:
        """The same down a list; the column of units holds no formula."""
        column, first = get_column_letter(UNIT), self.at.row - int(ordinal.value) + ordinal.start
        return f"ROWS(${column}${first}:${column}{self.at.row})"

    def in_case(self, value: InCase) -> str:
        """The cell in the case's column of its sheet of cases."""
        assert isinstance(value.figure, Figure)
        plan = self.layout.cases[value.table]
        if value.case is None:
            return self._in_use(plan, value.figure.key)
        place = plan.place(value.figure.key, value.case)
        return self.home_of(value.figure) if place is None else self._address(place)

    def _in_use(self, plan: CasesPlan, key: str) -> str:
        """The scenario that is chosen on the sheet of inputs; base where there is no other."""
        ids = [case.id for case in plan.cases.cases]
        first, last = plan.place(key, ids[0]), plan.place(key, ids[-1])
        inputs = self.layout.inputs
        assert first is not None
        assert last is not None
        if not inputs.scenarios:
            return self._address(first)
        flags = (
            inputs.scenario_place(inputs.scenarios[0], CHOSEN_ROW),
            inputs.scenario_place(inputs.scenarios[-1], CHOSEN_ROW),
        )
        marks = f'MATCH("{CHOSEN}",{self._span(*flags, False)},0)'
        return f"INDEX({self._span(first, last, False)},{marks})"

    def within(self) -> str:
        """A row without bounds is not counted, neither is an empty cell or a text: that is more than any number."""
        value, least, most, odd = map(
            self._inputs, (TOTAL, *map(self.layout.inputs.column, BOUNDS))
        )
        kept = f"({value}>={least})*({value}<={most})*(1-({odd}>0))"
        return f'SUMPRODUCT(({value}<>"")*({least}<>"")*{kept})'

    def _inputs(self, column: int) -> str:
        plan = self.layout.inputs
        first, last = TOP_ROW + 1, max(plan.rows)
        span = (Place(plan.title, first, column), Place(plan.title, last, column))
        return self._span(*span, False)

    def words(self, reason: str) -> str:
        """Why there is no number."""
        return self.reason(reason)

    def home_of(self, figure: Figure) -> str:
        """The cell where the figure is computed or stated."""
        return self._address(self.layout.homes[figure.key])

    def _nearest(self, key: str) -> Place:
        """In this row, at home on this sheet, in a row about the same thing, alone on this sheet; else at home."""
        home = self.layout.homes[key]
        if self.layout.standing.get(self.at.cell) == key:
            return home
        here = self._on_this_sheet(key)
        beside = [place for place in here if place.row == self.at.row]
        akin = [place for place in here if self.at.line and place.line == self.at.line]
        if beside:
            return beside[0]
        if home in here:
            return home
        if akin:
            return akin[0]
        return here[0] if len(here) == 1 else home

    def _on_this_sheet(self, key: str) -> list[Place]:
        return [place for place in self.layout.places[key] if place.sheet == self.at.sheet]

    def _starts(self, key: str, running: bool) -> Iterator[Place]:
        """Where a range could begin: in this column, on this sheet, at home, anywhere."""
        here = self._on_this_sheet(key)
        ordered = [place for place in here if place.column == self.at.column]
        ordered += [*here, self.layout.homes[key], *self.layout.places[key]]
        upright = not self.at.period
        yield from (place for place in ordered if place.period or upright or not running)

    def _neighbours(self, start: Place, figures: Sequence[Figure]) -> Place | None:
        """The last cell of an unbroken run of exactly these figures, downward or to the right, away from this cell."""
        for down, right in ((1, 0), (0, 1)):
            cells = [
                (start.sheet, start.row + step * down, start.column + step * right)
                for step in range(len(figures))
            ]
            keys = [self.layout.standing.get(cell) for cell in cells]
            if keys == [figure.key for figure in figures] and self.at.cell not in cells:
                last = figures[-1].key
                return next(p for p in self.layout.places[last] if p.cell == cells[-1])
        return None

    def _span(self, start: Place, end: Place, running: bool) -> str:
        first, last = get_column_letter(start.column), get_column_letter(end.column)
        sheet = self._sheet_of(start)
        upright = start.column == end.column
        if running and upright and not start.period:
            return f"{sheet}{first}${start.row}:{last}{end.row}"
        if running:
            return f"{sheet}${first}{start.row}:{last}{end.row}"
        if upright and (self._same_moment(start) or self._same_column(start)):
            return f"{sheet}{first}{start.row}:{last}{end.row}"
        if not self.at.period and not sheet and start.row == self.at.row:
            return f"{first}{start.row}:{last}{end.row}"
        return f"{sheet}${first}${start.row}:${last}${end.row}"

    def _address(self, target: Place) -> str:
        column, row = get_column_letter(target.column), target.row
        sheet = self._sheet_of(target)
        if self._same_moment(target):
            return f"{sheet}{column}{'$' if row == AXIS_ROW else ''}{row}"
        if not sheet and row == self.at.row:
            return f"${column}{row}"
        return f"{sheet}${column}${row}"

    def _sheet_of(self, target: Place) -> str:
        return "" if target.sheet == self.at.sheet else f"'{target.sheet}'!"

    def _same_moment(self, target: Place) -> bool:
        return bool(target.period) and target.period == self.at.period

    def _same_column(self, target: Place) -> bool:
        return (target.sheet, target.column) == (self.at.sheet, self.at.column)


@dataclass(frozen=True)
class StatedView(View):
    """The workbook as seen by a scenario's value: an input is what was typed, not what is in use."""

    def reference(self, figure: Figure) -> str:
        """The cell in which the number stands that the file states."""
        inputs = self.layout.inputs
        if figure.key in inputs.changed:
            return self._address(inputs.stated_place(figure.key, inputs.changed[figure.key]))
        return super().reference(figure)
