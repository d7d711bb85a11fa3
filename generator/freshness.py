"""Turns a published packet and its input on the disk into why the packet is no longer what would be built."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.catalog.catalogue import Catalogue
from generator.compare.sides import loaded_of
from generator.compare.states import Inputs
from generator.contents import BENCHMARKS, EVIDENCE, SOURCE, SOURCES, TEMPLATES
from generator.previous import as_kept
from generator.proposal.assignments import FOLDERS, KEPT, out_of_packet
from generator.proposal.loading import Loaded, load
from generator.proposal.problems import some_of
from generator.provenance import made_with, sources_of
from generator.publish import hash_of, manifest_of, verify
from generator.wording.saying import said


@dataclass(frozen=True)
class Freshness:
    """A packet. input: the file that it was compared with; empty where none was found. reasons: why it is stale."""

    input: str
    reasons: tuple[str, ...]


def freshness_of(folder: Path, input: str | None = None) -> Freshness:
    """Compare what a packet was made of with what it would be made of today.

    Raises OutputProblem for a folder that cannot be judged, ProblemList for an input that is not valid.
    """
    manifest = manifest_of(folder)
    made = loaded_of(folder, manifest, Catalogue)
    found = input or _input_of(folder, manifest["input"]["name"])
    reasons = [*verify(folder), *_other_tool(manifest, made)]
    if found:
        assignments = [
            _found_again(each, folder, manifest, found) for each in manifest["assignments"]
        ]
        now = load(found, Catalogue, assignments, manifest.get("scenario", ""))
        now = as_kept(now, folder)
        reasons += _other_sources(manifest, made, now)
    return Freshness(found, tuple(reasons))


def _input_of(folder: Path, name: str) -> str:
    """The file of that name where inputs are kept: here, in `inputs`, beside the packet or beside its folder."""
    above = folder.resolve().parent
    places = (Path(), Path("inputs"), above, above.parent, above.parent / "inputs")
    return next((str(place / name) for place in places if (place / name).is_file()), "")


def _found_again(assignment: str, folder: Path, manifest: Mapping[str, Any], input: str) -> str:
    """A folder that the command line named: templates where they were, else what the packet keeps of it."""
    key, _, value = assignment.partition("=")
    there = Path(input).parent / manifest.get(TEMPLATES, value)
    is_there = FOLDERS.get(key) == value == KEPT and TEMPLATES in manifest and there.is_dir()
    return f"{key}={there}" if is_there else out_of_packet(assignment, folder / SOURCES)


def _other_sources(manifest: Mapping[str, Any], made: Loaded, now: Loaded) -> Iterator[str]:
    """The input field by field; the catalogue and what is attached as files."""
    recorded = {
        name: entry["sha256"]
        for name, entry in manifest["files"].items()
        if name.startswith(SOURCES)
    }
    today = {name: hash_of(data) for name, data in sources_of(now).items()}
    for name in sorted(recorded.keys() | today.keys()):
        if recorded.get(name) == today.get(name):
            continue
        yield _other_input(made, now) if name == SOURCE else _other_file(name, recorded, today)


def _other_input(made: Loaded, now: Loaded) -> str:
    found = {each.partition("=")[0] for each in made.assignments} & FOLDERS.keys()
    changes = (str(change.path) for change in Inputs.of(made, now).changes)
    paths = [path for path in changes if path not in found]
    if not paths:
        return said("{file} was edited, though no field of it says anything else", file=now.file)
    return said(
        "{file} says something else than the packet: {paths}", file=now.file, paths=some_of(paths)
    )


def _other_file(name: str, recorded: Mapping[str, str], today: Mapping[str, str]) -> str:
    file = name.removeprefix(SOURCES)
    is_another = name in recorded and name in today
    if name == EVIDENCE and is_another:
        return said("the usage log is another, or says something else")
    if name == BENCHMARKS and is_another:
        return said("the benchmarks are others, or say something else")
    if name not in today:
        return said("{file} was part of it and is gone", file=file)
    if name not in recorded:
        return said("{file} is new", file=file)
    return said("{file} beside the input was changed", file=file)


def _other_tool(manifest: Mapping[str, Any], made: Loaded) -> Iterator[str]:
    """Tool, templates and data, each of the packet and of today."""
    today = made_with(made.proposal)
    if manifest["tool"] != today["tool"]:
        yield said("it was made by {tool}; this is {own}", tool=manifest["tool"], own=today["tool"])
    if manifest["templates_sha256"] != today["templates_sha256"]:
        yield said("the templates were changed")
    dates = manifest["data_dates"]
    for name, date in today["data_dates"].items():
        if dates.get(name) != date:
            yield said(
                "our data of {name} are of {date}, those of the packet of {earlier}",
                name=name,
                date=date,
                earlier=dates.get(name),
            )
