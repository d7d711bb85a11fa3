"""The model of what every line has that is paid or earned month by month: from when to when it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

from pydantic import create_model, model_validator

from generator.figures.figure import Figure
from generator.proposal.context import problem
from generator.proposal.months import Moment
from generator.proposal.section import Section

Month = Annotated[Figure, Moment()]

if TYPE_CHECKING:
    _WithFrom = Section
else:
    # `from` is a word of Python, which no class body can declare.
    _WithFrom = create_model(
        "_WithFrom",
        __base__=Section,
        __doc__="Something that begins. from: its first month.",
        **{"from": (Month | None, None)},
    )


class Timed(_WithFrom):
    """Something that runs from a month to a month. from: its first. until: its last."""

    until: Month | None = None

    @property
    def begins(self) -> Figure | None:
        """The month named by `from`."""
        return cast("Figure | None", getattr(self, "from"))

    @model_validator(mode="after")
    def _in_order(self) -> Timed:
        if self.begins is None or self.until is None:
            return self
        first, last = self.begins.value, self.until.value
        if last < first:
            message = f"it ends with month {last:g}, before it begins with month {first:g}"
            raise problem("E021", message, "make from the earlier one", field="until")
        return self
