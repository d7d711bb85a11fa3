"""The document's page -> a Word document: another reading of the same HTML, element by element."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from generator.render.html import DocumentInfo
from generator.render.official import BLACK, official_parts
from generator.render.parts import read_parts, write_parts
from generator.render.word.looks import ACCENT, with_look


def to_docx(
    page: str,
    info: DocumentInfo,
    own: Path,
    colour: str | None = None,
    reference: bytes | None = None,
) -> bytes:
    """The document; the same arguments give the same bytes.

    own: the folder that holds the parts of our reference document. colour: for ours, such as "#16405b". reference:
    another document, whose styles, page and header are taken where it has them; what it says is left out.
    """
    from lxml import html

    from generator.render.word.blocks import Writer
    from generator.render.word.manuscript import Manuscript
    from generator.render.word.page_setup import frame, set_language, set_properties
    from generator.render.word.pictures import SVG, picture_of

    ours = BLACK if info.preset else ACCENT
    accent = ours if colour is None else colour.removeprefix("#").upper()
    manuscript = Manuscript(_packed(own, info, accent), accent, reference)
    pictures = [picture_of(svg) for svg in SVG.findall(page)]
    numbers = iter(range(len(pictures)))
    body = html.document_fromstring(SVG.sub(lambda _: f'<img src="{next(numbers)}">', page)).body
    _drop_second_title(body)
    target = manuscript.document.element.body
    for old in [each for each in target if each is not target.sectPr]:
        target.remove(old)
    for block in Writer(manuscript, pictures).blocks(body):
        target.insert(len(target) - 1, block)
    frame(body, manuscript)
    if reference is None:
        set_language(manuscript, info.language)
    set_properties(manuscript, info)
    return _saved(manuscript.document)


def _drop_second_title(body: Any) -> None:
    """The first page bears the title already."""
    title = body.find("main/h1")
    if body.find("section") is not None and title is not None and title.getprevious() is None:
        title.getparent().remove(title)


def _packed(folder: Path, info: DocumentInfo, accent: str) -> bytes:
    files = (path for path in folder.rglob("*") if path.is_file())
    parts = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    dressed = with_look(parts, info.scale, accent)
    return write_parts(official_parts(dressed) if info.preset else dressed)


def _saved(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return write_parts(read_parts(file.getvalue()))
