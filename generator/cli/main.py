"""Turns the arguments of `budget` into a call of one command, and whatever goes wrong into a message and an exit code.

Exit codes: 0 fine; 1 the input or the packet has findings; 2 wrong usage, an unreadable file or a missing system part.
Each command's module is imported when it is called, so that `budget --help` stays quick.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from generator.cli.grammar import commands_of, parser
from generator.cli.speech import speak_of, spoken
from generator.cli.streams import Lasting, lasting_streams
from generator.wording.refusals import refusal_of
from generator.wording.saying import joined, reason_of, said

FINE, FINDINGS, TROUBLE = 0, 1, 2
# How the error ends that Python raises then: it has none of its own.
NO_THREAD = "thread"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    with lasting_streams() as results:
        try:
            code = _run(_parsed(arguments))
        except SystemExit as ended:
            # Help and version end a run as well.
            if ended.code == FINE and _lost(results):
                raise SystemExit(TROUBLE) from None
            raise
        return TROUBLE if _lost(results) else code


def _lost(results: Lasting) -> bool:
    """Whether results did not arrive, which is told then."""
    results.flush()
    if results.lost:
        _tell(
            said("the results could not be written to standard output: {lost}", lost=results.lost)
        )
    return bool(results.lost)


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Keys may stand behind options; the language of a document is a field of its input like others."""
    speak_of()
    grammar = parser()
    options, rest = grammar.parse_known_args(arguments)
    if rest and (options.command != "figures" or any(each.startswith("-") for each in rest)):
        named = commands_of(grammar)[options.command]
        named.error(spoken(said("unrecognized arguments: {arguments}", arguments=" ".join(rest))))
    if rest:
        options.keys += rest
    if getattr(options, "document_language", None):
        options.assignments.append(f"proposal.language={options.document_language}")
    speak_of(_first_input(options), getattr(options, "assignments", ()))
    return options


def _first_input(options: argparse.Namespace) -> str:
    """The file or folder in whose language the command speaks, until it comes to another one."""
    named = (getattr(options, name, None) for name in ("inputs", "input", "new", "folders", "path"))
    found = next(filter(None, named), "")
    return found if isinstance(found, str) else str(found[0])


def _run(options: argparse.Namespace) -> int:
    try:
        command = importlib.import_module(f"generator.cli.{options.command}")
        code: int = command.run(options)
        return code
    except KeyboardInterrupt:
        _tell(said("stopped; no packet is half written"))
    except Exception as error:
        if os.environ.get("BUDGET_DEBUG"):
            raise
        _tell(unforeseen(error))
        _tell(said("nothing is half written; BUDGET_DEBUG=1 shows where it happened"))
    return TROUBLE


def unforeseen(error: Exception) -> str:
    """The system's refusals in the system's words; anything else is a fault of this program."""
    if isinstance(error, MemoryError):
        return said("this system gives the command too little memory")
    if isinstance(error, RuntimeError) and str(error).endswith(NO_THREAD):
        return said("this system gives the command too little memory or too few threads")
    if isinstance(error, ImportError):
        return said("a part of the installation cannot be loaded: {error}", error=error)
    if isinstance(error, OSError) and error.strerror:
        place = f": {error.filename}" if error.filename else ""
        reason = joined([refusal_of(error), place], "")
        return said("this system refuses: {reason}", reason=reason)
    error_name, reason = type(error).__name__, reason_of(error)
    return said("budget met an error of its own: {name}: {error}", name=error_name, error=reason)


def _tell(message: str) -> None:
    print(spoken(message), file=sys.stderr)
