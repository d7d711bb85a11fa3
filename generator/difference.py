"""Turns a comparison into what is told of it: rows for programs, texts, and files by their ending."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from generator.catalog.catalogue import Catalogue
from generator.compare.comparison import Comparison
from generator.memo.data import to_data, to_json
from generator.memo.lines import lines_of
from generator.memo.markdown import to_adjustment, to_memo
from generator.packet.wording import Wording
from generator.proposal.problems import BudgetError
from generator.resources import templates_folder
from generator.swap import write_new
from generator.wording.refusals import refusal_of
from generator.wording.saying import reason_of, said

Row = dict[str, str | float | None]
TEXT, ADJUSTMENT = "text", "adjustment"
ON_PAPER = ("memo", ADJUSTMENT)
PDF, WORD, SHEET = ".pdf", ".docx", ".xlsx"
WRITERS = {
    TEXT: lambda wording: "".join(f"{line}\n" for line in lines_of(wording)),
    "json": to_json,
    "memo": to_memo,
    ADJUSTMENT: to_adjustment,
}


@dataclass(frozen=True, eq=False)
class Difference:
    """What is different between two budgets, and because of what."""

    comparison: Comparison

    def __repr__(self) -> str:
        return f"Difference({self.comparison.old.told} → {self.comparison.new.told})"

    @property
    def is_same(self) -> bool:
        """Whether nothing at all is different."""
        return self.comparison.is_same

    @cached_property
    def data(self) -> dict[str, Any]:
        """All of it as plain data, as `--output-format json` prints it."""
        return to_data(self._wording)

    def headlines(self) -> list[Row]:
        """A row for each headline that moved."""
        names = ("label", "unit", "old", "new", "change")
        return [
            {"key": str(told["key"]), **{name: told[name] for name in names}}
            for told in self.data["headlines"]
        ]

    def causes(self) -> list[Row]:
        """A row for each cause of each headline; the changes of a headline add up to its own."""
        labels = [cause["label"] for cause in self.data["causes"]]
        return [
            {
                "key": str(told["key"]),
                "label": told["label"],
                "unit": told["unit"],
                "cause": "; ".join(labels[place] for place in part["causes"]),
                "change": part["change"],
            }
            for told in self.data["headlines"]
            for part in told["parts"]
        ]

    def changes(self) -> list[Row]:
        """A row for each change of the input: a `number`, a `text`, or a line `added` or `gone`."""
        told = zip(self.comparison.changes, self.data["changes"], strict=True)
        return [{**_ends(data), "text": self._wording.change(change)} for change, data in told]

    def text(self, form: str = TEXT) -> str:
        """As text, json, memo or adjustment; the last two are Markdown. Raises BudgetError for any other."""
        if form not in WRITERS:
            forms = ", ".join(WRITERS)
            raise BudgetError(
                said("a difference is told as one of {forms}, not '{form}'", forms=forms, form=form)
            )
        return WRITERS[form](self._wording)

    def save(self, path: str | os.PathLike[str], form: str = TEXT) -> None:
        """Into a new file, made by its ending: .pdf and .docx of memo or adjustment, .xlsx the adjustment.

        Raises BudgetError.
        """
        target = Path(path)
        content = self._content(target.suffix.lower(), form)
        try:
            write_new(target, content)
        except OSError as error:
            reason = refusal_of(error)
            message = said("{file}: cannot be written: {reason}", file=path, reason=reason)
            raise BudgetError(message) from error

    @cached_property
    def _wording(self) -> Wording:
        return Wording(self.comparison, templates_folder())

    def _content(self, ending: str, form: str) -> bytes:
        date = Catalogue.default_date()
        if ending == SHEET:
            if form not in (TEXT, ADJUSTMENT):
                raise BudgetError(
                    said("a workbook holds the adjustment: leave --output-format out")
                )
            from generator.memo.sheet import to_sheet

            return to_sheet(self._wording, date)
        text = self.text(form)
        if ending not in (PDF, WORD):
            return text.encode()
        if form not in ON_PAPER:
            message = said(
                "a PDF or a Word document holds one of {forms}: add --output-format",
                forms=", ".join(ON_PAPER),
            )
            raise BudgetError(message)
        from generator.memo.paper import to_paper, to_word
        from generator.render.pdf import SystemLibrariesMissing

        if ending == WORD:
            return to_word(self._wording, text, date)
        try:
            return to_paper(self._wording, text, date)
        except SystemLibrariesMissing as missing:
            raise BudgetError(reason_of(missing)) from missing


def _ends(told: dict[str, Any]) -> Row:
    """Values where they are numbers: a column of a table holds one kind."""
    is_number = told["kind"] == "number"
    ends = {name: told[name] if is_number else None for name in ("old", "new")}
    named: Row = {"key": str(told["key"]), "kind": told["kind"], "label": told["label"]}
    return {**named, **ends, "unit": told.get("unit", ""), "source": told.get("source", "")}
