"""How a problem is shown: its layout, the caret below wide characters, nothing that acts."""

import pickle

from generator.proposal.characters import cells
from generator.proposal.problems import (
    Mark,
    Problem,
    ProblemList,
    nearest,
    render,
)

FILE = "inputs/x.yaml"


def shown(line: str, column: int, width: int = 1, fix: str = "mend it") -> list[str]:
    """The excerpt below the headline, for a problem in line 1."""
    problem = Problem("E014", Mark(FILE, 1, column, width), "unknown field", fix)
    return render(problem, {FILE: [line]}).splitlines()[1:]


def test_the_layout_is_that_of_compilers() -> None:
    line = "        quantty: 1 台"
    mark = Mark(FILE, 31, 9, 7)
    problem = Problem("E014", mark, "unknown field 'quantty'", "did you mean 'quantity'?")
    assert render(problem, {FILE: [""] * 30 + [line]}) == (
        "inputs/x.yaml:31:9: error E014: unknown field 'quantty'\n"
        "   31 |         quantty: 1 台\n"
        "      |         ^^^^^^^ did you mean 'quantity'?"
    )


def test_the_caret_stands_below_wide_characters() -> None:
    # 数量 takes four cells, so the value begins in cell 6 and 台 takes two cells.
    assert shown("数量: 台", 5) == ["    1 | 数量: 台", "      |       ^^ mend it"]


def test_the_caret_counts_tabs_and_combining_marks() -> None:
    source, caret = shown("\te\u0301: x", 6)
    assert source.index("x") == len("    1 |     e\u0301: ")
    assert cells(caret[: caret.index("^")]) == cells(source[: source.index("x")])


def test_a_long_line_is_shown_around_the_column() -> None:
    source, caret = shown("前" * 500 + "错" + "后" * 500, 501)
    assert source.startswith("    1 | …")
    assert source.endswith("…")
    assert cells(source) <= 8 + 100 + 2
    assert cells(caret[: caret.index("^")]) == cells(source[: source.index("错")])


def test_a_mark_behind_the_end_of_the_line_stands_at_its_end() -> None:
    assert shown("a: 1", 99)[1] == "      |     ^ mend it"


def test_control_characters_do_not_reach_the_terminal() -> None:
    problem = Problem("E007", Mark("\x1b]0;x", 1, 1), "field '\x1b[2J'", "remove \u202e\x07")
    text = render(problem, {"\x1b]0;x": ["\x1b[31mred\x7f \x9b \u200b\ud800"]})
    assert text == (
        "␛]0;x:1:1: error E007: field '␛[2J'\n    1 | ␛[31mred␡ � ��\n      | ^ remove �␇"
    )


def test_without_the_source_line_the_fix_stands_alone() -> None:
    problem = Problem("E018", Mark("--set", 0, 0), "'a' has no item '7'", "it has 2")
    assert render(problem, {}) == "--set: error E018: 'a' has no item '7'\n      it has 2"


def test_a_warning_says_so() -> None:
    problem = Problem("W001", Mark("<stdin>", 3, 2), "15,800 is no figure")
    assert render(problem, {}) == "<stdin>:3:2: warning W001: 15,800 is no figure"


def test_colour_adds_only_escape_sequences() -> None:
    problem = Problem("E014", Mark(FILE, 1, 1), "unknown field 'a'", "remove it")
    coloured = render(problem, {FILE: ["a: 1"]}, colour=True)
    assert "\x1b[1;31merror\x1b[0m E014" in coloured
    for code in ("1", "1;31", "36", "0"):
        coloured = coloured.replace(f"\x1b[{code}m", "")
    assert coloured == render(problem, {FILE: ["a: 1"]})


def test_problems_are_listed_in_the_order_of_the_file() -> None:
    marks = [Mark("b", 1, 1), Mark("a", 9, 1), Mark("a", 2, 7), Mark("a", 2, 3)]
    listed = ProblemList(Problem("E014", mark, "") for mark in marks)
    assert [problem.mark for problem in listed.problems] == marks[::-1]


def test_a_problem_list_crosses_to_another_process() -> None:
    listed = ProblemList([Problem("E001", Mark("x", 0, 0), "there is no such file")])
    assert pickle.loads(pickle.dumps(listed)).problems == listed.problems
    assert str(listed) == "x: error E001: there is no such file"


def test_nearest_finds_what_was_meant() -> None:
    fields = ["quantity", "unit_price", "monthly", "monthly_requests", "life_years"]
    assert nearest("quantty", fields) == ["quantity"]
    assert nearest("monthlyRequests", fields) == ["monthly_requests"]
    assert nearest("Unit-Price", fields) == ["unit_price"]
    assert nearest("monthly_request", fields, limit=2) == ["monthly_requests", "monthly"]
    assert nearest("colour", fields) == []
    assert nearest("", fields) == []
    assert nearest("x" * 100_000, fields) == []
