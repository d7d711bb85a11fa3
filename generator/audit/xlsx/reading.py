"""Turns the bytes of any xlsx into a Book, reading each part of the file once.

Only what the file says is read: nothing is computed, nothing outside is followed. Whoever reads a file of unknown
origin calls `archive.check_archive` first.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, ParseError

from generator.audit.xlsx.book import Book, Chart, Name, Paper, Sheet, Style
from generator.audit.xlsx.charts import descriptions, read_chart
from generator.audit.xlsx.elements import all_text, is_on, number, relation_of
from generator.audit.xlsx.package import Package
from generator.audit.xlsx.sheets import CellReader, read_sheet
from generator.audit.xlsx.styles import fonts_of, styles_of, theme_colours
from generator.wording.saying import said

# Names that the format itself gives: print areas, filters.
BUILT_IN, PRINT_AREA, PRINT_TITLES = "_xl", "_xlnm.Print_Area", "_xlnm.Print_Titles"
# What the zip and its XML can fail with; each means that the file is damaged, and of some the reader can say where.
WORDED = (zipfile.BadZipFile, zlib.error, ParseError)
DAMAGE = (
    struct.error,
    EOFError,
    LookupError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


class UnreadableWorkbook(ValueError):
    """The file is no xlsx or is damaged; the message says so to a person."""


def read_book(workbook: bytes) -> Book:
    """The workbook. Raises UnreadableWorkbook."""
    if not zipfile.is_zipfile(io.BytesIO(workbook)):
        raise UnreadableWorkbook(
            said("it is no xlsx file, or one that needs a password to be opened")
        )
    try:
        with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
            return _book(Package(archive))
    except WORDED as problem:
        raise UnreadableWorkbook(
            said("it is damaged or no workbook: {problem}", problem=problem)
        ) from problem
    except DAMAGE as problem:
        raise UnreadableWorkbook(said("it is damaged or no workbook")) from problem


def _book(package: Package) -> Book:
    main = next(package.followed("", "officeDocument"), "xl/workbook.xml")
    root = package.part(main)
    names = list(_names(root))
    styles, base_size = _styles(package, main)
    strings = _strings(package, main)
    sheets: list[Sheet] = []
    charts: list[Chart] = []
    parts = {link.key: link for link in package.links(main)}
    for entry in root.iterfind("sheets/sheet"):
        title, link = entry.get("name", ""), parts[relation_of(entry)]
        charts += _charts(package, link.target, title)
        if link.kind == "worksheet":
            hidden = entry.get("state", "visible") != "visible"
            reader = CellReader(styles, strings)
            part = package.large_part(link.target, "row", reader.read)
            sheets.append(read_sheet(part, title, hidden, reader, _printed(names, title)))
    return Book(
        sheets=tuple(sheets),
        names=tuple(name for name in names if not name.name.startswith(BUILT_IN)),
        links=tuple(package.all_links()),
        charts=tuple(charts),
        base_size=base_size,
        from_1904=is_on(root.find("workbookPr"), "date1904"),
        iterates=is_on(root.find("calcPr"), "iterate"),
    )


def _names(root: Element) -> Iterator[Name]:
    titles = [entry.get("name", "") for entry in root.iterfind("sheets/sheet")]
    for entry in root.iterfind("definedNames/definedName"):
        scope = titles[int(number(entry, "localSheetId"))] if "localSheetId" in entry.attrib else ""
        yield Name(entry.get("name", ""), entry.text or "", scope)


def _printed(names: Sequence[Name], title: str) -> Paper:
    own = {name.name for name in names if name.scope == title}
    return Paper(area=PRINT_AREA in own, titles=PRINT_TITLES in own)


def _styles(package: Package, main: str) -> tuple[list[Style], float]:
    """All styles, and the size of the font in which widths are counted."""
    theme: list[str] = []
    for part in package.followed(main, "theme"):
        theme = theme_colours(package.part(part))
    for part in package.followed(main, "styles"):
        root = package.part(part)
        return styles_of(root, theme), fonts_of(root, theme)[0].size
    return [Style()], Style().size


def _strings(package: Package, main: str) -> list[str]:
    """The texts that cells refer to by number."""
    parts = package.followed(main, "sharedStrings")
    return [all_text(item) for part in parts for item in package.part(part).iterfind("si")]


def _charts(package: Package, part: str, title: str) -> Iterator[Chart]:
    for drawing in package.followed(part, "drawing"):
        said = descriptions(package.part(drawing))
        for link in package.links(drawing):
            if link.kind == "chart":
                yield read_chart(package.part(link.target), title, said.get(link.key, ""))
