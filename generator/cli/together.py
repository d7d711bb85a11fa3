"""Turns many inputs into as many calls of one function on all cores, what each says kept together and in order.

Each runs in a process of its own, which ends with the command; where an input fails, the others go on.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from multiprocessing import active_children, get_context
from threading import Thread
from typing import Any, NamedTuple, Protocol

from generator.cli.messages import tell
from generator.cli.progress import Step, Steps
from generator.wording.saying import said

END, STOPPED = None, 143
# In a worker: what a step of an input is told to; and whether a person looks on.
_told: Any = None
_seen: bool = False


class Work(Protocol):
    """What is done with one input: says something, returns an exit code."""

    def __call__(self, path: str, step: Step) -> int: ...


class Said(NamedTuple):
    """What one input led to. out, err: what was said on either stream."""

    code: int
    out: str
    err: str


class _Heard(StringIO):
    """A stream that is kept, and painted like the one that a person sees in the end."""

    def isatty(self) -> bool:
        return _seen


def all_of(work: Work, paths: Sequence[str], quiet: bool) -> int:
    """Do the work for every input, as many at once as there are cores; the worst exit code of all."""
    context = get_context("spawn")
    steps = context.SimpleQueue()
    with Steps(quiet, len(paths)) as shown:
        told = steps if shown.shown else None
        listener = Thread(target=_listen, args=(steps, shown), daemon=True)
        listener.start()
        workers = min(len(paths), os.cpu_count() or 1)
        with _workers(
            ProcessPoolExecutor(workers, context, _begin, (told, sys.stderr.isatty()))
        ) as pool:
            futures = [pool.submit(_do, work, path) for path in paths]
            found = [
                _result(future, work, path) for future, path in zip(futures, paths, strict=True)
            ]
        steps.put(END)
        listener.join()
    codes = list(map(_repeat, found))
    if failed := [path for path, code in zip(paths, codes, strict=True) if code]:
        tell(
            said(
                "{count} of {all} inputs have problems: {names}",
                count=len(failed),
                all=len(paths),
                names=", ".join(failed),
            )
        )
    return max(codes)


def _result(future: Future[Said], work: Work, path: str) -> Said:
    """What a worker said; where no second process lives, this one does the work."""
    try:
        return future.result()
    except (BrokenProcessPool, OSError):
        return _do(work, path)


def _repeat(said: Said) -> int:
    for text, stream in ((said.err, sys.stderr), (said.out, sys.stdout)):
        stream.write(text)
        stream.flush()
    return said.code


@contextmanager
def _workers(pool: ProcessPoolExecutor) -> Iterator[ProcessPoolExecutor]:
    """Whoever stops the command stops its workers; a packet that is being made is then not published."""
    with pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in active_children():
                process.terminate()
            raise


def _listen(steps: Any, shown: Steps) -> None:
    while (message := steps.get()) is not END:
        path, name = message
        if name is END:
            shown.done(path)
        else:
            shown.step(path, name)


def _begin(told: Any, seen: bool) -> None:
    """In a worker: Ctrl-C reaches the command itself, which ends its workers; each clears up what it has begun."""
    global _told, _seen  # a worker is told once, when it begins
    _told, _seen = told, seen
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(STOPPED))


def _do(work: Work, path: str) -> Said:
    out, err = _Heard(), _Heard()

    def step(name: str | None) -> None:
        if _told is not None:
            _told.put((path, name))

    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = work(path, step)
    except SystemExit:
        # The pool would take it for a failure of this input, and give the next one to this worker.
        os._exit(STOPPED)
    step(END)
    return Said(code, out.getvalue(), err.getvalue())
