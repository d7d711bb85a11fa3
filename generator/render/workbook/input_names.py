"""Turns a stated number's place in the proposal into a name that stands alone: what it is of, and what it is."""

from __future__ import annotations

from generator.figures.figure import Figure
from generator.packet.packet import Packet


def input_names(packet: Packet) -> dict[str, str]:
    """For every input by key: `GPU 工作站 · 单价`. What it is of is what the user calls the nearest line around it."""
    subjects = _subjects(packet)
    return {
        key: _name(figure, subjects, packet)
        for key, figure in packet.figures.items()
        if figure.is_input
    }


def _subjects(packet: Packet) -> dict[str, str]:
    """The user's names of lines, by the path of the line: of rows first, else of what is computed there."""
    rows = [row for schedule in packet.model.schedules.values() for row in schedule.rows]
    named = [(row.key, row.label) for row in rows if row.label]
    named += [(figure.key, figure.subject) for figure in packet.figures.values() if figure.subject]
    subjects: dict[str, str] = {}
    for key, subject in named:
        subjects.setdefault(key, subject)
        subjects.setdefault(key.rpartition(".")[0], subject)
    return subjects


def _name(figure: Figure, subjects: dict[str, str], packet: Packet) -> str:
    name = packet.words.name(figure)
    if figure.subject:
        return name
    path = figure.key.rpartition(".")[0]
    while path and path not in subjects:
        path = path.rpartition(".")[0]
    return f"{subjects[path]} · {name}" if path else name
