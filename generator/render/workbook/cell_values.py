"""Turns a worksheet's XML and the values of its formula cells into XML that holds those values.

Works on XML as openpyxl writes it: one form of cell, text inline. Any other form is refused.
"""

import math
import re
from collections.abc import Mapping
from string import ascii_uppercase
from typing import NamedTuple
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from generator.render.workbook.conformity import with_codes_escaped

Value = float | str | bool
# Stands in a formula for the letters of the column that it is copied into.
HERE = "\0"


class Copied(NamedTuple):
    """Cells that follow a formula cell on its right and look like it: one formula for all, of each column a value."""

    formula: str
    values: Mapping[str, Value]

    def cells(self, at: str) -> dict[str, Value]:
        """The value of each by coordinate. at: the cell that they follow."""
        row = at.lstrip(ascii_uppercase)
        return {f"{letters}{row}": value for letters, value in self.values.items()}


# By the coordinate of the formula cell that they follow.
Copies = Mapping[str, Copied]
NO_COPIES: Copies = {}

FORMULA = re.compile(rb"<f[ >]")
FORMULA_CELL = re.compile(
    rb'<c r="(?P<at>[A-Z]+[0-9]+)"(?P<style>(?: s="[0-9]+")?)>'
    rb"(?P<formula><f(?: [^>]*)?>[^<]*</f>)<v(?: ?/>|></v>)</c>"
)
CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>/]*(?:/>|>.*?</c>)', re.DOTALL)


class FinishError(ValueError):
    """A workbook and the values meant for it do not belong together."""


def with_cached_values(
    title: str, sheet: bytes, values: Mapping[str, Value], copies: Copies = NO_COPIES
) -> bytes:
    """The sheet's XML with the value of each formula cell, given by coordinate, beside its formula.

    Behind a cell that has copies these are added: writing them as text is much quicker than as
    cells. Raises `FinishError` unless the values are those of exactly the formula cells.
    """
    cells = {match["at"].decode() for match in FORMULA_CELL.finditer(sheet)}
    if len(cells) != len(FORMULA.findall(sheet)):
        raise FinishError(f"sheet {title!r} holds a formula in a form that is not supported")
    if cells != values.keys():
        raise FinishError(mismatch(title, cells, set(values)))

    def write(cell: re.Match[bytes]) -> bytes:
        at, style = cell["at"].decode(), cell["style"]
        kind, text = cached(values[at])
        written = (cell["at"], style, kind.encode(), cell["formula"], text.encode())
        own = b'<c r="%b"%b%b>%b<v>%b</v></c>' % written
        return own + _copies(at, style.decode(), copies[at]) if at in copies else own

    return FORMULA_CELL.sub(write, sheet)


def _copies(at: str, style: str, copied: Copied) -> bytes:
    formula = escape(copied.formula.removeprefix("="))
    row, cells = at.lstrip(ascii_uppercase), []
    for letters, value in copied.values.items():
        kind, text = cached(value)
        own = formula.replace(HERE, letters)
        cells.append(f'<c r="{letters}{row}"{style}{kind}><f>{own}</f><v>{text}</v></c>')
    return "".join(cells).encode()


def mismatch(title: str, cells: set[str], values: set[str]) -> str:
    without_value = ", ".join(sorted(cells - values)[:5])
    without_formula = ", ".join(sorted(values - cells)[:5])
    problems = []
    if without_value:
        problems.append(f"formulas without a value: {without_value}")
    if without_formula:
        problems.append(f"values without a formula: {without_formula}")
    return f"sheet {title!r}: {'; '.join(problems)}"


def cached(value: Value) -> tuple[str, str]:
    """The type attribute of a cell that holds the value, and the text of its `<v>`."""
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, str):
        return ' t="str"', escape(with_codes_escaped(value))
    return "", number_text(value)


def number_text(number: float) -> str:
    """The shortest text that reads back as the same float64: 17 digits where it takes them."""
    if not math.isfinite(number):
        raise FinishError(f"{number} is no number that a cell can hold")
    # Adding zero turns -0.0, which some readers print with its sign, into 0.0.
    return repr(float(number) + 0.0).removesuffix(".0")


def cell_fragments(sheet: bytes) -> dict[str, bytes]:
    """The XML of every cell that the sheet writes down, by coordinate."""
    return {match[1].decode(): match[0] for match in CELL.finditer(sheet)}


def value_in(fragment: bytes) -> Value | None:
    """The constant or cached value in a cell's XML, None for a blank cell."""
    cell = ElementTree.fromstring(fragment)
    content = "".join(
        text for part in cell.findall("is") + cell.findall("v") for text in part.itertext()
    )
    match cell.get("t", "n"):
        case "n":
            return float(content) if content else None
        case "b":
            return content == "1"
        case "str" | "inlineStr":
            return content
        case other:
            raise FinishError(f"cell {cell.get('r')} is of type {other!r}, which is not supported")
