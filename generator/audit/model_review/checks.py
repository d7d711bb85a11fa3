"""Checks that tell, and are seen"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.model_review.model import Model
from generator.audit.model_review.recognition import exact_checks
from generator.audit.model_review.spots import Spot, across, at
from generator.audit.model_review.verdicts import Verdicts, passes
from generator.audit.xlsx.book import Cell, Sheet
from generator.wording.saying import said


def no_checks_sheet(model: Model) -> Iterator[Spot]:
    """No sheet is recognised as the one of checks.

    It is the sheet with most formulas that compare two sides within a tolerance, ABS(a-b)<tolerance.
    """
    if model.checks is None:
        yield Spot(said("no sheet compares amounts that must be equal: ABS(a-b)<tolerance"))


def check_by_equality(model: Model) -> Iterator[Spot]:
    """A check compares two sides by `=`.

    Computed amounts differ in their last binary digit: 0.1+0.2 is not 0.3. Equal sides differ by less than a tolerance.
    """
    for run in exact_checks(model.runs_on(model.checks)):
        message = said(
            "two sides are compared by = ({formula}); use ABS(a-b)<tolerance", formula=run.formula
        )
        yield from across(run, message)


def no_master_check(model: Model) -> Iterator[Spot]:
    """No cell of the checks sheet sums up its checks."""
    if model.verdicts is not None and model.verdicts.master is None:
        yield Spot(said("no cell sums up the checks"), model.verdicts.sheet.title)


def master_check_incomplete(model: Model) -> Iterator[Spot]:
    """The cell that sums up the checks leaves one out."""
    verdicts = model.verdicts
    master = verdicts.master if verdicts else None
    if verdicts is None or master is None:
        return
    summed_up = verdicts.sums.get((master.row, master.column), verdicts.checks)
    for place in sorted(verdicts.checks - summed_up):
        missed = verdicts.sheet.cells[place].coordinate
        yield at(
            verdicts.sheet, master, said("it sums up the checks, but not {missed}", missed=missed)
        )


def master_check_unseen(model: Model) -> Iterator[Spot]:
    """The first sheet does not show whether the checks pass, or does not change colour when they fail."""
    verdicts = model.verdicts
    first = next((sheet for sheet in model.book.sheets if not sheet.hidden), None)
    master = verdicts.master if verdicts else None
    if verdicts is None or master is None or first is None or first is verdicts.sheet:
        return
    shown = [cell for cell in first.formulas if _shows(model, first, cell, verdicts)]
    if not shown:
        result = f"{verdicts.sheet.title}!{master.coordinate}"
        yield Spot(
            said("the first sheet does not show the result of all checks, {result}", result=result),
            first.title,
        )
    elif not any(first.lit.hold(cell.row, cell.column) for cell in shown):
        message = said("the result of all checks does not change colour when one fails")
        yield at(first, shown[0], message)


def check_failed(model: Model) -> Iterator[Spot]:
    """A check of the workbook's own fails.

    Its two sides differ, by the values computed afresh where there are any.
    """
    verdicts = model.verdicts
    if verdicts is None:
        return
    for place in sorted(verdicts.results):
        cell = verdicts.sheet.cells[place]
        if passes(cell.formula, model.value(verdicts.sheet, cell)) is False:
            label = model.label(verdicts.sheet, cell.row)
            yield at(verdicts.sheet, cell, said("the check “{check}” fails", check=label))


def _shows(model: Model, sheet: Sheet, cell: Cell, verdicts: Verdicts) -> bool:
    """Whether a cell reads the result of all checks."""
    return any(
        read.sheet == verdicts.sheet.title
        and read.area is not None
        and any(read.area.holds(*place) for place in verdicts.masters)
        for read in model.reads(sheet, cell)
    )


RULES = (
    no_checks_sheet,
    check_by_equality,
    no_master_check,
    master_check_incomplete,
    master_check_unseen,
    check_failed,
)
