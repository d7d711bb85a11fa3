"""`budget figures`: the numbers, without rendering anything."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from generator.assembly import load, packet_of
from generator.cli.main import FINE, TROUBLE
from generator.cli.messages import exit_code, source_text, tell, tell_assignments, tell_problems
from generator.proposal.problems import ProblemList, nearest
from generator.proposal.reading import display_name

if TYPE_CHECKING:
    from generator.figures.figure import Figure
    from generator.packet.packet import Packet

NOT_FOUND = "there is no figure {key}"
LEDGER = "ledger"
# In the place of a KEY: all figures of the business case.
SUMMARY = "summary"
WHOLE_LEDGER = "a ledger holds every payment of the chosen option, and takes no KEY"


def run(options: argparse.Namespace) -> int:
    """Print the asked-for figures, or all of them."""
    packet, code = computed(options.input, options)
    if packet is None:
        return code
    if options.output_format == LEDGER:
        return _ledger(packet, options.keys)
    chosen, unknown = _chosen(packet, options.keys)
    for key in unknown:
        close = nearest(key, packet.figures)
        tell(NOT_FOUND.format(key=key) + (f"; did you mean {close[0]}?" if close else ""))
    if unknown:
        return TROUBLE
    WRITERS[options.output_format](packet, chosen)
    return FINE


def _ledger(packet: Packet, keys: Sequence[str]) -> int:
    if keys:
        tell(WHOLE_LEDGER)
        return TROUBLE
    from generator.packet.ledger import ledger_of

    csv.writer(sys.stdout, lineterminator="\n").writerows(ledger_of(packet))
    return FINE


def computed(path: str, options: argparse.Namespace) -> tuple[Packet | None, int]:
    """The packet of an input, or None and an exit code after its problems were told."""
    try:
        loaded = load(path, options.assignments, options.scenario)
        tell_assignments(options.assignments, loaded.assignments)
        return packet_of(loaded), FINE
    except ProblemList as found:
        tell_problems(found.problems, source_text(path), display_name(path))
        return None, exit_code(found)


def _chosen(packet: Packet, keys: Sequence[str]) -> tuple[list[Figure], list[str]]:
    if not keys:
        return list(packet.figures.values()), []
    matches = {key: _named_by(key, packet) for key in keys}
    unknown = [key for key, names in matches.items() if not names]
    wanted = dict.fromkeys(name for names in matches.values() for name in names)
    return [packet.figures[name] for name in wanted], unknown


def _named_by(key: str, packet: Packet) -> list[str]:
    from generator.packet.business_case import business_case, figures_in

    if key == SUMMARY:
        return [name for name in figures_in(business_case(packet)) if name in packet.figures]
    return [name for name in packet.figures if fnmatchcase(name, key)]


def _write_table(packet: Packet, figures: Sequence[Figure]) -> None:
    rows = [(item.key, *packet.numerals.alone(item), packet.words.name(item)) for item in figures]
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


def _write_json(packet: Packet, figures: Sequence[Figure]) -> None:
    from generator.render.figures_json import as_json, entry

    print(as_json(packet, ((item.key, entry(item, packet)) for item in figures)), end="")


def _write_csv(packet: Packet, figures: Sequence[Figure]) -> None:
    from generator.render.figures_json import entry

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("key", "value", "unit", "label", "reason"))
    for item in figures:
        row = entry(item, packet)
        writer.writerow((item.key, row["value"], row["unit"], row["label"], row.get("reason", "")))


WRITERS = {"table": _write_table, "json": _write_json, "csv": _write_csv}
