"""Turns a document that is still being written into a folder beside its packet, for an editor to show.

It is not audited, is no packet, and stays no longer than whoever writes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from generator.contents import MARKDOWN
from generator.publish import OutputProblem
from generator.wording.refusals import refusal_of
from generator.wording.saying import said

# Tells a draft of ours, which a kill has left, from a folder of somebody else's.
MARK = ".budget-draft"
OURS = (MARKDOWN, "charts/*.svg", "*.new", "charts/*.new", MARK)


class Draft:
    """A folder of files that are each replaced in one step, so that nobody ever reads half of one."""

    def __init__(self, folder: Path) -> None:
        """Raises OutputProblem where something else is in the way."""
        self.folder = folder
        self._written: dict[str, bytes] = {}
        if folder.exists() and not (folder / MARK).is_file():
            raise OutputProblem(
                said("{folder} is in the way of the draft: move it elsewhere", folder=folder)
            )
        self.remove()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / MARK).touch()
        except OSError as error:
            reason = refusal_of(error)
            message = said("cannot write to {folder}: {reason}", folder=folder, reason=reason)
            raise OutputProblem(message) from error

    def write(self, files: Mapping[str, bytes]) -> None:
        """Hold these files, those that are others written anew. Raises OSError."""
        for name in self._written.keys() - files.keys():
            (self.folder / name).unlink(missing_ok=True)
        for name, data in files.items():
            if self._written.get(name) != data:
                _replace(self.folder / name, data)
        self._written = dict(files)

    def remove(self) -> None:
        """Leave nothing that was written here, and nothing that was written elsewhere touched."""
        for pattern in OURS:
            for path in self.folder.glob(pattern):
                path.unlink(missing_ok=True)
        for folder in (self.folder / "charts", self.folder):
            with suppress(OSError):
                folder.rmdir()


def _replace(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    new.write_bytes(data)
    new.replace(path)
