"""`budget list`: what an input may name, with prices, dates and sources."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable

from generator.assembly import catalogue_of
from generator.catalog.catalogue import Catalogue
from generator.catalog.listing import LONG, Listed, common, count, listed, unit_of
from generator.cli.main import FINE, TROUBLE
from generator.cli.messages import exit_code, source_text, tell, tell_problems
from generator.cli.speech import spoken
from generator.proposal.characters import cells
from generator.proposal.problems import ProblemList
from generator.proposal.reading import display_name
from generator.wording.saying import said

FORMAT_VERSION = 1


def run(options: argparse.Namespace) -> int:
    """Print one list; of a long one the common entries, unless a part of a name is asked for."""
    try:
        catalogue = catalogue_of(options.input, options.language)
    except ProblemList as found:
        tell_problems(found.problems, source_text(options.input), display_name(options.input))
        return exit_code(found)
    if options.kind in LONG and not options.part and options.output_format == "table":
        return _common(options.kind, catalogue)
    entries = list(listed(options.kind, catalogue, options.part))
    if not entries:
        tell(
            said(
                "budget list {kind} has nothing like '{part}'", kind=options.kind, part=options.part
            )
        )
        return TROUBLE
    WRITERS[options.output_format](options.kind, entries, catalogue.currency)
    return FINE


def _common(kind: str, catalogue: Catalogue) -> int:
    entries = common(kind, catalogue)
    _write_table(kind, entries, catalogue.currency)
    example = "cards 5090" if kind == "cards" else "models openai/gpt-4o"
    more = count(kind, catalogue) - len(entries)
    tell(
        said(
            "… and {more:,} more by a part of their name: budget list {example}",
            more=more,
            example=example,
        )
    )
    return FINE


def _write_table(_kind: str, entries: Iterable[Listed], currency: str) -> None:
    """A line for each entry; date and source once for all its numbers that share them."""
    rows = [
        (entry.name, entry.about, _numbers(entry, currency), _origin(entry)) for entry in entries
    ]
    widths = [max(cells(row[place]) for row in rows) for place in range(3)]
    for row in rows:
        padded = (
            text + " " * (width - cells(text)) for text, width in zip(row, widths, strict=False)
        )
        shown = [text for text, width in zip(padded, widths, strict=True) if width]
        print("  ".join([*shown, row[3]]).rstrip())


def _numbers(entry: Listed, currency: str) -> str:
    return ", ".join(
        f"{field} {value:.15g} {spoken(unit_of(field, currency))}".rstrip()
        for field, (value, _) in entry.numbers.items()
    )


def _origin(entry: Listed) -> str:
    """Date and source; what has no date names the package and its version."""
    sources = (source for _, source in entry.numbers.values())
    said = dict.fromkeys(f"{source.date or source.place} {source.note}" for source in sources)
    return "; ".join(said)


def _write_json(kind: str, entries: Iterable[Listed], currency: str) -> None:
    written = [
        {
            "name": entry.name,
            "about": entry.about,
            "numbers": {
                field: {
                    "value": value,
                    "unit": unit_of(field, currency),
                    "date": source.date or None,
                    "source": source.note,
                    "place": source.place,
                }
                for field, (value, source) in entry.numbers.items()
            },
        }
        for entry in entries
    ]
    document = {"format_version": FORMAT_VERSION, "list": kind, "entries": written}
    print(json.dumps(document, ensure_ascii=False, indent=1))


def _write_csv(_kind: str, entries: Iterable[Listed], currency: str) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("name", "about", "field", "value", "unit", "date", "source"))
    for entry in entries:
        if not entry.numbers:
            writer.writerow((entry.name, entry.about, "", "", "", "", ""))
        for field, (value, source) in entry.numbers.items():
            number = (field, f"{value:.15g}", unit_of(field, currency), source.date, source.note)
            writer.writerow((entry.name, entry.about, *number))


WRITERS = {"table": _write_table, "json": _write_json, "csv": _write_csv}
