"""Turns a workbook and the input it should follow into findings: all in which it is not what the input makes."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple
from zipfile import ZipFile

from generator.audit.archive import HostileFile
from generator.audit.finding import Finding
from generator.audit.verification import Verified, opened, verify_against
from generator.audit.xlsx.book import Book
from generator.audit.xlsx.reading import UnreadableWorkbook
from generator.packet.packet import Packet
from generator.proposal.limits import Limits
from generator.proposal.loading import Loaded
from generator.pull.comparison import Comparison, Edit, WrongWorkbook, compare
from generator.pull.notation import in_the_style_of, plain
from generator.wording.saying import all_of, said


class Likeness(NamedTuple):
    """What `verify` says of a workbook beside its input. changed: how many inputs have other values."""

    verified: Verified
    changed: int
    notes: tuple[str, ...]


def verify_beside(workbook: bytes, book: Book, loaded: Loaded, packet: Packet) -> Likeness:
    """Compare with the workbook that the input makes, and compute afresh. Raises WrongWorkbook."""
    comparison = compare(book, loaded, packet)
    verified = verify_against(workbook, book, told(comparison, packet))
    return Likeness(verified, len(comparison.edits), comparison.notes)


def is_taken_over(workbook: bytes, loaded: Loaded, packet: Packet) -> bool:
    """Whether an edited workbook holds nothing that the input does not: no number, text, look or comment."""
    try:
        same = not told(compare(opened(workbook), loaded, packet), packet)
    except (HostileFile, UnreadableWorkbook, WrongWorkbook):
        return False
    return same and not _has_comments(workbook)


def _has_comments(workbook: bytes) -> bool:
    with ZipFile(BytesIO(workbook)) as archive:
        return any("comments" in name.casefold() for name in archive.namelist())


def told(comparison: Comparison, packet: Packet) -> list[Finding]:
    """All in which a workbook differs, without computing anything."""
    return [
        *(_changed(edit) for edit in comparison.edits),
        *_out_of_limits(comparison, packet),
        *_unusable(comparison),
        *comparison.differences,
    ]


def _changed(edit: Edit) -> Finding:
    number = edit.number
    old = str(number.typed) if number.typed else plain(number.value, number.is_share)
    new = in_the_style_of(old, edit.value)
    return Finding(
        "input_changed",
        edit.where,
        said("{path} is {new}, in the input {old}", path=number.path, new=new, old=old),
    )


def _unusable(comparison: Comparison) -> Iterator[Finding]:
    """Keys that are lost or doubled follow from rows that came or went, which are told."""
    moved = any(lines.moved for lines in comparison.alignment.rows.values())
    return (
        finding
        for finding in comparison.unusable
        if finding.rule not in ("row_unclear", "key_unknown") or not moved
    )


def _out_of_limits(comparison: Comparison, packet: Packet) -> Iterator[Finding]:
    for edit in comparison.edits:
        limits = packet.limits.get(edit.number.figure.key)
        if limits and not _allows(limits, edit.value):
            message = said(
                "{path} must be {limits}", path=edit.number.path, limits=_in_words(limits)
            )
            yield Finding("input_out_of_limits", edit.where, message)


def _allows(limits: Limits, value: float) -> bool:
    low = limits.minimum is None or value >= limits.minimum
    above = limits.above is None or value > limits.above
    high = limits.maximum is None or value <= limits.maximum
    return low and above and high and (not limits.choices or value in limits.choices)


def _in_words(limits: Limits) -> str:
    if limits.choices:
        choices = ", ".join(f"{choice:g}" for choice in limits.choices)
        return said("one of {choices}", choices=choices)
    bounds = []
    if limits.minimum is not None:
        bounds.append(said("at least {bound:g}", bound=limits.minimum))
    if limits.above is not None:
        bounds.append(said("more than {bound:g}", bound=limits.above))
    if limits.maximum is not None:
        bounds.append(said("at most {bound:g}", bound=limits.maximum))
    return all_of(bounds)
