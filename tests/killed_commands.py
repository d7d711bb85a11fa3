"""Kills the whole command at random moments, runs two at once, fills the disk, and looks what is left.

    python -m tests.killed_commands builds|pairs|pulls|full FOLDER TIMES

A process of its own, which loads all that the command needs and forks it. It computes nothing itself: threads of a
library do not survive a fork. Prints how often what was found, as JSON. Raises AssertionError where something was lost.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from generator.cli import main as budget
from generator.publish import verify
from tests.packets import ONE_YEAR, SMALL

NAMES = ("numpy", "openpyxl", "jinja2", "formualizer", "lxml.etree", "generator.cli.build")
FORMATS, ALL_FORMATS, EVERY = "md,xlsx,json", "md,html,pdf,xlsx,json", 10
Contents = dict[str, bytes]
Found = Counter[str]


def begun(*arguments: str) -> int:
    """The command in a process and a group of its own, begun; its id."""
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os._exit(budget([*arguments]))
    return child


def ended(child: int) -> int:
    """Its exit code; −9 where it was killed. Nobody of its group outlives it for long."""
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    until(lambda: not is_group(child))
    return code


def is_group(child: int) -> bool:
    try:
        os.killpg(child, 0)
    except ProcessLookupError:
        return False
    return True


def until(holds: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it does not come"
        time.sleep(0.0005)


def contents(folder: Path) -> Contents:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


class Builds:
    """Two versions of an input, and the packet of each as it is when nothing befalls it."""

    def __init__(self, folder: Path, formats: str = FORMATS) -> None:
        self.folder, self.formats = folder / "output", formats
        self.inputs = [folder / "earlier.yaml", folder / "later.yaml"]
        self.packets: list[Contents] = []
        for path, price in zip(self.inputs, ("36000", "45000"), strict=True):
            path.write_text(SMALL.replace("36000", price) + ONE_YEAR, encoding="utf-8")
            start = time.monotonic()
            assert ended(self.begin(len(self.packets), folder / path.stem)) == 0
            self.seconds = time.monotonic() - start
            self.packets.append(contents(folder / path.stem))
        self.target = self.folder / "packet"

    def begin(self, version: int, folder: Path | None = None) -> int:
        path, only = str(self.inputs[version]), f"--only={self.formats}"
        return begun("build", path, only, "-o", str(folder or self.target))

    def found(self) -> str:
        """Which version the folder holds, whole."""
        if not self.target.exists():
            return "none"
        held = contents(self.target)
        assert held in self.packets, "neither packet, or half of one"
        assert verify(self.target) == []
        return self.inputs[self.packets.index(held)].stem

    def require(self, version: int) -> None:
        """The next build makes its packet, and clears up what lay about."""
        assert ended(self.begin(version)) == 0
        assert self.found() == self.inputs[version].stem
        assert names_in(self.folder) == {self.target.name}


def builds(folder: Path, times: int) -> Found:
    """Half of the kills at any moment, half while files are written."""
    found: Found = Counter()
    for formats, own in ((FORMATS, times - times // EVERY), (ALL_FORMATS, times // EVERY)):
        if own:
            (place := folder / formats.replace(",", "-")).mkdir()
            found += _builds(Builds(place, formats), own)
    return found


def _builds(case: Builds, times: int) -> Found:
    moments, found = random.Random(7), Counter[str]()
    staging = case.folder / ".packet.budget-new"
    for number in range(times):
        version = number % 2
        child = case.begin(version)
        if number % 4 > 1:
            time.sleep(moments.uniform(0, case.seconds))
        else:
            until(partial(is_writing, staging, child))
            time.sleep(moments.uniform(0, 0.02))
        os.kill(child, signal.SIGKILL)
        was_killed = ended(child) < 0
        found["killed" if was_killed else "ended before"] += 1
        found["left half written, beside"] += staging.exists()
        found[f"then the folder held {case.found()}"] += 1
        case.require(version)
    return found


def is_writing(staging: Path, child: int) -> bool:
    """Or has ended before anybody saw it write."""
    if staging.exists():
        return True
    return Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[0] == "Z"


def pairs(folder: Path, times: int) -> Found:
    """Two builds into one folder at once: the packet is that of one of them, and both are content."""
    case, moments, found = Builds(folder), random.Random(7), Counter[str]()
    for _ in range(times):
        first = case.begin(0)
        time.sleep(moments.uniform(0, case.seconds / 4))
        second = case.begin(1)
        assert (ended(first), ended(second)) == (0, 0)
        found[f"then the folder held {case.found()}"] += 1
        assert names_in(case.folder) == {"packet"}
    return found


def pulls(folder: Path, times: int) -> Found:
    """Of the input stands the old text or the new one; the next pull finishes."""
    import openpyxl

    case, moments, found = Builds(folder), random.Random(7), Counter[str]()
    workbook, path = folder / "earlier/tco.xlsx", case.inputs[0]
    figures = json.loads(case.packets[0]["figures.json"])["figures"]
    sheet, _, cell = figures["options.on_premise.opex.0.monthly"]["cell"].rpartition("!")
    book = openpyxl.load_workbook(workbook)
    book[sheet.strip("'")][cell.replace("$", "")].value = 1500
    book.save(folder / "edited.xlsx")
    old = path.read_bytes()
    new = old.replace(b"monthly: 1000", b"monthly: 1500")
    staged = folder / ".earlier.yaml.budget-new"
    there = names_in(folder)

    def begin() -> int:
        return begun("pull", str(folder / "edited.xlsx"), str(path), "--yes")

    start = time.monotonic()
    assert ended(begin()) == 0
    seconds = time.monotonic() - start
    for number in range(times):
        path.write_bytes(old)
        child = begin()
        if number % 4 > 2:
            time.sleep(moments.uniform(0, seconds))
        else:
            until(partial(is_writing, staged, child))
            time.sleep(moments.uniform(0, 0.002))
        os.kill(child, signal.SIGKILL)
        found["killed" if ended(child) < 0 else "ended before"] += 1
        held = path.read_bytes()
        assert held in (old, new), "half an input"
        found["then the input was the " + ("old" if held == old else "new")] += 1
        assert ended(begin()) == 0
        assert path.read_bytes() == new
        assert names_in(folder) == there
    return found


def full(folder: Path, times: int) -> Found:
    """The folder is a small disk of its own; there is room for less and less, in so many steps."""
    (aside := folder.parent / f"{folder.name}-aside").mkdir()
    case, found = Builds(aside), Counter[str]()
    case.folder, case.target = folder, folder / "packet"
    size = sum(map(len, case.packets[1].values())) + 4096 * len(case.packets[1])
    filler = folder / "filler"
    for step in range(times):
        assert ended(case.begin(0)) == 0
        free = os.statvfs(folder)
        left = int(size * 1.1 * step / times)
        filler.write_bytes(bytes(max(0, free.f_bavail * free.f_frsize - left)))
        code = ended(case.begin(1))
        assert case.found() == ("later" if code == 0 else "earlier")
        found["built" if code == 0 else "told that the disk is full"] += 1
        assert code in (0, 2)
        filler.unlink()
        assert names_in(folder) == {"packet"}
    return found


def main(what: str, folder: str, times: str) -> None:
    """Loads what the command needs, which each process then has."""
    for name in NAMES:
        __import__(name)
    kinds = {"builds": builds, "pairs": pairs, "pulls": pulls, "full": full}
    sys.stdout.write(json.dumps(kinds[what](Path(folder), int(times))))


if __name__ == "__main__":
    main(*sys.argv[1:])
