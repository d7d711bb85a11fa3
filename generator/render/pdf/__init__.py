"""A self-contained HTML page -> a tagged PDF/A-3 with the packet's other files attached."""

import gc
import warnings
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import PurePath
from typing import Any, Literal

from generator.render.html import DocumentInfo
from generator.render.pdf.fold import folded
from generator.render.pdf.ink import ink_outside
from generator.render.pdf.library import Library, SystemLibrariesMissing, load
from generator.render.pdf.problems import RenderProblem, strict
from generator.wording.saying import said

__all__ = ["Attachment", "LaidOut", "RenderProblem", "SystemLibrariesMissing", "laid_out", "to_pdf"]

# Tagged, with Unicode for all text, and open to attachments of any kind.
VARIANT = "pdf/a-3a"

# Stated here because the tables of the operating system differ from machine to machine.
MEDIA_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".pdf": "application/pdf",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".json": "application/json",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".svg": "image/svg+xml",
    ".zip": "application/zip",
}
OTHER_TYPE = "application/octet-stream"


@dataclass(frozen=True)
class Attachment:
    """A file inside the PDF; its name's ending tells readers what opens it.

    relation: to the document, as PDF/A-3 calls it.
    """

    name: str
    data: bytes
    description: str
    relation: Literal["Data", "Source", "Supplement"] = "Supplement"


@dataclass(frozen=True)
class LaidOut:
    """A page whose lines and pages are set, before anything is attached to it. page: its HTML."""

    page: str
    document: Any

    def with_attachments(self, info: DocumentInfo, attachments: Sequence[Attachment]) -> bytes:
        """The PDF. Raises RenderProblem."""
        library = load()
        # Name trees in a PDF are sorted, or readers miss entries.
        ordered = sorted(attachments, key=lambda attachment: attachment.name.encode())
        with _typesetting(self.page):
            pdf: bytes = self.document.write_pdf(
                pdf_variant=VARIANT,
                attachments=[_embedded(library, attachment, info) for attachment in ordered],
            )
        return pdf


def laid_out(html: str) -> LaidOut:
    """Set the page. Raises SystemLibrariesMissing and RenderProblem."""
    library = load()
    with _typesetting(html):

        def lay_out(text: str) -> Any:
            page = library.weasyprint.HTML(string=text, url_fetcher=library.fetcher)
            return page.render(font_config=library.fonts, pdf_variant=VARIANT)

        document = folded(html, lay_out(html), lay_out)
    if outside := list(ink_outside(document)):
        raise RenderProblem(*outside, said("shorten it, or put a blank where it may break"))
    return LaidOut(html, document)


def to_pdf(html: str, info: DocumentInfo, attachments: Sequence[Attachment] = ()) -> bytes:
    """Typeset the page; the same arguments give the same bytes.

    Raises SystemLibrariesMissing when Pango and its companions are not installed, and
    RenderProblem when anything at all is wrong with the page: a character that the fonts lack,
    an address that would have to be fetched, a style rule that is not understood.
    """
    return laid_out(html).with_attachments(info, attachments)


@contextmanager
def _typesetting(html: str) -> Iterator[None]:
    with strict(html), _without_garbage_collection(), warnings.catch_warnings():
        # WeasyPrint leaves the file of its colour profile to be closed by the interpreter.
        warnings.filterwarnings("ignore", "unclosed file .*sRGB2014", ResourceWarning)
        yield


def _embedded(library: Library, attachment: Attachment, info: DocumentInfo) -> Any:
    """The attachment as WeasyPrint takes it: a data address states its media type."""
    media_type = MEDIA_TYPES.get(PurePath(attachment.name).suffix.lower(), OTHER_TYPE)
    midnight = datetime.combine(info.date, time(), UTC)
    return library.weasyprint.Attachment(
        url=f"data:{media_type};base64,{b64encode(attachment.data).decode()}",
        url_fetcher=library.fetcher,
        name=attachment.name,
        description=attachment.description,
        created=midnight,
        modified=midnight,
        relationship=attachment.relation,
    )


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Typesetting makes millions of small objects that all live to its end."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
