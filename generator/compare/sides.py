"""Turns the name of an input or of a packet into what can be compared: the input, and the numbers as published."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.compare.sameness import Numbers
from generator.compare.states import ASK
from generator.contents import FIGURES, OWN, SOURCE, SOURCES
from generator.proposal.assignments import out_of_packet
from generator.proposal.loading import FactsFor, Loaded, load, load_with
from generator.proposal.own_catalogue import OwnFile
from generator.proposal.reading import display_name, read_text
from generator.publish import MANIFEST, OutputProblem, hash_of, manifest_of
from generator.wording.saying import said

LANGUAGE = "proposal.language="


@dataclass(frozen=True, eq=False)
class Side:
    """One of two that are compared. name: as the user names it.

    recorded: the numbers that a packet was published with; None of an input, or where it holds none. facts: what the
    packet took from our data, by key. manifest: of the packet; empty for an input.
    """

    name: str
    loaded: Loaded
    recorded: Numbers | None = None
    facts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    manifest: Mapping[str, Any] = field(default_factory=dict)

    @property
    def told(self) -> str:
        """Its name, and how it was read where that is not as it stands, as the command line has it."""
        scenario = [f"--scenario {self.loaded.scenario}"] if self.loaded.scenario else []
        return " ".join([self.name, *scenario, *(f"--set {each}" for each in self.assignments)])

    @property
    def assignments(self) -> tuple[str, ...]:
        """What was set for it; in which language it is told is no difference."""
        made = self.loaded.assignments
        return tuple(each for each in made if not each.startswith(LANGUAGE))


def side_of(
    path: str, facts_for: FactsFor, assignments: Sequence[str] = (), scenario: str = ""
) -> Side:
    """Read an input, or a packet with the input that it was made of. Raises ProblemList and OutputProblem."""
    if path == "-" or not Path(path).is_dir():
        return Side(display_name(path), load(path, facts_for, assignments, scenario))
    return packet_side(path, facts_for, assignments, scenario)


def packet_side(
    path: str, facts_for: FactsFor, assignments: Sequence[str] = (), scenario: str = ""
) -> Side:
    """Read a packet. Raises ProblemList and OutputProblem."""
    folder = Path(path)
    manifest = manifest_of(folder)
    figures = _recorded(folder)
    entries = figures.get("figures", {})
    numbers = {key: entry["value"] for key, entry in entries.items()}
    ask = figures.get("summary", {}).get("ask", {}).get("value")
    loaded = loaded_of(folder, manifest, facts_for, assignments, scenario)
    _refuse_edited(folder, manifest)
    return Side(
        path,
        loaded,
        {**numbers, ASK: ask} if numbers else None,
        {key: entry for key, entry in entries.items() if _is_ours(entry)},
        manifest,
    )


def packet_behind(loaded: Loaded) -> Path | None:
    """The packet whose own input this is, and which holds all that it tells of; None of any other input."""
    folder = Path(loaded.file).parent
    is_kept = folder.name == SOURCES.strip("/") and (folder.parent / MANIFEST).is_file()
    return folder.parent if is_kept else None


def loaded_of(
    folder: Path,
    manifest: Mapping[str, Any],
    facts_for: FactsFor,
    more: Sequence[str] = (),
    scenario: str = "",
) -> Loaded:
    """The input that a packet was made of, with what was set for it. Raises ProblemList and OutputProblem."""
    if not (folder / SOURCE).is_file():
        message = said(
            "{folder} does not hold the input that it was made of, as packets of earlier versions; "
            "name the input file instead, or build the packet again",
            folder=folder,
        )
        raise OutputProblem(message)
    own = folder / OWN
    catalogue = OwnFile(str(own), read_text(str(own))) if own.is_file() else None
    sources = (folder / SOURCE).parent
    assignments = (*(out_of_packet(each, sources) for each in manifest["assignments"]), *more)
    text = read_text(str(folder / SOURCE))
    # Messages and attached files go by its folder, the packet by its name.
    file = str((folder / SOURCE).with_name(manifest["input"]["name"]))
    scenario = scenario or manifest.get("scenario", "")
    return load_with(text, file, facts_for, assignments, catalogue, scenario)


def _refuse_edited(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Nothing is told of a version that was never published; its documents may have been finished by hand."""
    for name, entry in manifest["files"].items():
        file = folder / name
        is_told_of = name == FIGURES or name.startswith(SOURCES)
        if is_told_of and file.is_file() and hash_of(file.read_bytes()) != entry["sha256"]:
            message = said(
                "{folder}: {file} was edited after publication, so that nobody knows what was published; "
                "put it back, or compare with the input",
                folder=folder,
                file=name,
            )
            raise OutputProblem(message)


def _recorded(folder: Path) -> Mapping[str, Any]:
    with suppress(OSError, ValueError):
        figures: Mapping[str, Any] = json.loads((folder / FIGURES).read_bytes())
        return figures
    return {}


def _is_ours(entry: Mapping[str, Any]) -> bool:
    return (entry.get("source") or {}).get("kind") in ("default", "catalog")
