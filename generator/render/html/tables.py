"""Plain Markdown tables -> tables with a caption, a note, column widths, numbers and totals, each in its own frame."""

import re
from collections.abc import Collection, Sequence
from copy import deepcopy
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from generator.render.html.widths import (
    CAPACITIES,
    Column,
    ColumnKind,
    fitting_parts,
    measure,
    page_layout,
    shares,
    stacks,
    stays_whole,
    text_width,
)

NEGATIVE = re.compile(r"[−-]\s*[¥￥$€£]?\d")
MOST_ROWS_KEPT_WHOLE = 12
NUMBER = re.compile(r"\d+")
# What a head counts in, behind its name; in half-width characters as many as any column has room for.
UNIT = re.compile(r"(?P<name>.+?)(?P<unit>[（(][^（()）]+[)）])")
LONGEST_UNIT = 11
# A head of more characters breaks.
SHORT_HEAD = 4


@dataclass(frozen=True)
class TableForm:
    """scale: by how much the type is larger than ours. continued: what stands over the rest, with {number}.

    whole: words of heads in which a line does not end, where a language writes them without spaces between.
    """

    scale: float = 1.0
    continued: str = ""
    whole: tuple[str, ...] = ()


CUSTOMARY = TableForm()


def arrange_tables(parent: Element, form: TableForm) -> None:
    """Dress every table below `parent`."""
    for child in parent:
        if child.tag != "table":
            arrange_tables(child, form)
    for table in [child for child in parent if child.tag == "table"]:
        _take_caption(parent, table)
        _mark_note(parent, table)
        for part in _fitting_parts(parent, table, form.scale):
            _dress(part, form)
            _continue(part, form.continued)
            _frame(parent, part)


def _take_caption(parent: Element, table: Element) -> None:
    """A bold paragraph directly before a table is its caption."""
    before = _neighbour(parent, table, -1)
    title = _only_child(before, "strong") if before is not None and before.tag == "p" else None
    if before is None or title is None:
        return
    parent.remove(before)
    caption = Element("caption")
    caption.text = title.text
    caption.extend(list(title))
    table.insert(0, caption)


def _mark_note(parent: Element, table: Element) -> None:
    """An italic paragraph directly after a table is its note: set small, it stays with the table."""
    after = _neighbour(parent, table, 1)
    if after is not None and after.tag == "p" and _only_child(after, "em") is not None:
        after.set("class", "table-note")


def _fitting_parts(parent: Element, table: Element, scale: float) -> list[Element]:
    """The table, or, where no page is wide enough, parts of it that repeat its first column."""
    chosen = fitting_parts(_columns(table), scale)
    if len(chosen) == 1:
        return [table]
    place = list(parent).index(table)
    parent.remove(table)
    parts = []
    for number, indices in enumerate(chosen, start=1):
        part = _part(table, indices, f" ({number}/{len(chosen)})")
        parent.insert(place + number - 1, part)
        parts.append(part)
    return parts


def _part(table: Element, indices: Collection[int], number: str) -> Element:
    """A copy of the table with some of its columns, numbered in its caption."""
    part = deepcopy(table)
    for row in part.iter("tr"):
        for index, cell in enumerate(list(row)):
            if index not in indices:
                row.remove(cell)
    for caption in part.iter("caption"):
        SubElement(caption, "span").text = number
    return part


def _dress(table: Element, form: TableForm) -> None:
    """Set widths and classes."""
    columns = _columns(table)
    kinds = _column_kinds(table)
    layout = page_layout(columns, form.scale)
    for row in table.iter("tr"):
        for cell, kind in zip(row, kinds, strict=True):
            _classify(cell, kind)
        if len(row) and row[0].tag == "td" and _only_child(row[0], "strong") is not None:
            row.set("class", "total" if any(_text(cell) for cell in row[1:]) else "group")
    for head in table.iter("th"):
        _keep_unit(head)
        _keep_words(head, form.whole)
    _set_widths(table, shares(columns, CAPACITIES[layout] / form.scale))
    whole = "whole" if len(list(table.iter("tr"))) - 1 <= MOST_ROWS_KEPT_WHOLE else ""
    stack = "stack" if stacks(columns) else ""
    if stack:
        _name_cells(table)
    bare = "" if any(_text(head) for head in table.iter("th")) else "headless"
    if bare:
        table.remove(next(table.iter("thead")))
    if classes := " ".join(filter(None, (layout, whole, stack, bare))):
        table.set("class", classes)


def _name_cells(table: Element) -> None:
    """Each cell says what its column says: on a telephone they stand below each other."""
    heads = [_text(head) for head in table.iter("th")]
    for row in table.iter("tr"):
        for cell, head in zip(list(row)[1:], heads[1:], strict=True):
            if cell.tag == "td" and head and _text(cell):
                cell.set("data-head", head)


def _continue(table: Element, form: str) -> None:
    """A table that goes on behind a page is called so there, by the number in its caption."""
    caption = table.find("caption")
    found = None if caption is None else NUMBER.search(_text(caption))
    first = table.find("tbody/tr")
    if found is not None and first is not None and "whole" not in (table.get("class") or ""):
        first.set("data-continued", form.format(number=found[0]))


def _keep_unit(head: Element) -> None:
    """The unit at the end of a head stays in one line; a telephone may break it where it says per what."""
    found = UNIT.fullmatch(head.text or "")
    if found is None or len(head):
        return
    what, slash, per = found["unit"].partition("/")
    short = text_width(found["unit"]) <= LONGEST_UNIT
    if not (short or slash):
        return
    head.text = found["name"]
    unit = SubElement(head, "span", {"class": "unit" if short else "long unit"})
    if slash:
        SubElement(unit, "span").text = what + slash
        SubElement(unit, "span").text = per
    else:
        unit.text = found["unit"]


def _keep_words(head: Element, words: Sequence[str]) -> None:
    """Each of the words of a head stays on one line."""
    name = head.text or ""
    if len(name) <= SHORT_HEAD or not words:
        return
    end = len(name)
    for found in reversed(list(re.finditer("|".join(map(re.escape, words)), name))):
        word = Element("span", {"class": "whole"})
        word.text, word.tail = found[0], name[found.end() : end]
        head.insert(0, word)
        head.text, end = name[: found.start()], found.start()


def _columns(table: Element) -> list[Column]:
    """What each column needs, as its cells stand in the Markdown."""
    rows = [[_text(cell) for cell in row] for row in table.iter("tr")]
    texts = zip(*rows, strict=True)
    return [measure(column, kind) for column, kind in zip(texts, _column_kinds(table), strict=True)]


def _column_kinds(table: Element) -> list[ColumnKind]:
    """What the Markdown's alignment says of each column."""
    kinds: list[ColumnKind] = []
    for head in table.iter("th"):
        style = head.get("style", "")
        if "right" in style:
            kinds.append("number")
        elif "center" in style:
            kinds.append("centre")
        else:
            kinds.append("after-numbers" if kinds[-1:] == ["number"] else "text")
    return kinds


def _classify(cell: Element, kind: ColumnKind) -> None:
    """The alignment becomes a class; a sentence among numbers may still be broken."""
    cell.attrib.pop("style", None)
    text = _text(cell)
    if cell.tag == "th":
        cell.set("scope", "col")
    if kind == "number":
        words = "" if stays_whole(text) else " words"
        negative = " negative" if NEGATIVE.match(text) else ""
        cell.set("class", f"number{words}{negative}")
    elif kind != "text":
        cell.set("class", kind)


def _set_widths(table: Element, percentages: Sequence[float]) -> None:
    group = Element("colgroup")
    for percentage in percentages:
        SubElement(group, "col", {"style": f"width: {percentage:.2f}%"})
    table.insert(1 if table.find("caption") is not None else 0, group)


def _frame(parent: Element, table: Element) -> None:
    """What is wider than a screen moves within its frame, and the page stands still."""
    frame = Element("div", {"class": "frame"})
    parent[list(parent).index(table)] = frame
    frame.append(table)


def _neighbour(parent: Element, element: Element, step: int) -> Element | None:
    siblings = list(parent)
    place = siblings.index(element) + step
    return siblings[place] if 0 <= place < len(siblings) else None


def _only_child(element: Element, tag: str) -> Element | None:
    """The child of this tag that is all that the element holds."""
    if len(element) != 1 or element[0].tag != tag:
        return None
    around = (element.text or "") + (element[0].tail or "")
    return None if around.strip() else element[0]


def _text(element: Element) -> str:
    return "".join(element.itertext()).strip()
