"""Turns the results into what each chart says, in a sentence: the caption under it in the document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.engines.break_even import BreakEven
from generator.engines.model import Model
from generator.figures.figure import Figure
from generator.packet.numerals import LEVELS, Numerals
from generator.packet.quotes import filled
from generator.packet.story import Story
from generator.packet.words import Words


def findings_of(model: Model, story: Story, words: Words, numerals: Numerals) -> Mapping[str, str]:
    """By the key of the chart; a chart that says nothing beyond its title has none."""
    return dict(_Findings(model, story, words, numerals).all())


class _Findings:
    """One method for each chart: which sentence is true of it, and the numbers that it holds."""

    def __init__(self, model: Model, story: Story, words: Words, numerals: Numerals) -> None:
        self.model, self.story, self.words, self.numerals = model, story, words, numerals

    def all(self) -> Iterator[tuple[str, str]]:
        for key, told in (
            ("benchmark_speed", self.benchmark()),
            ("service", self.service()),
            ("cost_by_year", self.cost_by_year()),
            ("cumulative_cash", self.cumulative_cash()),
            ("cash_flow_by_year", self.flow_by_year()),
            ("options", self.options()),
            ("cumulative_cost", self.cumulative_cost()),
            ("tornado", self.tornado()),
            ("optimisation", self.optimisation()),
            ("routing_history", self.routed()),
            ("plan", self.plan()),
            ("risks", self.risks()),
        ):
            if told:
                yield key, told

    def benchmark(self) -> str:
        """How fast a copy of the model is with as many requests as run."""
        capacity = self.model.chosen.capacity
        if capacity is None or capacity.throughput.speed.benchmark is None:
            return ""
        count = self.numerals.show(capacity.memory.together)
        return self._say("measured", count=count, speed=capacity.throughput.speed.benchmark.speed)

    def service(self) -> str:
        """How many machines there come to be, or when those that there are no longer serve what is asked."""
        service = self.model.chosen.service
        if service is None:
            return ""
        pairs = zip(service.asked, service.served, strict=True)
        years = [
            year for year, (asked, served) in enumerate(pairs, 1) if asked.value > served.value
        ]
        if years:
            return self._say("outgrown", year=str(years[0]))
        if not service.units:
            return self._say("served")
        there = [(year, units) for year, units in enumerate(service.units, 1) if units.value]
        (year, begin), (_, end) = there[0], there[-1]
        first, last = self.numerals.show(begin), self.numerals.show(end)
        name = "grown" if first != last else "served_by"
        return self._say(name, year=str(year), first=first, last=last)

    def cost_by_year(self) -> str:
        owned = self.model.ownership
        name = "cost" if self.story.invests else "cost_of_running"
        return self._say(name, total=owned.total, capex=owned.capex_total)

    def cumulative_cash(self) -> str:
        """From the start of the project, as the axis counts."""
        returns, end = self.model.returns, self.model.flow.cumulative[-1]
        if returns.payback_months.reason is not None:
            return self._say("not_paid_back", end=end)
        if not self.story.invests:
            return self._say("nothing_to_pay_back", end=end)
        months = self.numerals.whole(returns.payback_months)
        return self._say("paid_back" if months != "1" else "paid_back_soon", months, end=end)

    def flow_by_year(self) -> str:
        flow = self.model.yearly
        return self._say("flow_by_year", first=flow.net[0], total=flow.total)

    def options(self) -> str:
        if self.story.obstacle or not self.story.several_options:
            return ""
        if self.story.cheapest is not None:
            premium = self.model.figures["savings.premium"]
            return self._say("dearer", name=self.story.cheapest.name, premium=premium)
        saving = self.model.figures["savings.vs_runner_up"]
        if saving.reason is not None or saving.value <= 0:
            return ""
        return self._say("cheapest", name=self.story.chosen.name, saving=saving)

    def cumulative_cost(self) -> str:
        """Against today, or else against the option that is met last."""
        points = [
            point
            for point in self.model.break_evens.alternatives
            if point.month.reason is None and point.month.value > 0
        ]
        if not points or self.story.obstacle:
            return ""
        today = self.story.status_quo
        against = next((point for point in points if today and point.id == today.id), None)
        return self._met(against or max(points, key=lambda point: point.month.value))

    def _met(self, point: BreakEven) -> str:
        chosen = self.model.break_evens.cumulative[self.story.chosen.id][-1]
        other = self.model.break_evens.cumulative[point.id][-1]
        name = "cheaper_from" if chosen.value <= other.value else "cheaper_until"
        return self._say(
            name, self.numerals.whole(point.month), name=self.story.chosen.name, other=point.name
        )

    def tornado(self) -> str:
        return self._say("strongest", name=self.story.strongest) if self.story.strongest else ""

    def routed(self) -> str:
        routed = self.model.routed
        if routed is None:
            return ""
        share, standard = routed.local_share, routed.all_standard
        return self._say("routed", share=share, cost=routed.cost, standard=standard)

    def optimisation(self) -> str:
        if self.model.optimisation is None:
            return ""
        saves = self.model.optimisation.saving.value > 0
        name = "steps_save" if saves else "steps_cost"
        return self._say(name, saving=self.model.optimisation.saving)

    def plan(self) -> str:
        steps = self.model.proposal.timeline
        if not steps:
            return ""
        live, last = self.model.proposal.approval.go_live_weeks, max(it.span[1] for it in steps)
        return self._say("plan" if live is None else "plan_live", live=str(live), last=str(last))

    def risks(self) -> str:
        risks = self.model.proposal.risks
        if not risks:
            return ""
        first = max(risks, key=lambda it: LEVELS.index(it.likelihood) + LEVELS.index(it.impact))
        levels = (self.words.word("levels", level) for level in (first.likelihood, first.impact))
        likelihood, impact = levels
        name = filled(first.risk, self.model.figures, self.numerals)
        return self._say("risks", name=name, likelihood=likelihood, impact=impact)

    def _say(self, key: str, months: str = "", **parts: Figure | str) -> str:
        form = self.words.word("findings", key)
        written = {
            name: self.numerals.about(part) if isinstance(part, Figure) else part
            for name, part in parts.items()
        }
        return form.format(months=months, years=self.model.proposal.horizon.years, **written)
