"""Turns benefit lines into monthly money before and after weighting by confidence; a weighted amount stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.engines.ledger import Ledger
from generator.engines.levies import Levies, Levy, counted, counted_month
from generator.engines.running import Running, Years
from generator.engines.timeline import MONTHS_PER_YEAR, period_columns
from generator.engines.timing import Course, Line, Portion, Timing, course_of
from generator.figures.expression import Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import sum_of
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, label_column, list_of
from generator.proposal.models.benefit import Benefit
from generator.proposal.models.proposal import Proposal

# The benefits of the chosen option stand under no other key.
EVERYWHERE = Key()


@dataclass(frozen=True, kw_only=True)
class Benefits:
    """All benefits together: a month and a year, weighted; and a month before weighting.

    years: what each year brings, and course: how, where not all of them run all the time; portions: the same line by
    line. whole: what each line would bring in each year if it ran all of it.
    """

    monthly: Figure
    annual: Figure
    unweighted: Figure
    weighted: tuple[Figure, ...]
    schedule: Schedule
    by_year: Schedule | None
    years: Line
    course: Course
    portions: tuple[Portion, ...]
    timings: tuple[Timing | None, ...]
    amounts: Schedule | None
    whole: tuple[WholeYears, ...]


@dataclass(frozen=True)
class WholeYears:
    """What each year would bring if it ran all of it. steps: the amounts that this rests on.

    changing: whether one year brings more than another.
    """

    amounts: list[Expression]
    steps: list[Row]
    changing: bool


def weigh(proposal: Proposal, laid: Years, bills: Mapping[str, Running]) -> Benefits:
    """weighted = value × confidence, rounded; a year is twelve months. bills: of today, by option."""
    ledger = laid.ledger
    rows: list[Row] = []
    weighted: list[Figure] = []
    gross: list[Figure] = []
    annual: list[Figure] = []
    for benefit in proposal.benefits:
        value = _monthly(benefit, laid, bills)
        levy = levy_on(benefit, laid.levies, bills)
        month, yearly = _weighted(benefit, value, ledger, levy)
        weighted.append(month)
        gross.append(value)
        annual.append(yearly)
        cells = (month, value, _confidence(benefit), yearly, benefit.kind, benefit.basis)
        rows.append(Row(benefit.path, cells, label=benefit.item))
    monthly = figure(Key("benefits", "monthly"), "money/month", sum_of(weighted))
    unweighted = figure(Key("benefits", "unweighted"), "money/month", sum_of(gross))
    per_year = figure(Key("benefits", "annual"), "money/year", sum_of(annual))
    rows.append(Row("total", (monthly, unweighted, None, per_year, None, None), kind="total"))
    schedule = Schedule("benefits", _columns(), tuple(rows))
    timings = tuple(laid.timing_of(benefit, live=True) for benefit in proposal.benefits)
    whole = [
        _whole_years(benefit, laid, yearly, bills)
        for benefit, yearly in zip(proposal.benefits, annual, strict=True)
    ]
    steps = [row for years in whole for row in years.steps]
    by_year, years, course, portions = _over_time(proposal, laid, whole, per_year, timings)
    return Benefits(
        monthly=monthly,
        annual=per_year,
        unweighted=unweighted,
        weighted=tuple(weighted),
        schedule=schedule,
        by_year=by_year,
        years=years,
        course=course,
        portions=portions,
        timings=timings,
        amounts=list_of("benefit_amounts", steps) if steps else None,
        whole=tuple(whole),
    )


def _confidence(benefit: Benefit) -> Figure | None:
    """What the amount is multiplied by; a customary one that multiplies nothing is not shown beside it."""
    source = benefit.confidence.source
    is_customary = source is not None and source.kind == "default"
    return None if benefit.already_weighted and is_customary else benefit.confidence


def _over_time(
    proposal: Proposal,
    laid: Years,
    whole: Sequence[WholeYears],
    together: Figure,
    timings: Sequence[Timing | None],
) -> tuple[Schedule | None, Line, Course, tuple[Portion, ...]]:
    """What each year brings, and how; the same every year where all benefits run alike all the time."""
    if not any(timings) and not any(years.changing for years in whole):
        return None, (together,) * len(laid.years), Course(), ()
    laid_out = lay_out(proposal, laid, [years.amounts for years in whole], timings)
    by_year = Schedule("benefits_by_year", laid_out.columns, laid_out.rows)
    return by_year, laid_out.years, laid_out.course, laid_out.portions


@dataclass(frozen=True)
class LaidOut:
    """Benefits over the years: their sums, how these come month by month, the same line by line, and as a table."""

    years: Line
    course: Course
    portions: tuple[Portion, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def lay_out(
    proposal: Proposal,
    laid: Years,
    whole: Sequence[Sequence[Expression]],
    timings: Sequence[Timing | None],
    above: Key = EVERYWHERE,
) -> LaidOut:
    """whole: what each line would bring in each year if it ran all of it. above: under which key all of it stands."""
    lines = list(zip(proposal.benefits, whole, timings, strict=True))
    found = [
        laid.paid(Key(above, benefit.path), amounts, benefit.item, timing)
        for benefit, amounts, timing in lines
    ]
    key = Key(above, "benefits")
    years = tuple(
        figure(key / year.key.name, "money", sum_of([paid[index] for paid, _ in found]))
        for index, year in enumerate(laid.years)
    )
    portions = tuple(
        Portion(timing, paid, benefit.item)
        for (benefit, _, timing), (paid, _) in zip(lines, found, strict=True)
    )
    course = course_of(key / "portion", portions, years, laid.timings.months)
    total = figure(key / "total", "money", sum_of(years))
    rows = [
        Row(Key(above, benefit.path), (all_years, *paid), label=benefit.item)
        for benefit, (paid, all_years) in zip(proposal.benefits, found, strict=True)
    ]
    rows += [Row("total", (total, *years), kind="total"), *course.yearly_rows()]
    columns = period_columns(tuple(laid.years), "money", "year")
    return LaidOut(years, course, portions, columns, tuple(rows))


def _whole_years(
    benefit: Benefit, laid: Years, annual: Figure, bills: Mapping[str, Running]
) -> WholeYears:
    """Weighted, as if it ran all the time."""
    steps: list[Row] = []
    if benefit.by_year:
        steps, gross = laid.by_year(benefit, benefit.item, levy_on(benefit, laid.levies, bills))
    elif benefit.is_bill:
        gross = [year * 1 for year in bills[benefit.bill].years]
    else:
        return WholeYears([annual * 1] * len(laid.years), steps, changing=False)
    if benefit.already_weighted:
        return WholeYears(gross, steps, changing=True)
    weighted = [amount * benefit.confidence for amount in gross]
    return WholeYears(weighted, steps, changing=True)


def _columns() -> tuple[Column, ...]:
    return (
        label_column("benefit"),
        Column("weighted", "money/month", role="total"),
        Column("gross", "money/month"),
        Column("confidence", "ratio"),
        Column("annual", "money/year"),
        Column("kind", role="text"),
        Column("basis", role="text"),
    )


def levy_on(benefit: Benefit, levies: Levies, bills: Mapping[str, Running]) -> Levy | None:
    """The value-added tax on a benefit; one that is a bill replaced holds that on the bill, others none."""
    if benefit.tax is not None:
        return levies.on(benefit.tax)
    if benefit.replaces is not None and benefit.replaces in bills:
        return bills[benefit.replaces].levy
    is_bill = benefit.kind == "replaced_cost" or benefit.replaces is not None
    return levies.on() if is_bill else None


def _monthly(benefit: Benefit, laid: Years, bills: Mapping[str, Running]) -> Figure:
    """As it is counted."""
    levy = levy_on(benefit, laid.levies, bills)
    stated = next(iter(benefit.by_year), benefit.monthly)
    if stated is not None:
        return counted_month(levy, stated, benefit.path, benefit.item)
    if benefit.is_bill:
        return bills[benefit.bill].monthly
    key = benefit.path / "value"
    if benefit.annual is not None:
        monthly = counted(levy, benefit.annual) / MONTHS_PER_YEAR
        return figure(key, "money/month", monthly, benefit.item)
    assert benefit.hours is not None
    assert benefit.rate is not None
    hours = benefit.hours if benefit.people is None else benefit.people * benefit.hours
    worked = counted(levy, hours * benefit.rate)
    return laid.ledger.line(key, "money/month", worked, benefit.item)


def _weighted(
    benefit: Benefit, value: Figure, ledger: Ledger, levy: Levy | None
) -> tuple[Figure, Figure]:
    """A month and a year; the one is rounded that was stated, so that 20,000 a year stay so."""

    def by_confidence(amount: Expression) -> Expression:
        return amount if benefit.already_weighted else amount * benefit.confidence

    path, item = benefit.path, benefit.item
    if benefit.annual is None:
        month = ledger.line(path / "weighted", "money/month", by_confidence(value), item)
        return month, figure(path / "annual", "money/year", month * MONTHS_PER_YEAR, item)
    weighted = by_confidence(counted(levy, benefit.annual))
    year = ledger.line(path / "weighted_annual", "money/year", weighted, item)
    return figure(path / "weighted", "money/month", year / MONTHS_PER_YEAR, item), year
