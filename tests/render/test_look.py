"""A look of one's own: logo, letterhead, colour and size of type; and a logo that is a picture and nothing else."""

import base64
from pathlib import Path

import pytest

from generator.assembly import load, packet_of, packet_problems
from generator.packet.contrast import GROUND, contrast, legible
from generator.proposal.problems import ProblemList
from generator.render.cover import to_cover
from generator.render.html.markdown import to_body
from generator.render.html.tables import TableForm
from generator.render.look import styled
from generator.render.pdf import SystemLibrariesMissing, library
from tests.packets import ONE_YEAR, SMALL
from tests.render.sample import stylesheet

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'
PLAIN = SVG.format('<style>.a { fill: url(#g) }</style><path class="a" d="M0 0h9v9z"/>')
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def with_logo(folder: Path, name: str, data: bytes, more: str = "") -> str:
    (folder / name).write_bytes(data)
    path = folder / "input.yaml"
    path.write_text(f"{SMALL}{ONE_YEAR}style: {{logo: {name}{more}}}\n", encoding="utf-8")
    return str(path)


def test_logo_and_letterhead_stand_at_the_head_of_the_first_page(tmp_path: Path) -> None:
    path = with_logo(tmp_path, "logo.svg", PLAIN.encode(), ", letterhead: <b>示例公司</b>")
    cover = to_cover(packet_of(load(path)))
    address = base64.b64encode(PLAIN.encode()).decode()
    assert f'<img src="data:image/svg+xml;base64,{address}" alt="徽标">' in cover
    assert "<p>&lt;b&gt;示例公司&lt;/b&gt;</p>" in cover


def test_a_cover_without_them_has_no_place_for_them(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(SMALL + ONE_YEAR, encoding="utf-8")
    assert "letterhead" not in to_cover(packet_of(load(str(tmp_path / "a.yaml"))))


@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        ("<script/>", "it has <script>"),
        ("<foreignObject/>", "it has <foreignObject>"),
        ('<path onload="x"/>', "it runs something (onload)"),
        ('<image href="http://example.com/x.png"/>', "it fetches something"),
        ('<use xmlns:x="http://www.w3.org/1999/xlink" x:href="file:///etc/passwd"/>', "it fetches"),
        ('<path fill="url(http://example.com/#a)"/>', "it fetches something"),
        ("<style>@import 'x.css';</style>", "it fetches something"),
        ("<path", "it is no XML"),
    ],
)
def test_a_logo_that_does_more_than_show_is_refused(
    tmp_path: Path, inside: str, fault: str
) -> None:
    with pytest.raises(ProblemList) as raised:
        load(with_logo(tmp_path, "logo.svg", SVG.format(inside).encode()))
    [problem] = raised.value.problems
    assert fault in problem.message


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("logo.png", PNG[:40]),
        ("logo.png", PLAIN.encode()),
        ("logo.svg", b'<!DOCTYPE x [<!ENTITY a "b">]>' + PLAIN.encode()),
        ("logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("logo.svg", PLAIN.encode() + b" " * 600_000),
        ("logo.jpg", PNG),
    ],
)
def test_a_damaged_huge_or_other_picture_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    with pytest.raises(ProblemList, match="E026"):
        load(with_logo(tmp_path, name, data))


@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        ('<text y="5">\U0001f600</text>', "the document's fonts have no character"),
        ('<g id="a"><use href="#a"/></g>', "Failed to render SVG image"),
        ('<image href="data:image/png;base64,AAAA" width="5" height="5"/>', "Failed to load image"),
    ],
)
def test_a_logo_that_cannot_be_set_is_told_by_check(
    tmp_path: Path, inside: str, fault: str
) -> None:
    try:
        library.load()
    except SystemLibrariesMissing as error:
        pytest.skip(str(error))
    loaded = load(with_logo(tmp_path, "logo.svg", SVG.format(inside).encode()))
    with pytest.raises(ProblemList, match=fault):
        packet_problems(loaded)


def test_a_png_is_a_logo(tmp_path: Path) -> None:
    logo = load(with_logo(tmp_path, "logo.png", PNG)).proposal.style.logo
    assert logo is not None
    assert logo.address.startswith("data:image/png;base64,")


def test_all_type_follows_its_size_and_the_colour_is_the_last_word() -> None:
    ours = stylesheet()
    assert styled(ours, None, None) == ours
    larger = styled(ours, 10.56, "#0b5fa5")
    assert "h1 { font-size: 22pt" in larger
    assert larger.rstrip().endswith(":root { --accent: #0b5fa5 }")


def test_larger_type_parts_a_table_sooner() -> None:
    table = "|" + "h|" * 12 + "\n|" + "---:|" * 12 + "\n|" + "12,345|" * 12
    parts = [to_body(table, (), "", "", TableForm(scale)).count("<table") for scale in (1.0, 1.3)]
    assert parts == [1, 2]


def test_contrast_is_that_of_the_guideline() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast(legible("#7fb2e5"), GROUND) >= 4.5
