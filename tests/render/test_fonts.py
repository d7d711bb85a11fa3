"""The fonts of the PDF and the list of what they print say the same, and each character comes from the right font."""

from dataclasses import replace
from io import BytesIO
from typing import Any
from unicodedata import decomposition, normalize

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from pypdf import PdfReader

from generator.proposal.printable import printable, unprintable
from generator.render.html import DocumentInfo, to_html
from generator.render.pdf import SystemLibrariesMissing, library, to_pdf
from tests.render.sample import INFO, stylesheet

# A line of text, and the fonts besides Noto Sans SC that it needs.
SCRIPTS = {
    "陳電、臺灣、鰂魚涌、赤鱲角、深水埗、劉燊、璟鈺、囍": set(),
    "株式会社 沢辺 ひらがな カタカナ": set(),
    "Zażółć gęślą jaźń Příliš žluťoučký kůň Őrült űr ğışİ ștă": {"Noto-Sans"},
    "Nguyễn Thị Phương, Đặng Trường Sơn, 5.000.000 ₫": set(),
    "άέή Ёжик Україна": {"Noto-Sans"},
    "¥ ￥ $ HK$ S$ € £ ₩ ₫ ₹ ₽ ₺ ₱ ₪ ₴": {"Noto-Sans"},
    "☑ ✓ ✗ ☐ ☒ ⚠\ufe0f ★": {"Noto-Sans-Symbols-2"},
    "⌊x⌋ ≒ ≤ ⇒ ±": {"Noto-Sans-Math"},
}


def fonts() -> dict[str, set[int]]:
    return {path.stem: set(TTFont(path).getBestCmap()) for path in library.FONTS.glob("*.ttf")}


def printed(text: str, info: DocumentInfo = INFO) -> PdfReader:
    try:
        return PdfReader(BytesIO(to_pdf(to_html(text, info, stylesheet()), info)))
    except SystemLibrariesMissing as error:
        pytest.skip(str(error))


def embedded(reader: PdfReader) -> set[str]:
    used: Any = [page["/Resources"]["/Font"] for page in reader.pages]  # type: ignore[index]
    names = {str(font["/BaseFont"]) for page in used for font in page.values()}
    return {name.split("+")[-1].rstrip(",") for name in names}


def test_the_list_names_what_the_fonts_have() -> None:
    assert set().union(*fonts().values()) == printable()


def test_both_weights_have_the_same_characters() -> None:
    have = fonts()
    assert have["NotoSansSC-Regular"] == have["NotoSansSC-Bold"]
    assert have["NotoSans-Regular"] == have["NotoSans-Bold"]


@pytest.mark.parametrize("text", SCRIPTS)
def test_a_script_is_printed_in_its_font(text: str) -> None:
    assert unprintable(text) == []
    reader = printed(text)
    assert "".join(text.split()).replace("\ufe0f", "") in "".join(
        reader.pages[0].extract_text().split()
    )
    assert {name.removesuffix("-Bold") for name in embedded(reader)} == {
        "Noto-Sans-SC",
        *SCRIPTS[text],
    }


def test_english_has_narrow_quotation_marks() -> None:
    """In Noto Sans SC they are as wide as a Chinese character, which parts “the team’ s”."""
    text = "“The team’s own view”"
    assert "Noto-Sans-Quotes" in embedded(printed(text, replace(INFO, language="en")))
    assert "Noto-Sans-Quotes" not in embedded(printed(text, replace(INFO, language="zh-CN")))


def test_a_title_is_printed_in_the_head_of_each_page_but_the_first() -> None:
    info = replace(INFO, title="Łódź ☑ ≒")
    text = to_html("first\n\nsecond", info, stylesheet() + "p { break-after: page }")
    try:
        page = PdfReader(BytesIO(to_pdf(text, info))).pages[1]
    except SystemLibrariesMissing as error:
        pytest.skip(str(error))
    assert "Łódź ☑ ≒" in page.extract_text()


def test_whatever_is_not_refused_is_printed() -> None:
    """Every fiftieth character, a blank after each, and those for which nothing is drawn."""
    some = [chr(code) for code in sorted(printable())[::50] if code > 0x7F]
    text = (
        " ".join(some)
        + "\n\nsoft\u00adhyphen zero\u200djoiner word\u2060joiner 漢\U000e0100 e\u0323\u0302"
    )
    assert unprintable(text) == []
    assert printed(text).pages


@pytest.mark.parametrize("text", ["🚀", "ไฟฟ้า", "한국", "ب", "\U00030edd"])
def test_other_scripts_are_told(text: str) -> None:
    assert unprintable(f"漢字 {text} é") == list(dict.fromkeys(text))


def test_each_font_has_its_licence() -> None:
    families = {path.stem.partition("-")[0] for path in library.FONTS.glob("*.ttf")}
    licences = {path.stem.removeprefix("OFL-") for path in library.FONTS.glob("OFL-*.txt")}
    assert families == licences


def test_the_fonts_stay_small() -> None:
    sizes = {path.name: path.stat().st_size for path in library.FONTS.glob("*.ttf")}
    assert sum(sizes.values()) < 15_000_000


def test_no_font_puts_a_letter_together_that_a_later_one_has_whole() -> None:
    """Pango 1.58 takes the first font that has a letter or its parts; the first one places no marks over letters."""
    have = fonts()
    chain = [have[f"{family}-Regular"] for family in ("NotoSansSC", "NotoSans", "NotoSansMath")]
    for code in printable():
        once = decomposition(chr(code))
        in_two = [int(part, 16) for part in once.split()] if "<" not in once else []
        for parts in (in_two, [*map(ord, normalize("NFD", chr(code)))]):
            together = [place for place, font in enumerate(chain) if font.issuperset(parts)]
            if len(parts) > 1 and together:
                assert any(code in font for font in chain[: together[0] + 1]), chr(code)
