"""What a PDF reads aloud: the text of its tagged content in the order of its structure."""

import re
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream

from tests.render.archival import contents_of

HEX = re.compile(rb"<([0-9A-Fa-f]+)>")
SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)


def read_aloud(data: bytes) -> str:
    """Without white space."""
    reader = PdfReader(BytesIO(data))
    pages = [_marked(reader, page) for page in reader.pages]
    return "".join(pages[page][number] for page, number in contents_of(reader))


def _marked(reader: PdfReader, page: Any) -> dict[int, str]:
    """The text of each piece of marked content of a page."""
    fonts = {
        name: _letters(font.get_object()["/ToUnicode"].get_data())
        for name, font in page["/Resources"].get("/Font", {}).items()
    }
    text: dict[int, str] = defaultdict(str)
    open_marks: list[int | None] = []
    letters: dict[int, str] = {}
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator in (b"BDC", b"BMC"):
            marked = operands[1] if len(operands) > 1 else {}
            open_marks.append(marked.get("/MCID") if isinstance(marked, dict) else None)
        elif operator == b"EMC":
            open_marks.pop()
        elif operator == b"Tf":
            letters = fonts[operands[0]]
        elif operator in (b"Tj", b"TJ"):
            number = next((mark for mark in reversed(open_marks) if mark is not None), None)
            if number is not None:
                text[number] += "".join(_told(operands[0], letters).split())
    return text


def _told(shown: Any, letters: dict[int, str]) -> str:
    pieces = shown if isinstance(shown, list) else [shown]
    codes = [_bytes(piece) for piece in pieces if isinstance(piece, bytes | str)]
    return "".join(
        letters.get(int.from_bytes(code[at : at + 2]), "")
        for code in codes
        for at in range(0, len(code), 2)
    )


def _bytes(piece: Any) -> bytes:
    return bytes(piece if isinstance(piece, bytes) else piece.original_bytes)


def _letters(table: bytes) -> dict[int, str]:
    """Of each code the text that it stands for."""
    return dict(_entries(table))


def _entries(table: bytes) -> Iterator[tuple[int, str]]:
    for kind, body in SECTION.findall(table):
        codes = HEX.findall(body)
        size = 2 if kind == b"bfchar" else 3
        for at in range(0, len(codes), size):
            first, last, said = (
                int(codes[at], 16),
                int(codes[at + size - 2], 16),
                codes[at + size - 1],
            )
            text = bytes.fromhex(said.decode()).decode("utf-16-be")
            for code in range(first, last + 1):
                yield code, text[:-1] + chr(ord(text[-1]) + code - first)
