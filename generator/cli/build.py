"""`budget build`: make the packet of each input and publish it, all or nothing."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from generator.api import ALL_FORMATS, Built, load
from generator.assembly import AuditFailure
from generator.cli.arguments import how_read
from generator.cli.main import FINDINGS, FINE, TROUBLE
from generator.cli.messages import (
    exit_code,
    show,
    source_text,
    tell,
    tell_assignments,
    tell_problems,
)
from generator.cli.progress import Step, Steps
from generator.cli.speech import speak_of
from generator.contents import WORKBOOK
from generator.proposal.problems import ProblemList
from generator.proposal.reading import display_name
from generator.publish import EditedPacket, OutputProblem
from generator.wording.saying import said

if TYPE_CHECKING:
    from generator.cli.together import Work

DEFAULT_FOLDER = Path("output")


def run(options: argparse.Namespace) -> int:
    """Build every input; the exit code is the worst of them."""
    if misuse := misuse_of(options):
        tell(misuse)
        return TROUBLE
    formats = _formats(options.only) or ()
    build = partial(_build, formats=formats, options=options)
    if len(options.inputs) > 1 and "-" not in options.inputs:
        from generator.cli.together import all_of

        return all_of(build, options.inputs, options.quiet)
    return max(_build_with_progress(build, path, options.quiet) for path in options.inputs)


def misuse_of(options: argparse.Namespace) -> str:
    """Why nothing can be built as the command line says; empty where it can."""
    if _formats(options.only) is None:
        formats = ",".join(ALL_FORMATS)
        return said(
            "--only takes some of {formats}, not '{only}'", formats=formats, only=options.only
        )
    if options.output and len(options.inputs) > 1:
        return said("-o names one folder: build one input at a time, or leave it out")
    names = [_name(path) for path in options.inputs]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        return said(
            "two inputs are named {name} and would share one folder: build them one at a time",
            name=twice[0],
        )
    return ""


def folder_of(path: str, output: str | None) -> Path:
    """Where the packet of an input is published."""
    return Path(output) if output else DEFAULT_FOLDER / _name(path)


def _build_with_progress(build: Work, path: str, quiet: bool) -> int:
    with Steps(quiet) as shown:
        return build(path, partial(shown.step, display_name(path)))


def _formats(only: str | None) -> tuple[str, ...] | None:
    """None of what is none; nothing where nothing is asked for."""
    if only is None:
        return ()
    wanted = tuple(part.strip() for part in only.split(","))
    return wanted if all(part in ALL_FORMATS for part in wanted) else None


def _build(path: str, step: Step, formats: tuple[str, ...], options: argparse.Namespace) -> int:
    folder = folder_of(path, options.output)
    speak_of(path, options.assignments)
    try:
        budget = load(path, options.assignments, scenario=options.scenario)
        if not options.quiet:
            tell_assignments(options.assignments, budget.loaded.assignments)
        alone = len(options.inputs) > 1
        built = budget.build(folder, formats, force=options.force, progress=step, alone=alone)
    except ProblemList as found:
        tell_problems(found.problems, source_text(path), display_name(path))
        return exit_code(found)
    except AuditFailure as failure:
        _tell_findings(failure, folder)
        return FINDINGS
    except EditedPacket as edited:
        _tell_edits(edited, folder, [path, *how_read(options)], options)
        return FINDINGS
    except OutputProblem as problem:
        tell(problem)
        return TROUBLE
    return _report(built, options.quiet)


def _name(path: str) -> str:
    if path == "-":
        return "stdin"
    return Path(path).resolve().name if Path(path).is_dir() else Path(path).stem


def _tell_findings(failure: AuditFailure, folder: Path) -> None:
    for finding in failure.findings:
        tell(finding.told)
    tell(
        said(
            "findings of the audit: {count}; {folder} was left as it was",
            count=len(failure.findings),
            folder=folder,
        )
    )


def _tell_edits(
    edited: EditedPacket, folder: Path, read: Sequence[str], options: argparse.Namespace
) -> None:
    """What a person who edited a packet can do: keep the numbers, keep the files, or give them up."""
    tell(said("{edited}; nothing was overwritten", edited=edited.args[0]))
    if WORKBOOK in edited.names and read[0] != "-":
        pull = shlex.join(("budget", "pull", str(folder / WORKBOOK), *read))
        tell(said("  {pull}   takes the workbook's numbers into the input", pull=pull))
    tell(said("  -o DIR    builds into another folder"))
    if not edited.obstacle:
        named = {"-o": options.output, "--only": options.only}
        where = [word for pair in named.items() if pair[1] for word in pair]
        build = shlex.join(("budget", "build", *read, *where, "--force"))
        tell(said("  {build}   overwrites what was edited", build=build))


def _report(built: Built, quiet: bool) -> int:
    gone = [name for name in built.removed if "/" not in name]
    if gone and not quiet:
        tell(
            said(
                "{folder}: removed of the earlier packet, which this build does not make: {names}",
                folder=built.folder,
                names=", ".join(gone),
            )
        )
    if not quiet:
        names = ", ".join(name for name in built.files if "/" not in name)
        show(
            said(
                "{folder}: {names} ({count} cells recalculated and equal)",
                folder=built.folder,
                names=names,
                count=built.audited_cells,
            )
        )
    for message in built.missing:
        tell(message)
    return TROUBLE if built.missing else FINE
