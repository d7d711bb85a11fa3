"""Turns the parser's words for broken notation into a message that a writer of texts understands.

The parser names the place where it gave up, which is often the line below the mistake; each rule
looks for the mistake itself. Where no rule applies, the parser's own words are passed on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from generator.proposal.characters import shortened
from generator.proposal.lines import field_end, field_hint, indent, item_indent
from generator.proposal.problems import Mark, Problem
from generator.proposal.unclosed import unclosed_quote
from generator.wording.saying import any_of, said

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import yaml

CLOSERS = {"[": "]", "{": "}"}
FULL_WIDTH = {
    "，": ",",
    "：": ": ",
    "｝": "}",
    "］": "]",
    "】": "]",
    "｛": "{",
    "［": "[",
    "【": "[",
}


@dataclass(frozen=True)
class Failure:
    """The parser's words, where it gave up, and where the thing that it was reading had started.

    Lines and columns count from 0.
    """

    file: str
    lines: Sequence[str]
    words: str
    line: int
    column: int
    start: tuple[int, int]

    @property
    def rest(self) -> str:
        """The text from the place where the parser gave up to the end of that line."""
        return self.text(self.line)[self.column :].rstrip()

    @property
    def started(self) -> str:
        """The text of the thing that the parser was reading, to the end of its first line."""
        line, column = self.start
        return self.text(line)[column:].rstrip()

    def text(self, line: int) -> str:
        """A line, empty beyond the ends of the text."""
        return self.lines[line] if 0 <= line < len(self.lines) else ""

    def above(self, line: int) -> int:
        """The nearest line above that holds more than a comment; -1 when there is none."""
        for number in range(min(line, len(self.lines)) - 1, -1, -1):
            if (text := self.lines[number].strip()) and not text.startswith("#"):
                return number
        return -1

    def here(self, message: str, fix: str, width: int = 1) -> Problem:
        """The problem at the place where the parser gave up."""
        return self.at((self.line, self.column), message, fix, width)

    def at(self, place: tuple[int, int], message: str, fix: str, width: int = 1) -> Problem:
        """The problem at a line and column, or at the end of the text when they lie beyond it."""
        line, column = min(place, (len(self.lines) - 1, len(self.lines[-1])))
        mark = Mark(self.file, line + 1, column + 1, max(1, width))
        return Problem("E004", mark, message, fix)


def syntax_problem(error: yaml.YAMLError, file: str, lines: Sequence[str]) -> Problem:
    """What is wrong with the notation, from the parser's error."""
    place: Any = getattr(error, "problem_mark", None)
    if place is None:
        return Problem(
            "E004", Mark(file, 1, 1), said("this is not readable as YAML: {error}", error=error)
        )
    began: Any = getattr(error, "context_mark", None) or place
    words = ": ".join(filter(None, (getattr(error, "context", ""), getattr(error, "problem", ""))))
    start = (began.line, began.column)
    failure = Failure(file, lines, words, place.line, place.column, start)
    if opened := unclosed_quote(lines, place.line):
        return _open_quote(replace(failure, start=opened))
    for pattern, rule in RULES:
        if re.search(pattern, words):
            return rule(failure)
    return failure.here(said("this is not readable as YAML: {words}", words=words), "")


def _tab_or_sign(failure: Failure) -> Problem:
    line = failure.text(failure.line)
    tab = line.find("\t")
    if tab >= 0 and not line[:tab].strip(" -?:"):
        message = said("a tab stands where only spaces may indent")
        return failure.at((failure.line, tab), message, said("replace it by spaces"))
    return _sign(failure, failure.line, failure.column)


def _first_sign(failure: Failure) -> Problem:
    return _sign(failure, *failure.start)


def _sign(failure: Failure, line: int, column: int) -> Problem:
    """A text that begins with a character which means something else to YAML."""
    text = failure.text(line)[column:].rstrip()
    message = said(
        "a text cannot begin with '{sign}', which has a meaning of its own in YAML", sign=text[:1]
    )
    return failure.at(
        (line, column), message, said("put it in quotes: {text}", text=_quoted(text)), len(text)
    )


def _quoted(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{shortened(doubled)}'"


def _second_colon(failure: Failure) -> Problem:
    """`a: b: c`; or a field that the line above swallowed, being no field or a finished one."""
    line = failure.text(failure.line)
    if value_at := field_end(line[: failure.column]):
        fix = said("put the text in quotes: {text}", text=_quoted(line[value_at:].strip()))
        return failure.here(said("a second ': ' in one line"), fix)
    above = failure.above(failure.line)
    hint = None if field_end(failure.text(above)) else field_hint(failure.text(above))
    if hint:
        return failure.at((above, hint.column), hint.message, hint.fix)
    found, expected = indent(line), item_indent(failure.text(above))
    if found > expected:
        message = said(
            "this line is indented by {found}, the line above by {expected} and has a value",
            found=found,
            expected=expected,
        )
        fix = said(
            "indent it by {expected}, or move the value above to a line of its own",
            expected=expected,
        )
    else:
        message = said("this field is taken for a part of the text above")
        fix = said("check the quotes and colons of the line above")
    return failure.at((failure.line, found), message, fix, failure.column - found)


def _no_colon(failure: Failure) -> Problem:
    """A line that stands among fields and is none."""
    line = failure.started
    if hint := field_hint(failure.text(failure.start[0])):
        return failure.at((failure.start[0], hint.column), hint.message, hint.fix)
    if re.match(r"-\S", line):
        message = said("the '-' of a list item is not followed by a space")
        fix = said("write '- {text}'", text=shortened(line[1:]))
    elif field_end(line) > 1024:
        message, fix = (
            said("the name of a field is longer than 1024 characters"),
            said("shorten it"),
        )
    else:
        message = said("this line is not 'name: value'")
        fix = said("write a ':' after the name, or indent it below the text that it continues")
    return failure.at(failure.start, message, fix, len(line))


def _colon_in_flow(failure: Failure) -> Problem:
    message = said("the ':' is not followed by a space")
    fix = said("write ': ' before a value; quote a text that ends with ':'")
    return failure.here(message, fix)


def _misplaced(failure: Failure) -> Problem:
    """Something follows a finished value, or a line begins where no open list or mapping does."""
    before = failure.text(failure.line)[: failure.column].rstrip()
    if before:
        return _after_value(failure, before)
    levels = _open_levels(failure)
    if failure.rest.startswith(":"):
        message, fix = said("a field has no name"), said("write 'name: value'")
    elif re.match(r"-(?: |$)", failure.rest):
        message = said("a list item stands where a field is expected")
        fix = said("indent the list below the field that it belongs to")
    elif failure.column not in levels:
        message = said(
            "this line is indented by {column}, like none above it", column=failure.column
        )
        fix = said("indent it by {levels} spaces", levels=any_of(list(map(str, levels))))
    elif "collection" in failure.words:
        message = said("this line stands in a list, but does not begin with '- '")
        fix = said("begin it with '- ', or indent it like the fields of the item above")
    else:
        message, fix = (
            said("this line cannot follow the one above"),
            said("check the quotes and brackets above"),
        )
    return failure.here(message, fix, len(failure.rest))


def _after_value(failure: Failure, before: str) -> Problem:
    last, first = before[-1], failure.rest[:1]
    if last in "\"'":
        message = said("the text goes on after its closing {last}", last=last)
        fix = said("quote the whole text, with the other kind of quote, or none at all")
    elif first in CLOSERS.values():
        message, fix = said("this '{first}' closes nothing", first=first), said("remove it")
    else:
        message = said("something follows a finished value")
        fix = said("move it to a line of its own, or check the bracket before it")
    return failure.here(message, fix, len(failure.rest))


def _open_levels(failure: Failure) -> list[int]:
    """The indentations of what is open above the line, the outermost first."""
    above = failure.above(failure.line)
    levels = [item_indent(failure.text(above))]
    for number in range(above, -1, -1):
        text = failure.text(number)
        if field_end(text) or text.lstrip().startswith("-"):
            found = {item_indent(text), indent(text)}
            levels += sorted((level for level in found if level < levels[-1]), reverse=True)
    return levels[::-1]


def _bracket(failure: Failure) -> Problem:
    """An opened bracket that is not closed, or entries that are not parted by commas."""
    opener = failure.started[:1]
    closer = CLOSERS.get(opener, said("its partner"))
    line, first_line = failure.text(failure.line), failure.start[0]
    below = failure.line > first_line and indent(line) <= indent(failure.text(first_line))
    unclosed = below or not failure.rest
    if mistake := _full_width_sign(failure, unclosed):
        return mistake
    if unclosed:
        return failure.at(
            failure.start,
            said("this '{opener}' is never closed", opener=opener),
            said("add '{closer}'", closer=closer),
        )
    if (stop := failure.rest[:1]) in CLOSERS.values() and stop != closer:
        return failure.here(
            said("'{opener}' is closed by '{stop}'", opener=opener, stop=stop),
            said("write '{closer}'", closer=closer),
        )
    message = said("a ',' is missing between the entries of '{opener}'", opener=opener)
    fix = said("part the entries by ', '; quote a text that holds one of , : [ ] {{ }}")
    return failure.here(message, fix)


def _full_width_sign(failure: Failure, unclosed: bool) -> Problem | None:
    """A full-width comma, colon or bracket in the entry that could not be read."""
    number = failure.above(failure.line) if unclosed else failure.line
    entry = failure.text(number)[: None if unclosed else failure.column]
    start = max(entry.rfind(sign) for sign in ",[{") + 1
    for column in range(len(entry) - 1, start - 1, -1):
        if (sign := entry[column]) in FULL_WIDTH:
            message = said("the sign '{sign}' is a full-width one", sign=sign)
            return failure.at(
                (number, column),
                message,
                said("write '{right}' instead", right=FULL_WIDTH[sign]),
            )
    return None


def _open_quote(failure: Failure) -> Problem:
    quote = failure.started[:1]
    fix = said("add a {quote} where the text ends", quote=quote)
    if re.search("[“”‘’]", failure.started):
        fix = said(
            "add a {quote} where the text ends; typographic quotes such as “ ” do not count",
            quote=quote,
        )
    return failure.at(failure.start, said("the quote that begins here is never closed"), fix)


def _escape(failure: Failure) -> Problem:
    start = failure.text(failure.line).rfind("\\", 0, failure.column + 1)
    message = said("in \"double quotes\" a '\\' begins an escape, and this one does not exist")
    fix = said("write the text in 'single quotes', or double the '\\'")
    return failure.at((failure.line, max(start, 0)), message, fix, 2)


def _list_in_line(failure: Failure) -> Problem:
    message = said("a list cannot begin in the line of its field")
    fix = said("put '- …' on a line of its own, or quote a text that begins with '-'")
    return failure.here(message, fix)


def _nothing_there(failure: Failure) -> Problem:
    if not failure.rest:
        last = failure.above(failure.line)
        end = (last, len(failure.text(last).rstrip()))
        return failure.at(
            end, said("the input ends inside a list or mapping"), said("close its '[' or '{{'")
        )
    message = said("a value is missing before this '{sign}'", sign=failure.rest[0])
    return failure.here(message, said("add it, or remove the sign"))


def _tag_or_directive(failure: Failure) -> Problem:
    sign = failure.started.split(" ")[0]
    message = said("tags (!name) and directives (%NAME) are not allowed")
    fix = said("remove it, or quote a text that begins with this sign")
    return replace(failure.at(failure.start, message, fix, len(sign)), code="E009")


def _after_the_end(failure: Failure) -> Problem:
    first = failure.above(failure.line)
    while (earlier := failure.above(first)) >= 0:
        first = earlier
    spaces = indent(failure.text(first))
    if indent(failure.text(failure.line)) < spaces:
        message = said("the first field is indented, and later ones are not")
        fix = said("begin all fields of the top level in the first column")
        return failure.at((first, 0), message, fix, spaces)
    message = said("something follows the end of the input's one value")
    fix = said("write 'name: value' lines, all beginning in the first column")
    return failure.here(message, fix, len(failure.rest))


# The wordings are those of libyaml and of PyYAML's own parser; the first that is found counts.
RULES: tuple[tuple[str, Callable[[Failure], Problem]], ...] = (
    ("tag|directive|incompatible YAML", _tag_or_directive),
    ("tab character|cannot start any token", _tab_or_sign),
    ("an alias|an anchor|a block scalar|mapping keys are not allowed", _first_sign),
    ("mapping values are not allowed", _second_colon),
    ("could not find expected ':'", _no_colon),
    ("plain scalar: found unexpected ':'", _colon_in_flow),
    ("quoted scalar: found unexpected", _open_quote),
    ("escape|hexdecimal", _escape),
    ("entries are not allowed", _list_in_line),
    ("flow (?:sequence|mapping): .*expected ',' or", _bracket),
    ("node: .*expected (?:the )?node content", _nothing_there),
    ("expected '?<document start>", _after_the_end),
    ("block (?:mapping|collection|sequence): ", _misplaced),
)
