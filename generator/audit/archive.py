"""Turns the bytes of a foreign xlsx into the certainty that reading it costs little, or into a reason to refuse it.

An xlsx is a zip of XML files, and both can hide a thousandfold of their size. Nothing that the archive says about
itself is believed: every part is unpacked once in small pieces, which are counted, looked at and thrown away.

The limits stand far above any budget: a workbook of this program that spans ten years has some 50 parts, 3 MB unpacked
and 200,000 tags, and saving it in another program doubles that at most.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from generator.wording.saying import said

MEGABYTE = 1024 * 1024
LARGEST_FILE = 16 * MEGABYTE
LARGEST_PART = 32 * MEGABYTE
LARGEST_TOTAL = 64 * MEGABYTE
MOST_PARTS = 1000
# What reading XML costs, in time and memory, goes with its tags more than with its size.
MOST_TAGS = 1_000_000
# XML of equal rows packs about 100:1; the format itself ends at 1032:1. Small parts harm nobody.
HIGHEST_RATIO, RATIO_COUNTS_FROM = 200, MEGABYTE

PIECE = 256 * 1024
LOCAL_HEADER, CENTRAL_HEADER, OLD_OFFICE_FILE = b"PK\3\4", b"PK\1\2", b"\xd0\xcf\x11\xe0"
LOCAL_HEADER_SIZE, LENGTHS_AT = 30, 26
ENCRYPTED = 0x1 | 0x40 | 0x2000
CONTENT_TYPES = "[Content_Types].xml"
MACROS = ("vbaproject", "macroenabled", "macrosheet", "dialogsheet", "activex")
# Every entity needs one of these. In a third encoding it could not be searched for, so those are refused.
DOCUMENT_TYPES = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml\s")
HARMLESS_REST = re.compile(rb"(?:(?!encoding)[^>]|encoding\s*=\s*[\"']utf-8[\"'])*>", re.IGNORECASE)
LONGEST_DECLARATION = 1000
OVERLAP = 32


class HostileFile(ValueError):
    """A file that must not be opened; the message is a plain reason, without the file's name."""


def check_archive(data: bytes) -> None:
    """Refuse what is no plain xlsx or would be dear to read. Raises HostileFile.

    Takes a fraction of a second and a few MB whatever the file holds. Whether the workbook makes sense, or is damaged
    within its XML, is for its readers to find out.
    """
    _check_envelope(data)
    parts = _parts(data)
    _check_names(parts)
    size = tags = 0
    for part in parts:
        part_size, part_tags = _measured(data, part)
        size, tags = size + part_size, tags + part_tags
        if size > LARGEST_TOTAL:
            raise HostileFile(
                said("it unpacks to more than {most} MB", most=LARGEST_TOTAL // MEGABYTE)
            )
        if tags > MOST_TAGS:
            raise HostileFile(said("it holds more than {most:,} XML tags", most=MOST_TAGS))


def _check_envelope(data: bytes) -> None:
    if len(data) > LARGEST_FILE:
        raise HostileFile(said("it is larger than {most} MB", most=LARGEST_FILE // MEGABYTE))
    if data.startswith(OLD_OFFICE_FILE):
        raise HostileFile(said("it is an old .xls file, or one with a password"))
    if not data.startswith(LOCAL_HEADER):
        raise HostileFile(said("it is not a zip, and every xlsx and docx is one"))
    # Before the directory is read: a reader of zips makes an object of each entry.
    if data.count(CENTRAL_HEADER) > MOST_PARTS:
        raise HostileFile(said("it has more than {most} parts", most=MOST_PARTS))


def _parts(data: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.infolist()
    except Exception as error:
        # The library meets damaged bytes with a dozen kinds of exception; each means the same here.
        raise HostileFile(said("it is not a sound zip: {error}", error=error)) from None


def _check_names(parts: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for part in parts:
        name = part.orig_filename
        shown = ascii(name[:80])
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or re.search(r"[\\:\0]", name):
            raise HostileFile(said("a part's name leads out of the archive: {name}", name=shown))
        if name.casefold() in seen:
            raise HostileFile(said("two parts have the name {name}", name=shown))
        if any(mark in name.casefold() for mark in MACROS):
            raise HostileFile(said("it holds macros: {name}", name=shown))
        if part.flag_bits & ENCRYPTED:
            raise HostileFile(said("it is encrypted: {name}", name=shown))
        seen.add(name.casefold())
    if CONTENT_TYPES.casefold() not in seen:
        raise HostileFile(said("it is a zip, but no workbook and no document"))


def _measured(data: bytes, part: zipfile.ZipInfo) -> tuple[int, int]:
    """The bytes and tags of a part, which hold nothing forbidden."""
    size = tags = 0
    beginning = before = b""
    for piece in _unpacked(data, part):
        size, tags = size + len(piece), tags + piece.count(b"<")
        _check_size(part, size)
        _check_content(part.filename, before + piece)
        before = (before + piece)[-OVERLAP:]
        if len(beginning) < LONGEST_DECLARATION:
            beginning += piece[:LONGEST_DECLARATION]
    _check_encoding(part.filename, beginning[:LONGEST_DECLARATION])
    if size != part.file_size:
        raise HostileFile(
            said("{part} is not of the size that the archive states", part=part.filename)
        )
    return size, tags


def _check_size(part: zipfile.ZipInfo, size: int) -> None:
    if size > LARGEST_PART:
        raise HostileFile(
            said(
                "{part} unpacks to more than {most} MB",
                part=part.filename,
                most=LARGEST_PART // MEGABYTE,
            )
        )
    if size > RATIO_COUNTS_FROM and size > HIGHEST_RATIO * part.compress_size:
        raise HostileFile(
            said(
                "{part} unpacks to over {times} times its size",
                part=part.filename,
                times=HIGHEST_RATIO,
            )
        )


def _check_encoding(name: str, beginning: bytes) -> None:
    declared = DECLARATION.match(beginning)
    if declared and not HARMLESS_REST.match(beginning, declared.end()):
        raise HostileFile(said("{name} is XML in an encoding other than UTF-8", name=name))


def _check_content(name: str, content: bytes) -> None:
    if any(mark in content for mark in DOCUMENT_TYPES):
        raise HostileFile(said("{name} declares XML entities, which no workbook does", name=name))
    if name == CONTENT_TYPES:
        types = content.lower()
        if any(mark.encode() in types for mark in MACROS):
            raise HostileFile(said("it holds macros"))


def _unpacked(data: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part in pieces of at most PIECE bytes. Raises HostileFile where it cannot be unpacked.

    Not by `ZipFile.open`, which stops at the size that the archive states, where other readers go on.
    """
    start = _content_start(data, part)
    packed = memoryview(data)[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        yield from (bytes(packed[at : at + PIECE]) for at in range(0, len(packed), PIECE))
        return
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise HostileFile(
            said("{part} is packed in a way that no spreadsheet program uses", part=part.filename)
        )
    try:
        yield from _inflated(packed)
    except zlib.error:
        raise HostileFile(said("{part} is damaged", part=part.filename)) from None


def _inflated(packed: memoryview) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for at in range(0, len(packed), PIECE):
        waiting = bytes(packed[at : at + PIECE])
        while waiting and not inflater.eof:
            yield inflater.decompress(waiting, PIECE)
            waiting = inflater.unconsumed_tail
    yield inflater.flush()
    if not inflater.eof:
        raise zlib.error


def _content_start(data: bytes, part: zipfile.ZipInfo) -> int:
    """Where the packed bytes begin: behind the part's own header, whose name and extra field vary in length."""
    header = part.header_offset
    if header < 0 or data[header : header + len(LOCAL_HEADER)] != LOCAL_HEADER:
        raise HostileFile(said("{part} is not where the archive says", part=part.filename))
    if header + LOCAL_HEADER_SIZE > len(data):
        raise HostileFile(said("{part} is damaged", part=part.filename))
    name, extra = struct.unpack_from("<HH", data, header + LENGTHS_AT)
    return header + LOCAL_HEADER_SIZE + int(name) + int(extra)
