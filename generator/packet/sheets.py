"""Turns the model's schedules into the sheets of the workbook, in the order in which finance reads them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.figures.schedule import Schedule
from generator.packet.words import family

# Sheet key → the families of schedules that stand on it, top down. A sheet reads those before it.
CONTENTS = {
    "load": ("load", "network", "pricing"),
    "capex": ("labour", "capex", "tax"),
    "power": ("capacity", "power"),
    "opex": ("derivation", "opex", "opex_by_year"),
    "options": ("options", "unit_costs"),
    "cumulative_cost": ("cumulative_cost", "break_even"),
    "mix": ("mix",),
    "routing": ("routing", "tiers", "cache"),
    "optimisation": ("optimisation", "optimisation_load", "optimisation_bill"),
    "scales": ("scales",),
    "tco": ("summary", "tco", "tco_accrual", "hidden"),
    "benefits": ("benefits",),
    "cash_flow": ("cash_flow",),
    "return": ("return", "cash_flow_by_year"),
    "scenarios": ("scenarios",),
    "sensitivity": ("sensitivity", "tornado"),
    "choice": ("choice",),
    "sources": ("sources",),
    "checks": ("checks",),
    "history": ("history",),
}


@dataclass(frozen=True)
class Sheet:
    """A sheet of schedules. Its title and purpose stand under `sheets` in the words of a language."""

    key: str
    schedules: tuple[Schedule, ...]


def sheets_of(schedules: Iterable[Schedule]) -> tuple[Sheet, ...]:
    """The sheets that have something to show."""
    ordered = list(schedules)
    sheets = (
        Sheet(
            key,
            tuple(
                schedule
                for name in families
                for schedule in ordered
                if family(schedule.key) == name
            ),
        )
        for key, families in CONTENTS.items()
    )
    return tuple(sheet for sheet in sheets if sheet.schedules)
