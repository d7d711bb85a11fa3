"""All that the program says can be said in every language; what is not translated shows as English among Chinese."""

import ast
import re
import string
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypeGuard

import pytest

from generator.audit.model_review.plain_formulas import UNIVERSAL
from generator.audit.model_review.spots import Spot, findings_of
from generator.audit.workbook import contrast
from generator.cli import speech
from generator.cli.examples import EXAMPLES
from generator.cli.grammar import parser
from generator.cli.messages import tell
from generator.contents import SOURCE, WORKBOOK
from generator.proposal import syntax
from generator.proposal.meanings import meanings_of, translated
from generator.proposal.models.own_catalogue import OwnCatalogue
from generator.proposal.models.proposal import Proposal
from generator.wording.saying import all_of, any_of, in_language, joined, said, translations
from tests.test_input_reference import sections

PACKAGE = Path(__file__).parent.parent / "generator"
SAYING = ("said", "to_be_said")
# Calls that tell a person something, and the places of their texts.
TELLING = {
    "Problem": (2, 3),
    "problem": (1, 2),
    "Doubt": (2, 3),
    "NumberProblem": (0, 1),
    "tell": (0,),
    "show": (0,),
    "OutputProblem": (0,),
}
OWN_FAULTS = ("FigureTruthError", "NotImplementedError", "TypeError", "ValueError")
CHINESE = "zh-CN"
# Rooms that talk to the user: of all others the words stand in templates.
TALKING = re.compile(r"(audit|pull|cli|compare|memo|proposal|catalog|render/pdf)/|[a-z_]+\.py$")
# Two words of English prose, which are neither markup, a pattern nor a command.
PROSE = re.compile(r"^(?!(?:sudo|brew|pacman|budget) )[^<>|\\$]*\b[a-z]{2,} [a-z]{2,}\b[^<>|\\$]*$")
# Modules that tell nothing, and texts of others that are for no user.
SILENT = {
    "evidence/questions.py",
    "figures/functions.py",
    "packet/typed_units.py",
    "preview/app.py",
}
NOT_TOLD = {
    *UNIVERSAL.values(),
    *(pattern for pattern, _ in syntax.RULES),
    *(".notdef glyph rendered", "unclosed file .*sRGB2014", "the picture", "tight tighter"),
    *("table note", "budget-proposal packet", "Something that begins. from: its first month."),
    *("models openai/gpt-4o", " -m pip install duckdb", " has no attribute "),
}


@cache
def modules() -> dict[str, list[ast.AST]]:
    """The nodes of each module that says something, or whose business it is to."""
    names = re.compile(rf"\b({'|'.join([*SAYING, *TELLING])})\(")
    texts = {
        path.relative_to(PACKAGE).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(PACKAGE.rglob("*.py"))
    }
    return {
        name: list(ast.walk(ast.parse(text)))
        for name, text in texts.items()
        if names.search(text) or TALKING.match(name)
    }


@cache
def calls() -> list[tuple[str, str, ast.Call]]:
    """Every call of a named function, with its name and where it stands."""
    return [
        (node.func.id, f"{name}:{node.lineno}", node)
        for name, nodes in modules().items()
        for node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]


def templates() -> Iterator[str]:
    for name, place, call in calls():
        if name in SAYING:
            [template] = call.args
            assert isinstance(template, ast.Constant), f"{place}: the template is written out"
            yield str(template.value)


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_everything_that_is_said_is_translated_and_nothing_else() -> None:
    assert set(templates()) == translations(CHINESE).keys()


def test_a_translation_has_the_fields_of_the_template() -> None:
    wrong = [
        english
        for english, other in translations(CHINESE).items()
        if fields(english) != fields(other)
    ]
    assert wrong == []


def test_every_meaning_is_translated_and_nothing_else() -> None:
    """Each field, and each section, for the reference and for what an editor tells."""
    files = (Proposal, OwnCatalogue)
    names = {name for file in files for name in (file.__name__, *file.model_json_schema()["$defs"])}
    told = [meanings_of(section) for section in sections() if section.__name__ in names]
    assert {
        text for each in told for text in (each.summary, *each.fields.values())
    } == translated().keys()


def test_no_problem_is_a_literal_text() -> None:
    """Which would stay English in every language."""
    literal = [
        place
        for name, place, call in calls()
        for number in TELLING.get(name, ())
        if number < len(call.args)
        and isinstance(text := call.args[number], ast.JoinedStr | ast.Constant)
        and not (isinstance(text, ast.Constant) and text.value == "")
    ]
    assert literal == []


def test_no_sentence_stands_beside_what_is_said() -> None:
    """Such as the message of an exception, or of a finding, which some command prints in the end."""
    found = [
        f"{name}:{sentence.lineno}"
        for name, nodes in modules().items()
        if name not in SILENT
        for sentence in {node for node in nodes if is_sentence(node)} - set(said_in(nodes))
    ]
    assert found == []


def is_sentence(node: ast.AST) -> TypeGuard[ast.Constant]:
    match node:
        case ast.Constant(value=str(text)):
            return text not in NOT_TOLD and PROSE.match(text) is not None
    return False


def said_in(nodes: list[ast.AST]) -> Iterator[ast.AST]:
    """What is said, docstrings, and what only its programmer reads: of asserts and errors of the program's own."""
    for node in nodes:
        match node:
            case ast.Expr(value=text) | ast.Assert(msg=ast.Constant() as text):
                yield text
            case ast.Call(func=ast.Name(id=name)) if name in SAYING:
                yield from node.args
            case ast.Raise(exc=ast.Call(func=ast.Name(id=name), args=[text])) if name in OWN_FAULTS:
                yield from ast.walk(text)


def test_what_is_said_of_what_is_said_is_translated_with_it() -> None:
    number = said("a number is needed here, not {what}", what=said("a list"))
    assert number == "a number is needed here, not a list"
    assert in_language(number, CHINESE) == "这里应是一个数字，现在是一个列表"
    assert in_language(all_of(["a", "b", "c"]), CHINESE) == "a、b 与 c"
    assert in_language(any_of(["a"]), CHINESE) == any_of(["a"]) == "a"
    assert (
        in_language(joined([number, "b"], "; "), CHINESE) == "这里应是一个数字，现在是一个列表; b"
    )
    assert in_language("not translated", CHINESE) == "not translated"


@pytest.mark.parametrize(
    ("set_for", "text", "asked", "expected"),
    [
        ({}, "proposal: {title: x}", "", "en"),
        ({"LANG": "zh_CN.UTF-8"}, "proposal: {title: x}", "", CHINESE),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "proposal: {title: x}", "", "en"),
        ({"LANG": "zh_CN.UTF-8"}, "proposal: {title: x, language: en}", "", "en"),
        ({}, "proposal:\n  language: zh-CN\n  : broken", "", CHINESE),
        ({}, "# language: zh-CN\nproposal: {language: cn}", "", "en"),
        ({}, "proposal: {language: zh-CN}", "proposal.language=en", "en"),
        ({"BUDGET_LANGUAGE": "zh"}, "proposal: {language: en}", "proposal.language=en", CHINESE),
    ],
)
def test_the_language_of_a_run(
    set_for: dict[str, str],
    text: str,
    asked: str,
    expected: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """That of the input before that of the locale, and what is asked for before both."""
    for name in (speech.VARIABLE, *speech.LOCALE):
        monkeypatch.delenv(name, raising=False)
    for name, value in set_for.items():
        monkeypatch.setenv(name, value)
    file = tmp_path / "input.yaml"
    file.write_text(text, encoding="utf-8")
    speech.speak_of(str(file), [asked] if asked else [])
    assert speech.spoken_language() == expected


def test_of_a_file_of_a_packet_it_is_that_of_the_packet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(speech.VARIABLE)
    (tmp_path / SOURCE).parent.mkdir()
    (tmp_path / SOURCE).write_text("proposal: {language: zh-CN}", encoding="utf-8")
    speech.speak_of(str(tmp_path / WORKBOOK))
    assert speech.spoken_language() == CHINESE


def test_a_finding_is_told_in_it() -> None:
    areas = [Spot("x", "电力", (row, column)) for row in (8, 10, 12, 14) for column in (2, 3)]
    lone = Spot("x", "电力", (20, 2))
    [finding] = findings_of("x", [*areas, lone])
    told = replace(finding, message=contrast(said("shows"), 5.0, None, "=A1")).told
    assert told == (
        "电力!B8:C8, B10:C10, B12:C12, B14:C14 and 1 more cell: "
        "the sheet shows 5.00 where the model says nothing (=A1)"
    )
    assert in_language(told, CHINESE) == (
        "电力!B8:C8, B10:C10, B12:C12, B14:C14 及另 1 个单元格：工作表显示 5.00，模型得 空值（=A1）"
    )


def test_the_command_speaks_it(capsys: pytest.CaptureFixture[str]) -> None:
    speech.speak(CHINESE)
    tell(said("the {file} is empty", file=said("input")))
    speech.speak("en")
    tell(said("the {file} is empty", file=said("input")))
    assert capsys.readouterr().err == "输入文件是空的\nthe input is empty\n"


@pytest.mark.parametrize("language", ["en", CHINESE])
def test_help_leads_with_examples_in_the_language_of_the_run(language: str) -> None:
    speech.speak(language)
    [commands] = [action.choices for action in parser()._actions if action.dest == "command"]
    assert isinstance(commands, dict)
    helps = {name: command.format_help() for name, command in commands.items()}
    speech.speak("en")
    assert {"budget", *helps} == EXAMPLES.keys()
    for name, text in helps.items():
        usage, examples = text.split("\n\n")[:2]
        line, told = EXAMPLES[name][0]
        assert usage.startswith("usage: budget" if language == "en" else "用法：budget")
        first = examples.splitlines()[0]
        assert first.startswith(f"  {line}")
        assert first.endswith(in_language(told, language))
        assert ("\noptions:\n" if language == "en" else "\n选项：\n") in text
