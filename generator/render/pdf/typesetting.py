"""Turns a page into a PDF in a process of its own, so that its caller can write and audit the workbook meanwhile.

The layout needs the page alone; what is attached may come when it is done. Messages are pickles, each behind its
length, on the child's standard input and output.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from types import TracebackType
from typing import IO, Any, Self

from generator.render.html import DocumentInfo
from generator.render.pdf import Attachment, RenderProblem, SystemLibrariesMissing, to_pdf

OUTPUT, ERRORS = 1, 2
LENGTH = struct.Struct(">Q")
ROOT = Path(__file__).resolve().parents[3]


class Typesetting:
    """A page on its way to a PDF. The process begins at once, and ends with the block of a `with`."""

    def __init__(self) -> None:
        path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        self._page = ""
        self.process: subprocess.Popen[bytes] | None = None
        self._outbox: SimpleQueue[Any] = SimpleQueue()
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", __name__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
            )
        except OSError:
            return
        assert self.process.stdin is not None
        Thread(target=_send_all, args=(self._outbox, self.process.stdin), daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._outbox.put(None)
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            assert self.process.stdout is not None
            self.process.stdout.close()

    def lay_out(self, page: str) -> None:
        """Hand the page over."""
        self._page = page
        self._outbox.put(page)

    def finished(self, info: DocumentInfo, attachments: Sequence[Attachment]) -> bytes:
        """The PDF of the page; the same bytes and exceptions as of `to_pdf`."""
        self._outbox.put((info, tuple(attachments)))
        try:
            answer = None if self.process is None else _received(self.process.stdout)
        except (EOFError, OSError):
            answer = None
        if isinstance(answer, bytes):
            return answer
        if isinstance(answer, Exception):
            raise answer
        # A machine on which no second process lives can still do the work in this one.
        return to_pdf(self._page, info, attachments)


def _send_all(outbox: SimpleQueue[Any], stream: IO[bytes]) -> None:
    """Until the other side is gone, or nothing more is to be said."""
    with suppress(OSError), stream:
        while (message := outbox.get()) is not None:
            _send(message, stream)


def _send(message: object, stream: IO[bytes]) -> None:
    data = pickle.dumps(message)
    stream.write(LENGTH.pack(len(data)) + data)
    stream.flush()


def _received(stream: IO[bytes] | None) -> Any:
    """The next message. Raises EOFError where there is none."""
    assert stream is not None
    header = stream.read(LENGTH.size)
    if len(header) < LENGTH.size:
        raise EOFError
    (length,) = LENGTH.unpack(header)
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return pickle.loads(data)


def _receive_all(inbox: SimpleQueue[Any], stream: IO[bytes]) -> None:
    """Take what comes while the page is laid out; without a caller there is nothing left to do."""
    try:
        while True:
            inbox.put(_received(stream))
    except (EOFError, OSError):
        signal.raise_signal(signal.SIGTERM)


def _serve() -> None:
    """The child: load the libraries, lay out the page, attach, answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(OUTPUT), "wb")
    # What a library prints must not stand among the answers.
    os.dup2(ERRORS, OUTPUT)
    inbox: SimpleQueue[Any] = SimpleQueue()
    Thread(target=_receive_all, args=(inbox, sys.stdin.buffer), daemon=True).start()
    _send(_typeset(inbox), answers)


def _typeset(inbox: SimpleQueue[Any]) -> bytes | Exception:
    from generator.render.pdf import laid_out
    from generator.render.pdf.library import load

    try:
        load()
        page = laid_out(inbox.get())
        return page.with_attachments(*inbox.get())
    except SystemLibrariesMissing:
        return SystemLibrariesMissing()
    except RenderProblem as problem:
        return RenderProblem(*problem.reasons)


if __name__ == "__main__":
    _serve()
