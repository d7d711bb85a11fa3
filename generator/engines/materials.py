"""Turns the machines of an option into its bill of material: every part with its price, and what is rented.

It comes to what the machines cost among the one-time lines: what the parts leave of a price stands below them.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.engines.hardware import Investment
from generator.engines.ledger import Ledger
from generator.engines.levies import counted
from generator.engines.options import OptionCost
from generator.figures.expression import Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import sum_of
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, label_column
from generator.proposal.models.costs import Material, RentedGpu
from generator.proposal.models.proposal import Option

FAMILY = Key("materials")
BOUGHT, RENTED = "bought", "rented"
# Decimals that adding leaves.
DUST = 9


def materials_of(cost: OptionCost, option: Option, ledger: Ledger) -> Schedule | None:
    """None where the parts of no machine are known and none is rented; those of a hybrid are its local option's."""
    lines = [item for item in cost.investments if item.kind == "hardware" or item.parts]
    rented = isinstance(option, RentedGpu)
    if cost.kind == "hybrid" or not (rented or any(item.parts for item in lines)):
        return None
    rows = [row for item in lines for row in _bought(item, ledger)]
    amounts = [row.cells[0] for row in rows]
    if isinstance(option, RentedGpu):
        rows.append(_rented(option, cost))
    if amounts:
        together = sum_of([amount for amount in amounts if isinstance(amount, Figure)])
        total = figure(FAMILY / cost.id / "materials_total", "money", together, cost.name)
        rows.append(Row("total", (total, None, None, None, None), kind="total"))
    columns = (
        label_column("material"),
        Column("amount", "money", role="total"),
        Column("quantity", "count"),
        Column("unit_price", "money"),
        Column("part_of", role="text"),
        Column("acquired", role="text"),
    )
    return Schedule(FAMILY / cost.id, columns, tuple(rows), cost.name)


def _bought(item: Investment, ledger: Ledger) -> Iterator[Row]:
    """The parts of a line, and what they leave of its price; a line without parts as it is."""
    if not item.parts or item.quantity is None:
        cells = (item.amount, item.quantity, item.unit_price, None, BOUGHT)
        yield Row(item.key, cells, item.label, whole=True)
        return
    amounts = []
    for place, part in enumerate(item.parts):
        key, pieces = item.key / "material" / place, item.quantity
        if part.quantity is not None:
            pieces = figure(key / "pieces", "count", pieces * part.quantity, part.item)
        cost = counted(item.levy, pieces * part.unit_price)
        amounts.append(ledger.line(key / "amount", "money", cost, part.item))
        yield _part(item, part, amounts[-1], pieces)
    left = figure(item.key / "material_left", "money", item.amount - sum_of(amounts), item.label)
    spare = round(left.value, DUST) == 0
    cells = (left, None, None, None, BOUGHT)
    yield Row(item.key / "material_left", cells, item.label, spare=spare)


def _rented(option: RentedGpu, cost: OptionCost) -> Row:
    """The machines, or their cards where these are known: where they follow the load, those of the busiest month."""
    machines: Expression = option.count if cost.fleet is None else cost.fleet.most
    key, serving, label = FAMILY / cost.id / RENTED, option.serving, option.name
    if serving is not None:
        machines, label = machines * serving.gpus_per_unit, serving.card
    pieces = figure(key / "pieces", "count", machines * 1, cost.name)
    return Row(key, (None, pieces, None, None, RENTED), label, "memo", whole=True)


def _part(item: Investment, part: Material, amount: Figure, pieces: Figure) -> Row:
    cells = (amount, pieces, part.unit_price, item.label, BOUGHT)
    return Row(part.path, cells, part.item, whole=True)
