"""Turns the name of a file beside an input into its bytes; nothing outside of the input's folder is read."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pydantic_core import PydanticCustomError

from generator.proposal.characters import shortened
from generator.proposal.context import problem
from generator.proposal.nodes import Scalar
from generator.proposal.printable import published_name
from generator.proposal.problems import nearest
from generator.wording.refusals import refusal_of
from generator.wording.saying import said

MEBIBYTE = 1024 * 1024
LARGEST = 10 * MEBIBYTE
# What no path of every system may hold.
STRANGE = set("\\:")


@dataclass(frozen=True)
class FileBeside:
    """A file as it was read. place: from the folder of the input, with `/`. path: for messages."""

    place: str
    data: bytes
    path: str

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Without its folder, as published files print it."""
        return PurePosixPath(self.place).name


def read_beside(name: Scalar, code: str) -> tuple[str, bytes, str]:
    """The place of a file from the folder of the input, with `/`; its bytes; its path for messages.

    code: of the problem that is raised where the file is missing, too large or outside of that folder.
    """
    folder = Path(name.mark.file).parent
    try:
        path = (folder / name).resolve()
        if path.is_relative_to(folder.resolve()):
            place = path.relative_to(folder.resolve()).as_posix()
            return place, _read(path, place, name, code), str(folder / name)
    except PydanticCustomError:
        raise
    except (OSError, ValueError) as error:
        reason = refusal_of(error) if isinstance(error, OSError) else said("no such file can exist")
        message = said("'{name}' cannot be read: {reason}", name=shortened(name), reason=reason)
        raise problem(code, message, said("mend that, or name another file"), at=name) from None
    message = said("'{name}' leads out of the folder of the input", name=shortened(name))
    fix = said("copy the file into that folder: a packet is made of what lies there")
    raise problem(code, message, fix, at=name)


def _read(path: Path, place: str, name: Scalar, code: str) -> bytes:
    """What a path holds, looked at before it is opened: a pipe would never end."""
    if not path.exists():
        raise problem(
            code, said("there is no file '{name}'", name=shortened(name)), similar(path), at=name
        )
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        kind = said("a folder") if path.is_dir() else said("no plain file")
        raise problem(
            code,
            said("'{name}' is {kind}", name=shortened(name), kind=kind),
            said("name one file"),
            at=name,
        )
    if not 0 < status.st_size <= LARGEST:
        told = said("'{name}' is empty", name=shortened(name))
        if status.st_size:
            size = status.st_size / MEBIBYTE
            told = said("'{name}' has {size:,.1f} MiB", name=shortened(name), size=size)
        fix = said(
            "such a file has at most {largest} MiB, and is not empty", largest=LARGEST // MEBIBYTE
        )
        raise problem(code, told, fix, at=name)
    if STRANGE.intersection(place) or any(
        published_name(part) != part for part in PurePosixPath(place).parts
    ):
        message = said("'{name}' cannot keep its name in a packet", name=shortened(name))
        fix = said("rename it: letters, digits, '-', '_' and '.' are safe everywhere")
        raise problem(code, message, fix, at=name)
    return path.read_bytes()


def similar(path: Path, *, folders: bool = False) -> str:
    """What to write instead of a file, or of a folder, that is not there."""
    folder = path.parent
    there = list(folder.iterdir()) if folder.is_dir() else []
    names = [each.name for each in there if each.is_dir() == folders]
    close = nearest(path.name, names)
    return (
        said("did you mean '{meant}'?", meant=close[0])
        if close
        else said("name it as seen from the folder of the input")
    )
