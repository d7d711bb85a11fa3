"""WeasyPrint and our two fonts -> one loaded library that sees no other font and no network."""

import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.sax.saxutils import escape

from generator.wording.saying import said

FONTS = Path(__file__).resolve().parent.parent / "fonts"

FONT_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""

REMEDIES = {
    "debian": "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "fedora": "sudo dnf install pango harfbuzz",
    "suse": "sudo zypper install libpango-1_0-0 libharfbuzz-subset0",
    "arch": "sudo pacman -S pango",
    "alpine": "sudo apk add pango harfbuzz-subset",
    "macos": "brew install pango",
    "windows": "pacman -S mingw-w64-ucrt-x86_64-pango    (in an MSYS2 shell)",
}
UNKNOWN_REMEDY = said("install Pango 1.44 or later with this system's package manager")


class SystemLibrariesMissing(Exception):
    """WeasyPrint cannot load Pango or one of its companions."""

    def __init__(self) -> None:
        super().__init__(
            said("the PDF needs the Pango libraries, mended by: {remedy}", remedy=remedy())
        )


@dataclass(frozen=True)
class Library:
    """WeasyPrint's module, its fonts and what fetches addresses (it has no type information)."""

    weasyprint: Any
    fonts: Any
    fetcher: Any


@lru_cache(maxsize=1)
def load() -> Library:
    """Import WeasyPrint with our fonts alone; both are kept for the next document."""
    with _only_our_fonts():
        weasyprint = _import()
        from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]

        fonts = FontConfiguration()
    fetcher = weasyprint.URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
    return Library(weasyprint, fonts, fetcher)


def _import() -> Any:
    """Import WeasyPrint without the banner that it prints when libraries are missing."""
    try:
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            import weasyprint  # type: ignore[import-untyped]
    except OSError as error:
        raise SystemLibrariesMissing from error
    return weasyprint


@contextmanager
def _only_our_fonts() -> Iterator[None]:
    """Point fontconfig to the shipped fonts while it reads its configuration.

    The variable is put back for the sake of programs started later; the folder is needed only
    until the fonts are listed, and lies where any account may write.
    """
    before = os.environ.get("FONTCONFIG_FILE")
    with TemporaryDirectory(prefix="budget-fonts-", ignore_cleanup_errors=True) as folder:
        file = Path(folder) / "fonts.conf"
        texts = {"fonts": escape(str(FONTS)), "cache": escape(folder)}
        file.write_text(FONT_CONFIGURATION.format_map(texts), encoding="utf-8")
        os.environ["FONTCONFIG_FILE"] = str(file)
        try:
            yield
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


def remedy() -> str:
    """The one command that brings the missing libraries to this operating system."""
    return next((REMEDIES[name] for name in _system_names() if name in REMEDIES), UNKNOWN_REMEDY)


def _system_names() -> list[str]:
    """What this system calls itself, then the families that it says it belongs to."""
    if sys.platform in {"darwin", "win32"}:
        return ["macos" if sys.platform == "darwin" else "windows"]
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return []
    return [release["ID"], *release.get("ID_LIKE", "").split()]
