"""Turns a model into what is worth a sentence: the nearest turn, the largest purchase, what hidden costs do."""

from __future__ import annotations

from generator.engines.model import Model
from generator.engines.options import OptionCost
from generator.figures.figure import Figure
from generator.figures.key import Key
from generator.packet.facts import Hidden, Largest, Named, Turn
from generator.packet.numerals import Numerals
from generator.packet.words import Words

# So many purchases at least are worth saying which is the largest.
SEVERAL = 3


def turn_of(model: Model, rival: Named | None, words: Words, numerals: Numerals) -> Turn | None:
    """What the first row of the table of turning points says, which is sorted by nearness."""
    if rival is None:
        return None
    table = model.schedules[Key("choice", rival.id)]
    row = table.rows[0]
    cells = {column.key: cell for column, cell in zip(table.columns[1:], row.cells, strict=True)}
    now, switching, room = cells["in_use"], cells["switching"], cells["room"]
    assert isinstance(now, Figure)
    assert isinstance(switching, Figure)
    assert isinstance(room, Figure)
    if switching.reason is not None:
        return None

    said = numerals.in_sentences

    def near(figure: Figure) -> str:
        return words.measured(said.near(figure), said.unit(figure))

    falls = switching.value < now.value
    return Turn(words.label(table, row), near(switching), near(now), numerals.show(room), falls)


def largest_of(option: OptionCost, numerals: Numerals) -> Largest | None:
    """The largest of several things that are bought once."""
    bought = sorted(option.investments, key=lambda item: -item.amount.value)
    if len(bought) < SEVERAL or bought[0].amount.value <= bought[1].amount.value:
        return None
    return Largest(bought[0].label, numerals.with_unit(bought[0].amount))


def hidden_of(model: Model, rival: str) -> Hidden | None:
    """What hidden costs do to the order of the chosen option and its rival."""
    if Key("options", rival, "with_hidden") not in model.figures:
        return None

    def gap(name: str) -> float:
        chosen, other = (
            model.figures[Key("options", id, name)].value for id in (model.chosen.id, rival)
        )
        return chosen - other

    before, after = gap("tco"), gap("with_hidden")
    return Hidden(cheaper=after < 0, turns=(before < 0) != (after < 0))
