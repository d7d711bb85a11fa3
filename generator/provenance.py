"""Turns an input into what its packet was made of, as the packet keeps it: the files, and what the manifest says."""

from __future__ import annotations

import os
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from generator import __version__
from generator.catalog.catalogue import Catalogue
from generator.contents import BENCHMARKS, EVIDENCE, OWN, SOURCE, SOURCES, TEMPLATES, VERSION
from generator.proposal.assignments import KEPT, as_in_packet
from generator.proposal.printable import published_name
from generator.publish import MANIFEST, hash_of, manifest_of
from generator.resources import templates_folder

NAMED = "style.templates="

if TYPE_CHECKING:
    from generator.packet.packet import Packet
    from generator.proposal.loading import Loaded
    from generator.proposal.models.proposal import Proposal


def sources_of(loaded: Loaded) -> dict[str, bytes]:
    """What the packet was made of, so that it can be made again and compared."""
    from generator.previous import kept_of_previous

    files = {f"{SOURCES}{each.place}": each.data for each in loaded.proposal.attached_files}
    files |= {f"{SOURCES}{name}": data for name, data in loaded.proposal.style.files}
    files |= {f"{SOURCES}{each.place}": each.data for each in loaded.proposal.model_configs}
    own = {} if loaded.own is None else {OWN: loaded.own.text.encode()}
    logged = {} if loaded.measured is None else {EVIDENCE: loaded.measured.kept}
    if loaded.benchmarks is not None:
        logged[BENCHMARKS] = loaded.benchmarks.to_json().encode()
    return {**files, **kept_of_previous(loaded), SOURCE: loaded.text.encode(), **own, **logged}


def made_with(proposal: Proposal) -> dict[str, Any]:
    """What besides the input makes a packet what it is: the tool, its templates, the dates of its data."""
    folder = templates_folder()
    templates = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    joined = b"".join(name.encode() + data for name, data in templates.items())
    return {
        "tool": f"budget-proposal {__version__}",
        "templates_sha256": hash_of(joined),
        "data_dates": Catalogue(proposal.proposal.language, as_of=proposal.as_of).dates(),
    }


def manifest_for(loaded: Loaded, packet: Packet) -> dict[str, object]:
    """What the manifest says besides the hashes of the files."""
    return {
        **made_with(packet.proposal),
        "input": {"name": published_name(loaded.file), "sha256": hash_of(loaded.text.encode())},
        "assignments": list(map(as_in_packet, loaded.assignments)),
        **({"scenario": loaded.scenario} if loaded.scenario else {}),
        **_named_templates(loaded),
        "attachments": {
            each.place: {"sha256": each.sha256, "size": len(each.data)}
            for each in packet.proposal.attached_files
        },
        **({"usage_log": loaded.measured.findings.files} if loaded.measured else {}),
        **({"benchmarks": loaded.benchmarks.files} if loaded.benchmarks else {}),
        "document_date": str(packet.date),
        VERSION: packet.proposal.proposal.version,
    }


def _named_templates(loaded: Loaded) -> dict[str, str]:
    """Where the templates lie that the command line named; a packet that is made again says what it said."""
    named = [each for each in loaded.assignments if each.startswith(NAMED)]
    if not named:
        return {}
    place, folder = named[-1].removeprefix(NAMED), Path(loaded.file).parent
    if Path(place) == folder / KEPT and (folder.parent / MANIFEST).is_file():
        place = manifest_of(folder.parent).get(TEMPLATES, "")
        return {TEMPLATES: place} if place else {}
    return {TEMPLATES: PurePath(os.path.relpath(place, folder)).as_posix()}
