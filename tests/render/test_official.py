"""`style: {preset: gongwen}`: the form of an official document, as near to GB/T 9704 as our fonts let it be."""

import re
from pathlib import Path

from generator.assembly import charts_of
from generator.packet.contrast import contrast
from generator.packet.packet import Packet
from generator.render.charts.greys import grey_of
from generator.render.charts.scene import FILLS
from generator.render.markdown import to_markdown
from generator.render.official import MARGINS, official_parts, renumbered
from generator.render.page import page_of
from generator.resources import templates_folder
from tests.packets import ONE_YEAR, small

HEAD = re.compile(r"^##+ (.+)$", re.MULTILINE)


def packet(folder: Path, *assignments: str) -> Packet:
    more = ONE_YEAR + "background: {goals: [见合同第3章]}\nstyle: {preset: gongwen}\n"
    return small(folder, more, *assignments)


def test_chapters_and_sections_have_chinese_numbers_and_users_texts_stay(tmp_path: Path) -> None:
    text = to_markdown(packet(tmp_path))
    heads = HEAD.findall(text)
    assert heads[:5] == [
        "摘要",
        "一、项目背景与目标",
        "（一）建设目标",
        "二、技术方案",
        "三、预算明细",
    ]
    assert "见合同第3章" in text
    assert renumbered("## 11 X\n", packet(tmp_path).words) == "## 11、X\n"
    english = HEAD.findall(to_markdown(packet(tmp_path, "proposal.language=en")))
    assert english[1] == "1 Background and goals"


def test_its_sheet_stands_behind_ours(tmp_path: Path) -> None:
    page = page_of(packet(tmp_path), "# T\n", {})
    assert page.index("margin: 23mm") < page.index("margin: 37mm 26mm 35mm 28mm")


def test_its_charts_are_grey_and_hatched(tmp_path: Path) -> None:
    option = "  outside: {name: 外部, kind: status_quo, monthly: 3000}\n"
    charts = charts_of(small(tmp_path, option + ONE_YEAR + "style: {preset: gongwen}\n"))
    colours = {found for svg in charts.values() for found in re.findall("#[0-9a-f]{6}", svg)}
    assert colours
    assert all(len({colour[at : at + 2] for at in (1, 3, 5)}) == 1 for colour in colours)
    assert "url(#chart-options-hatch-1)" in charts["charts/options.svg"]
    assert all(abs(contrast(grey_of(fill), fill) - 1) < 0.02 for fill in FILLS)


def test_word_has_the_fonts_and_margins_of_the_standard() -> None:
    folder = templates_folder() / "word"
    names = ("word/styles.xml", "word/document.xml")
    parts = official_parts({name: (folder / name).read_bytes() for name in names})
    styles, document = (parts[name].decode() for name in names)
    assert "Microsoft YaHei" not in styles
    assert 'w:sz="48"' not in styles
    assert set(re.findall(r'w:color w:val="(\w+)"', styles)) == {"000000"}
    for font in ("FangSong", "SimHei", "KaiTi", "FZXiaoBiaoSong-B05S"):
        assert f'w:eastAsia="{font}"' in styles
    assert all(f'w:{side}="{size}"' in document for side, size in MARGINS.items())
