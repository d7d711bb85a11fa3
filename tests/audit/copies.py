"""Copies of a finished workbook, to be spoilt: each edit is one that somebody could make in a spreadsheet program."""

import io
import re
import zipfile
from collections.abc import Callable
from functools import cached_property
from xml.etree import ElementTree

from generator.audit.xlsx.book import Book
from generator.audit.xlsx.reading import read_book
from generator.render.workbook.book import FinishedWorkbook

STYLES = "xl/styles.xml"
WORKBOOK = "xl/workbook.xml"


class Copy:
    """The parts of a workbook. Every edit fails unless it changes something."""

    def __init__(self, workbook: FinishedWorkbook) -> None:
        self.homes = workbook.cells
        with zipfile.ZipFile(io.BytesIO(workbook.data)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}

    def saved(self) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for name, content in self.parts.items():
                archive.writestr(name, content)
        return stream.getvalue()

    @cached_property
    def before(self) -> Book:
        """The workbook as it was."""
        return read_book(self.saved())

    @cached_property
    def sheets(self) -> dict[str, str]:
        """The part of each sheet, by its title."""
        sheets = ElementTree.fromstring(self.parts[WORKBOOK]).iterfind("{*}sheets/{*}sheet")
        titles = (sheet.attrib["name"] for sheet in sheets)
        return {title: f"xl/worksheets/sheet{n}.xml" for n, title in enumerate(titles, 1)}

    @cached_property
    def titles(self) -> list[str]:
        return list(self.sheets)

    def home(self, key: str) -> tuple[str, str]:
        """The sheet and cell of a figure."""
        title, _, at = self.homes[key].partition("!")
        return title, at

    def part(self, title: str) -> str:
        return self.sheets[title]

    def replace(self, part: str, old: str, new: str, count: int = 1) -> None:
        self.change(part, lambda text: text.replace(old, new, count))

    def substitute(self, part: str, pattern: str, new: str, count: int = 1) -> None:
        self.change(part, lambda text: re.sub(pattern, new, text, count=count, flags=re.DOTALL))

    def change(self, part: str, edit: Callable[[str], str]) -> None:
        text = self.parts[part].decode()
        edited = edit(text)
        assert edited != text, f"nothing changed in {part}"
        self.parts[part] = edited.encode()

    def formula(self, title: str, at: str, formula: str) -> None:
        """Another formula; the saved value stays."""
        self._inside(title, at, r"<f>.*?</f>", f"<f>{formula}</f>")

    def edit_formula(self, title: str, at: str, old: str, new: str) -> None:
        self._inside(title, at, re.escape(old), new)

    def value(self, title: str, at: str, value: str) -> None:
        """Another saved value."""
        self._inside(title, at, r"<v>.*?</v>", f"<v>{value}</v>")

    def constant(self, title: str, at: str, number: float) -> None:
        """A number typed in, over whatever is there."""
        cell = rf'<c r="{at}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)'
        self.substitute(self.part(title), cell, rf'<c r="{at}"\1><v>{number}</v></c>')

    def style(self, title: str, at: str, edit: Callable[[str], str]) -> None:
        """A look of its own: that of the cell, edited."""
        found = re.search(rf'<c r="{at}" s="(\d+)"', self.parts[self.part(title)].decode())
        assert found
        sheet = self.parts[STYLES].decode()
        before, formats, after = re.split(r"(?<=<cellXfs)(.*?</cellXfs>)", sheet, flags=re.DOTALL)
        looks = re.findall(r"<xf [^>]*?/>|<xf .*?</xf>", formats, flags=re.DOTALL)
        own = edit(looks[int(found[1])])
        assert own != looks[int(found[1])]
        formats = formats.replace("</cellXfs>", f"{own}</cellXfs>")
        self.parts[STYLES] = (before + formats + after).encode()
        self._inside(title, at, f' s="{found[1]}"', f' s="{len(looks)}"')

    def _inside(self, title: str, at: str, pattern: str, new: str) -> None:
        """An edit within one cell."""

        def edit(cell: re.Match[str]) -> str:
            return re.sub(pattern, lambda _: new, cell[0], count=1)

        cells = rf'<c r="{at}"[^>]*?(?:/>|>.*?</c>)'
        self.change(
            self.part(title), lambda text: re.sub(cells, edit, text, count=1, flags=re.DOTALL)
        )
