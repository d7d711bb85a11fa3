"""`budget doctor`: what this machine lacks, and what mends it."""

from __future__ import annotations

import argparse
import locale
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from generator.cli.build import DEFAULT_FOLDER
from generator.cli.main import FINE, TROUBLE
from generator.cli.messages import show
from generator.wording.refusals import refusal_of
from generator.wording.saying import said

OLDEST_PYTHON = (3, 11)
# In a checkout; an installed package knows itself what it needs. What only some systems need has a condition behind it.
LOCK = Path(__file__).parents[2] / "requirements" / "run.lock"
DISTRIBUTION = "budget-proposal"
LOCKED = re.compile(r"^([\w.-]+)==(\S+) \\$", re.MULTILINE)
NEEDED = re.compile(r"^[\w.-]+")
OFFICE = ("soffice", "libreoffice")


class Finding(NamedTuple):
    """What was looked at. fix: what mends it; empty where all is well."""

    what: str
    fix: str = ""


def run(options: argparse.Namespace) -> int:
    """A line for each thing; 2 where something is lacking."""
    del options
    findings = [finding for look in LOOKS for finding in look()]
    for what, fix in findings:
        show(said("ok       {what}", what=what) if not fix else said("trouble  {what}", what=what))
        if fix:
            show(said("         {fix}", fix=fix))
    return TROUBLE if any(finding.fix for finding in findings) else FINE


def _python() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    oldest = ".".join(map(str, OLDEST_PYTHON))
    fix = said("install Python {oldest} or a later one", oldest=oldest)
    is_new = sys.version_info[:2] >= OLDEST_PYTHON
    yield Finding(said("Python {version}", version=version), "" if is_new else fix)


def _packages() -> Iterator[Finding]:
    needed = dict(LOCKED.findall(LOCK.read_text("utf-8"))) if LOCK.is_file() else _required()
    lacking = [name for name, version in needed.items() if not _is_there(name, version)]
    if lacking:
        names = ", ".join(lacking)
        what = said("packages that are missing or of another version: {names}", names=names)
        fix = said(
            "sh scripts/setup in a checkout, else: pip install {package}", package=DISTRIBUTION
        )
        yield Finding(what, fix)
    else:
        yield Finding(said("packages: all {count} are there", count=len(needed)))


def _required() -> dict[str, str]:
    """The names of what the installed package needs, in any version that pip has accepted."""
    try:
        texts = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        return {}
    return {NEEDED.findall(text)[0]: "" for text in texts if "extra ==" not in text}


def _is_there(name: str, version: str) -> bool:
    try:
        return metadata.version(name) == version or not version
    except metadata.PackageNotFoundError:
        return False


def _pdf() -> Iterator[Finding]:
    from generator.render.pdf.library import SystemLibrariesMissing, load, remedy

    try:
        load()
    except SystemLibrariesMissing:
        yield Finding(said("PDF: the Pango libraries are missing"), remedy())
    else:
        yield Finding(said("PDF: the Pango libraries are there"))


def _fonts() -> Iterator[Finding]:
    from generator.render.pdf.library import FONTS

    count = len(list(FONTS.glob("*.ttf")))
    fix = said("install the program again: its fonts are not in {folder}", folder=FONTS)
    yield Finding(said("fonts of the document: {count}", count=count), "" if count else fix)


def _office() -> Iterator[Finding]:
    office = next(filter(None, map(shutil.which, OFFICE)), None)
    if office is None:
        yield Finding(said("LibreOffice is not there, and not needed"))
    else:
        yield Finding(said("LibreOffice: {path}", path=office))


def _output() -> Iterator[Finding]:
    folder = DEFAULT_FOLDER if DEFAULT_FOLDER.is_dir() else Path()
    try:
        with tempfile.TemporaryFile(dir=folder):
            yield Finding(said("packets can be written to {folder}", folder=DEFAULT_FOLDER))
    except OSError as error:
        reason = refusal_of(error)
        what = said("cannot write to {folder}: {reason}", folder=folder.resolve(), reason=reason)
        yield Finding(what, said("work in a folder of your own, or build with -o DIR"))


def _encoding() -> Iterator[Finding]:
    names = {sys.getfilesystemencoding(), locale.getencoding()}
    is_unicode = {name.lower().replace("-", "") for name in names} == {"utf8"}
    what = said("encoding of names and messages: {names}", names=", ".join(sorted(names)))
    fix = said("export LC_ALL=C.UTF-8, or a locale of yours that ends in UTF-8")
    yield Finding(what, "" if is_unicode else fix)


LOOKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _python,
    _packages,
    _pdf,
    _fonts,
    _office,
    _output,
    _encoding,
)
