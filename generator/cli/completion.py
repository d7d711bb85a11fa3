"""`budget completion`: what lets a shell complete the command with the Tab key."""

from __future__ import annotations

import argparse
import sys

from generator.cli.grammar import commands_of, parser
from generator.cli.main import FINE, TROUBLE
from generator.cli.messages import tell
from generator.wording.saying import said

# By what the help calls them: arguments that name a file, and those that name a folder.
FILES = {"INPUT", "INPUT|CODE", "FILE", "OLD", "NEW", "WORKBOOK", "PATH"}
FOLDERS = {"DIR"}


def run(options: argparse.Namespace) -> int:
    """Print it for a shell."""
    try:
        import shtab
    except ImportError:
        tell(
            said(
                "budget completion needs shtab, which this command installs:\n"
                "  {python} -m pip install shtab",
                python=sys.executable,
            )
        )
        return TROUBLE
    grammar = parser()
    for action in _arguments(grammar):
        if action.metavar in FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined]
        elif action.metavar in FOLDERS:
            action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
    print(shtab.complete(grammar, options.shell))
    return FINE


def _arguments(grammar: argparse.ArgumentParser) -> list[argparse.Action]:
    return [action for command in commands_of(grammar).values() for action in command._actions]
