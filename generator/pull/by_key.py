"""Turns numbers that were changed by key, as on the what-if page, into edits of the input and the lines that they move.

All of them or none: the file then says what the page shows.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.packet.packet import Packet
from generator.proposal.loading import Loaded
from generator.pull.comparison import Edit
from generator.pull.notation import same
from generator.pull.stated import StatedNumber, stated_numbers
from generator.pull.yaml_text import CannotWrite
from generator.render.workbook.arranging import arrange
from generator.wording.saying import said


def edits_of(values: Mapping[str, float], loaded: Loaded, packet: Packet) -> list[Edit]:
    """In the order of the inputs sheet; what lies beyond its range widens it.

    Raises CannotWrite for a key that no number of the input has.
    """
    stated = stated_numbers(arrange(packet), loaded.nodes)
    numbers = {number.figure.key: number for number in stated if not number.is_end}
    strange = next((key for key in values if key not in numbers), None)
    if strange is not None:
        raise CannotWrite(said("the input has no number {key}", key=strange))
    return [
        Edit(number, values[number.figure.key], number.figure.key)
        for number in stated
        if number.figure.key in values and _moves(number, values[number.figure.key])
    ]


def _moves(number: StatedNumber, value: float) -> bool:
    """Whether it becomes another; an end does where the value lies beyond it."""
    if not number.is_end:
        return not same(value, number.value)
    return value < number.value if number.path.endswith(".low") else value > number.value
