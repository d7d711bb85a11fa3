"""Turns numbers that were changed on the what-if page into lines of the input: told first, written when agreed to."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import redirect_stderr
from io import StringIO

from generator.cli.messages import tell, tell_foreign, tell_problems
from generator.cli.speech import spoken
from generator.packet.packet import Packet
from generator.proposal.loading import Loaded
from generator.proposal.problems import ProblemList
from generator.pull.by_key import edits_of
from generator.pull.replacing import replace_text
from generator.pull.revision import Revision, prove, revise
from generator.pull.yaml_text import CannotWrite
from generator.wording.refusals import refusal_of
from generator.wording.saying import reason_of, said


def write_back(
    values: Mapping[str, float], loaded: Loaded, packet: Packet, agreed: bool
) -> tuple[list[str], str]:
    """The lines that change, and why none of them can be written. agreed: to write them if they can."""
    told = StringIO()
    with redirect_stderr(told):
        revision = _revision(values, loaded, packet)
        if agreed and not told.getvalue():
            _write(revision, loaded)
    return [spoken(line.told) for line in revision.lines], told.getvalue()


def _revision(values: Mapping[str, float], loaded: Loaded, packet: Packet) -> Revision:
    """What the file will say; why it cannot is told."""
    try:
        edits = edits_of(values, loaded, packet)
    except CannotWrite as reason:
        tell_foreign(reason_of(reason))
        return Revision(loaded.text, (), (), ())
    revision = revise(loaded, edits, packet)
    try:
        surprises = prove(revision, loaded, edits, packet)
    except ProblemList as refused:
        tell_problems(refused.problems, revision.text, loaded.file)
        surprises = []
    for finding in (*revision.by_hand, *surprises):
        tell_foreign(finding.told)
    return revision


def _write(revision: Revision, loaded: Loaded) -> None:
    try:
        replace_text(loaded.file, loaded.text, revision.text)
    except OSError as error:
        reason = refusal_of(error)
        tell(said("{file}: cannot be written: {reason}", file=loaded.file, reason=reason))
