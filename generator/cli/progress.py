"""Turns the steps of builds into moving lines on a terminal, one for each input in work; none in pipes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from generator.cli.speech import spoken
from generator.proposal.characters import cells
from generator.wording.saying import said

STEPS = {
    "figures": said("computing the figures"),
    "document": said("writing the document"),
    "workbook": said("writing the workbook"),
    "audit": said("recalculating the workbook"),
    "word": said("writing the Word document"),
    "pdf": said("typesetting the PDF"),
}
Step = Callable[[str], None]
COUNT = ""


class Steps:
    """A line for each input that is being made, which tells the step that it has reached; below, how many are done."""

    def __init__(self, quiet: bool, inputs: int = 1) -> None:
        self.shown = sys.stderr.isatty() and not quiet
        self._inputs, self._done = inputs, 0
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
        widest = max(cells(spoken(step)) for step in STEPS.values())
        begun = spoken(STEPS[name])
        text = f"{place}  {begun}{' ' * (widest - cells(begun))}  {title}"
        self._line(title, text)

    def done(self, title: str) -> None:
        """An input is made, or cannot be."""
        if self._display is None:
            return
        for line in (title, COUNT):
            if line in self._lines:
                self._display.remove_task(self._lines.pop(line))
        self._done += 1
        self._line(
            COUNT, spoken(said("{done}/{all} inputs are done", done=self._done, all=self._inputs))
        )

    def _line(self, title: str, text: str) -> None:
        if title in self._lines:
            self._display.update(self._lines[title], description=text)
        else:
            self._lines[title] = self._display.add_task(text, total=None)
