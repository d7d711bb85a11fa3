"""Turns the events of the YAML parser into a tree of nodes, refusing what YAML would do unseen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from generator.figures.key import Key
from generator.proposal.characters import FORBIDDEN, REPLACEMENT, describe, shortened
from generator.proposal.lines import field_hint
from generator.proposal.named import GIVEN_TWICE, MERGE, SPACES_AROUND, meant_name, name_problem
from generator.proposal.nodes import ROOT, MappingNode, Node, Place, Scalar, SequenceNode
from generator.proposal.numbers import NumberProblem, read_number
from generator.proposal.printable import not_printable, unprintable
from generator.proposal.problems import Findings, Mark, Problem
from generator.wording.saying import said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DEEPEST = 64
MOST_ALIASED_NODES = 10_000
LONGEST_CELL = 32_767  # UTF-16 units that a spreadsheet cell takes
PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")
GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+[^,}\]]*")
ENDS_IN_DIGITS = re.compile(r"(?<!\d)\d{1,3}$")
WHOLE = re.compile(r"[0-9]+")
THREE_DIGITS = re.compile(r"\d{3}(?!\d)")


@dataclass(slots=True)
class Frame:
    """A mapping or sequence that is still open.

    name: the field whose value comes next, None when it has no usable one. named_at: where that
    name ended, None while a mapping's next name is awaited. is_merged: whether it lacks fields of another mapping.
    """

    node: MappingNode | SequenceNode
    start: Any
    name: str | None = None
    named_at: tuple[int, int] | None = None
    is_merged: bool = False


class TreeBuilder:
    """Takes the events of one document; `root` is the finished tree.

    The aliases of the file are written out, so that every node has a path of its own; its mark
    stays where it is written. is_cleaned: signs of replacement stand where invisible characters did.
    """

    def __init__(
        self, file: str, lines: Sequence[str], findings: Findings, is_cleaned: bool = False
    ) -> None:
        self.root: Node | None = None
        self._file = file
        self._lines = lines
        self._findings = findings
        self._is_cleaned = is_cleaned
        self._stack: list[Frame] = []
        self._anchors: dict[str, Node] = {}
        self._aliased_nodes = 0
        self._documents = 0
        # Whether the tree lacks what stands in the file, where it lacks one field, what has perhaps another sense.
        self.is_torn = False
        self.gaps: set[Mark] = set()
        self.blurred: set[Mark] = set()

    def take(self, event: Any) -> None:
        """Add what the parser read next. Raises ProblemList when nothing after it can be read."""
        match event:
            case yaml.ScalarEvent():
                self._refuse_tag(event)
                self._complete(self._scalar(event), event)
            case yaml.MappingStartEvent():
                self._open(MappingNode(self._place(), self._mark(event)), event)
            case yaml.SequenceStartEvent():
                self._open(SequenceNode(self._place(), self._mark(event)), event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._close(event)
            case yaml.AliasEvent():
                self._complete(self._aliased(event), event)
            case yaml.DocumentStartEvent():
                self._begin_document(event)

    def _begin_document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            fix = said("remove the line '---' or put the second part into a file of its own")
            self._findings.stop(self._problem("E008", event, said("a second document begins"), fix))

    def _open(self, node: MappingNode | SequenceNode, event: Any) -> None:
        self._refuse_tag(event)
        if len(self._stack) >= DEEPEST:
            message = said("the nesting is deeper than {deepest} levels", deepest=DEEPEST)
            self._findings.stop(
                self._problem("E005", event, message, said("is a bracket too many?"))
            )
        self._stack.append(Frame(node, event))

    def _close(self, event: Any) -> None:
        frame = self._stack.pop()
        start = frame.start
        if start.flow_style and start.start_mark.line == event.end_mark.line:
            width = event.end_mark.column - start.start_mark.column
            mark = frame.node.mark
            frame.node.mark = Mark(mark.file, mark.line, mark.column, width)
        if frame.is_merged:
            self.blurred.update(_marks_below(frame.node))
        self._complete(frame.node, start)

    def _complete(self, node: Node, event: Any) -> None:
        """Put a finished node where it belongs: into the open sequence, or as a name or value."""
        if event.anchor and not isinstance(event, yaml.AliasEvent):
            self._anchors[event.anchor] = node
        if not self._stack:
            self.root = node
            return
        frame = self._stack[-1]
        if isinstance(frame.node, SequenceNode):
            self._refuse_parted_amount(frame.node, node)
            frame.node.append(node)
        elif frame.named_at is None:
            self._take_name(frame, frame.node, node)
            frame.named_at = _position(event.end_mark)
        else:
            self._refuse_missing_colon(frame, frame.node, event)
            if frame.name is not None:
                frame.node[frame.name] = node
            frame.named_at = None

    def _take_name(self, frame: Frame, mapping: MappingNode, node: Node) -> None:
        """Make a node the name of the next field; a value without a usable name is dropped."""
        problem = name_problem(mapping, node)
        name = None if problem else str(node)
        if problem:
            self._findings.add(problem)
            if problem.code == SPACES_AROUND and isinstance(node, Scalar) and node[:1].strip():
                name = meant_name(mapping, node)
            elif problem.code != GIVEN_TWICE:
                frame.is_merged |= node == MERGE
                self.is_torn = True
                if problem.code == SPACES_AROUND:
                    # What is indented by signs that are no spaces belongs to the field above.
                    self.blurred.update(list(mapping.key_marks.values())[-1:])
        frame.name = name
        if name is not None:
            mapping.key_marks[name] = node.mark

    def _note_gap(self) -> None:
        """What the innermost open section lacks follows from a problem in it."""
        above, frame = self._stack[-2:] if len(self._stack) > 1 else (None, self._stack[-1])
        self.gaps.add(frame.node.mark)
        if above is not None and isinstance(above.node, MappingNode) and above.name:
            self.gaps.add(above.node.key_marks[above.name])

    def _refuse_missing_colon(self, frame: Frame, mapping: MappingNode, event: Any) -> None:
        """`{a, b}` and `{a:1}` are fields without values to YAML; here they are mistakes."""
        if frame.name is None or _position(event.start_mark) != frame.named_at:
            return
        mark = mapping.key_marks[frame.name]
        if grouped := self._grouped_digits(mapping, mark):
            if self._findings.problems[-1:] != [grouped]:
                self._findings.add(grouped)
            _join_again(frame, mapping, grouped.mark, self._lines)
            return
        hint = field_hint(frame.name)
        fix = hint.fix if hint else _fix_of_a_comma(frame.name, _last_text(mapping, mark))
        message = said("'{name}' is not followed by ': ' and a value", name=shortened(frame.name))
        self._findings.add(Problem("E004", mark, message, fix))
        self._note_gap()

    def _refuse_parted_amount(self, sequence: SequenceNode, node: Node) -> None:
        """`[每月 15,800 元]` is two texts to YAML."""
        before = sequence[-1] if sequence else None
        if before is None or not _parts_a_number(before, node):
            return
        whole = f"{before},{node}"
        mark = Mark(self._file, before.mark.line, before.mark.column, len(whole))
        message = said(
            "the comma parts '{whole}' into two entries of the list", whole=shortened(whole)
        )
        self._findings.add(Problem("E004", mark, message, said("put the text in quotes")))

    def _grouped_digits(self, mapping: MappingNode, mark: Mark) -> Problem | None:
        """What is wrong with `{monthly: 15,000}`, where the comma ends the value, if that is it."""
        before = _last_text(mapping, mark)
        if before is None:
            return None
        start = before.mark.column - 1
        number = GROUPED.match(self._lines[mark.line - 1], start)
        if not number or number.end() < mark.column:
            return None
        try:
            read_number(number[0])
        except NumberProblem as refused:
            place = Mark(mark.file, mark.line, start + 1, number.end() - start)
            return Problem(refused.code, place, refused.message, refused.fix)
        return None

    def _scalar(self, event: Any) -> Scalar:
        found = FORBIDDEN.search(event.value)
        # What must be deleted is not there for what reads the tree.
        text = FORBIDDEN.sub("", event.value) if found else event.value
        text = text.replace(REPLACEMENT, "") if self._is_cleaned else text
        scalar = Scalar(text, self._place(), self._mark(event), event.style in (None, ""))
        units = len(event.value.encode("utf-16-le", "surrogatepass")) // 2
        if units > LONGEST_CELL:
            message = said(
                "the text has {units} characters; a spreadsheet cell takes {most}",
                units=units,
                most=LONGEST_CELL,
            )
            self._findings.add(Problem("E019", scalar.mark, message, said("shorten it")))
        if found:
            message = said(
                "invisible character {character}, written as an escape",
                character=describe(found[0]),
            )
            self._findings.add(Problem("E019", scalar.mark, message, said("delete it")))
        elif missing := unprintable(event.value):
            self._findings.add(not_printable(missing, self._mark_of(missing[0], scalar, event)))
        return scalar

    def _mark_of(self, character: str, scalar: Scalar, event: Any) -> Mark:
        """Where a character of a scalar is written; the scalar itself where it is an escape."""
        first, last = event.start_mark.line, event.end_mark.line
        for line, text in enumerate(self._lines[first : last + 1], start=first):
            column = text.find(character, event.start_mark.column if line == first else 0)
            if column >= 0:
                return Mark(self._file, line + 1, column + 1)
        return scalar.mark

    def _aliased(self, event: Any) -> Node:
        """A copy, at this place, of the node that an alias stands for."""
        name = f"*{shortened(event.anchor)}"
        if any(frame.start.anchor == event.anchor for frame in self._stack):
            message = said("{name} stands inside the value that it repeats, without end", name=name)
            self._findings.stop(self._problem("E006", event, message, said("write the value out")))
        if event.anchor in self._anchors:
            return self._copy(self._anchors[event.anchor], self._place(), len(self._stack), event)
        message = said(
            "{name} repeats a value marked '&{anchor}', and there is none above",
            name=name,
            anchor=name[1:],
        )
        fix = said("a text that begins with '*' needs quotes")
        self._findings.add(self._problem("E004", event, message, fix))
        return Scalar(name, self._place(), self._mark(event))

    def _copy(self, node: Node, place: Place | Key, depth: int, event: Any) -> Node:
        self._aliased_nodes += 1
        if self._aliased_nodes > MOST_ALIASED_NODES:
            message = said(
                "the aliases (*name) of this input stand for over {most} values",
                most=MOST_ALIASED_NODES,
            )
            self._findings.stop(self._problem("E006", event, message, said("write the values out")))
        if isinstance(node, Scalar):
            return Scalar(node, place, node.mark, node.plain)
        if depth >= DEEPEST:
            message = said(
                "with this alias the nesting is deeper than {deepest} levels", deepest=DEEPEST
            )
            self._findings.stop(self._problem("E005", event, message, said("write the value out")))
        if isinstance(node, SequenceNode):
            items = SequenceNode(place, node.mark)
            for index, item in enumerate(node):
                items.append(self._copy(item, Place(place, index), depth + 1, event))
            return items
        fields = MappingNode(place, node.mark)
        fields.key_marks.update(node.key_marks)
        for name, value in node.items():
            fields[name] = self._copy(value, Place(place, name), depth + 1, event)
        return fields

    def _place(self) -> Place | Key:
        if not self._stack:
            return ROOT
        frame = self._stack[-1]
        if isinstance(frame.node, SequenceNode):
            return Place(frame.node.place, len(frame.node))
        return Place(frame.node.place, frame.name or "")

    def _mark(self, event: Any) -> Mark:
        """Where a node begins, after its anchor and tag; a scalar's mark covers its first line."""
        line, column = _position(event.start_mark)
        text = self._lines[line] if line < len(self._lines) else ""
        end = event.end_mark.column if event.end_mark.line == line else len(text.rstrip())
        if getattr(event, "tag", None) or (event.anchor and not isinstance(event, yaml.AliasEvent)):
            found = PROPERTIES.match(text, column)
            column = found.end() if found else column
        width = 1 if isinstance(event, yaml.CollectionStartEvent) else max(1, end - column)
        return Mark(self._file, line + 1, column + 1, width)

    def _refuse_tag(self, event: Any) -> None:
        if event.tag is not None:
            tag = shortened(event.tag.replace("tag:yaml.org,2002:", "!!"))
            message = said(
                "the tag '{tag}' is not allowed: every value is read as it is typed", tag=tag
            )
            self._findings.add(self._problem("E009", event, message, said("delete the tag")))

    def _problem(self, code: str, event: Any, message: str, fix: str) -> Problem:
        line, column = _position(event.start_mark)
        end = event.end_mark
        width = end.column - column if end.line == line else 1
        return Problem(code, Mark(self._file, line + 1, column + 1, max(1, width)), message, fix)


def _marks_below(node: Node) -> Iterator[Mark]:
    """Where something stands in a section whose fields may be of another kind than they seem."""
    if isinstance(node, MappingNode):
        yield from node.key_marks.values()
    if isinstance(node, Scalar):
        yield node.mark
    else:
        for below in node.values() if isinstance(node, MappingNode) else node:
            yield from _marks_below(below)


def _join_again(frame: Frame, mapping: MappingNode, mark: Mark, lines: Sequence[str]) -> None:
    """One number in the place of the value and the name that YAML made of it: the rest is read as it is meant."""
    name = next(name for name, value in reversed(mapping.items()) if value)
    start = mark.column - 1
    whole = lines[mark.line - 1][start : start + mark.width]
    mapping[name] = Scalar(whole, Place(mapping.place, name), mark)
    if frame.name is not None:
        del mapping.key_marks[frame.name]
    frame.name = None


def _last_text(mapping: MappingNode, mark: Mark) -> Scalar | None:
    """The value that was written last before a place in the same line."""
    written = next((value for value in reversed(mapping.values()) if value), None)
    return written if isinstance(written, Scalar) and written.mark.line == mark.line else None


def _fix_of_a_comma(name: str, before: Scalar | None) -> str:
    """`{item: 电力, 网络}`: the comma may belong to the text."""
    fix = said("write '{name}: …', or use [ ] for a list", name=shortened(name))
    if before is None or not before.plain:
        return fix
    if WHOLE.fullmatch(before) and WHOLE.fullmatch(name):
        return said(
            "a decimal has a point: write {before}.{name}; or {fix}",
            before=before,
            name=name,
            fix=fix,
        )
    text = f"{before}, {name}".replace("'", "''")
    return said(
        "quote a text that holds a comma: '{text}'; or {fix}", text=shortened(text), fix=fix
    )


def _parts_a_number(before: Node, after: Node) -> bool:
    """Whether the comma between two texts of a list stands within an amount: `[每月 15,800 元]`."""
    if not (isinstance(before, Scalar) and isinstance(after, Scalar)):
        return False
    adjoin = before.mark.line == after.mark.line and (
        before.mark.column + before.mark.width + 1 == after.mark.column
    )
    is_text = before.plain and after.plain and not (before.isdecimal() and after.isdecimal())
    return bool(adjoin and is_text and ENDS_IN_DIGITS.search(before) and THREE_DIGITS.match(after))


def _position(mark: Any) -> tuple[int, int]:
    return mark.line, mark.column
