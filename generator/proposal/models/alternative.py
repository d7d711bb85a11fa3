"""The models of what every option has that is compared."""

from __future__ import annotations

from typing import Annotated

from generator.figures.figure import Figure
from generator.proposal.fields import TRUTH
from generator.proposal.models.parts import Text
from generator.proposal.months import Moment
from generator.proposal.section import Section


class Alternative(Section):
    """Something that is compared. rejected_because: why it is not chosen."""

    rejected_because: Text | None = None


class Improvable(Alternative):
    """Something that a cache before it spares requests, and that serves from some month on.

    optimisations: `false` where it does without. go_live: the month from which it serves; without one,
    `horizon.go_live`. rejected_because: why it is not chosen.
    """

    optimisations: Annotated[bool, TRUTH] = True
    go_live: Annotated[Figure, Moment()] | None = None
