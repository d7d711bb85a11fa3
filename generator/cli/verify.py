"""`budget verify`: is a packet as it was published, and does a workbook keep the rules and show what it computes?"""

from __future__ import annotations

import argparse
from pathlib import Path

from generator.audit.archive import LARGEST_FILE, HostileFile
from generator.audit.verification import verify_workbook
from generator.audit.xlsx.reading import UnreadableWorkbook
from generator.cli.main import FINDINGS, FINE, TROUBLE
from generator.cli.messages import tell
from generator.publish import OutputProblem, verify


def run(options: argparse.Namespace) -> int:
    """0 when nothing is found, else the worst code of anything in it."""
    path = Path(options.path)
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
        with path.open("rb") as file:
            workbook = file.read(LARGEST_FILE + 1)
        findings, formulas = verify_workbook(workbook)
    except OSError as error:
        tell(f"{path}: cannot be read: {error.strerror or error}")
        return TROUBLE
    except (HostileFile, UnreadableWorkbook) as problem:
        tell(f"{path}: cannot be verified: {problem}")
        return TROUBLE
    for finding in findings:
        tell(f"{path}: {finding} [{finding.rule}]")
    if findings:
        tell(f"{path}: {len(findings)} findings")
        return FINDINGS
    print(f"{path}: keeps every rule; {formulas} formulas recalculated and equal")
    return FINE
