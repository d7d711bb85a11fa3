"""Finds the text in quotes whose own closing quote was forgotten, so that it ended at the opening quote of another.

    title: "本地平台
    version: "1.0"

The parser takes `"本地平台 version: "` for one text and complains of what follows it; the mistake stands a line above.
"""

from __future__ import annotations

from collections.abc import Sequence

import yaml

LOADER = getattr(yaml, "CLoader", yaml.Loader)
# What stands before the quote that opens a text.
BEFORE_A_TEXT = tuple(":-,[{")


def unclosed_quote(lines: Sequence[str], line: int) -> tuple[int, int] | None:
    """Line and column, counted from 0, of the quote that swallowed everything up to a quote on `line`; or None."""
    try:
        for token in yaml.scan("\n".join(lines), Loader=LOADER):
            if token.start_mark.line > line:
                return None
            is_quoted = isinstance(token, yaml.ScalarToken) and not token.plain
            if is_quoted and token.start_mark.line < token.end_mark.line == line:
                last = lines[line][: token.end_mark.column - 1].rstrip()
                if last.endswith(BEFORE_A_TEXT):
                    return token.start_mark.line, token.start_mark.column
    except yaml.YAMLError:
        pass
    return None
