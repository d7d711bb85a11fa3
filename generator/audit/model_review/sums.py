"""Totals that are complete"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from generator.audit.formulas import Reference, references_in, relative_form, shape_of
from generator.audit.model_review.model import Model
from generator.audit.model_review.runs import Run, sweeps_of
from generator.audit.model_review.spots import Spot, at, named
from generator.audit.values import Value, is_number
from generator.audit.xlsx.book import Cell, Sheet
from generator.audit.xlsx.places import Area
from generator.wording.saying import said

SUM = re.compile(r"(?<![A-Z.])SUM\(([^(),]+:[^(),]+)\)")
PLAIN_SUM = re.compile(r"=SUM\([^(),]+\)")
# A share of a sum: what it leaves out is meant to be left out.
SHARE = re.compile(r"SUM\([^(),]+\)\*(?:'[^']+'!)?\$?[A-Z]+\$?[0-9]+")
CHAIN = re.compile(r"=(\$?[A-Z]+\$?[0-9]+)(?:\+\$?[A-Z]+\$?[0-9]+)*\+(\$?[A-Z]+\$?[0-9]+)")
# A sum of parts, of which some may stand on other sheets.
PARTS = re.compile(r"=(?:(?:'[^']+'!)?\$?[A-Z]+\$?[0-9]+(?:\+(?!$)|$))+")
LIST = re.compile(r"=SUM\([^(),]+(?:,[^(),]+)+\)")
# `$D8:F8` and `D$8:D12` grow as they are copied: where they end is meant.
GROWING = re.compile(r"\$[A-Z]+\$?[0-9]+:[A-Z]+\$?[0-9]+|\$?[A-Z]+\$[0-9]+:\$?[A-Z]+[0-9]+")
# A total that stands further from its range is elsewhere, not below it.
NEAR = 4


class Way(NamedTuple):
    """How the formulas of a run add up.

    plain: by one SUM and nothing else; growing: ranges that end where it is meant; terms: how many cells a chain of
    them names, 0 for SUM.
    """

    plain: bool
    growing: bool
    terms: int


class Total(NamedTuple):
    """A cell that adds up a range, and how.

    where: the range's sheet; upright: whether the range is of a column, not of a row.
    """

    run: Run
    way: Way
    cell: Cell
    where: Sheet
    area: Area
    upright: bool

    @property
    def sheet(self) -> Sheet:
        """The sheet of the total."""
        return self.run.sheet

    @property
    def line(self) -> tuple[str, bool, int]:
        """The column or row that the range is of."""
        return self.where.title, self.upright, self.area[1] if self.upright else self.area[0]

    @property
    def crossing(self) -> tuple[str, bool, int]:
        """The row or column of a lone cell that crosses that one."""
        return self.where.title, not self.upright, self.area[0] if self.upright else self.area[1]

    @property
    def in_line(self) -> bool:
        """Whether the total stands in the same one."""
        if self.where is not self.sheet:
            return False
        if self.upright:
            return self.area.first_column == self.cell.column
        return self.area.first_row == self.cell.row


class End(NamedTuple):
    """An end of a range: its last cell and the cell beyond. facing: the total stands near, on this side."""

    cell: Cell
    beyond: Cell
    facing: bool


def total_incomplete(model: Model) -> Iterator[Spot]:
    """A total leaves out a cell beside the range that it adds up.

    The cell stands between range and total, or continues the range at its far end, with the same unit and, there, the
    same kind of formula. Not missed are cells that are bold (a heading, a subtotal), that are computed from the range
    or lead to it, that the total's own formula or another total adds up or lists, that are added to the total itself,
    that are a part of a sum beside one that names its cells. A sum times a cell is a share of it, no total.
    """
    totals = [total for run in model.runs for total in _totals(model, run)]
    claimed: dict[tuple[str, bool, int], set[Area]] = defaultdict(set)
    alone: dict[tuple[str, bool, int], set[Area]] = defaultdict(set)
    for total in totals:
        claimed[total.line].add(total.area)
        if total.area.size == 1:
            alone[total.crossing].add(total.area)
    # Copies of a formula are told of together, in the words of the first.
    told: dict[tuple[str, str, bool], str] = {}
    for total in totals:
        for end in _ends(total):
            meant = (
                _taken_over(total)
                or _added_by_itself(model, total, end)
                or _claimed(end, claimed[total.line])
                or _of_another_kind(end, alone[total.line])
                or _listed(model, total, end)
                or _joined(model, total, end, claimed[total.line])
                or _part_of_another(model, total, end)
            )
            if not meant and _continues(model, total, end):
                left_out, formula = end.beyond.coordinate, total.cell.formula
                message = said(
                    "the total of {cells} leaves out {left_out} ({formula})",
                    cells=named(total.area),
                    left_out=left_out,
                    formula=formula,
                )
                key = (total.sheet.title, total.run.form, end.facing)
                yield at(total.sheet, total.cell, told.setdefault(key, message))


def _taken_over(total: Total) -> bool:
    """Whether it only names a lone cell, from farther than one line that may have been left out."""
    return total.area.size == 1 and abs(total.cell.row - total.area.first_row) > 2


def _added_by_itself(model: Model, total: Total, end: End) -> bool:
    """Whether the total's formula names the cell beyond beside its range."""
    own = _place(end.beyond)
    return total.where is total.sheet and _reads(model, total.sheet, total.cell, own)


def _totals(model: Model, run: Run) -> Iterator[Total]:
    """What the cells of a run add up, cell by cell."""
    if "SUM(" not in run.formula and not CHAIN.fullmatch(run.formula):
        return
    added = [list(_added(cell.formula, run.sheet.title)) for cell in run.ends]
    sweeps = [
        (model.sheets[title], sweep)
        for title, sweep in sweeps_of(added[0], added[-1])
        if title in model.sheets
    ]
    way = _way(run.formula)
    for step, cell in enumerate(run.cells if sweeps else ()):
        for where, sweep in sweeps:
            area = sweep.at(step)
            wanted = area.size == way.terms if way.terms else way.plain or area.size > 1
            flat, upright = area.first_row == area.last_row, area.first_column == area.last_column
            if flat and upright:
                # A lone cell is of the column or row that its total stands in.
                upright = cell.column == area.first_column
            if wanted and (flat or upright):
                yield Total(run, way, cell, where, area, upright)


def _way(formula: str) -> Way:
    return Way(
        plain=PLAIN_SUM.fullmatch(formula) is not None,
        growing=GROWING.search(formula) is not None,
        terms=0 if "SUM(" in formula else formula.count("+") + 1,
    )


def _added(formula: str, title: str) -> Iterator[Reference]:
    """The ranges that a formula adds up; `=D5+D6+D7` names one cell by cell."""
    texts = [] if SHARE.search(formula) else SUM.findall(formula)
    if "SUM(" not in formula and (chain := CHAIN.fullmatch(formula)):
        texts = [f"{chain[1]}:{chain[2]}"]
    return (read for text in texts for read in references_in(text, title))


def _ends(total: Total) -> Iterator[End]:
    """The ends that a total may have missed; none where its range ends on purpose."""
    cell, area, cells = total.cell, total.area, total.where.cells
    before, after = _distances(total)
    near = 0 < before <= NEAR or 0 < after <= NEAR
    along_row = total.way.plain and not total.upright and area.size > 1
    if total.way.growing or not (near or along_row):
        return
    down, right = (1, 0) if total.upright else (0, 1)
    for (row, column), sign, distance in ((area[:2], -1, before), (area[2:], 1, after)):
        end = cells.get((row, column))
        beyond = cells.get((row + sign * down, column + sign * right))
        facing = 0 < distance <= NEAR
        if end and beyond and beyond is not cell and (facing or not total.way.terms):
            yield End(end, beyond, facing)


def _distances(total: Total) -> tuple[int, int]:
    """How far before and how far behind its range the total stands, where it is in line with it; else 0."""
    if not total.in_line:
        return 0, 0
    row, column, last_row, last_column = total.area
    if total.upright:
        return row - total.cell.row, total.cell.row - last_row
    return column - total.cell.column, total.cell.column - last_column


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
        forms = (
            relative_form(cell.formula, cell.row, cell.column) for cell in (end.cell, end.beyond)
        )
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
    own = _place(beyond)
    return _reads(model, sheet, beyond, area) or any(
        _reads(model, sheet, cell, own) for cell in inside
    )


def _place(cell: Cell) -> Area:
    return Area(cell.row, cell.column, cell.row, cell.column)


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


def _of_another_kind(end: End, alone: set[Area]) -> bool:
    """Whether the cell beyond is all that a sum elsewhere adds up, and the range's end of none."""
    beyond, last = _place(end.beyond), _place(end.cell)
    return beyond in alone and last not in alone


def _listed(model: Model, total: Total, end: End) -> bool:
    """Whether a sum below that names several places has the cell beyond as one of these, and the range's end not."""
    sheet, column = total.sheet, total.cell.column
    beyond, last = _place(end.beyond), _place(end.cell)
    below = (sheet.cells.get((total.cell.row + step, column)) for step in range(1, NEAR + 1))
    return total.where is sheet and any(
        cell is not None
        and LIST.fullmatch(cell.formula or "") is not None
        and _reads(model, sheet, cell, beyond)
        and not _reads(model, sheet, cell, last)
        for cell in below
    )


def _joined(model: Model, total: Total, end: End, areas: set[Area]) -> bool:
    """Whether a formula adds the cell beyond to the total: counted in both, it would count twice."""
    sheet, cell, beyond = total.sheet, total.cell, end.beyond
    if total.where is not sheet:
        return False
    if total.in_line and any(
        area.holds(cell.row, cell.column) and area.holds(beyond.row, beyond.column)
        for area in areas
    ):
        return True
    wanted = [_place(cell), _place(beyond)]
    below = (sheet.cells.get((cell.row + step, cell.column)) for step in range(1, NEAR + 1))
    return any(
        one is not None
        and CHAIN.fullmatch(one.formula or "") is not None
        and all(_reads(model, sheet, one, area) for area in wanted)
        for one in below
    )


def _part_of_another(model: Model, total: Total, end: End) -> bool:
    """Whether a sum beside one that names its cells has the cell beyond as a part, and the range's end not."""
    sheet, column = total.sheet, total.cell.column
    if total.where is not sheet or not total.way.terms:
        return False
    beyond, last = _place(end.beyond), _place(end.cell)
    beside = (sheet.cells.get((total.cell.row + step, column)) for step in (-1, 1))
    return any(
        cell is not None
        and PARTS.fullmatch(cell.formula or "") is not None
        and _reads(model, sheet, cell, beyond)
        and not _reads(model, sheet, cell, last)
        for cell in beside
    )


RULES = (total_incomplete,)
