"""Turns formulas into one way of writing them, and cells into what messages say that they hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import takewhile

from generator.audit.formulas import tokens
from generator.audit.values import ErrorValue, Value, is_number, text
from generator.audit.xlsx.book import Cell
from generator.wording.saying import said

# Gives the sheet and cells that a reference (sheet or "", cells or a name) should have become.
Move = Callable[[str, str], tuple[str, str]]

# Marks of age that programs put before functions of theirs.
AGE = re.compile(r"_XL(?:FN|WS|UDF)\.")
# Texts come first, so that what looks like a cell inside them is passed over.
CELLS = re.compile(
    r"""
    "(?:[^"]|"")*"
    | (?<![\w.$])(?P<sheet>(?:'(?:[^']|'')+'|[^\s'"!()+*/^&=<>,;:{}%-]+)!)?
      (?P<cells>\$?[A-Z]{1,3}\$?[0-9]+(?::\$?[A-Z]{1,3}\$?[0-9]+)?)(?![\w(.!])
    """,
    re.VERBOSE,
)
# Where an input stands in its file, and which file it was: the cover tells when that is another one.
OF_THE_FILE = re.compile(r"[0-9a-f]{64}|.+\.ya?ml(?::[0-9]+)?")
LONGEST_SHOWN = 60
# What of the same text stands before a difference.
LED_BY = 20
GONE = "#REF!"


def shown(cell: Cell | None) -> str:
    """What a cell holds, for a message."""
    if cell is None:
        return said("nothing")
    if cell.formula:
        return _cut(_text(cell))
    return shown_value(cell.value)


def became(own: Cell | None, other: Cell | None) -> str:
    """That a cell holds something else, both shown from where they part if they begin alike."""
    before, after = (_text(cell) for cell in (own, other))
    same = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False))
    )
    start = max(0, same - LED_BY) if max(len(before), len(after)) > LONGEST_SHOWN else 0

    def part(text: str) -> str:
        return f"…{_cut(text[start:])}" if start else _cut(text)

    return said("{before} has become {after}", before=part(before), after=part(after))


def _text(cell: Cell | None) -> str:
    if cell is None or not cell.formula:
        return shown(cell)
    return f"{{{cell.formula}}}" if cell.array else cell.formula


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def shown_value(value: Value) -> str:
    """A constant, for a message."""
    if is_number(value):
        return f"{value:.15g}"
    if isinstance(value, str) and not isinstance(value, ErrorValue):
        return text(_cut(value))
    return text(value)


def names_the_file(text: str) -> bool:
    """Whether a text only says which file an input stands in."""
    return OF_THE_FILE.fullmatch(text) is not None


def same_formula(ours: str, theirs: str, move: Move | None = None) -> bool:
    """Whether two formulas are one, however programs write it. move: where our cells have gone in their workbook."""
    expected = _with_moved_cells(ours, move) if move else ours
    if expected == theirs or _unquoted(expected) == _unquoted(theirs):
        return True
    return normal(ours, move) == normal(theirs)


def _with_moved_cells(formula: str, move: Move) -> str:
    """As programs write it where they change nothing else: far quicker than taking it to pieces."""

    def told(found: re.Match[str]) -> str:
        if found["cells"] is None:
            return found[0]
        sheet = found["sheet"] or ""
        return sheet + move(sheet.rstrip("!").strip("'").replace("''", "'"), found["cells"])[1]

    return CELLS.sub(told, formula)


def _unquoted(formula: str) -> str:
    """Without the quotes of sheet names, which programs leave out where they can; texts keep theirs."""
    return formula if '"' in formula else formula.replace("'", "")


def normal(formula: str, move: Move | None = None) -> str:
    """A formula as no program would write it: without spaces, quotes of sheet names, marks of age, forms of numbers.

    Spreadsheets rewrite formulas when they save; what they compute stays the same.
    """
    try:
        parts = [_normal_part(token, move) for token in tokens(formula)]
    except IndexError:
        # The library falls over some brackets that match nothing; no program saves those.
        return formula
    joined = "".join(parts) or formula
    return joined.replace("TRUE()", "TRUE").replace("FALSE()", "FALSE")


def _normal_part(token: object, move: Move | None) -> str:
    value, kind, subtype = (str(getattr(token, name)) for name in ("value", "type", "subtype"))
    if kind == "WHITE-SPACE":
        return ""
    if kind == "FUNC":
        return AGE.sub("", value.upper())
    if subtype == "NUMBER":
        return repr(float(value))
    if subtype == "RANGE":
        return _normal_reference(value, move)
    return value.upper() if subtype == "LOGICAL" else value


def _normal_reference(written: str, move: Move | None) -> str:
    sheet, mark, cells = written.rpartition("!")
    title, place = sheet.strip("'").replace("''", "'"), cells.upper()
    if move:
        title, place = move(title, place)
    # What is gone reads alike whichever sheet it stood on.
    return GONE if GONE in (written[-len(GONE) :], place) else title + mark + place


def normal_format(number_format: str) -> str:
    """A number format as no program would write it: without quotes and escapes, colours in capitals."""
    bare = re.sub(r'\\(.)|"([^"]*)"', lambda found: found[1] or found[2] or "", number_format)
    return re.sub(r"\[[a-z]+\]", lambda found: found[0].upper(), bare, flags=re.IGNORECASE)
