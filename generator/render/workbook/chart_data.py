"""Turns a chart's XML, which only points at cells, into XML that also holds what the cells hold."""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import cast
from xml.sax.saxutils import unescape

from openpyxl.utils.cell import range_to_tuple

from generator.render.workbook.rows import FinishError, Rows, Value, number_text, text_xml

# Gives the values of the cells that a reference such as `'假设'!$B$3:$B$7` covers.
Resolve = Callable[[str], Sequence[Value | None]]

REFERENCE = re.compile(
    rb"(?P<axis><cat>)?<(?P<kind>num|str)Ref><f>(?P<cells>[^<]*)</f></(?P=kind)Ref>"
)


def with_chart_data(chart: bytes, resolve: Resolve) -> bytes:
    """The chart's XML with a cache after every reference, so that a preview can draw it.

    openpyxl calls all categories numbers. Those that are texts become a text reference, or
    readers that trust the cache would label them 1, 2, 3.
    """

    def write(reference: re.Match[bytes]) -> bytes:
        values = resolve(unescape(reference["cells"].decode()))
        texts = any(isinstance(value, str) for value in values)
        kind = b"str" if reference["axis"] and texts else reference["kind"]
        data = text_cache(values) if kind == b"str" else number_cache(values)
        return b"%b<%bRef><f>%b</f>%b</%bRef>" % (
            reference["axis"] or b"",
            kind,
            reference["cells"],
            data.encode(),
            kind,
        )

    return REFERENCE.sub(write, chart)


def number_cache(values: Sequence[Value | None]) -> str:
    """A text among numbers is left out: it has no place on a value axis."""
    texts = [
        None if value is None or isinstance(value, str) else number_text(value) for value in values
    ]
    return f"<numCache><formatCode>General</formatCode>{points(texts)}</numCache>"


def text_cache(values: Sequence[Value | None]) -> str:
    texts = [
        value if value is None or isinstance(value, str) else number_text(value) for value in values
    ]
    return f"<strCache>{points(texts)}</strCache>"


def points(texts: Sequence[str | None]) -> str:
    written = (
        f'<pt idx="{index}"><v>{text_xml(text)}</v></pt>'
        for index, text in enumerate(texts)
        if text
    )
    return f'<ptCount val="{len(texts)}"/>{"".join(written)}'


def resolver(sheets: Mapping[str, Rows]) -> Resolve:
    """What finds the values behind a chart's references in the cells of sheets, by title."""

    def resolve(reference: str) -> list[Value | None]:
        try:
            title, corners = range_to_tuple(reference)
            left, top, right, bottom = cast("tuple[int, int, int, int]", corners)
            cells = product(range(top, bottom + 1), range(left, right + 1))
            rows = sheets[title]
        except (KeyError, TypeError, ValueError) as problem:
            message = f"a chart refers to {reference!r}, which is no range of cells of a sheet"
            raise FinishError(message) from problem
        return [rows.shown(row, column) for row, column in cells]

    return resolve
