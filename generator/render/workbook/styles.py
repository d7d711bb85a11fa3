"""Turns units and kinds of content into how a cell looks: number formats, colours, borders, locks."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Literal, NamedTuple

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle

from generator.figures.figure import Figure
from generator.packet.numerals import (
    HIGHEST_RATE,
    SIGNIFICANT,
    decimals_for,
    is_price,
    is_rate_of_return,
)
from generator.packet.packet import Packet
from generator.packet.verdict import VERDICTS

BLUE, BLACK, GREEN, GREY = "FF0000C0", "FF000000", "FF007A33", "FF6B7280"
WHITE, NAVY = "FFFFFFFF", "FF1F3A5F"
INPUT_FILL, HEADER_FILL, AXIS_FILL = "FFFFF9DB", "FFE3EAF3", "FFF3F5F8"
PASSED_FILL, FAILED_FILL = "FFE3F4E7", "FFFBDADA"
PASSED_INK, FAILED_INK = "FF0B6B2E", "FFB00020"
INPUT_TAB, RESULT_TAB, WORKINGS_TAB = "FFE0B400", NAVY, "FF8A94A6"
# A column is as wide as so many digits of the default font, which is nearly everywhere, or one as wide as it.
DEFAULT_FONT, SIZE = "Arial", 10

AMOUNTS = ("money", "money/month", "money/year")
WITH_CENTS = "#,##0.00;[Red]-#,##0.00"
WHOLE = "#,##0;[Red]-#,##0"
PERCENT = "#,##0.0%;[Red]-#,##0.0%"
STATED_PERCENT = "0.0###%;[Red]-0.0###%"
# A stated number without cents: separators where they help, and no decimal that was not stated.
STATED = "[>=1000]#,##0;General"
COMPUTED = "#,##0.00"
MULTIPLE = '"×"General'
# What was worked out in the place of a stated number may have more digits than fit a column: then those that tell.
MOST_STATED_DIGITS = 9
SHORTENED = {STATED: "#,##0.", MULTIPLE: '"×"#,##0.'}
FORMATS = {
    "count": "General",
    "year": "General",
    "nth_month": "General",
    "rank": "General",
    "request": "#,##0",
    "token": "#,##0",
    "month": "0.00",
    "factor": "0.0000",
    "W": "#,##0.0",
    "kWh/year": "#,##0.0",
    "person_day": "#,##0.0",
    "hour/month": "#,##0.0",
}
COUNTED = ("count", "year", "nth_month", "rank")
GENERAL = "General"
# Digits behind the cents of an amount that is shown as stated; a small price has as many as tell it from others.
MOST_CENTS = 4
# Amounts below this would show as 0.00 although they are something: the tolerance of a check.
TINY = 0.01


# What a cell holds: a link fetches from another sheet, the index links to one.
OfTable = Literal["input", "formula", "link", "text", "label", "header", "axis"]
OfPage = Literal["caption", "title", "subtitle", "plain", "quiet", "index"]
Role = OfTable | OfPage


class Look(NamedTuple):
    """How a cell looks.

    total: a total's row. wrap: break long texts into lines. sample: it only shows what the role looks like.
    """

    role: Role
    total: bool = False
    wrap: bool = False
    right: bool = False
    indent: int = 0
    sample: bool = False

    @property
    def scale(self) -> float:
        """How much wider than plain text its contents run."""
        return SIZES.get(self.role, SIZE) / SIZE * (BOLDER if self.bold else 1.0)

    @property
    def bold(self) -> bool:
        """Whether it stands out."""
        return self.total or self.role in BOLD


INK = {
    "input": BLUE,
    "link": GREEN,
    "title": NAVY,
    "caption": NAVY,
    "subtitle": GREY,
    "quiet": GREY,
    "index": NAVY,
}
SIZES = {"title": 16, "caption": 12}
# In points, where a row is higher than the default of 15.
HEIGHTS = {"title": 27.0, "caption": 21.0}
FILLS = {"input": INPUT_FILL, "header": HEADER_FILL, "axis": AXIS_FILL}
UNDERLINES: dict[str, Literal["single"]] = {"index": "single"}
BOLD = ("title", "caption", "header")
BOLDER = 1.08
LINE = Side(style="thin", color="FF8A94A6")
HAIR = Side(style="hair", color="FFC9D0DA")
TOTALLED, UNDERLINED, SEPARATED = (
    Border(top=LINE, bottom=LINE),
    Border(bottom=LINE),
    Border(bottom=HAIR),
)
PASSED, FAILED = (
    DifferentialStyle(font=Font(color=ink, bold=True), fill=PatternFill("solid", bgColor=fill))
    for ink, fill in ((PASSED_INK, PASSED_FILL), (FAILED_INK, FAILED_FILL))
)
RULED = ("input", "formula", "link", "text", "label")


def dress(cell: Cell, look: Look, font: str, number_format: str = GENERAL) -> None:
    """Give a cell its look; only inputs can be typed into."""
    cell.font = _font(look.role, look.bold, font)
    if look.role in FILLS:
        cell.fill = _fill(FILLS[look.role])
    if look.total:
        cell.border = TOTALLED
    elif look.role == "header":
        cell.border = UNDERLINED
    elif look.role in RULED:
        cell.border = SEPARATED
    cell.alignment = Alignment(
        horizontal="right" if look.right else "left" if look.indent else None,
        vertical="center",
        wrap_text=look.wrap or None,
        indent=look.indent,
    )
    cell.protection = Protection(locked=look.role != "input" or look.sample)
    cell.number_format = number_format


@cache
def _font(role: Role, bold: bool, name: str) -> Font:
    colour, underline = INK.get(role, BLACK), UNDERLINES.get(role)
    return Font(name=name, size=SIZES.get(role, SIZE), bold=bold, color=colour, u=underline)


@cache
def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour)


def number_format(figure: Figure, packet: Packet) -> str:
    """How a figure's number is shown, by its unit; a stated number is shown as exactly as it was stated."""
    if figure.unit == "check":
        word = packet.words.word
        passed, failed = word("workbook", "passed"), word("workbook", "failed")
        return f'[=1]"{passed}";[=0]"{failed}";General'
    if figure.unit == "verdict":
        words = [packet.words.word("verdicts", key) for key in VERDICTS]
        return (
            "".join(f'[={level}]"{word}";' for level, word in enumerate(words[:2]))
            + f'"{words[2]}"'
        )
    if figure.unit == "ratio":
        return _share_format(figure, packet)
    if figure.unit.startswith("money") or is_price(figure.unit):
        return _amount_format(figure, packet)
    # What was solved has more digits than anybody would state, and than fit a column.
    if figure.source is not None and figure.source.kind != "solved":
        return MULTIPLE if figure.unit == "multiple" else STATED
    # A computed count may be a fraction: a value at which something turns.
    whole = figure.value.is_integer() or figure.unit not in COUNTED
    return FORMATS.get(figure.unit, COMPUTED) if whole else COMPUTED


def suiting(shown_as: str, values: Iterable[float | str]) -> str:
    """The format of a stated number, or one with fewer digits where one of some values has too many for a column."""
    numbers = [value for value in values if not isinstance(value, str)]
    long = [value for value in numbers if len(f"{value:.15g}") > MOST_STATED_DIGITS]
    if shown_as not in SHORTENED or not long:
        return shown_as
    places = (decimals_for(value, SIGNIFICANT) for value in long)
    return SHORTENED[shown_as] + "0" * max(2, *places)


def _share_format(figure: Figure, packet: Packet) -> str:
    """A very high rate of return is said in the words of the document."""
    if is_rate_of_return(figure):
        over = packet.words.word("notes", "over").format(numeral=f"{HIGHEST_RATE:.0%}")
        return f'[>{HIGHEST_RATE}]"{over}";[<0][Red]-#,##0.0%;#,##0.0%'
    return STATED_PERCENT if figure.is_input else PERCENT


def _amount_format(figure: Figure, packet: Packet) -> str:
    exact = figure.is_input or figure.unit not in AMOUNTS or 0 < abs(figure.value) < TINY
    if exact:
        places = 0 if figure.reason is not None else decimals_for(figure.value, SIGNIFICANT)
        digits = f"#,##0.00{'#' * max(MOST_CENTS, places - 2)}"
        return f"{digits};[Red]-{digits}"
    return WITH_CENTS if packet.proposal.money.rounding.value < 1 else WHOLE
