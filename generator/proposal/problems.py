"""Turns what is wrong with an input into messages: where it stands, what it is, how to mend it.

inputs/x.yaml:31:9: error E014: unknown field 'quantty'
   31 |         quantty: 1 台
      |         ^^^^^^^ did you mean 'quantity'?
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NoReturn, TypeVar

from generator.proposal.characters import cells, shortened, visible
from generator.wording.saying import ENGLISH, in_language, said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Read = TypeVar("Read")
# Of a long list a hint names these many; a short one it gives whole.
MOST_HINTS, MOST_ALLOWED = 5, 15
WINDOW_CELLS = 100
CELLS_BEFORE_CARET = 60
LONGEST_COMPARED_WORD = 80
SEVERITIES = {"error": said("error"), "warning": said("warning")}
COLOURS = {"place": "1", "error": "1;31", "warning": "1;33", "fix": "36"}


@dataclass(frozen=True, slots=True)
class Mark:
    """Where something is written: line and column count from 1, column and width in characters.

    Line 0 means that there is no line: the file as a whole, or a value given by `--set`, whose file
    is "--set".
    """

    file: str
    line: int
    column: int
    width: int = 1

    @property
    def place(self) -> tuple[str, int, int]:
        """Where it begins."""
        return self.file, self.line, self.column


# The place of what `--set` gives.
SET = Mark("--set", 0, 0)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: its stable code (see codes.yaml), its place and how to mend it.

    spot: the words of a long text that are meant; the mark is that of the text.
    """

    code: str
    mark: Mark
    message: str
    fix: str = ""
    spot: str = ""

    @property
    def severity(self) -> str:
        """The word "warning" for a code that begins with W, else "error"."""
        return "warning" if self.code.startswith("W") else "error"


class BudgetError(Exception):
    """Why there is no result; whoever calls the package from Python catches this one.

    problems: all reasons at once; those that stand in no file have no code and no line.
    """

    problems: tuple[Problem, ...]

    def __init__(self, message: str) -> None:
        self.problems = (Problem("", Mark("", 0, 0), message),)
        super().__init__(message)

    def told(self, language: str = ENGLISH) -> str:
        """All reasons in a language, each with its place and its fix."""
        return "\n".join(
            render(problem, {}, language=language)
            if problem.code
            else in_language(problem.message, language)
            for problem in self.problems
        )


class ProblemList(BudgetError):
    """All that is wrong with an input, in the order of its lines; the one exception of reading."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        Exception.__init__(self, found := tuple(sorted(problems, key=_position)))
        self.problems = found

    def __str__(self) -> str:
        return self.told()


def problems_of(read: Callable[[], object]) -> tuple[Problem, ...]:
    """What keeps something from being read, if anything."""
    try:
        read()
    except ProblemList as refused:
        return refused.problems
    return ()


def each_of(*reads: Callable[[], Read]) -> list[Read]:
    """What each of these gives. Raises ProblemList with what is wrong in all of them."""
    found: list[Read] = []
    problems: list[Problem] = []
    for read in reads:
        try:
            found.append(read())
        except ProblemList as refused:
            problems += refused.problems
    if problems:
        raise ProblemList(problems)
    return found


class Findings:
    """Collects problems while reading goes on."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, problem: Problem) -> None:
        """Keeps a problem."""
        self.problems.append(problem)

    def stop(self, problem: Problem) -> NoReturn:
        """Raises ProblemList with the earlier problems and this one, which ends the reading."""
        raise ProblemList([*self.problems, problem])

    def raise_if_any(self) -> None:
        """Raises ProblemList when a problem was kept."""
        if self.problems:
            raise ProblemList(self.problems)


def render(
    problem: Problem,
    source_lines: Mapping[str, Sequence[str]],
    colour: bool = False,
    language: str = ENGLISH,
) -> str:
    """The message for a terminal: the place, what is wrong, the source line, a caret and the fix.

    source_lines: the lines of each file, by its name in the marks; without them the fix stands
    alone.
    """
    painted = _painted if colour else _plain
    problem = replace(problem, mark=_at_spot(problem, source_lines))
    lines = [_headline(problem, painted, language)]
    source = _line_of(problem.mark, source_lines)
    fix = visible(in_language(problem.fix, language))
    if source is not None:
        shown, carets = _excerpt(source, problem.mark)
        number = f"{problem.mark.line:>5}"
        lines.append(f"{number} | {shown}".rstrip())
        lines.append(f"{' ' * len(number)} | {painted(f'{carets} {fix}'.rstrip(), 'fix')}")
    elif fix:
        lines.append(f"      {painted(fix, 'fix')}")
    return "\n".join(lines)


def nearest(
    word: str, candidates: Iterable[str], limit: int = 1, likeness: float = 0.6
) -> list[str]:
    """The candidates, at most `limit`, that the word was probably meant to be; best first.

    Upper case, `_`, `-` and spaces do not count: `monthlyRequests` means `monthly_requests`.
    """
    by_letters: dict[str, str] = {}
    for candidate in candidates:
        by_letters.setdefault(letters_of(candidate), candidate)
    wanted = letters_of(word[:LONGEST_COMPARED_WORD])
    if not wanted:
        return []
    close = difflib.get_close_matches(wanted, by_letters, limit, likeness)
    return [by_letters[letters] for letters in close]


def some_of(names: Iterable[str], most: int = MOST_ALLOWED) -> str:
    """`a, b, c`: all names where they are few, else the first and how many there are besides."""
    listed = [shortened(name) for name in names]
    if len(listed) <= most:
        return ", ".join(listed)
    shown = ", ".join(listed[:MOST_HINTS])
    return said("{shown} and {count} more", shown=shown, count=len(listed) - MOST_HINTS)


def choices_for(word: str, choices: Sequence[str]) -> str:
    """What may stand in the place of a word, the nearest first."""
    listed = ", ".join(choices)
    if close := nearest(word, choices):
        return said("did you mean '{meant}'? allowed: {choices}", meant=close[0], choices=listed)
    return said("allowed: {choices}", choices=listed)


def letters_of(word: str) -> str:
    """A name as it is compared: without case, `_`, `-` and spaces."""
    return "".join(letter for letter in word.casefold() if letter not in "_- ")


def _position(problem: Problem) -> tuple[str, int, int]:
    return problem.mark.place


def _painted(text: str, part: str) -> str:
    return f"\x1b[{COLOURS[part]}m{text}\x1b[0m"


def _plain(text: str, _part: str) -> str:
    return text


def _headline(problem: Problem, painted: Callable[[str, str], str], language: str) -> str:
    mark = problem.mark
    place = f"{mark.file}:{mark.line}:{mark.column}" if mark.line else mark.file
    severity = painted(in_language(SEVERITIES[problem.severity], language), problem.severity)
    place = painted(visible(f"{place}:"), "place")
    message = visible(in_language(problem.message, language))
    return f"{place} {severity} {problem.code}: {message}"


def _at_spot(problem: Problem, source_lines: Mapping[str, Sequence[str]]) -> Mark:
    """The mark of the spot itself; that of the text where the text writes it otherwise, as with an escape."""
    mark, lines = problem.mark, source_lines.get(problem.mark.file, ())
    first = mark.column - 1
    for number in range(mark.line, len(lines) + 1 if problem.spot and mark.line else 0):
        column = lines[number - 1].find(problem.spot, first)
        if column >= 0:
            return Mark(mark.file, number, column + 1, len(problem.spot))
        first = 0
    return mark


def _line_of(mark: Mark, source_lines: Mapping[str, Sequence[str]]) -> str | None:
    lines = source_lines.get(mark.file, ())
    return lines[mark.line - 1] if 0 < mark.line <= len(lines) else None


def _excerpt(line: str, mark: Mark) -> tuple[str, str]:
    """The line, or its part around the column when it is long, and the carets below the mark."""
    first = min(mark.column - 1, len(line))
    start = first - _reach(line[:first][::-1], CELLS_BEFORE_CARET)
    end = start + _reach(line[start:], WINDOW_CELLS)
    before = ("…" if start else "") + visible(line[start:first])
    after = visible(line[first:end]) + ("…" if end < len(line) else "")
    marked = visible(line[first : min(first + mark.width, end)])
    return before + after, " " * cells(before) + "^" * max(cells(marked), 1)


def _reach(text: str, most_cells: int) -> int:
    """How many characters of the text fit into so many cells."""
    used = 0
    for count, character in enumerate(text):
        used += cells(visible(character))
        if used > most_cells:
            return count
    return len(text)
