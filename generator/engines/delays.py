"""Turns later go-lives into what the net present value and the payback are then: what a month of delay costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.engines.timeline import MONTHS_PER_YEAR
from generator.figures.cases import Case, Cases
from generator.figures.evaluation import figures_below
from generator.figures.figure import Figure, figure
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, label_column
from generator.proposal.models.proposal import Proposal

KEY = Key("delays")


@dataclass(frozen=True, kw_only=True)
class Delay:
    """The go-live, by how many months it is late, and the month in which it then is.

    stated: the number of months as the file or our data state it; late: the same, once more.
    """

    go_live: Figure
    stated: Figure
    late: Figure
    month: Figure

    @property
    def case(self) -> Case:
        """The model with the later go-live."""
        return Case(f"delay:{self.stated.key}", {self.go_live.key: self.month.value})


def delays_of(proposal: Proposal, targets: Sequence[Figure]) -> tuple[Delay, ...]:
    """Those within the horizon; none where no target waits for the go-live."""
    go_live = proposal.go_live
    if go_live is None or go_live.key not in figures_below(targets):
        return ()
    last = proposal.horizon.years * MONTHS_PER_YEAR
    fitting = (late for late in proposal.sensitivity.delays if go_live.value + late.value <= last)
    return tuple(_delay(go_live, stated) for stated in fitting)


def _delay(go_live: Figure, stated: Figure) -> Delay:
    key = _key(stated)
    late = figure(key / "late", "month", stated * 1)
    month = figure(key / "go_live", "nth_month", go_live + stated)
    return Delay(go_live=go_live, stated=stated, late=late, month=month)


def _key(stated: Figure) -> Key:
    return Key(KEY, stated.key.name, about=stated.key)


def delay_schedule(
    delays: Sequence[Delay], cases: Cases, net_present_value: Figure, payback: Figure
) -> Schedule:
    """Each delay with its results, and how much less each month of it leaves."""
    columns = (
        label_column("delay"),
        Column("npv", "money", role="total"),
        Column("late", "month"),
        Column("go_live", "nth_month"),
        Column("month_costs", "money"),
        Column("payback_months", "month"),
    )
    rows = []
    for delay in delays:
        key = _key(delay.stated)
        npv = figure(key / "npv", "money", cases.in_case(net_present_value, delay.case.id))
        each = figure(key / "month_costs", "money", (net_present_value - npv) / delay.stated)
        moment = figure(key / "payback_months", "month", cases.in_case(payback, delay.case.id))
        cells = (npv, delay.late, delay.month, each, moment)
        rows.append(Row(key, cells, kind="memo", named=delay.stated))
    return Schedule(KEY, columns, tuple(rows))
