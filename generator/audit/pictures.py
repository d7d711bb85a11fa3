"""Turns finished SVG charts into findings: places and words that are not those of the figures behind them.

The geometry is read back as an eye would: the numbers beside the grid lines give the scale, the scale gives the number
at which a bar ends or a line turns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree

from generator.audit.finding import Finding
from generator.audit.tables import number
from generator.wording.saying import said

SVG = "{http://www.w3.org/2000/svg}"
# Coordinates are written with one decimal; a bar keeps one unit from its neighbour, and is at least one wide.
PRECISION, GAP = 0.11, 1.0
Points = tuple[float | None, ...]


@dataclass(frozen=True)
class Drawn:
    """What a chart must show: its kind, and the numbers of each series.

    words: for all numbers, in order. labels: of its axes. marks: how far along and how high each stands. printed: the
    numeral of each number of a series; wholes: of each category's sum.
    """

    kind: str
    title: str
    series: tuple[Points, ...]
    words: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    marks: tuple[tuple[float, float], ...] = ()
    printed: tuple[tuple[str, ...], ...] = ()
    wholes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Scale:
    """Numbers along the value axis: `at` and the number there, and how many numbers one unit of the drawing holds."""

    at: float
    number: float
    per_unit: float
    level: bool

    def read(self, place: float) -> float:
        return self.number + (place - self.at) * self.per_unit

    def ends(self, bar: ElementTree.Element) -> tuple[float, float]:
        """The lower and the higher number between which a bar lies."""
        start, size = ("x", "width") if self.level else ("y", "height")
        place = float(bar.get(start, ""))
        first, second = self.read(place), self.read(place + float(bar.get(size, "")))
        return min(first, second), max(first, second)


def audit_pictures(charts: Mapping[str, str], expected: Mapping[str, Drawn]) -> Iterator[Finding]:
    """Each chart by the name of its file, compared with what it must show."""
    for name in sorted(charts.keys() ^ expected.keys()):
        yield Finding("chart_is_missing", name, said("the chart and its figures do not both exist"))
    for name in charts.keys() & expected.keys():
        root = ElementTree.fromstring(charts[name])
        wanted = expected[name]
        yield from _words(name, root, wanted)
        yield from _places(name, root, wanted)


def _words(name: str, root: ElementTree.Element, wanted: Drawn) -> Iterator[Finding]:
    """The title, the labels, and what a screen reader tells of the numbers, each after the one before it."""
    if root.findtext(f"{SVG}title") != wanted.title:
        yield Finding("chart_differs", name, said("it is not called {title}", title=wanted.title))
    written = {text.text for text in root.iter(f"{SVG}text")}
    for label in wanted.labels:
        if label not in written:
            yield Finding("chart_differs", name, said("no axis is called {label}", label=label))
    description, at = root.findtext(f"{SVG}desc") or "", 0
    for word in wanted.words:
        found = description.find(word, at)
        if found < 0:
            yield Finding("chart_differs", name, said("its description lacks {word}", word=word))
            return
        at = found + len(word)


def _numerals(name: str, root: ElementTree.Element, wanted: Drawn) -> Iterator[Finding]:
    """The numeral in or beside each bar, and above each column of a stack."""
    shapes = list(root)
    for bar, label in pairwise(shapes):
        if bar.tag == f"{SVG}rect" and bar.get("data-series") and label.tag == f"{SVG}text":
            numeral = wanted.printed[int(bar.get("data-series", ""))][_category(bar)]
            if _is_whole(label, wanted):
                continue
            # A step of a waterfall says by its sign which way it goes.
            if (label.text or "").lstrip("+−") != numeral.lstrip("−"):
                yield Finding(
                    "chart_differs",
                    name,
                    said("a bar of {numeral} is called {label}", numeral=numeral, label=label.text),
                )
    wholes = [label.text for label in shapes if _is_whole(label, wanted)]
    # Columns side by side may leave no room for what each comes to.
    is_bare = wanted.kind == "stacked_bars" and not wholes
    if wanted.kind in STACKED and not is_bare and wholes != list(wanted.wholes):
        message = said(
            "the columns are called {wholes} instead of {wanted}",
            wholes=wholes,
            wanted=list(wanted.wholes),
        )
        yield Finding("chart_differs", name, message)


def _is_whole(label: ElementTree.Element, wanted: Drawn) -> bool:
    """What a column comes to: bold as the name of the chosen option is, which ends where its row begins."""
    is_name = label.get("text-anchor") == "end"
    is_bold = label.get("font-weight") is not None
    return wanted.kind in STACKED and is_bold and not is_name and _is_numeral(label)


def _is_numeral(label: ElementTree.Element) -> bool:
    return number(label.text or "") is not None


def _places(name: str, root: ElementTree.Element, wanted: Drawn) -> Iterator[Finding]:
    if wanted.kind == "matrix":
        yield from _cells(name, root, wanted)
        return
    scale = _scale(root, level=wanted.kind in LEVEL)
    if scale is None:
        yield Finding(
            "chart_differs", name, said("the numbers beside its value axis are no even scale")
        )
        return
    for index, points in enumerate(wanted.series):
        shown = READERS[wanted.kind](root, scale, index, len(points))
        for category, (point, read) in enumerate(zip(points, shown, strict=False)):
            if point is None or _is_near(wanted.kind, index, point, read, abs(scale.per_unit)):
                continue
            drawn = "nothing" if read is None else f"{read:,.6g}"
            message = said(
                "series {series}, place {place} shows {drawn} for {point:,.6g}",
                series=index + 1,
                place=category + 1,
                drawn=drawn,
                point=point,
            )
            yield Finding("chart_differs", name, message)
    if wanted.printed:
        yield from _numerals(name, root, wanted)
    yield from _along(name, root, scale, wanted)


def _along(name: str, root: ElementTree.Element, scale: _Scale, wanted: Drawn) -> Iterator[Finding]:
    """Each dot and each number along a line, by the places of the first line and the numbers beside the value axis."""
    dots = list(root.iter(f"{SVG}circle"))
    if len(dots) != len(wanted.marks):
        yield Finding(
            "chart_differs",
            name,
            said("it has {count} marks for {wanted}", count=len(dots), wanted=len(wanted.marks)),
        )
    if scale.level:
        yield from _on_axis(name, dots, scale, wanted)
    lines = _of_series(root, "polyline", 0)
    if not lines:
        return
    places = _points(lines[0])
    step = (places[-1][0] - places[0][0]) / max(len(places) - 1, 1)
    for dot, (along, height) in zip(dots, wanted.marks, strict=False):
        aside = abs(float(dot.get("cx", "")) - places[0][0] - along * step)
        off = abs(scale.read(float(dot.get("cy", ""))) - height) / abs(scale.per_unit)
        if max(aside, off) > 2 * PRECISION:
            yield Finding(
                "chart_differs",
                name,
                said("no mark stands at {along:.6g}, {height:,.6g}", along=along, height=height),
            )
    for text in root.iter(f"{SVG}text"):
        # A line may have a number for its name, which stands at its end.
        if text.get("text-anchor") == "middle" and text.text in wanted.categories:
            at = places[wanted.categories.index(text.text)][0]
            if abs(float(text.get("x", "")) - at) > PRECISION:
                yield Finding(
                    "chart_differs",
                    name,
                    said("{label} stands elsewhere along the line", label=text.text),
                )


def _on_axis(
    name: str, dots: Sequence[ElementTree.Element], scale: _Scale, wanted: Drawn
) -> Iterator[Finding]:
    """Each dot where values lie along the width."""
    for dot, (along, _) in zip(dots, wanted.marks, strict=False):
        if abs(scale.read(float(dot.get("cx", ""))) - along) > 2 * PRECISION * scale.per_unit:
            yield Finding("chart_differs", name, said("no mark stands at {along:.6g}", along=along))


def _is_near(kind: str, index: int, point: float, read: float | None, per_unit: float) -> bool:
    """As near as a drawing can be: a part that is too small to be seen may be missing, or one unit large."""
    near, least = 2 * PRECISION * per_unit, (GAP + PRECISION) * per_unit
    is_small = kind != "lines" and abs(point) <= least
    if read is None:
        return is_small
    stands = kind == "waterfall" and index == FROM
    return abs(read - point) <= (near + least if is_small or stands else near)


def _scale(root: ElementTree.Element, level: bool) -> _Scale | None:
    """From the outermost grid lines and the numbers beside them; None where those between do not lie on it."""
    axis = 0 if level else 1
    lines = [line for line in root.iter(f"{SVG}polyline") if line.get("class") == "tick"]
    texts = [text.text or "" for text in root.iter(f"{SVG}text") if text.get("class") == "tick"]
    numbers = [float(found) for text in texts if (found := number(text)) is not None]
    if len(lines) < 2 or len(lines) != len(numbers):
        return None
    places = [_points(line)[0][axis] for line in lines]
    scale = _Scale(
        places[0], numbers[0], (numbers[-1] - numbers[0]) / (places[-1] - places[0] or 1), level
    )
    near = 3 * PRECISION * abs(scale.per_unit)
    on_it = (abs(scale.read(at) - there) <= near for at, there in zip(places, numbers, strict=True))
    return scale if scale.per_unit and all(on_it) else None


def _points(line: ElementTree.Element) -> list[tuple[float, float]]:
    pairs = (pair.split(",") for pair in (line.get("points") or "").split())
    return [(float(x), float(y)) for x, y in pairs]


def _of_series(root: ElementTree.Element, tag: str, index: int) -> list[ElementTree.Element]:
    return [each for each in root.iter(SVG + tag) if each.get("data-series") == str(index)]


def _along_a_line(
    root: ElementTree.Element, scale: _Scale, index: int, count: int
) -> Sequence[float | None]:
    lines = [_points(line) for line in _of_series(root, "polyline", index)]
    return [scale.read(y) for _, y in lines[0]] if lines else [None] * count


def _ends_of_bars(
    root: ElementTree.Element, scale: _Scale, index: int, count: int
) -> Sequence[float | None]:
    """A bar begins at zero and points to either side."""
    read: list[float | None] = [None] * count
    for bar in _of_series(root, "rect", index):
        low, high = scale.ends(bar)
        read[_category(bar)] = low if abs(high) < abs(low) else high
    return read


def _sizes(
    root: ElementTree.Element, scale: _Scale, index: int, count: int, gap: float
) -> Sequence[float | None]:
    """Parts below zero are credits.

    The gap is at a bar's right or lower end: between zero and a credit that lies level, and an upright part.
    """
    read: list[float | None] = [None] * count
    unit = abs(scale.per_unit)
    zero = -PRECISION * unit if scale.level else PRECISION * unit
    for bar in _of_series(root, "rect", index):
        low, high = scale.ends(bar)
        amount = high - low + gap * unit
        read[_category(bar)] = -amount if low + high < 2 * zero else amount
    return read


def _stacked(
    root: ElementTree.Element, scale: _Scale, index: int, count: int
) -> Sequence[float | None]:
    return _sizes(root, scale, index, count, GAP)


def _floating(
    root: ElementTree.Element, scale: _Scale, index: int, count: int
) -> Sequence[float | None]:
    """What a waterfall's bars stand on is seen from their lower ends; how far one falls or rises has no sign."""
    if index != FROM:
        sizes = _sizes(root, scale, index, count, 0)
        return sizes if index < FROM else [None if it is None else abs(it) for it in sizes]
    read: list[float | None] = [None] * count
    for bar in root.iter(f"{SVG}rect"):
        if bar.get("data-series") is not None:
            read[_category(bar)] = scale.ends(bar)[0]
    return read


def _weeks(
    root: ElementTree.Element, scale: _Scale, index: int, count: int
) -> Sequence[float | None]:
    """A step begins when the week before its first one is over, and ends with its last."""
    read: list[float | None] = [None] * count
    for bar in _of_series(root, "rect", 0):
        low, high = scale.ends(bar)
        read[_category(bar)] = high if index else low + 1
    return read


def _cells(name: str, root: ElementTree.Element, wanted: Drawn) -> Iterator[Finding]:
    """Each risk lies in one of nine fields, which are drawn first: row by row, the gravest on top."""
    fields = [bar for bar in root.iter(f"{SVG}rect") if bar.get("data-series") is None]
    drawn: dict[int, tuple[int, int]] = {}
    for bar in _of_series(root, "rect", 0):
        x, y = float(bar.get("x", "")), float(bar.get("y", ""))
        for at, field in enumerate(fields):
            left, top = float(field.get("x", "")), float(field.get("y", ""))
            across = left <= x < left + float(field.get("width", ""))
            if across and top <= y < top + float(field.get("height", "")):
                drawn[_category(bar)] = (at % 3 + 1, 3 - at // 3)
    for risk, levels in enumerate(zip(*wanted.series, strict=True)):
        if drawn.get(risk) != levels:
            yield Finding(
                "chart_differs", name, said("{risk} lies elsewhere", risk=wanted.categories[risk])
            )


def _category(rect: ElementTree.Element) -> int:
    return int(rect.get("data-category", ""))


FROM = 1
# Kinds whose values lie along the width, and those whose bars are made of parts.
LEVEL = ("bars", "parts", "waterfall", "plan")
STACKED = ("stacked_bars", "parts")
READERS = {
    "lines": _along_a_line,
    "bars": _ends_of_bars,
    "parts": _stacked,
    "stacked_bars": _stacked,
    "waterfall": _floating,
    "plan": _weeks,
}
