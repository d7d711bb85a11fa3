"""The audit of a finished Word document: what is changed, lost or moved in one is caught, whoever saved it."""

import io
import zipfile

import pytest
from docx import Document

from generator.audit.archive import HostileFile
from generator.audit.word import Expected, UnreadableDocument, audit_word
from generator.render.html import to_html
from generator.render.word import to_docx
from generator.resources import templates_folder
from tests.audit.test_audit_document import DOCUMENT, LITERALS, NUMERALS, ROUNDED, TOTAL
from tests.render.sample import INFO

CHAPTERS = "\n## 一\n\n甲\n\n## 二\n\n乙\n\n## 附件\n\n他人的 9,999 元\n"
PAGE = to_html(DOCUMENT + CHAPTERS, INFO, "")


@pytest.fixture(scope="module")
def sound() -> bytes:
    return to_docx(PAGE, INFO, templates_folder() / "word")


def messages(file: bytes, page: str = PAGE) -> list[str]:
    expected = Expected(page, 2, NUMERALS, LITERALS, TOTAL, rounded=ROUNDED)
    return [str(finding) for finding in audit_word(file, expected)]


def edited(file: bytes, *changes: tuple[str, str]) -> bytes:
    """With other text in the part that holds the document."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            for before, after in changes if name == "word/document.xml" else ():
                assert before in content
                content = content.replace(before, after, 1)
            new.writestr(name, content)
    return stream.getvalue()


def test_a_sound_document_has_no_findings_and_what_is_attached_has_numbers_of_its_own(
    sound: bytes,
) -> None:
    assert messages(sound) == []


def test_a_changed_cell_is_caught_by_its_column_by_itself_and_as_lost(sound: bytes) -> None:
    assert messages(edited(sound, (">1,000<", ">1,002<"))) == [
        "表 1　投入, 金额（元）: the parts add up to 3,002, but 3,000 is printed",
        "表 1　投入, 主机, 金额（元）: 1,002 is no figure of the model",
        "numbers: 1,000: the document says so more often",
        "numbers: 1,002: the document says so less often",
    ]


def test_a_changed_amount_of_the_prose_is_caught_although_word_splits_its_runs(
    sound: bytes,
) -> None:
    split = "−1,2</w:t></w:r><w:r><w:t>10 元"
    sentence = "“申请一次性投入 3,000 元（CNY 3,000），净现值为 −1,210 元，占比 12.5%。”"
    assert messages(edited(sound, ("−1,200 元", split))) == [
        f"{sentence}: −1,210 is no figure of the model",
        "numbers: 1,200: the document says so more often",
        "numbers: 1,210: the document says so less often",
    ]


def test_sections_in_another_order_are_told_once(sound: bytes) -> None:
    moved = edited(sound, (">一<", ">二<"), (">乙<", ">丙<"))
    assert messages(moved) == ["“二”: “一” stands at its place in the document"]


def test_a_table_in_parts_is_added_up_as_one() -> None:
    years = [f"第 {year} 年的全部支出与其他各项支出" for year in range(1, 13)]
    cells = " | ".join(["1"] * len(years))
    text = (
        f"## 一\n\n**表 1　支出**\n\n| 项目 | {' | '.join(years)} | 合计 |\n"
        f"|---|{'---:|' * 13}\n| 电力 | {cells} | 12 |\n\n## 二\n"
    )
    page = to_html(text, INFO, "")
    assert "(2/2)" in page
    file = to_docx(page, INFO, templates_folder() / "word")
    expected = Expected(page, 2, ("1", "12"), (), TOTAL)
    assert audit_word(file, expected) == []
    assert [finding.rule for finding in audit_word(edited(file, (">12<", ">1<")), expected)] == [
        "table_does_not_add_up",
        "amount_is_lost",
        "amount_is_added",
    ]


def test_a_picture_that_is_gone_is_caught(sound: bytes) -> None:
    found = messages(sound, PAGE.replace("</main>", "<figure></figure></main>"))
    assert found == ["pictures: 0 are there, and the document has 1"]


def test_the_marks_of_markdown_are_characters_in_word() -> None:
    page = to_html("## 一\n\n共 1,000\\*2,000 元 \\| \\\\\n\n## 二\n", INFO, "")
    file = to_docx(page, INFO, templates_folder() / "word")
    assert audit_word(file, Expected(page, 2, ("1,000", "2,000"), (), TOTAL)) == []


def test_another_file_is_refused(sound: bytes) -> None:
    with pytest.raises(HostileFile, match="not a zip"):
        messages(b"text")
    stream = io.BytesIO()
    Document(io.BytesIO(sound)).save(stream)
    assert messages(stream.getvalue()) == []
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(UnreadableDocument, match="no Word document"):
        messages(stream.getvalue())
