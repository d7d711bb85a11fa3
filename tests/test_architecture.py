"""The design's rules, read from the source: who imports whom, what comes late, how long it is."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "generator"
MODULES = sorted(PACKAGE.rglob("*.py"))
COMMAND_LINE = {"cli", "__main__"}

# Every room may have something to say.
WORDS = "wording"
# Each room of the package and the rooms that it may import: the data's way, read backwards.
MAY_IMPORT: dict[str, set[str]] = {
    "figures": set(),
    "resources": set(),
    "wording": set(),
    "audit": set(),
    "swap": set(),
    "publish": {"proposal", "swap"},
    "evidence": set(),
    "proposal": {"evidence", "figures", "resources"},
    "catalog": {"figures"},
    "engines": {"figures", "proposal", "catalog"},
    "packet": {"figures", "proposal", "engines", "compare"},
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
        "swap",
    },
    "contents": set(),
    "compare": {"contents", "engines", "figures", "proposal", "publish"},
    "watching": {"evidence", "proposal", "resources"},
    "draft": {"contents", "publish"},
    "previous": {"catalog", "compare", "contents", "engines", "proposal", "publish"},
    "measuring": set(),
    "preview": set(),
    "at_once": {"assembly", "contents", "packet", "proposal", "render"},
    "solving": {"engines", "figures", "proposal"},
    "provenance": {
        *("catalog", "contents", "packet", "previous"),
        *("proposal", "publish", "resources"),
    },
    "freshness": {
        *("catalog", "compare", "contents", "previous"),
        *("proposal", "provenance", "publish"),
    },
    "difference": {
        *("catalog", "compare", "memo", "packet"),
        *("proposal", "render", "resources", "swap"),
    },
    "api": {
        *("assembly", "catalog", "compare", "contents", "difference", "engines", "figures"),
        *("evidence", "packet", "proposal", "publish", "pull", "render", "solving"),
    },
    "memo": {"compare", "contents", "figures", "packet", "render", "resources"},
    "agreement": {"audit", "packet", "render"},
    "template_check": {"agreement", "audit", "packet", "proposal", "render", "resources"},
    "assembly": {
        "agreement",
        "audit",
        "catalog",
        "compare",
        "contents",
        "engines",
        "packet",
        "previous",
        "proposal",
        "provenance",
        "publish",
        "render",
        "resources",
        "template_check",
    },
}

# Each costs tenths of a second, for which nobody who asks for help or checks an input should wait.
HEAVY = {
    "docx",
    "duckdb",
    "formualizer",
    "genai_prices",
    "httpx2",
    "jinja2",
    "lxml",
    "markdown",
    "numpy",
    "openpyxl",
    "resvg_py",
    "starlette",
    "uvicorn",
    "watchfiles",
    "weasyprint",
}


def name_of(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


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


def figures_of(record: ast.ClassDef) -> list[ast.AnnAssign]:
    """The fields of a record that hold figures."""
    fields = [field for field in record.body if isinstance(field, ast.AnnAssign)]
    kinds = {"Figure", "Line", "Expression"}
    return [
        field for field in fields if kinds & set(re.findall(r"\w+", ast.unparse(field.annotation)))
    ]


class TestEveryModule:
    def test_imports_run_one_way(self) -> None:
        rooms = {room_of(module) for module in MODULES} - COMMAND_LINE - {"__init__"}
        assert rooms == MAY_IMPORT.keys(), "say in MAY_IMPORT what a new room may import"
        wrong = {
            name_of(module): strange
            for module in MODULES
            if (room := room_of(module)) in MAY_IMPORT
            and (strange := imported_by(module) - {room, WORDS, *MAY_IMPORT[room]})
        }
        assert wrong == {}

    def test_says_what_it_is_for(self) -> None:
        silent = [name_of(module) for module in MODULES if not ast.get_docstring(source_of(module))]
        assert silent == []

    def test_is_short(self) -> None:
        lengths = {
            name_of(module): len(module.read_text(encoding="utf-8").splitlines())
            for module in MODULES
        }
        assert {name: length for name, length in lengths.items() if length > 400} == {}

    def test_names_the_fields_of_records_that_hold_many_figures(self) -> None:
        """So that no two figures can be swapped."""
        open_to_slips = {
            (name_of(module), node.name)
            for module in MODULES
            for node in nodes_of(module)
            if isinstance(node, ast.ClassDef)
            if any("dataclass" in ast.unparse(each) for each in node.decorator_list)
            if len(figures_of(node)) > 3
            if not any("kw_only=True" in ast.unparse(each) for each in node.decorator_list)
        }
        assert open_to_slips == set()

    def test_has_short_functions(self) -> None:
        lengths = {
            (name_of(module), node.name): (node.end_lineno or node.lineno) - node.lineno + 1
            for module in MODULES
            for node in nodes_of(module)
            if isinstance(node, ast.FunctionDef)
        }
        assert {name: length for name, length in lengths.items() if length > 50} == {}

    def test_leaves_printing_and_exit_codes_to_the_command_line(self) -> None:
        elsewhere = [module for module in MODULES if room_of(module) not in COMMAND_LINE]
        talking = {name_of(module): used for module in elsewhere if (used := talk_in(module))}
        assert talking == {}


def imported_by(module: Path) -> set[str]:
    package = ("generator", *module.relative_to(PACKAGE).parent.parts)
    return imported_rooms(source_of(module), package)


def talk_in(module: Path) -> set[str]:
    """By what a module prints or ends the process."""
    nodes = nodes_of(module)
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    attributes = {ast.unparse(node) for node in nodes if isinstance(node, ast.Attribute)}
    printing = names & {"print", "exit", "SystemExit"}
    return printing | attributes & {"sys.stdout", "sys.stderr", "sys.exit", "os._exit"}


# What a figure is stands in the fields of its key; its text is for people. These rooms never take it apart.
KEEP_KEYS_WHOLE = {"figures", "engines", "packet", "render", "audit"}
OF_TEXTS = {
    *("split", "rsplit", "partition", "rpartition", "startswith", "endswith"),
    *("removeprefix", "removesuffix", "find", "index", "count"),
}
OF_PATTERNS = {"search", "match", "fullmatch", "finditer", "findall", "sub"}
# How a number is written: `.3f`.
NUMERAL = re.compile(r"\.[fg]")
# Dots that stand in no key.
OTHER_DOTS = {
    ("packet/quotes.py", "_key_and_form"): "what somebody typed between the braces of a quote",
    ("packet/quotes.py", "_is_known"): "the decimals of a number",
    ("render/workbook/finish.py", "charts_of"): "the ending of a file's name",
}


def is_key(node: ast.AST) -> bool:
    """Whether an expression is, by its name, a key or the path of an input: `row.key`, `flags_key`."""
    name = getattr(node, "attr", getattr(node, "id", ""))
    return name in ("key", "original", "path") or name.endswith("_key")


def keys_taken_apart(source: ast.AST) -> Iterator[str]:
    """Whatever reads a part out of a key's text, or makes the text of one that has no parts."""
    for node in ast.walk(source):
        match node:
            case ast.Call(func=ast.Attribute(value=text, attr=method)) if method in OF_TEXTS:
                dots = [part for part in node.args if isinstance(part, ast.Constant)]
                if is_key(text) or any(part.value == "." for part in dots):
                    yield ast.unparse(node)
            case ast.Call(func=ast.Attribute(attr=method), args=texts) if method in OF_PATTERNS:
                if any(map(is_key, texts)):
                    yield ast.unparse(node)
            case ast.Compare(left=ast.Constant(value=str()), ops=[ast.In() | ast.NotIn()]):
                if is_key(node.comparators[0]):
                    yield ast.unparse(node)
            case ast.JoinedStr(values=parts):
                plain = "".join(str(part.value) for part in parts if isinstance(part, ast.Constant))
                if re.fullmatch(r"[a-z_]*\.[a-z_.]*", plain) and not NUMERAL.fullmatch(plain):
                    yield ast.unparse(node)


def test_no_meaning_is_read_out_of_a_key() -> None:
    read = {
        (name_of(module), function.name): found
        for module in MODULES
        if room_of(module) in KEEP_KEYS_WHOLE
        for function in nodes_of(module)
        if isinstance(function, ast.FunctionDef) and (found := list(keys_taken_apart(function)))
    }
    assert read.keys() - OTHER_DOTS.keys() == set()


@pytest.mark.parametrize(
    "line",
    [
        "family = figure.key.partition('.')[0]",
        "is_price = step.key.endswith('.request_price')",
        "parts = name.split('.')",
        "is_cloud = '.cloud_part.' in row.key",
        "number = NUMBERED.search(key)",
        "key = f'{option.path}.{name}'",
        "key = f'choice.{other.id}'",
    ],
)
def test_every_way_to_read_a_key_is_seen(line: str) -> None:
    assert len(list(keys_taken_apart(ast.parse(line)))) == 1


@cache
def source_of(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


@cache
def nodes_of(module: Path) -> list[ast.AST]:
    return list(ast.walk(source_of(module)))


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
    ("arguments", "needed"),
    [
        (["--version"], set()),
        (["--help"], set()),
        # The list prices of the model that it names, whose package brings a client of the web.
        (["check", "inputs/ollama-platform.yaml"], {"genai_prices", "httpx2"}),
    ],
    ids=["--version", "--help", "check"],
)
def test_quick_commands_import_nothing_heavy(arguments: list[str], needed: set[str]) -> None:
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
    assert imported & HEAVY == needed
