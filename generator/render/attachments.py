"""Turns attached Markdown and tables into appendices of the document's Markdown, which can hold nothing but text.

A file is parsed, and written anew from what was found: headings below those of the document, paragraphs, lists, tables
and code. So none of it can open a part of the document, mark a block as ours or refer to what stands elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from generator.packet.packet import Packet
from generator.render.inert import cell, inline, name

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

# A heading of the file's own first level stands below that of its appendix.
BELOW, DEEPEST = 2, 6
INDENT = " " * 4
LISTS = ("bullet_list", "ordered_list")
FENCE = re.compile(r"`{3,}")
# A number is never broken, so that a longer one would leave its cell.
LONGEST_NUMBER = 24
NUMBER = re.compile(r"[−+-]?[¥￥$€£]?\d[\d,]*(?:\.\d+)?%?")
# Lines are broken where an editor was narrow; between Chinese characters nothing stands for that.
BROKEN = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef])\n(?=[\u2e80-\u9fff\uff00-\uffef])")


def files_of(packet: Packet) -> list[dict[str, Any] | None]:
    """What the list of attachments says of each file; None where a name is all there is."""
    return [
        None
        if each.file is None
        else {
            "name": name(each.file.name),
            "size": each.file.size,
            "sha256": each.file.sha256,
            "is_printed": each.is_printed,
        }
        for each in packet.proposal.attachments
    ]


def appendices(packet: Packet) -> str:
    """An appendix for each attachment that is printed; empty where there is none."""
    return "".join(f"\n{part}\n" for part in _appendices(packet))


def _appendices(packet: Packet) -> Iterator[str]:
    for number, attachment in enumerate(packet.proposal.attachments, start=1):
        if attachment.file is None or not attachment.is_printed:
            continue
        heading = packet.words.word("document", "attachment")
        source = packet.words.word("document", "attached_text")
        title = name(packet.fill(attachment.title))
        yield f"## {heading.format(number=number, title=title)}"
        yield f"*{source.format(file=name(attachment.file.name))}*"
        if attachment.file.is_table:
            yield "\n".join(table(attachment.file.rows, name))
        else:
            yield as_text(attachment.file.tree, attachment.title)


def table(
    rows: Sequence[Sequence[str]], write: Callable[[str], str], right: Sequence[int] = ()
) -> Iterator[str]:
    """A Markdown table; columns of numbers stand to the right, as do those that are told to."""
    head, *body = rows
    columns = [[row[place] for row in body] for place in range(len(head))]
    numeric = [
        max(map(len, cells), default=0) <= LONGEST_NUMBER
        and (place in right or (bool(body) and all(map(_is_number, cells))))
        for place, cells in enumerate(columns)
    ]
    yield f"| {' | '.join(map(write, head))} |"
    yield f"|{'|'.join('---:' if each else '---' for each in numeric)}|"
    for row in body:
        yield f"| {' | '.join(map(write, row))} |"


def _is_number(text: str) -> bool:
    return not text.strip() or NUMBER.fullmatch(text.strip()) is not None


def as_text(tree: SyntaxTreeNode, title: str) -> str:
    """A Markdown file as that of an appendix, without a heading that says its title once more."""
    blocks = list(_blocks(tree))
    return "\n\n".join(blocks[1:] if blocks and blocks[0].strip("# ") == title else blocks)


def _blocks(parent: SyntaxTreeNode, *, nested: bool = False) -> Iterator[str]:
    """The blocks of a node. nested: in a list or a quotation, where only text may stand."""
    for node in parent.children:
        if node.type == "heading":
            level = min(int(node.tag[1:]) + BELOW, DEEPEST)
            yield f"**{_words(node)}**" if nested else f"{'#' * level} {_words(node)}"
        elif node.type == "paragraph":
            yield _words(node)
        elif node.type in LISTS:
            yield _list(node)
        elif node.type == "blockquote":
            quoted = "\n\n".join(_blocks(node, nested=True))
            yield "\n".join(f"> {line}".rstrip() for line in quoted.splitlines())
        elif node.type in ("fence", "code_block"):
            yield "  \n".join(_code(node)) if nested else _fenced(node)
        elif node.type == "table":
            yield _table(node)


def _words(node: SyntaxTreeNode) -> str:
    return inline(BROKEN.sub("", "".join(child.content for child in node.children)))


def _list(node: SyntaxTreeNode) -> str:
    parts = [part for item in node.children for part in item.children]
    is_tight = all(part.hidden or part.type in LISTS for part in parts)
    between = "\n" if is_tight else "\n\n"
    items = []
    for number, item in enumerate(node.children, start=1):
        marker = "- " if node.type == "bullet_list" else f"{number}. "
        first, *rest = between.join(_blocks(item, nested=True)).splitlines() or [""]
        items.append("\n".join([marker + first, *((INDENT + line).rstrip() for line in rest)]))
    return between.join(items)


def _code(node: SyntaxTreeNode) -> Iterator[str]:
    """Code that stands in a list: a fence there would not be understood everywhere."""
    for line in node.content.splitlines():
        yield inline(f"`{line.replace('`', chr(39))}`") if line.strip() else ""


def _fenced(node: SyntaxTreeNode) -> str:
    """Code between fences that nothing in it can close."""
    longest = max((len(found) for found in FENCE.findall(node.content)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}\n{node.content.rstrip()}\n{fence}"


def _table(node: SyntaxTreeNode) -> str:
    rows = [row for part in node.children for row in part.children]
    texts = [
        ["".join(each.content for each in item.children) for item in row.children] for row in rows
    ]
    styles = [str(item.attrs.get("style", "")) for item in rows[0].children]
    right = [place for place, style in enumerate(styles) if "right" in style]
    return "\n".join(table(texts, cell, right))
