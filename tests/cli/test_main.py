"""The command itself: what every command does alike, whatever goes wrong."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator import __version__
from generator.cli import check, main
from generator.cli.grammar import commands_of, parser
from tests.packets import INPUTS, ONE_YEAR, SMALL

ROOT = INPUTS.parent
MINIMAL = str(INPUTS / "minimal.yaml")
Capture = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch


def run(arguments: Sequence[str], **settings: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=ROOT,
        env=os.environ | settings,
        capture_output=True,
        check=False,
    )


def test_version(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"budget {__version__}\n"


@pytest.mark.parametrize("arguments", [[], ["bulid"], ["build"], ["build", MINIMAL, "--fast"]])
def test_wrong_usage(arguments: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("usage: budget")


def test_help_imports_neither_models_nor_parsers() -> None:
    program = """
import sys
from generator.cli import main
try:
    main(["--help"])
except SystemExit:
    print(*sys.modules, file=sys.stderr)
"""
    command = [sys.executable, "-c", program]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "build" in ended.stdout
    assert not {"pydantic", "yaml", "rich", "openpyxl", "weasyprint"} & set(ended.stderr.split())


def fail(_: object) -> int:
    raise ZeroDivisionError("an unforeseen case")


def test_an_error_of_our_own_shows_no_traceback(monkeypatch: Patch, capsys: Capture) -> None:
    monkeypatch.delenv("BUDGET_DEBUG", raising=False)
    monkeypatch.setattr(check, "run", fail)
    assert main(["check", MINIMAL]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "ZeroDivisionError: an unforeseen case" in said.err
    assert "Traceback" not in said.err


def test_who_looks_for_the_error_gets_the_traceback(monkeypatch: Patch) -> None:
    monkeypatch.setenv("BUDGET_DEBUG", "1")
    monkeypatch.setattr(check, "run", fail)
    with pytest.raises(ZeroDivisionError):
        main(["check", MINIMAL])


def test_stopping_it_is_no_error_of_ours(monkeypatch: Patch, capsys: Capture) -> None:
    def stop(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(check, "run", stop)
    assert main(["check", MINIMAL]) == 2
    assert capsys.readouterr().err == "stopped; no packet is half written\n"


def test_a_reader_that_has_seen_enough() -> None:
    """As with `budget init - | head -0`: the pipe has no reader from the start."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "generator", "init", "-"]
    try:
        ended = subprocess.run(
            command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, check=False
        )
    finally:
        os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_results_are_utf_8_in_any_locale() -> None:
    ended = run(["init", "-", "--language", "zh-CN"], PYTHONIOENCODING="ascii")
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert "预算" in ended.stdout.decode()


def on_a_terminal(patch: Patch, arguments: Sequence[str], **settings: str) -> str:
    """What the command writes to standard error when that is a terminal."""
    pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")
    ours, theirs = pty.openpty()
    with patch.context() as within, os.fdopen(theirs, "w", encoding="utf-8") as terminal:
        for name, value in {"TERM": "xterm", **settings}.items():
            within.setenv(name, value)
        within.setattr(sys, "stderr", terminal)
        main(arguments)
    shown = b""
    try:
        while part := os.read(ours, 65536):
            shown += part
    except OSError:
        pass  # Linux ends a terminal that nobody writes to any more with an error.
    os.close(ours)
    return shown.decode()


def test_colour_only_for_a_person_who_wants_it(
    tmp_path: Path, monkeypatch: Patch, capsys: Capture
) -> None:
    faulty = tmp_path / "faulty.yaml"
    faulty.write_text("proposal: {}\n", encoding="utf-8")
    assert "\x1b[1;31m" in on_a_terminal(monkeypatch, ["check", str(faulty)], NO_COLOR="")
    assert "\x1b" not in on_a_terminal(monkeypatch, ["check", str(faulty)], NO_COLOR="1")
    assert main(["check", str(faulty)]) == 1
    assert "\x1b" not in capsys.readouterr().err


def test_a_person_sees_progress(tmp_path: Path, monkeypatch: Patch) -> None:
    (tmp_path / "small.yaml").write_text(SMALL + ONE_YEAR, encoding="utf-8")
    build = ["build", str(tmp_path / "small.yaml"), "--only", "json", "-o", str(tmp_path / "made")]
    assert "recalculating the workbook" in on_a_terminal(monkeypatch, build, NO_COLOR="")


def test_every_command_that_computes_takes_a_scenario_a_language_and_values() -> None:
    for name, grammar in commands_of(parser()).items():
        taken = {action.dest for action in grammar._actions}
        typed = {str(each.metavar) for each in grammar._actions if not each.option_strings}
        if typed & {"INPUT", "INPUT|CODE", "NEW"}:
            assert {"assignments", "scenario", "document_language"} <= taken, name
