"""No message, page or docstring names a command, an option or a field that does not exist."""

import argparse
import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from generator.cli.grammar import commands_of, parser
from generator.proposal.fields import RANGE_FIELDS
from generator.proposal.models.own_catalogue import OwnCatalogue
from generator.proposal.models.proposal import Proposal
from generator.proposal.section import Section
from generator.wording.saying import translations

ROOT = Path(__file__).parent.parent
PAGES = (
    "README.md",
    "CHANGELOG.md",
    "docs/*.md",
    "docs/*.in",
    "docs/zh-CN/*.md",
    "templates/starter/*.yaml",
)
# `budget check`, 'budget list cards', or a line that is a command.
COMMAND = re.compile(
    r"(?:[`'\"]|^ {4}|(?:run|then|and|或|运行)[:：]? )budget ([a-z][a-z-]*)", re.MULTILINE
)
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
# A field as a fix spells it: `add chosen_because: …`, `rate: 400`.
SPELT = re.compile(r"(?<![\w.'])([a-z][a-z0-9_]{2,}): ?(?:…|\{|\[)")
QUOTED = re.compile(r"`([a-z][a-z0-9_]*(?:\.[a-z0-9_*]+)*)`")
# Words in backquotes that are no fields: what a field may say, ids of options, columns of our own data.
NOT_FIELDS = {"true", "false", "none", "auto", "once", "openai", "azure", "gongwen"}
# Names of the user's own in examples: of options, entries of the catalogue, scenarios and mixes.
OWN_NAMES = {
    "on_premise",
    "do_nothing",
    "our_card",
    "our_model",
    "our_server",
    "conservative",
    "dearer",
    "mix",
}
VALUE = "\0"


@cache
def commands() -> dict[str, argparse.ArgumentParser]:
    return commands_of(parser())


@cache
def options() -> frozenset[str]:
    parsers = (parser(), *commands().values())
    return frozenset(
        name for each in parsers for action in each._actions for name in action.option_strings
    )


def sections(kind: type[Section] = Section) -> Iterator[type[Section]]:
    for below in kind.__subclasses__():
        yield below
        yield from sections(below)


@cache
def fields() -> frozenset[str]:
    known = {name for section in sections() for name in section.field_names()}
    return frozenset(known | set(RANGE_FIELDS) | NOT_FIELDS | OWN_NAMES)


def strings(path: Path) -> Iterator[str]:
    """The literal texts of a module, docstrings included; VALUE where one is put in."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    inner = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    templates = {
        id(node.args[0])
        for node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "said"
    }
    for node in nodes:
        if id(node) in templates and isinstance(node, ast.Constant):
            parsed = Formatter().parse(str(node.value))
            yield "".join(text + VALUE * (name is not None) for text, name, _, _ in parsed)
        elif (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inner
        ):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            parts = (
                part.value if isinstance(part, ast.Constant) else VALUE for part in node.values
            )
            yield "".join(map(str, parts))


@cache
def texts() -> dict[str, str]:
    """All that a person may read of us, by where it stands."""
    found = {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for pattern in PAGES
        for path in ROOT.glob(pattern)
    }
    for codes in (ROOT / "generator/proposal").glob("codes*.yaml"):
        found[codes.name] = codes.read_text(encoding="utf-8")
    for path in (ROOT / "generator").rglob("*.py"):
        found[str(path.relative_to(ROOT))] = "\n".join(strings(path))
    found |= {f"budget {name} --help": each.format_help() for name, each in commands().items()}
    return found


def test_every_command_that_is_named_exists() -> None:
    named = {(place, name) for place, text in texts().items() for name in COMMAND.findall(text)}
    assert {(place, name) for place, name in named if name not in commands()} == set()


def test_every_option_that_is_named_exists() -> None:
    lines = ((place, line) for place, text in texts().items() for line in text.splitlines())
    of_budget = ((place, line) for place, line in lines if "budget " in line)
    named = {(place, name) for place, line in of_budget for name in OPTION.findall(line)}
    assert {(place, name) for place, name in named if name not in options()} == set()


def test_a_translation_names_the_same_commands_and_options() -> None:
    """So that those of all languages exist."""
    after_our_name = re.compile(r"\bbudget ([a-z][a-z-]*)")
    for english, chinese in translations("zh-CN").items():
        named = set(after_our_name.findall(english)) & commands().keys()
        assert set(after_our_name.findall(chinese)) == named
        assert set(OPTION.findall(chinese)) == set(OPTION.findall(english))


def test_every_field_that_a_fix_spells_exists() -> None:
    fixes = {
        place: text
        for place, text in texts().items()
        if "proposal/" in place or "engines/" in place or place.startswith("codes.")
    }
    named = {(place, name) for place, text in fixes.items() for name in SPELT.findall(text)}
    assert {(place, name) for place, name in named if name not in fields()} == set()


@pytest.mark.parametrize(
    "section", [Proposal, OwnCatalogue, *sections()], ids=lambda section: section.__name__
)
def test_every_field_that_a_docstring_quotes_exists(section: type[Section]) -> None:
    named = QUOTED.findall(inspect.getdoc(section) or "")
    unknown = [name for name in named if not set(name.split(".")) <= fields()]
    assert unknown == []
