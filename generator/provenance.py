"""Turns an input into what its packet was made of, as the packet keeps it: the files, and what the manifest says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator import __version__
from generator.catalog.catalogue import Catalogue
from generator.contents import OWN, SOURCE, SOURCES, VERSION
from generator.proposal.assignments import as_in_packet
from generator.proposal.printable import published_name
from generator.publish import hash_of
from generator.resources import templates_folder

if TYPE_CHECKING:
    from generator.packet.packet import Packet
    from generator.proposal.loading import Loaded


def sources_of(loaded: Loaded) -> dict[str, bytes]:
    """What the packet was made of, so that it can be made again and compared."""
    from generator.previous import kept_of_previous

    files = {f"{SOURCES}{each.place}": each.data for each in loaded.proposal.attached_files}
    files |= {f"{SOURCES}{name}": data for name, data in loaded.proposal.style.files}
    own = {} if loaded.own is None else {OWN: loaded.own.text.encode()}
    return {**files, **kept_of_previous(loaded), SOURCE: loaded.text.encode(), **own}


def made_with(language: str) -> dict[str, Any]:
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
        "data_dates": Catalogue(language).dates(),
    }


def manifest_for(loaded: Loaded, packet: Packet) -> dict[str, object]:
    """What the manifest says besides the hashes of the files."""
    return {
        **made_with(packet.words.language),
        "input": {"name": published_name(loaded.file), "sha256": hash_of(loaded.text.encode())},
        "assignments": list(map(as_in_packet, loaded.assignments)),
        **({"scenario": loaded.scenario} if loaded.scenario else {}),
        "attachments": {
            each.place: {"sha256": each.sha256, "size": len(each.data)}
            for each in packet.proposal.attached_files
        },
        "document_date": str(packet.date),
        VERSION: packet.proposal.proposal.version,
    }
