"""Shapes at places -> SVG text, through the macros of `templates/charts`."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Literal

from generator.resources import templates_folder

if TYPE_CHECKING:
    from jinja2 import Template

# At 80 mm on paper the type is 6 points high.
WIDTH = 420.0
TEXT_SIZE = 11.0
LINE_HEIGHT = 14.0

INK = "#1f2933"
QUIET = "#5b6672"
GRID = "#dde2e7"
AXIS = "#8a94a0"

# Neighbours differ by at least 20 steps of CIE lightness, and none relies on red against green.
FILLS = ("#16405b", "#e3a857", "#487e87", "#cfd9df", "#9a4b3b", "#e9dcc3", "#6c7c4d", "#b9b3c9")
# On these text is dark, and they have an edge that is seen on white.
PALE_FILLS = {
    "#e3a857": "#b8862f",
    "#cfd9df": "#7f8e98",
    "#e9dcc3": "#98876a",
    "#b9b3c9": "#8a83a0",
}
LINE_COLOURS = ("#16405b", "#b85c28", "#27837a", "#70757d", "#8a5a9e", "#8d7423")
LINE_DASHES = ("", "8 4", "2 3", "10 3 2 3", "5 2", "1 4")

# Latin letters and signs that are much wider, and much narrower, than others.
BROAD, SLIM = "mwMW@%&", " !'(),-./:;I[\\]fijlrt{|}"
OPENING, CLOSING = "（《“「【", "）》”」】，。、；：！？"

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True)
class Rectangle:
    """series, category: of which values it shows one; None where it shows none. outlined: only its edge is coloured.

    framed: it is an edge around others. own_edge: the colour of its edge, where it is not that of its fill. hatch: the
    name of the lines over it.
    """

    kind: ClassVar[str] = "rectangle"
    x: float
    y: float
    width: float
    height: float
    fill: str
    series: int | None = None
    category: int | None = None
    outlined: bool = False
    framed: bool = False
    own_edge: str = ""
    hatch: str = ""

    @property
    def edge(self) -> str:
        """The colour of its edge; empty where it needs none."""
        return self.own_edge or PALE_FILLS.get(self.fill, self.fill if self.outlined else "")


@dataclass(frozen=True)
class Line:
    """series: which one it draws. is_tick: whether it stands at a number of the value axis."""

    kind: ClassVar[str] = "line"
    points: tuple[tuple[float, float], ...]
    colour: str = GRID
    width: float = 1.0
    dash: str = ""
    series: int | None = None
    is_tick: bool = False


@dataclass(frozen=True)
class Dot:
    kind: ClassVar[str] = "dot"
    x: float
    y: float
    colour: str = INK


@dataclass(frozen=True)
class Label:
    """A text whose vertical middle is y."""

    kind: ClassVar[str] = "label"
    x: float
    y: float
    text: str
    anchor: Anchor = "start"
    colour: str = INK
    bold: bool = False
    is_tick: bool = False


Shape = Rectangle | Line | Dot | Label


@dataclass(frozen=True)
class Hatch:
    """Lines over a surface. path: of one tile of 6 by 6, in which it repeats."""

    name: str
    path: str
    colour: str


@dataclass(frozen=True)
class Scene:
    """Shapes in the order in which they are painted, on a sheet of the usual width. hatches: lines over surfaces."""

    height: float
    shapes: tuple[Shape, ...]
    hatches: tuple[Hatch, ...] = ()


def text_width(text: str) -> float:
    """The width that a label has at most: a Chinese character is as wide as the type is high."""
    return TEXT_SIZE * sum(map(_width, text))


@lru_cache(maxsize=1024)
def _width(character: str) -> float:
    """By kind of character; no letter of our fonts, bold ones included, is wider."""
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    if character in BROAD:
        return 1.01
    if character in SLIM:
        return 0.44
    return 0.78 if character.isupper() or not character.isascii() else 0.65


def widest(texts: Iterable[str]) -> float:
    return max((text_width(text) for text in texts), default=0.0)


def wrapped(text: str, width: float, most_lines: int = 2) -> tuple[str, ...]:
    """Break a label into lines of at most this width; what does not fit ends in an ellipsis."""
    rows = [""]
    for piece in (part for whole in _pieces(text) for part in _fitting(whole, width)):
        if rows[-1] and text_width(rows[-1] + piece.rstrip()) > width:
            rows.append("")
        rows[-1] += piece
    rows = [row.strip() for row in rows]
    if len(rows) > most_lines:
        last = rows[most_lines - 1]
        while last and text_width(last + "…") > width:
            last = last[:-1]
        rows = [*rows[: most_lines - 1], last.rstrip() + "…"]
    return tuple(rows)


def _fitting(piece: str, width: float) -> list[str]:
    """A word that is longer than a line, in parts that are not."""
    parts = [""]
    for character in piece:
        if parts[-1] and text_width(parts[-1] + character.rstrip()) > width:
            parts.append("")
        parts[-1] += character
    return parts


def _pieces(text: str) -> list[str]:
    """Split where a line may break: after a space, and beside a Chinese character or bracket."""
    pieces = [""]
    for character in text:
        before = pieces[-1][-1:]
        ends_word = before == " " or _is_wide(before) or _is_wide(character)
        if before and ends_word and before not in OPENING and character not in CLOSING:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _is_wide(character: str) -> bool:
    return bool(character) and unicodedata.east_asian_width(character) in "WF"


def centred(rows: Iterable[str], x: float, middle: float, anchor: Anchor) -> list[Label]:
    """The rows of a wrapped label, around a vertical middle."""
    texts = list(rows)
    top = middle - LINE_HEIGHT * (len(texts) - 1) / 2
    return [Label(x, top + LINE_HEIGHT * row, text, anchor) for row, text in enumerate(texts)]


def draw(key: str, title: str, description: str, scene: Scene) -> str:
    svg: str = _template().render(
        key=key,
        title=title,
        description=description,
        width=WIDTH,
        text_size=TEXT_SIZE,
        scene=scene,
    )
    return svg


@lru_cache(maxsize=1)
def _template() -> "Template":
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(templates_folder() / "charts"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["place"] = place
    return environment.get_template("chart.svg.j2")


def place(value: float) -> str:
    """A coordinate with one decimal at most: finer than any printer, and the same everywhere."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
