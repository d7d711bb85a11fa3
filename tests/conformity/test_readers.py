"""Our workbooks keep the file format to the letter, and every program reads the same in them.

Microsoft's own validator, ExcelJS and SheetJS come from npm: `.ci/run` installs them into `.ci/node`. What is missing
is skipped and named.
"""

import importlib.util
import io
import json
import math
import os
import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from generator.assembly import packet_of
from generator.audit.values import Value
from generator.audit.xlsx.places import coordinate
from generator.audit.xlsx.reading import read_book
from generator.proposal.problems import ProblemList
from generator.render.workbook.book import FinishedWorkbook, write_workbook
from tests.conformity.workbooks import workbook_of
from tests.inputs.inputs import generated
from tests.oracles import ironcalc_values

ROOT = Path(__file__).parent.parent.parent
NODE = ROOT / ".ci" / "node"
Cells = Mapping[tuple[str, str], Value]


pytestmark = pytest.mark.usefixtures("few_ranges")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("conformity")


@pytest.fixture(scope="module")
def odd() -> FinishedWorkbook:
    return workbook_of("odd")


# Every eighth generated input is extreme; GENERATED_INPUTS=300 validates some 30 of them.
GENERATED, EXTREME = int(os.environ.get("GENERATED_INPUTS", "16")), 8


# What other inputs have besides stands in the generated ones.
@pytest.mark.parametrize("name", ["ollama-platform", "odd"])
def test_microsofts_validator_finds_nothing(name: str, folder: Path) -> None:
    assert errors_of(workbook_of(name).data, folder) == []


@pytest.mark.parametrize("number", range(0, GENERATED, EXTREME))
def test_microsofts_validator_finds_nothing_in_generated_workbooks(
    number: int, folder: Path
) -> None:
    try:
        packet = packet_of(generated(number).load())
    except ProblemList:
        pytest.skip("check refuses it")
    assert errors_of(write_workbook(packet).data, folder) == []


def errors_of(file: bytes, folder: Path, ending: str = "xlsx") -> list[object]:
    """What Microsoft's validator finds wrong; skips the test where it is not installed."""
    validator = NODE / "node_modules" / ".bin" / "ooxml-validator"
    if not validator.exists():
        pytest.skip("ooxml-validator (npm) is not installed")
    path = folder / f"validated.{ending}"
    path.write_bytes(file)
    said = subprocess.run([str(validator), str(path)], capture_output=True, check=False, timeout=60)
    errors: list[object] = json.loads(said.stdout)["errors"]
    return errors


def written(finished: FinishedWorkbook) -> dict[tuple[str, str], Value]:
    """What each cell of a workbook holds or shows, as the file itself says."""
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in read_book(finished.data).sheets
        for cell in sheet.cells.values()
    }


def unlike(found: Cells, wanted: Cells) -> list[str]:
    """The cells in which a reader sees something else; an empty text is an empty cell to some."""
    return [
        f"{title}!{at}: {found.get((title, at))!r} instead of {value!r}"
        for (title, at), value in wanted.items()
        if value != "" and not same(found.get((title, at)), value)
    ]


def decoded(found: Cells) -> dict[tuple[str, str], Value]:
    """Some leave it to their users to turn `_x005F_` back into the `_` that it stands for."""
    return {at: unescape(each) if isinstance(each, str) else each for at, each in found.items()}


def same(found: Value, value: Value) -> bool:
    if isinstance(found, int | float) and isinstance(value, int | float):
        return math.isclose(found, value, rel_tol=1e-12, abs_tol=1e-9)
    return found == value


def test_the_model_itself_says_what_the_file_says(odd: FinishedWorkbook) -> None:
    assert unlike(written(odd), odd.expected) == []


def test_openpyxl_reads_the_same(odd: FinishedWorkbook) -> None:
    book = openpyxl.load_workbook(io.BytesIO(odd.data), data_only=True)
    found = {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
    }
    assert unlike(decoded(found), written(odd)) == []  # type: ignore[arg-type]


def test_calamine_reads_the_same(odd: FinishedWorkbook) -> None:
    if importlib.util.find_spec("python_calamine") is None:
        pytest.skip("python-calamine is not installed")
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_object(io.BytesIO(odd.data))
    found = {
        (title, coordinate(row, column)): value
        for title in book.sheet_names
        for row, cells in enumerate(book.get_sheet_by_name(title).to_python(False), 1)
        for column, value in enumerate(cells, 1)
    }
    assert unlike(found, written(odd)) == []  # type: ignore[arg-type]


@cache
def read_by_node(file: Path) -> dict[str, dict[str, dict[str, Value]]]:
    node = shutil.which("node")
    missing = [name for name in ("exceljs", "xlsx") if not (NODE / "node_modules" / name).exists()]
    if node is None or missing:
        pytest.skip(f"{'node' if node is None else ', '.join(missing)} is not installed")
    script = Path(__file__).parent / "read.cjs"
    said = subprocess.run(
        [node, str(script), str(file)],
        env={**os.environ, "NODE_PATH": str(NODE / "node_modules")},
        capture_output=True,
        check=True,
        timeout=120,
    )
    read: dict[str, dict[str, dict[str, Value]]] = json.loads(said.stdout)
    return read


@pytest.mark.parametrize("reader", ["exceljs", "sheetjs"])
def test_readers_of_the_web_read_the_same(reader: str, odd: FinishedWorkbook, folder: Path) -> None:
    path = folder / "odd.xlsx"
    path.write_bytes(odd.data)
    sheets = read_by_node(path)[reader]
    found = {(title, at): value for title, cells in sheets.items() for at, value in cells.items()}
    assert unlike(decoded(found) if reader == "exceljs" else found, written(odd)) == []


def test_ironcalc_computes_the_same(odd: FinishedWorkbook) -> None:
    found = decoded(ironcalc_values(odd.data))
    assert unlike(found, {at: value for at, value in written(odd).items() if at in found}) == []
