"""A packet -> the document's Markdown, from the templates of its language.

Templates see plain data only: the figures as quotes, the proposal's texts made inert, and the facts of the story.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from itertools import count
from typing import Any

from generator.figures.schedule import SUMS
from generator.packet.packet import Packet
from generator.packet.quotes import Quote, quotes_of
from generator.packet.tables import Table
from generator.packet.texts import as_data
from generator.render.attachments import files_of
from generator.render.inert import block, cell, inline, name
from generator.render.official import renumbered, spelled
from generator.render.templates import environment_of

MAIN = "proposal.md.j2"
CONTENTS = "[TOC]"
WRITERS: dict[str, Callable[[str], str]] = {"name": name, "line": inline, "paragraphs": block}
BOLD = (*SUMS, "heading")
BLANK_LINES = re.compile(r"\n\s*\n+")
# Templates have a sentence on each line; between Chinese characters the line's end would show as a space, and before
# a number, which is no item of a list.
SEAM = re.compile(
    r"(?<=[\u2e80-\u9fff\uff00-\uffef”])\n(?=[\u2e80-\u9fff\uff00-\uffef“]|\d+(?![\d.]*\.\s)[\d.]*[\u2e80-\u9fff])"
)


def to_markdown(packet: Packet) -> str:
    """The whole document. What users wrote cannot break it: `pack` has refused every quote that is no figure."""
    text = written(environment_of(packet).get_template(MAIN).render(context_of(packet)))
    return renumbered(text, packet.words) if is_renumbered(packet) else text


def written(text: str) -> str:
    """What the templates made, without the seams between their lines."""
    return SEAM.sub("", BLANK_LINES.sub("\n\n", text)).strip() + "\n"


def first_page(markdown: str) -> str:
    """What stands before the contents: the page that decides."""
    return markdown.partition(f"\n{CONTENTS}\n")[0] + "\n"


def context_of(packet: Packet) -> dict[str, Any]:
    """What a template may say: figures by key, `proposal`, `story`, `words`, and the tables and charts by name."""
    words = packet.words
    tables = _Tables(packet)
    quotes = quotes_of(packet.figures, packet.numerals)
    proposal = as_data(packet.proposal, lambda text, role: WRITERS[role](packet.fill(text)))
    for told, file in zip(proposal["attachments"], files_of(packet), strict=True):
        told["file"] = file
    return {
        **quotes,
        "asked": Quote(packet.numerals, packet.figures[packet.story.ask.key]),
        "proposal": proposal,
        "story": _named_inertly(asdict(packet.story)),
        "verdict": packet.verdict,
        "since": None if packet.since is None else name(packet.since.earlier.proposal.version),
        "words": words.sections(
            (
                "verdicts",
                "levels",
                "asks",
                "tax_basis",
                "kinds",
                "budgeted",
                "purchases",
                "requests",
            )
        ),
        "date": words.date(packet.date),
        "open": words.word("document", "open"),
        "taxes": packet.taxes,
        "currency": words.word("currencies", words.currency),
        "money_unit": packet.numerals.money_unit,
        "tables": tuple(packet.tables),
        "table": tables.table,
        "caption": tables.caption,
        "named": lambda quote: words.with_note("", quote.named),
        "chart": tables.chart,
        "chapter": _chapter(packet),
    }


def is_renumbered(packet: Packet) -> bool:
    """Whether chapters are 一、 rather than 1."""
    return packet.proposal.style.preset is not None and bool(
        packet.words.word("official", "numbered")
    )


def _chapter(packet: Packet) -> Callable[[int], str]:
    """How a text refers to a chapter."""
    words = packet.words
    if not is_renumbered(packet):
        return lambda number: words.word("document", "chapter").format(number=number)
    return lambda number: words.word("official", "refer").format(number=spelled(number, words))


class _Tables:
    """Writes tables and charts, numbering the tables in the order in which a document asks for them."""

    def __init__(self, packet: Packet) -> None:
        self._packet = packet
        self._numbers = count(1)

    def caption(self, title: str) -> str:
        """`**表 3　…**`, with the next number."""
        form = self._packet.words.word("document", "table")
        return f"**{form.format(number=next(self._numbers), caption=title)}**"

    def table(self, key: str) -> str:
        """A table of the packet by its key, with caption and note; nothing where the packet has none."""
        table = self._packet.tables.get(key)
        return "" if table is None else self._written(table)

    def chart(self, key: str) -> str:
        """`![finding](charts/key.svg)`; nothing where the packet has no such chart."""
        for chart in self._packet.charts:
            if chart.key == key:
                return f"![{name(chart.finding)}](charts/{key}.svg)"
        return ""

    def _written(self, table: Table) -> str:
        form = self._packet.words.word("document", "note")
        note = f"*{form.format(note=name(table.note))}*" if table.note else ""
        parts = (self.caption(name(table.caption)), "\n".join(pipe_table(table)), note)
        return "\n\n".join(part for part in parts if part)


def pipe_table(table: Table) -> Iterator[str]:
    """The lines of a Markdown table: numbers to the right, the label of a sum or of a group of rows in bold."""
    yield _line(name(heading) for heading in table.header)
    yield "|" + "|".join("---:" if numeric else "---" for numeric in table.numeric) + "|"
    for row, kind in zip(table.rows, table.kinds, strict=True):
        label = name(row[0])
        yield _line((f"**{label}**" if kind in BOLD else label, *(cell(text) for text in row[1:])))


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _named_inertly(story: Any) -> Any:
    """The story with the options' names made inert."""
    if isinstance(story, dict):
        return {
            key: name(value) if key == "name" else _named_inertly(value)
            for key, value in story.items()
        }
    if isinstance(story, tuple):
        return tuple(_named_inertly(item) for item in story)
    return story
