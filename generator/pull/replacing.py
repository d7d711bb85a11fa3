"""Turns a revised text into the user's file in one step, so that it holds the old text or the new one, never half."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from generator.swap import locked
from generator.wording.saying import said

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class FileHasChanged(OSError):
    """Somebody saved the file while its changes were looked at."""

    def __init__(self, path: str) -> None:
        super().__init__(None, said("it was changed meanwhile; nothing was written"), path)


def replace_text(path: str, before: str, after: str) -> None:
    """Write `after` into a file that holds `before`; links are followed, rights kept. Raises OSError.

    A byte order mark stays, as the texts do not hold it.
    """
    target = Path(os.path.realpath(path))
    with locked(target.parent):
        content = target.read_bytes()
        mark = BYTE_ORDER_MARK if content.startswith(BYTE_ORDER_MARK) else b""
        if content != mark + before.encode():
            raise FileHasChanged(path)
        _replace(target, mark + after.encode())


def _replace(target: Path, content: bytes) -> None:
    staged = target.with_name(f".{target.name}.budget-new")
    try:
        with staged.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(target, staged)
        staged.replace(target)
    finally:
        with suppress(FileNotFoundError):
            staged.unlink()
