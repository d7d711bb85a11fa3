"""The Word document has what the page has, in the same order, as an office program would have made it."""

import io
import re
import zipfile
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from generator.render.html import to_html
from generator.render.word import to_docx
from generator.resources import templates_folder
from tests.render.sample import INFO, cover, sample_docx, sample_html

OWN = templates_folder() / "word"
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 20"><rect width="9" height="9"/></svg>'


def written(markdown: str, reference: bytes | None = None) -> Any:
    """The Word document of some Markdown, opened."""
    return Document(io.BytesIO(to_docx(to_html(markdown, INFO, ""), INFO, OWN, None, reference)))


def fields(document: Any) -> list[str]:
    return [each.get(qn("w:instr")).strip() for each in document.element.iter(qn("w:fldSimple"))]


def text_of(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter(qn("w:t")))


def styles_and_texts(document: Any) -> list[tuple[str, str]]:
    return [(paragraph.style.name, text_of(paragraph._p)) for paragraph in document.paragraphs]


@pytest.fixture(scope="module")
def sample() -> bytes:
    return sample_docx()


@pytest.fixture(scope="module")
def document(sample: bytes) -> Any:
    return Document(io.BytesIO(sample))


def test_the_same_page_makes_the_same_bytes_without_a_trace_of_the_clock(sample: bytes) -> None:
    assert to_docx(sample_html(), INFO, OWN) == sample
    with zipfile.ZipFile(io.BytesIO(sample)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_headings_are_headings_in_the_order_of_the_page(document: Any) -> None:
    page = re.findall(r"<h([23]) [^>]*>(.*?)</h", sample_html())
    made = [
        (style.removeprefix("Heading "), text)
        for style, text in styles_and_texts(document)
        if style.startswith("Heading")
    ]
    assert made == [(str(int(level) - 1), text) for level, text in page]
    titles = [text for style, text in styles_and_texts(document) if style == "Title"]
    assert titles == [INFO.title]


def test_the_contents_are_filled_and_ask_for_nothing_on_opening(sample: bytes) -> None:
    document = Document(io.BytesIO(sample))
    contents = document.element.body.find(qn("w:sdt"))
    assert ' TOC \\o "1-1"' in "".join(text.text for text in contents.iter(qn("w:instrText")))
    names = {each.get(qn("w:name")) for each in document.element.iter(qn("w:bookmarkStart"))}
    links = {each.get(qn("w:anchor")) for each in contents.iter(qn("w:hyperlink"))}
    assert len(links) == 7
    assert links <= names
    asked = [text.text.split()[:2] for text in contents.iter(qn("w:instrText"))]
    assert {place for field, place in asked if field == "PAGEREF"} == links
    assert document.settings.element.find(qn("w:updateFields")) is None


def test_a_drawing_is_no_taller_than_a_page() -> None:
    charts = {"charts/a.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 90"></svg>'}
    page = to_html("# T\n\n![a](charts/a.svg)\n", INFO, "", cover(), charts)
    (shape,) = Document(io.BytesIO(to_docx(page, INFO, OWN))).inline_shapes
    assert (shape.height.mm, shape.width.mm) == pytest.approx((200, 20), abs=1)


def test_captions_count_by_fields_and_pictures_tell_what_they_show(document: Any) -> None:
    captions = [text for style, text in styles_and_texts(document) if style == "Caption"]
    tables = [text for text in captions if text.startswith("表")]
    assert tables[0] == "表 1 各方案三年总成本（单位：元，含税）"
    parts = [text for text in tables if text.endswith("(2/2)")]
    # The second part of a wide table repeats its number.
    assert fields(document).count("SEQ 表 \\c") == len(parts) == 1
    assert fields(document).count("SEQ 表 \\* ARABIC") == len(tables) - len(parts)
    assert fields(document).count("SEQ 图 \\* ARABIC") == len(captions) - len(tables) == 3
    shown = [each.get("descr") for each in document.element.iter(qn("wp:docPr"))]
    assert len(shown) == 3
    assert all("60,500" in text or "API" in text for text in shown)


def test_a_table_repeats_its_head_keeps_its_rows_whole_and_sets_numbers_to_the_right(
    document: Any,
) -> None:
    table = next(each for each in document.tables if each.cell(0, 0).text == "方案")
    head, row = table.rows[0], table.rows[1]
    assert [cell.text for cell in row.cells][:2] == ["本地部署（推荐）", "60,500"]
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(each._tr.trPr.find(qn("w:cantSplit")) is not None for each in table.rows)
    styles = [cell.paragraphs[0].style.name for cell in row.cells]
    assert styles[:2] == ["Table Text", "Table Number"]
    assert document.styles["Table Number"].paragraph_format.alignment.name == "RIGHT"
    widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
    assert sum(widths) == pytest.approx(168 / 25.4 * 1440, abs=5)


def test_a_table_without_words_in_its_head_has_none() -> None:
    (table,) = written("|  |  |\n|---|---|\n| a | b |\n").tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["a", "b"]]
    assert table._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstRow")) == "0"


def test_the_first_page_shows_its_numbers_large_each_as_wide_as_its_words(document: Any) -> None:
    table = document.tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["一次性投入", "三年总拥有成本", "静态投资回收期"],
        ["60,500 元", "416,859 元", "2.63 个月"],
    ]
    assert table.cell(1, 0).paragraphs[0].style.name == "Key Figure"
    assert table.cell(0, 0).width < table.cell(0, 1).width


def test_sums_are_bold_and_negative_numbers_marked(document: Any) -> None:
    rows = [row for table in document.tables for row in table.rows]
    total = next(row for row in rows if row.cells[0].text == "合计")
    assert all(run.bold for cell in total.cells for run in cell.paragraphs[0].runs)
    negative = next(cell for row in rows for cell in row.cells if cell.text == "−96")
    assert negative.paragraphs[0].runs[0].style.name == "Negative Number"


def test_properties_page_and_fonts(document: Any) -> None:
    properties = document.core_properties
    assert (properties.title, properties.author, properties.language) == (
        INFO.title,
        INFO.author,
        "zh-CN",
    )
    assert properties.created == properties.modified == datetime(2026, 11, 23, tzinfo=UTC)
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.left_margin.mm)) == (210, 21)
    footers = [text_of(footer._element) for footer in (section.footer, section.first_page_footer)]
    assert footers == ["v1.0 | 2026-11-23第 1 页 / 共 1 页"] * 2
    assert text_of(section.header._element) == INFO.title
    fonts = document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:rFonts')}")
    assert fonts.get(qn("w:eastAsia")) == "Microsoft YaHei"


def test_lists_count_anew_and_hold_what_stands_in_them() -> None:
    document = written("1. a\n2. b\n\n    more\n\n    - c\n\nbetween\n\n3. d\n")
    texts = styles_and_texts(document)
    assert texts == [
        ("List Number", "a"),
        ("List Number", "b"),
        ("List Continue", "more"),
        ("List Bullet", "c"),
        ("Normal", "between"),
        ("List Number", "d"),
    ]
    numbers = [each.get(qn("w:val")) for each in document.element.iter(qn("w:numId"))]
    assert numbers[0] == numbers[1] != numbers[3]
    numbering = document.part.numbering_part.element
    starts = [each.get(qn("w:val")) for each in numbering.iter(qn("w:startOverride"))]
    assert starts == ["1", "3"]


def test_what_a_user_writes_is_kept_as_text_with_its_links_and_code() -> None:
    document = written(
        "**a** `x  y` [site](https://example.org/?a=1&b=2) <b>&amp;\n\n    one\n    two\n"
    )
    (first, code) = document.paragraphs
    assert text_of(first._p) == "a x y site <b>&"
    targets = {link.target_ref for link in document.part.rels.values() if link.is_external}
    assert targets == {"https://example.org/?a=1&b=2"}
    assert (code.style.name, code.text) == ("Code", "one\ntwo")


def test_a_companys_own_document_lends_its_looks() -> None:
    """Its page, its styles by name whatever their ids; what it says is left out, and what it lacks is ours."""
    theirs: Any = Document()
    theirs.add_paragraph("Letter to be left out")
    theirs.styles["Heading 1"].element.set(qn("w:styleId"), "a1")
    theirs.sections[0].left_margin = theirs.sections[0].page_width // 4
    theirs.sections[0].header.paragraphs[0].text = "ACME"
    file = io.BytesIO()
    theirs.save(file)
    document = written("# T\n\n## One\n\ntext\n\n| a |\n|---|\n| b |\n\n1. c\n", file.getvalue())
    assert [text for _, text in styles_and_texts(document)] == ["T", "One", "text", "", "c"]
    assert document.paragraphs[1]._p.pPr.pStyle.val == "a1"
    assert document.sections[0].header.paragraphs[0].text == "ACME"
    assert document.tables[0].style.name == "Budget Table"
    assert document.sections[0].left_margin == theirs.sections[0].left_margin


def test_a_look_of_its_own_is_that_of_the_word_document_too() -> None:
    """Its colour everywhere, its size of type, its logo and letterhead on top."""
    logo = f"data:image/svg+xml;base64,{b64encode(LOGO).decode()}"
    head = f'<img src="{logo}" alt="ACME"><p>ACME\n 1 Road</p>'
    cover = f'<section class="cover"><div class="letterhead">{head}</div><h1>T</h1></section>'
    info = replace(INFO, scale=1.2)
    page = to_html("# T\n\n| a |\n|---|\n| **b** |\n", info, "", cover)
    file = to_docx(page, info, OWN, "#0b5fa5")
    document: Any = Document(io.BytesIO(file))
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        xml = [archive.read(part).decode() for part in archive.namelist() if part[-4:] == ".xml"]
    assert "16405B" not in "".join(xml)
    assert "0B5FA5" in "".join(xml)
    assert document.styles["Title"].font.size.pt == 20.5
    left, right = document.tables[0].rows[0].cells
    assert right.text == "ACME\n1 Road"
    (shown,) = left._tc.iter(qn("wp:inline"))
    assert shown.find(qn("wp:docPr")).get("descr") == "ACME"
    assert (round(shown.extent.cx.mm), round(shown.extent.cy.mm)) == (48, 12)


def test_a_cover_of_a_companys_own_may_hold_anything() -> None:
    """What cannot be drawn or is unknown is left out, or shows as its text."""
    odd = "<table><tr><td>a<td>b<tr><td colspan=2>c</table><dl><dt>x<dd>y</dl><article>z</article>"
    cover = f'<section class="cover"><svg><g></svg><img src="x" alt="logo">{odd}</section>'
    page = to_html("# T\n\n## One\n", INFO, "", cover)
    document: Any = Document(io.BytesIO(to_docx(page, INFO, OWN)))
    texts = [text for _, text in styles_and_texts(document)]
    assert [text for text in texts if text] == ["logo", "z", "One"]
    assert [cell.text for cell in document.tables[0].rows[0].cells] == ["a", "b"]
    assert [row.cells[0].text for row in document.tables[1].rows] == ["X", "y"]
