"""Turns a cost model into a packet: all that the document and the workbook say, in words and numerals, in order."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

from generator.compare.comparison import Comparison
from generator.engines.model import Model
from generator.engines.unasked import unasked_amounts
from generator.figures.figure import Figure
from generator.figures.schedule import Schedule
from generator.packet.charts import Chart
from generator.packet.inputs import InputGroup, groups_of
from generator.packet.joined import joined
from generator.packet.listings import cloud_prices_of, history_of, sources_of
from generator.packet.marks import marked
from generator.packet.numerals import Numerals
from generator.packet.pictures import charts_of
from generator.packet.quotes import filled, require_quotes
from generator.packet.register import register_of
from generator.packet.sheets import Sheet, sheets_of
from generator.packet.shortening import remainders, shortened
from generator.packet.since import Since, since
from generator.packet.story import Story, tell
from generator.packet.tables import Table, Tables, in_words, laid_out, spreads, table_of
from generator.packet.texts import subjects_of
from generator.packet.verdict import key_of
from generator.packet.wording import Wording
from generator.packet.words import Words
from generator.proposal.limits import Limits, limits_of
from generator.proposal.models.proposal import Proposal

__all__ = ["Limits", "Packet", "pack"]


@dataclass(frozen=True)
class Packet:
    """What is to be said, before any format.

    listed: what the workbook shows.
    tables: the document's, by the key of their schedule; remainders: sums that stand in these alone.
    inputs: the stated numbers in groups; those of kind "default" or "catalog" were not stated by the user.
    story: which sentences are said.
    verdict: the key of its words.
    date: of the document. file: the name of the input, without its folder. since: what changed since an earlier
    version; None where the input names none.
    """

    model: Model
    words: Words
    numerals: Numerals
    date: datetime.date
    file: str
    inputs: tuple[InputGroup, ...]
    listed: tuple[Schedule, ...]
    tables: Mapping[str, Table]
    remainders: tuple[Figure, ...]
    story: Story
    charts: tuple[Chart, ...]
    verdict: str
    since: Since | None = None

    @property
    def proposal(self) -> Proposal:
        """The input."""
        return self.model.proposal

    @property
    def figures(self) -> Mapping[str, Figure]:
        """Every figure by key."""
        return self.model.figures

    @property
    def taxes(self) -> str:
        """What amounts and returns hold of taxes; empty where the file states none."""
        told = (self.words.word("tax_told", each) for each in self.story.tax_basis.told)
        return self.words.word("tax_told", "separator").join(told)

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """The sheets of the workbook; whoever writes the document alone does not ask."""
        return sheets_of(self.listed)

    @cached_property
    def limits(self) -> Mapping[str, Limits]:
        """What each stated number may be, by key."""
        return limits_of(self.proposal)

    def fill(self, text: str) -> str:
        """A user's text with the figures that it quotes."""
        return filled(text, self.figures, self.numerals)


def pack(
    model: Model,
    templates: Path,
    default_date: datetime.date,
    file: str,
    comparison: Comparison | None = None,
) -> Packet:
    """Say it in the proposal's language. Raises ProblemList when a text quotes what is no figure.

    comparison: with an earlier version.
    """
    proposal = model.proposal
    require_quotes(proposal, model.figures)
    language, currency = proposal.proposal.language, proposal.money.currency
    words = Words(templates, language, currency, subjects_of(proposal), proposal.horizon)
    numerals = Numerals(words, proposal.money.decimals, proposal.money.unit == "万元")
    inputs = _inputs_of(model)

    def fill(text: str) -> str:
        return filled(text, model.figures, numerals)

    date = proposal.proposal.date or default_date
    sources = sources_of((item for group in inputs for item in group.figures), words)
    told = None if comparison is None else since(comparison, Wording(comparison, templates))
    said = {key: in_words(schedule, words) for key, schedule in model.schedules.items()}
    told_history = history_of(proposal, date, words, "" if told is None else told.line)
    listed = [*said.values(), told_history, cloud_prices_of(proposal)]
    told_apart = [laid_out(part) for part in listed if part.rows and spreads(part)]
    if "scenarios" in said and not model.benefits.weighted:
        # Nothing comes back in any of them: returns would say nothing.
        told_apart.append(replace(said["scenarios"], key="scenario_costs"))
    printed = {part.key: shortened(part, words) for part in told_apart}
    story = tell(model, words, numerals)
    tables = _tables_of(model, printed, numerals, fill)
    tables["register"] = lambda: register_of(inputs, words, numerals, fill)
    return Packet(
        model=model,
        words=words,
        numerals=numerals,
        date=date,
        file=file,
        inputs=inputs,
        listed=(*said.values(), sources, history_of(proposal, date, words)),
        tables=Tables(tables, () if told is None else told.tables),
        remainders=tuple(remainders(list(printed.values()))),
        story=story,
        charts=(*charts_of(model, story, words, numerals), *_charts_of(told)),
        verdict=key_of(model.verdict.level),
        since=told,
    )


def _tables_of(
    model: Model, printed: Mapping[str, Schedule], numerals: Numerals, fill: Callable[[str], str]
) -> dict[str, Callable[[], Table]]:
    """What makes each, by the key of its schedule."""
    words, unasked = numerals.words, unasked_amounts(model)

    def made(part: Schedule) -> Table:
        return marked(table_of(part, words, numerals, fill), part, unasked, words)

    tables = {key: partial(made, part) for key, part in printed.items()}
    return joined(tables, model.chosen.id, numerals)


def _inputs_of(model: Model) -> tuple[InputGroup, ...]:
    """What the model computes beside the stated numbers, for its cases, is none of them."""
    names = {option.id: option.name for option in model.options.values()}
    beside = model.outlook.beside
    told = _told_apart(model)
    return groups_of((it for key, it in model.figures.items() if key not in beside), names, told)


def _told_apart(model: Model) -> frozenset[str]:
    """The numbers that tables of benchmarks tell."""
    sized = (option.capacity for option in model.options.values() if option.capacity is not None)
    found = (each.throughput.speed.benchmark for each in sized)
    return frozenset(it.key for points in found if points is not None for it in points.stated)


def _charts_of(told: Since | None) -> tuple[Chart, ...]:
    return () if told is None or told.chart is None else (told.chart,)
