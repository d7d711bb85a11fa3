"""`budget serve`: the pages of an input as it is on disk in a browser of this machine, shown anew after each save.

What is changed on the what-if page can be written into the input, once its lines were shown.
"""

from __future__ import annotations

import argparse
import errno
import gc
import sys
from contextlib import redirect_stderr
from io import StringIO
from threading import Lock
from typing import TYPE_CHECKING

from generator.assembly import load, uncollected
from generator.at_once import pages_of
from generator.cli.main import FINE, TROUBLE
from generator.cli.messages import show, tell, tell_trouble
from generator.cli.saves import saves, trouble_with, until_stopped
from generator.cli.speech import spoken
from generator.contents import PAGE, WHAT_IF
from generator.preview.app import Preview, Writing, app_of
from generator.preview.serving import ADDRESS, answering, listening
from generator.watching import Sources
from generator.wording.refusals import refusal_of
from generator.wording.saying import said

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.packet.packet import Packet
    from generator.preview.wish import Wish
    from generator.proposal.loading import Loaded

# A port is a number of 16 bits.
LAST_PORT = 65_535
# Among which objects it is looked for unused ones.
YOUNG, ALL = 1, 2


def run(options: argparse.Namespace) -> int:
    """Until Ctrl-C, which is how it ends when all is well."""
    if trouble := trouble_with("serve", [options.input], ["watchfiles", "starlette", "uvicorn"]):
        tell(trouble)
        return TROUBLE
    if not (options.port.isdecimal() and int(options.port) <= LAST_PORT):
        tell(said("'{port}' is no port: write a number from 0 to 65535", port=options.port))
        return TROUBLE
    try:
        own = listening(int(options.port))
    except OSError as error:
        tell(_no_port(options.port, error))
        return TROUBLE
    port: int = own.getsockname()[1]
    page = _Pages(options)
    answers = answering(app_of(page.preview, port, page.writing), own)
    with uncollected(), until_stopped(), answers:
        page.make()
        address = f"http://{ADDRESS}:{port}/"
        show(said("{address}   Ctrl-C ends it", address=address))
        sys.stdout.flush()
        made = True
        for changed in saves([page]):
            if changed:
                page.make()
            else:
                # Not while a page is made or a browser loads it; of answers alone little is left behind.
                gc.collect(ALL if made else YOUNG)
            made = bool(changed)
    return FINE


def _no_port(port: str, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return said("port {port} is taken: --port 0 finds a free one", port=port)
    return said("port {port} cannot be had: {reason}", port=port, reason=refusal_of(error))


class _Pages:
    """What browsers see of an input."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self.preview = Preview()
        self.sources = Sources.of(options.input, options.assignments)
        # What is set for this run is not what the file says: then it is not written into.
        as_it_is = not (options.assignments or options.scenario)
        self.writing = Writing(self._write, _words(options.input)) if as_it_is else None
        self._read: tuple[Loaded, Packet] | None = None
        # Of what is made for a save and what is written for a page: each tells of its own trouble.
        self._turn = Lock()

    def make(self) -> None:
        """Show the pages, or why there are none."""
        with self._turn:
            self._make()

    def _make(self) -> None:
        path, told, nodes = self._options.input, StringIO(), None
        try:
            with redirect_stderr(told):
                loaded = load(path, self._options.assignments, self._options.scenario)
                nodes = loaded.nodes
                packet, pages = pages_of(loaded)
                # The others are made when they are looked at.
                pages.get(self.preview.looked_at, pages[PAGE])()
            self._read = read = loaded, packet
            self.preview.show({name: self._told(page, read) for name, page in pages.items()})
        except Exception as error:
            self._refuse(error, told)
        self.sources.read_names(nodes)

    def _told(self, page: Callable[[], bytes], read: object) -> Callable[[], bytes | None]:
        """Made when it is looked at; why it cannot be is shown in the place of all pages that were read with it."""

        def made() -> bytes | None:
            try:
                return page()
            except Exception as error:
                if self._read is read:
                    self._refuse(error, StringIO())
                return None

        return made

    def _refuse(self, error: Exception, told: StringIO) -> None:
        with redirect_stderr(told):
            tell_trouble(error, self._options.input)
        self.preview.refuse(told.getvalue())
        sys.stderr.write(told.getvalue())

    def _write(self, wish: Wish) -> tuple[list[str], str]:
        """Into the text whose pages are shown, and into no other."""
        from generator.cli.write_back import write_back

        with self._turn:
            now = self.preview.now
            if now.version != wish.version or now.problems or self._read is None:
                return [], spoken(said("the input was changed meanwhile; nothing was written"))
            return write_back(wish.values, *self._read, wish.agreed)


def _words(path: str) -> dict[str, str]:
    said_of = {
        "write": said("write into the input …"),
        "question": said("These lines of {file} change:", file=path),
        "nothing": said("{file} says the same already", file=path),
        "agree": said("write these lines"),
        "leave": said("leave the file as it is"),
    }
    return {"page": WHAT_IF, **{name: spoken(text) for name, text in said_of.items()}}
