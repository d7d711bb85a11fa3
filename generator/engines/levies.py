"""Turns what the file says of value-added tax into what each line is counted with: its net or its gross amount.

Tax that is recovered is no cost, so that such a line counts net; tax that is not counts gross. Where the file does not
say which, amounts are counted as they are stated. All options and benefits are treated alike.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.figures.expression import Expression
from generator.figures.figure import Figure, figure
from generator.figures.key import Key
from generator.proposal.models.proposal import Proposal
from generator.proposal.models.taxes import Recoverable, Tax


@dataclass(frozen=True, kw_only=True)
class Levy:
    """The tax on a line. included: whether stated amounts hold it; counts_gross: whether counted ones do."""

    rate: Figure
    included: bool
    counts_gross: bool

    def counted(self, stated: Expression) -> Expression:
        """A stated amount as it is counted."""
        if self.counts_gross == self.included:
            return stated
        return self.gross(stated, counted=False) if self.counts_gross else stated / (1 + self.rate)

    def net(self, amount: Expression) -> Expression:
        """A counted amount without tax."""
        return amount / (1 + self.rate) if self.counts_gross else amount

    def gross(self, amount: Expression, *, counted: bool = True) -> Expression:
        """A counted amount with tax."""
        return amount if counted and self.counts_gross else amount * (1 + self.rate)


@dataclass(frozen=True)
class Levies:
    """What is levied on lines; nothing that counts where the file does not ask for tax by line (rule is None)."""

    rule: Tax | None = None

    def on(
        self,
        rate: Figure | None = None,
        recoverable: Recoverable | None = None,
        *,
        labour: bool = False,
        credit: bool = False,
    ) -> Levy | None:
        """The tax on a line: at its own rate, at that of our own labour or of credits, or at the general one."""
        if self.rule is None:
            return None
        general = self.rule.labour_rate if labour else self.rule.rate
        general = self.rule.credit_rate if credit else general
        recovered = recoverable or self.rule.recoverable
        included = self.rule.prices_include_tax
        return Levy(
            rate=general if rate is None else rate,
            included=included,
            counts_gross=included if recovered is None else recovered == "no",
        )


def levies_of(proposal: Proposal) -> Levies:
    """Of a proposal."""
    return Levies(proposal.tax if proposal.taxes_by_line else None)


def counted(levy: Levy | None, stated: Expression) -> Expression:
    """A stated amount as it is counted; as stated without a levy."""
    return stated if levy is None else levy.counted(stated)


def counted_month(levy: Levy | None, stated: Figure, path: Key, item: str) -> Figure:
    """A month of a line as it is counted; the stated figure itself where that is the same."""
    amount = counted(levy, stated)
    if amount is stated:
        return stated
    return figure(path / "counted", "money/month", amount, item)
