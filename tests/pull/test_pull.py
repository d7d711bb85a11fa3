"""`budget pull`: what finance typed into the workbook goes back into the file, and nothing else does."""

import datetime
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from generator.assembly import load, packet_of
from generator.audit.recalculate import recalculate
from generator.audit.xlsx.book import Book
from generator.audit.xlsx.reading import read_book
from generator.catalog.catalogue import Catalogue
from generator.cli import main
from generator.packet.packet import Packet
from generator.proposal.loading import load_text
from generator.publish import hash_of
from generator.pull import against_input, comparison
from generator.pull.stated import StatedNumber, stated_numbers
from generator.render.workbook.arranging import arrange
from generator.render.workbook.book import FinishedWorkbook, write_workbook
from tests.packets import INPUTS
from tests.workbooks import saved

Capture = pytest.CaptureFixture[str]
Edit = Callable[[openpyxl.Workbook], object]

INPUT = """\
# 预算申请，单位：元
proposal: {title: 小平台}
horizon: {years: 1, opex_growth: "5%"}   # 财务给定
chosen: on_premise

options:
  on_premise:
    name: 本地部署
    capex:
      - {item: 工作站, hardware: workstation_rtx4090, quantity: 1}
      - item: 机柜
        unit_price:   3000    # 询价
      - {item: 部署, labour: deployment}
    opex:
      - {item: 电力, power: {gpu: rtx_4090, utilisation: 30%, tariff: 1.0}}
      - {item: 运维, monthly: {value: 1000, low: 800, high: 1500, source: 合同}}
benefits:
  - {item: 替代, kind: replaced_cost, monthly: 15000, confidence: 100%}
scenarios:
  保守: {benefits.*.monthly: ×0.6}   # 六折
"""
QUANTITY = "options.on_premise.capex.1.quantity"
PRICE = "options.on_premise.capex.0.unit_price"
CABINET = "options.on_premise.capex.1.unit_price"
DAY_RATE = "options.on_premise.capex.2.labour.rate"
FIRST_DAYS = "options.on_premise.capex.2.labour.tasks.0.days"
UTILISATION = "options.on_premise.opex.0.power.utilisation"
TARIFF = "options.on_premise.opex.0.power.tariff"
MONTHLY = "options.on_premise.opex.1.monthly"
FACTOR = "scenarios.保守.benefits.*.monthly"


pytestmark = pytest.mark.usefixtures("few_ranges")


@cache
def made(text: str) -> tuple[FinishedWorkbook, list[StatedNumber]]:
    """The workbook of an input, and the numbers that may be typed over."""
    loaded = load_text(text, "input.yaml", Catalogue)
    packet = packet_of(loaded)
    workbook = write_workbook(packet, hash_of(text.encode()))
    return workbook, stated_numbers(arrange(packet), loaded.nodes)


# Sections whose numbers may be anything above zero.
FREE = ("horizon.discount", "horizon.opex", "options", "benefits", "hidden_costs")

# Assumptions of equal effect are ranked by the last bit of it.
RANKED = "tornado."


def nothing(book: openpyxl.Workbook) -> None:
    """The workbook is left as it is."""


@cache
def saved_again(data: bytes) -> tuple[Mapping[str, bytes], list[str]]:
    """The parts of a workbook as openpyxl saves it, and the titles of its sheets."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    with zipfile.ZipFile(io.BytesIO(saved(book))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}, book.sheetnames


class Case:
    """An input file and the workbook made from it."""

    def __init__(self, folder: Path, text: str = INPUT) -> None:
        self.file, self.workbook = folder / "input.yaml", folder / "tco.xlsx"
        self.file.write_bytes(text.encode())
        self.made, self.numbers = made(text)
        self.workbook.write_bytes(self.made.data)
        self.cells = {number.path: number.cell for number in self.numbers}

    def edit(self, values: Mapping[str, object], more: Edit = nothing) -> None:
        """Type values into the cells of some inputs, then do more with the workbook, and save it."""
        if more is nothing and all(type(value) in (int, float) for value in values.values()):
            self.workbook.write_bytes(self.with_numbers(values))
            return
        book = openpyxl.load_workbook(io.BytesIO(self.made.data))
        for path, value in values.items():
            sheet, row, column = self.cells[path]
            book[sheet].cell(row, column).value = value  # type: ignore[assignment]
        more(book)
        self.workbook.write_bytes(saved(book))

    def with_numbers(self, values: Mapping[str, object]) -> bytes:
        """As openpyxl saves it, which takes longest and is the same but for these cells."""
        parts, titles = saved_again(self.made.data)
        edited = dict(parts)
        for path, value in values.items():
            sheet, row, column = self.cells[path]
            name = f"xl/worksheets/sheet{titles.index(sheet) + 1}.xml"
            at = f"{openpyxl.utils.get_column_letter(column)}{row}"
            cell = re.compile(rf'(<c r="{at}" [^>]*><v>)[^<]*(</v></c>)'.encode())
            edited[name], count = cell.subn(rf"\g<1>{value}\g<2>".encode(), edited[name])
            assert count == 1, path
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for name, content in edited.items():
                archive.writestr(name, content)
        return stream.getvalue()

    def where(self, path: str) -> str:
        sheet, row, column = self.cells[path]
        return f"{sheet}!{openpyxl.utils.get_column_letter(column)}{row}"

    def pull(self, *options: str) -> int:
        return main(["pull", str(self.workbook), str(self.file), *options])

    def text(self) -> str:
        return self.file.read_bytes().decode()


@pytest.fixture(autouse=True)
def written_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Comparing does not write and read the workbook of INPUT anew."""

    def written(packet: Packet, fingerprint: str) -> FinishedWorkbook:
        known = fingerprint == hash_of(INPUT.encode())
        return made(INPUT)[0] if known else write_workbook(packet, fingerprint)

    def read_again(data: bytes) -> Book:
        return book_of_input() if data is made(INPUT)[0].data else read_book(data)

    monkeypatch.setattr(comparison, "write_workbook", written)
    monkeypatch.setattr(comparison, "read_book", read_again)


@cache
def book_of_input() -> Book:
    return read_book(made(INPUT)[0].data)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)


def replaced(*pairs: tuple[str, str], text: str = INPUT) -> str:
    for before, after in pairs:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text


def test_a_workbook_that_nobody_changed_changes_nothing(case: Case, capsys: Capture) -> None:
    assert case.pull("--yes") == 0
    case.edit({})
    assert case.pull("--yes") == 0
    assert capsys.readouterr() == ("", "")
    assert case.text() == INPUT


def test_changed_numbers_go_into_the_users_own_text(case: Case, capsys: Capture) -> None:
    case.edit({"horizon.opex_growth": 0.065, CABINET: 3200, UTILISATION: 0.4, TARIFF: 1.2})
    assert case.pull("--yes") == 0
    assert case.text() == replaced(
        ('"5%"}   # 财务', '"6.5%"}   # 财务'),
        ("unit_price:   3000    # 询价", "unit_price:   3200    # 询价"),
        ("utilisation: 30%", "utilisation: 40%"),
        ("tariff: 1.0", "tariff: 1.2"),
    )
    said = capsys.readouterr()
    assert f"horizon.opex_growth  5% -> 6.5%  ({case.file}:3)\n" in said.out
    assert f"{TARIFF}  1.0 -> 1.2  ({case.file}:15)\n" in said.out
    assert said.err == f"{case.file}: numbers written: 4\n"


def test_a_mapping_keeps_what_else_it_says(case: Case, capsys: Capture) -> None:
    case.edit({MONTHLY: 1200, f"{MONTHLY}.high": 1800})
    assert case.pull("--yes") == 0
    assert case.text() == replaced(("value: 1000", "value: 1200"), ("high: 1500", "high: 1800"))
    assert "still said of it: 合同" in capsys.readouterr().out


def test_numbers_of_the_catalogue_and_of_defaults_are_added(case: Case, capsys: Capture) -> None:
    case.edit({PRICE: 26900, QUANTITY: 2, DAY_RATE: 1600, "horizon.discount_rate": 0.09})
    assert case.pull("--yes") == 0
    assert case.text() == replaced(
        ('opex_growth: "5%"}', 'opex_growth: "5%", discount_rate: 9%}'),
        ("quantity: 1}", "quantity: 1, unit_price: 26900}"),
        ("# 询价\n", "# 询价\n        quantity: 2\n"),
        ("labour: deployment}", "labour: {tasks: deployment, rate: 1600}}"),
    )
    assert "(hardware.yaml:workstation_rtx4090)  added to the file" in capsys.readouterr().out


def test_a_scenarios_factor_stays_one(case: Case) -> None:
    case.edit({FACTOR: 0.7, "benefits.0.monthly": 14000})
    assert case.pull("--yes") == 0
    assert case.text() == replaced(("×0.6", "×0.7"), ("monthly: 15000", "monthly: 14000"))


def test_what_has_no_place_in_the_file_is_told(case: Case, capsys: Capture) -> None:
    case.edit({FIRST_DAYS: 5, CABINET: 3200})
    assert case.pull("--yes") == 1
    message = f"what stands in line 13 has no place for it: add {FIRST_DAYS}: 5 by hand"
    assert f"{case.where(FIRST_DAYS)}: {message}\n" in capsys.readouterr().err
    assert case.text() == replaced(("3000", "3200"))


def test_what_is_set_for_the_run_is_not_of_the_file(case: Case, capsys: Capture) -> None:
    case.edit({CABINET: 3200})
    assert case.pull("--yes", "--set", "benefits.0.monthly=14000") == 1
    where = case.where("benefits.0.monthly")
    assert f"{where}: benefits.0.monthly is set for this run" in capsys.readouterr().err
    assert case.text() == replaced(("3000", "3200"))


def test_the_file_then_computes_what_the_edited_workbook_recalculates_to(tmp_path: Path) -> None:
    """The oracle is formualizer, which knows the edited workbook and nothing of the file."""
    text = (INPUTS / "minimal.yaml").read_text(encoding="utf-8")
    case = Case(tmp_path, text)
    typed = [n for n in case.numbers if n.typed is not None and n.path.startswith(FREE)]
    case.edit({n.path: n.value * 0.99 for n in typed[::3] if not n.is_end})
    expected = recalculate(case.workbook)
    assert case.pull("--yes") == 0
    assert case.text() != text
    figures = packet_of(load(str(case.file))).figures
    compared = 0
    for key, cell in case.made.cells.items():
        sheet, _, coordinate = cell.partition("!")
        value = expected.get((sheet, coordinate))
        if key in figures and not key.startswith(RANKED) and isinstance(value, int | float):
            assert figures[key].value == pytest.approx(value, rel=1e-9, abs=1e-9), key
            compared += 1
    assert compared > 100


def test_cells_without_a_number_are_told_and_not_taken(case: Case, capsys: Capture) -> None:
    """1-2 typed into a cell is the second of January to every spreadsheet: day 46,024."""
    case.edit(
        {
            CABINET: datetime.date(2026, 1, 2),
            UTILISATION: "30%",
            TARIFF: None,
            MONTHLY: "=800+200",
            "horizon.opex_growth": "#DIV/0!",
            "benefits.0.monthly": True,
        }
    )
    assert case.pull("--yes") == 1
    said = capsys.readouterr().err
    for path, message in {
        CABINET: "the cell holds a date (the number 46024)",
        UTILISATION: 'the cell holds "30%", which is no number',
        TARIFF: "the cell is empty",
        MONTHLY: "the cell holds the formula =800+200",
        "horizon.opex_growth": "the cell holds the error #DIV/0!",
        "benefits.0.monthly": "the cell holds TRUE, which is no number",
    }.items():
        assert f"{case.where(path)}: {message}: type " in said.replace("type its", "type")
    assert case.text() == INPUT


def test_what_the_file_would_refuse_is_refused_at_the_cell(case: Case, capsys: Capture) -> None:
    case.edit({UTILISATION: 5, CABINET: 3200, f"{MONTHLY}.low": 1100})
    assert case.pull("--yes") == 1
    said = capsys.readouterr().err
    assert f"{case.where(UTILISATION)}: error E011: 500% is out of range" in said
    assert f"{case.where(MONTHLY + '.low')}: error E011: low is 1100, but the value is" in said
    assert case.text() == INPUT


def test_nothing_is_written_without_consent(
    case: Case, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.edit({CABINET: 3200})
    assert case.pull("--dry-run", "--yes") == 1
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    assert case.pull() == 1
    assert "to write the changes: the same command with --yes" in capsys.readouterr().err
    assert case.text() == INPUT


class Terminal(io.StringIO):
    """Standard input of a person."""

    def isatty(self) -> bool:
        return True


def test_a_person_is_asked(case: Case, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    case.edit({CABINET: 3200})
    for answer, code in (("\n", 1), ("", 1), ("y\n", 0)):
        monkeypatch.setattr("sys.stdin", Terminal(answer))
        assert case.pull() == code
        said = capsys.readouterr()
        assert said.out.startswith(f"{CABINET}  3000 -> 3200  (")
        assert "changes: 1; write them to" in said.err
        assert ("3200" in case.text()) == (code == 0)


def overwrite(book: openpyxl.Workbook) -> None:
    """The total of the checks' last sheet becomes a number."""
    formulas = [cell for row in book["总成本"].iter_rows() for cell in row if cell.data_type == "f"]
    formulas[0].value = 12345


def overwrite_all(book: openpyxl.Workbook) -> None:
    """Every formula of the inputs sheet and the total becomes a number of its own."""
    for title in ("假设", "总成本"):
        for row in book[title].iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    cell.value = sum(map(ord, cell.coordinate))


def test_altered_formulas_hold_the_changes_back(case: Case, capsys: Capture) -> None:
    case.edit({CABINET: 3200}, overwrite)
    assert case.pull("--yes") == 1
    said = capsys.readouterr()
    assert f"{CABINET}  3000 -> 3200" in said.out
    assert "has become 12345\n" in said.err
    assert "formulas were altered (places: 1)" in said.err
    assert case.text() == INPUT
    assert case.pull("--yes", "--ignore-formulas") == 0
    assert case.text() == replaced(("3000", "3200"))


def test_of_many_altered_cells_twenty_are_shown(case: Case, capsys: Capture) -> None:
    case.edit({}, overwrite_all)
    assert case.pull() == 1
    said = capsys.readouterr().err
    assert said.count(" has become ") == 20
    assert " more\n" in said


def test_rows_are_found_by_their_keys(case: Case, capsys: Capture) -> None:
    sheet, row, _ = case.cells[CABINET]
    case.edit({CABINET: 3200}, lambda book: book[sheet].insert_rows(row))
    assert case.pull("--yes") == 1
    said = capsys.readouterr()
    assert f"{CABINET}  3000 -> 3200" in said.out
    assert f"{sheet}!{row}: a row was inserted: add the line to the input" in said.err
    assert said.err.count("a row was inserted") == 1
    assert case.text() == INPUT


def test_a_sheet_that_is_gone_is_told(case: Case, capsys: Capture) -> None:
    case.edit({}, lambda book: book.remove(book["检查"]))
    assert case.pull("--yes") == 1
    assert "检查: the sheet is missing\n" in capsys.readouterr().err


def test_a_workbook_of_an_earlier_version_still_serves(case: Case, capsys: Capture) -> None:
    case.edit({CABINET: 3200})
    case.file.write_text(INPUT.replace("# 六折", "# 打六折"), encoding="utf-8")
    assert case.pull("--yes") == 0
    assert "made from another version of the input" in capsys.readouterr().err
    assert "3200" in case.text()


def test_keys_that_the_file_does_not_have_are_told(case: Case, capsys: Capture) -> None:
    line = "      - {item: 运维, monthly: {value: 1000, low: 800, high: 1500, source: 合同}}\n"
    case.edit({CABINET: 3200})
    case.file.write_text(INPUT.replace(line, ""), encoding="utf-8")
    assert case.pull("--yes") == 1
    said = capsys.readouterr()
    assert f"the input has no number {MONTHLY}\n" in said.err
    assert f"{CABINET}  3000 -> 3200" in said.out
    assert "3200" not in case.text()


def test_the_scenario_that_is_shown_is_told(case: Case, capsys: Capture) -> None:
    def choose(book: openpyxl.Workbook) -> None:
        cell = next(
            c for row in book["假设"].iter_rows(max_row=5) for c in row if c.value == "基准"
        )
        cell.value = "保守"

    case.edit({CABINET: 3200}, choose)
    assert case.pull("--yes") == 0
    assert 'the workbook shows the scenario "保守"' in capsys.readouterr().err


def test_the_files_own_bytes_stay(tmp_path: Path) -> None:
    """A byte order mark, Windows line ends, a link and the file's rights."""
    text = "\ufeff" + INPUT.replace("\n", "\r\n")
    case = Case(tmp_path)
    case.file.write_bytes(text.encode())
    case.file.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(case.file)
    case.edit({CABINET: 3200})
    assert main(["pull", str(case.workbook), str(link), "--yes"]) == 0
    assert case.text() == text.replace("3000", "3200")
    assert link.is_symlink()
    assert case.file.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "input.yaml",
        "link.yaml",
        "tco.xlsx",
    ]


def test_what_was_pulled_may_be_built_over(case: Case) -> None:
    def is_taken_over() -> bool:
        loaded = load(str(case.file))
        return against_input.is_taken_over(case.workbook.read_bytes(), loaded, packet_of(loaded))

    case.edit({CABINET: 3200})
    assert not is_taken_over()
    assert case.pull("--yes") == 0
    assert is_taken_over()
    remark = Comment("来自询价", "张三")
    case.edit({CABINET: 3200}, lambda book: setattr(book["假设"]["A1"], "comment", remark))
    assert not is_taken_over()


def test_what_cannot_be_read_is_wrong_usage(case: Case, tmp_path: Path, capsys: Capture) -> None:
    case.workbook.write_bytes(b"key,value\n")
    assert case.pull() == 2
    assert (
        capsys.readouterr().err
        == f"{case.workbook}: it is not a zip, and every xlsx and docx is one\n"
    )
    assert main(["pull", str(tmp_path / "none.xlsx"), str(case.file)]) == 2
    case.edit({})
    assert main(["pull", str(case.workbook), "-"]) == 2
    assert main(["pull", str(case.workbook), str(tmp_path / "none.yaml")]) == 2
    capsys.readouterr()
    case.edit({}, lambda book: book.remove(book["假设"]))
    assert case.pull() == 2
    assert "no input of this file stands on a sheet '假设' of it" in capsys.readouterr().err


def test_a_file_that_somebody_saved_meanwhile_is_left_alone(
    case: Case, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(Terminal):
        def isatty(self) -> bool:
            case.file.write_text(INPUT + "# more\n", encoding="utf-8")
            return True

    case.edit({CABINET: 3200})
    monkeypatch.setattr("sys.stdin", Slow("y\n"))
    assert case.pull() == 2
    assert "it was changed meanwhile; nothing was written" in capsys.readouterr().err
    assert case.text() == INPUT + "# more\n"
