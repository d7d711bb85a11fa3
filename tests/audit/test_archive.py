"""Files that must not be opened: each is built in a few lines, and refused with a plain reason at once."""

import io
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Mapping
from random import Random

import pytest

from generator.audit.archive import HostileFile, check_archive
from tests.workbooks import workbook_of

SHEET = "xl/worksheets/sheet1.xml"
TYPES = "[Content_Types].xml"
MEGABYTE = 1024 * 1024


def zipped(
    parts: Mapping[str, bytes], packing: int = zipfile.ZIP_DEFLATED, level: int | None = None
) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packing, compresslevel=level) as archive:
        for name, content in {TYPES: b"<Types/>", **parts}.items():
            archive.writestr(name, content)
    return stream.getvalue()


def with_sheet(content: bytes) -> bytes:
    return zipped({SHEET: content})


def test_a_workbook_is_let_through() -> None:
    check_archive(workbook_of({"Inputs": {"A1": "text", "C5": 0.3, "C6": "=C5*2"}}))


@pytest.mark.parametrize(
    "beginning",
    [b'<?xml version="1.0"?>', b"<?xml version='1.0' encoding='utf-8' standalone='yes'?>", b""],
)
def test_usual_declarations_are_let_through(beginning: bytes) -> None:
    check_archive(with_sheet(beginning + b"<worksheet/>"))


def noise(megabytes: int, alphabet: bytes = bytes(range(256))) -> bytes:
    """1 KB of random bytes over and over, which packs about 100:1."""
    return bytes(Random(1).choices(alphabet, k=1024)) * 1024 * megabytes


def lying_about_its_size() -> bytes:
    """The directory states 5 bytes, where 2 MB come out: a reader that believes it stops after 5."""
    data = with_sheet(noise(2))
    return data.replace(struct.pack("<I", 2 * MEGABYTE), struct.pack("<I", 5))


def twice_the_same_name() -> bytes:
    return zipped({SHEET: b"<a/>", SHEET.upper(): b"<b/>"})


def a_million_entries() -> bytes:
    """A directory of 320,000 entries in 16 MB, though none of them has any content."""
    entry = b"PK\1\2" + b"\0" * 42 + b"n"
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 0, 0, 320_000 * len(entry), 4, 0)
    return b"PK\3\4" + entry * 320_000 + end


def encrypted() -> bytes:
    """Bit 0 of the flags, in the central directory 8 bytes behind its signature."""
    data = bytearray(zipped({SHEET: b"<a/>"}))
    data[data.rindex(b"PK\1\2") + 8] |= 1
    return bytes(data)


def many_small_bombs() -> bytes:
    """Four parts of 20 MB, each below the limits of one part."""
    return zipped({f"xl/media/{number}.png": noise(20) for number in range(4)}, level=1)


def damaged() -> bytes:
    """The packed form of "abc…" begins with these three bytes."""
    return with_sheet(b"abc" * 99).replace(b"\x4b\x4c\x4a", b"\xff" * 3)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a text": (lambda: b"key,value\n", "not a zip"),
    "nothing": (lambda: b"", "not a zip"),
    "with a password": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 512, "old .xls file, or one with"),
    "too large": (lambda: b"PK\3\4" + b"\0" * 17 * MEGABYTE, "larger than 16 MB"),
    "cut off": (lambda: with_sheet(b"<a/>")[:-30], "not a sound zip"),
    "some other zip": (lambda: zipped({}).replace(b"[Content", b"_Content"), "no workbook"),
    "a million entries": (a_million_entries, "more than 1000 parts"),
    "1,001 parts": (lambda: zipped({f"p{n}": b"" for n in range(1000)}), "more than 1000 parts"),
    "zeros": (lambda: with_sheet(b"\0" * 20 * MEGABYTE), "over 200 times its size"),
    "a large part": (lambda: zipped({SHEET: noise(40)}, level=1), "more than 32 MB"),
    "many small bombs": (many_small_bombs, "unpacks to more than 64 MB"),
    "stored, not packed": (
        lambda: zipped({SHEET: b"<!DOCTYPE x>"}, zipfile.ZIP_STORED),
        "XML entities",
    ),
    "another packing": (lambda: zipped({SHEET: b"<a/>"}, zipfile.ZIP_BZIP2), "packed in a way"),
    "tags": (
        lambda: zipped({SHEET: noise(5, b"<c/>")}, level=1),
        "more than 1,000,000 XML tags",
    ),
    "lying about its size": (lying_about_its_size, "not of the size that the archive states"),
    "damaged": (damaged, "damaged"),
    "a DTD": (
        lambda: with_sheet(b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'),
        "declares XML entities",
    ),
    "a DTD far down": (lambda: with_sheet(b" " * 300_000 + b"<!DOCTYPE x>"), "XML entities"),
    "a DTD in UTF-16": (lambda: with_sheet("<!DOCTYPE x>".encode("utf-16")), "XML entities"),
    "a DTD in EBCDIC": (
        lambda: with_sheet(b'<?xml version="1.0" encoding="cp037"?>' + "<!DOCTYPE".encode("cp037")),
        "other than UTF-8",
    ),
    "a late declaration": (
        lambda: with_sheet(b'<?xml version="1.0"' + b" " * 2000 + b'encoding="cp037"?>'),
        "other than UTF-8",
    ),
    "encrypted": (encrypted, "encrypted"),
    "macros": (lambda: zipped({"xl/vbaProject.bin": b"x"}), "macros"),
    "macros by another name": (
        lambda: zipped({TYPES: b'<Override ContentType="application/vnd.ms-office.vbaProject"/>'}),
        "macros",
    ),
    "out of the archive": (lambda: zipped({"xl/../../x": b""}), "leads out of the archive"),
    "an absolute path": (lambda: zipped({"/etc/x": b""}), "leads out of the archive"),
    "a Windows path": (lambda: zipped({"C:x": b""}), "leads out of the archive"),
    "twice the same name": (twice_the_same_name, "two parts have the name"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_with_a_reason(kind: str) -> None:
    build, reason = HOSTILE[kind]
    data = build()
    began = time.process_time()
    with pytest.raises(HostileFile, match=reason):
        check_archive(data)
    assert time.process_time() - began < 1


@pytest.mark.parametrize("kind", ["zeros", "many small bombs", "a million entries", "tags"])
def test_refusing_takes_little_memory(kind: str) -> None:
    data = HOSTILE[kind][0]()
    tracemalloc.start()
    try:
        with pytest.raises(HostileFile):
            check_archive(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 10 * MEGABYTE
