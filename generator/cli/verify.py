"""`budget verify`: is a packet as it was published, does a workbook keep the rules, is it what its input makes?"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from generator.audit.verification import opened, verify_workbook
from generator.cli.main import FINDINGS, FINE, TROUBLE
from generator.cli.messages import tell
from generator.cli.workbooks import OBSTACLES, content, told
from generator.proposal.characters import visible
from generator.publish import OutputProblem, verify

if TYPE_CHECKING:
    from generator.audit.verification import Verified


def run(options: argparse.Namespace) -> int:
    """0 when nothing is found, else the worst code of anything in it."""
    path = Path(options.path)
    if options.input is not None:
        return _beside(path, options.input)
    return _packet(path) if path.is_dir() else _workbook(path)


def _packet(folder: Path) -> int:
    """The files against the manifest, then every workbook among them."""
    try:
        changes = verify(folder)
    except OutputProblem as problem:
        tell(str(problem))
        return TROUBLE
    for change in changes:
        tell(f"{folder}: {change}")
    if not changes:
        print(f"{folder}: every file is as it was published")
    codes = [_workbook(workbook) for workbook in sorted(folder.rglob("*.xlsx"))]
    return max(FINDINGS if changes else FINE, *codes, FINE)


def _workbook(path: Path) -> int:
    try:
        verified = verify_workbook(content(path))
    except OBSTACLES as obstacle:
        return told(obstacle, path)
    return _verdict(path, verified, "keeps every rule")


def _beside(path: Path, file: str) -> int:
    """A workbook, and what its input makes."""
    from generator.assembly import load, packet_of
    from generator.pull.against_input import verify_beside

    path = path / "tco.xlsx" if path.is_dir() else path
    try:
        workbook = content(path)
        book = opened(workbook)
        loaded = load(file)
        likeness = verify_beside(workbook, book, loaded, packet_of(loaded))
    except OBSTACLES as obstacle:
        return told(obstacle, path, file)
    for note in likeness.notes:
        tell(visible(f"{path}: {note}"))
    code = _verdict(path, likeness.verified, f"is what {file} makes")
    if likeness.changed:
        tell(f"to take the changed inputs into the file: budget pull {path} {file}")
    return code


def _verdict(path: Path, verified: Verified, all_is_well: str) -> int:
    findings = verified.findings
    for remark in verified.remarks:
        tell(visible(f"{path}: {remark}"))
    for finding in findings:
        tell(visible(f"{path}: {finding} [{finding.rule}]"))
    if findings:
        tell(f"{path}: {len(findings)} finding{'s' if len(findings) > 1 else ''}")
        return FINDINGS
    print(f"{path}: {all_is_well}; {verified.formulas} formulas recalculated and equal")
    return FINE
