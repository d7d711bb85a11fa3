"""`budget pull`: take the numbers that somebody changed in the workbook back into the input file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator.assembly import load, packet_of
from generator.cli.main import FINDINGS, FINE, TROUBLE
from generator.cli.messages import show, tell, tell_foreign, tell_problems
from generator.cli.speech import spoken
from generator.proposal.problems import ProblemList
from generator.wording.refusals import refusal_of
from generator.wording.saying import said

if TYPE_CHECKING:
    from generator.audit.finding import Finding
    from generator.packet.packet import Packet
    from generator.proposal.loading import Loaded
    from generator.pull.comparison import Comparison
    from generator.pull.revision import Revision

MOST_SHOWN = 20


def run(options: argparse.Namespace) -> int:
    """0 when file and workbook say the same in the end, 1 when they do not, 2 when one of them cannot be read."""
    from generator.audit.verification import opened
    from generator.cli.workbooks import OBSTACLES, content, told
    from generator.pull.comparison import compare

    if options.input == "-":
        tell(said("pull writes into the input: name a file, not -"))
        return TROUBLE
    path = Path(options.workbook)
    try:
        workbook = opened(content(path))
        loaded = load(options.input, options.assignments, options.scenario)
        packet = packet_of(loaded)
        comparison = compare(workbook, loaded, packet)
    except OBSTACLES as obstacle:
        return told(obstacle, path, options.input)
    return _take_over(comparison, loaded, packet, options)


def _take_over(
    comparison: Comparison, loaded: Loaded, packet: Packet, options: argparse.Namespace
) -> int:
    from generator.pull.revision import revise

    revision = revise(loaded, comparison.edits, packet)
    _show(comparison, revision)
    blocked = bool(comparison.altered) and not options.ignore_formulas
    if blocked:
        tell(
            said(
                "the workbook's formulas were altered (places: {count}): it computes something else than "
                "the file will; nothing is written without --ignore-formulas",
                count=len(comparison.altered),
            )
        )
    left = bool(comparison.unusable or revision.by_hand or blocked)
    if not revision.lines:
        return FINDINGS if left else FINE
    proven = _is_proven(comparison, revision, loaded, packet)
    if not proven or blocked or not _agreed(len(revision.lines), options):
        tell(said("{file} was left as it was", file=loaded.file))
        return FINDINGS
    return _write(revision, loaded, left)


def _is_proven(comparison: Comparison, revision: Revision, loaded: Loaded, packet: Packet) -> bool:
    """Whether the revised text is a sound input that says what the workbook says; otherwise what is wrong is told."""
    from generator.pull.revision import prove

    try:
        surprises = prove(revision, loaded, comparison.edits, packet)
    except ProblemList as refused:
        tell_problems(refused.problems, revision.text, loaded.file)
        return False
    _tell_findings(surprises)
    return not surprises


def _show(comparison: Comparison, revision: Revision) -> None:
    """The changes on standard output, all else on standard error."""
    for note in comparison.notes:
        tell_foreign(note)
    if comparison.added_sheets:
        titles = ", ".join(comparison.added_sheets)
        tell_foreign(said("sheets that were added are passed over: {titles}", titles=titles))
    for line in revision.lines:
        show(line.told)
    sys.stdout.flush()
    _tell_findings(comparison.unusable)
    _tell_findings(revision.by_hand)
    _tell_findings(comparison.altered)


def _tell_findings(findings: Sequence[Finding]) -> None:
    for finding in findings[:MOST_SHOWN]:
        tell_foreign(finding.told)
    if len(findings) > MOST_SHOWN:
        tell(said("… and {count} more", count=len(findings) - MOST_SHOWN))


def _agreed(count: int, options: argparse.Namespace) -> bool:
    if options.dry_run:
        return False
    if options.yes:
        return True
    if sys.stdin is None or not sys.stdin.isatty():
        tell(said("to write the changes: the same command with --yes"))
        return False
    question = said(
        "changes: {count}; write them to {file}? [y/N] ", count=count, file=options.input
    )
    print(spoken(question), end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes", "是")


def _write(revision: Revision, loaded: Loaded, left: bool) -> int:
    from generator.pull.replacing import replace_text

    try:
        replace_text(loaded.file, loaded.text, revision.text)
    except OSError as error:
        reason = refusal_of(error)
        tell(said("{file}: cannot be written: {reason}", file=loaded.file, reason=reason))
        return TROUBLE
    tell(said("{file}: numbers written: {count}", file=loaded.file, count=len(revision.lines)))
    return FINDINGS if left else FINE
