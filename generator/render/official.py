"""Turns a document into the form of an official one (GB/T 9704): headings 一、 and （一）, the styles of Word."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from generator.render.parts import Parts

if TYPE_CHECKING:
    from generator.packet.words import Words

CHAPTER = re.compile(r"^(## )(\d+) ", re.MULTILINE)
SECTION = re.compile(r"^(### )\d+\.(\d+) ", re.MULTILINE)

# How wide a table stands in its type against ours: 10.5 points on 156 mm, and 8.6 on 168.
SCALE = 10.5 / 8.6 * 168 / 156
BLACK = "000000"
STYLES, DOCUMENT = "word/styles.xml", "word/document.xml"
SIZE = re.compile(r'(?<=<w:sz w:val=")\d+|(?<=<w:szCs w:val=")\d+')
COLOUR = re.compile(r'(?<=<w:color w:val=")[0-9A-F]{6}')
RULED = re.compile(r"<w:pBdr>.*?</w:pBdr>")
# The broad rule over the first page.
BAND = re.compile(r'<w:pBdr><w:top w:val="single" w:sz="48"[^>]*/></w:pBdr>')
# Of our Word styles: the fonts, the size and the line of the text, and the margins in twentieths of a point.
FONTS = {"Microsoft YaHei": "FangSong", "Arial": "Times New Roman"}
HEADINGS = {"Title": "FZXiaoBiaoSong-B05S", "Heading1": "SimHei", "Heading2": "KaiTi"}
TEXT = 32
SIZES = {"Title": 44, "Heading1": 32, "Heading2": 32}
MARGINS = {"top": 2098, "right": 1474, "bottom": 1984, "left": 1588}


def renumbered(markdown: str, words: Words) -> str:
    """Chapters 一、, sections （一）."""

    def named(key: str) -> Callable[[re.Match[str]], str]:
        form = words.word("official", key)
        return lambda found: found[1] + form.format(number=spelled(int(found[2]), words))

    return SECTION.sub(named("section"), CHAPTER.sub(named("chapter"), markdown))


def spelled(number: int, words: Words) -> str:
    """Up to ten, as few chapters have more sections."""
    numerals = words.word("official", "numerals")
    return numerals[number] if number < len(numerals) else str(number)


def official_parts(parts: Parts) -> Parts:
    """Our reference document for Word in black, with the fonts that the standard names, which a reader's system has."""
    styles = parts[STYLES].decode()
    for ours, theirs in FONTS.items():
        styles = styles.replace(f'"{ours}"', f'"{theirs}"')
    defaults, end, rest = styles.partition("</w:docDefaults>")
    styles = SIZE.sub(str(TEXT), defaults) + end + rest
    for name in HEADINGS:
        before, style, after = re.split(
            rf'(?<=w:styleId="{name}">)(.*?)(?=</w:style>)', styles, maxsplit=1, flags=re.DOTALL
        )
        styles = before + _headed(style, name) + after
    styles = COLOUR.sub(BLACK, BAND.sub("", styles))
    document = parts[DOCUMENT].decode()
    for side, size in MARGINS.items():
        document = re.sub(rf'(?<= w:{side}=")\d+', str(size), document)
    return {**parts, STYLES: styles.encode(), DOCUMENT: document.encode()}


def _headed(style: str, name: str) -> str:
    """A style with a font and a size of its own, without a rule; the title in the middle."""
    style = RULED.sub("", SIZE.sub(str(SIZES[name]), style))
    style = style.replace("<w:rPr>", f'<w:rPr><w:rFonts w:eastAsia="{HEADINGS[name]}"/>')
    return style.replace("</w:pPr>", '<w:jc w:val="center"/></w:pPr>') if name == "Title" else style
