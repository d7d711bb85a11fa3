"""Kills a writer at its first, second, third … touch of the file system, until it ends; or has no room for it there.

    python -m tests.killed_publishers FOLDER [--without-exchange] [--full-disk]
    python -m tests.killed_publishers FILE --input

A process of its own, since a large one takes long to fork. Prints what stood there after each time, as JSON: earlier,
later or none. Raises AssertionError where it was not whole.
"""

import errno
import json
import os
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from generator import publish, swap
from generator.pull.replacing import replace_text

EARLIER = {"proposal.md": b"earlier", "charts/cash.svg": b"<svg/>", "tco.xlsx": b"PK"}
LATER = {"proposal.md": b"later", "charts/power.svg": b"<svg></svg>"}
TOUCHES = ("open", "os.", "shutil.", "ctypes.")
UNTOUCHED, DONE, REFUSED, KILLED = 0, 1, 2, 9


def die() -> None:
    os._exit(KILLED)


def fill_disk() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def ends(write: Callable[[], object], touch: int, befalls: Callable[[], None]) -> int:
    """Writes in a process of its own, which something befalls at a touch; how it ended."""
    child = os.fork()
    if child == 0:
        touches = count()

        def befall(event: str, _: object) -> None:
            if event.startswith(TOUCHES) and next(touches) == touch:
                befalls()

        sys.addaudithook(befall)
        try:
            write()
        except (publish.OutputProblem, OSError):
            os._exit(REFUSED)
        os._exit(DONE if next(touches) > touch else UNTOUCHED)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def whole_packet(folder: Path) -> str:
    """Which packet a folder holds."""
    assert publish.verify(folder) == []
    return (folder / "proposal.md").read_text("ascii")


def after_publishing(folder: Path, befalls: Callable[[], None]) -> Iterator[str]:
    """What stands in the folder each time; the next run makes it whole in any case."""
    for touch in range(1000):
        publish.publish(EARLIER, folder, {})
        code = ends(lambda: publish.publish(LATER, folder, {}), touch, befalls)
        found = whole_packet(folder) if folder.exists() else "none"
        assert found == "later" if code in (UNTOUCHED, DONE) else code in (REFUSED, KILLED)
        yield found
        publish.prepare(folder)
        whole_packet(folder)
        assert [path.name for path in folder.parent.iterdir()] == [folder.name]
        if code == UNTOUCHED:
            return


def after_pulling(file: Path) -> Iterator[str]:
    """What the input says each time; the next pull clears up."""
    for touch in range(1000):
        file.write_text("earlier")
        code = ends(lambda: replace_text(str(file), "earlier", "later"), touch, die)
        yield file.read_text()
        replace_text(str(file), file.read_text(), "later")
        assert [path.name for path in file.parent.iterdir()] == [file.name]
        if code == UNTOUCHED:
            return


def main(place: str, *options: str) -> None:
    """Prints what was found; --without-exchange: as on systems that cannot exchange two folders at once."""
    path = Path(place)
    if "--without-exchange" in options:
        swap._exchange = lambda *_: False
    if "--input" in options:
        found = after_pulling(path)
    else:
        found = after_publishing(path, fill_disk if "--full-disk" in options else die)
    sys.stdout.write(json.dumps(list(found)))


if __name__ == "__main__":
    main(*sys.argv[1:])
