"""`budget explain`: from a number back to the line of the input, and what a code means."""

import pytest

from generator.cli import main
from tests.packets import INPUTS

MINIMAL = str(INPUTS / "minimal.yaml")
Capture = pytest.CaptureFixture[str]


def test_a_computed_figure_leads_down_to_the_input(capsys: Capture) -> None:
    assert main(["explain", MINIMAL, "benefits.annual"]) == 0
    lines = capsys.readouterr().out.splitlines()
    # 15,000 a month × 80 % confidence, the default, × 12 months.
    assert lines[0].startswith("benefits.annual = 144,000元")
    assert f" {MINIMAL}:12: 15000" in "\n".join(lines)
    assert "defaults.yaml:benefits.confidence: 80%" in "\n".join(lines)


def test_a_value_set_for_this_run_is_named_as_such(capsys: Capture) -> None:
    arguments = ["--set", "benefits.0.monthly=20000"]
    assert main(["explain", MINIMAL, "benefits.0.monthly", *arguments]) == 0
    assert "--set: 20000" in capsys.readouterr().out


def test_an_unknown_figure_brings_the_nearest(capsys: Capture) -> None:
    assert main(["explain", MINIMAL, "return.nvp"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("there is no figure return.nvp; did you mean return.npv")


@pytest.mark.parametrize("code", ["E014", "e014"])
def test_a_code(code: str, capsys: Capture) -> None:
    assert main(["explain", code]) == 0
    assert capsys.readouterr().out.startswith("E014: an unknown field\n")


@pytest.mark.parametrize("code", ["E999", "return.npv"])
def test_what_is_no_code_is_wrong_usage(code: str, capsys: Capture) -> None:
    assert main(["explain", code]) == 2
    assert capsys.readouterr().err.startswith(f"{code} is no error code")


def test_an_unreadable_file(capsys: Capture) -> None:
    assert main(["explain", "nowhere.yaml", "return.npv"]) == 2
    assert "E001" in capsys.readouterr().err
