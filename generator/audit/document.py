"""Turns a finished document's Markdown into findings: sums that are wrong, amounts that are no figure, lost values.

Only the text is read, as an approver reads it; how it was made is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from generator.audit.finding import Finding
from generator.audit.tables import PrintedTable, number, tables_in
from generator.wording.saying import joined, said

LOST = re.compile(r"\b(?:nan|NaN|inf|None|undefined|Undefined)\b|\{\{|\}\}")
SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
CODES = "CNY|RMB|USD|EUR|GBP|HKD|JPY|SGD"
CURRENCY_WORDS = f"元|美元|欧元|英镑|港元|日元|新加坡元|{CODES}|yuan"
BLANK = "[ \u00a0]?"  # a wide one parts the number of a table from its caption
# A number of the prose, with the sign or the code of a currency before it or a currency behind it where there is one.
NUMERAL = re.compile(
    rf"(?<![A-Za-z0-9_.,:])(?P<sign>(?:[¥￥$€£]|(?:{CODES})\b){BLANK})?(?P<number>[−-]?\d(?:[\d,]*\d)?(?:\.\d+)?%?)"
    rf"(?P<unit>{BLANK}(?P<scale>[万亿])?{BLANK}(?:{CURRENCY_WORDS}))?"
)
IN_CELL = re.compile(r"[−-]?\d[\d,]*(?:\.\d+)?%?")
# Emphasis, and the backslash before a mark that is meant as a character.
DECORATION = re.compile(r"\\([^\w\s])|\*+")
# A number as it is spelled out in a text: what a comma joins otherwise is several.
SPELLED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


def audit_document(
    markdown: str,
    numerals: Iterable[str],
    allowed: Iterable[str],
    total: str,
    multiple: float = 0.0,
    rounded: Collection[str] = (),
) -> list[Finding]:
    """Everything in the document that does not agree.

    numerals: all printed forms of all figures. allowed: numbers that the users' own texts spell out, and words of
    theirs that look like a lost value. total: how the language of the document heads what sums up a row. multiple: what
    the lines of the budget are rounded to, in the unit of the document. rounded: the numerals that say less than their
    numbers.
    """
    tables = list(tables_in(markdown))
    known, literal = frozenset(numerals), frozenset(allowed)
    prose = _without(markdown, tables)
    return [
        *(finding for table in tables for finding in _sums(table, total, Tails(multiple, rounded))),
        *(finding for table in tables for finding in _cells(table, known, literal)),
        *_sentences(prose, known, literal),
        *_lost(markdown, literal),
    ]


@dataclass(frozen=True)
class Tails:
    """What printed numbers may lack of their own: `multiple` and `rounded` as above."""

    multiple: float
    rounded: Collection[str]

    def of(self, cell: str, half: Decimal) -> Decimal:
        """Of one number: half a unit of its last place, where it was rounded to be printed."""
        return half if cell in self.rounded else Decimal(0)


def _sums(table: PrintedTable, total_word: str, tails: Tails) -> Iterator[Finding]:
    """Totals of columns, and totals of periods, that are not what is printed."""
    numeric = [column for column, is_one in enumerate(table.numeric) if is_one]
    for column in numeric:
        where = joined((table.where, table.header[column]), ", ")
        for first, total in table.sums():
            parts = (row[column] for row in table.rows[first:total])
            yield from _compare(parts, table.rows[total][column], where, tails)
    across = _total_column(table, total_word)
    if across is not None:
        for row in table.rows:
            where = joined((table.where, row[0]), ", ")
            yield from _compare(row[1:across], row[across], where, tails)


def _total_column(table: PrintedTable, total: str) -> int | None:
    """The last column, where it is headed as a total and sums those before it."""
    last = len(table.header) - 1
    # Behind the word a unit may stand, in brackets of either width.
    named = (
        table.header[last].startswith((f"{total} (", f"{total}（")) or table.header[last] == total
    )
    return last if named and last >= 2 and all(table.numeric[1:]) else None


def _compare(cells: Iterable[str], printed: str, where: str, tails: Tails) -> Iterator[Finding]:
    """The total is printed to half a unit of its last place, its parts to that of the one with most decimals.

    Only what was rounded to be printed may lack that. Before, each may have been rounded to a multiple.
    """
    numerals = [cell for cell in cells if number(cell) is not None]
    addends = [value for cell in numerals if (value := number(cell)) is not None]
    total = number(printed)
    if total is None or not addends:
        return
    half = min(map(_half_a_unit, addends))
    printed_to = tails.of(printed, _half_a_unit(total)) + sum(
        tails.of(cell, half) for cell in numerals
    )
    rounded_to = (len(addends) + 1) * Decimal(tails.multiple) / 2
    if abs(sum(addends) - total) > printed_to + rounded_to:
        message = said(
            "the parts add up to {sum:,}, but {printed} is printed",
            sum=sum(addends),
            printed=printed,
        )
        yield Finding("table_does_not_add_up", where, message)


def _half_a_unit(number: Decimal) -> Decimal:
    exponent = number.as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) / 2


def _cells(
    table: PrintedTable, known: frozenset[str], literal: frozenset[str]
) -> Iterator[Finding]:
    for row in table.rows:
        for heading, cell, numeric in zip(table.header, row, table.numeric, strict=False):
            if numeric and IN_CELL.fullmatch(cell) and not _is_known(cell, known, literal):
                where = joined((table.where, row[0], heading), ", ")
                yield Finding(
                    "amount_is_no_figure",
                    where,
                    said("{amount} is no figure of the model", amount=cell),
                )


def _sentences(prose: str, known: frozenset[str], literal: frozenset[str]) -> Iterator[Finding]:
    for match in SENTENCE.finditer(DECORATION.sub(r"\1", prose)):
        sentence = match[0].strip()
        for amount in _amounts(sentence):
            if not _is_known(amount, known, literal):
                message = said("{amount} is no figure of the model", amount=amount)
                yield Finding("amount_is_no_figure", f"“{sentence}”", message)


def _amounts(sentence: str) -> Iterator[str]:
    """The numbers that are money or shares, with what they are counted in: not years, versions and counts of weeks."""
    for found in NUMERAL.finditer(sentence):
        number = found["number"]
        if found["sign"] or found["unit"] or "," in number or number.endswith("%"):
            yield number + (found["scale"] or "")


def _is_known(numeral: str, known: frozenset[str], literal: frozenset[str]) -> bool:
    signed = numeral.replace("-", "−")
    return signed in known or literal.issuperset(SPELLED.findall(numeral))


def _lost(markdown: str, literal: frozenset[str]) -> Iterator[Finding]:
    for line in markdown.splitlines():
        for match in LOST.finditer(line):
            if match[0] not in literal:
                yield Finding(
                    "value_is_lost", f"“{line.strip()}”", said("it shows {amount}", amount=match[0])
                )


def _without(markdown: str, tables: Iterable[PrintedTable]) -> str:
    """The prose alone. Notes below tables are left out: what they say is checked with the table."""
    lines = markdown.splitlines()
    for table in tables:
        first, last = table.lines
        lines[first : last + 1] = [""] * (last + 1 - first)
    notes = {table.note for table in tables}
    return "\n".join(line for line in lines if line.strip() not in notes)
