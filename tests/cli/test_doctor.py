"""`budget doctor` names what is lacking and what mends it; `budget completion` is a script that the shell takes."""

import locale
import subprocess
from pathlib import Path

import pytest

from generator.cli import doctor, main
from generator.render.pdf import library

Capture = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch


def test_a_machine_that_lacks_nothing(capsys: Capture, monkeypatch: Patch) -> None:
    """An office program that is not there is no trouble."""
    monkeypatch.setattr(doctor, "OFFICE", ("no-such-office",))
    monkeypatch.setattr(locale, "getencoding", lambda: "UTF-8")
    assert main(["doctor"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert len(told) == len(doctor.LOOKS)
    assert all(line.startswith("ok       ") for line in told)
    assert "ok       LibreOffice is not there, and not needed" in told


def test_what_is_lacking_is_told_with_what_mends_it(
    capsys: Capture, monkeypatch: Patch, tmp_path: Path
) -> None:
    def missing() -> None:
        raise library.SystemLibrariesMissing

    lock = tmp_path / "run.lock"
    lock.write_text("no-such-package==1.0 \\\nwindows-only==1.0 ; sys_platform == 'win32' \\\n")
    monkeypatch.setattr(doctor, "LOCK", lock)
    monkeypatch.setattr(doctor, "OLDEST_PYTHON", (99, 0))
    monkeypatch.setattr(locale, "getencoding", lambda: "gbk")
    monkeypatch.setattr(library, "load", missing)
    monkeypatch.setattr(library, "FONTS", tmp_path)
    assert main(["doctor"]) == 2
    told = capsys.readouterr().out
    assert "install Python 99.0 or a later one" in told
    assert "trouble  packages that are missing or of another version: no-such-package\n" in told
    assert f"trouble  PDF: the Pango libraries are missing\n         {library.remedy()}" in told
    assert "its fonts are not in" in told
    assert "encoding of names and messages: gbk, utf-8\n         export LC_ALL" in told


def test_a_shell_completes_commands_and_files(capsys: Capture, tmp_path: Path) -> None:
    for shell, completes in (
        ("zsh", "_files"),
        ("fish", "__fish_complete_path"),
        ("bash", "COMPREPLY"),
    ):
        assert main(["completion", shell]) == 0
        script = capsys.readouterr().out
        assert completes in script
    (tmp_path / "platform.yaml").touch()
    ask = 'COMP_WORDS=(budget check pl); COMP_CWORD=2; _shtab_budget budget pl check; echo "${COMPREPLY[@]}"'
    ended = subprocess.run(
        ["bash", "-c", script + ask], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert ended.stdout == "platform.yaml\n"
