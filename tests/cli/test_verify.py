"""`budget verify`: is a packet as it was published, and does any workbook keep the rules?"""

import shutil
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from generator.cli import main
from tests.packets import ONE_YEAR, SMALL

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A packet without its PDF, which takes longest."""
    folder = tmp_path_factory.mktemp("verify")
    source = folder / "small.yaml"
    source.write_text(SMALL + ONE_YEAR, encoding="utf-8")
    assert (
        main(["build", str(source), "-o", str(folder / "out"), "--only", "md,xlsx,json,docx"]) == 0
    )
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


def test_a_number_changed_in_the_word_document(packet: Path, capsys: Capture) -> None:
    """The packet tells which file was edited, its own input which number."""
    word, source = packet / "proposal.docx", packet / "source" / "input.yaml"
    assert main(["verify", str(word), str(source)]) == 0
    document = Document(str(word))
    edited = next(each for each in document.paragraphs if "36,000.00" in each.text)
    for run in edited.runs:
        run.text = run.text.replace("36,000.00", "36,123.45")
    document.save(str(word))
    capsys.readouterr()
    assert main(["verify", str(packet)]) == 1
    said = capsys.readouterr().err
    assert "proposal.docx was changed" in said
    assert f"budget verify {word} {source}" in said
    assert main(["verify", str(packet), str(source)]) == 1
    said = capsys.readouterr().err
    assert "36,123.45 is no figure of the model" in said
    assert "numbers: 36,000.00: the document says so more often" in said
    assert main(["verify", str(word)]) == 2


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
    assert "is not a zip" in capsys.readouterr().err


def test_a_file_that_does_not_exist(tmp_path: Path, capsys: Capture) -> None:
    assert main(["verify", str(tmp_path / "missing.xlsx")]) == 2
    assert "cannot be read" in capsys.readouterr().err


@pytest.fixture(scope="module")
def source(published: Path) -> Path:
    """The input of the packet."""
    return published.parent / "small.yaml"


def test_a_workbook_that_is_what_its_input_makes(
    packet: Path, source: Path, capsys: Capture
) -> None:
    capsys.readouterr()
    assert main(["verify", str(packet / "tco.xlsx"), str(source)]) == 0
    assert f"is what {source} makes" in capsys.readouterr().out


def test_a_changed_input_is_for_pull(packet: Path, source: Path, capsys: Capture) -> None:
    """As openpyxl saves it: nothing is said of what such programs drop."""
    path = packet / "tco.xlsx"
    book = openpyxl.load_workbook(path)
    price = next(cell for row in book["假设"].iter_rows() for cell in row if cell.value == 36000)
    price.value = 40000
    book.save(path)
    assert main(["verify", str(path), str(source), "--language", "zh-CN"]) == 1
    said = capsys.readouterr().err
    assert f"假设!{price.coordinate}: " in said
    assert "is 40000, in the input 36000 [input_changed]" in said
    assert f"budget pull {path} {source} --set proposal.language=zh-CN" in said
    assert main(["pull", str(path), str(source), "--dry-run"]) == 1


def test_a_check_that_fails_is_named(packet: Path, source: Path, capsys: Capture) -> None:
    path = packet / "tco.xlsx"
    book = openpyxl.load_workbook(path)
    tested = next(cell for cell in book["检查"]["A"] if "按年与按项" in str(cell.value))
    book["检查"].cell(tested.row, 4).value = 1
    book.save(path)
    for arguments in ([str(path)], [str(path), str(source)]):
        assert main(["verify", *arguments]) == 1
        assert f"the check “{tested.value}” fails [check_failed]" in capsys.readouterr().err


def test_an_input_that_cannot_be_read(packet: Path, tmp_path: Path, capsys: Capture) -> None:
    assert main(["verify", str(packet / "tco.xlsx"), str(tmp_path / "none.yaml")]) == 2
    assert "none.yaml" in capsys.readouterr().err


def test_how_an_input_is_read_is_of_no_use_without_one(packet: Path, capsys: Capture) -> None:
    assert main(["verify", str(packet), "--scenario", "low"]) == 2
    assert "say how INPUT is read: name one" in capsys.readouterr().err


def test_a_workbook_of_another_input(tmp_path: Path, capsys: Capture) -> None:
    foreign = tmp_path / "foreign.xlsx"
    openpyxl.Workbook().save(foreign)
    source = tmp_path / "small.yaml"
    source.write_text(SMALL + ONE_YEAR, encoding="utf-8")
    assert main(["verify", str(foreign), str(source)]) == 2
    assert "no input of this file stands on a sheet" in capsys.readouterr().err
