"""The model of what a one-time line may say of time: when it is paid, whether it is bought again, what comes back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from generator.figures.figure import Figure
from generator.proposal.fields import Quantity
from generator.proposal.models.taxes import Recovered, TaxRate
from generator.proposal.months import Moment
from generator.proposal.nodes import MappingNode
from generator.proposal.problems import Problem
from generator.proposal.section import Section
from generator.wording.saying import said

Trend = Annotated[Figure, Quantity("ratio", minimum=-0.9, maximum=1)]


class Replacement(Section):
    """Buying it again, as often as fits strictly before the end of the horizon.

    Each purchase is paid at the end of the last month of the one before it and is written off from the month after.

    after_years: how long each is used. price_trend: the change of its price a year since the first purchase.
    """

    after_years: Annotated[Figure, Quantity("year", minimum=0.5, maximum=30, decided=True)]
    price_trend: Trend | None = None


class Bought(Section):
    """Something paid once.

    month: in which it is paid. replace: how it is bought again. price_trend: of later purchases, a year. resale: the
    amount that comes back. resale_share: that as a share of the price. tax: the rate of value-added tax on it.
    tax_recoverable: whether that comes back.
    """

    month: Annotated[Figure, Moment(minimum=0, decided=True)] | None = None
    replace: Replacement | None = None
    price_trend: Trend | None = None
    resale: Annotated[Figure, Quantity("money", minimum=0)] | None = None
    resale_share: Annotated[Figure, Quantity("ratio", minimum=0, maximum=1)] | None = None
    tax: TaxRate | None = None
    tax_recoverable: Recovered | None = None

    @property
    def trend(self) -> Figure | None:
        """The change of its price a year, wherever it is said."""
        within = None if self.replace is None else self.replace.price_trend
        return self.price_trend if within is None else within

    @classmethod
    def faults(cls, values: dict[str, Any], node: MappingNode) -> Iterator[Problem]:
        """One price trend; and it is clear for which machine money comes back."""
        replace = values.get("replace")
        contradictions = (
            (
                "price_trend",
                isinstance(replace, MappingNode) and "price_trend" in replace,
                said("the price trend is stated twice"),
                said("state it here or in replace"),
            ),
            (
                "resale",
                replace is not None,
                said("what comes back is an amount, but the line is bought more than once"),
                said("write resale_share: …, a share of the price of each"),
            ),
            (
                "resale",
                "resale_share" in values,
                said("what comes back is stated twice"),
                said("state resale or resale_share"),
            ),
        )
        for name, contradicts, message, fix in contradictions:
            if name in values and contradicts:
                yield Problem("E021", node.key_marks.get(name, node.mark), message, fix)
