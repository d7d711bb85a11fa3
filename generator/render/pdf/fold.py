"""A page whose decision leaves its first sheet -> the same with smaller gaps, a smaller chart, then smaller type."""

from collections.abc import Callable, Iterator
from typing import Any

# What the decision page ends before; and what begins only where there is one.
CONTENTS, COVER = '<div class="toc">', '<section class="cover">'
BODY, AROUND = "<body ", ("html", "body", "main")
# By the names of our stylesheet, the mildest first.
TIGHTER = ("tight", "tight tighter")


def folded(html: str, document: Any, lay_out: Callable[[str], Any]) -> Any:
    """The layout of the page as it is, where its decision holds on the first sheet or would not in any way.

    Else another one. The decision is tried alone, which takes a tenth of the time of all.
    """
    if COVER not in html or _holds(document):
        return document
    for manner in TIGHTER:
        tighter = html.replace(BODY, f'{BODY}class="{manner}" ', 1)
        decision = tighter.partition(CONTENTS)[0]
        if len(lay_out(f"{decision}</main></body></html>").pages) == 1:
            return lay_out(tighter)
    return document


def _holds(document: Any) -> bool:
    """Whether the contents stand on the first sheet or at the head of the second."""
    first, *others = document.pages
    if not others or any(_is_contents(box) for box in _blocks(first._page_box)):
        return True
    head = next(_blocks(others[0]._page_box), None)
    return head is not None and _is_contents(head)


def _is_contents(box: Any) -> bool:
    return "toc" in (box.element.get("class") or "").split()


def _blocks(box: Any) -> Iterator[Any]:
    """Those of elements of the text, in their order."""
    for child in getattr(box, "children", ()):
        if getattr(child, "element", None) is not None and child.element_tag not in AROUND:
            yield child
        yield from _blocks(child)
