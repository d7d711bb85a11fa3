"""Turns an input and the edits of its workbook into the revised input, proven to say exactly what the workbook says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.assembly import packet_of
from generator.audit.finding import Finding
from generator.audit.values import place
from generator.audit.xlsx.places import coordinate
from generator.catalog.catalogue import Catalogue
from generator.figures.figure import Figure
from generator.packet.packet import Packet
from generator.proposal.assignments import HIGH, LOW, VALUE
from generator.proposal.loading import BILLED, Loaded, load_text
from generator.proposal.nodes import MappingNode
from generator.proposal.problems import SET, Mark, Problem, ProblemList
from generator.proposal.reading import read_nodes
from generator.pull.comparison import Edit
from generator.pull.notation import in_the_style_of, plain, same
from generator.pull.sections import name_stands_for
from generator.pull.stated import StatedNumber, scalars_below, stated_numbers
from generator.pull.yaml_text import CannotWrite, with_added_number, with_changed_number
from generator.render.workbook.arranging import arrange
from generator.wording.saying import joined, reason_of, said

SCENARIOS = "scenarios."
OUR_SCENARIOS = said("these scenarios are the program's own, state some in the file to change them")


@dataclass(frozen=True)
class Line:
    """One change as it is shown: the number's path, both texts, where the old one is from, what to look at besides."""

    path: str
    old: str
    new: str
    place: str
    remark: str = ""

    @property
    def told(self) -> str:
        """All of it."""
        path, old, new, place = self.path, self.old, self.new, self.place
        moved = said("{path}  {old} -> {new}  ({place})", path=path, old=old, new=new, place=place)
        return joined([moved, self.remark], "  ") if self.remark else moved


@dataclass(frozen=True)
class Revision:
    """The revised text and its changes; `by_hand` are edits that the file has no place for."""

    text: str
    written: tuple[Edit, ...]
    lines: tuple[Line, ...]
    by_hand: tuple[Finding, ...]


def revise(loaded: Loaded, edits: Sequence[Edit], packet: Packet) -> Revision:
    """Write the edits into the input's text, one after the other. `prove` says whether the text may be kept."""
    text = loaded.text
    written: list[Edit] = []
    by_hand: list[Finding] = []
    moved = {edit.number.path: edit.value for edit in edits}
    for edit in (*edits, *_bills_kept(loaded, edits, packet)):
        is_stated = any(_is_ours(one.number, edit.number.figure) for one in written)
        try:
            text = text if is_stated else _with(text, edit, moved, packet)
        except CannotWrite as reason:
            by_hand.append(Finding("by_hand", edit.where, reason_of(reason)))
        else:
            written.append(edit)
    return Revision(text, tuple(written), tuple(map(_line, written)), tuple(by_hand))


def _bills_kept(loaded: Loaded, edits: Sequence[Edit], packet: Packet) -> Iterator[Edit]:
    """A bill that follows the requests stays that of those which the file stated, where these were changed."""
    edited = {edit.number.path for edit in edits}
    if not any(path.startswith("workload.") for path in edited):
        return
    for number in stated_numbers(arrange(packet), loaded.nodes):
        if number.figure.key.name == BILLED and number.typed is None and number.path not in edited:
            sheet, row, column = number.cell
            yield Edit(number, number.value, place((sheet, coordinate(row, column))))


def prove(
    revision: Revision, loaded: Loaded, edits: Sequence[Edit], packet: Packet
) -> list[Finding]:
    """Read the revised text as the program will read it: every number must be the workbook's, and no other may move.

    An empty list says so. Raises ProblemList, with the workbook's cells for places, when the text is no valid input.
    """
    cells = {edit.number.path: edit.where for edit in edits}
    try:
        revised = load_text(
            revision.text, loaded.file, Catalogue, loaded.assignments, loaded.scenario
        )
        found = _values(packet_of(revised), revised.nodes)
    except ProblemList as refused:
        nodes = read_nodes(revision.text, loaded.file)
        raise ProblemList(_at_cells(refused.problems, nodes, cells)) from None
    expected = _values(packet, loaded.nodes)
    expected |= {edit.number.path: edit.value for edit in revision.written}
    return list(_surprises(expected, found, cells))


def new_text(edit: Edit) -> str:
    """The new number in the style of the old one; one that the file left out, as plainly as can be."""
    typed = edit.number.typed
    if typed is None:
        return plain(edit.value, edit.number.is_share)
    return in_the_style_of(typed, edit.value)


def _is_ours(number: StatedNumber, figure: Figure) -> bool:
    """Whether it belongs to a figure that the file left to our data, which is written at once, with its range."""
    return number.figure is figure and number.typed is None


def _with_range(number: StatedNumber, moved: Mapping[str, float]) -> str:
    """What a file states from now on that left the number to our data: also the range that these have for it."""
    item = number.figure
    assert item.source is not None
    own = {VALUE: item.value, LOW: item.source.low, HIGH: item.source.high}
    values = own | {VALUE: moved.get(item.key, item.value)}
    values |= {end: moved[item.key / end] for end in (LOW, HIGH) if item.key / end in moved}
    texts = {
        name: plain(value, number.is_share) for name, value in values.items() if value is not None
    }
    if len(texts) == 1:
        return texts[VALUE]
    return "{" + ", ".join(f"{name}: {text}" for name, text in texts.items()) + "}"


def _with(text: str, edit: Edit, moved: Mapping[str, float], packet: Packet) -> str:
    number, new = edit.number, new_text(edit)
    source = number.figure.source
    if source is not None and source.place == SET.file:
        raise CannotWrite(
            said(
                "{path} is set for this run, by --set or --scenario: {new} has no place in the file",
                path=number.path,
                new=new,
            )
        )
    if number.typed is not None:
        return with_changed_number(text, number.path, str(number.typed), new)
    if number.path.startswith(SCENARIOS):
        path, factor = number.path, f"×{new}"
        raise CannotWrite(
            said("{reason}: {path}: {new}", reason=OUR_SCENARIOS, path=path, new=factor)
        )

    def stands_for(path: str) -> str:
        return name_stands_for(packet.proposal, path)

    return with_added_number(text, number.figure.key, _with_range(number, moved), stands_for)


def _line(edit: Edit) -> Line:
    number, source = edit.number, edit.number.figure.source
    assert source is not None
    if number.typed is None:
        old = plain(number.value, number.is_share)
        return Line(number.path, old, new_text(edit), source.place, said("added to the file"))
    about = " · ".join(filter(None, (source.date, source.note)))
    remark = said("still said of it: {about}", about=about) if about else ""
    mark = number.typed.mark
    place = f"{mark.file}:{mark.line}"
    return Line(number.path, str(number.typed), new_text(edit), place, remark)


def _values(packet: Packet, nodes: MappingNode) -> dict[str, float]:
    numbers = stated_numbers(arrange(packet), nodes)
    return {number.path: number.value for number in numbers}


def _surprises(
    expected: dict[str, float], found: dict[str, float], cells: dict[str, str]
) -> Iterator[Finding]:
    """Numbers that would not come out as they should; shape and numbers of a model can hang together."""
    for path in dict.fromkeys((*expected, *found)):
        before, after = expected.get(path), found.get(path)
        if before is None or after is None or not same(before, after):
            stated = said("no number") if after is None else f"{after:.15g}"
            message = said(
                "{path} would then be {stated}: change the file by hand", path=path, stated=stated
            )
            yield Finding("not_reproduced", cells.get(path, path), message)


def _at_cells(
    problems: Iterable[Problem], nodes: MappingNode, cells: dict[str, str]
) -> Iterator[Problem]:
    """Problems of the revised text, each at the cell that brought it where there is one."""
    paths = {(s.mark.line, s.mark.column): s.path for s in scalars_below(nodes)}
    for problem in problems:
        path = paths.get((problem.mark.line, problem.mark.column), "")
        where = cells.get(path) or cells.get(path.removesuffix(".value"))
        mark = Mark(where, 0, 0) if where else problem.mark
        yield Problem(problem.code, mark, problem.message, problem.fix)
