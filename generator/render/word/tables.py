"""A table of the page -> a caption and a native table: its head repeats, its rows stay whole, numbers stand right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.render.html.widths import text_width
from generator.render.word.captions import caption
from generator.render.word.elements import Element, Look, paragraph, w
from generator.render.word.inline import runs_of
from generator.render.word.manuscript import Manuscript

LABEL_FILL = "F1F4F6"
TOTAL_LINE = {"val": "single", "sz": 6, "space": 0}
# As high as a signature: a centimetre.
SIGNED_HEIGHT = 567
# The type of a key figure to that of its label.
LARGER = 14 / 8.5


@dataclass(frozen=True)
class Layout:
    """What the rows of a table share. widths: of its columns, in twentieths of a point. signed: rows wait for a pen."""

    manuscript: Manuscript
    widths: Sequence[int]
    signed: bool


def table(
    element: Element, manuscript: Manuscript, *, signed: bool = False, noted: bool = False
) -> Iterator[Element]:
    """noted: whether its note follows, which stays with it."""
    title = element.find("caption")
    if title is not None:
        yield caption(title, manuscript, w("keepNext"))
    layout = Layout(manuscript, _widths(element, manuscript.width), signed)
    rows = list(element.iter("tr"))
    whole = signed or "whole" in (element.get("class") or "").split()
    kept = [whole or _keeps_next(rows, place) for place in range(len(rows))]
    kept[-1] = noted
    yield w(
        "tbl",
        _properties(manuscript, layout.widths, title, has_head=_is_head(rows[0])),
        w("tblGrid", *(w("gridCol", w=width) for width in layout.widths)),
        *(_row(row, layout, stays) for row, stays in zip(rows, kept, strict=True)),
    )
    if not noted:
        yield paragraph(manuscript.style("After Table"), ())


def _widths(element: Element, total: int) -> list[int]:
    columns = list(element.iter("col"))
    if not columns:
        count = max(len(row) for row in element.iter("tr"))
        return [total // count] * count
    shares = [float(column.get("style").partition(":")[2].strip(" %;")) for column in columns]
    return [round(total * share / sum(shares)) for share in shares]


def _is_head(row: Element) -> bool:
    return bool(row.getparent().tag == "thead")


def _properties(
    manuscript: Manuscript, widths: Sequence[int], title: Element | None, *, has_head: bool
) -> Element:
    properties = w(
        "tblPr",
        w("tblStyle", val=manuscript.style("Budget Table")),
        w("tblW", w=sum(widths), type="dxa"),
        w("tblLayout", type="fixed"),
        w(
            "tblLook",
            val="0020" if has_head else "0000",
            firstRow=int(has_head),
            lastRow=0,
            firstColumn=0,
            lastColumn=0,
        ),
    )
    if title is not None:
        properties.append(w("tblCaption", val="".join(title.itertext()).strip()))
    return properties


def _keeps_next(rows: Sequence[Element], place: int) -> bool:
    """The head with the first row, a group with what it heads, the last rows with each other."""
    following = rows[place + 1] if place + 1 < len(rows) else None
    kind = rows[place].get("class")
    return kind == "group" or place < 2 or (following is not None and _ends(following, rows))


def _ends(row: Element, rows: Sequence[Element]) -> bool:
    return row.get("class") == "total" or row in rows[-2:]


def _row(row: Element, layout: Layout, stays: bool) -> Element:
    properties = w("trPr", w("cantSplit"))
    head = _is_head(row)
    if layout.signed and not head:
        properties.append(w("trHeight", val=SIGNED_HEIGHT, hRule="atLeast"))
    if head:
        properties.append(w("tblHeader"))
    # A company's own cover may hold rows of any length.
    cells = zip(row, layout.widths, strict=False)
    return w("tr", properties, *(_cell(cell, width, layout, stays) for cell, width in cells))


def _cell(cell: Element, width: int, layout: Layout, stays: bool) -> Element:
    kind = cell.getparent().get("class")
    classes = (cell.get("class") or "").split()
    return w(
        "tc", _cell_properties(width, kind, layout), _content(cell, kind, classes, layout, stays)
    )


def _cell_properties(width: int, kind: str | None, layout: Layout) -> Element:
    properties = w("tcPr", w("tcW", w=width, type="dxa"))
    if kind == "total":
        properties.append(w("tcBorders", w("top", **TOTAL_LINE, color=layout.manuscript.accent)))
    if kind == "group":
        properties.append(w("shd", val="clear", color="auto", fill=LABEL_FILL))
    if layout.signed:
        properties.append(w("vAlign", val="bottom"))
    return properties


def _content(
    cell: Element, kind: str | None, classes: Sequence[str], layout: Layout, stays: bool
) -> Element:
    style, look = layout.manuscript.style, Look(bold=kind in ("total", "group"))
    properties = [w("keepNext")] if stays else []
    name = "Table Number" if "number" in classes else "Table Text"
    if cell.tag == "th":
        name, look = "Table Head", Look()
        properties += [w("jc", val="right")] if "number" in classes else []
    if "centre" in classes:
        properties.append(w("jc", val="center"))
    if "after-numbers" in classes:
        properties.append(w("ind", left=198))
    if "negative" in classes:
        look = Look(style=style("Negative Number"), bold=look.bold)
    return paragraph(style(name), runs_of(cell, layout.manuscript, look), *properties)


def key_figures(element: Element, manuscript: Manuscript) -> Iterator[Element]:
    """The numbers of the first page: what each is called, and large below it."""
    cells = list(element.iter("dt", "dd"))
    columns = [each for each in pairwise(cells) if [cell.tag for cell in each] == ["dt", "dd"]]
    if not columns:
        return
    for label, _ in columns:
        text = label.text or ""
        label.text = text[:1].upper() + text[1:]
    wanted = [max(_wanted(cell) for cell in column) for column in columns]
    widths = [int(manuscript.width * width / sum(wanted)) for width in wanted]
    styles = [manuscript.style(name) for name in ("Key Figure Label", "Key Figure")]
    rows = [
        [[paragraph(style, runs_of(cell, manuscript))] for cell in cells]
        for style, cells in zip(styles, zip(*columns, strict=True), strict=True)
    ]
    yield _plain_table("Key Figures", widths, rows, manuscript)
    yield paragraph(manuscript.style("After Table"), ())


def _wanted(cell: Element) -> float:
    """The width that a key figure takes beside its label, which is set smaller."""
    width = text_width("".join(cell.itertext()).strip())
    return (width + 2) * LARGER if cell.tag == "dd" else width + 2


def beside(cells: Sequence[list[Element]], manuscript: Manuscript) -> Iterator[Element]:
    """Blocks next to each other, without a line."""
    widths = [manuscript.width // len(cells)] * len(cells)
    yield _plain_table("Normal Table", widths, [cells], manuscript)
    yield paragraph(manuscript.style("After Table"), ())


def _plain_table(
    style: str,
    widths: Sequence[int],
    rows: Sequence[Sequence[list[Element]]],
    manuscript: Manuscript,
) -> Element:
    """A table that only tells where things stand."""
    properties = w(
        "tblPr",
        w("tblStyle", val=manuscript.style(style)),
        w("tblW", w=sum(widths), type="dxa"),
        w("tblLayout", type="fixed"),
        w("tblLook", val="0000", firstRow=0, lastRow=0, firstColumn=0, lastColumn=0),
    )
    grid = w("tblGrid", *(w("gridCol", w=width) for width in widths))
    return w("tbl", properties, grid, *(_plain_row(row, widths) for row in rows))


def _plain_row(cells: Sequence[list[Element]], widths: Sequence[int]) -> Element:
    sized = zip(cells, widths, strict=True)
    return w(
        "tr",
        w("trPr", w("cantSplit")),
        *(w("tc", w("tcPr", w("tcW", w=width, type="dxa")), *cell) for cell, width in sized),
    )
