"""Reading: the tree is what was written and knows where, or all problems are reported at once."""

import copy
import io
import pickle
import random
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.proposal import parsing
from generator.proposal.characters import FORBIDDEN, source_lines
from generator.proposal.nodes import MappingNode, Node, Scalar, SequenceNode
from generator.proposal.printable import printable
from generator.proposal.problems import Mark, Problem, ProblemList
from generator.proposal.reading import display_name, read_nodes, read_text

TEXT = """\
# yaml-language-server: $schema=…
proposal: {title: "本地 LLM", version: 010}
benefits:
  - item: API 费用替代
    monthly: 15000
  - {item: 研发提效, monthly: ~}
"""


def problems_of(text: str) -> tuple[Problem, ...]:
    with pytest.raises(ProblemList) as raised:
        read_nodes(text, "x.yaml")
    return raised.value.problems


def codes_of(text: str) -> list[str]:
    return [problem.code for problem in problems_of(text)]


def scalars(node: Node) -> list[Scalar]:
    """All scalars of a tree, in order."""
    if isinstance(node, Scalar):
        return [node]
    children = node.values() if isinstance(node, MappingNode) else node
    return [scalar for child in children for scalar in scalars(child)]


# ---- the tree ------------------------------------------------------------------------------------


def test_every_scalar_stays_the_text_that_was_typed() -> None:
    text = "a: 010\nb: 1:30\nc: yes\nd: 1_000\ne: 2026-11-23\nf: 0x1F\n2026: on\n"
    assert read_nodes(text, "x") == {
        "a": "010",
        "b": "1:30",
        "c": "yes",
        "d": "1_000",
        "e": "2026-11-23",
        "f": "0x1F",
        "2026": "on",
    }


def test_nodes_know_their_path_and_place() -> None:
    found = {scalar.path: scalar.mark for scalar in scalars(read_nodes(TEXT, "x.yaml"))}
    assert found == {
        "proposal.title": Mark("x.yaml", 2, 19, 8),
        "proposal.version": Mark("x.yaml", 2, 38, 3),
        "benefits.0.item": Mark("x.yaml", 4, 11, 8),
        "benefits.0.monthly": Mark("x.yaml", 5, 14, 5),
        "benefits.1.item": Mark("x.yaml", 6, 12, 4),
        "benefits.1.monthly": Mark("x.yaml", 6, 27, 1),
    }


def test_mappings_and_sequences_know_theirs() -> None:
    root = read_nodes(TEXT, "x.yaml")
    proposal, benefits = root["proposal"], root["benefits"]
    assert isinstance(proposal, MappingNode)
    assert isinstance(benefits, SequenceNode)
    assert (root.path, proposal.path, benefits.path) == ("", "proposal", "benefits")
    assert benefits[1].path == "benefits.1"
    assert proposal.mark == Mark("x.yaml", 2, 11, 31)  # from { to }
    assert benefits.mark == Mark("x.yaml", 4, 3, 1)
    assert root.key_marks["benefits"] == Mark("x.yaml", 3, 1, 8)
    assert proposal.key_marks["version"] == Mark("x.yaml", 2, 29, 7)


def test_quoted_and_empty_scalars_are_told_apart() -> None:
    root = read_nodes("a:\nb: ~\nc: null\nd: ''\ne: 'null'\nf: |\n  x\ng: x\n", "x")
    told = {name: (str(s), s.plain, s.empty) for name, s in root.items() if isinstance(s, Scalar)}
    assert told == {
        "a": ("", True, True),
        "b": ("", True, True),
        "c": ("", True, True),
        "d": ("", False, False),
        "e": ("null", False, False),
        "f": ("x\n", False, False),
        "g": ("x", True, False),
    }


def test_an_alias_has_the_path_where_it_stands_and_the_mark_where_it_is_written() -> None:
    root = read_nodes("a: &base {quantity: 2}\nb: [*base, *base]\n", "x")
    assert root["b"] == [{"quantity": "2"}, {"quantity": "2"}]
    last = scalars(root)[-1]
    assert last.path == "b.1.quantity"
    assert last.mark == Mark("x", 1, 21, 1)


def test_a_tree_can_be_copied_and_sent_to_another_process() -> None:
    root = read_nodes(TEXT, "x.yaml")
    for other in (copy.deepcopy(root), pickle.loads(pickle.dumps(root))):
        assert other == root
        assert [(s.path, s.mark, s.plain, s.empty) for s in scalars(other)] == [
            (s.path, s.mark, s.plain, s.empty) for s in scalars(root)
        ]


LETTERS = st.sampled_from([chr(code) for code in sorted(printable())] + ["\n", "\t"])
NAMES = st.text(LETTERS, min_size=1, max_size=8).filter(
    lambda name: name == name.strip() and name != "<<" and not FORBIDDEN.search(name)
)
TEXTS = st.text(LETTERS, max_size=20).filter(lambda text: not FORBIDDEN.search(text))
DATA = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=50)
@given(st.dictionaries(NAMES, DATA, min_size=1), st.booleans())
def test_what_pyyaml_writes_is_read_back(data: dict[str, Any], flow: bool) -> None:
    text = yaml.safe_dump(data, allow_unicode=True, default_flow_style=flow)
    assert read_nodes(text, "x") == data


# ---- problems ------------------------------------------------------------------------------------


def test_all_problems_of_the_tree_are_reported_at_once_even_before_a_broken_line() -> None:
    text = "a: 1\na: 2\nb: !!int 3\n<<: {c: 1}\nd: \x07\n[e]: 1\nf: [1\n"
    assert codes_of(text) == ["E007", "E009", "E009", "E019", "E009", "E004"]


def test_a_name_is_given_twice_only_within_one_mapping() -> None:
    assert codes_of("a: {x: 1, 'x': 2}\nb: {x: 1}\n") == ["E007"]


def test_nesting_ends_at_64_levels() -> None:
    assert read_nodes("a: " + "[" * 63 + "]" * 63, "x")
    assert codes_of("a: " + "[" * 64 + "]" * 64) == ["E005"]


def test_nesting_through_aliases_ends_at_64_levels() -> None:
    value = "[" * 40 + "]" * 40
    assert codes_of(f"a: &a {value}\nb: {'[' * 30}*a{']' * 30}\n") == ["E005"]


def test_aliases_stand_for_at_most_10_000_nodes() -> None:
    # Each alias stands for the list and its 99 items: 100 nodes.
    hundred = f"a: &a [{', '.join('x' * 99)}]\n"
    assert read_nodes(f"{hundred}b: [{', '.join(['*a'] * 100)}]\n", "x")
    assert codes_of(f"{hundred}b: [{', '.join(['*a'] * 101)}]\n") == ["E006"]


def test_a_text_is_at_most_what_a_spreadsheet_cell_takes() -> None:
    assert read_nodes(f"a: {'x' * 32_767}", "x")
    assert codes_of(f"a: {'x' * 32_768}") == ["E019"]
    assert codes_of(f"a: {chr(0x2CE7C) * 16_384}") == ["E019"]  # two UTF-16 units each


@pytest.mark.parametrize(
    "text",
    ["[" * 200_000, "{" * 200_000, "- " * 100_000, "a: {" * 50_000, "a: [" * 262_144],
    ids=["[", "{", "-", "a: {", "1 MiB"],
)
def test_hostile_nesting_is_refused_at_once(text: str) -> None:
    started = time.process_time()
    assert codes_of(text) == ["E005"]
    assert time.process_time() - started < 0.5


def test_repetitions_of_repetitions_are_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    started = time.process_time()
    assert codes_of("\n".join(lines)) == ["E006"]
    assert time.process_time() - started < 0.5


def test_a_long_file_that_breaks_off_is_not_read_field_by_field() -> None:
    """That takes as long as all its lines for each field."""
    fields = "a: @\nb: @\n"
    assert codes_of(fields) == ["E004", "E004"]
    assert codes_of("\n" * 6000 + fields) == ["E004"]


def test_a_long_name_is_not_repeated_in_every_path() -> None:
    # 60 levels of names with 500 characters above 20,000 items: 600 MB of paths, were they written.
    name = "x" * 500
    text = f"{{{name}: " * 60 + "[" + "a," * 20_000 + "]" + "}" * 60
    last = scalars(read_nodes(text, "x"))[-1]
    assert last.path == ".".join([name] * 60) + ".19999"


def test_pythons_own_parser_gives_the_same_tree_and_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = ["a: [1\nb: 2\n", "a: 'x\n", "a：1\nb: 2\n", "a: 1\n  b: 2\n", "- a\n", "a: @x\n"]
    expected = [[(p.code, p.mark, p.message) for p in problems_of(text)] for text in broken]
    tree = read_nodes(TEXT, "x")
    monkeypatch.setattr(parsing, "LOADER", yaml.Loader)
    assert read_nodes(TEXT, "x") == tree
    assert [[(p.code, p.mark, p.message) for p in problems_of(text)] for text in broken] == expected


YAML_LIKE = st.text(
    alphabet=" \n\t-:：,，[]{}&*!|>'\"%@#?<~aé预\\\x00\u200b\u2028\ud800𠮷0.", max_size=60
)


@given(st.one_of(st.text(), YAML_LIKE))
def test_any_text_is_a_tree_or_a_list_of_problems_within_it(text: str) -> None:
    root, problems = outcome(text)
    assert (root is None) == bool(problems)
    lines = source_lines(text.removeprefix("\ufeff"))
    check_marks(root, lines)
    for problem in problems:
        assert problem.message
        assert 1 <= problem.mark.line <= len(lines)
        assert 1 <= problem.mark.column <= len(lines[problem.mark.line - 1]) + 1


def outcome(text: str) -> tuple[MappingNode | None, tuple[Problem, ...]]:
    """The tree, or None and the problems."""
    try:
        return read_nodes(text, "x"), ()
    except ProblemList as listed:
        return None, listed.problems


def check_marks(root: MappingNode | None, lines: list[str]) -> None:
    """Each plain scalar of one line stands at its mark, letter by letter."""
    for scalar in scalars(root) if root else ():
        mark = scalar.mark
        if scalar.plain and not scalar.empty and mark.width == len(scalar):
            line = lines[mark.line - 1]
            assert line[mark.column - 1 : mark.column - 1 + mark.width] == scalar


def test_marks_hold_in_a_mutated_example() -> None:
    """A real input with single characters changed: never another exception, marks always right."""
    numbers = random.Random(20261123)
    signs = ["\u3000", "\x07", "", *"：，:,[]{}\"'-#&*!\t\n "]
    for _ in range(400):
        at = numbers.randrange(len(TEXT))
        text = TEXT[:at] + numbers.choice(signs) + TEXT[at + 1 :]
        check_marks(outcome(text)[0], source_lines(text))


# ---- files ---------------------------------------------------------------------------------------


def read_bytes(content: bytes) -> str:
    """What read_text makes of bytes on standard input."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        return read_text("-")


def file_problem(path: str) -> Problem:
    with pytest.raises(ProblemList) as raised:
        read_text(path)
    (problem,) = raised.value.problems
    return problem


def test_a_byte_order_mark_is_not_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes("\ufefftitle: 预算\r\n".encode())
    assert read_text(str(path)) == "title: 预算\r\n"


def test_standard_input_is_named_in_messages() -> None:
    assert read_bytes("title: 预算\n".encode()) == "title: 预算\n"
    assert display_name("-") == "<stdin>"
    assert display_name("inputs/x.yaml") == "inputs/x.yaml"


def test_a_missing_file_is_named_with_the_nearest_one(tmp_path: Path) -> None:
    (tmp_path / "proposal.yaml").write_text("", encoding="utf-8")
    problem = file_problem(str(tmp_path / "propsal.yaml"))
    assert problem.code == "E001"
    assert problem.message == "there is no such file"
    assert problem.fix == f"did you mean '{tmp_path / 'proposal.yaml'}'?"


@pytest.mark.parametrize("name", ["missing/x.yaml", "", "a\0b", "x" * 5000, "x.yaml/y"])
def test_whatever_cannot_be_opened_is_a_problem(name: str, tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("", encoding="utf-8")
    assert file_problem(f"{tmp_path}/{name}").code == "E001"


def test_a_closed_standard_input_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert file_problem("-").code == "E001"


def test_another_encoding_is_named_at_its_first_character(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes("a: 1\nb: 价格".encode("gbk"))
    problem = file_problem(str(path))
    assert (problem.code, problem.mark) == ("E002", Mark(str(path), 2, 4))
    assert problem.fix == "this looks like GBK: save the file with the encoding UTF-8"
    path.write_bytes("预算".encode("utf-16"))
    assert file_problem(str(path)).fix.startswith("this looks like UTF-16")
    path.write_bytes(b"PK\x03\x04\xff")
    assert file_problem(str(path)).fix.startswith("this is a finished document")
    with pytest.raises(ProblemList) as raised:
        read_nodes("proposal: {title: a}".encode("utf-16le").decode(), "x.yaml")
    [problem] = raised.value.problems
    assert (problem.code, problem.mark) == ("E002", Mark("x.yaml", 1, 2))
    assert problem.fix.startswith("this looks like UTF-16")


def test_an_input_is_at_most_1_mib(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"#" * 1024 * 1024)
    assert len(read_text(str(path))) == 1024 * 1024
    path.write_bytes(b"#" * (1024 * 1024 + 1))
    assert file_problem(str(path)).code == "E003"
    assert codes_of("#" * (1024 * 1024 + 1)) == ["E003"]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_text_or_a_problem(content: bytes) -> None:
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        with pytest.raises(ProblemList, match="E002"):
            read_bytes(content)
    else:
        assert read_bytes(content) == content.decode("utf-8-sig")
