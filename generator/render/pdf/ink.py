"""A document that is laid out -> what of its ink lies where nobody finds it: off the page, or in the next cell."""

from collections.abc import Iterator
from typing import Any

from generator.wording.saying import said

# Of CSS's pixels 96 are an inch; so little is rounding, or the overhang of a slanted letter.
TOLERANCE = 2.0
MILLIMETRES = 25.4 / 96
EXCERPT = 40
CELL, FOOT = said("its cell"), said("the foot of the page")
MARGIN, TEXT = said("the margin's text"), said("the page's text")


def ink_outside(document: Any) -> Iterator[str]:
    """A sentence for each text or picture that leaves the text of its page, its place in the margin, or its cell."""
    from weasyprint.formatting_structure import boxes  # type: ignore[import-untyped]

    for number, page in enumerate(document.pages, start=1):
        sheet = page._page_box
        for child in sheet.children:
            is_margin = isinstance(child, boxes.MarginBox)
            frame = child if is_margin else sheet
            for box, cell in _inked(child, None, boxes):
                reached = {
                    CELL: 0.0 if cell is None else _beside(box, cell),
                    MARGIN if is_margin else TEXT: _beside(box, frame),
                    FOOT: 0.0 if is_margin else _below(box, sheet),
                }
                for where, beyond in reached.items():
                    if beyond:
                        yield said(
                            "page {number}: {what} reaches {far:.1f} mm beyond {where}",
                            number=number,
                            what=_named(box),
                            far=beyond * MILLIMETRES,
                            where=where,
                        )


def _inked(box: Any, cell: Any, boxes: Any) -> Iterator[tuple[Any, Any]]:
    """Texts and pictures below a box, each with the cell of a table that it stands in."""
    if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
        yield box, cell
        return
    if isinstance(box, boxes.TableCellBox):
        cell = box
    for child in getattr(box, "children", ()):
        yield from _inked(child, cell, boxes)


def _beside(box: Any, around: Any) -> float:
    """By how much ink leaves a box at either side; a blank at the end of a line is none."""
    text = getattr(box, "text", "x")
    if not text.strip():
        return 0.0
    shown = box.width * len(text.rstrip()) / len(text)
    left = around.padding_box_x()
    outside = max(left - box.position_x, box.position_x + shown - left - around.padding_width())
    return outside if outside > TOLERANCE else 0.0


def _below(box: Any, sheet: Any) -> float:
    end = sheet.content_box_y() + sheet.height
    outside: float = box.position_y + box.height - end
    return outside if outside > TOLERANCE else 0.0


def _named(box: Any) -> str:
    text = getattr(box, "text", None)
    if text is None:
        return said("a picture")
    shown = text.strip()
    return f"“{shown[:EXCERPT]}{'…' if len(shown) > EXCERPT else ''}”"
