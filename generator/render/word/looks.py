"""Our reference document -> the same with other sizes of type, and another colour."""

from __future__ import annotations

import re

from generator.render.parts import Parts

STYLES = "word/styles.xml"
# The colour of headings, rules and heads.
ACCENT = "16405B"
# Half points, and in a paragraph the least height of a line in twentieths of a point.
SIZE = re.compile(
    r'(?<=<w:sz w:val=")\d+|(?<=<w:szCs w:val=")\d+|(?<= w:line=")\d+(?=" w:lineRule="atLeast")'
)


def with_look(parts: Parts, scale: float, colour: str) -> Parts:
    """scale: by how much all type is larger. colour: six hexadecimal digits."""
    styles = parts[STYLES].decode()
    if scale != 1:
        styles = SIZE.sub(lambda size: str(round(float(size[0]) * scale)), styles)
    return {**parts, STYLES: styles.replace(ACCENT, colour).encode()}
