"""Turns schedules into the statements of all charts: which figures, under which names; no chart is stated elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.engines.model import Model
from generator.engines.options import OptionCost
from generator.figures.figure import Figure
from generator.figures.key import Key
from generator.figures.schedule import Schedule
from generator.packet.charts import WATERFALL, Chart, ChartKind, Mark, Series
from generator.packet.findings import findings_of
from generator.packet.numerals import Numerals
from generator.packet.plan_charts import plan_charts
from generator.packet.story import Story
from generator.packet.words import Words

# More bars than these tell a reader nothing.
STRONGEST = 5
# Of what the total cost of an option consists.
PARTS = ("capex", "opex_total", "transition", "sold")
# Of what the cost of a year consists.
BY_YEAR = ("capex", "opex", "transition", "resale")
# So many years, or points, show where something goes.
TREND = 2
# What requests wait for, by the columns of a benchmark.
WAITS = ("first_token", "first_token_high", "latency", "latency_high")


def charts_of(model: Model, story: Story, words: Words, numerals: Numerals) -> tuple[Chart, ...]:
    """The charts in the order of the document."""
    state = _Statements(model, words, numerals)
    charts = [state.cost_by_year(), state.cumulative_cash(), state.flow_by_year()]
    charts = [*state.benchmark(), *state.service(), *charts]
    if len(model.options) > 1:
        charts += [state.options(), state.cumulative_cost()]
    if model.outlook.strongest is not None:
        charts.append(state.tornado())
    if model.optimisation is not None:
        charts.append(state.waterfall())
    charts += state.routed()
    charts += [*plan_charts(model, words, numerals)]
    told = findings_of(model, story, words, numerals)
    return tuple(replace(chart, finding=told.get(chart.key, chart.title)) for chart in charts)


class _Statements:
    """One method for each chart."""

    def __init__(self, model: Model, words: Words, numerals: Numerals) -> None:
        self.model, self.words, self.numerals = model, words, numerals

    def service(self) -> Iterator[Chart]:
        """What is asked of the chosen option's machines and what they serve, where there are years to compare."""
        chosen = self.model.chosen
        if chosen.service is None or not chosen.service.moves or len(self.model.years) < TREND:
            return
        lines = {"volume_asked": chosen.service.asked, "volume_served": chosen.service.served}
        if any(item.reason is not None for line in lines.values() for item in line):
            return
        table = self._schedule(Key("service", chosen.id))
        years = self._years(table)
        series = tuple(Series(self.words.word("rows", key), line) for key, line in lines.items())
        yield self._chart(
            "service", "lines", table.key, self._word("years"), years, series, table.periods
        )

    def benchmark(self) -> Iterator[Chart]:
        """How fast the chosen option's server was, and for how long requests waited, by requests at a time."""
        capacity = self.model.chosen.capacity
        found = None if capacity is None else capacity.throughput.speed.benchmark
        if found is None or len(found.steps) < TREND:
            return
        waits = {name: found.line(name) for name in WAITS}
        each = tuple(step.each for step in found.steps)
        for key, lines in (
            (
                "benchmark_speed",
                {"tokens_per_second": found.line("tokens_per_second"), "each_request": each},
            ),
            ("benchmark_wait", {name: line for name, line in waits.items() if line}),
        ):
            if lines:
                levels = found.line("concurrency")
                series = tuple(Series(self._column(name), line) for name, line in lines.items())
                names = tuple(self.numerals.show(level) for level in levels)
                table, along = Key("benchmark", self.model.chosen.id), self._column("concurrency")
                chart = self._chart(key, "lines", table, along, names, series)
                yield replace(chart, levels=levels)

    def cost_by_year(self) -> Chart:
        return self._by_year("cost_by_year", self.model.ownership.cash, BY_YEAR)

    def flow_by_year(self) -> Chart:
        names = ("investment", "benefits", "opex", "resale")
        return self._by_year("cash_flow_by_year", self.model.yearly.schedule, names)

    def cumulative_cash(self) -> Chart:
        """Both as it is and at present value, when the option is live, and where the first is paid back."""
        flow, payback = self.model.flow, self.model.returns.payback_months
        label = self._word("payback").format(months=self.numerals.about(payback))
        rows = {"cumulative_net": flow.cumulative, "cumulative_present_value": flow.worth}
        return self._over_months(
            "cumulative_cash",
            "cash_flow",
            tuple(Series(self.words.word("rows", name), line) for name, line in rows.items()),
            (*self._live(), *(() if payback.reason else (Mark(payback, label),))),
        )

    def _live(self) -> Iterator[Mark]:
        """The go-live, on the line of nothing."""
        month = self.model.returns.live
        if month is not None and self.model.chosen.kind != "status_quo":
            yield Mark(month, self._word("go_live").format(month=self.words.month(month)))

    def cumulative_cost(self) -> Chart:
        """What each option has cost by the end of every month, the chosen one first, and where they cross."""
        model = self.model
        options = sorted(model.options.values(), key=lambda option: option is not model.chosen)
        label, whole = self._word("break_even"), self.numerals.whole
        chart = self._over_months(
            "cumulative_cost",
            "cumulative_cost",
            tuple(
                Series(self._named(option), tuple(model.break_evens.cumulative[option.id]))
                for option in options
            ),
            tuple(
                Mark(
                    point.month, label.format(name=point.name, month=whole(point.month)), point.cost
                )
                for point in model.break_evens.alternatives
                if point.month.reason is None and point.month.value > 0
            ),
        )
        return replace(chart, chosen=0)

    def options(self) -> Chart:
        """Of what the total of each option is made, in the order of their table."""
        options = list(self.model.options.values())
        table = self._schedule("options")
        parts = [part for part in PARTS if _has(table, part)]
        series = tuple(Series(self._column(part), _down(table, part)) for part in parts)
        names, along = tuple(map(self._named, options)), self._column("option")
        chart = self._chart("options", "parts", table.key, along, names, series)
        return replace(chart, chosen=options.index(self.model.chosen))

    def tornado(self) -> Chart:
        """What either end of a range adds to the net present value, the widest ranges alone."""
        table = self._schedule("tornado")
        schedule = replace(table, rows=table.rows[:STRONGEST])
        ends = {"effect_low": "tornado_low", "effect_high": "tornado_high"}
        names = tuple(self.words.label(schedule, row) for row in schedule.rows)
        series = tuple(Series(self._word(name), _down(schedule, key)) for key, name in ends.items())
        along = self._column("driver")
        return self._chart("tornado", "bars", schedule.key, along, names, series)

    def waterfall(self) -> Chart:
        """From the cost before any step, by what each step takes away or adds, to the option's total."""
        bars = self._schedule("optimisation.bars")
        names = tuple(self.words.label(bars, row) for row in bars.rows)
        series = tuple(
            Series(self.words.word("columns", f"bar_{part}"), _down(bars, f"bar_{part}"))
            for part in WATERFALL
        )
        along = self._column("measure_taken")
        return self._chart("optimisation", "waterfall", bars.key, along, names, series)

    def routed(self) -> Iterator[Chart]:
        """What part of the requests of a log each tier is given, and of the cost."""
        if self.model.routed is None:
            return
        table = self.model.routed.parts
        names = tuple(self.words.label(table, row) for row in table.rows)
        series = tuple(
            Series(self._column(column.key), _down(table, column.key))
            for column in table.columns[1:]
        )
        along = self._column("tier")
        yield self._chart("routing_history", "parts", table.key, along, names, series)

    def _by_year(self, key: str, schedule: Schedule, names: tuple[str, ...]) -> Chart:
        rows = {row.key: row for row in schedule.rows}
        at = [at for at, column in enumerate(schedule.columns[1:]) if column.period is not None]
        series = tuple(
            Series(
                self.words.label(schedule, rows[name]),
                tuple(_figure(rows[name].cells[place]) for place in at),
            )
            for name in names
            if name in rows
        )
        along, years = self._word("years"), self._years(schedule)
        return self._chart(
            key, "stacked_bars", schedule.key, along, years, series, schedule.periods
        )

    def _years(self, schedule: Schedule) -> tuple[str, ...]:
        year = self.words.word("columns", "year")
        return tuple(year.replace("{number}", f"{item.value:g}") for item in schedule.periods)

    def _over_months(
        self, key: str, table: str, series: tuple[Series, ...], marks: tuple[Mark, ...]
    ) -> Chart:
        months, along = self._schedule(table).periods, self.words.months()
        names = tuple(f"{month.value:g}" for month in months)
        return self._chart(key, "lines", table, along, names, series, months, marks)

    def _chart(  # noqa: PLR0913  # a statement has as many parts as a chart
        self,
        key: str,
        kind: ChartKind,
        table: str,
        along: str,
        categories: tuple[str, ...],
        series: tuple[Series, ...],
        periods: tuple[Figure, ...] = (),
        marks: tuple[Mark, ...] = (),
    ) -> Chart:
        return Chart(
            key=key,
            kind=kind,
            title=self._word(key),
            table=table,
            along=along,
            categories=categories,
            series=series,
            periods=periods,
            marks=marks,
        )

    def _word(self, key: str) -> str:
        return self.words.word("charts", key)

    def _column(self, key: str) -> str:
        return self.words.word("columns", key)

    def _schedule(self, key: str) -> Schedule:
        return self.model.schedules[key]

    def _named(self, option: OptionCost) -> str:
        """An option's name, with a word for one that cannot serve the load."""
        if not option.obstacle:
            return option.name
        return self._word("cannot_serve").format(name=option.name)


def _has(schedule: Schedule, key: str) -> bool:
    return any(column.key == key for column in schedule.columns)


def _down(schedule: Schedule, key: str) -> tuple[Figure | None, ...]:
    """The figures of a schedule below a heading."""
    at = next(at for at, column in enumerate(schedule.columns[1:]) if column.key == key)
    return tuple(_figure(row.cells[at]) for row in schedule.rows)


def _figure(cell: object) -> Figure | None:
    return cell if isinstance(cell, Figure) else None
