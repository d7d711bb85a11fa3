"""Turns a packet into the cover: what this is, what came out, how to read it, where to find what."""

from __future__ import annotations

from collections.abc import Iterator

from generator.figures.figure import Figure
from generator.figures.key import Key
from generator.packet.packet import Packet
from generator.render.workbook.layout import LABEL, TOTAL, UNIT, Place
from generator.render.workbook.page import Page
from generator.render.workbook.sheets import status
from generator.render.workbook.styles import Look, Role

LEGEND: dict[str, Role] = {
    "legend_input": "input",
    "legend_formula": "formula",
    "legend_link": "link",
}
CONVENTIONS = ("sign", "periods", "protection")
# The texts of the cover run from the first column to this one.
LAST_COLUMN = 8
# Stands in the place of one figure for each year.
EACH_YEAR = "opex"


def headlines(packet: Packet) -> Iterator[tuple[str, Figure]]:
    """The results that the cover shows, each with its label. Names of the workbook are given to the same ones."""
    for key, label in packet.words.entry("workbook", "headlines").items():
        if key != EACH_YEAR:
            yield label, packet.figures[key]
            continue
        for year in packet.model.years:
            period = packet.words.word("columns", "year").replace("{number}", f"{year.value:g}")
            yield label.replace("{period}", period), packet.figures[Key(key, year.key.name)]


def draw_cover(page: Page, fingerprint: str) -> None:
    """Top down: title, check, facts, results, legend, conventions, index."""
    header = page.packet.proposal.proposal
    about = page.word("about").replace("{inputs}", page.layout.inputs.title)
    page.text(1, LABEL, header.title, Look("title"), spills=True)
    page.text(2, LABEL, page.word("what"), Look("caption"), spills=True)
    page.text(4, LABEL, page.word("status"), Look("label"))
    status(page, 4)
    row = _facts(page, 6, fingerprint)
    row = _headlines(page, row + 1)
    row = _legend(page, row + 1)
    row = _conventions(page, row + 1)
    _index(page, row + 1)
    page.paragraph(3, LAST_COLUMN, about, Look("subtitle"))


def _facts(page: Page, row: int, fingerprint: str) -> int:
    header, owner = page.packet.proposal.proposal, page.packet.proposal.proposal.owner
    facts = {
        "version": header.version,
        "date": page.packet.date.isoformat(),
        "owner": owner.name,
        "department": owner.department,
        "contact": owner.contact,
        "taxes": page.packet.taxes,
        "source": page.packet.file,
        "fingerprint": fingerprint,
    }
    row = _section(page, row, "facts")
    for key, fact in facts.items():
        if fact:
            page.text(row, LABEL, page.word(key), Look("label", wrap=True))
            page.text(row, UNIT, fact, Look("plain"), spills=True)
            row += 1
    return row


def _headlines(page: Page, row: int) -> int:
    page.starts.append(row)
    page.text(row, LABEL, page.word("headline"), Look("header"))
    page.text(row, UNIT, page.word("unit"), Look("header"))
    page.text(row, TOTAL, page.word("value"), Look("header", right=True))
    for label, figure in headlines(page.packet):
        row += 1
        page.text(row, LABEL, label, Look("label", wrap=True))
        page.text(row, UNIT, page.unit(figure.unit), Look("label"))
        page.figure(Place(page.title, row, TOTAL), figure)
    return row + 1


def _legend(page: Page, row: int) -> int:
    row = _section(page, row, "legend")
    for key, role in LEGEND.items():
        page.text(row, LABEL, page.word(key), Look(role, wrap=True, sample=True))
        row += 1
    page.text(row, LABEL, page.word("legend_total"), Look("label", total=True))
    return row + 1


def _conventions(page: Page, row: int) -> int:
    row = _section(page, row, "conventions")
    unit = page.word("money_unit").replace("{unit}", page.packet.words.unit("money"))
    for text in (unit, *map(page.word, CONVENTIONS)):
        page.paragraph(row, LAST_COLUMN, text, Look("plain"))
        row += 1
    return row


def _index(page: Page, row: int) -> None:
    """A link to every sheet, with what it is for."""
    row = _section(page, row, "index")
    keys = ["inputs", *(plan.key for plan in page.layout.in_order())]
    for number, key in enumerate(keys, row):
        entry = page.packet.words.entry("sheets", key)
        title = entry["title"]
        page.text(number, LABEL, title, Look("index"))
        page.link(number, LABEL, title)
        page.text(number, UNIT, entry["purpose"], Look("plain"), spills=True)


def _section(page: Page, row: int, key: str) -> int:
    page.starts.append(row)
    page.text(row, LABEL, page.word(key), Look("header"))
    for column in (UNIT, TOTAL):
        page.blank(row, column, Look("header"))
    return row + 1
