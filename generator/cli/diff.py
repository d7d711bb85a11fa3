"""`budget diff`: what changed between two inputs or packets, what it moved, and because of what."""

from __future__ import annotations

import argparse

from generator.catalog.catalogue import Catalogue
from generator.cli.main import FINDINGS, FINE, TROUBLE
from generator.cli.messages import source_text, tell, tell_problems
from generator.compare.comparison import compare
from generator.compare.sides import Side, side_of
from generator.memo.data import to_json
from generator.memo.lines import lines_of
from generator.memo.markdown import to_adjustment, to_memo
from generator.packet.wording import Wording
from generator.proposal.problems import ProblemList
from generator.proposal.reading import display_name
from generator.publish import OutputProblem
from generator.resources import templates_folder

WRITERS = {
    "text": lambda wording: "".join(f"{line}\n" for line in lines_of(wording)),
    "json": to_json,
    "memo": to_memo,
    "adjustment": to_adjustment,
}


def run(options: argparse.Namespace) -> int:
    """0 the same, 1 different, 2 trouble."""
    sides = [_side(path) for path in (options.old, options.new)]
    old, new = sides
    if old is None or new is None:
        return TROUBLE
    currencies = [side.loaded.proposal.money.currency for side in (old, new)]
    if currencies[0] != currencies[1]:
        tell(f"{old.name} is in {currencies[0]} and {new.name} in {currencies[1]}: amounts of one")
        tell("  currency are not compared with those of another; state both in one of them")
        return TROUBLE
    comparison = compare(old, new, Catalogue)
    print(WRITERS[options.output_format](Wording(comparison, templates_folder())), end="")
    return FINE if comparison.is_same else FINDINGS


def _side(path: str) -> Side | None:
    """None after its problems were told."""
    try:
        return side_of(path, Catalogue)
    except ProblemList as found:
        tell_problems(found.problems, source_text(path), display_name(path))
    except OutputProblem as problem:
        tell(str(problem))
    return None
