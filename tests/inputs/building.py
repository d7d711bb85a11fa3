"""What becomes of an input: built and found sound, refused by `check`, or a fault of ours in a line of text."""

from __future__ import annotations

import re
import traceback
from collections.abc import Collection
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.assembly import AuditFailure, assemble, load, packet_problems
from generator.audit.cells import formula_cells
from generator.audit.values import Address, agree
from generator.audit.verification import verify_workbook
from generator.contents import WORKBOOK
from generator.proposal.problems import ProblemList
from tests.inputs.inputs import Input
from tests.oracles import ironcalc_values

CHEAP = ("md", "html", "xlsx", "json")


class Refused(Exception):
    """`check` refuses the input, with a problem at a place."""


def faults_of(made: Input, formats: Collection[str] = CHEAP, verified: bool = True) -> list[str]:
    """What is wrong with our handling of an input. Raises Refused for one that `check` does not accept."""
    with TemporaryDirectory() as folder:
        path = made.write(Path(folder))
        try:
            return list(_faults(path, formats, verified))
        except Refused:
            raise
        except AuditFailure as failure:
            return [f"{finding} [{finding.rule}]" for finding in failure.findings]
        except Exception as error:
            frame = traceback.extract_tb(error.__traceback__)[-1]
            place = re.sub(r".*/(generator|site-packages)/", "", frame.filename)
            return [f"{type(error).__name__} in {place}, {frame.name}: {error}"]


def kind_of(fault: str) -> str:
    """A fault without what differs from input to input."""
    rule = re.search(r"\[(\w+)\]$", fault)
    return fault.partition(": ")[0] if rule is None else rule[1]


def _faults(path: str, formats: Collection[str], verified: bool) -> list[str]:
    try:
        loaded = load(path)
        problems = packet_problems(loaded)
    except ProblemList as found:
        problems = list(found.problems)
    if errors := [problem for problem in problems if problem.severity == "error"]:
        raise Refused(f"{errors[0].code} {errors[0].message}")
    workbook = assemble(loaded, formats).files[WORKBOOK]
    if not verified:
        return []
    findings = [
        f"verify: {finding} [{finding.rule}]" for finding in verify_workbook(workbook).findings
    ]
    return findings + [f"ironcalc parts: {at}" for at in parting(workbook)]


def parting(workbook: bytes) -> list[Address]:
    """The formulas that a third engine computes to other values than the file shows."""
    found = ironcalc_values(workbook)
    return [at for at, cell in formula_cells(workbook).items() if not agree(found[at], cell.cached)]
