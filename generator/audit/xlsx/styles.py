"""Turns the styles and theme of a workbook into how each kind of cell looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

from generator.audit.xlsx.book import Style
from generator.audit.xlsx.elements import is_on, number

NO_FILL = (None, "none")


class Font(NamedTuple):
    """The part of a font that says something."""

    ink: str | None
    size: float
    bold: bool


def styles_of(root: Element, theme: Sequence[str]) -> list[Style]:
    """The style of each index that cells refer to."""
    fonts = fonts_of(root, theme)
    fills = [_is_filled(fill) for fill in root.findall("fills/fill")]
    formats = _formats(root)
    return [_style(xf, fonts, fills, formats) for xf in root.findall("cellXfs/xf")]


def fonts_of(root: Element, theme: Sequence[str]) -> list[Font]:
    """All fonts, the workbook's own first."""
    return [
        Font(
            _ink(font.find("color"), theme),
            number(font.find("sz"), "val", 11),
            font.find("b") is not None and is_on(font.find("b"), "val", True),
        )
        for font in root.findall("fonts/font")
    ]


def _style(
    xf: Element, fonts: Sequence[Font], fills: Sequence[bool], formats: Mapping[int, str]
) -> Style:
    font = fonts[int(number(xf, "fontId"))]
    return Style(
        ink=font.ink,
        size=font.size,
        bold=font.bold,
        filled=fills[int(number(xf, "fillId"))],
        locked=is_on(xf.find("protection"), "locked", True),
        quoted=is_on(xf, "quotePrefix"),
        number_format=formats.get(int(number(xf, "numFmtId")), "General"),
    )


def _is_filled(fill: Element) -> bool:
    pattern = fill.find("patternFill")
    return pattern is None or pattern.get("patternType") not in NO_FILL


def _formats(root: Element) -> dict[int, str]:
    from openpyxl.styles.numbers import BUILTIN_FORMATS

    own = {
        int(number(item, "numFmtId")): item.get("formatCode", "")
        for item in root.findall("numFmts/numFmt")
    }
    return {**BUILTIN_FORMATS, **own}


def _ink(colour: Element | None, theme: Sequence[str]) -> str | None:
    """RRGGBB; None for automatic. Tints only lighten or darken a colour and are left out."""
    from openpyxl.styles.colors import COLOR_INDEX

    if colour is None:
        return None
    if rgb := colour.get("rgb"):
        return rgb[-6:].upper()
    for kind, palette in (("theme", theme), ("indexed", COLOR_INDEX)):
        if kind in colour.attrib:
            index = int(number(colour, kind))
            return palette[index][-6:].upper() if index < len(palette) else None
    return None


def theme_colours(root: Element) -> list[str]:
    """The theme's colours in the order in which styles count them: light before dark, unlike in the file."""
    scheme = root.find("themeElements/clrScheme")
    if scheme is None:
        return []
    colours = [_theme_colour(entry) for entry in scheme]
    return [colours[place] for place in (1, 0, 3, 2)] + colours[4:] if len(colours) > 3 else []


def _theme_colour(entry: Element) -> str:
    for colour in entry:
        return colour.get("lastClr") or colour.get("val") or "000000"
    return "000000"
