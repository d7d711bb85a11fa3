"""Turns what is watched into what was saved, save after save, until Ctrl-C."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, TypeVar

from generator.watching import Sources
from generator.wording.saying import said

# In milliseconds: how long nothing more must be saved, how long that is waited for at most, and when to look in any
# case, since some disks tell nothing of what is saved on them.
STEP, DEBOUNCE, GLANCE = 5, 100, 500


def trouble_with(command: str, paths: Sequence[str], packages: Sequence[str]) -> str:
    """Why these cannot be watched; empty where they can."""
    if lacking := [name for name in packages if find_spec(name) is None]:
        return said(
            "budget {command} needs {packages}, which this command installs:\n"
            "  {python} -m pip install {names}",
            command=command,
            packages=", ".join(lacking),
            python=sys.executable,
            names=" ".join(lacking),
        )
    strange = next((path for path in paths if not Path(path).is_file()), None)
    if strange is None:
        return ""
    return said("{path} is no file that can be watched", path=strange)


@contextmanager
def until_stopped() -> Iterator[None]:
    """Ctrl-C ends the block and nothing else; so does a system that asks the command to end."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, before)


class Watched(Protocol):
    """Something that is made of an input."""

    @property
    def sources(self) -> Sources: ...


Kind = TypeVar("Kind", bound=Watched)


def saves(watched: Sequence[Kind]) -> Iterator[list[Kind]]:
    """Those of which something was saved, without end; none where it was only time to look."""
    while True:
        folders = {folder for each in watched for folder in each.sources.folders}
        for _ in glances(folders):
            changed = [each for each in watched if each.sources.is_changed()]
            yield changed
            if changed:
                # They may name other files now, in other folders.
                break


def glances(folders: set[Path]) -> Iterator[object]:
    """When it is time to look."""
    from watchfiles import watch

    return watch(
        *folders,
        watch_filter=None,
        step=STEP,
        debounce=DEBOUNCE,
        rust_timeout=GLANCE,
        yield_on_timeout=True,
        recursive=False,
    )
