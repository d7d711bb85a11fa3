"""Turns the command line, an input and the environment into the language in which a run speaks to its user.

BUDGET_LANGUAGE wins; then the language that is asked for with `--language` or `--set`, then the one that the input
states, then that of the locale.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextvars import ContextVar
from pathlib import Path

from generator.contents import SOURCE
from generator.resources import CUSTOMARY
from generator.wording.saying import ENGLISH, in_language

VARIABLE, LOCALE = "BUDGET_LANGUAGE", ("LC_ALL", "LC_MESSAGES", "LANG")
ASSIGNED = "proposal.language="
# Files of a packet that a command may be asked about.
PARTS = (".xlsx", ".docx")
# The field of an input, also of one that is no sound YAML.
STATED = re.compile(r"^[^#\n]*?\blanguage:\s*['\"]?(zh-CN|en)\b", re.MULTILINE)
_spoken = ContextVar("language", default=ENGLISH)


def spoken(text: str) -> str:
    """What was said, in the language of the run."""
    return in_language(text, _spoken.get())


def spoken_language() -> str:
    """The language of the run."""
    return _spoken.get()


def speak(language: str) -> None:
    """Speak a language from now on."""
    _spoken.set(language)


def speak_of(path: str = "", assignments: Sequence[str] = ()) -> None:
    """Speak of an input, or of a packet or a file of one, in the language of the input."""
    asked = [text.removeprefix(ASSIGNED) for text in assignments if text.startswith(ASSIGNED)]
    named = os.environ.get(VARIABLE) or (asked[-1] if asked else _stated(path)) or _locale()
    speak(CUSTOMARY if named.lower().startswith("zh") else ENGLISH)


def _stated(path: str) -> str:
    file = Path(path)
    if file.is_dir() or file.suffix.lower() in PARTS:
        file = (file if file.is_dir() else file.parent) / SOURCE
    try:
        found = STATED.search(file.read_text(encoding="utf-8")) if file.is_file() else None
    except (OSError, ValueError):
        return ""
    return found[1] if found else ""


def _locale() -> str:
    return next((value for name in LOCALE if (value := os.environ.get(name))), "")
