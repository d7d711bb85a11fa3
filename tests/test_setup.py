"""The scripts that set up a checkout: what they refuse, and a set-up where little is as it should be."""

import base64
import hashlib
import os
import runpy
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import pytest

ROOT = Path(__file__).parent.parent
SHELL_SCRIPTS = ["apt-install", "lock", "packet", "setup", "test"]
PYTHON = Path(sys.executable).resolve()
SCRIPTS = sorted(path.name for path in (ROOT / "scripts").iterdir())


def run(
    *command: str | Path, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    everything = {**os.environ, **environment}
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=cwd, env=everything
    )


@pytest.mark.parametrize("name", SHELL_SCRIPTS)
def test_a_script_is_written_for_any_shell(name: str) -> None:
    """`sh -n` reads a script without running it; on Debian, `sh` knows no extensions of bash."""
    script = ROOT / "scripts" / name
    assert script.read_text(encoding="utf-8").startswith("#!/bin/sh\n")
    read = run("sh", "-n", script)
    assert (read.returncode, read.stderr) == (0, "")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The scripts, in a checkout whose .venv is the one that runs the tests."""
    folder = tmp_path / "checkout"
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    shutil.copytree(ROOT / "inputs", folder / "inputs")
    (folder / "docs").mkdir()
    (folder / "generator").symlink_to(ROOT / "generator")
    (folder / ".venv").symlink_to(sys.prefix)
    return folder


@pytest.mark.parametrize("option", ["--nonsense", "--help"])
@pytest.mark.parametrize("name", SCRIPTS)
def test_an_option_is_answered_or_refused(
    name: str,
    option: str,
    checkout: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """And never taken for the name of a file."""
    if name in {"packet", "test"}:
        (checkout / "scripts" / "setup").write_text("#!/bin/sh\n", encoding="utf-8")
    before = names_below(checkout)
    # One of its two answers shows that a script starts by itself; the other is cheaper in this process.
    if name in SHELL_SCRIPTS or option == "--help":
        shell = "sh" if name in SHELL_SCRIPTS else sys.executable
        answer = run(shell, checkout / "scripts" / name, option, cwd=checkout)
        code, said = answer.returncode, answer.stdout + answer.stderr
    else:
        monkeypatch.chdir(checkout)
        monkeypatch.setattr(sys, "argv", [name, option])
        monkeypatch.setattr(sys, "path", [*sys.path])
        with pytest.raises(SystemExit) as ended:
            runpy.run_path(str(checkout / "scripts" / name), run_name="__main__")
        code, said = int(ended.value.code or 0), "".join(capsys.readouterr())
    understood = option == "--help" and name != "apt-install"
    assert (code == 0) == understood, said
    assert f"scripts/{name}" in said or "usage: " in said
    assert names_below(checkout) == before


def names_below(folder: Path) -> list[str]:
    names = (str(path.relative_to(folder)) for path in folder.rglob("*"))
    return sorted(name for name in names if "__pycache__" not in name)


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Where packages come from, instead of a registry."""
    (tmp_path / "shelf").mkdir()
    return tmp_path / "shelf"


@pytest.fixture
def small_checkout(shelf: Path, tmp_path: Path) -> Path:
    """A checkout that needs small packages of our own, in a folder whose name is not a simple one."""
    folder = tmp_path / "a folder's" / "一 checkout"
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    (folder / "requirements").mkdir()
    # The set-up asks a module of weasyprint whether the libraries for PDF files are there.
    for lock, package in (("run", "weasyprint"), ("dev", "reviewer")):
        module = "text/ffi" if package == "weasyprint" else "__init__"
        text = f"{package}==1 --hash=sha256:{wheel(shelf, package, module)}\n"
        (folder / "requirements" / f"{lock}.lock").write_text(text, encoding="utf-8")
    (folder / "generator").mkdir()
    (folder / "generator" / "__init__.py").touch()
    program = "import sys\nprint('built', *sys.argv[1:])\n"
    (folder / "generator" / "__main__.py").write_text(program, encoding="utf-8")
    return folder


def test_a_set_up_does_what_is_left_to_do(
    small_checkout: Path, shelf: Path, tmp_path: Path
) -> None:
    remains = small_checkout / ".venv" / "remains"
    remains.parent.mkdir()
    remains.touch()
    said = set_up(small_checkout, shelf)
    assert "making .venv" in said, "what was interrupted is begun again"
    assert "PDF" not in said
    assert not remains.exists()
    assert packages_of(small_checkout) == {"weasyprint"}
    assert run(small_checkout / ".venv/bin/budget", "a b").stdout == "built a b\n"

    assert set_up(small_checkout, shelf, "--tests") == ""
    assert packages_of(small_checkout) == {"weasyprint", "reviewer"}
    empty_shelf = tmp_path / "empty shelf"
    assert set_up(small_checkout, empty_shelf) == ""
    assert set_up(small_checkout, empty_shelf, "--tests") == ""

    broken = python_without_room(tmp_path / "bin")
    moved = small_checkout.rename(tmp_path / "moved")
    assert "making .venv" in set_up(moved, empty_shelf, fails=True, python=broken)
    assert set_up(moved.rename(small_checkout), empty_shelf) == ""

    lock = small_checkout / "requirements" / "dev.lock"
    lock.write_text(lock.read_text(encoding="utf-8").replace("==1", "==2"), encoding="utf-8")
    (shelf / "reviewer-2.tar.gz").touch()
    said = set_up(small_checkout, shelf, "--tests", fails=True)
    assert "No matching distribution found for reviewer==2" in said, "nothing is built"
    said = set_up(small_checkout, shelf, fails=True, python=broken)
    assert "making .venv" in said, "what failed is begun again"


def test_the_set_up_asks_the_module_of_weasyprint_that_there_is() -> None:
    found = find_spec("weasyprint")
    assert found is not None
    assert (Path(str(found.origin)).parent / "text" / "ffi.py").is_file()


def python_without_room(folder: Path) -> Path:
    """A Python that answers as the one of the tests, but fails to make an environment."""
    folder.mkdir()
    python = folder / "python3"
    fails = 'case "$*" in "-I -m venv "*) exit 1 ;; esac'
    python.write_text(f'#!/bin/sh\n{fails}\nexec "{PYTHON}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    return python


def set_up(
    checkout: Path, shelf: Path, *arguments: str, fails: bool = False, python: Path = PYTHON
) -> str:
    """What a set-up says, for a user whose settings would lead pip and Python astray."""
    done = run(
        "sh",
        checkout / "scripts" / "setup",
        *arguments,
        PIP_CONSTRAINT="no such file",
        PIP_FIND_LINKS=str(shelf),
        PIP_NO_BINARY=":all:",
        PIP_NO_INDEX="1",
        PIP_REQUIRE_VIRTUALENV="1",
        PIP_TARGET=str(shelf / "target"),
        PYTHONHOME="no such folder",
        PYTHONPATH="no such folder",
        PATH=f"{python.parent}:{os.environ['PATH']}",
    )
    assert (done.returncode != 0) == fails, done.stderr
    assert not (shelf / "target").exists()
    return done.stderr


def packages_of(checkout: Path) -> set[str]:
    found = (checkout / ".venv").glob("lib/python*/site-packages/*.dist-info")
    return {path.name.split("-")[0] for path in found} - {"pip"}


def wheel(folder: Path, package: str, module: str) -> str:
    """Make a package of version 1 with one empty module, the same each time; return the hash of its wheel."""
    path = folder / f"{package}-1-py3-none-any.whl"
    information = f"{package}-1.dist-info"
    files = {
        f"{package}/{module}.py": "",
        f"{information}/METADATA": f"Metadata-Version: 2.1\nName: {package}\nVersion: 1\n",
        f"{information}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{name},{digest(text)},{len(text)}\n" for name, text in files.items())
    with ZipFile(path, "w") as archive:
        for name, text in {**files, f"{information}/RECORD": record}.items():
            # A date of its own would give each copy another hash.
            with archive.open(ZipInfo(name), "w") as member:
                member.write(text.encode())
    return hashlib.sha256(path.read_bytes()).hexdigest()


def digest(text: str) -> str:
    raw = hashlib.sha256(text.encode()).digest()
    return "sha256=" + base64.urlsafe_b64encode(raw).decode().rstrip("=")
