"""The model of the prices at which one and the same machine can be rented."""

from __future__ import annotations

from typing import Annotated

from generator.figures.figure import Figure
from generator.proposal.fields import Quantity
from generator.proposal.section import Section

Rent = Annotated[Figure, Quantity("money/hour", above=0)]


class Rents(Section):
    """Other prices of an hour of the machine, to see what each would come to; `hourly` is the one that is paid.

    on_demand: without a term. reserved_one_year, reserved_three_years: bound for so long. spot: what is left over,
    and may be taken away.
    """

    on_demand: Rent | None = None
    reserved_one_year: Rent | None = None
    reserved_three_years: Rent | None = None
    spot: Rent | None = None
