"""`budget diff`: what changed between two inputs or packets, what it moved, and because of what."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

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

ON_PAPER = ("memo", "adjustment")
WRITERS = {
    "text": lambda wording: "".join(f"{line}\n" for line in lines_of(wording)),
    "json": to_json,
    "memo": to_memo,
    "adjustment": to_adjustment,
}


def run(options: argparse.Namespace) -> int:
    """0 the same, 1 different, 2 trouble."""
    old, new = _side(options.old), _side(options.new, options.assignments, options.scenario)
    if old is None or new is None:
        return TROUBLE
    currencies = [side.loaded.proposal.money.currency for side in (old, new)]
    if currencies[0] != currencies[1]:
        tell(f"{old.name} is in {currencies[0]} and {new.name} in {currencies[1]}: amounts of one")
        tell("  currency are not compared with those of another; state both in one of them")
        return TROUBLE
    comparison = compare(old, new, Catalogue)
    wording = Wording(comparison, templates_folder())
    text = WRITERS[options.output_format](wording)
    if options.output is None:
        print(text, end="")
    elif not _written(Path(options.output), text, options.output_format, wording):
        return TROUBLE
    return FINE if comparison.is_same else FINDINGS


def _written(path: Path, text: str, output_format: str, wording: Wording) -> bool:
    """Into a new file; one that ends in .pdf is typeset."""
    content = text.encode()
    if path.suffix.lower() == ".pdf":
        if output_format not in ON_PAPER:
            tell(f"a PDF holds one of {', '.join(ON_PAPER)}: add --output-format")
            return False
        from generator.memo.paper import to_paper
        from generator.render.pdf import SystemLibrariesMissing

        try:
            content = to_paper(wording, text, Catalogue.default_date())
        except SystemLibrariesMissing as missing:
            tell(str(missing))
            return False
    try:
        with path.open("xb") as stream:
            stream.write(content)
    except OSError as error:
        tell(f"{path} cannot be written: {error.strerror}")
        return False
    return True


def _side(path: str, assignments: Sequence[str] = (), scenario: str = "") -> Side | None:
    """None after its problems were told."""
    try:
        return side_of(path, Catalogue, assignments, scenario)
    except ProblemList as found:
        tell_problems(found.problems, source_text(path), display_name(path))
    except OutputProblem as problem:
        tell(str(problem))
    return None
