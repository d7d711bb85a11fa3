"""The elements of the page, one by one -> paragraphs and tables. One that is unknown here shows as what it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace

from generator.render.word.captions import caption
from generator.render.word.contents import contents
from generator.render.word.elements import Element, Look, paragraph, run, verbatim, w
from generator.render.word.inline import BOOKMARK, runs_of
from generator.render.word.manuscript import Manuscript
from generator.render.word.pictures import ALONE, PAIRED, Picture, drawn, drawn_as_logo, logo_at
from generator.render.word.tables import beside, key_figures, table

DEEPEST = 8
INDENT = 340
# Styles of paragraphs by the class that the page gives them, and by that of what they stand in.
CLASSES = {"table-note": "Table Note", "cover-kind": "Subtitle"}
DIVISIONS = {"verdict": "Verdict", "note": "Remark"}
BETWEEN_FACTS = "\u2003\u2003"


@dataclass(frozen=True)
class Place:
    """Where an element stands. style: of its paragraphs. level: of the list around it, from 0; none outside."""

    style: str = "Normal"
    level: int = -1
    picture_width: int = ALONE
    signed: bool = False


TOP = Place()


class Writer:
    """Writes the elements of a page into a document. pictures: by the number that stands for each in the page."""

    def __init__(self, manuscript: Manuscript, pictures: Sequence[Picture | None]) -> None:
        self._manuscript = manuscript
        self._pictures = pictures
        self._ways: dict[str, Callable[[Element, Place], Iterator[Element]]] = {
            "p": self._paragraph,
            "ul": self._list,
            "ol": self._list,
            "div": self._division,
            "dl": self._key_figures,
            "figure": self.blocks,
            "figcaption": self._figure_caption,
            "img": self._picture,
            "section": self.blocks,
            "main": self.blocks,
            "table": self._table,
            "pre": self._code,
            "blockquote": self._quotation,
            "hr": self._rule,
            **{f"h{level}": self._heading for level in range(1, 7)},
        }

    def blocks(self, parent: Element, place: Place = TOP) -> Iterator[Element]:
        """All that stands in an element; text that stands there by itself is a paragraph."""
        for child in self._whole(parent):
            yield from self._ways.get(child.tag, self.blocks)(child, place)

    def _whole(self, parent: Element) -> list[Element]:
        """The children, with paragraphs made of what is none of our blocks."""
        whole: list[Element] = []
        loose = parent.makeelement("p")
        loose.text = parent.text
        for child in list(parent):
            if child.tag not in self._ways:
                loose.append(child)
                continue
            tail, child.tail = child.tail, None
            whole += [loose] if "".join(loose.itertext()).strip() else []
            whole.append(child)
            loose = parent.makeelement("p")
            loose.text = tail
        return [*whole, loose] if "".join(loose.itertext()).strip() else whole

    def _styled(self, name: str, element: Element, *properties: Element) -> Element:
        runs = runs_of(element, self._manuscript)
        return paragraph(self._manuscript.style(name), runs, *properties)

    def _paragraph(self, element: Element, place: Place) -> Iterator[Element]:
        kind = element.get("class") or ""
        if kind == "cover-facts":
            facts = BETWEEN_FACTS.join("".join(fact.itertext()).strip() for fact in element)
            yield paragraph(self._manuscript.style("Cover Facts"), [run(facts)])
            return
        continued = place.style == "List Continue"
        indent = [w("ind", left=INDENT * (place.level + 1))] if continued else []
        yield self._styled(CLASSES.get(kind, place.style), element, *indent)

    def _heading(self, element: Element, _place: Place) -> Iterator[Element]:
        """The title of a document is none of its headings; those below it count from one."""
        level = int(element.tag[1]) - 1
        heading = self._styled(f"Heading {min(level, 4)}" if level else "Title", element)
        if element.get("id"):
            name = BOOKMARK + element.get("id")
            heading[1:] = self._manuscript.bookmarked(name, list(heading[1:]))
        yield heading

    def _list(self, element: Element, place: Place) -> Iterator[Element]:
        level = min(place.level + 1, DEEPEST)
        style, number = "List Bullet", self._manuscript.lists.bullets
        if element.tag == "ol":
            start = int(element.get("start") or 1)
            style, number = "List Number", self._manuscript.lists.counting(start, level)
        marked = w("numPr", w("ilvl", val=level), w("numId", val=number))
        for item in element.iterfind("li"):
            first, *others = self._whole(item) or [item.makeelement("p")]
            if first.tag != "p":
                first, others = item.makeelement("p"), [first, *others]
            yield self._styled(style, first, deepcopy(marked))
            for child in others:
                yield from self._ways[child.tag](child, Place("List Continue", level))

    def _division(self, element: Element, place: Place) -> Iterator[Element]:
        kind = element.get("class") or ""
        if kind == "toc":
            yield from contents(element, self._manuscript)
        elif kind == "pair":
            narrow = replace(place, picture_width=PAIRED)
            cells = [list(self.blocks(figure, narrow)) for figure in element]
            yield from beside(cells, self._manuscript)
        elif kind == "letterhead":
            yield from self._letterhead(element, place)
        elif kind == "new-page":
            yield from _on_a_new_page(self.blocks(element, place))
        else:
            inner = replace(place, style=DIVISIONS.get(kind, place.style))
            yield from self.blocks(element, replace(inner, signed=kind == "signatures"))

    def _table(self, element: Element, place: Place) -> Iterator[Element]:
        after = element.getparent().getnext()
        noted = after is not None and after.get("class") == "table-note"
        yield from table(element, self._manuscript, signed=place.signed, noted=noted)

    def _key_figures(self, element: Element, _place: Place) -> Iterator[Element]:
        yield from key_figures(element, self._manuscript)

    def _picture(self, element: Element, place: Place) -> Iterator[Element]:
        """A chart by its number; any other picture is a logo, or the words for it."""
        source, words = element.get("src") or "", element.get("alt") or ""
        picture = self._pictures[int(source)] if source.isdigit() else None
        if picture is not None:
            shown = drawn(picture, self._manuscript, place.picture_width)
            yield paragraph(self._manuscript.style("Figure"), [shown])
        elif (logo := logo_at(source, words)) is not None:
            shown = drawn_as_logo(logo, self._manuscript)
            yield paragraph(self._manuscript.style("Letterhead"), [shown])
        else:
            yield paragraph(self._manuscript.style("Letterhead"), [run(words)])

    def _letterhead(self, element: Element, place: Place) -> Iterator[Element]:
        """The logo at the left, and whose paper it is at the right, line by line."""
        style, right = self._manuscript.style("Letterhead"), w("jc", val="right")
        logo = [block for image in element.iterfind("img") for block in self._picture(image, place)]
        texts = ["".join(each.itertext()).strip().splitlines() for each in element.iterfind("p")]
        lines = [
            paragraph(style, verbatim("\n".join(map(str.strip, text))), deepcopy(right))
            for text in texts
        ]
        yield from beside(
            [logo or [paragraph(style, ())], lines or [paragraph(style, ())]], self._manuscript
        )

    def _figure_caption(self, element: Element, _place: Place) -> Iterator[Element]:
        """It stands below its picture, and goes with nothing that follows."""
        stays, centred = w("keepNext", val=0), w("jc", val="center")
        yield caption(element, self._manuscript, stays, centred)

    def _code(self, element: Element, _place: Place) -> Iterator[Element]:
        lines = verbatim("".join(element.itertext()).rstrip("\n"), Look())
        yield paragraph(self._manuscript.style("Code"), lines)

    def _quotation(self, element: Element, place: Place) -> Iterator[Element]:
        yield from self.blocks(element, replace(place, style="Quote"))

    def _rule(self, _element: Element, _place: Place) -> Iterator[Element]:
        yield paragraph(self._manuscript.style("Rule"), ())


def _on_a_new_page(blocks: Iterator[Element]) -> Iterator[Element]:
    first = next(blocks, None)
    if first is not None:
        first.pPr.insert(1, w("pageBreakBefore"))
        yield first
    yield from blocks
