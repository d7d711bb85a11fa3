"""Turns an xlsx as openpyxl saves it into one that every reader shows, always the same bytes.

openpyxl writes charts without data, links between parts that some readers cannot follow, and the time of day. This
pass mends those, and with `conformity` what is not to the letter of the file format, and keeps everything else byte for
byte. It edits the XML as text: parsing it and writing it anew would change all of it and take longer. That is safe
because openpyxl writes one fixed form.

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
from generator.render.workbook.chart_data import Resolve, resolver, with_chart_data
from generator.render.workbook.conformity import (
    description_of,
    with_alternative_texts,
    with_named_space,
    with_ordered_fonts,
)
from generator.render.workbook.rows import Rows

RELATIONSHIP = re.compile(rb"<Relationship [^>]*>")
ABSOLUTE_TARGET = re.compile(rb'(?<= Target=")/[^"]*')
TIMESTAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def finish(workbook: bytes, sheets: Mapping[str, Rows], when: datetime.date) -> bytes:
    """The finished workbook: chart data, relative links, no trace of the clock.

    sheets: what charts draw, by the titles of the sheets. when: the date of creation and of change. Raises
    `FinishError` where a chart draws no cells, or a number is not finite.
    """
    parts = read_parts(workbook)
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
