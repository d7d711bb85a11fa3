"""Turns a chart's XML, which only points at cells, into XML that also holds what the cells hold."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import chain
from xml.sax.saxutils import escape, unescape

from generator.render.workbook.cell_values import (
    FinishError,
    Value,
    cell_fragments,
    number_text,
    value_in,
)

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
        f'<pt idx="{index}"><v>{escape(text)}</v></pt>' for index, text in enumerate(texts) if text
    )
    return f'<ptCount val="{len(texts)}"/>{"".join(written)}'


def resolver(sheets: Mapping[str, bytes]) -> Resolve:
    """What finds the values behind a chart's references in the XML of finished sheets, by title."""
    from openpyxl.utils.cell import range_to_tuple, rows_from_range

    @cache
    def fragments(title: str) -> dict[str, bytes]:
        return cell_fragments(sheets[title])

    def resolve(reference: str) -> list[Value | None]:
        try:
            title = range_to_tuple(reference)[0]
            coordinates = chain.from_iterable(rows_from_range(reference.rpartition("!")[2]))
            cells = [fragments(title).get(coordinate) for coordinate in coordinates]
        except (KeyError, TypeError, ValueError) as problem:
            message = f"a chart refers to {reference!r}, which is no range of cells of a sheet"
            raise FinishError(message) from problem
        return [None if cell is None else value_in(cell) for cell in cells]

    return resolve
