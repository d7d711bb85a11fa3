"""Totals that are complete"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from generator.audit.formulas import references_in, shape_of
from generator.audit.model_review.model import Model
from generator.audit.model_review.spots import Spot, at, named
from generator.audit.values import Value, is_number
from generator.audit.xlsx.book import Cell, Sheet
from generator.audit.xlsx.places import Area

SUM = re.compile(r"(?<![A-Z.])SUM\(([^(),]+:[^(),]+)\)")
PLAIN_SUM = re.compile(r"=SUM\([^(),]+\)")
CHAIN = re.compile(r"=(\$?[A-Z]+\$?[0-9]+)(?:\+\$?[A-Z]+\$?[0-9]+)*\+(\$?[A-Z]+\$?[0-9]+)")
# `$D8:F8` and `D$8:D12` grow as they are copied: where they end is meant.
GROWING = re.compile(r"\$[A-Z]+\$?[0-9]+:[A-Z]+\$?[0-9]+|\$?[A-Z]+\$[0-9]+:\$?[A-Z]+[0-9]+")
# A total that stands further from its range is elsewhere, not below it.
NEAR = 4


class Total(NamedTuple):
    """A cell that adds up a range: the cells of a column or row. where: the range's sheet."""

    sheet: Sheet
    cell: Cell
    where: Sheet
    area: Area

    @property
    def upright(self) -> bool:
        """Whether the range is of a column; a lone cell is of the column or row that its total stands in."""
        if self.area.size == 1:
            return self.cell.column == self.area.first_column
        return self.area.first_column == self.area.last_column

    @property
    def line(self) -> tuple[str, bool, int]:
        """The column or row that the range is of."""
        return self.where.title, self.upright, self.area[1] if self.upright else self.area[0]

    @property
    def in_line(self) -> bool:
        """Whether the total stands in the same one."""
        own = self.cell.column if self.upright else self.cell.row
        return self.line == (self.sheet.title, self.upright, own)


class End(NamedTuple):
    """An end of a range: its last cell and the cell beyond. facing: the total stands near, on this side."""

    cell: Cell
    beyond: Cell
    facing: bool


def total_incomplete(model: Model) -> Iterator[Spot]:
    """A total leaves out a cell beside the range that it adds up.

    The cell stands between range and total, or continues the range at its far end, with the same unit and, there, the
    same kind of formula. Not missed are cells that are bold (a heading, a subtotal), that are computed from the range
    or lead to it, and that another total adds up.
    """
    totals = [total for sheet, cell in model.formulas for total in _totals(model, sheet, cell)]
    claimed: dict[tuple[str, bool, int], set[Area]] = defaultdict(set)
    for total in totals:
        claimed[total.line].add(total.area)
    # Copies of a formula are told of together, in the words of the first.
    told: dict[tuple[str, str, bool], str] = {}
    for total in totals:
        for end in _ends(total):
            if _continues(model, total, end) and not _claimed(end, claimed[total.line]):
                left_out, formula = end.beyond.coordinate, total.cell.formula
                message = f"the total of {named(total.area)} leaves out {left_out} ({formula})"
                key = (total.sheet.title, model.form(total.sheet, total.cell), end.facing)
                yield at(total.sheet, total.cell, told.setdefault(key, message))


def _totals(model: Model, sheet: Sheet, cell: Cell) -> Iterator[Total]:
    for text in SUM.findall(cell.formula) if "SUM(" in cell.formula else _chain(cell.formula):
        for read in references_in(text, sheet.title):
            where, area = model.sheets.get(read.sheet), read.area
            if where is None or area is None:
                continue
            in_line = area.first_row == area.last_row or area.first_column == area.last_column
            if in_line and (area.size > 1 or PLAIN_SUM.fullmatch(cell.formula)):
                yield Total(sheet, cell, where, area)


def _chain(formula: str) -> list[str]:
    """The range that `=D5+D6+D7` names cell by cell."""
    chain = CHAIN.fullmatch(formula)
    if chain is None:
        return []
    text = f"{chain[1]}:{chain[2]}"
    area = next(references_in(text, "")).area
    return [text] if area and area.size == formula.count("+") + 1 else []


def _ends(total: Total) -> Iterator[End]:
    """The ends that a total may have missed; none where its range ends on purpose."""
    cell, area, cells = total.cell, total.area, total.where.cells
    before, after = _distances(total)
    near = 0 < before <= NEAR or 0 < after <= NEAR
    along_row = not total.upright and PLAIN_SUM.fullmatch(cell.formula) is not None
    if GROWING.search(cell.formula) or not (near or along_row):
        return
    down, right = (1, 0) if total.upright else (0, 1)
    for (row, column), sign, distance in ((area[:2], -1, before), (area[2:], 1, after)):
        end = cells.get((row, column))
        beyond = cells.get((row + sign * down, column + sign * right))
        facing = 0 < distance <= NEAR
        if end and beyond and beyond is not cell and (facing or "SUM(" in cell.formula):
            yield End(end, beyond, facing)


def _distances(total: Total) -> tuple[int, int]:
    """How far before and how far behind its range the total stands, where it is in line with it; else 0."""
    if not total.in_line:
        return 0, 0
    first, last = (
        total.area[place] if total.upright else total.area[place + 1] for place in (0, 2)
    )
    here = total.cell.row if total.upright else total.cell.column
    return first - here, here - last


def _continues(model: Model, total: Total, end: End) -> bool:
    """Whether the cell beyond an end is of the range's kind."""
    sheet = total.where
    alike = (
        is_number(end.beyond.value)
        and end.beyond.row > sheet.frozen
        and end.beyond.style.bold <= end.cell.style.bold
        and _unit(model, sheet, end.beyond) == _unit(model, sheet, end.cell)
    )
    if alike and not end.facing:
        forms = (model.form(sheet, cell) for cell in (end.cell, end.beyond))
        alike = len(set(map(shape_of, forms))) == 1
    return alike and not _depends(model, total, end.beyond)


def _unit(model: Model, sheet: Sheet, cell: Cell) -> Value:
    """What stands before the numbers of a cell's row, where it has label and unit."""
    texts = model.units.get((sheet.title, cell.row), ())
    return texts[-1] if len(texts) > 1 else None


def _depends(model: Model, total: Total, beyond: Cell) -> bool:
    """Whether the cell is computed from the range, or the range from the cell."""
    sheet, area = total.where, total.area
    inside = (sheet.cells[place] for place in area.cells() if place in sheet.cells)
    own = Area(beyond.row, beyond.column, beyond.row, beyond.column)
    return _reads(model, sheet, beyond, area) or any(
        _reads(model, sheet, cell, own) for cell in inside
    )


def _reads(model: Model, sheet: Sheet, cell: Cell, area: Area) -> bool:
    return any(
        read.sheet == sheet.title and read.area is not None and read.area.meets(area)
        for read in model.reads(sheet, cell)
    )


def _claimed(end: End, areas: set[Area]) -> bool:
    """Whether another total adds up the cell beyond, without the range's end."""
    return any(
        area.holds(end.beyond.row, end.beyond.column)
        and not area.holds(end.cell.row, end.cell.column)
        for area in areas
    )


RULES = (total_incomplete,)
