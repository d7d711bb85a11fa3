"""A user's text -> Markdown that keeps its emphasis, links and code, and cannot become anything else.

Nothing here may break a table, open a heading, close a block or reach a browser as HTML.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Names and numerals stand in many cells; a document has a few thousand of them.
KEPT = 10_000
TAG = re.compile(r"<(?=[A-Za-z/!?])")
ENTITY = re.compile(r"&(?=#?\w+;)")
PIPE = re.compile(r"\\*\|")
CODE = re.compile(r"(?<!`)(`+)(?!`)[^`]+(?<!`)\1(?!`)")
BLOCK_START = re.compile(r"^(?:[#>=|~]|[-+*](?=\s)|:::|\[TOC\]|\[[^\]]*\]:|---|\*\*\*|___)")
LIST_NUMBER = re.compile(r"^(\d+)([.)])(?=\s)")
LINE_START = re.compile(r"(?m)^[ \t]*(?:#|=+[ \t]*$|-{2,}[ \t]*$|:::|\[TOC\]|\[[^\]\n]*\]:)")
# A picture of the document's own; any other one shows as its words.
OWN_PICTURE = re.compile(r"!(?=\[[^\]]*\]\(\s*<?charts/)")
# Between numbers an asterisk is a times sign, not the begin of emphasis.
TIMES = re.compile(r"(?<=[\d)%])\*(?=[\d(])")
# An underscore within a word is no emphasis.
SPECIAL = re.compile(r"([\\`*\[\]]|(?<![^\W_])_|_(?![^\W_]))")


@lru_cache(KEPT)
def name(text: str) -> str:
    """A name: plain characters only, so that its asterisks make nothing bold."""
    return _safe_start(PIPE.sub(r"\|", _no_html(SPECIAL.sub(r"\\\1", _one_line(text)))))


def inline(text: str) -> str:
    """A text within a sentence or a list item: one line of Markdown that opens no block."""
    return _safe_start(cell(text))


@lru_cache(KEPT)
def cell(text: str) -> str:
    """The content of a table cell: one line, its pipes escaped, its backticks in pairs."""
    line = _as_text(_one_line(text))
    if "`" in CODE.sub("", line):
        line = line.replace("`", r"\`")
    if line.endswith("\\"):
        line += "\\"
    return PIPE.sub(r"\|", line)


def block(text: str) -> str:
    """Paragraphs and lists of the user's own; headings, contents and fenced blocks stay ours."""
    return LINE_START.sub(_as_entity, _as_text(text.strip()))


def _no_html(text: str) -> str:
    """Tags and entities show as they are typed."""
    return TAG.sub("&lt;", ENTITY.sub("&amp;", text))


def _as_text(text: str) -> str:
    """Tags, times signs and our own pictures show as they are typed; asterisks in code are no times signs."""
    text = _no_html(text)
    parts, end = [], 0
    for code in CODE.finditer(text):
        parts += [_shown(text[end : code.start()]), code[0]]
        end = code.end()
    return "".join((*parts, _shown(text[end:])))


def _shown(text: str) -> str:
    return OWN_PICTURE.sub("&#33;", TIMES.sub(r"\*", text))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _safe_start(line: str) -> str:
    return LIST_NUMBER.sub(r"\1\\\2", BLOCK_START.sub(_as_entity, line))


def _as_entity(match: re.Match[str]) -> str:
    """The first character as an entity: not every Markdown reader takes a backslash before it."""
    mark = match[0].lstrip()
    return f"&#{ord(mark[0])};{mark[1:]}"
