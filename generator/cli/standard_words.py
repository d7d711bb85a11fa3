"""Turns what argparse says of itself into the language of the run."""

from __future__ import annotations

import argparse
import re

from generator.cli.speech import spoken
from generator.wording.saying import said

SAID = (
    said("usage: "),
    said("positional arguments"),
    said("options"),
    said("show this help message and exit"),
    said("show program's version number and exit"),
    said("%(prog)s: error: %(message)s\n"),
    said("argument %(argument_name)s: %(message)s"),
    said("the following arguments are required: %s"),
    said("unrecognized arguments: %s"),
    said("invalid choice: %(value)r (choose from %(choices)s)"),
    # The only type of an argument that may be another than a text is a whole number.
    said("invalid %(type)s value: %(value)r"),
    said("expected one argument"),
    said("expected at least one argument"),
    said("ambiguous option: %(option)s could match %(matches)s"),
    said("ignored explicit argument %r"),
)
BY_TEXT = {str(text): text for text in SAID}


# Behind a Chinese heading; the module writes the colon itself.
CHINESE_HEADING = re.compile(r"^([\u4e00-\u9fff]+):$", re.MULTILINE)


class Help(argparse.RawDescriptionHelpFormatter):
    """Help as the texts are laid out, with the colons of its language."""

    def format_help(self) -> str:
        """All of it."""
        return CHINESE_HEADING.sub(r"\1：", super().format_help())


def _looked_up(text: str) -> str:
    return spoken(BY_TEXT.get(text, text))


def in_words_of_the_run() -> None:
    """The module looks its own texts up by this name, which gettext would fill from compiled catalogues."""
    setattr(argparse, "_", _looked_up)  # noqa: B010
