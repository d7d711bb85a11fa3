"""Turns files in memory into a folder on disk in one step, so that no kill leaves it half written.

The files are written to a hidden folder beside the target, flushed to the disk and swapped in:

- On Linux, where the file system can exchange two folders (ext4, xfs, btrfs, tmpfs, overlayfs and
  more): however the process ends and whenever, the target is the complete earlier folder or the
  complete new one.
- Elsewhere the swap takes two renames. A kill just between them leaves no target; the earlier
  folder then lies complete beside it, and the next `turn` puts it back.
- Writers into the same parent folder take turns, except on Windows and on network disks that
  cannot lock folders.

Whatever an earlier kill left lying about is removed by the next `turn`. Errors are `OSError`.
"""

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

# From Linux's <fcntl.h> and <linux/fs.h>.
_AT_CURRENT_FOLDER = -100
_RENAME_EXCHANGE = 2


@contextmanager
def turn(target: Path) -> Iterator[None]:
    """Waits until nobody else writes beside `target`, and mends what an earlier kill has left."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with locked(target.parent):
        _clear_up(target)
        yield


def replace_folder(target: Path, contents: Mapping[str, bytes]) -> None:
    """Makes `target` hold `contents` (relative POSIX names, written in their order) and no more.

    To be called within a `turn`. When the files cannot be written, `target` is as it was.
    """
    staging = _staging_of(target)
    try:
        _write(contents, staging)
        if not target.exists():
            staging.rename(target)
        else:
            shutil.copymode(target, staging)
            if not _exchange(staging, target):
                _swap_in_two_steps(staging, target)
        _flush(target.parent)
    finally:
        try:
            shutil.rmtree(staging, ignore_errors=True)
        finally:
            # Who is interrupted there clears up all the same.
            shutil.rmtree(staging, ignore_errors=True)


def write_new(path: Path, text: str | bytes) -> None:
    """Makes a file that is not there yet, whole or not at all. Raises FileExistsError where it is."""
    stream = path.open("xb")
    try:
        with stream:
            stream.write(text.encode() if isinstance(text, str) else text)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        path.unlink()
        raise


def try_to_write(target: Path) -> None:
    """Raises the `OSError` that `replace_folder` would meet at its first step."""
    _staging_of(target).mkdir()
    _staging_of(target).rmdir()


@contextmanager
def locked(parent: Path) -> Iterator[None]:
    """Waits until nobody else writes into a folder; the system itself lets go where a process is killed."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    descriptor = os.open(parent, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _staging_of(target: Path) -> Path:
    return target.with_name(f".{target.name}.budget-new")


def _earlier_of(target: Path) -> Path:
    return target.with_name(f".{target.name}.budget-old")


def _clear_up(target: Path) -> None:
    earlier = _earlier_of(target)
    if earlier.exists() and not target.exists():
        earlier.rename(target)
    for leftover in (earlier, _staging_of(target)):
        if leftover.exists():
            shutil.rmtree(leftover)


def _write(contents: Mapping[str, bytes], staging: Path) -> None:
    staging.mkdir()
    folders = {staging}
    for name, content in contents.items():
        path = staging / name
        path.parent.mkdir(parents=True, exist_ok=True)
        folders.update(parent for parent in path.parents if parent.is_relative_to(staging))
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    for folder in sorted(folders, reverse=True):
        _flush(folder)


def _flush(folder: Path) -> None:
    """Makes the names in a folder survive a power cut; Windows has no such call."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _exchange(first: Path, second: Path) -> bool:
    """Swaps two folders in a single step; False, and nothing done, where the system cannot."""
    if sys.platform != "linux":
        return False
    import ctypes

    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    here = _AT_CURRENT_FOLDER
    names = os.fsencode(first), os.fsencode(second)
    return rename is not None and rename(here, names[0], here, names[1], _RENAME_EXCHANGE) == 0


def _swap_in_two_steps(staging: Path, target: Path) -> None:
    earlier = _earlier_of(target)
    target.rename(earlier)
    try:
        staging.rename(target)
    except OSError:
        earlier.rename(target)
        raise
    _flush(target.parent)
    shutil.rmtree(earlier, ignore_errors=True)
