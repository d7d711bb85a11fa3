"""What PDF/A-3a (ISO 19005-3) asks of a file, as far as it can be read off its objects: each fault as a sentence."""

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")
RELATIONS = {"Data", "Source", "Supplement", "Alternative", "Unspecified"}
FORBIDDEN_KEYS = {"/JS", "/JavaScript", "/XFA", "/AA", "/Encrypt", "/Alternates", "/OPI", "/PS"}
# Of the manners in which PDF 1.7 lets something shine through all that we use.
BLENDS = {"/Normal", "/Compatible"}
FORBIDDEN_ACTIONS = {"/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide"}
# Red, green and blue.
INTENDED = 3
PRINTED, HIDDEN = 4, 1 | 2 | 32


def faults(data: bytes) -> list[str]:
    """All that is wrong; an empty list for a file that an archive takes."""
    reader = PdfReader(BytesIO(data))
    catalogue: Any = reader.root_object
    return [
        *_file(data, reader),
        *_metadata(reader, catalogue),
        *_objects(reader),
        *_colours(catalogue),
        *_fonts(reader),
        *_attached(catalogue),
        *_annotations(reader),
        *_structure(reader, catalogue),
    ]


def _file(data: bytes, reader: PdfReader) -> Iterator[str]:
    first, second = data.split(b"\n")[:2]
    if not re.fullmatch(rb"%PDF-1\.[4-7]", first) or sum(byte > 127 for byte in second) < 4:
        yield "the first two lines are not those of a binary PDF 1.7"
    if "/ID" not in reader.trailer or "/Encrypt" in reader.trailer:
        yield "the trailer has no ID, or is encrypted"


def _metadata(reader: PdfReader, catalogue: Any) -> Iterator[str]:
    packet = catalogue["/Metadata"].get_data().decode() if "/Metadata" in catalogue else ""
    for mark in ('pdfaid:part="3"', 'pdfaid:conformance="A"'):
        if mark not in packet:
            yield f"the metadata lack {mark}"
    information: Any = reader.metadata or {}
    for key in ("/Title", "/Author", "/Subject", "/Keywords", "/Producer"):
        if key in information and str(information[key]) not in packet:
            yield f"the metadata lack {key}, which the information has"
    for key, name in (("/CreationDate", "CreateDate"), ("/ModDate", "ModifyDate")):
        day = str(information[key])[2:10] if key in information else ""
        if day and f"{day[:4]}-{day[4:6]}-{day[6:]}" not in packet:
            yield f"{name} is not that of the information"
    if not catalogue.get("/Lang") or not catalogue.get("/MarkInfo", {}).get("/Marked"):
        yield "no language, or not marked"
    if not catalogue.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "a viewer shows the name of the file and not the title"
    if not reader.outline:
        yield "no bookmarks"


def _objects(reader: PdfReader) -> Iterator[str]:
    """What no object may hold."""
    for number in range(1, len(reader.xref[0]) + len(reader.xref_objStm) + 1):
        item: Any = reader.get_object(IndirectObject(number, 0, reader))
        for each in _dictionaries(item):
            if found := FORBIDDEN_KEYS & each.keys():
                yield f"object {number} has {found}"
            if each.get("/S") in FORBIDDEN_ACTIONS or each.get("/Filter") == "/LZWDecode":
                yield f"object {number} has {each.get('/S') or each.get('/Filter')}"
            if not blends_well(each):
                yield f"object {number} blends in a manner or in colours that an archive does not take"
            if each.get("/Interpolate") or ("/F" in each and "/Length" in each):
                yield f"object {number} interpolates, or lies outside"


def blends_well(each: Any) -> bool:
    """Whether what shines through does so in a customary manner, and mixes in the colours of the output intent."""
    if each.get("/S") != "/Transparency":
        return each.get("/BM", "/Normal") in BLENDS
    family, *profile = each.get("/CS", [""])
    return bool(family == "/ICCBased" and profile[0].get_object()["/N"] == INTENDED)


def _dictionaries(item: Any) -> Iterator[Any]:
    if isinstance(item, DictionaryObject):
        yield item
        for value in dict.values(item):
            yield from _dictionaries(value)
    elif isinstance(item, ArrayObject):
        for value in list.__iter__(item):
            yield from _dictionaries(value)


def _colours(catalogue: Any) -> Iterator[str]:
    intents = [each.get_object() for each in catalogue.get("/OutputIntents", ())]
    if [each.get("/S") for each in intents] != ["/GTS_PDFA1"]:
        yield "not one output intent for archives"
        return
    profile = intents[0]["/DestOutputProfile"]
    if profile["/N"] != INTENDED or profile.get_data()[36:40] != b"acsp":
        yield "the output intent has no profile of red, green and blue"


def _fonts(reader: PdfReader) -> Iterator[str]:
    for number, page in enumerate(reader.pages, start=1):
        resources: Any = page["/Resources"]
        for font in (each.get_object() for each in resources.get("/Font", {}).values()):
            name = font["/BaseFont"]
            [inner] = font["/DescendantFonts"]
            descriptor = inner.get_object()["/FontDescriptor"]
            if not {"/FontFile2", "/FontFile3"} & descriptor.keys() or "/ToUnicode" not in font:
                yield f"page {number}: {name} is not embedded, or has no Unicode"


def _attached(catalogue: Any) -> Iterator[str]:
    names = catalogue.get("/Names", {}).get("/EmbeddedFiles", {}).get("/Names", ArrayObject())
    files = [names[at].get_object() for at in range(1, len(names), 2)]
    associated = [each.get_object() for each in catalogue.get("/AF", ())]
    if list(names[::2]) != sorted(names[::2]):
        yield "the names of what is attached are not sorted"
    for each in files:
        stream = each["/EF"]["/F"]
        whole = {"/F", "/UF", "/Desc", "/AFRelationship"} <= each.keys()
        if not whole or str(each["/AFRelationship"]).lstrip("/") not in RELATIONS:
            yield f"{each.get('/UF')} lacks a name, a description or its relation"
        if "/Subtype" not in stream or "/ModDate" not in stream["/Params"]:
            yield f"{each.get('/UF')} has no type or no date"
        if each not in associated:
            yield f"{each.get('/UF')} is not associated with the document"


def _annotations(reader: PdfReader) -> Iterator[str]:
    for number, page in enumerate(reader.pages, start=1):
        for annotation in (each.get_object() for each in page.get("/Annots", ())):
            flags = annotation.get("/F", 0)
            if not flags & PRINTED or flags & HIDDEN:
                yield f"page {number}: {annotation['/Subtype']} is not printed"


def _structure(reader: PdfReader, catalogue: Any) -> Iterator[str]:
    if "/StructTreeRoot" not in catalogue:
        yield "no structure"
        return
    elements = list(_elements(catalogue["/StructTreeRoot"]))
    places = contents_of(reader)
    if places != sorted(places, key=lambda place: place[0]):
        yield "the structure goes back to an earlier page"
    if len(set(places)) != len(places):
        yield "a content stands twice in the structure"
    levels = [
        HEADINGS.index(kind) + 1 for element in elements if (kind := _kind(element)) in HEADINGS
    ]
    if any(after > before + 1 for before, after in pairwise(levels)):
        yield f"a level of headings is left out: {levels}"
    for element in elements:
        if _kind(element) in ("Figure", "Formula") and not str(element.get("/Alt", "")).strip():
            yield "a picture without words"
        if _kind(element) == "TR" and not {_kind(each) for each in _children(element)} <= {
            "TH",
            "TD",
        }:
            yield "a row with something other than cells"


def contents_of(reader: PdfReader) -> list[tuple[int, int]]:
    """The page and number of each content, in the order of the structure."""
    pages = {page.indirect_reference.idnum: at for at, page in enumerate(reader.pages)}  # type: ignore[union-attr]
    root: Any = reader.root_object
    return [
        place
        for element in _elements(root["/StructTreeRoot"])
        for place in _contents(element, pages)
    ]


def _elements(parent: Any) -> Iterator[Any]:
    for child in _children(parent):
        yield child
        yield from _elements(child)


def _children(parent: Any) -> list[Any]:
    kids = parent.get("/K", ArrayObject())
    listed = kids if isinstance(kids, ArrayObject) else [kids]
    objects = [each.get_object() for each in listed]
    return [each for each in objects if isinstance(each, DictionaryObject) and "/S" in each]


def _contents(element: Any, pages: dict[int, int]) -> Iterator[tuple[int, int]]:
    """The page and number of each content that an element holds itself."""
    kids = element.get("/K", ArrayObject())
    own = element.raw_get("/Pg").idnum if "/Pg" in element else None
    for kid in kids if isinstance(kids, ArrayObject) else [kids]:
        item: Any = kid.get_object()
        if isinstance(item, int) and own is not None:
            yield pages[own], int(item)
        elif isinstance(item, DictionaryObject) and item.get("/Type") == "/MCR":
            page: Any = item.raw_get("/Pg").idnum if "/Pg" in item else own
            number: Any = item["/MCID"]
            yield pages[page], int(number)


def _kind(element: Any) -> str:
    return str(element["/S"]).lstrip("/")
