"""Turns an xlsx as openpyxl saves it into one that every reader shows, always the same bytes.

openpyxl writes formulas without values, charts without data, links between parts that some readers
cannot follow, and the time of day. This pass mends those, and with `conformity` what is not to the
letter of the file format, and keeps everything else byte for byte. It edits the XML as text:
parsing it and writing it anew would change all of it and take longer. That is safe because
openpyxl writes one fixed form; a form that is not recognised is refused, never passed over.

`fullCalcOnLoad="1"`, which openpyxl sets, stays. Excel then computes every cell itself on opening,
so nobody decides on a number that only we have computed; what never calculates (previewers,
phones, pandas, Protected View) shows the cached one.
"""

import datetime
import posixpath
import re
from collections.abc import Mapping
from xml.etree import ElementTree

from generator.render.parts import Parts, read_parts, write_parts
from generator.render.workbook.cell_values import (
    NO_COPIES,
    Copies,
    FinishError,
    Value,
    with_cached_values,
)
from generator.render.workbook.chart_data import Resolve, resolver, with_chart_data
from generator.render.workbook.conformity import (
    description_of,
    with_alternative_texts,
    with_named_space,
    with_ordered_fonts,
    with_true_dimension,
)

NO_COPIES_AT_ALL: Mapping[str, Copies] = {}

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATIONSHIP_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
RELATIONSHIP = re.compile(rb"<Relationship [^>]*>")
ABSOLUTE_TARGET = re.compile(rb'(?<= Target=")/[^"]*')
TIMESTAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def finish(
    workbook: bytes,
    values: Mapping[tuple[str, str], Value],
    when: datetime.date,
    copies: Mapping[str, Copies] = NO_COPIES_AT_ALL,
) -> bytes:
    """The finished workbook: cached values, chart data, relative links, no trace of the clock.

    `values` gives every formula cell, as (sheet title, coordinate such as "C5"), its value; `when`
    becomes the date of creation and of change. `copies` adds cells to sheets, by title. Raises
    `FinishError` when a formula cell has no value, a value names no formula cell, or a number is
    not finite.
    """
    parts = read_parts(workbook)
    names = sheet_names(parts)
    sheets = filled_sheets({title: parts[name] for title, name in names.items()}, values, copies)
    parts |= {name: sheets[title] for title, name in names.items()}
    resolve = resolver(sheets)
    return write_parts({name: mended(name, parts, resolve, when) for name in parts})


def mended(name: str, parts: Parts, resolve: Resolve, when: datetime.date) -> bytes:
    content = parts[name]
    match name.removeprefix("xl/").partition("/")[0]:
        case _ if name.endswith(".rels"):
            content = with_relative_targets(name, content)
        case "charts":
            content = with_chart_data(content, resolve)
        case "drawings" if name.endswith(".xml"):
            described = with_alternative_texts(content, charts_of(name, parts))
            content = with_named_space(described)
        case "worksheets":
            content = with_true_dimension(content)
        case "styles.xml":
            content = with_ordered_fonts(content)
        case "docProps":
            content = TIMESTAMP.sub(rf"\g<1>{when:%Y-%m-%d}T00:00:00Z".encode(), content)
    return content


def charts_of(drawing: str, parts: Parts) -> dict[str, str]:
    """What to say of each chart of a drawing, by the number that openpyxl gives it there and in its relationship."""
    folder, leaf = posixpath.split(drawing)
    links = ElementTree.fromstring(parts[posixpath.join(folder, "_rels", f"{leaf}.rels")])
    return {
        link.attrib["Id"].removeprefix("rId"): description_of(
            parts[posixpath.join("/" + folder, link.attrib["Target"]).removeprefix("/")]
        )
        for link in links
        if link.attrib["Type"].endswith("/chart")
    }


def sheet_names(parts: Parts) -> dict[str, str]:
    """The name of the part that holds each sheet, by the sheet's title."""
    targets = {
        link.attrib["Id"]: posixpath.join("/xl", link.attrib["Target"]).removeprefix("/")
        for link in ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    }
    return {
        sheet.attrib["name"]: targets[sheet.attrib[RELATIONSHIP_ID]]
        for sheet in ElementTree.fromstring(parts["xl/workbook.xml"]).iter(f"{MAIN}sheet")
    }


def filled_sheets(
    sheets: Mapping[str, bytes],
    values: Mapping[tuple[str, str], Value],
    copies: Mapping[str, Copies],
) -> dict[str, bytes]:
    by_sheet: dict[str, dict[str, Value]] = {title: {} for title in sheets}
    for (title, coordinate), value in values.items():
        if title not in by_sheet:
            raise FinishError(f"there is no sheet {title!r} for the value of {coordinate}")
        by_sheet[title][coordinate] = value
    return {
        title: with_cached_values(title, sheet, by_sheet[title], copies.get(title, NO_COPIES))
        for title, sheet in sheets.items()
    }


def with_relative_targets(name: str, relationships: bytes) -> bytes:
    """A relationships part whose targets are seen from the folder of the part that has them.

    `xl/_rels/workbook.xml.rels` belongs to `xl/workbook.xml`: its targets are seen from `xl`.
    """
    folder = "/" + posixpath.dirname(posixpath.dirname(name))

    def relative(target: re.Match[bytes]) -> bytes:
        return posixpath.relpath(target[0].decode(), folder).encode()

    def mend(link: re.Match[bytes]) -> bytes:
        if b' TargetMode="External"' in link[0]:
            return link[0]
        return ABSOLUTE_TARGET.sub(relative, link[0])

    return RELATIONSHIP.sub(mend, relationships)
