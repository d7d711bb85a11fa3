"""Every language has the same words and the same templates, and an English packet holds no Chinese of ours."""

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

import generator
from generator.audit.document import LOST
from generator.render.markdown import to_markdown
from generator.render.workbook.book import write_workbook
from generator.resources import languages, templates_folder
from tests.packets import shipped, small

CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
# 元 and 万元 are what the input file calls these units, in any language.
UNITS_OF_THE_INPUT = ("元", "万元")
LETTER = re.compile(r"[\u4e00-\u9fff]")
TAG = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)
TOLD = ast.Module | ast.ClassDef | ast.FunctionDef


def keys(value: Any, path: str = "") -> Iterator[str]:
    """The path of every word."""
    if not isinstance(value, dict):
        yield path
        return
    for name, child in value.items():
        yield from keys(child, f"{path}.{name}")


def words(language: str) -> dict[str, Any]:
    text = (templates_folder() / language / "words.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def test_every_word_is_there_in_every_language() -> None:
    chinese, english = (set(keys(words(language))) for language in languages())
    assert sorted(chinese ^ english) == []


def test_every_template_is_there_in_every_language() -> None:
    chinese, english = (
        {path.name for path in (templates_folder() / language).iterdir()}
        for language in languages()
    )
    assert chinese == english


@pytest.mark.parametrize(
    "path", sorted((templates_folder() / "en").iterdir()), ids=lambda path: str(path.name)
)
def test_nothing_in_english_is_chinese(path: Any) -> None:
    found = CHINESE.findall(path.read_text(encoding="utf-8"))
    assert [text for text in found if text not in UNITS_OF_THE_INPUT] == []


# What a user's line may be called, which a doubt looks for.
LOOKED_FOR = ("人力", "人工", "运维")
ROOMS = Path(generator.__file__).parent


@pytest.mark.parametrize("path", sorted(templates_folder().glob("*/*.j2")), ids=str)
def test_no_sentence_is_taken_for_a_lost_value(path: Path) -> None:
    assert LOST.search(TAG.sub("", path.read_text(encoding="utf-8"))) is None


@pytest.mark.parametrize(
    "module",
    [*(ROOMS / "engines").rglob("*.py"), *(ROOMS / "render").rglob("*.py")],
    ids=lambda path: path.relative_to(ROOMS).as_posix(),
)
def test_no_word_of_a_document_stands_in_code(module: Path) -> None:
    """A language is a folder of templates and its part of the data."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    told = {
        ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, TOLD)
    }
    texts = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    found = [text for text in texts - told if LETTER.search(text) and text not in LOOKED_FOR]
    assert found == []


def test_an_english_document_holds_no_chinese() -> None:
    assert CHINESE.findall(to_markdown(shipped("enterprise-h100"))) == []


@pytest.mark.usefixtures("few_ranges")
def test_an_english_workbook_holds_no_chinese() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(shipped("enterprise-h100")).data))
    shown = [*book.sheetnames]
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            shown += [str(cell.value), cell.number_format, cell.font.name or ""]
        for rule in sheet.data_validations.dataValidation:
            shown += [str(rule.error), str(rule.errorTitle)]
        shown += [str(part) for part in (sheet.oddHeader, sheet.oddFooter)]
    assert [text for text in shown if CHINESE.search(text)] == []


def test_english_dates_spell_the_month() -> None:
    packet = shipped("enterprise-h100")
    assert packet.words.date(packet.date) == "23 November 2026"


def test_amounts_in_ten_thousands_name_their_currency(tmp_path: Path) -> None:
    packet = small(tmp_path, "money: {currency: USD, unit: 万元}\n")
    assert packet.numerals.money_unit == "万美元"
    # 36,000 USD
    assert "3.60" in packet.tables["capex.on_premise"].rows[0]
