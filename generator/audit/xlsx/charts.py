"""Turns the XML of a chart into what a reader of the file could draw without computing anything."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from generator.audit.xlsx.book import Chart, ChartAxis, ChartSeries, Plotted
from generator.audit.xlsx.elements import is_on, number, relation_of

REFERENCES = ("numRef", "strRef", "multiLvlStrRef")
CACHES = ("numCache", "strCache", "multiLvlStrCache")
AXES = ("catAx", "valAx", "dateAx", "serAx")
# Excel draws no more points than these of one series.
LONGEST = 32_000
# Of a series: its name, its numbers, what is along; each in bar charts and in scatter charts.
NAME, VALUES, ALONG = ("tx",), ("val", "yVal"), ("cat", "xVal")


def read_chart(root: Element, sheet: str, description: str = "") -> Chart:
    """The chart of a sheet. description: as its frame has it."""
    chart = root.find("chart")
    axes = (axis for axis in root.iter() if axis.tag in AXES)
    return Chart(
        sheet=sheet,
        title="" if chart is None else _title(chart),
        references=tuple(node.findtext("f", "") for node in root.iter() if node.tag in REFERENCES),
        uncached=tuple(_uncached(root)),
        axes=tuple(
            # The format deletes an axis that says nothing.
            ChartAxis(is_on(axis.find("delete"), "val", True), _title(axis))
            for axis in axes
        ),
        series=tuple(
            ChartSeries(_plotted(series, NAME), _plotted(series, VALUES), _plotted(series, ALONG))
            for series in root.iter("ser")
        ),
        description=description,
    )


def descriptions(drawing: Element) -> dict[str, str]:
    """What a drawing says of each chart for who cannot see it, by the chart's relationship."""
    return {
        relation_of(chart): properties.get("descr", "")
        for frame in drawing.iter("graphicFrame")
        for properties in frame.iter("cNvPr")
        for chart in frame.iter("chart")
    }


def _title(titled: Element) -> str:
    title = titled.find("title")
    return "" if title is None else "".join(node.text or "" for node in title.iter("t"))


def _plotted(series: Element, names: tuple[str, ...]) -> Plotted:
    holders = (series.find(name) for name in names)
    parts = [part for holder in holders if holder is not None for part in holder]
    reference = next((part for part in parts if part.tag in REFERENCES), None)
    if reference is None:
        return Plotted("", ())
    cache = next((part for part in reference if part.tag in CACHES), None)
    if cache is None:
        return Plotted(reference.findtext("f", ""), ())
    held = {point.get("idx"): point.findtext("v") for point in cache.iter("pt")}
    count = min(int(number(cache.find("ptCount"), "val")), LONGEST)
    points = tuple(held.get(str(place)) for place in range(count))
    return Plotted(reference.findtext("f", ""), points)


def _uncached(root: Element) -> Iterator[str]:
    for reference in root.iter():
        if reference.tag in REFERENCES:
            caches = (reference.find(name) for name in CACHES)
            points = [cache.find(".//pt") for cache in caches if cache is not None]
            if not any(point is not None for point in points):
                yield reference.findtext("f", "")
