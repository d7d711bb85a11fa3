"""Turns a layout into the numbers of its inputs sheet that may be typed over, each with its cell and its line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from generator.figures.figure import Figure
from generator.packet.inputs import is_ours
from generator.packet.packet import Packet
from generator.proposal.nodes import MappingNode, Node, Scalar
from generator.render.workbook.layout import Cell, Layout

FROM_THE_FILE = "input"


@dataclass(frozen=True, slots=True)
class StatedNumber:
    """A number that somebody stated: an input's value, or an end of its range.

    path: where the file states it or would state it, `horizon.opex_growth` or `workload.monthly_requests.low`.
    is_end: it is an end of a range.
    typed: the user's own text; None where the catalogue or a default has given the number.
    """

    path: str
    figure: Figure
    value: float
    cell: Cell
    typed: Scalar | None
    is_end: bool = False

    @property
    def is_share(self) -> bool:
        """Whether people write it in per cent."""
        return self.figure.unit == "ratio"


def stated_numbers(layout: Layout, nodes: MappingNode) -> list[StatedNumber]:
    """In the order of the sheet. Control totals are none: they count what the file holds; nor is what we solved."""
    typed: dict[str, Scalar] = {scalar.path: scalar for scalar in scalars_below(nodes)}
    return [
        number
        for row, figure in layout.inputs.rows.items()
        if not is_ours(figure)
        # A row that repeats a number which is at home in another one is not where it is typed.
        and layout.homes[figure.key].row == row
        for number in _numbers_of(figure, layout, typed)
    ]


def stated_cell(layout: Layout, figure: Figure) -> Cell:
    """Sheet, row and column in which an input's value is typed: beside the value in use, where scenarios change it."""
    row = layout.homes[figure.key].row
    return layout.inputs.stated_place(figure.key, row).cell


def solved_cells(layout: Layout, packet: Packet) -> list[Cell]:
    """Where a reader may solve a turning value or a volume of break-even anew, which is nothing that a file states."""
    outlook = packet.model.outlook
    points = chain.from_iterable(outlook.points.values())
    sought = (end.found for end in outlook.evens.bounds)
    return [layout.homes[each.key].cell for each in (*points, *sought, *outlook.found)]


def key_column(layout: Layout) -> int:
    """The column in which each row of the inputs sheet says which input it holds."""
    return layout.inputs.column("key")


def scalars_below(node: Node) -> Iterator[Scalar]:
    """Every text of a tree."""
    if isinstance(node, Scalar):
        yield node
        return
    for child in node.values() if isinstance(node, MappingNode) else node:
        yield from scalars_below(child)


def _numbers_of(figure: Figure, layout: Layout, typed: dict[str, Scalar]) -> Iterator[StatedNumber]:
    sheet, row, column = stated_cell(layout, figure)
    source = figure.source
    assert source is not None
    own = _typed(figure, typed) if source.kind == FROM_THE_FILE else None
    yield StatedNumber(figure.key, figure, figure.value, (sheet, row, column), own)
    for name, end in (("low", source.low), ("high", source.high)):
        if end is not None:
            path = figure.key / name
            cell = sheet, row, layout.inputs.column(name)
            yield StatedNumber(path, figure, end, cell, typed.get(path), is_end=True)


def _typed(figure: Figure, typed: dict[str, Scalar]) -> Scalar | None:
    """The text at the figure's own place, in its mapping, or that of a section which is given by one number alone."""
    places = (figure.key, figure.key / "value", figure.key.above)
    return next((typed[place] for place in places if place in typed), None)
