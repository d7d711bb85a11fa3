"""Turns the steps of builds into moving lines on a terminal, one for each input; silent in pipes and with --quiet."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

STEPS = {
    "figures": "computing the figures",
    "document": "writing the document",
    "workbook": "writing the workbook",
    "audit": "recalculating the workbook",
    "word": "writing the Word document",
    "pdf": "typesetting the PDF",
}
WIDEST = max(map(len, STEPS.values()))
Step = Callable[[str], None]


class Steps:
    """A line for each input that is being made, which tells the step that it has reached."""

    def __init__(self, quiet: bool) -> None:
        self.shown = sys.stderr.isatty() and not quiet
        self._display: Any = None
        self._lines: dict[str, Any] = {}

    def __enter__(self) -> Self:
        if self.shown:
            from rich.console import Console
            from rich.progress import Progress, SpinnerColumn, TextColumn

            columns = (SpinnerColumn(), TextColumn("{task.description}"))
            self._display = Progress(*columns, console=Console(stderr=True), transient=True)
            self._display.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self._display is not None:
            self._display.stop()

    def step(self, title: str, name: str) -> None:
        """Say which step an input begins."""
        if self._display is None:
            return
        place = f"{list(STEPS).index(name) + 1}/{len(STEPS)}"
        # What a narrow terminal cuts off is the end: a long path hides no step.
        text = f"{place}  {STEPS[name]:{WIDEST}}  {title}"
        if title in self._lines:
            self._display.update(self._lines[title], description=text)
        else:
            self._lines[title] = self._display.add_task(text, total=None)
