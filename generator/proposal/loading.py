"""Turns a file's name and the values set for it into a validated Proposal together with the text it came from."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING

from generator.proposal.assignments import (
    AS_OF,
    SCENARIOS,
    RangeOf,
    can_be_set,
    set_values,
    written_out,
)
from generator.proposal.context import Facts
from generator.proposal.evidenced import evidenced
from generator.proposal.limits import Limits, numbers_of
from generator.proposal.measured import Measured
from generator.proposal.nodes import ROOT, MappingNode, Node, Scalar
from generator.proposal.own_catalogue import (
    Known,
    OwnFile,
    own_file_beside,
    unfit,
    with_own_entries,
)
from generator.proposal.problems import Mark, Problem, ProblemList, problems_of
from generator.proposal.reading import ReadAllTheSame, display_name, read_nodes, read_text
from generator.proposal.validation import validate
from generator.resources import CUSTOMARY, languages

if TYPE_CHECKING:
    from generator.evidence.points import Benchmarks
    from generator.figures.figure import Figure
    from generator.figures.key import Key
    from generator.proposal.models.proposal import Proposal

# Of how many requests today's bill is.
BILLED = "for_requests"
# What must be set before a log is read.
BEFORE_LOGS = ("evidence.", "proposal.language=")


Day = datetime.date | None
FactsFor = Callable[[str, str, Day, Day], Facts]


@dataclass(frozen=True, eq=False)
class Loaded:
    """A proposal and what it was read from: its nodes, `file` as the user names it, its text, the values set, the
    catalogue beside it, the scenario that it is read in, the folder of an earlier packet that no file names, and what
    its usage log and its benchmarks say.

    Two readings of a file are two: what is worked out of one is kept for that one.
    """

    proposal: Proposal
    nodes: MappingNode
    file: str
    text: str
    assignments: tuple[str, ...] = ()
    own: OwnFile | None = None
    scenario: str = ""
    earlier: str = ""
    measured: Measured | None = None
    benchmarks: Benchmarks | None = None

    def settable(self, key: Key) -> bool:
        """Whether a number of the proposal can be set by itself."""
        return can_be_set(self.nodes, key)


def load(
    path: str, facts_for: FactsFor, assignments: Sequence[str] = (), scenario: str = ""
) -> Loaded:
    """Read and validate a file; `facts_for` gives our data by language, currency and date. Raises ProblemList."""
    text, own = read_text(path), own_file_beside(path)
    return load_with(text, display_name(path), facts_for, assignments, own, scenario)


def load_text(
    text: str,
    path: str,
    facts_for: FactsFor,
    assignments: Sequence[str] = (),
    scenario: str = "",
) -> Loaded:
    """Validate what the file at `path` holds, or would hold, as `load` does."""
    own = own_file_beside(path)
    return load_with(text, display_name(path), facts_for, assignments, own, scenario)


def load_with(
    text: str,
    file: str,
    facts_for: FactsFor,
    assignments: Sequence[str] = (),
    own: OwnFile | None = None,
    scenario: str = "",
) -> Loaded:
    """Validate a text that messages call `file`, with the catalogue that stood beside it; as a scenario has it."""
    reading = _Reading(text, file, facts_for, tuple(assignments), own, scenario)
    try:
        nodes = read_nodes(text, file)
    except ReadAllTheSame as found:
        raise ProblemList([*found.problems, *found.others(reading.of_file)]) from None
    except ProblemList as found:
        beside = reading.unfit_catalogue(None)
        raise ProblemList([*found.problems, *(beside.problems if beside else ())]) from None
    return reading.of_file(nodes)


@dataclass(frozen=True)
class _Reading:
    """What a tree of nodes is read with."""

    text: str
    file: str
    facts_for: FactsFor
    assignments: tuple[str, ...]
    own: OwnFile | None
    scenario: str

    def of_file(self, nodes: MappingNode) -> Loaded:
        """As the file has it, beside a catalogue that may be wrong."""
        if (stopped := self.unfit_catalogue(nodes)) is None:
            return self.of_fields(nodes)
        others = stopped.others(replace(self, own=None).of_fields)
        raise ProblemList([*stopped.problems, *others])

    def unfit_catalogue(self, nodes: MappingNode | None) -> ReadAllTheSame | None:
        """What is wrong with the catalogue beside the file; None of the nodes where nothing could be read."""
        if self.own is None:
            return None
        nodes = nodes or MappingNode.empty_at(ROOT, Mark(self.file, 0, 0))
        return unfit(self.own, nodes, self.facts_for(*_setting(nodes)))

    def of_fields(self, nodes: MappingNode) -> Loaded:
        """Once what stands beside the file is known."""
        before = [each for each in self.assignments if each.startswith(BEFORE_LOGS)]
        known = set_values(nodes, before)
        setting = _setting(known)
        try:
            nodes, log, points = evidenced(
                known, self.file, setting[0], lambda: self.facts_for(*setting)
            )
        except ReadAllTheSame as stopped:
            raise ProblemList([*stopped.problems, *stopped.others(self.of_answers)]) from None
        return replace(self.of_answers(nodes), measured=log, benchmarks=points)

    def of_answers(self, nodes: MappingNode) -> Loaded:
        """Once what files of evidence say stands in the tree."""
        try:
            return self._of_values(nodes)
        except ProblemList as stopped:
            unknown = {*self._unknown_scenario(nodes)} - {*stopped.problems}
            raise ProblemList([*stopped.problems, *unknown]) from None

    def _unknown_scenario(self, nodes: MappingNode) -> Iterator[Problem]:
        """That there is no scenario of this name, where the file says which there are."""
        from generator.proposal.in_scenario import unknown_scenario

        stated = nodes.get("scenarios")
        are_set = any(each.startswith(SCENARIOS) for each in self.assignments)
        if self.scenario and isinstance(stated, MappingNode) and not are_set:
            yield from unknown_scenario(self.scenario, list(stated))

    def _of_values(self, nodes: MappingNode) -> Loaded:
        own_nodes = None if self.own is None else self.own.nodes
        facts_for = self.facts_for
        ranges = _ranges_of(nodes, own_nodes, facts_for)
        assignments = written_out(nodes, self.assignments, ranges)
        kept = keeping_bills(nodes, own_nodes, facts_for, assignments)
        try:
            nodes = set_values(kept, assignments)
        except ReadAllTheSame as stopped:
            others = problems_of(partial(proposal_of, stopped.nodes, own_nodes, facts_for))
            raise ProblemList([*stopped.problems, *others]) from None
        proposal = proposal_of(nodes, own_nodes, facts_for)
        if self.scenario:
            from generator.proposal.in_scenario import in_scenario

            changed = list(proposal.scenarios.get(self.scenario, ()))
            nodes = keeping_bills(nodes, own_nodes, facts_for, changed)
            nodes = in_scenario(nodes, proposal, self.scenario)
            proposal = proposal_of(nodes, own_nodes, facts_for)
        return Loaded(proposal, nodes, self.file, self.text, assignments, self.own, self.scenario)


def proposal_of(nodes: MappingNode, own_nodes: MappingNode | None, facts_for: FactsFor) -> Proposal:
    """What the trees of an input and of the catalogue beside it say. Raises ProblemList."""
    return validate(nodes, with_own_entries(facts_for(*_setting(nodes)), own_nodes))


def _ranges_of(nodes: MappingNode, own_nodes: MappingNode | None, facts_for: FactsFor) -> RangeOf:
    """The ranges that our data have for what a file leaves to them; none where the file itself is wrong."""

    @cache
    def numbers() -> Mapping[str, tuple[Figure, Limits]]:
        try:
            return numbers_of(proposal_of(nodes, own_nodes, facts_for))
        except ProblemList:
            return {}

    def range_of(key: str) -> tuple[float, float] | None:
        source = numbers()[key][0].source if key in numbers() else None
        if source is None or source.low is None or source.high is None:
            return None
        return source.low, source.high

    return range_of


def keeping_bills(
    nodes: MappingNode, own_nodes: MappingNode | None, facts_for: FactsFor, changed: Sequence[str]
) -> MappingNode:
    """A bill that follows the requests stays that of those which the file states, where others are set."""
    return set_values(nodes, list(_bills_kept(nodes, own_nodes, facts_for, changed)))


def _bills_kept(
    nodes: MappingNode,
    own_nodes: MappingNode | None,
    facts_for: FactsFor,
    changed: Sequence[str],
) -> Iterator[str]:
    options = nodes.get("options")
    following = [
        name
        for name, option in (options.items() if isinstance(options, MappingNode) else ())
        if isinstance(option, MappingNode) and "follows" in option and BILLED not in option
    ]
    if not following or not any(item.startswith("workload.") for item in changed):
        return
    try:
        workload = proposal_of(nodes, own_nodes, facts_for).workload
    except ProblemList:
        # What is set may be what is wrong.
        return
    assert workload is not None
    for name in following:
        yield f"options.{name}.{BILLED}={workload.volume.value!r}"


def facts_of(path: str, facts_for: Callable[[str, str, Day, Day], Known]) -> Known:
    """What an input may refer to, whether or not it is valid. Raises ProblemList for one that cannot be read."""
    nodes, own = read_nodes(read_text(path), display_name(path)), own_file_beside(path)
    return with_own_entries(facts_for(*_setting(nodes)), None if own is None else own.nodes)


def _setting(nodes: MappingNode) -> tuple[str, str, Day, Day]:
    """Language, currency, date and day of prices that the file asks for; what is wrong is for validation to report."""
    language = _word(nodes, "proposal", "language")
    currency = _word(nodes, "money", "currency")
    prices = nodes.get("prices")
    as_of = str(prices) if isinstance(prices, Scalar) else _word(nodes, "prices", "as_of")
    return (
        language if language in languages() else CUSTOMARY,
        currency or "CNY",
        _day(_word(nodes, "proposal", "date")),
        _day(as_of.removeprefix(AS_OF).strip()),
    )


def _day(text: str) -> Day:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def _word(nodes: MappingNode, section: str, field: str) -> str:
    parent: Node | None = nodes.get(section)
    word = parent.get(field) if isinstance(parent, MappingNode) else None
    return str(word) if isinstance(word, Scalar) else ""
