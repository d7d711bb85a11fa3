"""All that is read stands out from its ground, as WCAG 2.2 asks: text 4.5 to 1, what is drawn 3 to 1."""

import re
from collections.abc import Iterator
from pathlib import Path

from generator.packet.contrast import contrast
from generator.render.charts.plans import SHADES
from generator.render.charts.rows import BETTER, TOTAL, WORSE
from generator.render.charts.scene import AXIS, FILLS, INK, LINE_COLOURS, PALE_FILLS, QUIET
from generator.resources import templates_folder

WHITE = "#ffffff"
PALE = "#f1f4f6"
SHEETS = (
    templates_folder() / "style.css",
    templates_folder() / "whatif" / "page.css",
    Path(__file__).parents[2] / "generator" / "preview" / "around.css",
)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
HEX = r"(#[0-9a-f]{6}|#fff\b)"
TOKENS = re.compile(rf"--(\w+): {HEX}")
INKS = re.compile(rf"(?<![-\w])(?:color|fill): {HEX}")
STROKES = re.compile(rf"(?:stroke|outline): [^;#]*{HEX}")
GROUNDS = re.compile(rf"background: {HEX}")
# What divides and shades: nothing is lost without it.
DECORATION = ("rule", "pale")


def six(colour: str) -> str:
    return WHITE if colour == "#fff" else colour


def pairs(sheet: str) -> Iterator[tuple[str, str, float]]:
    """What is seen, what it is seen on, and the contrast that it needs."""
    for name, colour in TOKENS.findall(sheet):
        if name not in DECORATION:
            yield from ((colour, ground, 4.5) for ground in (WHITE, PALE))
    for selector, rule in RULE.findall(sheet):
        grounds = [six(found) for found in GROUNDS.findall(rule)] or [WHITE]
        if ".bar" not in selector:
            yield from ((six(ink), grounds[0], 4.5) for ink in INKS.findall(rule) if ink != "#fff")
        if ".grid" not in selector:
            yield from ((stroke, WHITE, 3) for stroke in STROKES.findall(rule) if stroke != "#fff")


def test_what_the_stylesheets_colour_is_read() -> None:
    seen = {pair for sheet in SHEETS for pair in pairs(sheet.read_text(encoding="utf-8"))}
    assert len(seen) > 20
    assert [pair for pair in seen if contrast(pair[0], pair[1]) < pair[2]] == []


def test_what_charts_draw_and_write_is_seen() -> None:
    fills = {*FILLS, TOTAL, WORSE, BETTER}
    assert all(contrast(PALE_FILLS.get(fill, fill), WHITE) >= 3 for fill in fills)
    assert all(contrast(INK if fill in PALE_FILLS else WHITE, fill) >= 4.5 for fill in fills)
    # Each line's name is written in its colour.
    assert all(contrast(colour, WHITE) >= 4.5 for colour in (*LINE_COLOURS, INK, QUIET))
    assert contrast(AXIS, WHITE) >= 3
    # A number in a field of the risk matrix stands on a fill, and that on the darkest field.
    assert contrast(FILLS[0], SHADES[-1]) >= 3
