"""What a line says of how finance books it: on which account, for which cost centre, out of which fund."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

SEPARATOR = " · "


@dataclass(frozen=True, kw_only=True)
class Booking:
    """Names of the user's; empty where a line states none."""

    account: str = ""
    cost_center: str = ""
    funding: str = ""

    @property
    def place(self) -> tuple[str, str]:
        """Account and cost centre, by which what is paid is added up."""
        return self.account, self.cost_center

    @property
    def name(self) -> str:
        """Both, as far as they are stated."""
        return SEPARATOR.join(filter(None, self.place))


NOWHERE = Booking()


class Bookable(Protocol):
    """A line of the input that may say so."""

    @property
    def account(self) -> str | None: ...
    @property
    def cost_center(self) -> str | None: ...
    @property
    def funding(self) -> str | None: ...


def booking_of(line: Bookable) -> Booking:
    """What the line says."""
    return Booking(
        account=line.account or "",
        cost_center=line.cost_center or "",
        funding=line.funding or "",
    )
