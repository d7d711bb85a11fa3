"""`budget figures`: the numbers, without rendering anything."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from generator.api import Budget, UnknownFigure, load
from generator.cli.main import FINE, TROUBLE
from generator.cli.messages import exit_code, source_text, tell, tell_assignments, tell_problems
from generator.proposal.problems import ProblemList
from generator.proposal.reading import display_name
from generator.wording.saying import said

if TYPE_CHECKING:
    from generator.packet.packet import Packet

LEDGER = "ledger"
WHOLE_LEDGER = said("a ledger holds every payment of the chosen option, and takes no KEY")


def run(options: argparse.Namespace) -> int:
    """Print the asked-for figures, or all of them."""
    budget, code = computed(options)
    if budget is None:
        return code
    if options.output_format == LEDGER:
        return _ledger(budget.packet, options.keys)
    try:
        WRITERS[options.output_format](budget, options.keys)
    except UnknownFigure as unknown:
        tell(unknown)
        return TROUBLE
    return FINE


def _ledger(packet: Packet, keys: Sequence[str]) -> int:
    if keys:
        tell(WHOLE_LEDGER)
        return TROUBLE
    from generator.packet.ledger import ledger_of

    csv.writer(sys.stdout, lineterminator="\n").writerows(ledger_of(packet))
    return FINE


def computed(options: argparse.Namespace) -> tuple[Budget | None, int]:
    """An input with its packet, or None and an exit code after its problems were told."""
    try:
        budget = load(options.input, options.assignments, scenario=options.scenario)
        tell_assignments(options.assignments, budget.loaded.assignments)
        budget.packet  # noqa: B018
        return budget, FINE
    except ProblemList as found:
        tell_problems(found.problems, source_text(options.input), display_name(options.input))
        return None, exit_code(found)


def _write_table(budget: Budget, keys: Sequence[str]) -> None:
    packet = budget.packet
    rows = [
        (item.key, *packet.numerals.alone(item), packet.words.name(item))
        for item in budget.select(*keys)
    ]
    key_width = max((len(row[0]) for row in rows), default=0)
    number_width = max((_cells(row[1]) for row in rows), default=0)
    unit_width = max((_cells(row[2]) for row in rows), default=0)
    for key, number, unit, name in rows:
        left = " " * (number_width - _cells(number))
        right = " " * (unit_width - _cells(unit))
        print(f"{key:<{key_width}}  {left}{number} {unit}{right}  {name}".rstrip())


def _cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _write_json(budget: Budget, keys: Sequence[str]) -> None:
    from generator.render.figures_json import as_json, entry

    packet, figures = budget.packet, budget.select(*keys)
    print(as_json(packet, ((item.key, entry(item, packet)) for item in figures)), end="")


def _write_csv(budget: Budget, keys: Sequence[str]) -> None:
    rows = budget.figures(*keys)
    writer = csv.DictWriter(sys.stdout, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


WRITERS = {"table": _write_table, "json": _write_json, "csv": _write_csv}
