"""Turns an exact amount into a budget line: rounded where it is made, to the smallest sum that somebody will pay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.figures.expression import Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import log10, rounded
from generator.figures.key import Key
from generator.proposal.models.parts import Money

# Which part of an option pays a line: what serves the load at home, the cloud of a hybrid one, or a cache before both.
Part = Literal["own", "cloud", "cache"]


@dataclass(frozen=True)
class Ledger:
    """Knows to how many decimals the proposal's money is rounded."""

    digits: Figure

    def line(self, key: Key, unit: str, amount: Expression, subject: str = "") -> Figure:
        """A rounded amount with a name."""
        return figure(key, unit, rounded(amount, self.digits), subject)


def open_ledger(money: Money) -> Ledger:
    """The ledger of a proposal: rounding 0.01 means two decimals, 10 means minus one."""
    return Ledger(
        figure(Key("money", "rounding_digits"), "count", rounded(-log10(money.rounding), 0))
    )
