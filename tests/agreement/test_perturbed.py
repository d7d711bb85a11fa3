"""Five per cent typed into input cells of every shipped workbook: its results are those of the model.

Recalculated by formualizer. The sheets of cases are kept small here; the example's whole workbook is tested beside its
structure.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import formualizer
import numpy
import pytest
from openpyxl.utils.cell import coordinate_to_tuple

from generator.assembly import load, packet_of
from generator.audit.recalculate import value_of
from generator.audit.values import Value, agree
from generator.figures.evaluation import evaluate
from generator.figures.figure import Figure
from generator.packet.packet import Packet
from generator.proposal.limits import Limits
from generator.render.workbook.book import FinishedWorkbook, write_workbook
from tests.packets import perturbed
from tests.proposals import INPUTS

# The example stands in tests/render/test_workbook.py with every cell of its sheets.
OTHERS = [path for path in INPUTS if path.stem != "ollama-platform"]
# What some inputs are changed to, all at once.
Changes = dict[Figure, float]
# In how many groups the inputs are changed: neighbours, which are often parts of one product, in different ones.
GROUPS = 4
STATED = ("input", "default", "catalog")


@cache
def packet(name: str) -> Packet:
    path = next(path for path in INPUTS if path.stem == name)
    return packet_of(load(str(path)))


def settable(packet: Packet) -> Iterator[Figure]:
    """What `--set` can change alone: a task of a list is part of its list, a share of a mix part of a whole."""
    for figure in packet.model.result_figures.values():
        if figure.source is None or figure.source.kind not in STATED:
            continue
        of_a_list = any(part in figure.key for part in (".labour.", ".parts.", "workload.mix."))
        if not of_a_list:
            yield figure


def shown(engine: Any, at: str) -> Value:
    title, _, coordinate = at.partition("!")
    return value_of(engine.get_value(title, *coordinate_to_tuple(coordinate)))


def in_the_model(packet: Packet, groups: Sequence[Changes]) -> dict[str, Any]:
    """Every result by key, each with one value for each group of changes, as `--set` gives it (see test_model)."""
    overrides: dict[str, Any] = {}
    for place, changes in enumerate(groups):
        for figure, changed in changes.items():
            overrides[figure.key] = numpy.full(len(groups), figure.value)
            overrides[figure.key][place] = changed
    found = evaluate(list(packet.model.result_figures.values()), overrides)
    return {key: numpy.broadcast_to(values, len(groups)) for key, values in found.items()}


def partings(packet: Packet) -> Iterator[tuple[str, str]]:
    """The changed inputs and the results whose cells part from the model, once both have the other value."""
    finished = write_workbook(packet)
    engine = formualizer.load_workbook_bytes(finished.data)
    limits = packet.limits
    settled = list(settable(packet))
    groups = [
        {figure: perturbed(figure, limits.get(figure.key, Limits())) for figure in group}
        for group in (settled[first::GROUPS] for first in range(GROUPS))
    ]
    assert all(groups)
    model = in_the_model(packet, groups)
    for at, changes in enumerate(groups):
        type_in(engine, finished, {figure.key: changed for figure, changed in changes.items()})
        engine.evaluate_all()
        for key, values in model.items():
            value = float(values[at])
            is_shown = key in finished.cells and not math.isnan(value)
            if is_shown and not agree(shown(engine, finished.cells[key]), value):
                yield ", ".join(figure.key for figure in changes), key
        type_in(engine, finished, {figure.key: figure.value for figure in changes})


def type_in(engine: Any, finished: FinishedWorkbook, values: Mapping[str, float]) -> None:
    for key, value in values.items():
        title, _, coordinate = finished.typed[key].partition("!")
        engine.set_value(title, *coordinate_to_tuple(coordinate), value)


@pytest.mark.parametrize("name", [path.stem for path in OTHERS])
def test_the_workbook_follows_as_the_model_does(name: str) -> None:
    assert list(partings(packet(name))) == []
