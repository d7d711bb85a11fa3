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
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.audit.cells import formula_cells
from generator.audit.recalculate import recalculate
from generator.audit.values import Address, ErrorValue, Value

ERROR = re.compile(r"#(?:N/A|[A-Z]+(?:/0)?[!?])")
PROFILE_WITH_MACRO = Path(__file__).parent / "libreoffice"
CACHED_VALUE = re.compile(rb"(<f[ >][^<]*</f>)<v>[^<]*</v>")
DRAWING = re.compile(rb"()<drawing [^>]*/>")


def without_cached_values(workbook: bytes) -> bytes:
    """The same workbook, every formula cell blank until somebody calculates it: the same bytes for the same bytes."""
    return _with_sheets(workbook, CACHED_VALUE)


def _with_sheets(workbook: bytes, lost: re.Pattern[bytes]) -> bytes:
    """With sheets of which a pattern keeps its first group alone."""
    stripped = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(stripped, "w") as target:
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename.startswith("xl/worksheets/sheet"):
                part = lost.sub(rb"\1", part)
            target.writestr(entry, part)
    return stripped.getvalue()


def without_charts(workbook: bytes) -> bytes:
    """The same cells: nobody lays out the long names that charts have beside them."""
    return _with_sheets(workbook, DRAWING)


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


def saved_by_libreoffice(
    workbooks: Mapping[str, bytes], in_a_window: bytes
) -> tuple[dict[str, bytes], bytes]:
    """Workbooks as LibreOffice writes them, and one as it does when somebody has it open: one start for all.

    Skips the test where it is not installed. A document that is only converted has no window; one that a macro opens
    has.
    """
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    with tempfile.TemporaryDirectory() as name:
        # A profile of its own lets several run at once, and keeps the user's settings out.
        folder = Path(name)
        shutil.copytree(PROFILE_WITH_MACRO, folder / "profile" / "user")
        opened, kept = folder / "opened.xlsx", folder / "kept.xlsx"
        opened.write_bytes(in_a_window)
        sources = {key: folder / f"{number}.xlsx" for number, key in enumerate(workbooks)}
        for key, source in sources.items():
            source.write_bytes(workbooks[key])
        command = [
            *("soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"),
            f'macro:///Standard.Saving.Save("{opened.as_uri()}","{kept.as_uri()}")',
            *("--convert-to", "xlsx", "--outdir", f"{folder}/out", *map(str, sources.values())),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        converted = {key: folder / "out" / source.name for key, source in sources.items()}
        return {key: path.read_bytes() for key, path in converted.items()}, kept.read_bytes()
