"""Turns the model's two-way truths into checks: the same amount reached on two ways, and whether the two agree.

A check's result is 1 when its sides differ by less than half of the smallest sum that somebody pays and a millionth of
a millionth of the total, which is what adding in another order may leave (counts: by less than one), else 0.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import NamedTuple

from generator.engines.discounting import present_value
from generator.engines.optimisation.waterfall import Optimisation
from generator.engines.options import OptionCost
from generator.engines.outlook import Outlook
from generator.engines.purchases import Purchase
from generator.engines.results import Results
from generator.engines.timeline import MONTHS_PER_YEAR
from generator.figures.evaluation import Below
from generator.figures.expression import Constant, Expression, Operand
from generator.figures.figure import Figure, Source, SourceKind, figure, stated
from generator.figures.functions import absolute, count, sum_of, where
from generator.figures.key import Key, key_of
from generator.figures.schedule import Column, Row, Schedule, label_column
from generator.figures.within import Bounds, Within
from generator.proposal.limits import Limits, limits_of
from generator.proposal.models.proposal import Proposal

# The kind of source of what a check counts with.
CONTROL: SourceKind = "control"
# By how much the two sides of a check may differ, by their unit, where it is not money.
MILLION = 1_000_000
# As many are counted in one formula.
MOST_TABLES = 8
LIMITS: dict[str, Operand] = {"count": 1, "ratio": Constant(1) / MILLION}


class Sides(NamedTuple):
    """Two ways to one amount, its unit, and the user's name of what it is of."""

    name: str
    unit: str
    left: Expression
    right: Expression
    subject: str = ""


@dataclass(frozen=True)
class Compared:
    """One check: its result and the two amounts that it compares; subject: the user's name of what they are of."""

    name: str
    subject: str
    result: Figure
    left: Figure
    right: Figure

    @property
    def passed(self) -> bool:
        """Whether the two sides agree."""
        return self.result.value == 1


@dataclass(frozen=True)
class Checks:
    """All checks: how many failed (0 when the model is sound), each by its name, and their schedule.

    below: all that is computed, the checks with it.
    """

    failed: Figure
    compared: tuple[Compared, ...]
    schedule: Schedule
    below: Below


def check(results: Results, outlook: Outlook) -> Checks:
    """Compare what must be equal, on all that is shown, whose inputs must keep to their limits."""
    proposal = results.proposal
    before = (*results.result_schedules, *outlook.schedules)
    tolerance = _tolerance(proposal, results.ownership.total)
    sides = _sides(results, outlook)
    below = results.below_results.copy()
    below.add([item for schedule in outlook.schedules for item in schedule.figures()])
    below.add([tolerance, *(amount for side in sides for amount in (side.left, side.right))])
    outlook.add_scenarios(below)
    sides += _line_counts(before)
    beside = outlook.beside
    inputs = [item for key, item in below.figures.items() if key not in beside]
    sides.append(_inputs(proposal, inputs))
    compared = tuple(_compared(side, tolerance) for side in sides)
    verdicts = [check.result for check in compared]
    failed = figure(Key("checks", "failed"), "count", count(verdicts) - sum_of(verdicts))
    schedule = _schedule(compared, tolerance, failed)
    below.add(schedule.figures())
    return Checks(failed=failed, compared=compared, schedule=schedule, below=below)


def _sides(results: Results, outlook: Outlook) -> list[Sides]:
    """What must be equal on two ways."""
    chosen, ownership, yearly = results.chosen, results.ownership, results.yearly
    benefits, flow, returns = results.benefits, results.flow, results.returns
    by_line = sum_of([line.total for line in chosen.running])
    accrued = ownership.accrual_total + ownership.book_value
    horizon = results.proposal.horizon
    rate, convention = horizon.discount_rate, horizon.discounting
    discounted = present_value(convention, rate, flow.net, yearly.net)
    by_month = benefits.monthly * MONTHS_PER_YEAR
    return [
        Sides("opex_cross_foot", "money", ownership.opex_total, by_line),
        Sides("tco_of_option", "money", ownership.total, chosen.tco),
        Sides("cash_and_accrual", "money", ownership.total, accrued),
        Sides("benefits_annual", "money/year", benefits.annual, by_month),
        Sides("opex_by_month", "money", -flow.opex_total, ownership.opex_total),
        Sides("npv", "money", returns.npv, discounted),
        Sides("present_values", "money", returns.npv, flow.present_total),
        Sides("net_by_year", "money", yearly.total, sum_of(flow.net)),
        Sides("npv_of_case", "money", returns.npv, outlook.present(returns.npv)),
        Sides("tco_of_case", "money", ownership.total, outlook.present(ownership.total)),
        *_optimised(results.proposal, results.optimisation),
        *_replacements(results.options.values()),
        *_accounts(results),
        *_fiscal(results),
        *_taxed(results),
        *_taxed_by_rate(results),
    ]


def _accounts(results: Results) -> Iterator[Sides]:
    """All that is paid is booked, and comes from somewhere."""
    if results.accounts is not None:
        yield Sides("accounts", "money", results.accounts.total, results.ownership.total)
    if results.funding is not None:
        yield Sides("funding", "money", results.funding.total, results.funding.used)


def _fiscal(results: Results) -> Iterator[Sides]:
    """What the fiscal years bear is what the years of the project bear."""
    if results.fiscal_accrual is not None:
        by_year = results.ownership.accrual_total * 1
        yield Sides("fiscal_accrual", "money", results.fiscal_accrual.total, by_year)


def _taxed_by_rate(results: Results) -> Iterator[Sides]:
    """The lines of all rates, each as it is counted, are the total cost."""
    if results.taxed is not None and results.taxed.by_rate is not None:
        counted = results.taxed.by_rate.counted * 1
        yield Sides("tax_by_rate", "money", counted, results.ownership.total)


def _taxed(results: Results) -> Iterator[Sides]:
    """The months' profit adds up to what is left over and what the books still hold: so does the tax on it."""
    rule, after = results.proposal.income_tax, results.after_tax
    if rule is not None and after is not None:
        profit = results.yearly.total + results.ownership.book_value
        yield Sides("income_tax", "money", -after.paid, rule.rate * profit)


def _replacements(options: Iterable[OptionCost]) -> Iterator[Sides]:
    """What is replaced has a purchase that follows it, which lacks its row once it is replaced more often.

    Of many options each by itself, as a formula is short.
    """
    buying = [option for option in options if option.outlay.purchases]
    if len(buying) > MOST_TABLES:
        for option in buying:
            key = Key("options", option.id, "replacements")
            yield _replaced(key, option.outlay.purchases, option.name)
    elif buying:
        bought = [purchase for option in buying for purchase in option.outlay.purchases]
        yield _replaced("replacements", bought)


def _replaced(name: str, bought: Sequence[Purchase], subject: str = "") -> Sides:
    replaced = sum_of([purchase.replaced for purchase in bought])
    again = sum_of([purchase.again for purchase in bought])
    return Sides(name, "count", replaced, again, subject)


def _schedule(compared: Sequence[Compared], tolerance: Figure, failed: Figure) -> Schedule:
    columns = (
        label_column("check"),
        Column("result", "check", role="total"),
        Column("left"),
        Column("right"),
    )
    rows = [
        Row(
            each.name,
            (each.result, each.left, each.right),
            label=each.subject,
            unit=each.left.unit,
            kind="memo",
        )
        for each in compared
    ]
    extra = (
        Row("tolerance", (tolerance, None, None), unit="money", kind="memo"),
        Row("failed", (failed, None, None), unit="count", kind="memo"),
    )
    return Schedule("checks", columns, (*rows, *extra))


def _tolerance(proposal: Proposal, size: Figure) -> Figure:
    allowed = proposal.money.rounding / 2 + size / MILLION / MILLION
    return figure(Key("checks", "tolerance"), "money", allowed)


def _compared(sides: Sides, tolerance: Figure) -> Compared:
    name, unit = sides.name, sides.unit
    left = figure(Key("checks", name, "left"), unit, sides.left)
    right = figure(Key("checks", name, "right"), unit, sides.right)
    agree = where(absolute(left - right) < LIMITS.get(unit, tolerance), 1, 0)
    result = figure(Key("checks", name), "check", agree)
    return Compared(name, sides.subject, result, left, right)


def _optimised(proposal: Proposal, optimisation: Optimisation | None) -> Iterator[Sides]:
    """The shares of the mix are a whole; the waterfall ends at the option's total, all its savings below its start."""
    workload = proposal.workload
    if workload is not None and workload.mix:
        shares = sum_of([kind.share for kind in workload.mix.values()])
        yield Sides("mix_shares", "ratio", shares, Constant(1))
    if optimisation is not None:
        saved = optimisation.start - optimisation.saving
        yield Sides("optimisation_end", "money", optimisation.end, optimisation.option.tco)
        yield Sides("optimisation_saving", "money", saved, optimisation.option.tco)


def _line_counts(schedules: Iterable[Schedule]) -> Iterator[Sides]:
    """A row added to or removed from a table with a total makes its count differ from the input file's.

    The total is counted as well: a row put in just above it then stands within the range. One check for all tables of
    an option, one for those of the whole; of many tables for some at a time, as a formula is short.
    """
    tables: dict[str, list[tuple[str, list[Figure]]]] = {}
    for schedule in schedules:
        if column := _with_total(schedule):
            tables.setdefault(schedule.subject, []).append((schedule.key, column))
    parts = (
        (subject, found[first : first + MOST_TABLES])
        for subject, found in tables.items()
        for first in range(0, len(found), MOST_TABLES)
    )
    for subject, found in parts:
        name = Key(key_of(found[0][0]), "lines")
        counted = reduce(operator.add, (count(column) for _, column in found))
        control = _control(name, sum(len(column) for _, column in found), subject)
        yield Sides(name, "count", counted, control, subject)


def _with_total(schedule: Schedule) -> list[Figure]:
    """The lines of a table and their total, from the first column that has both; empty where none has."""
    totals = [row for row in schedule.rows if row.kind == "total"]
    lines = [row for row in schedule.rows if row.kind == "line"]
    for place in range(len(schedule.columns) - 1):
        column = [row.cells[place] for row in (*lines, *totals[:1])]
        numbers = [cell for cell in column if isinstance(cell, Figure)]
        if lines and totals and len(numbers) == len(column):
            return numbers
    return []


def _inputs(proposal: Proposal, used: Iterable[Figure]) -> Sides:
    """A text, an empty cell or a number beyond its limits among the inputs makes their count differ."""
    limits = limits_of(proposal)
    inputs = [figure for figure in used if figure.is_input and not is_ours(figure)]
    allowed = [limits.get(item.key, Limits()) for item in inputs]
    kept = Within(inputs, [Bounds(each.least, each.most, each.whole) for each in allowed])
    return Sides("inputs_within", "count", kept, _control("inputs_within", len(inputs)))


def is_control(figure: Figure) -> bool:
    """A control total says what the input file holds; changing it would switch off the check that compares it."""
    return figure.source is not None and figure.source.kind == CONTROL


def is_ours(figure: Figure) -> bool:
    """Neither the file nor our data states it: a control total, or what was found on the model."""
    return figure.source is not None and figure.source.kind in (CONTROL, "solved")


def _control(name: str, number: int, subject: str = "") -> Figure:
    return stated(Key("checks", "control", name), "count", number, Source(CONTROL, ""), subject)
