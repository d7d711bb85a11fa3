"""Turns schedules into the data of charts: cost by year, cumulative cash, options side by side."""

from __future__ import annotations

from generator.engines.model import Model
from generator.packet.charts import Chart, Mark, Series
from generator.packet.numerals import Numerals
from generator.packet.words import Words


def charts_of(model: Model, words: Words, numerals: Numerals) -> tuple[Chart, ...]:
    """The charts of the document, in order. Amounts are in the document's unit."""
    charts = [_cost_by_year(model, words, numerals), _cumulative_cash(model, words, numerals)]
    if len(model.options) > 1:
        charts.append(_options(model, words, numerals))
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
        label = (
            f"{words.word('charts', 'payback')} {numerals.show(payback)} {numerals.unit(payback)}"
        )
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


def _options(model: Model, words: Words, numerals: Numerals) -> Chart:
    options = sorted(model.options.values(), key=lambda option: option.tco.value)
    return Chart(
        "options",
        "bars",
        words.word("charts", "options"),
        numerals.money_unit,
        "",
        tuple(option.name for option in options),
        (Series("TCO", tuple(numerals.shown_value(option.tco.value) for option in options)),),
        (),
    )
