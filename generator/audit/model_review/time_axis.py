"""One formula a row, one time axis"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from generator.audit.model_review.axes import LONG, Axis, loose_axis_of, rows_along
from generator.audit.model_review.model import Model
from generator.audit.model_review.spots import Spot, at
from generator.audit.values import is_number
from generator.audit.xlsx.book import Cell, Sheet
from generator.wording.saying import said

# A form that reads the column before its own, or a range that grows from a fixed column to its own.
CARRIED = re.compile(r"C\[-1\]|C\d+:R(?:\[-?\d+\]|\d+)C\[0\]")


def row_differs(model: Model) -> Iterator[Spot]:
    """A row along time has more than one formula, or a number typed over its formula.

    One formula a row, copied across, is read once and trusted everywhere; the first column is no exception. Formulas
    are compared in their R1C1 form, along the numbers, dates or numbered headings of the frozen rows.
    """
    for sheet in model.book.sheets:
        axis = model.axes.get(sheet.title)
        if axis is None:
            continue
        for row, cells in rows_along(sheet, axis):
            runs = model.runs_by_row.get((sheet.title, row), ())
            inside = [(run.form, axis.among(run.cells)) for run in runs]
            copies = [(form, alike) for form, alike in inside if alike]
            yield from _odd_ones(sheet, cells, copies) if copies else ()


def _odd_ones(
    sheet: Sheet, cells: Sequence[Cell], copies: Sequence[tuple[str, Sequence[Cell]]]
) -> Iterator[Spot]:
    """The cells of a row that are not like most; `copies`: the forms of its formulas, with the cells that have them."""
    counts: Counter[str] = Counter()
    for form, alike in copies:
        counts[form] += len(alike)
    usual = counts.most_common(1)[0][0]
    model_cell = next(alike[0] for form, alike in copies if form == usual)
    told: dict[str, str] = {}
    for form, alike in copies:
        if form != usual:
            message = said(
                "the row has more than one formula: {formula} here, {usual} in {place}",
                formula=alike[0].formula,
                usual=model_cell.formula,
                place=model_cell.coordinate,
            )
            told.setdefault(form, message)
            yield from (at(sheet, cell, told[form]) for cell in alike)
    for cell in cells:
        if not cell.formula and is_number(cell.value):
            message = said(
                "a number is typed over the row's formula ({usual} in {place})",
                usual=model_cell.formula,
                place=model_cell.coordinate,
            )
            yield at(sheet, cell, message)


def axis_missing(model: Model) -> Iterator[Spot]:
    """A sheet carries amounts from column to column, but no row says which periods the columns are."""
    for sheet in model.book.sheets:
        if sheet.title in model.axes or loose_axis_of(sheet) is not None:
            continue
        for row, cells in sheet.lines:
            runs = model.runs_by_row.get((sheet.title, row), ())
            if sum(len(run.cells) for run in runs) < LONG:
                continue
            forms = [run.form for run in runs for _ in run.cells]
            alike = [one for one, next_one in pairwise(forms) if one == next_one]
            if len(alike) >= LONG - 1 and CARRIED.search(alike[0]):
                yield at(
                    sheet,
                    cells[0],
                    said("the columns stand for periods, but no row above says which"),
                )
                break


def axis_not_in_sight(model: Model) -> Iterator[Spot]:
    """The row of periods scrolls away, because the frozen pane does not hold it.

    A workbook without any frozen pane was saved by a program that drops them.
    """
    panes = any(sheet.frozen for sheet in model.book.sheets)
    for sheet in model.book.sheets if panes else ():
        in_sight = sheet.frozen and sheet.title in model.axes
        axis = None if in_sight else loose_axis_of(sheet)
        if axis is not None:
            yield at(
                sheet,
                axis.cells[0],
                said(
                    "the frozen pane does not hold row {row}, which says what the columns are",
                    row=axis.row,
                ),
            )


def axis_uneven(model: Model) -> Iterator[Spot]:
    """A time axis that counts by ones leaves out or repeats a period."""
    for sheet in model.book.sheets:
        axis = model.axes.get(sheet.title)
        values = [cell.value for cell in axis.cells if is_number(cell.value)] if axis else []
        steps = [after - before for before, after in pairwise(values)]
        if axis is None or len(steps) < LONG or steps.count(1) * 2 <= len(steps):
            continue
        for cell, step in zip(axis.cells[1:], steps, strict=True):
            if step != 1:
                yield at(
                    sheet, cell, said("the periods count by ones, but here by {step:g}", step=step)
                )


def axis_unequal(model: Model) -> Iterator[Spot]:
    """Two sheets say the same of their columns, but a column is not the same period on both."""
    seen: dict[tuple[object, ...], tuple[Sheet, Axis]] = {}
    for sheet in model.book.sheets:
        axis = model.axes.get(sheet.title)
        if axis is None or not is_number(axis.cells[0].value):
            continue
        before_it = tuple(
            cell.value
            for row, cells in sheet.lines
            if row == axis.row
            for cell in cells
            if cell.column < axis.first
        )
        earlier, its_axis = seen.setdefault(before_it, (sheet, axis))
        wanted = {cell.column: cell.value for cell in its_axis.cells}
        if axis.first != its_axis.first and before_it:
            message = said(
                "the periods begin in another column than on the sheet {sheet}", sheet=earlier.title
            )
            yield at(sheet, axis.cells[0], message)
            continue
        for cell in axis.cells:
            if cell.value != wanted.get(cell.column, cell.value):
                message = said(
                    "the column is another period than on the sheet {sheet}", sheet=earlier.title
                )
                yield at(sheet, cell, message)


RULES = (row_differs, axis_missing, axis_not_in_sight, axis_uneven, axis_unequal)
