"""Turns schedules into the data of charts: cost by year, cumulative cash, options side by side."""

from __future__ import annotations

from generator.engines.model import Model
from generator.engines.optimisation.waterfall import Optimisation
from generator.engines.options import OptionCost
from generator.packet.charts import Chart, Mark, Series
from generator.packet.numerals import Numerals
from generator.packet.words import Words

# As many as the table beside shows.
WIDEST_RANGES = 10


def charts_of(model: Model, words: Words, numerals: Numerals) -> tuple[Chart, ...]:
    """The charts of the document, in order. Amounts are in the document's unit."""
    charts = [_cost_by_year(model, words, numerals), _cumulative_cash(model, words, numerals)]
    if len(model.options) > 1:
        charts += [_options(model, words, numerals), _crossover(model, words, numerals)]
    if model.outlook.strongest is not None:
        charts.append(_tornado(model, words, numerals))
    if model.optimisation is not None:
        charts.append(_waterfall(model.optimisation, words, numerals))
    return tuple(charts)


def _cost_by_year(model: Model, words: Words, numerals: Numerals) -> Chart:
    rows = {row.key: row.cells[1:] for row in model.ownership.cash.rows}
    series = tuple(
        Series(
            words.word("rows", key),
            tuple(numerals.shown_value(cell.value) for cell in rows[key]),  # type: ignore[union-attr]
        )
        for key in ("capex", "opex")
    )
    categories = tuple(
        words.word("columns", "year").replace("{number}", f"{year.value:g}") for year in model.years
    )
    return Chart(
        "cost_by_year",
        "stacked_bars",
        words.word("charts", "cost_by_year"),
        "",
        numerals.money_unit,
        categories,
        series,
        (),
    )


def _cumulative_cash(model: Model, words: Words, numerals: Numerals) -> Chart:
    values = tuple(numerals.shown_value(item.value) for item in model.flow.cumulative)
    payback = model.returns.payback_months
    marks: tuple[Mark, ...] = ()
    if payback.reason is None:
        label = f"{words.word('charts', 'payback')} {numerals.with_unit(payback)}"
        marks = (Mark(payback.value, label),)
    return Chart(
        "cumulative_cash",
        "lines",
        words.word("charts", "cumulative_cash"),
        words.word("charts", "months"),
        numerals.money_unit,
        tuple(str(month) for month in range(len(values))),
        (Series(words.word("rows", "cumulative_net"), values),),
        marks,
    )


def _waterfall(optimisation: Optimisation, words: Words, numerals: Numerals) -> Chart:
    """From the cost before any step, by what each step takes away or adds, to the option's total."""
    schedule = next(item for item in optimisation.schedules if item.key == "optimisation")
    names = [words.label(schedule, row) for row in schedule.rows if row.kind == "line"]
    changes = [-step.saving.value for step in optimisation.steps if step.saving is not None]
    amounts = (optimisation.start.value, *changes, optimisation.end.value)
    return Chart(
        "optimisation",
        "waterfall",
        words.word("charts", "optimisation"),
        "",
        numerals.money_unit,
        (*names, words.word("charts", "optimisation_end")),
        (Series("TCO", tuple(numerals.shown_value(amount) for amount in amounts)),),
    )


def _options(model: Model, words: Words, numerals: Numerals) -> Chart:
    options = sorted(model.options.values(), key=lambda option: option.tco.value)
    return Chart(
        "options",
        "bars",
        words.word("charts", "options"),
        numerals.money_unit,
        "",
        tuple(_named(option, words) for option in options),
        (Series("TCO", tuple(numerals.shown_value(option.tco.value) for option in options)),),
        (),
    )


def _tornado(model: Model, words: Words, numerals: Numerals) -> Chart:
    """What either end of a range adds to the net present value, the widest range first."""
    schedule = next(item for item in model.outlook.schedules if item.key == "tornado")
    rows = schedule.rows[:WIDEST_RANGES]
    ends = [column.key for column in schedule.columns[1:]]
    series = tuple(
        Series(
            words.word("charts", label),
            tuple(
                numerals.shown_value(row.cells[ends.index(end)].value)  # type: ignore[union-attr]
                for row in rows
            ),
        )
        for end, label in (("effect_low", "tornado_low"), ("effect_high", "tornado_high"))
    )
    return Chart(
        "tornado",
        "bars",
        words.word("charts", "tornado"),
        numerals.money_unit,
        "",
        tuple(words.label(schedule, row) for row in rows),
        series,
    )


def _named(option: OptionCost, words: Words) -> str:
    """An option's name, with a word for one that cannot serve the load."""
    if option.capacity is None or not option.capacity.obstacle:
        return option.name
    return words.word("charts", "cannot_serve").format(name=option.name)


def _crossover(model: Model, words: Words, numerals: Numerals) -> Chart:
    """What each option has cost by the end of every month, the chosen one first, and where it crosses the others."""
    options = sorted(model.options.values(), key=lambda option: option is not model.chosen)
    label = words.word("charts", "break_even")
    marks = tuple(
        Mark(point.month.value, label.format(name=point.name, month=numerals.show(point.month)))
        for point in model.break_evens.alternatives
        if point.month.reason is None and point.month.value > 0
    )
    series = tuple(
        Series(
            _named(option, words),
            tuple(
                numerals.shown_value(amount.value)
                for amount in model.break_evens.cumulative[option.id]
            ),
        )
        for option in options
    )
    return Chart(
        "cumulative_cost",
        "lines",
        words.word("charts", "cumulative_cost"),
        words.word("charts", "months"),
        numerals.money_unit,
        tuple(str(month) for month in range(len(series[0].values))),
        series,
        marks,
    )
