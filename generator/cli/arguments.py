"""Turns the name of a command, and of what it takes, into parts of the grammar with help in the language of the run."""

from __future__ import annotations

import argparse
from typing import Any

from generator.cli.examples import EXAMPLES, EXIT_CODES, MORE
from generator.cli.speech import spoken
from generator.cli.standard_words import Help
from generator.proposal.characters import cells
from generator.wording.saying import said

Commands = Any


def described(command: str, summary: str) -> str:
    """Examples first, then what the command does."""
    examples = [(line, spoken(told)) for line, told in EXAMPLES[command]]
    widest = max(cells(line) for line, _ in examples)
    lines = [f"  {line}{' ' * (widest - cells(line))}   {told}".rstrip() for line, told in examples]
    more = spoken(MORE[command]) if command in MORE else ""
    text = spoken(summary)
    return "\n".join(
        [*lines, "", text[:1].upper() + text[1:] + spoken(said(".")), *([more] if more else [])]
    )


def command_of(commands: Commands, name: str, summary: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(
        name,
        help=spoken(summary),
        description=described(name, summary),
        epilog=spoken(EXIT_CODES[name]) if name in EXIT_CODES else None,
        formatter_class=Help,
    )
    return command


def how_read(options: argparse.Namespace) -> list[str]:
    """The options that say how an input is read, to be typed again for another command."""
    scenario = ["--scenario", options.scenario] if options.scenario else []
    return [*scenario, *(word for each in options.assignments for word in ("--set", each))]


def argument(command: argparse.ArgumentParser, *names: str, help: str = "", **options: Any) -> None:
    command.add_argument(*names, help=spoken(help) or None, **options)
