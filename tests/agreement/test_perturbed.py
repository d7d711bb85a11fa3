"""Five per cent typed into each input cell of every shipped workbook: its results are those of `figures --set`.

Recalculated by formualizer. The sheets of cases are kept small here; the example's whole workbook is tested beside its
structure.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

import formualizer
import pytest
from openpyxl.utils.cell import coordinate_to_tuple

from generator.assembly import load, packet_of
from generator.audit.recalculate import value_of
from generator.audit.values import Value, agree
from generator.figures.figure import Figure
from generator.packet.packet import Packet
from generator.proposal.limits import Limits
from generator.render.workbook.book import FinishedWorkbook, write_workbook
from tests.packets import perturbed
from tests.proposals import INPUTS, model_of

# The example stands in tests/render/test_workbook.py with every cell of its sheets.
OTHERS = [path for path in INPUTS if path.stem != "ollama-platform"]
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
        of_a_list = ".labour." in figure.key or figure.key.startswith("workload.mix.")
        if not of_a_list:
            yield figure


def shown(engine: Any, at: str) -> Value:
    title, _, coordinate = at.partition("!")
    return value_of(engine.get_value(title, *coordinate_to_tuple(coordinate)))


def parting(
    engine: Any, finished: FinishedWorkbook, text: str, figure: Figure, changed: float
) -> list[str]:
    """The results whose cells part from the model, once both have the other value."""
    model = model_of(text, [f"{figure.key}={changed!r}"])
    title, _, coordinate = finished.typed[figure.key].partition("!")
    place = coordinate_to_tuple(coordinate)
    engine.set_value(title, *place, changed)
    engine.evaluate_all()
    wrong = [
        key
        for key, result in model.result_figures.items()
        if result.reason is None
        and key in finished.cells
        and not agree(shown(engine, finished.cells[key]), result.value)
    ]
    engine.set_value(title, *place, figure.value)
    return wrong


@pytest.mark.parametrize("name", [path.stem for path in OTHERS])
def test_the_workbook_follows_as_the_model_does(name: str) -> None:
    text = next(path for path in OTHERS if path.stem == name).read_text(encoding="utf-8")
    finished = write_workbook(packet(name))
    engine = formualizer.load_workbook_bytes(finished.data)
    limits = packet(name).limits
    changes = {
        figure: perturbed(figure, limits.get(figure.key, Limits()))
        for figure in settable(packet(name))
    }
    assert len(changes) > 4
    assert {
        figure.key: wrong
        for figure, changed in changes.items()
        if (wrong := parting(engine, finished, text, figure, changed))
    } == {}
