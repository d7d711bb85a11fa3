"""Turns formulas into what an auditor asks about them: numbers, functions, depth, references, the form of copies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from generator.audit.xlsx.places import LAST_COLUMN, Area, area_of, column_letters, column_number

if TYPE_CHECKING:
    from openpyxl.formula.tokenizer import Token

# Texts and quoted sheet names come first, so that what looks like a cell inside them is passed over.
PLACES = re.compile(
    r"""
    "(?:[^"]|"")*" | '(?:[^']|'')*'
    | (?<![\w.$])(?=[$A-Z])(?:
      (?P<fixed_column>\$?)(?P<column>[A-Z]{1,3})(?P<fixed_row>\$?)(?P<row>[1-9][0-9]{0,6})(?![\w(.!])
      | (?P<fixed_first>\$?)(?P<first>[A-Z]{1,3}):(?P<fixed_last>\$?)(?P<last>[A-Z]{1,3})(?![\w(.!]))
    """,
    re.VERBOSE,
)
# Where its groups say a column, and before it whether that is fixed.
COLUMNS = ((1, 2), (5, 6), (7, 8))
REFERENCE = re.compile(
    r"""
    "(?:[^"]|"")*"
    | (?<![\w.$])
      (?:(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^\s'"!()+*/^&=<>,;:{}%-]++))!)?
      (?:(?P<cells>\$?[A-Z]{1,3}\$?[0-9]+(?::\$?[A-Z]{1,3}\$?[0-9]+)?|\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?[0-9]+:\$?[0-9]+)
        |(?P<name>[^\W0-9][\w.]*+))
      (?![\w.(!])
    """,
    re.VERBOSE,
)
CELL = re.compile(
    r"""("(?:[^"]|"")*"|'(?:[^']|'')*')|(?<![\w.$\\?])\$?[A-Z]{1,3}\$?[0-9]+(?![\w.$\\?(!])"""
)
# Names, cells, rows and texts come first, so that a number inside them is passed over.
NUMBERS = re.compile(
    r"""
    "(?:[^"]|"")*" | '(?:[^']|'')*' | \[[^\[\]]*\] | \#[A-Z0-9/]+[!?]? | \$?[0-9]+:\$?[0-9]+
    | (?P<cell>\$?[A-Z]{1,3}\$?[0-9]+)(?![\w.$\\?(!]) | \$?[^\W0-9][\w.$\\?]*
    | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[Ee][+-]?[0-9]+)?)
    """,
    re.VERBOSE,
)
RELATIVE = re.compile(r"R(?:\[-?\d+\]|\d+)C(?:\[-?\d+\]|\d+)")
RELATIVE_ANYWHERE = re.compile(rf"(?:'(?:[^']|'')*'!|\w+!)?{RELATIVE.pattern}")
# Functions newer than the file format are written with a mark of their age.
AGE = re.compile(r"^(?:_XLFN\.|_XLWS\.)+")


class Reference(NamedTuple):
    """Cells that a formula reads. name: what the formula calls them, where that is no range."""

    sheet: str
    area: Area | None
    name: str


class Facts(NamedTuple):
    """What does not depend on where a formula stands.

    functions: in capitals, without the marks of newer ones. depth: how many IF stand inside each other, 1 for a plain
    one.
    """

    numbers: tuple[float, ...]
    functions: tuple[str, ...]
    depth: int


def relative_form(formula: str, row: int, column: int) -> str:
    """The R1C1 form: `=$C6*F$4` in F6 is `=R[0]C3*R4C[0]`. Copies of one formula have one such form."""

    def told(match: re.Match[str]) -> str:
        fixed_column, letters, fixed_row, line, fixed_first, first, fixed_last, last = (
            match.groups()
        )
        if letters:
            return _from(row, int(line), fixed_row, "R") + _from(
                column, column_number(letters), fixed_column, "C"
            )
        if first:
            begin = _from(column, column_number(first), fixed_first, "C")
            return f"{begin}:{_from(column, column_number(last), fixed_last, 'C')}"
        return match[0]

    return PLACES.sub(told, formula)


class Copier:
    """A formula to be copied to the right. What moves along are its columns without a `$`."""

    def __init__(self, formula: str) -> None:
        # The columns that move, each behind the text that leads to it.
        self._parts: list[tuple[str, int]] = []
        end = 0
        for found in PLACES.finditer(formula):
            for fixed, column in COLUMNS:
                if found[column] and not found[fixed]:
                    text = formula[end : found.start(column)]
                    self._parts.append((text, column_number(found[column])))
                    end = found.end(column)
        self._rest = formula[end:]
        self._reach = LAST_COLUMN - max((column for _, column in self._parts), default=1)

    def copy(self, steps: int) -> str:
        """The formula so many columns further right; empty where it would read beyond the last column."""
        if steps > self._reach:
            return ""
        moved = [text + column_letters(column + steps) for text, column in self._parts]
        return "".join(moved) + self._rest


def _from(here: int, there: int, fixed: str, letter: str) -> str:
    return f"{letter}{there}" if fixed else f"{letter}[{there - here}]"


@cache
def shape_of(form: str) -> str:
    """A relative form without its cells: formulas of one kind share it."""
    return RELATIVE_ANYWHERE.sub("#", form)


def tokens(formula: str) -> list[Token]:
    """Its smallest parts; none where the formula cannot be read (recalculating it will tell)."""
    from openpyxl.formula.tokenizer import Tokenizer, TokenizerError

    try:
        items: list[Token] = Tokenizer(formula).items
    except (TokenizerError, IndexError):
        return []
    return items


def kind_of(formula: str) -> str:
    """The formula with one cell in place of all: many formulas of a model share it."""
    return CELL.sub(lambda found: found[1] or "A1", formula)


@lru_cache(maxsize=4096)
def facts_of(formula: str) -> Facts:
    """Its constants, the functions that it calls, and the depth of its conditions."""
    numbers: list[float] = []

    def noted(match: re.Match[str]) -> str:
        if match["number"]:
            numbers.append(float(match["number"]))
            return "0"
        return "A1" if match["cell"] else match[0]

    functions, depth = _calls_in(NUMBERS.sub(noted, formula))
    return Facts(tuple(numbers), functions, depth)


@lru_cache(maxsize=4096)
def _calls_in(formula: str) -> tuple[tuple[str, ...], int]:
    """The functions of a formula, whatever numbers and cells are in it, and the depth of its conditions."""
    functions: list[str] = []
    opened: list[str] = []
    deepest = 0
    for token in tokens(formula):
        if token.subtype == "OPEN":
            name = AGE.sub("", token.value.upper()).rstrip("(")
            functions += [name] if token.type == "FUNC" else []
            opened.append(name)
            deepest = max(deepest, opened.count("IF"))
        elif token.subtype == "CLOSE" and opened:
            opened.pop()
    return tuple(functions), deepest


def references_in(formula: str, sheet: str) -> Iterator[Reference]:
    """What a formula of a sheet reads: ranges and names."""
    for quoted, plain, cells, name in REFERENCE.findall(formula):
        title = quoted.replace("''", "'") or plain or sheet
        if cells:
            yield Reference(title, area_of(cells), "")
        elif name:
            yield Reference(title, None, name)
