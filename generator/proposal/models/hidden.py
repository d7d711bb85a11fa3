"""The models of costs that no invoice shows: hidden ones, and those of moving in and out."""

from __future__ import annotations

from typing import Annotated

from generator.figures.figure import Figure
from generator.proposal.fields import TRUTH, Quantity
from generator.proposal.section import Section

Money = Annotated[Figure, Quantity("money", minimum=0)]
Share = Annotated[Figure, Quantity("ratio", minimum=0, maximum=1)]


class Outage(Section):
    """Hours a year in which the platform is down, and what an hour costs the company.

    hours_per_year: of outage. loss_per_hour: what one of them costs.
    """

    hours_per_year: Annotated[Figure, Quantity("hour/year", minimum=0)]
    loss_per_hour: Annotated[Figure, Quantity("money/hour", minimum=0)]


class TechnicalDebt(Section):
    """The yearly share of the investment that goes into keeping up.

    share_per_year: of the one-time cost.
    """

    share_per_year: Share


class Opportunity(Section):
    """What the capital would earn elsewhere.

    hurdle_rate: a year, on the one-time cost.
    """

    hurdle_rate: Share


class LateCapacity(Section):
    """Months until the capacity is there, and the value of a month with it.

    months: of waiting. monthly_value: what one of them would have brought.
    """

    months: Annotated[Figure, Quantity("month", minimum=0)]
    monthly_value: Annotated[Figure, Quantity("money/month", minimum=0)]


class HiddenCosts(Section):
    """Costs beside the headline: shown, not inside it, unless what is cash among them is counted in.

    outage: the platform is down. technical_debt: keeping up with the technology. opportunity: what the capital would
    earn elsewhere. late_capacity: waiting for the machines. migration: moving in, once. leaving: moving out, once.
    cash_counted: `true` where these two, which are cash, stand in the one-time cost of every option that moves.
    """

    outage: Outage | None = None
    technical_debt: TechnicalDebt | None = None
    opportunity: Opportunity | None = None
    late_capacity: LateCapacity | None = None
    migration: Money | None = None
    leaving: Money | None = None
    cash_counted: Annotated[bool, TRUTH] = False
