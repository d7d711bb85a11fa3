"""`budget verify`: is a packet as it was published, does a workbook keep the rules, is a file what its input makes?"""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from generator.audit.archive import check_archive
from generator.audit.verification import opened, verify_workbook
from generator.cli.arguments import how_read
from generator.cli.main import FINDINGS, FINE, TROUBLE
from generator.cli.messages import show, tell, tell_foreign
from generator.cli.workbooks import OBSTACLES, content, told
from generator.contents import ADJUSTMENT_FORM, SOURCE, WORD, WORKBOOK
from generator.publish import OutputProblem, verify
from generator.wording.saying import said

if TYPE_CHECKING:
    from generator.audit.finding import Finding
    from generator.audit.verification import Verified
    from generator.proposal.loading import Loaded

PROPERTIES = "docProps/core.xml"
INPUTS = (".yaml", ".yml")
# Rules that no workbook of ours breaks.
NO_PACKET = {"no_inputs_sheet", "no_checks_sheet"}


def run(options: argparse.Namespace) -> int:
    """0 when nothing is found, else the worst code of anything in it."""
    path = Path(options.path)
    if options.input is not None:
        return _all_beside(path, options)
    if how_read(options):
        tell(said("--set, --scenario and --language say how INPUT is read: name one"))
        return TROUBLE
    if _is_word(path):
        tell(
            said(
                "{path}: name its input to have every number of it read: budget verify {path} INPUT",
                path=path,
            )
        )
        return TROUBLE
    return _packet(path) if path.is_dir() else _workbook(path)


def _all_beside(path: Path, options: argparse.Namespace) -> int:
    from generator.assembly import load

    file = options.input
    try:
        loaded = load(file, options.assignments, options.scenario)
    except OBSTACLES as obstacle:
        return told(obstacle, path, file)
    read = [file, *how_read(options)]
    return max(_beside(each, read, loaded) for each in _files_beside(path))


def _files_beside(path: Path) -> list[Path]:
    """What an input can tell of a file, or of a packet: its workbook, and its document in Word."""
    if not path.is_dir():
        return [path]
    names = (WORKBOOK, WORD)
    return [path / name for name in names if (path / name).exists()] or [path / WORKBOOK]


def _is_word(path: Path) -> bool:
    return path.suffix.lower() == ".docx"


def _packet(folder: Path) -> int:
    """The files against the manifest, then every workbook among them."""
    try:
        changes = verify(folder)
    except OutputProblem as problem:
        tell(problem)
        return TROUBLE
    for change in changes:
        tell(said("{folder}: {change}", folder=folder, change=change))
    if not changes:
        show(said("{folder}: every file is as it was published", folder=folder))
    if changes and (folder / WORD).exists():
        tell(
            said(
                "to have each number of the document read back: budget verify {word} {input}",
                word=folder / WORD,
                input=folder / SOURCE,
            )
        )
    codes = [_workbook(workbook) for workbook in sorted(folder.rglob("*.xlsx"))]
    return max(FINDINGS if changes else FINE, *codes, FINE)


def _workbook(path: Path) -> int:
    try:
        workbook = content(path)
        if what := _no_model(path, workbook):
            tell(what)
            return TROUBLE
        verified = verify_workbook(workbook)
    except OBSTACLES as obstacle:
        return told(obstacle, path)
    if {finding.rule for finding in verified.findings} >= NO_PACKET:
        tell(
            said(
                "{path}: no workbook of a packet, as it has neither inputs nor checks; this is how it parts from the "
                "rules for models:",
                path=path,
            )
        )
    return _verdict(path, verified, said("keeps every rule"))


def _no_model(path: Path, content: bytes) -> str:
    """What a file of ours is that holds no model, and what to do with it; empty for all others."""
    if path.suffix.lower() in INPUTS:
        return said("{path}: an input, which budget check {path} looks through", path=path)
    check_archive(content)
    with ZipFile(BytesIO(content)) as archive:
        properties = archive.read(PROPERTIES) if PROPERTIES in archive.namelist() else b""
    if ADJUSTMENT_FORM.encode() not in properties:
        return ""
    return said(
        "{path}: the form of a budget adjustment, which holds no calculation to be audited; to see "
        "whether its numbers still hold: budget diff OLD NEW -o another.xlsx",
        path=path,
    )


def _beside(path: Path, read: Sequence[str], loaded: Loaded) -> int:
    """A workbook or a document in Word, and what its input makes. read: the input, and the options it is read with."""
    from generator.assembly import packet_of
    from generator.pull.against_input import verify_beside

    file = read[0]
    if _is_word(path):
        return _word_beside(path, file, loaded)
    try:
        workbook = content(path)
        book = opened(workbook)
        likeness = verify_beside(workbook, book, loaded, packet_of(loaded))
    except OBSTACLES as obstacle:
        return told(obstacle, path, file)
    for note in likeness.notes:
        tell_foreign(said("{where}: {message}", where=path, message=note))
    code = _verdict(path, likeness.verified, said("is what {file} makes", file=file))
    if likeness.changed:
        command = shlex.join(("budget", "pull", str(path), *read))
        tell(said("to take the changed inputs into the file: {command}", command=command))
    return code


def _word_beside(path: Path, file: str, loaded: Loaded) -> int:
    from generator.assembly import findings_in_word
    from generator.previous import as_kept

    try:
        findings = findings_in_word(content(path), as_kept(loaded, path.parent))
    except OBSTACLES as obstacle:
        return told(obstacle, path, file)
    _tell_findings(path, findings)
    if findings:
        return FINDINGS
    show(said("{path}: says what {file} makes; every number read back", path=path, file=file))
    return FINE


def _verdict(path: Path, verified: Verified, all_is_well: str) -> int:
    findings = verified.findings
    for remark in verified.remarks:
        tell_foreign(said("{where}: {message}", where=path, message=remark))
    _tell_findings(path, findings)
    if findings:
        return FINDINGS
    show(
        said(
            "{path}: {all_is_well}; {count} formulas recalculated and equal",
            path=path,
            all_is_well=all_is_well,
            count=verified.formulas,
        )
    )
    return FINE


def _tell_findings(path: Path, findings: Sequence[Finding]) -> None:
    for finding in findings:
        told = said("{where}: {message}", where=path, message=finding.told)
        tell_foreign(said("{told} [{rule}]", told=told, rule=finding.rule))
    if findings:
        tell(said("findings in {path}: {count}", path=path, count=len(findings)))
