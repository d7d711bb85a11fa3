"""Turns a cost model into a packet: all that the document and the workbook say, in words and numerals, in order."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.engines.model import Model
from generator.figures.figure import Figure
from generator.packet.charts import Chart
from generator.packet.inputs import InputGroup, groups_of
from generator.packet.numerals import Numerals
from generator.packet.pictures import charts_of
from generator.packet.sheets import Sheet, sheets_of
from generator.packet.tables import Table, table_of
from generator.packet.verdict import Verdict, judge
from generator.packet.words import Words
from generator.proposal.models.proposal import Proposal


@dataclass(frozen=True)
class Packet:
    """What is to be said, before any format.

    tables: the document's tables by the key of their schedule. inputs: the stated numbers in groups; those of kind
    "default" or "catalog" were not stated by the user. date: of the document. file: the input as the user named it.
    """

    model: Model
    words: Words
    numerals: Numerals
    date: datetime.date
    file: str
    inputs: tuple[InputGroup, ...]
    sheets: tuple[Sheet, ...]
    tables: Mapping[str, Table]
    charts: tuple[Chart, ...]
    verdict: Verdict

    @property
    def proposal(self) -> Proposal:
        """The input."""
        return self.model.proposal

    @property
    def figures(self) -> Mapping[str, Figure]:
        """Every figure by key."""
        return self.model.figures


def pack(model: Model, templates: Path, default_date: datetime.date, file: str) -> Packet:
    """Say it in the proposal's language."""
    proposal = model.proposal
    words = Words(templates, proposal.proposal.language, proposal.money.currency)
    numerals = Numerals(words, proposal.money.decimals, proposal.money.unit == "万元")
    names = {option.id: option.name for option in model.options.values()}
    return Packet(
        model=model,
        words=words,
        numerals=numerals,
        date=proposal.proposal.date or default_date,
        file=file,
        inputs=groups_of(model.figures.values(), names),
        sheets=sheets_of(model.schedules.values()),
        tables={
            key: table_of(schedule, words, numerals) for key, schedule in model.schedules.items()
        },
        charts=charts_of(model, words, numerals),
        verdict=judge(model),
    )
