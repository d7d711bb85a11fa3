"""Turns the XML of a chart into what a reader of the file could draw without computing anything."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from generator.audit.xlsx.book import Chart, ChartAxis
from generator.audit.xlsx.elements import is_on

REFERENCES = ("numRef", "strRef", "multiLvlStrRef")
CACHES = ("numCache", "strCache", "multiLvlStrCache")
AXES = ("catAx", "valAx", "dateAx", "serAx")


def read_chart(root: Element, sheet: str) -> Chart:
    """The chart of a sheet."""
    chart = root.find("chart")
    title = None if chart is None else chart.find("title")
    words = [] if title is None else [node.text or "" for node in title.iter("t")]
    axes = (axis for axis in root.iter() if axis.tag in AXES)
    return Chart(
        sheet=sheet,
        title="".join(words),
        references=tuple(node.findtext("f", "") for node in root.iter() if node.tag in REFERENCES),
        uncached=tuple(_uncached(root)),
        axes=tuple(
            # The format deletes an axis that says nothing.
            ChartAxis(is_on(axis.find("delete"), "val", True), axis.find("title") is not None)
            for axis in axes
        ),
    )


def _uncached(root: Element) -> Iterator[str]:
    for reference in root.iter():
        if reference.tag in REFERENCES:
            caches = (reference.find(name) for name in CACHES)
            points = [cache.find(".//pt") for cache in caches if cache is not None]
            if not any(point is not None for point in points):
                yield reference.findtext("f", "")
