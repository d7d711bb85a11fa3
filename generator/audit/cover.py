"""Turns the cover of a finished page into findings: a number that is not that of its label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape

from generator.audit.finding import Finding
from generator.wording.saying import said

FIGURES = re.compile(r'<dl class="cover-figures">(.*?)</dl>', re.DOTALL)
PAIR = re.compile(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", re.DOTALL)


def audit_cover(page: str, printed: Mapping[str, str]) -> Iterator[Finding]:
    """printed: how the figure of each label that the cover has is printed."""
    found = FIGURES.search(page)
    pairs = [] if found is None else PAIR.findall(found[1])
    shown = {unescape(label): unescape(value) for label, value in pairs}
    for label in {**printed, **shown}:
        value, right = shown.get(label), printed.get(label)
        if value == right:
            continue
        told = said(
            "“{label}” is {value} instead of {right}", label=label, value=value, right=right
        )
        if value is None:
            told = said("“{label}” is not shown: {right}", label=label, right=right)
        if right is None:
            told = said("“{label}” is no figure of the cover", label=label)
        yield Finding("cover_differs", said("cover"), told)
