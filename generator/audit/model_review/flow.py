"""From the inputs to the results, from the first period to the last"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.audit.model_review.axes import rows_along
from generator.audit.model_review.model import Model
from generator.audit.model_review.runs import Run
from generator.audit.model_review.spots import Spot, across
from generator.wording.saying import said

# A form that reads a column to the right of its own.
AHEAD = re.compile(r"C\[[1-9]")


def later_sheet_read(model: Model) -> Iterator[Spot]:
    """A formula reads a sheet that stands behind its own.

    Sheets are read from left to right. A cover may show what comes later, and every sheet whether the checks pass.
    """
    order = {sheet.title: place for place, sheet in enumerate(model.book.sheets)}
    read: dict[tuple[str, str], set[str]] = {}
    for run in model.runs:
        here = order[run.sheet.title]
        if here == 0 or "!" not in run.formula:
            continue
        kind = run.sheet.title, run.kind
        if kind not in read:
            read[kind] = _sheets_read(model, run)
        for title in read[kind]:
            if order.get(title, 0) > here:
                yield from across(
                    run,
                    said("it reads the sheet {title}, which stands behind its own", title=title),
                )


def _sheets_read(model: Model, run: Run) -> set[str]:
    """Other sheets than the one of checks."""
    read = {reference.sheet for reference in model.reads(run.sheet, run.first)}
    return read - {model.checks.title if model.checks else ""}


def later_period_read(model: Model) -> Iterator[Spot]:
    """A formula along time reads a later period than its own.

    What happens today cannot follow from tomorrow; and a formula that looks ahead ends in an empty column.
    """
    for sheet in model.book.sheets:
        axis = model.axes.get(sheet.title)
        if axis is None:
            continue
        along = {row for row, _ in rows_along(sheet, axis)}
        for run in model.runs_on(sheet):
            if run.first.row in along and axis.among(run.cells) and AHEAD.search(run.form):
                yield from across(
                    run,
                    said("it reads a later period than its own ({formula})", formula=run.formula),
                )


RULES = (later_sheet_read, later_period_read)
