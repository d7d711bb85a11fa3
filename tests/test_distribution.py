"""The wheel and the sdist: what they carry, and that a packet is made with them far from the checkout."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
from pathlib import Path

import pytest

import generator

ROOT = Path(__file__).parent.parent
INFORMATION = f"budget_proposal-{generator.__version__}.dist-info"


def run(*command: str | Path, cwd: Path) -> None:
    environment = {**os.environ, "PIP_NO_INDEX": "1", "PIP_REQUIRE_VIRTUALENV": "0"}
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-d", folder, cwd=ROOT)
    return folder


@pytest.fixture(scope="module")
def environment(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that has our wheel from a file, and beside it only what it depends on."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    # A folder that is named in a .pth file lends its packages, but not its own .pth files: that of
    # the checkout is without effect here.
    (packages(folder) / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    (wheel,) = built.glob("*.whl")
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python")]
    run(*pip, "install", "-qq", "--no-deps", "--no-compile", wheel, cwd=folder)
    return folder


def packages(environment: Path) -> Path:
    return next(environment.glob("lib/python*/site-packages"))


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_is_named_and_numbered(environment: Path) -> None:
    information = packages(environment) / INFORMATION
    entries = (information / "entry_points.txt").read_text(encoding="utf-8")
    assert entries == "[console_scripts]\nbudget = generator.__main__:run\n"
    assert (information / "licenses" / "LICENSE").is_file()


@pytest.mark.parametrize(
    ("inside", "in_checkout"),
    [
        ("generator/templates", "templates"),
        ("generator/examples", "inputs"),
        ("generator/render/fonts", "generator/render/fonts"),
        ("generator/catalog/data", "generator/catalog/data"),
    ],
)
def test_carries_what_is_not_code(inside: str, in_checkout: str, environment: Path) -> None:
    carried = files_in(packages(environment) / inside)
    assert carried == files_in(ROOT / in_checkout)
    assert carried


def test_carries_neither_tests_nor_output(environment: Path) -> None:
    installed = {path.name for path in packages(environment).iterdir()} - {"__pycache__"}
    assert installed == {"generator", INFORMATION, "dependencies.pth"}


def test_makes_a_packet_in_an_empty_folder(environment: Path, tmp_path: Path) -> None:
    example = packages(environment) / "generator" / "examples" / "minimal.yaml"
    run(environment / "bin" / "budget", "build", example, "--only", "md", cwd=tmp_path)
    assert [path.name for path in tmp_path.rglob("proposal.md")] == ["proposal.md"]


def test_the_sdist_makes_the_same_wheel(built: Path, tmp_path: Path) -> None:
    """So what holds of the one holds of the other; an installer does the same with an sdist."""
    (path,), (wheel,) = built.glob("*.tar.gz"), built.glob("*.whl")
    with tarfile.open(path) as archive:
        # Python 3.12 warns without a filter, and the first ones of 3.11 know none.
        archive.extraction_filter = getattr(tarfile, "fully_trusted_filter", None)
        archive.extractall(tmp_path)
    (unpacked,) = tmp_path.iterdir()
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path, cwd=unpacked)
    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()


def test_the_sdist_carries_what_a_developer_needs(built: Path) -> None:
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    needed = {"requirements/run.lock", "scripts/setup", "tests/conftest.py", "docs/input.md"}
    assert needed <= names
    assert not [name for name in names if name.startswith((".venv/", "output/ollama-platform"))]
