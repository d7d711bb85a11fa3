"""The model of a reference case: an organisation that has done it before, at which scale, cost and result."""

from __future__ import annotations

from typing import Annotated

from generator.figures.figure import Figure
from generator.proposal.fields import Quantity
from generator.proposal.models.growth import REQUESTS
from generator.proposal.models.parts import Date, Text
from generator.proposal.section import Section


class ReferenceCase(Section):
    """An organisation that has done it before; what is left out prints as to be filled in.

    The document sets beside it what the preferred option costs at that scale.

    organisation: who. scale: its requests a month. cost: what it reports to pay in an average month, purchases
    included, in the currency of the file. result: what came of it. source: where that is told. date: of the source.
    """

    organisation: Text
    scale: Annotated[Figure, REQUESTS] | None = None
    cost: Annotated[Figure, Quantity("money/month", minimum=0)] | None = None
    result: Text | None = None
    source: Text | None = None
    date: Date | None = None

    @property
    def left_out(self) -> tuple[str, ...]:
        """The fields that nobody filled in."""
        return tuple(name for name in self.field_names() if getattr(self, name) is None)
