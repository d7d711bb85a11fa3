"""`budget check`: silence when all is well, otherwise everything that is wrong, at once."""

import io
import re
from pathlib import Path

import pytest

from generator.cli import main
from tests.packets import INPUTS, SMALL

Capture = pytest.CaptureFixture[str]


def written(folder: Path, text: str) -> str:
    path = folder / "input.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_sound_input_is_met_with_silence(capsys: Capture) -> None:
    assert main(["check", "--strict", str(INPUTS / "ollama-platform.yaml")]) == 0
    assert capsys.readouterr() == ("", "")


def test_what_an_approver_asks_and_nobody_filled_in_is_told_and_no_fault(
    tmp_path: Path, capsys: Capture
) -> None:
    text = (INPUTS / "ollama-platform.yaml").read_text(encoding="utf-8")
    path = written(tmp_path, text.replace("  budgeted: inside\n", ""))
    assert main(["check", "--strict", path]) == 0
    said = capsys.readouterr().err
    assert said == f"{path}: to be filled in, in request: budgeted\n"


def test_all_problems_are_told_at_once(tmp_path: Path, capsys: Capture) -> None:
    text = SMALL.replace("36000", "3.6万").replace("monthly", "montly").replace("0%", "500%")
    assert main(["check", written(tmp_path, text)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert re.findall(r"error (E\d+):", said.err) == ["E010", "E014", "E011"]
    assert "did you mean 'monthly'?" in said.err


def test_a_flood_stops_at_a_hundred(tmp_path: Path, capsys: Capture) -> None:
    risk = "{risk: a, likelihood: low, impact: low, mitigation: b, ownr: c}"
    text = SMALL + "risks:\n" + f"  - {risk}\n" * 130
    assert main(["check", written(tmp_path, text)]) == 1
    said = capsys.readouterr().err
    assert said.count("error E014") == 100
    assert said.endswith("… and 30 more problems: mend some of these first\n")


def test_strict_makes_a_warning_an_error(tmp_path: Path, capsys: Capture) -> None:
    path = written(tmp_path, SMALL)
    assert main(["check", path]) == 0
    assert "warning W" in capsys.readouterr().err
    assert main(["check", "--strict", path]) == 1


def test_the_worst_of_several_inputs_counts(tmp_path: Path) -> None:
    sound, faulty = str(INPUTS / "minimal.yaml"), written(tmp_path, "proposal: {}\n")
    assert main(["check", faulty, sound]) == 1
    assert main(["check", sound, faulty, str(tmp_path / "nowhere.yaml")]) == 2


def test_a_quotation_of_an_unknown_figure_is_found(tmp_path: Path, capsys: Capture) -> None:
    text = f'{SMALL}background: {{summary: "总计 {{{{ tco.totl }}}} 元"}}\n'
    assert main(["check", written(tmp_path, text)]) == 1
    assert "tco.totl" in capsys.readouterr().err


class Standard:
    """Standard input that holds a text."""

    def __init__(self, text: str) -> None:
        self.buffer = io.BytesIO(text.encode())


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr("sys.stdin", Standard("proposal: {titel: x}\n"))
    assert main(["check", "-"]) == 1
    assert capsys.readouterr().err.startswith("<stdin>:1:")
