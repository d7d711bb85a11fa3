"""Kills a publisher at its first, second, third … touch of the file system, until it ends.

    python -m tests.killed_publishers FOLDER [--without-exchange]

A process of its own, since a large one takes long to fork. Prints the packet that stood in the folder after each kill,
as JSON: earlier, later or none. Raises AssertionError where it was not whole.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from generator import publish, swap

EARLIER = {"proposal.md": b"earlier", "charts/cash.svg": b"<svg/>", "tco.xlsx": b"PK"}
LATER = {"proposal.md": b"later", "charts/power.svg": b"<svg></svg>"}
TOUCHES = ("open", "os.", "shutil.", "ctypes.")


def publish_and_die(folder: Path, kill_at: int) -> bool:
    """Publishes in a process that ends at its `kill_at`-th touch; whether it got to its end."""
    child = os.fork()
    if child == 0:
        touches = iter(range(kill_at))

        def die_in_time(event: str, _: object) -> None:
            if event.startswith(TOUCHES) and next(touches, None) is None:
                os._exit(9)

        sys.addaudithook(die_in_time)
        publish.publish(LATER, folder, {})
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def whole_packet(folder: Path) -> str:
    """Which packet a folder holds."""
    assert publish.verify(folder) == []
    return (folder / "proposal.md").read_text("ascii")


def found_after_kills(folder: Path) -> Iterator[str]:
    """What stands in the folder after each kill; the next run makes it whole in any case."""
    for kill_at in range(1000):
        publish.publish(EARLIER, folder, {})
        ended = publish_and_die(folder, kill_at)
        yield whole_packet(folder) if folder.exists() else "none"
        publish.prepare(folder)
        whole_packet(folder)
        assert [path.name for path in folder.parent.iterdir()] == [folder.name]
        if ended:
            return


def main(folder: str, *options: str) -> None:
    """Prints what was found; systems that cannot exchange two folders at once are tried with --without-exchange."""
    if options:
        swap._exchange = lambda *_: False
    sys.stdout.write(json.dumps(list(found_after_kills(Path(folder)))))


if __name__ == "__main__":
    main(*sys.argv[1:])
