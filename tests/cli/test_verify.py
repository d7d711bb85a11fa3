"""`budget verify`: is a packet as it was published, and does any workbook keep the rules?"""

import shutil
from pathlib import Path

import openpyxl
import pytest

from generator.cli import main
from tests.packets import SMALL

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A packet without its PDF, which takes longest."""
    folder = tmp_path_factory.mktemp("verify")
    source = folder / "small.yaml"
    source.write_text(SMALL, encoding="utf-8")
    assert main(["build", str(source), "-o", str(folder / "out"), "--only", "md,xlsx,json"]) == 0
    return folder / "out"


@pytest.fixture
def packet(published: Path, tmp_path: Path) -> Path:
    """A copy to be spoilt."""
    return Path(shutil.copytree(published, tmp_path / "out"))


def test_a_packet_as_it_was_published(packet: Path, capsys: Capture) -> None:
    capsys.readouterr()
    assert main(["verify", str(packet)]) == 0
    said = capsys.readouterr()
    assert "every file is as it was published" in said.out
    assert "formulas recalculated and equal" in said.out
    assert said.err == ""


def test_a_file_that_somebody_changed(packet: Path, capsys: Capture) -> None:
    with (packet / "proposal.md").open("a", encoding="utf-8") as file:
        file.write("加一句\n")
    assert main(["verify", str(packet)]) == 1
    assert "proposal.md" in capsys.readouterr().err


def test_a_file_that_is_gone(packet: Path, capsys: Capture) -> None:
    (packet / "figures.json").unlink()
    assert main(["verify", str(packet)]) == 1
    assert "figures.json" in capsys.readouterr().err


def test_a_number_typed_over_a_formula(packet: Path, tmp_path: Path, capsys: Capture) -> None:
    """As a spreadsheet saves it that does not calculate: the totals still show the old sum."""
    book = openpyxl.load_workbook(packet / "tco.xlsx")
    sheet = book["运营成本"]
    total = next(cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f")
    total.value = 1
    edited = tmp_path / "edited.xlsx"
    book.save(edited)
    assert main(["verify", str(edited)]) == 1
    said = capsys.readouterr().err
    assert f"运营成本!{total.coordinate}" in said
    assert "[number_outside_inputs]" in said


def test_a_folder_that_is_no_packet(tmp_path: Path, capsys: Capture) -> None:
    assert main(["verify", str(tmp_path)]) == 2
    assert "manifest" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"no zip at all", b"PK\x03\x04 cut off"])
def test_what_is_no_workbook(tmp_path: Path, content: bytes, capsys: Capture) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    assert main(["verify", str(path)]) == 2
    assert "cannot be verified" in capsys.readouterr().err


def test_a_file_that_does_not_exist(tmp_path: Path, capsys: Capture) -> None:
    assert main(["verify", str(tmp_path / "missing.xlsx")]) == 2
    assert "cannot be read" in capsys.readouterr().err
