"""Turns lines into their prices without and with value-added tax: the purchases one by one, all lines by rate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.engines.hardware import Investment
from generator.engines.ledger import Ledger
from generator.engines.levies import Levy, levies_of
from generator.engines.options import OptionCost
from generator.engines.tax_by_rate import KEY, ByRate, Sided, by_rate
from generator.figures.expression import Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import positive_sum, sum_of
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, label_column
from generator.proposal.models.proposal import Proposal
from generator.proposal.models.taxes import Tax


@dataclass(frozen=True, kw_only=True)
class Taxed:
    """Totals of the chosen option's investment without and with tax, in money.

    by_rate: what all its lines come to, by rate; None where the file does not ask for tax by line.
    """

    net: Figure
    gross: Figure
    schedule: Schedule
    by_rate: ByRate | None


def with_tax(option: OptionCost, proposal: Proposal, ledger: Ledger) -> Taxed | None:
    """None where the proposal states no tax. Each line is rounded by itself."""
    if proposal.tax is None:
        return None
    levies = levies_of(proposal)
    sides = list(_sides(option, proposal, ledger))
    key = Key("capex")
    net = figure(key / "net_of_tax", "money", sum_of([side.net for side in sides]))
    gross = figure(key / "with_tax", "money", sum_of([side.gross for side in sides]))
    return Taxed(
        net=net,
        gross=gross,
        schedule=_schedule(option, sides, net, gross, by_line=levies.rule is not None),
        by_rate=None
        if levies.rule is None
        else by_rate(option.id, option.name, list(_all_lines(option, sides, ledger))),
    )


def _schedule(
    option: OptionCost, sides: Sequence[Sided], net: Figure, gross: Figure, *, by_line: bool
) -> Schedule:
    """What is paid once; with the tax itself and its rate where it is told by line."""
    columns = [label_column(), Column("with_tax", "money", role="total")]
    columns.append(Column("net_of_tax", "money"))
    if not by_line:
        rows = [Row(side.key, (side.gross, side.net), label=side.label) for side in sides]
        rows.append(Row("total", (gross, net), kind="total"))
        return Schedule(Key("tax", option.id), tuple(columns), tuple(rows), option.name)
    columns += [Column("tax_amount", "money"), Column("tax_rate", "ratio")]
    taxes = [
        figure(side.key / "tax_amount", "money", side.gross - side.net, side.label)
        for side in sides
    ]
    rows = [
        Row(
            side.key,
            (side.gross, side.net, tax, None if side.levy is None else side.levy.rate),
            label=side.label,
        )
        for side, tax in zip(sides, taxes, strict=True)
    ]
    total = figure(Key("capex", "tax_amount"), "money", sum_of(taxes))
    rows.append(Row("total", (gross, net, total, None), kind="total"))
    return Schedule(Key("tax", option.id), tuple(columns), tuple(rows), option.name)


def _sides(option: OptionCost, proposal: Proposal, ledger: Ledger) -> Iterator[Sided]:
    """Of each purchase; without and with the tax of what it is for, a reserve bears no rate of its own."""
    assert proposal.tax is not None
    general = _general(proposal.tax)
    found: dict[str, list[Sided]] = {}
    for item in option.investments:
        of_part = found.setdefault(item.part, [])
        if item.kind == "contingency" and levies_of(proposal).rule is not None:
            assert proposal.contingency is not None
            yield _reserve(item, of_part, proposal.contingency, ledger)
            continue
        side = _both(item.key, item.label, item.amount, item.levy or general, ledger)
        of_part.append(side)
        yield side


def _general(tax: Tax) -> Levy:
    included = tax.prices_include_tax
    return Levy(rate=tax.rate, included=included, counts_gross=included)


def _both(key: Key, label: str, amount: Figure, levy: Levy, ledger: Ledger) -> Sided:
    """net = gross / (1 + rate), or gross = net × (1 + rate); one of them is the amount itself."""
    net = gross = amount
    if levy.counts_gross:
        net = ledger.line(key / "net_of_tax", "money", levy.net(amount), label)
    else:
        gross = ledger.line(key / "with_tax", "money", levy.gross(amount), label)
    return Sided(key=key, label=label, counted=amount, net=net, gross=gross, levy=levy)


def _reserve(item: Investment, bases: Sequence[Sided], rate: Figure, ledger: Ledger) -> Sided:
    """The same share of what its lines come to without and with tax."""

    def share(name: str, amounts: Sequence[Figure]) -> Figure:
        credits = any(amount.value < 0 for amount in amounts)
        base = positive_sum(amounts) if credits else sum_of(amounts)
        return ledger.line(item.key / name, "money", base * rate)

    net = share("net_of_tax", [side.net for side in bases])
    gross = share("with_tax", [side.gross for side in bases])
    return Sided(key=item.key, label="", counted=item.amount, net=net, gross=gross, levy=None)


def _all_lines(option: OptionCost, once: Sequence[Sided], ledger: Ledger) -> Iterator[Sided]:
    """What each line comes to over the horizon; a line that repeats several is told as these.

    Each amount once more, as the sums of a table read the amounts of that table.
    """
    for item, side in zip(option.investments, once, strict=True):
        bought = any(purchase.item is item for purchase in option.outlay.purchases)
        if not bought or side.levy is None:
            yield _repeated(side)
        else:
            paid, sold = sum_of(option.outlay.amounts_of(item)), option.outlay.sales_of(item)
            paid = paid - sum_of(sold) if sold else paid
            yield _line(item.key, item.label, paid, side.levy, ledger)
    for line in option.running:
        for part in line.together or (line,):
            if part.levy is not None:
                yield _line(part.key, part.label, part.total * 1, part.levy, ledger)
    carried = option.transition
    if carried is not None and carried.levy is not None:
        key = Key(option.id, "transition")
        yield _line(key, option.name, carried.total * 1, carried.levy, ledger)


def _line(key: Key, label: str, paid: Expression, levy: Levy, ledger: Ledger) -> Sided:
    amount = figure(KEY / key / "counted", "money", paid, label)
    return replace(_both(KEY / key, label, amount, levy, ledger), key=key)


def _repeated(side: Sided) -> Sided:
    def again(name: str, amount: Figure) -> Figure:
        return figure(KEY / side.key / name, "money", amount * 1, side.label)

    counted = again("counted", side.counted)
    net = counted if side.net is side.counted else again("net_of_tax", side.net)
    gross = counted if side.gross is side.counted else again("with_tax", side.gross)
    return replace(side, counted=counted, net=net, gross=gross)
