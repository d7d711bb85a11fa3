"""Whatever becomes of the streams, whatever the system refuses: the work is done, and what is said is true."""

import errno
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from generator.audit import workbook as audit
from generator.cli import check, main
from generator.cli.streams import Lasting
from generator.proposal.printable import published_name
from tests.packets import INPUTS, ONE_YEAR, SMALL

ROOT = INPUTS.parent
MINIMAL = str(INPUTS / "minimal.yaml")
Capture = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch

needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")


def run(redirected: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command with its streams redirected, or its limits set, by the shell."""
    script = f'exec "$0" -m generator "$@" {redirected}'
    if ";" in redirected:
        limit, redirected = redirected.split(";")
        script = f'{limit}; exec "$0" -m generator "$@" {redirected}'
    command = ["sh", "-c", script, sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def build_in(folder: Path) -> list[str]:
    """The arguments that make a small packet in a folder."""
    (folder / "small.yaml").write_text(SMALL + ONE_YEAR, encoding="utf-8")
    return ["build", str(folder / "small.yaml"), "--only", "json", "-o", str(folder / "packet")]


@pytest.mark.parametrize(
    ("redirected", "arguments", "code", "said"),
    [
        (">&-", ["init", "-"], 0, ""),
        ("2>&-", ["check", "nowhere.yaml"], 2, ""),
        (
            "<&-",
            ["check", "-"],
            2,
            "<stdin>: error E001: the file cannot be read: standard input is closed\n",
        ),
    ],
)
def test_a_closed_stream(redirected: str, arguments: list[str], code: int, said: str) -> None:
    ended = run(redirected, *arguments)
    assert (ended.returncode, ended.stdout, ended.stderr) == (code, "", said)


def test_no_file_that_is_opened_takes_the_place_of_a_closed_stream() -> None:
    program = (
        "import os, sys; from generator.cli.streams import lasting_streams\n"
        "with lasting_streams(): opened = os.open(os.devnull, os.O_RDONLY)\n"
        "sys.exit(opened)"
    )
    command = ["sh", "-c", 'exec "$0" -c "$1" <&- >&- 2>&-', sys.executable, program]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode > 2


def test_a_packet_is_made_without_any_stream(tmp_path: Path) -> None:
    ended = run("<&- >&- 2>&-", *build_in(tmp_path))
    assert ended.returncode == 0
    assert (tmp_path / "packet" / "figures.json").is_file()


@needs_full
def test_results_that_find_no_room_are_told_and_the_packet_is_there(tmp_path: Path) -> None:
    build = build_in(tmp_path)
    ended = run(">/dev/full", *build)
    assert ended.returncode == 2
    assert (
        ended.stderr
        == "the results could not be written to standard output: No space left on device\n"
    )
    assert (tmp_path / "packet" / "figures.json").is_file()


@needs_full
def test_messages_that_find_no_room_leave_the_exit_code() -> None:
    assert run("2>/dev/full", "check", "nowhere.yaml").returncode == 2


def test_a_limit_of_the_system_is_told_in_its_words(tmp_path: Path) -> None:
    build = build_in(tmp_path)
    ended = run("ulimit -f 8;", *build)
    assert ended.returncode == 2
    assert "File too large" in ended.stderr
    assert not (tmp_path / "packet").exists()


class Refusing(StringIO):
    """A stream that the system takes nothing for."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def write(self, _text: str) -> int:
        raise OSError(self.number, os.strerror(self.number))


def test_a_stream_that_fails_once_is_asked_no_more() -> None:
    results = Lasting(Refusing(errno.ENOSPC))
    assert results.write("one") == 3
    assert results.write("two") == 3
    assert results.lost == "No space left on device"


def test_help_that_did_not_arrive_is_told(monkeypatch: Patch, capsys: Capture) -> None:
    monkeypatch.setattr(sys, "stdout", Refusing(errno.ENOSPC))
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 2
    assert "No space left on device" in capsys.readouterr().err


def test_a_reader_that_left_loses_nothing_that_it_wanted() -> None:
    results = Lasting(Refusing(errno.EPIPE))
    results.write("one")
    assert results.lost == ""


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (MemoryError(), "this system gives the command too little memory"),
        (
            RuntimeError("can't start new thread"),
            "this system gives the command too little memory or too few threads",
        ),
        (ImportError("no x.so"), "a part of the installation cannot be loaded: no x.so"),
        (
            OSError(errno.EMFILE, "Too many open files", "x.yaml"),
            "this system refuses: Too many open files: x.yaml",
        ),
    ],
)
def test_what_the_system_refuses_is_no_error_of_ours(
    error: Exception, said: str, monkeypatch: Patch, capsys: Capture
) -> None:
    def refuse(_: object) -> int:
        raise error

    monkeypatch.delenv("BUDGET_DEBUG", raising=False)
    monkeypatch.setattr(check, "run", refuse)
    assert main(["check", MINIMAL]) == 2
    assert capsys.readouterr().err.splitlines()[0] == said


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("inputs/平台.yaml", "平台.yaml"),
        ("/home/zhangsan/x.yaml", "x.yaml"),
        ("🚀.yaml", "\N{REPLACEMENT CHARACTER}.yaml"),
        (os.fsdecode(b"\xff.yaml"), "\N{REPLACEMENT CHARACTER}.yaml"),
        ("<stdin>", "<stdin>"),
    ],
)
def test_a_name_that_is_no_text_is_published_as_text(path: str, name: str) -> None:
    assert published_name(path) == name


def test_a_file_whose_name_is_no_text_is_built(tmp_path: Path, monkeypatch: Patch) -> None:
    name = os.fsdecode(b"\xffn.yaml")
    try:
        (tmp_path / name).write_text(SMALL + ONE_YEAR, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes no such name")
    monkeypatch.chdir(tmp_path)
    assert main(["build", name, "--only", "json,xlsx"]) == 0
    assert (tmp_path / "output" / os.fsdecode(b"\xffn") / "tco.xlsx").is_file()


@pytest.mark.parametrize("kind", ["folder", "link"])
def test_a_catalogue_that_is_no_file_is_told(kind: str, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "x.yaml").write_text(SMALL, encoding="utf-8")
    catalogue = tmp_path / "catalogue.yaml"
    if kind == "folder":
        catalogue.mkdir()
    else:
        catalogue.symlink_to("nowhere")
    assert main(["check", str(tmp_path / "x.yaml")]) == 2
    assert f"{catalogue}: error E001: this is " in capsys.readouterr().err


def test_lines_that_came_through_a_pipe_are_shown() -> None:
    command = [sys.executable, "-m", "generator", "check", "-"]
    ended = subprocess.run(
        command, cwd=ROOT, input="horizn: 3\n", capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert "    1 | horizn: 3\n" in ended.stderr


def test_an_engine_that_cannot_be_loaded_is_no_finding_about_the_workbook(
    tmp_path: Path, monkeypatch: Patch, capsys: Capture
) -> None:
    def refuse(_: bytes) -> object:
        raise ImportError("failed to map segment")

    monkeypatch.setattr(audit, "evaluated", refuse)
    (tmp_path / "x.yaml").write_text(SMALL + ONE_YEAR, encoding="utf-8")
    build = ["build", str(tmp_path / "x.yaml"), "--only", "json", "-o", str(tmp_path / "packet")]
    assert main(build) == 2
    assert "cannot be loaded: failed to map segment" in capsys.readouterr().err
