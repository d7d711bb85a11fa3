"""Turns the name of a folder into templates that are laid over ours, file by file, each read once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from generator.proposal.assignments import KEPT
from generator.proposal.beside import similar
from generator.proposal.characters import FORBIDDEN, describe, shortened, source_lines
from generator.proposal.context import problem
from generator.proposal.fields import Plain
from generator.proposal.nodes import Scalar
from generator.proposal.problems import SET, Mark
from generator.wording.saying import said

CODE = "E026"
ENDINGS = (".j2", ".css", ".yaml")
MOST_FILES, LARGEST = 60, 256 * 1024
SHEET = "style.css"
WORD, LARGEST_WORD, MOST_UNPACKED = "word.docx", 2048 * 1024, 64 * 1024 * 1024


@dataclass(frozen=True)
class OwnTemplates:
    """Templates by name, `en/0-summary.md.j2`, as in our folder. place: in the packet's sources. path: for messages.

    word: a document in Word whose styles, page and header are taken.
    """

    place: str
    path: str
    files: Mapping[str, str]
    word: bytes | None

    def __str__(self) -> str:
        return self.place

    def mark(self, name: str, line: int = 0, column: int = 1) -> Mark:
        """Where something stands in a template."""
        return Mark(str(Path(self.path) / name), line, column)


def _templates(name: Scalar) -> OwnTemplates:
    beside = Path(name.mark.file).parent
    folder, is_typed = beside / name, name.mark.file == SET.file
    if not folder.is_dir():
        message = said("there is no folder '{name}'", name=shortened(name))
        raise problem(CODE, message, similar(folder, folders=True), at=name)
    real = folder.resolve()
    if not is_typed and not real.is_relative_to(beside.resolve()):
        fix = said("copy it there, or name it with --templates")
        message = said("'{name}' leads out of the folder of the input", name=shortened(name))
        raise problem(CODE, message, fix, at=name)
    place = KEPT if is_typed else real.relative_to(beside.resolve()).as_posix()
    files, word = dict(_read(folder, name)), _word_in(folder)
    if not files and word is None:
        fix = said("copy a template of ours into it, under the same name, and change the copy")
        raise problem(CODE, said("no template is in '{name}'", name=shortened(name)), fix, at=name)
    return OwnTemplates(place, str(folder), files, word)


def _read(folder: Path, name: Scalar) -> Iterator[tuple[str, str]]:
    paths = sorted(path for path in folder.rglob("*") if path.suffix in ENDINGS and path.is_file())
    if len(paths) > MOST_FILES:
        message = said("'{name}' has {count} templates", name=shortened(name), count=len(paths))
        raise problem(CODE, message, said("name the folder of the templates alone"), at=name)
    for path in paths:
        at = Mark(str(path), 0, 0)
        if path.stat().st_size > LARGEST:
            message = said("this is larger than {largest} KiB", largest=LARGEST // 1024)
            raise problem(CODE, message, said("is this a template?"), at=at)
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            fix = said("save it with the encoding UTF-8")
            raise problem(CODE, said("this cannot be read as UTF-8 text"), fix, at=at) from None
        if found := FORBIDDEN.search(text):
            before = source_lines(text[: found.start()])
            at = Mark(str(path), len(before), len(before[-1]) + 1)
            message = said("invisible character {character}", character=describe(found[0]))
            raise problem(CODE, message, said("delete it"), at=at)
        yield path.relative_to(folder).as_posix(), text


def _word_in(folder: Path) -> bytes | None:
    path = folder / WORD
    if not path.is_file():
        return None
    at = Mark(str(path), 0, 0)
    if path.stat().st_size > LARGEST_WORD:
        fix = said("take out its text and pictures: only its styles, page and header count")
        raise problem(
            CODE,
            said("this is larger than {largest} KiB", largest=LARGEST_WORD // 1024),
            fix,
            at=at,
        )
    data = path.read_bytes()
    if not _is_word(data):
        fix = said("save it in Word as .docx, which is neither .dotx nor .docm")
        raise problem(CODE, said("this is no document in Word"), fix, at=at)
    return data


def _is_word(data: bytes) -> bool:
    """Whether it opens, and has a page."""
    from docx import Document

    try:
        with ZipFile(BytesIO(data)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        return unpacked <= MOST_UNPACKED and Document(BytesIO(data)).element.body.sectPr is not None
    except Exception:
        # The library meets damaged bytes with a dozen kinds of exception; each means the same here.
        return False


TEMPLATES = Plain(_templates)
