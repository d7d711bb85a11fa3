"""Turns the steps of a build into a moving line on a terminal; silent in pipes and with --quiet."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any, Self

STEPS = {
    "figures": "computing the figures",
    "document": "writing the document",
    "workbook": "writing the workbook",
    "audit": "recalculating the workbook",
    "pdf": "typesetting the PDF",
}


class Progress:
    """A line that tells which step an input has reached, gone when the work is done."""

    def __init__(self, title: str, quiet: bool) -> None:
        self.title = title
        self.shown = sys.stderr.isatty() and not quiet
        self._status: Any = None

    def __enter__(self) -> Self:
        if self.shown:
            from rich.console import Console

            self._status = Console(stderr=True).status(self.title)
            self._status.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self._status is not None:
            self._status.stop()

    def step(self, name: str) -> None:
        """Say which step begins."""
        if self._status is not None:
            place = f"{list(STEPS).index(name) + 1}/{len(STEPS)}"
            self._status.update(f"{self.title}  {place}  {STEPS[name]}")
