"""Turns Markdown into its tables, as a reader sees them: caption, header, rows, and the note below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from generator.wording.saying import said

RULE = re.compile(r"^\|(?:\s*:?-{3,}:?\s*\|)+\s*$")
CELL_END = re.compile(r"(?<!\\)\|")
NUMBER = re.compile(r"[−-]?\d[\d,]*(?:\.\d+)?")
BOLD = re.compile(r"^\*\*(.+)\*\*$")
NOTE = re.compile(r"^\*[^*].*\*$")


@dataclass(frozen=True)
class PrintedTable:
    """A table as printed.

    where: its caption, or its line. lines: the first and the last, counted from 0. numeric: which columns are set to
    the right.
    """

    where: str
    lines: tuple[int, int]
    header: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str

    def sums(self) -> Iterator[tuple[int, int]]:
        """The place of each row whose label is bold, and before it where its parts begin: below the one before."""
        first = 0
        for place, row in enumerate(self.rows):
            if BOLD.match(row[0]):
                yield first, place
                first = place + 1


def tables_in(markdown: str) -> Iterator[PrintedTable]:
    """Every table of the text, in order."""
    lines = markdown.splitlines()
    for place, line in enumerate(lines):
        if place and RULE.match(line) and lines[place - 1].startswith("|"):
            yield _table(lines, place)


def _table(lines: list[str], rule: int) -> PrintedTable:
    end = rule
    while end + 1 < len(lines) and lines[end + 1].startswith("|"):
        end += 1
    header = cells_of(lines[rule - 1])
    caption = BOLD.match(_text_beside(lines, rule - 1, -1))
    note = _text_beside(lines, end, 1)
    return PrintedTable(
        where=caption[1] if caption else said("table in line {line}", line=rule),
        lines=(rule - 1, end),
        header=header,
        numeric=tuple(
            mark.endswith(":") and not mark.startswith(":") for mark in cells_of(lines[rule])
        ),
        rows=tuple(cells_of(line) for line in lines[rule + 1 : end + 1]),
        note=note if NOTE.match(note) else "",
    )


def cells_of(line: str) -> tuple[str, ...]:
    """The cells of one line, escaped pipes inside them."""
    return tuple(cell.strip() for cell in CELL_END.split(line.strip())[1:-1])


def _text_beside(lines: list[str], place: int, step: int) -> str:
    """The nearest line above or below that is not blank."""
    place += step
    while 0 <= place < len(lines) and not lines[place].strip():
        place += step
    return lines[place].strip() if 0 <= place < len(lines) else ""


def number(cell: str) -> Decimal | None:
    """The number that a cell holds and nothing else; a percentage is none, as it never adds up."""
    if not NUMBER.fullmatch(cell):
        return None
    return Decimal(cell.replace(",", "").replace("−", "-"))
