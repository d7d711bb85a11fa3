"""`budget diff`: two inputs, or a packet and its input; texts, data, memo and form; exit codes."""

import json
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from generator.cli import main
from tests.compare.sides import OLD, published

NEW = OLD.replace("36000", "40320").replace("      - {item: Audit, monthly: 500, growth: 0%}\n", "")
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def old(tmp_path: Path) -> str:
    return written(tmp_path / "old.yaml", OLD)


@pytest.fixture
def new(tmp_path: Path) -> str:
    return written(tmp_path / "new.yaml", NEW)


def written(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_headlines_are_told_with_what_moved_them(old: str, new: str, capsys: Capture) -> None:
    assert main(["diff", old, new]) == 1
    said = capsys.readouterr()
    assert said.err == ""
    for line in (
        "  Server · Unit price CNY 36,000 → 40,320 (+12%)",
        "  Gone: Audit",
        "  Amount asked for CNY +4,320 (36,500 → 40,820)",
        "     +4,320  Server · Unit price CNY 36,000 → 40,320 (+12%)",
        "    −18,000  Gone: Audit",
    ):
        assert line in said.out.splitlines()


def test_a_rate_of_return_that_is_too_high_to_mean_anything_is_not_told(
    old: str, capsys: Capture
) -> None:
    for factor, is_told in (("×1.01", True), ("×40", False)):
        main(["diff", old, old, "--set", f"benefits.0.monthly={factor}"])
        said = capsys.readouterr().out
        assert "Net present value" in said
        assert ("rate of return" in said) is is_told


def test_programs_get_every_number(old: str, new: str, capsys: Capture) -> None:
    main(["diff", old, new, "--output-format", "json"])
    found = json.loads(capsys.readouterr().out)
    assert (found["format_version"], found["same"]) == (1, False)
    total = next(each for each in found["headlines"] if each["key"] == "tco.total")
    assert total["change"] == -13_680
    assert [(part["causes"], part["change"]) for part in total["parts"]] == [
        ([0], 4_320),
        ([1], -18_000),
    ]
    assert found["causes"][1]["changes"] == ["options.own.opex.1"]


def test_the_form_of_an_adjustment_adds_up(old: str, new: str, capsys: Capture) -> None:
    main(["diff", old, new, "--output-format", "adjustment"])
    lines = capsys.readouterr().out.splitlines()
    for line in (
        "| Server | 36,000.00 | +4,320.00 | 40,320.00 |  |",
        "| Audit | 18,000.00 | −18,000.00 | 0.00 | gone |",
        "| **Total** | 90,500.00 | −13,680.00 | 76,820.00 |  |",
    ):
        assert line in lines


def test_a_memo_says_which_assumption_moved_what(old: str, new: str, capsys: Capture) -> None:
    main(["diff", old, new, "--output-format", "memo"])
    lines = capsys.readouterr().out.splitlines()
    assert "| **Sum** | +4,320 | −13,680 | +13,680 |" in lines
    assert "| Server · Unit price | CNY 36,000 → 40,320 (+12%) | — |" in lines


def test_what_another_tool_computed_is_a_cause_of_its_own(
    old: str, tmp_path: Path, capsys: Capture
) -> None:
    """The packet says 500 less than the same input comes to today."""
    folder = published(
        tmp_path / "packet", old, ('"tco.total": {"value": 90500', '"tco.total": {"value": 90000')
    )
    assert main(["diff", folder, old]) == 1
    out = capsys.readouterr().out
    assert "CNY +500 (90,000 → 90,500)" in out
    assert "    +500  Tool and catalogue: as published (budget-proposal 0.1) → today" in out


def test_a_packet_and_its_input_are_the_same(old: str, tmp_path: Path, capsys: Capture) -> None:
    assert main(["diff", published(tmp_path / "packet", old), old]) == 0
    assert capsys.readouterr().out.endswith("Both are the same.\n")


def test_what_cannot_be_compared_says_why(old: str, tmp_path: Path, capsys: Capture) -> None:
    dollars = written(tmp_path / "usd.yaml", OLD + "money: {currency: USD}\n")
    assert main(["diff", old, str(tmp_path)]) == 2
    assert "is not a packet" in capsys.readouterr().err
    assert main(["diff", str(tmp_path / "absent.yaml"), str(tmp_path / "gone.yaml")]) == 2
    assert capsys.readouterr().err.count("there is no such file") == 2
    packet = Path(published(tmp_path / "packet", old))
    with (packet / "figures.json").open("a") as figures:
        figures.write(" ")
    assert main(["diff", str(packet), old]) == 2
    assert "figures.json was edited after publication" in capsys.readouterr().err
    assert main(["diff", old, dollars]) == 2
    assert "is in CNY" in capsys.readouterr().err


def test_a_form_is_typeset_into_a_new_file(
    old: str, new: str, tmp_path: Path, capsys: Capture
) -> None:
    paper = tmp_path / "adjustment.pdf"
    arguments = ["diff", old, new, "-o", str(paper)]
    assert main(arguments) == 2
    assert "add --output-format" in capsys.readouterr().err
    assert main([*arguments, "--output-format", "adjustment"]) == 1
    text = PdfReader(paper).pages[0].extract_text()
    assert "Budget adjustment: Platform" in text
    assert "76,820.00" in text
    assert main([*arguments, "--output-format", "adjustment"]) == 2
    assert "cannot be written: File exists" in capsys.readouterr().err


def test_a_form_is_a_sheet_whose_sums_are_live_and_a_document_in_word(
    old: str, new: str, tmp_path: Path, capsys: Capture
) -> None:
    sheet, word = tmp_path / "form.xlsx", tmp_path / "form.docx"
    assert main(["diff", old, new, "-o", str(sheet)]) == 1
    assert main(["diff", old, new, "-o", str(word), "--output-format", "adjustment"]) == 1
    shown, typed = (
        {row[0].value: row for row in load_workbook(sheet, data_only=values).worksheets[0].rows}
        for values in (True, False)
    )
    for label, amounts in (
        ("Server", [36_000, 4_320, 40_320]),
        ("Audit", [18_000, -18_000, 0]),
        ("Total", [90_500, -13_680, 76_820]),
    ):
        assert [cell.value for cell in shown[label][1:4]] == amounts
    assert typed["Running cost"][2].value == "=SUM(C8:C9)"
    assert typed["Total"][2].value == "=C7+C10"
    cells = [[cell.text for cell in row.cells] for row in Document(str(word)).tables[0].rows]
    assert ["Total", "90,500.00", "−13,680.00", "76,820.00", ""] in cells
    assert capsys.readouterr().err == ""


def test_another_language_is_no_difference(old: str, capsys: Capture) -> None:
    assert main(["diff", old, old, "--language", "zh-CN"]) == 0
    assert main(["diff", old, old, "--language", "zh-CN", "--set", "contingency=10%"]) == 1
    assert "申请金额 +3,650" in capsys.readouterr().out


def test_what_if_is_a_difference_of_an_input_from_itself(old: str, capsys: Capture) -> None:
    changes = ["--set", "options.own.capex.0.unit_price=×1.12", "--set", "horizon.years=4"]
    assert main(["diff", old, old, *changes]) == 1
    out = capsys.readouterr().out
    assert "CNY +4,320 (36,500 → 40,820)" in out
    assert "  Years of the appraisal 3 → 4\n" in out


GROWTH = "scenarios: {growth: {options.own.capex.0.unit_price: ×2}}\n"


@pytest.mark.parametrize(
    ("has", "options", "told", "moved"),
    [
        (True, (), ("--scenario growth", "--scenario growth"), "+8,640 (72,500 → 81,140)"),
        (False, (), ("", "--scenario growth"), "+44,640 (36,500 → 81,140)"),
        (
            True,
            ("--old-scenario", "base", "--set", "contingency=0%"),
            ("--scenario base", "--scenario growth --set contingency=0%"),
            "+44,640 (36,500 → 81,140)",
        ),
    ],
)
def test_a_scenario_is_that_of_both_where_both_have_it(
    has: bool,
    options: tuple[str, ...],
    told: tuple[str, str],
    moved: str,
    tmp_path: Path,
    capsys: Capture,
) -> None:
    old = written(tmp_path / "old.yaml", OLD + GROWTH * has)
    new = written(tmp_path / "new.yaml", NEW + GROWTH)
    assert main(["diff", old, new, "--scenario", "growth", *options]) == 1
    out = capsys.readouterr().out.splitlines()
    assert [line.split(".yaml", 1)[1].strip() for line in out[:2]] == list(told)
    assert f"  Amount asked for CNY {moved}" in out


def test_a_line_that_is_gone_keeps_its_own_name(old: str, tmp_path: Path, capsys: Capture) -> None:
    """Another line stands in its place now."""
    gone = written(
        tmp_path / "gone.yaml",
        OLD.replace("      - {item: Staff, monthly: 1000, growth: 0%}\n", ""),
    )
    assert main(["diff", old, gone]) == 1
    assert "  Gone: Staff" in capsys.readouterr().out.splitlines()


def test_a_default_that_is_stated_now_changes_no_number(tmp_path: Path, capsys: Capture) -> None:
    stated = written(tmp_path / "stated.yaml", OLD.replace("confidence: 50%", "confidence: 80%"))
    left = written(tmp_path / "left.yaml", OLD.replace(", confidence: 50%", ""))
    main(["diff", left, stated])
    out = capsys.readouterr().out
    assert "No headline moved." in out
    assert "Time · Likelihood (not stated) → 80%" in out
