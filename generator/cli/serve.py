"""`budget serve`: the pages of an input as it is on disk in a browser of this machine, shown anew after each save."""

from __future__ import annotations

import argparse
import errno
import gc
import sys
from contextlib import redirect_stderr
from io import StringIO

from generator.assembly import load
from generator.at_once import pages_of
from generator.cli.main import FINE, TROUBLE
from generator.cli.messages import show, tell, tell_trouble
from generator.cli.saves import saves, trouble_with, until_stopped
from generator.preview.app import Preview, app_of
from generator.preview.serving import ADDRESS, answering, listening
from generator.watching import Sources
from generator.wording.saying import said


def run(options: argparse.Namespace) -> int:
    """Until Ctrl-C, which is how it ends when all is well."""
    if trouble := trouble_with("serve", [options.input], ["watchfiles", "starlette", "uvicorn"]):
        tell(trouble)
        return TROUBLE
    try:
        own = listening(options.port)
    except OSError as error:
        tell(_no_port(options.port, error))
        return TROUBLE
    port: int = own.getsockname()[1]
    page = _Pages(options)
    with until_stopped(), answering(app_of(page.preview, port), own):
        page.make()
        address = f"http://{ADDRESS}:{port}/"
        show(said("{address}   Ctrl-C ends it", address=address))
        sys.stdout.flush()
        for changed in saves([page]):
            if changed:
                page.make()
    return FINE


def _no_port(port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return said("port {port} is taken: --port 0 finds a free one", port=port)
    return said("port {port} cannot be had: {reason}", port=port, reason=error.strerror or error)


class _Pages:
    """What browsers see of an input."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self.preview = Preview()
        self.sources = Sources.of(options.input, options.assignments)

    def make(self) -> None:
        """Show the pages, or why there are none."""
        path, told = self._options.input, StringIO()
        try:
            with redirect_stderr(told):
                loaded = load(path, self._options.assignments, self._options.scenario)
                _, pages = pages_of(loaded)
                self.preview.show(pages)
        except Exception as error:
            with redirect_stderr(told):
                tell_trouble(error, path)
            self.preview.refuse(told.getvalue())
            sys.stderr.write(told.getvalue())
        self.sources.read_names()
        gc.collect()
