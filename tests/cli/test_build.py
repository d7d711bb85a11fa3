"""`budget build`: a whole packet or none, and what each way to fail leaves behind."""

import dataclasses
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import reduce
from pathlib import Path
from zipfile import ZipFile

import pytest
from pypdf import PdfReader
from pypdf.generic import StreamObject

import generator.engines.checks
import generator.render.markdown
import generator.render.workbook.book
from generator.cli import main
from generator.packet.packet import Packet
from generator.publish import publish, verify
from generator.render.pdf import RenderProblem
from generator.render.pdf.library import SystemLibrariesMissing
from generator.render.pdf.typesetting import Typesetting
from generator.render.workbook.book import FinishedWorkbook
from tests.packets import INPUTS, ONE_YEAR, SMALL

MINIMAL = str(INPUTS / "minimal.yaml")
Capture = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch


@pytest.fixture
def small(tmp_path: Path) -> str:
    path = tmp_path / "small.yaml"
    path.write_text(SMALL + ONE_YEAR, encoding="utf-8")
    return str(path)


def build(path: str, folder: Path, *options: str) -> int:
    return main(["build", path, "-o", str(folder), *options])


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


OWN_CATALOGUE = """
hardware:
  workstation:
    parts: [{item: server, price: 36000}]
    life_years: 3
    date: 2026-11-02
    source: quote of our supplier
"""


def test_a_packet_holds_every_format_and_the_same_bytes_in_any_folder(
    tmp_path: Path, monkeypatch: Patch, capsys: Capture
) -> None:
    """Whatever the folders are called and who builds in which process: nothing of it is published.

    Nor does anything ask the network.
    """
    for folder in ("heimlich", "elsewhere"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "catalogue.yaml").write_text(OWN_CATALOGUE, encoding="utf-8")
        text = SMALL.replace("unit_price: 36000, life_years: 3", "hardware: workstation")
        (tmp_path / folder / "small.yaml").write_text(text + ONE_YEAR, encoding="utf-8")
    monkeypatch.setenv("USER", "zhangsan")
    assert build(str(tmp_path / "heimlich" / "small.yaml"), tmp_path / "packet-1") == 0
    said = capsys.readouterr()
    assert "recalculated and equal" in said.out
    assert said.err == ""
    done = subprocess.run(
        [sys.executable, "-m", "tests.unconnected", "build", "./small.yaml", "-o", "packet-2"],
        cwd=tmp_path / "elsewhere",
        env={
            "HOME": "/nonexistent",
            "USER": "lisi",
            "PYTHONHASHSEED": "7",
            "PYTHONPATH": str(INPUTS.parent),
        },
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""
    published = contents(tmp_path / "packet-1")
    charts = {name for name in published if name.startswith("charts/")}
    assert charts
    assert published.keys() - charts == {
        "proposal.md",
        "proposal.html",
        "proposal.pdf",
        "whatif.html",
        "tco.xlsx",
        "figures.json",
        "manifest.json",
        "source/input.yaml",
        "source/catalogue.yaml",
    }
    assert verify(tmp_path / "packet-1") == []
    assert json.loads(published["manifest.json"])["input"]["name"] == "small.yaml"
    assert published == contents(tmp_path / "elsewhere" / "packet-2")
    assert b'"place": "small.yaml:8"' in published["figures.json"]
    assert b'"place": "catalogue.yaml:4"' in published["figures.json"]
    folders = {part.encode() for part in (*tmp_path.parts[1:], "heimlich", "packet-1", "zhangsan")}
    for name, data in published.items():
        for part in plain_parts(name, data):
            assert not {folder for folder in folders if folder in part}, name


def plain_parts(name: str, data: bytes) -> Iterator[bytes]:
    """A file as it is, and what it holds compressed."""
    yield data
    if name.endswith(".xlsx"):
        with ZipFile(io.BytesIO(data)) as archive:
            yield from map(archive.read, archive.namelist())
    if name.endswith(".pdf"):
        reader = PdfReader(io.BytesIO(data))
        for number in range(1, len(reader.xref[0]) + len(reader.xref_objStm) + 1):
            found = reader.get_object(number)
            yield repr(found).encode()
            if isinstance(found, StreamObject):
                yield found.get_data()


def test_only_some_formats_and_in_silence(small: str, tmp_path: Path, capsys: Capture) -> None:
    assert build(small, tmp_path / "packet", "--only", "json, brief", "--quiet") == 0
    assert capsys.readouterr() == ("", "")
    assert contents(tmp_path / "packet").keys() == {
        *("figures.json", "brief.pdf", "manifest.json"),
        "source/input.yaml",
    }


@pytest.mark.parametrize("formats", ["doc", "md,", ""])
def test_an_unknown_format_is_wrong_usage(formats: str, small: str, tmp_path: Path) -> None:
    assert build(small, tmp_path / "packet", "--only", formats) == 2
    assert not (tmp_path / "packet").exists()


def test_of_several_inputs_a_faulty_one_fails_alone(
    small: str, tmp_path: Path, monkeypatch: Patch, capsys: Capture
) -> None:
    """Each is made in a process of its own; what is said of them comes in their order, and the packets are the same."""
    monkeypatch.chdir(tmp_path)
    faulty = tmp_path / "faulty.yaml"
    faulty.write_text(SMALL.replace("monthly", "montly"), encoding="utf-8")
    assert build(small, tmp_path / "alone", "--only", "json") == 0
    capsys.readouterr()
    assert main(["build", str(faulty), small, "--only", "json"]) == 1
    said = capsys.readouterr()
    assert "faulty.yaml:8:23: error E014" in said.err
    assert said.err.endswith(f"1 of 2 inputs have problems: {faulty}\n")
    assert said.out.startswith(f"{Path('output', 'small')}: figures.json (")
    assert contents(tmp_path / "output/small") == contents(tmp_path / "alone")
    assert not (tmp_path / "output/faulty").exists()


def test_one_folder_for_several_inputs_is_wrong_usage(
    small: str, tmp_path: Path, monkeypatch: Patch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("other").mkdir()
    shutil.copy(small, "other/small.yaml")
    assert main(["build", small, MINIMAL, "-o", "here"]) == 2
    assert main(["build", small, "other/small.yaml"]) == 2
    assert "two inputs are named small" in capsys.readouterr().err
    assert not Path("output").exists()


def test_a_value_set_for_this_run(small: str, tmp_path: Path) -> None:
    assert build(small, tmp_path / "packet", "--only", "json", "--set", "horizon.years=2") == 0
    files = contents(tmp_path / "packet")
    # 36,000 once and 1,000 a month for two years.
    assert json.loads(files["figures.json"])["figures"]["tco.total"]["value"] == 36000 + 24000
    assert json.loads(files["manifest.json"])["assignments"] == ["horizon.years=2"]


@pytest.mark.parametrize("assignment", ["horizon.years", "horizon.yaers=2", "horizon.years=two"])
def test_a_bad_value_of_set_is_wrong_usage(assignment: str, small: str, tmp_path: Path) -> None:
    assert build(small, tmp_path / "packet", "--set", assignment) == 2


def test_a_faulty_input_leaves_the_earlier_packet(
    small: str, tmp_path: Path, capsys: Capture
) -> None:
    publish({"figures.json": b"{}"}, tmp_path / "packet", {})
    before = contents(tmp_path / "packet")
    Path(small).write_text(SMALL.replace("monthly", "montly"), encoding="utf-8")
    assert build(small, tmp_path / "packet") == 1
    assert contents(tmp_path / "packet") == before
    said = capsys.readouterr()
    assert said.out == ""
    assert "small.yaml:8:23: error E014: unknown field 'montly'" in said.err


def test_an_unreadable_file_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: Patch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["build", "nowhere.yaml"]) == 2
    assert capsys.readouterr().err == "nowhere.yaml: error E001: there is no such file\n"
    assert list(tmp_path.iterdir()) == []


def test_edits_of_a_packet_are_not_overwritten_unasked(
    small: str, tmp_path: Path, capsys: Capture
) -> None:
    folder = tmp_path / "packet"
    publish({"proposal.md": b"published", "tco.xlsx": b"published"}, folder, {})
    (folder / "proposal.md").write_text("finished by hand", encoding="utf-8")
    with (folder / "tco.xlsx").open("ab") as workbook:
        workbook.write(b"edited")
    edited = contents(folder)
    assert build(small, folder, "--only", "md") == 1
    said = capsys.readouterr().err
    assert "edited after publication: proposal.md, tco.xlsx" in said
    assert f"budget pull {folder / 'tco.xlsx'} {small}" in said
    assert f"budget build {small} -o {folder} --only md --force   overwrites" in said
    assert contents(folder) == edited
    assert build(small, folder, "--only", "md", "--force") == 1
    assert "edited after publication: tco.xlsx; this build makes no" in capsys.readouterr().err
    assert contents(folder) == edited


def test_a_build_of_some_formats_says_what_it_removes(
    small: str, tmp_path: Path, capsys: Capture
) -> None:
    publish({"figures.json": b"{}", "tco.xlsx": b"published"}, tmp_path / "packet", {})
    assert build(small, tmp_path / "packet", "--only", "json") == 0
    assert "removed of the earlier packet" in (said := capsys.readouterr().err)
    assert said.endswith(": tco.xlsx\n")


def test_a_folder_with_other_files_is_left_alone(
    small: str, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters/dear.txt").write_text("Dear", encoding="utf-8")
    assert build(small, tmp_path / "letters", "--only", "json") == 2
    assert contents(tmp_path / "letters") == {"dear.txt": b"Dear"}
    assert "letters" in capsys.readouterr().err


def edited(workbook: bytes, edit: Callable[[str], str]) -> bytes:
    """The workbook with the first sheet changed that the edit changes."""
    with ZipFile(io.BytesIO(workbook)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    sheets = (f"xl/worksheets/sheet{number}.xml" for number in range(1, len(parts)))
    edits = ((name, edit(parts[name].decode()).encode()) for name in sheets if name in parts)
    parts |= [next((name, new) for name, new in edits if new != parts[name])]
    stream = io.BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def corrupt_workbook(monkeypatch: Patch, *edits: Callable[[str], str]) -> None:
    book = generator.render.workbook.book
    honest = book.write_workbook

    def write(packet: Packet, fingerprint: str = "") -> FinishedWorkbook:
        made = honest(packet, fingerprint)
        return dataclasses.replace(made, data=reduce(edited, edits, made.data))

    monkeypatch.setattr(book, "write_workbook", write)


def corrupt_document(monkeypatch: Patch, corrupted: Mapping[str, str]) -> None:
    honest = generator.render.markdown.to_markdown

    def write(packet: Packet) -> str:
        text = honest(packet)
        for right, wrong in corrupted.items():
            assert right in text
            text = text.replace(right, wrong, 1)
        return text

    monkeypatch.setattr(generator.render.markdown, "to_markdown", write)


class TestAuditBites:
    """The small input: a machine of 36,000; 1,000 a month. Whatever part of it is forged is named."""

    @pytest.fixture(autouse=True)
    def earlier_packet(self, small: str, tmp_path: Path) -> None:
        self.small, self.folder = small, tmp_path / "packet"
        publish({"figures.json": b"{}"}, self.folder, {})
        self.before = contents(self.folder)

    def findings(self, capsys: Capture, formats: str) -> str:
        """What is said about the forged packet, which must not replace the earlier one."""
        assert build(self.small, self.folder, "--only", formats) == 1
        assert contents(self.folder) == self.before
        said = capsys.readouterr()
        assert said.out == ""
        assert f"{self.folder} was left as it was" in said.err
        return said.err

    def test_formulas_cached_values_tables_and_sentences(
        self, monkeypatch: Patch, capsys: Capture
    ) -> None:
        """A formula, a value that it shows, a formula that became a value; a cell of a table, a sentence."""
        cached = re.compile(r"(<f>ROUND\([^<]*</f><v>)36000<")
        formula = re.compile(r"<f>ROUND\([^<]*</f>")
        corrupt_workbook(
            monkeypatch,
            lambda sheet: sheet.replace("<f>ROUND($D", "<f>1+ROUND($D", 1),
            lambda sheet: cached.sub(r"\g<1>36001<", sheet, count=1),
            lambda sheet: formula.sub("", sheet, count=1),
        )
        corrupt_document(
            monkeypatch,
            {"| 36,000 | 36,000 |": "| 36,000 | 36,002 |", "**36,000元**": "**35,500元**"},
        )
        said = self.findings(capsys, "md,xlsx")
        assert "the sheet computes 36,001.00 where the model says 36,000.00" in said
        assert "the sheet shows 36,001.00 where the model says 36,000.00" in said
        assert "where the sheet has no formula" in said
        assert "一次性投入合计35,500元" in said
        assert "the parts add up to 36,002, but 36,000 is printed" in said
        assert "工作站, 金额（元）: 36,002 is no figure of the model" in said

    def test_a_check_of_the_model_that_fails(self, monkeypatch: Patch, capsys: Capture) -> None:
        # Where nothing may differ by less than nothing, every count of lines differs.
        monkeypatch.setitem(generator.engines.checks.LIMITS, "count", 0)
        said = self.findings(capsys, "json")
        assert "the check “本地部署：各表行数与输入文件一致” fails: 6" in said

    def test_a_page_that_cannot_be_typeset(self, monkeypatch: Patch, capsys: Capture) -> None:
        def refuse(*_: object) -> bytes:
            raise RenderProblem("the document's fonts have no character 𓀀")

        monkeypatch.setattr(Typesetting, "finished", refuse)
        assert "proposal.pdf: the document's fonts have no character 𓀀" in self.findings(
            capsys, "pdf"
        )


def test_without_system_libraries_the_other_formats_are_made(
    small: str, tmp_path: Path, monkeypatch: Patch, capsys: Capture
) -> None:
    def refuse(*_: object) -> bytes:
        raise SystemLibrariesMissing

    monkeypatch.setattr(Typesetting, "finished", refuse)
    assert build(small, tmp_path / "packet", "--only", "md,pdf") == 2
    assert "proposal.md" in contents(tmp_path / "packet")
    assert not (tmp_path / "packet/proposal.pdf").exists()
    said = capsys.readouterr()
    assert "proposal.pdf" not in said.out
    assert "the PDF needs the Pango libraries, mended by:" in said.err
