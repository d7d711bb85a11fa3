"""What it takes to install: the lock file, the shell scripts and the wheel."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import generator

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
SHELL_SCRIPTS = ["apt-install", "packet", "setup", "test"]


class TestLock:
    @pytest.mark.parametrize(
        "needed", [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    )
    def test_pins_what_the_project_needs(self, needed: str) -> None:
        requirement = Requirement(needed)
        name = re.escape(canonicalize_name(requirement.name))
        pin = re.search(rf"^{name}==(\S+)", LOCK, re.MULTILINE)
        assert pin, f"{needed} is not locked; docs/development.md says how"
        assert Version(pin[1]) in requirement.specifier

    def test_holds_a_hash_for_each_pin(self) -> None:
        packages = re.findall(r"^[^ #].*$", LOCK, re.MULTILINE)
        hashed = re.findall(r"^\S+==.*\\\n    --hash=sha256:[0-9a-f]{64}", LOCK, re.MULTILINE)
        assert len(hashed) == len(packages) > 50

    def test_leaves_the_choice_of_registry_to_the_machine(self) -> None:
        assert "://" not in LOCK
        assert "index-url" not in LOCK


@pytest.mark.parametrize("name", SHELL_SCRIPTS)
def test_a_script_is_written_for_any_shell(name: str) -> None:
    """`sh -n` reads a script without running it; on Debian, `sh` knows no extensions of bash."""
    script = ROOT / "scripts" / name
    assert script.read_text(encoding="utf-8").startswith("#!/bin/sh\n")
    run = subprocess.run(["sh", "-n", script], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the wheel, as an installer lays them into a folder far from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    (wheel,) = folder.glob("*.whl")
    with ZipFile(wheel) as archive:
        archive.extractall(folder / "site-packages")
    return folder / "site-packages"


class TestWheel:
    def test_is_named_and_numbered(self, installed: Path) -> None:
        information = f"budget_proposal-{generator.__version__}.dist-info"
        entries = (installed / information / "entry_points.txt").read_text(encoding="utf-8")
        assert entries == "[console_scripts]\nbudget = generator.cli:main\n"
        assert (installed / information / "licenses" / "LICENSE").is_file()

    @pytest.mark.parametrize(
        ("inside", "in_checkout"),
        [
            ("generator/templates", "templates"),
            ("generator/examples", "inputs"),
            ("generator/render/fonts", "generator/render/fonts"),
            ("generator/catalog/data", "generator/catalog/data"),
        ],
    )
    def test_carries_what_is_not_code(self, inside: str, in_checkout: str, installed: Path) -> None:
        carried = files_in(installed / inside)
        assert carried == files_in(ROOT / in_checkout)
        assert carried

    def test_carries_neither_tests_nor_output(self, installed: Path) -> None:
        assert {path.name for path in installed.iterdir()} == {
            "generator",
            f"budget_proposal-{generator.__version__}.dist-info",
        }

    def test_makes_a_packet_outside_the_checkout(self, installed: Path, tmp_path: Path) -> None:
        program = (
            "import sys; sys.path.insert(0, sys.argv.pop(1)); "
            "from generator.cli import main; sys.exit(main())"
        )
        example = installed / "generator" / "examples" / "minimal.yaml"
        build = ["build", str(example), "--only", "md", "-o", str(tmp_path / "packet")]
        run = subprocess.run(
            [sys.executable, "-I", "-c", program, str(installed), *build],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stderr
        assert list((tmp_path / "packet").rglob("proposal.md"))


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
