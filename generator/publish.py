"""Turns the files of a finished packet into a folder with a manifest: all of them or none.

`swap.py` says what that promises on which system. Files that no packet made are never replaced or
removed, files that somebody edited only when asked to.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Any

from generator import swap
from generator.proposal.problems import BudgetError, some_of
from generator.wording.refusals import refusal_of
from generator.wording.saying import joined, said

MANIFEST = "manifest.json"
FORMAT = "budget-proposal packet"
FORMAT_VERSION = 1

# What file managers and office programs leave in any folder that somebody opens.
_LITTER = (".DS_Store", "Thumbs.db", "desktop.ini", ".~lock.*#", "~$*")


class OutputProblem(BudgetError):
    """A packet cannot be written or read; the message tells a person why."""


class NotAPacketFolder(OutputProblem):
    """The folder holds something other than a packet, which stays as it is."""


class EditedPacket(OutputProblem):
    """Files of the packet were edited after they were published.

    names: which. obstacle: why nothing can be written there even by force, empty where it can.
    """

    def __init__(self, folder: Path, names: Sequence[str], obstacle: str = "") -> None:
        message = said(
            "{folder}: edited after publication: {names}", folder=folder, names=", ".join(names)
        )
        super().__init__(joined([message, obstacle], "; ") if obstacle else message)
        self.names = names
        self.obstacle = obstacle


def publish(
    files: Mapping[str, bytes], folder: Path, manifest: Mapping[str, object], force: bool = False
) -> list[str]:
    """Replaces the packet in `folder` by `files`; a name may have sub-folders (`charts/a.svg`).

    Gives the names of the earlier packet that the new one does not have.

    `manifest.json`, written last, holds what is passed in and the size and SHA-256 of each file,
    with sorted keys and no time: the same files and manifest make the same bytes.

    Raises `OutputProblem`, and leaves the earlier packet in place, when the folder cannot be
    written, holds files that no packet made or that somebody edited, or when the disk is full.
    `force` replaces what was edited, but removes nothing of it that the new packet does not have.
    """
    contents = {_checked(name): content for name, content in sorted(files.items())}
    contents[MANIFEST] = _manifest_of(files, manifest)
    with _ready(folder, force) as target:
        earlier = _recorded_hashes(target) if not _is_empty(target) else {}
        removed = sorted(earlier.keys() & _files_in(target) - contents.keys())
        if lost := [name for name in _edited(target, earlier) if name in removed]:
            obstacle = said(
                "this build makes no such file: build all formats, or move it elsewhere"
            )
            raise EditedPacket(folder, lost, obstacle)
        swap.replace_folder(target, contents)
    return removed


def prepare(folder: Path, force: bool = False) -> None:
    """Finds out in a moment whether `publish` could write to `folder`, before a long build.

    Raises `OutputProblem` as `publish` would.
    """
    with _ready(folder, force) as target:
        swap.try_to_write(target)


def verify(folder: Path) -> list[str]:
    """Compares a packet with its manifest: a sentence for each file missing, changed or extra.

    Raises `NotAPacketFolder` where no manifest is, `OutputProblem` where a file cannot be read.
    """
    try:
        recorded = _recorded_hashes(folder)
        present = _files_in(folder) - {MANIFEST}
        return [
            *(said("{name} is missing", name=name) for name in sorted(recorded.keys() - present)),
            *(
                said("{name} was changed after it was published", name=name)
                for name in _edited(folder, recorded)
            ),
            *(
                said("{name} is not part of the packet", name=name)
                for name in sorted(present - recorded.keys())
            ),
        ]
    except OSError as error:
        message = said(
            "cannot read the packet in {folder}: {reason}", folder=folder, reason=_reason(error)
        )
        raise OutputProblem(message) from error


def hash_of(content: bytes) -> str:
    """The SHA-256 of `content` in hexadecimal digits, as manifests hold it."""
    return hashlib.sha256(content).hexdigest()


def _checked(name: str) -> str:
    path = PurePosixPath(name)
    leaves_the_folder = path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name
    if leaves_the_folder or str(path) != name or name in (".", MANIFEST):
        raise ValueError(f"not a name for a file in a packet: {name!r}")
    return name


def _manifest_of(files: Mapping[str, bytes], manifest: Mapping[str, object]) -> bytes:
    own = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "files": {
            name: {"sha256": hash_of(content), "size": len(content)}
            for name, content in files.items()
        },
    }
    if clash := own.keys() & manifest.keys():
        raise ValueError(f"the manifest fills in by itself: {', '.join(sorted(clash))}")
    text = json.dumps(
        {**manifest, **own}, allow_nan=False, ensure_ascii=False, indent=2, sort_keys=True
    )
    return f"{text}\n".encode()


@contextmanager
def _ready(folder: Path, force: bool) -> Iterator[Path]:
    """Gives the real place of `folder` once it may be replaced; words the system's errors."""
    try:
        target = _real_place(folder)
        with swap.turn(target):
            if not _is_empty(target):
                recorded = _recorded_hashes(target)
                others = _other_files(target, recorded)
                if not force and (edited := _edited(target, recorded)):
                    raise EditedPacket(folder, edited, others)
                if others:
                    raise NotAPacketFolder(others)
            yield target
    except OSError as error:
        message = said(
            "cannot write the packet to {folder}: {reason}", folder=folder, reason=_reason(error)
        )
        raise OutputProblem(message) from error


def _reason(error: OSError) -> str:
    reason = refusal_of(error)
    return (
        said("{reason} ({path})", reason=reason, path=error.filename) if error.filename else reason
    )


def _real_place(folder: Path) -> Path:
    """Follows a link to the folder that it means: the link stays, what it points to is replaced."""
    target = Path(os.path.realpath(folder))
    if folder.is_symlink() and not target.is_dir():
        raise OutputProblem(
            said("{folder} is a link to {target}, which is no folder", folder=folder, target=target)
        )
    nearest = next(place for place in (target, *target.parents) if place.exists())
    if not nearest.is_dir():
        raise OutputProblem(said("{nearest} is a file; a packet needs a folder", nearest=nearest))
    if target.is_mount():
        raise OutputProblem(
            said("{folder} is a whole disk or volume; name a folder inside it", folder=folder)
        )
    return target


def _is_empty(target: Path) -> bool:
    return not target.exists() or all(_is_litter(path.name) for path in target.iterdir())


def _other_files(target: Path, recorded: Mapping[str, str]) -> str:
    """Names the files that no packet made; empty where there are none."""
    strangers = sorted(_files_in(target) - {MANIFEST} - recorded.keys())
    if not strangers:
        return ""
    return said(
        "{folder} holds files that no packet made: {names}; move them elsewhere or choose another "
        "output folder",
        folder=target,
        names=some_of(strangers),
    )


def manifest_of(folder: Path) -> dict[str, Any]:
    """What a packet says of itself. Raises `NotAPacketFolder` where no manifest of ours is."""
    absent = (FileNotFoundError, NotADirectoryError)
    unreadable = (*absent, ValueError, LookupError, TypeError, AttributeError)
    with suppress(*unreadable):
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
        if manifest["format"] == FORMAT and all(map(_hash_in, manifest["files"].values())):
            return manifest
    raise NotAPacketFolder(
        said(
            "{folder} is not a packet: no {manifest} of this tool is in it; choose another folder",
            folder=folder,
            manifest=MANIFEST,
        )
    )


def _recorded_hashes(folder: Path) -> dict[str, str]:
    """The SHA-256 that the manifest records for each file."""
    return {name: _hash_in(entry) for name, entry in manifest_of(folder)["files"].items()}


def _hash_in(entry: dict[str, Any]) -> str:
    return str(entry["sha256"])


def _edited(folder: Path, recorded: Mapping[str, str]) -> list[str]:
    """The files of the packet that do not hold what was published."""
    present = sorted(recorded.keys() & _files_in(folder))
    return [name for name in present if hash_of((folder / name).read_bytes()) != recorded[name]]


def _files_in(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if (path.is_symlink() or not path.is_dir()) and not _is_litter(path.name)
    }


def _is_litter(name: str) -> bool:
    return any(fnmatch(name, pattern) for pattern in _LITTER)
