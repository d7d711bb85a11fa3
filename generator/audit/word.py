"""Turns a Word document into findings: it is judged as the document is, and beside the page that it was made of.

Only the file is read, into the Markdown of what a reader sees in it; how it was made is not known here. Of tracked
changes what was inserted counts, not what was deleted.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from generator.audit.archive import check_archive
from generator.audit.document import audit_document
from generator.audit.finding import Finding
from generator.audit.xlsx.elements import OFF, local, parse
from generator.wording.saying import first_of, said

DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
CAPTION, NOTE, CHAPTER, SECTION = "caption", "table note", "heading 1", "heading 2"
MARK = re.compile(r"([\\*|])")
# A table that no page is wide enough for stands in parts.
PART = re.compile(r".* \((?P<number>\d+)/\d+\)", re.DOTALL)
RIGHT = ("right", "end")

HEADING = re.compile(r"<h[23][ >].*?</h[23]>", re.DOTALL)
# Contents are left out on both sides: a reader's program numbers their pages.
CONTENTS = "toc "
UNSEEN = re.compile(
    r"""<svg\b.*?</svg>|<div class="toc">.*?</div>|(?<=<main>)\s*<h1.*?</h1>""", re.DOTALL
)
INLINE = re.compile(r"</?(?:a|b|code|em|span|strong)\b[^>]*>")
TAG = re.compile(r"<[^>]*>")
# So many numbers say where to look.
MOST_TOLD = 8
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?%?")


class UnreadableDocument(Exception):
    """The file is no Word document; the message says why."""


@dataclass(frozen=True)
class Paragraph:
    """style: its name in small letters. right: whether it is set to the right by itself."""

    style: str
    text: str
    bold: bool
    right: bool


@dataclass(frozen=True)
class Table:
    """rows: the first is the head where `has_head`."""

    rows: tuple[tuple[Paragraph, ...], ...]
    has_head: bool


Block = Paragraph | Table


@dataclass(frozen=True)
class Expected:
    """What a document may say, as for `audit_document`, and what it must.

    page: the HTML of the same document, all of whose sections and numbers must be there. chapters: how many of its
    chapters are ours; what is attached behind them has numbers of its own.
    """

    page: str
    chapters: int
    numerals: Sequence[str]
    allowed: Sequence[str]
    total: str
    multiple: float = 0.0
    rounded: Collection[str] = ()


def audit_word(file: bytes, expected: Expected) -> list[Finding]:
    """Everything in the Word document that does not agree. Raises HostileFile and UnreadableDocument."""
    parts = _parts_of(file)
    blocks = _blocks_of(parts)
    ours = _markdown_of(_joined(_first_chapters(blocks, expected.chapters)))
    return [
        *audit_document(
            ours,
            expected.numerals,
            expected.allowed,
            expected.total,
            expected.multiple,
            expected.rounded,
        ),
        *_order(blocks, expected.page),
        *_counted(blocks, expected.page),
        *_pictures(parts[1], expected.page),
    ]


def _pictures(document: Element, page: str) -> Iterator[Finding]:
    """A chart without its drawing would be no more than its caption."""
    wanted = page.count("<figure")
    found = sum(1 for _ in document.iter("drawing"))
    if found < wanted:
        message = said(
            "{found} are there, and the document has {wanted}", found=found, wanted=wanted
        )
        yield Finding("picture_is_lost", said("pictures"), message)


def _first_chapters(blocks: Sequence[Block], count: int) -> Sequence[Block]:
    """What stands before the chapter behind the last of them."""
    places = [
        place
        for place, block in enumerate(blocks)
        if isinstance(block, Paragraph) and block.style == CHAPTER
    ]
    return blocks[: places[count]] if len(places) > count else blocks


def _order(blocks: Sequence[Block], page: str) -> Iterator[Finding]:
    wanted = [_line(heading) for heading in HEADING.findall(page)]
    paragraphs = (block for block in blocks if isinstance(block, Paragraph))
    found = [" ".join(each.text.split()) for each in paragraphs if each.style in (CHAPTER, SECTION)]
    for expected, there in zip([*wanted, said("the end")], [*found, said("the end")], strict=False):
        if expected != there:
            message = said("“{expected}” stands at its place in the document", expected=expected)
            yield Finding("section_differs", said("“{text}”", text=there), message)
            return


def _counted(blocks: Sequence[Block], page: str) -> Iterator[Finding]:
    """Numbers that the page shows more often, or less."""
    body = f"<{page.partition('<body')[2]}"
    seen = TAG.sub("\n", INLINE.sub("", UNSEEN.sub("", body)))
    wanted = Counter(NUMBER.findall(html.unescape(seen)))
    found = Counter(number for text in _texts_of(blocks) for number in NUMBER.findall(text))
    yield from _told("amount_is_lost", wanted - found, said("the document says so more often"))
    yield from _told("amount_is_added", found - wanted, said("the document says so less often"))


def _told(rule: str, numbers: Counter[str], message: str) -> Iterator[Finding]:
    listed = sorted(numbers.elements())
    if listed:
        told = said("{where}: {message}", where=first_of(listed, MOST_TOLD), message=message)
        yield Finding(rule, said("numbers"), told)


def _line(marked_up: str) -> str:
    return " ".join(html.unescape(TAG.sub("", marked_up)).split())


def _texts_of(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield "" if block.style.startswith(CONTENTS) else block.text
        else:
            yield from (cell.text for row in block.rows for cell in row)


def _markdown_of(blocks: Sequence[Block]) -> str:
    """The blocks as the audit of the document reads them."""
    return "\n\n".join(
        _written(block, before, after)
        for before, block, after in zip(
            (None, *blocks[:-1]), blocks, (*blocks[1:], None), strict=True
        )
    )


def _written(block: Block, before: Block | None, after: Block | None) -> str:
    if isinstance(block, Table):
        return "\n".join(_rows(block)) if block.has_head else "\n\n".join(_texts_of([block]))
    text = MARK.sub(r"\\\1", block.text)
    if block.style == CAPTION and isinstance(after, Table):
        return f"**{text}**"
    if block.style == NOTE and isinstance(before, Table):
        return f"*{text}*"
    return text


def _rows(table: Table) -> Iterator[str]:
    head, *rows = table.rows
    yield _row(head)
    yield "|" + "|".join("---:" if cell.right else "---" for cell in head) + "|"
    yield from map(_row, rows)


def _row(cells: Sequence[Paragraph]) -> str:
    """The label of a sum is bold; what else is so says nothing."""
    label, *others = (MARK.sub(r"\\\1", " ".join(cell.text.split())) for cell in cells)
    marked = f"**{label}**" if cells[0].bold and label else label
    return f"| {' | '.join((marked, *others))} |"


def _parts_of(file: bytes) -> tuple[Element, Element]:
    """Styles and text."""
    check_archive(file)
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        try:
            return parse(archive.read(STYLES)), parse(archive.read(DOCUMENT))
        except KeyError:
            raise UnreadableDocument(said("it is no Word document")) from None
        except ElementTree.ParseError as error:
            raise UnreadableDocument(said("it is damaged: {error}", error=error)) from None


def _blocks_of(parts: tuple[Element, Element]) -> list[Block]:
    styles, document = parts
    names = {
        _value(style, "styleId"): _value(style.find("name"), "val").lower()
        for style in styles.iterfind("style")
    }
    read = (_block(element, names) for element in _outermost(document))
    return [each for each in read if isinstance(each, Table) or each.text]


def _outermost(parent: Element) -> Iterator[Element]:
    """Paragraphs and tables, those in frames of content included."""
    for child in parent:
        if child.tag in ("p", "tbl"):
            yield child
        elif child.tag in ("body", "sdt", "sdtContent"):
            yield from _outermost(child)


def _block(element: Element, names: Mapping[str, str]) -> Block:
    if element.tag == "p":
        return _paragraph([element], names)
    rows = list(element.iterfind("tr"))
    return Table(
        tuple(
            tuple(_paragraph(list(cell.iter("p")), names) for cell in row.iterfind("tc"))
            for row in rows
        ),
        has_head=bool(rows) and rows[0].find("trPr/tblHeader") is not None,
    )


def _paragraph(elements: Sequence[Element], names: Mapping[str, str]) -> Paragraph:
    """What a paragraph shows, or all those of a cell."""
    first = elements[0]
    bold = first.find("r/rPr/b")
    return Paragraph(
        style=names.get(_value(first.find("pPr/pStyle"), "val"), ""),
        text="\n".join("".join(_characters(each)) for each in elements).strip(),
        bold=bold is not None and _value(bold, "val") not in OFF,
        right=_value(first.find("pPr/jc"), "val") in RIGHT,
    )


def _characters(element: Element) -> Iterator[str]:
    for part in element.iter():
        if part.tag == "t":
            yield part.text or ""
        elif part.tag in ("br", "tab"):
            yield " "


def _value(element: Element | None, name: str) -> str:
    """An attribute, whatever its namespace; empty where there is none."""
    attributes = {} if element is None else element.attrib
    return next((text for full, text in attributes.items() if local(full) == name), "")


def _joined(blocks: Iterable[Block]) -> list[Block]:
    """Parts of one table beside each other again: each has the labels of the rows."""
    joined: list[Block] = []
    for block in blocks:
        before = joined[-2:]
        if isinstance(block, Table) and len(before) == 2 and _continues(*before):
            first = joined[-2]
            assert isinstance(first, Table)
            pairs = zip(first.rows, block.rows, strict=True)
            joined[-2:] = [replace(first, rows=tuple((*row, *more[1:]) for row, more in pairs))]
        else:
            joined.append(block)
    return joined


def _continues(before: Block, caption: Block) -> bool:
    """Whether a caption says that what follows is the next part of the table before it."""
    if not isinstance(before, Table) or not isinstance(caption, Paragraph):
        return False
    part = PART.fullmatch(caption.text)
    return caption.style == CAPTION and part is not None and part["number"] != "1"
