"""The PDF: same bytes, only our fonts, attachments inside, and no problem passes unseen."""

import logging
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from pypdf import PdfReader

from generator.proposal.models.look import LARGEST
from generator.render import pdf
from generator.render.charts import svg_of
from generator.render.cover import to_cover
from generator.render.html import to_html
from generator.render.look import styled
from generator.render.markdown import first_page, to_markdown
from generator.render.pdf import RenderProblem, SystemLibrariesMissing, library, to_pdf
from tests.packets import shipped
from tests.render.archival import blends_well, faults
from tests.render.reading import read_aloud
from tests.render.sample import ATTACHMENTS, INFO, cover, sample_html, stylesheet

READ = ("h2", "h3", "p", "caption", "th", "td", "figcaption")
LONG = "Sprachmodellbereitstellungsplattformgenehmigungsverfahrensantrag" * 2


@pytest.fixture(scope="module")
def needs_pango() -> None:
    try:
        library.load()
    except SystemLibrariesMissing as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def sample_pdf(needs_pango: None) -> bytes:  # noqa: ARG001
    return to_pdf(sample_html(), INFO, ATTACHMENTS)


@pytest.fixture(scope="module")
def reader(sample_pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(sample_pdf))


def small(text: str, css: str = "") -> str:
    return to_html(text, INFO, f'html {{ font-family: "Noto Sans SC" }} {css}')


def text_of(page: str) -> str:
    return "".join(each.extract_text() for each in PdfReader(BytesIO(to_pdf(page, INFO))).pages)


@pytest.mark.parametrize("name", ["enterprise-h100", "hybrid-routing"])
def test_the_page_that_decides_is_one_page_with_large_type(name: str, needs_pango: None) -> None:  # noqa: ARG001
    packet = shipped(name)
    decides = first_page(to_markdown(packet))
    charts = {
        f"charts/{chart.key}.svg": svg_of(chart, packet.numerals)
        for chart in packet.charts
        if f"charts/{chart.key}.svg" in decides
    }
    info = replace(INFO, language=packet.words.language)
    page = to_html(decides, info, styled(stylesheet(), LARGEST, None), to_cover(packet), charts)
    reader = PdfReader(BytesIO(to_pdf(page, info)))
    assert len(reader.pages) == 1
    shown = reader.pages[0].extract_text()
    for option in packet.model.options.values():
        assert option.name in shown.replace("\n", "")


def test_only_our_fonts_are_embedded(reader: PdfReader) -> None:
    names: set[str] = set()
    for page in reader.pages:
        fonts: Any = page["/Resources"]["/Font"]  # type: ignore[index]
        names |= {str(fonts[key]["/BaseFont"]).split("+")[-1] for key in fonts}
    assert names == {"Noto-Sans-SC", "Noto-Sans-SC-Bold"}


def test_attachments_are_inside(reader: PdfReader) -> None:
    attached = {name: data[0] for name, data in reader.attachments.items()}
    assert attached == {each.name: each.data for each in ATTACHMENTS}


def test_metadata_language_and_structure(reader: PdfReader) -> None:
    information = reader.metadata
    assert information is not None
    assert (information.title, information.author) == (INFO.title, INFO.author)
    assert information.subject == INFO.subject
    assert str(information["/CreationDate"]) == "D:20261123"
    catalogue: Any = reader.root_object
    assert catalogue["/Lang"] == "zh-CN"
    assert catalogue["/MarkInfo"]["/Marked"]
    conformance = catalogue["/Metadata"].get_data()
    assert b'part="3"' in conformance
    assert b'conformance="A"' in conformance


def test_bookmarks_follow_the_headings(reader: PdfReader) -> None:
    first: Any = reader.outline[0]
    parts: Any = reader.outline[1]
    assert first.title == INFO.title
    assert [each.title for each in parts if not isinstance(each, list)][:3] == [
        "摘要",
        "1 项目背景与目标",
        "2 技术方案",
    ]


def test_footer_counts_pages_in_the_language_of_the_document(reader: PdfReader) -> None:
    pages = len(reader.pages)
    assert f"第 2 页 / 共 {pages} 页" in reader.pages[1].extract_text()
    english = to_html(
        "text", replace(INFO, language="en", page=("Page ", " of ", "")), stylesheet()
    )
    assert "Page 1 of 1" in text_of(english)


def test_every_page_stands_upright(reader: PdfReader) -> None:
    """What is too wide for one is parted, and no page is left half empty for its sake."""
    assert all(page.mediabox.width < page.mediabox.height for page in reader.pages)


def test_a_missing_character_is_named_with_its_sentence(needs_pango: None) -> None:  # noqa: ARG001
    with pytest.raises(RenderProblem) as caught:
        to_pdf(small("第一句。负责人姓𰻝，已确认。第三句。"), INFO)
    assert "𰻝 (U+30EDD): 负责人姓𰻝，已确认" in str(caught.value)
    assert "第一句" not in str(caught.value)


@pytest.mark.parametrize(
    "css",
    [
        "main { background: url(file:///etc/passwd) }",
        "main { background: url(http://127.0.0.1:9/x.png) }",
        "@import 'http://127.0.0.1:9/x.css';",
        "main { colour: red }",
    ],
)
def test_what_the_page_may_not_ask_for_is_an_error(css: str, needs_pango: None) -> None:  # noqa: ARG001
    with pytest.raises(RenderProblem):
        to_pdf(f"<html lang='en'><style>{css}</style><main>x</main></html>", INFO)


def test_data_addresses_are_allowed(needs_pango: None) -> None:  # noqa: ARG001
    picture = "data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22/%3E"
    page = small("x", f"main {{ background: url('{picture}') }}")
    assert to_pdf(page, INFO).startswith(b"%PDF-1.7")


def test_deep_nesting_is_an_error_and_no_crash(needs_pango: None) -> None:  # noqa: ARG001
    with pytest.raises(RenderProblem, match="nested too deeply"):
        to_pdf(small("> " * 200 + "x"), INFO)


def test_nothing_is_logged_or_printed(
    needs_pango: None,  # noqa: ARG001
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(RenderProblem):
        to_pdf(small("𰻝"), INFO)
    to_pdf(small("text"), INFO)
    assert [each for each in caplog.records if each.levelno >= logging.WARNING] == []
    assert capfd.readouterr() == ("", "")


def test_missing_system_libraries_name_the_command_that_mends_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class NoPango:
        """Stands before the import system, as WeasyPrint behaves without Pango."""

        def find_spec(self, name: str, *_: object) -> None:
            if name == "weasyprint":
                sys.stdout.write("WeasyPrint could not import some external libraries.")
                raise OSError("cannot load library 'libpango-1.0-0'")

    for name in [name for name in sys.modules if name.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [NoPango(), *sys.meta_path])
    release = {"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}
    monkeypatch.setattr("platform.freedesktop_os_release", lambda: release)
    monkeypatch.setattr(sys, "platform", "linux")
    library.load.cache_clear()
    with pytest.raises(SystemLibrariesMissing, match=r"apt-get install libpango-1\.0-0"):
        to_pdf("<html lang='en'>x</html>", INFO)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("system", "command"),
    [("darwin", "brew install pango"), ("win32", "mingw-w64-ucrt-x86_64-pango")],
)
def test_the_remedy_fits_the_system(
    monkeypatch: pytest.MonkeyPatch, system: str, command: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert command in library.remedy()


def test_qpdf_finds_the_file_sound(sample_pdf: bytes, tmp_path: Path) -> None:
    if shutil.which("qpdf") is None:
        pytest.skip("qpdf is not installed")
    file = tmp_path / "sample.pdf"
    file.write_bytes(sample_pdf)
    done = subprocess.run(["qpdf", "--check", file], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_archive_takes_it(sample_pdf: bytes) -> None:
    assert faults(sample_pdf) == []


def test_what_shines_through_mixes_in_the_colours_that_an_archive_knows(needs_pango: None) -> None:  # noqa: ARG001
    assert faults(to_pdf(small("# A", "h1 { opacity: 0.5 }"), INFO)) == []
    assert not blends_well({"/S": "/Transparency", "/CS": ["/DeviceCMYK"]})
    assert not blends_well({"/S": "/Transparency"})
    assert not blends_well({"/BM": "/Unknown"})


def test_it_is_read_aloud_in_the_order_of_the_page(sample_pdf: bytes) -> None:
    said, place = read_aloud(sample_pdf), 0
    for element in lxml.html.document_fromstring(sample_html()).body.iter(*READ):
        text = "".join(element.text_content().split())
        assert text in said[place:], text
        place = said.index(text, place) + len(text)
    assert place > len(said) * 0.9


def test_what_an_archive_asks_for_is_missed_where_it_is_not(
    needs_pango: None,  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pdf, "VARIANT", None)
    assert set(faults(to_pdf(small("# A\n\n### B"), INFO, ATTACHMENTS))) > {
        'the metadata lack pdfaid:part="3"',
        "no language, or not marked",
        "not one output intent for archives",
        "tco.xlsx is not associated with the document",
        "no structure",
    }


def test_a_level_of_headings_that_is_left_out_is_told(needs_pango: None) -> None:  # noqa: ARG001
    page = "<html lang='en'><title>T</title><h1>A</h1><h3>B</h3></html>"
    assert faults(to_pdf(page, INFO)) == ["a level of headings is left out: [1, 3]"]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<p style='white-space: nowrap'>{}</p>", "“{}…” reaches"),
        (
            "<table style='table-layout: fixed; width: 100%'><td style='white-space: nowrap'>{}<td>x",
            "its cell",
        ),
        (
            "<div style='width: 300mm; height: 9mm'><img style='width: 300mm' src='{}'></div>",
            "a picture",
        ),
        ("<p style='position: absolute; top: 260mm'>x</p>", "beyond the foot of the page"),
        ("<p style='margin-left: -30mm'>x</p>", "beyond the page's text"),
    ],
)
def test_ink_where_nobody_finds_it_is_an_error(body: str, told: str, needs_pango: None) -> None:  # noqa: ARG001
    css = "@page { size: A4; margin: 20mm } html { font-family: 'Noto Sans SC' }"
    picture = (
        "data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 9 9%22/%3E"
    )
    text = picture if "img" in body else LONG * 3
    page = f"<html lang='en'><style>{css}</style>{body.format(text)}</html>"
    with pytest.raises(RenderProblem, match=re.escape(told.format(text[:40]))):
        to_pdf(page, INFO)


def test_a_long_word_wraps_wherever_it_stands(needs_pango: None) -> None:  # noqa: ARG001
    """On the cover, in headings, margins, captions, cells, lists, code, remarks and the contents.

    And a drawing of very many rows is no taller than a page.
    """
    text = (
        f"# {LONG}\n\n[TOC]\n\n## {LONG}\n\n### {LONG}\n\n{LONG}\n\n- {LONG}\n\n> {LONG}\n\n"
        f"::: note\n\n{LONG}\n\n:::\n\n**{LONG}**\n\n| {LONG} | n |\n|---|---:|\n| {LONG} | 1 |\n\n"
        f"*{LONG}*\n\n`{LONG}`\n\n```\n{LONG}\n```\n\n![{LONG}](charts/a.svg)\n"
    )
    info = replace(INFO, title=LONG, version=LONG)
    charts = {"charts/a.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 90"/>'}
    page = to_html(text, info, stylesheet(), cover().replace(INFO.title, LONG), charts)
    assert to_pdf(page, info)
