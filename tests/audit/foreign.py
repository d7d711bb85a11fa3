"""Turns cells as XML into an xlsx such as other programs save, with what our own writer never writes."""

import io
import zipfile
from collections.abc import Mapping
from functools import cache

from generator.assembly import packet_of
from generator.catalog.catalogue import Catalogue
from generator.proposal.loading import load_text
from generator.publish import hash_of
from generator.render.workbook.book import write_workbook
from tests.packets import SMALL

WITH_A_BENEFIT = SMALL + "benefits: [{item: 替代, kind: replaced_cost, monthly: 5000}]\n"

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
TYPES = f"""<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{SHEET_TYPE}.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEET_TYPE}.worksheet+xml"/></Types>"""


def relationship(kind: str, target: str) -> str:
    link = f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{PACKAGE}/relationships">{link}</Relationships>'


def foreign(rows: str, properties: str = "", after: str = "") -> bytes:
    """One sheet `S` of these rows. properties, after: what the workbook says before and after its sheets."""
    workbook = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}'
        f'<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets>{after}</workbook>'
    )
    parts: Mapping[str, str] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relationship("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": workbook,
        "xl/_rels/workbook.xml.rels": relationship("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
        ),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def row(number: int, *cells: str) -> str:
    """Cells as XML, `A1`'s first; each without its place: `<v>1</v>`, `t="b"|<v>1</v>`."""
    written = []
    for letter, cell in zip("ABCDEFGH", cells, strict=False):
        attributes, bar, content = cell.rpartition("|")
        written.append(f'<c r="{letter}{number}" {attributes if bar else ""}>{content}</c>')
    return f'<row r="{number}">{"".join(written)}</row>'


def formula(text: str, value: str = "", attributes: str = "") -> str:
    """A formula and the value that was saved with it."""
    saved = f"<v>{value}</v>" if value else ""
    return f"<f {attributes}>{text}</f>{saved}"


@cache
def with_a_benefit() -> bytes:
    """A workbook of ours, as it was published."""
    packet = packet_of(load_text(WITH_A_BENEFIT, "small.yaml", Catalogue))
    return write_workbook(packet, hash_of(WITH_A_BENEFIT.encode())).data
