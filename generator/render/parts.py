"""Turns the parts of an office file into its zip and back: the same parts make the same bytes."""

import io
import zipfile

Parts = dict[str, bytes]

EARLIEST_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
COMPRESSION_LEVEL = 6


def read_parts(file: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_parts(parts: Parts) -> bytes:
    """The zip of the parts, sorted: `[Content_Types].xml` comes first, as readers expect."""
    finished = io.BytesIO()
    with zipfile.ZipFile(finished, "w") as archive:
        for name in sorted(parts):
            entry = zipfile.ZipInfo(name, EARLIEST_ZIP_TIME)
            # The same on every system that builds; extracted files are readable.
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, parts[name], zipfile.ZIP_DEFLATED, COMPRESSION_LEVEL)
    return finished.getvalue()
