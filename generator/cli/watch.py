"""`budget watch`: on each save the figures and the document at once, the whole packet behind them.

The document is a draft beside the packet. The packet is made by `budget build` in a process of its own, which ends when
something is saved meanwhile: the packet of before stays whole.
"""

from __future__ import annotations

import argparse
import gc
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from generator.assembly import charts_of, forget, load, uncollected
from generator.at_once import document_of
from generator.cli.build import folder_of, misuse_of
from generator.cli.main import FINE, TROUBLE
from generator.cli.messages import tell, tell_trouble
from generator.cli.saves import saves, trouble_with, until_stopped
from generator.contents import MARKDOWN
from generator.draft import Draft
from generator.publish import OutputProblem
from generator.watching import Sources
from generator.wording.saying import said

if TYPE_CHECKING:
    from generator.packet.packet import Packet

# In seconds: what a build that is stopped has to clear up.
GRACE = 5


def run(options: argparse.Namespace) -> int:
    """Until Ctrl-C, which is how it ends when all is well."""
    trouble = trouble_with("watch", options.inputs, ["watchfiles"]) or misuse_of(options)
    if trouble:
        tell(trouble)
        return TROUBLE
    try:
        with until_stopped(), ExitStack() as stack:
            inputs = []
            for path in options.inputs:
                inputs.append(_Input(path, options))
                stack.callback(inputs[-1].draft.remove)
            _watch(inputs, options)
    except OutputProblem as problem:
        tell(problem)
        return TROUBLE
    if not options.quiet:
        tell(said("stopped; no packet is half written"))
    return FINE


class _Input:
    """An input that is watched, and the draft of its document."""

    def __init__(self, path: str, options: argparse.Namespace) -> None:
        self.path = path
        self._options = options
        self._folder = folder_of(path, options.output)
        self.draft = Draft(self._folder.with_name(f"{self._folder.name}.draft"))
        self.sources = Sources.of(path, options.assignments)
        self._shown: dict[str, str] = {}

    @uncollected()
    def make(self) -> bool:
        """Write the draft and tell the figures; False after the problems were told."""
        start = time.perf_counter()
        try:
            loaded = load(self.path, self._options.assignments, self._options.scenario)
            packet, document = document_of(loaded)
            self.draft.write({MARKDOWN: document})
        except Exception as error:
            tell_trouble(error, self.path)
            tell(said("{folder} was left as it was", folder=self._folder))
            return False
        finally:
            self.sources.read_names()
        if not self._options.quiet:
            self._tell(packet, time.perf_counter() - start)
        charts = {name: svg.encode() for name, svg in charts_of(packet).items()}
        self.draft.write({MARKDOWN: document, **charts})
        return True

    def _tell(self, packet: Packet, seconds: float) -> None:
        """The headlines, after the first time those that moved."""
        print(f"{self.draft.folder / MARKDOWN} ({seconds:.2f} s)")
        shown = dict(_headlines(packet))
        for name, now in shown.items():
            before = self._shown.get(name)
            if before != now:
                print(f"  {name}: " + (now if before is None else f"{before} → {now}"))
        self._shown = shown
        sys.stdout.flush()


def _headlines(packet: Packet) -> Iterator[tuple[str, str]]:
    from generator.compare.comparison import HEADLINES

    for key in HEADLINES:
        if (figure := packet.figures.get(key)) is not None:
            yield packet.words.name(figure), packet.numerals.with_unit(figure)


def _watch(inputs: Sequence[_Input], options: argparse.Namespace) -> None:
    building = _Building(options)
    try:
        building.begin(inputs)
        for changed in saves(inputs):
            building.look()
            if changed:
                building.begin(changed)
    finally:
        building.stop()


class _Building:
    """The packets that are behind their drafts, and the process that makes them."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self._waiting: dict[str, None] = {}
        self._process: subprocess.Popen[bytes] | None = None

    def begin(self, changed: Sequence[_Input]) -> None:
        """Draft what was changed, and build it with all that is not built yet: what is being built ends meanwhile."""
        self.look()
        self._end()
        for each in changed:
            self._waiting.pop(each.path, None)
            if each.make():
                self._waiting[each.path] = None
        self._wait()
        if self._waiting:
            build = [sys.executable, "-P", "-m", "generator", "build", *_same(self._options)]
            # Ctrl-C is for the one that watches, which ends the other.
            self._process = subprocess.Popen([*build, "--", *self._waiting], start_new_session=True)
        # Now, as nobody waits.
        forget()
        gc.collect()

    def look(self) -> None:
        """Nothing is behind once the process has ended; what it has found it tells itself."""
        if self._process is not None and self._process.poll() is not None:
            self._process = None
            self._waiting.clear()

    def stop(self) -> None:
        """End the process, which clears up what it has begun."""
        self._end()
        self._wait()

    def _end(self) -> None:
        if self._process is not None:
            self._process.terminate()

    def _wait(self) -> None:
        if self._process is None:
            return
        try:
            self._process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None


def _same(options: argparse.Namespace) -> Iterator[str]:
    """The options of the command that are those of a build."""
    for assignment in options.assignments:
        yield from ("--set", assignment)
    named = {"--output": options.output, "--only": options.only, "--scenario": options.scenario}
    for name, value in named.items():
        if value:
            yield f"{name}={value}"
    if options.quiet:
        yield "--quiet"
