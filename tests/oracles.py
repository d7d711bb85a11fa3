"""Turns a workbook into the values that spreadsheet engines we did not write give its formulas.

Each oracle takes xlsx bytes and returns `{(sheet title, coordinate): value}` for every formula
cell. None of them sees a cached value: they are stripped first, so a stale one cannot hide.
"""

import io
import re
import shutil
import subprocess
import tempfile
import zipfile
from functools import cache
from pathlib import Path

import pytest

from generator.audit.cells import formula_cells
from generator.audit.recalculate import recalculate
from generator.audit.values import Address, ErrorValue, Value

ERROR = re.compile(r"#(?:N/A|[A-Z]+(?:/0)?[!?])")
PROFILE_WITH_MACRO = Path(__file__).parent / "libreoffice"
CACHED_VALUE = re.compile(rb"(<f[ >][^<]*</f>)<v>[^<]*</v>")


def without_cached_values(workbook: bytes) -> bytes:
    """The same workbook, every formula cell blank until somebody calculates it: the same bytes for the same bytes."""
    stripped = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(stripped, "w") as target:
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename.startswith("xl/worksheets/sheet"):
                part = CACHED_VALUE.sub(rb"\1", part)
            target.writestr(entry, part)
    return stripped.getvalue()


def formualizer_values(workbook: bytes) -> dict[Address, Value]:
    return recalculate(without_cached_values(workbook))


def ironcalc_values(workbook: bytes) -> dict[Address, Value]:
    """Opens a workbook that has comments only once it is finished: its links must be relative."""
    import ironcalc
    from openpyxl.utils.cell import coordinate_to_tuple

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "workbook.xlsx")
        file.write_bytes(without_cached_values(workbook))
        model = ironcalc.load_from_xlsx(str(file))
    model.evaluate()
    titles = [sheet["name"] for sheet in model.get_worksheets_properties()]
    return {
        (title, at): error_or(model.get_cell_value(titles.index(title), *coordinate_to_tuple(at)))
        for title, at in formula_cells(workbook)
    }


def error_or(value: Value) -> Value:
    """ironcalc gives an error as its text; a name of the user's may begin with the same sign."""
    return ErrorValue(value) if isinstance(value, str) and ERROR.fullmatch(value) else value


@cache
def libreoffice_version() -> str:
    return subprocess.run(["soffice", "--version"], check=True, capture_output=True).stdout.decode()


def saved_in_a_window(workbook: bytes) -> bytes:
    """The workbook as LibreOffice writes it when somebody has it open. Skips the test where it is not installed.

    A document that is only converted has no window; one that a macro opens has.
    """
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(PROFILE_WITH_MACRO, Path(folder, "profile", "user"))
        source, written = Path(folder, "before.xlsx"), Path(folder, "after.xlsx")
        source.write_bytes(workbook)
        macro = f'macro:///Standard.Saving.Save("{source.as_uri()}","{written.as_uri()}")'
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        subprocess.run(
            ["soffice", "--headless", profile, macro], check=True, capture_output=True, timeout=120
        )
        return written.read_bytes()


def saved_by_libreoffice(*workbooks: bytes) -> list[bytes]:
    """The workbooks as LibreOffice writes them. Skips the test where it is not installed."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    with tempfile.TemporaryDirectory() as folder:
        sources = [Path(folder, f"{number}.xlsx") for number in range(len(workbooks))]
        for source, workbook in zip(sources, workbooks, strict=True):
            source.write_bytes(workbook)
        convert = ["soffice", "--headless", "--convert-to", "xlsx", "--outdir", f"{folder}/out"]
        # A profile of its own lets several run at once, and keeps the user's settings out.
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        subprocess.run(
            [*convert, profile, *map(str, sources)], check=True, capture_output=True, timeout=120
        )
        return [Path(folder, "out", source.name).read_bytes() for source in sources]
