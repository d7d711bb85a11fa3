"""Turns the standard streams that the command was given into ones that can be written to, whatever becomes of them.

A stream may be closed from the start, its reader may leave, its disk may be full. The work is done all the same, and
in the end `lost` says why results did not arrive.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from io import TextIOWrapper
from typing import Any, TextIO, cast

from generator.wording.refusals import refusal_of

LAST_STANDARD_DESCRIPTOR = 2


class Lasting:
    """A stream that takes every text. lost: why it did not arrive; empty where it did, or nobody reads any more."""

    def __init__(self, stream: TextIO | None) -> None:
        self._closed = stream is None
        self._stream = stream
        self.lost = ""

    def write(self, text: str) -> int:
        """The text goes nowhere once the stream has failed."""
        if not self._closed and self._stream is not None:
            try:
                self._stream.write(text)
            except OSError as error:
                self._give_up(error)
        return len(text)

    def flush(self) -> None:
        """What was written is on its way, or `lost` says why it is not."""
        if not self._closed and self._stream is not None:
            try:
                self._stream.flush()
            except OSError as error:
                self._give_up(error)

    def isatty(self) -> bool:
        """Whether a person looks on."""
        return self._stream is not None and self._stream.isatty()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def _give_up(self, error: OSError) -> None:
        self._closed = True
        self.lost = "" if isinstance(error, BrokenPipeError) else refusal_of(error)
        # Python flushes once more at its end, and must not complain then.
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())


@contextmanager
def lasting_streams() -> Iterator[Lasting]:
    """Within the block, nothing that is printed raises an error; gives the stream of the results."""
    _fill_standard_descriptors()
    if isinstance(sys.stdout, TextIOWrapper):
        # Results are UTF-8 in every locale, and names of files need not be text.
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    results, messages = Lasting(sys.stdout), Lasting(sys.stderr)
    with redirect_stdout(cast("TextIO", results)), redirect_stderr(cast("TextIO", messages)):
        try:
            yield results
        finally:
            results.flush()
            messages.flush()


def _fill_standard_descriptors() -> None:
    """Where a standard stream is closed, the next file opened would take its place, and be printed into."""
    with suppress(OSError):
        while (descriptor := os.open(os.devnull, os.O_RDWR)) <= LAST_STANDARD_DESCRIPTOR:
            pass
        os.close(descriptor)
