"""Turns the name of a file beside an input into what is attached: its bytes, and its text where that is printed."""

from __future__ import annotations

import csv
from hashlib import sha256
from typing import TYPE_CHECKING

from pydantic_core import PydanticCustomError

from generator.proposal.beside import MEBIBYTE, FileBeside, read_beside
from generator.proposal.characters import FORBIDDEN, describe, source_lines
from generator.proposal.context import problem
from generator.proposal.fields import Plain
from generator.proposal.printable import not_printable, unprintable
from generator.proposal.problems import Mark
from generator.wording.saying import said

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

LARGEST_TOGETHER = 25 * MEBIBYTE
# What still reads as an appendix, and does not take the page minutes.
LONGEST_PRINTED, MOST_ROWS, MOST_COLUMNS = 60_000, 300, 24
# A list within a list is two steps down.
DEEPEST = 20
TABLES, TEXTS = (".csv", ".tsv"), (".md", ".markdown")
# Names that the packet's own files have inside the PDF.
RESERVED = ("tco.xlsx", "input.yaml")
# And what a packet was made of, beside what is attached.
KEPT_BESIDE = ("evidence.json", "benchmarks.json")
CODE = "E025"
OR_UNPRINTED = said("or add printed: false, which attaches it only")


class AttachedFile(FileBeside):
    """What is attached."""

    @property
    def sha256(self) -> str:
        """In hexadecimal digits."""
        return sha256(self.data).hexdigest()

    @property
    def size(self) -> str:
        """In the unit in which it is a short number."""
        kilobytes = max(len(self.data) / 1000, 0.1)
        return f"{kilobytes:.1f} KB" if kilobytes < 1000 else f"{kilobytes / 1000:.1f} MB"

    @property
    def is_table(self) -> bool:
        """Whether it is printed as a table."""
        return self.name.lower().endswith(TABLES)

    @property
    def is_text(self) -> bool:
        """Whether it can be printed at all."""
        return self.name.lower().endswith((*TABLES, *TEXTS))

    @property
    def text(self) -> str:
        """What it says. Raises a problem for what is no text, or not one that can be printed."""
        try:
            text = self.data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = self.data[: error.start].decode("utf-8-sig").count("\n")
            fix = said("save it with the encoding UTF-8, {otherwise}", otherwise=OR_UNPRINTED)
            raise self._problem(said("it is not UTF-8 text"), fix, before + 1) from None
        if len(text) > LONGEST_PRINTED:
            message = said(
                "it has {count:,} characters, and at most {most:,} are printed",
                count=len(text),
                most=LONGEST_PRINTED,
            )
            raise self._problem(message, said("shorten it, {otherwise}", otherwise=OR_UNPRINTED))
        self._refuse_characters(text)
        return text

    @property
    def rows(self) -> list[list[str]]:
        """The rows of a table, the first its head. Raises a problem for what is none."""
        lines = csv.reader(source_lines(self.text), delimiter=self._delimiter(), strict=True)
        rows: list[list[str]] = []
        try:
            for row in lines:
                if row and rows and len(row) != len(rows[0]):
                    message = said(
                        "this row has {count} cells, and the first one {first}",
                        count=len(row),
                        first=len(rows[0]),
                    )
                    fix = said("give every row as many, {otherwise}", otherwise=OR_UNPRINTED)
                    raise self._problem(message, fix, lines.line_num)
                rows += [row] if row else []
        except csv.Error as error:
            fix = said("mend it, {otherwise}", otherwise=OR_UNPRINTED)
            raise self._problem(
                said("it is no table: {error}", error=error), fix, lines.line_num
            ) from None
        if len(rows) - 1 > MOST_ROWS or (rows and len(rows[0]) > MOST_COLUMNS):
            message = said(
                "it has {rows} rows and {columns} columns", rows=len(rows) - 1, columns=len(rows[0])
            )
            fix = said(
                "at most {most_rows} and {most_columns} are printed: shorten it, {otherwise}",
                most_rows=MOST_ROWS,
                most_columns=MOST_COLUMNS,
                otherwise=OR_UNPRINTED,
            )
            raise self._problem(message, fix)
        return rows

    @property
    def tree(self) -> SyntaxTreeNode:
        """The blocks of a Markdown text; HTML in it is text. Raises a problem for one that no page has room for."""
        from markdown_it import MarkdownIt
        from markdown_it.tree import SyntaxTreeNode

        # What is nested deeper than the parser looks would be lost.
        parser = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST + 5})
        tokens = parser.enable("table").parse(self.text)
        for token in tokens:
            if token.level > DEEPEST:
                line = token.map[0] + 1 if token.map else 0
                fix = said(
                    "at most {deepest} lists stand in each other: mend it, {otherwise}",
                    deepest=DEEPEST // 2,
                    otherwise=OR_UNPRINTED,
                )
                raise self._problem(said("this is nested too deeply"), fix, line)
        return SyntaxTreeNode(tokens)

    def require_printable(self) -> None:
        """Raises a problem where it cannot be printed."""
        _ = self.rows if self.is_table else self.tree

    def _delimiter(self) -> str:
        first = source_lines(self.text)[0]
        return max(",;\t", key=first.count)

    def _refuse_characters(self, text: str) -> None:
        for number, line in enumerate(source_lines(text), start=1):
            if invisible := FORBIDDEN.search(line):
                message = said("invisible character {character}", character=describe(invisible[0]))
                fix = said("delete it, {otherwise}", otherwise=OR_UNPRINTED)
                raise self._problem(message, fix, number, invisible.start() + 1)
            if strange := unprintable(line):
                told = not_printable(strange, Mark(self.path, number, 1))
                fix, column = (
                    said("{fix}, {otherwise}", fix=told.fix, otherwise=OR_UNPRINTED),
                    line.index(strange[0]) + 1,
                )
                raise self._problem(told.message, fix, number, column)

    def _problem(
        self, message: str, fix: str, line: int = 0, column: int = 1
    ) -> PydanticCustomError:
        return problem(CODE, message, fix, at=Mark(self.path, line, column))


FILE = Plain(lambda name: AttachedFile(*read_beside(name, CODE)))
