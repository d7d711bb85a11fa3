"""Turns speeds of an input that say `from: benchmarks` into the points that benchmarks have, or that a packet kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator.proposal.measured import FROM, kept_beside
from generator.proposal.nodes import MappingNode, Node, Place, Scalar, SequenceNode
from generator.proposal.printable import is_plain
from generator.proposal.problems import Problem, ProblemList
from generator.wording.saying import said

if TYPE_CHECKING:
    from generator.evidence.points import Benchmarks, Point
    from generator.proposal.context import Facts

CODE = "E029"
# What a packet keeps of benchmarks, beside the input that it was made of.
KEPT = "benchmarks.json"
BENCHMARKS, MEASURED = "benchmarks", "measured"
WRITING, READING = "tokens_per_second", "prefill_tokens_per_second"


def benchmarked(
    nodes: MappingNode, file: str, language: str, facts: Callable[[], Facts]
) -> tuple[MappingNode, Benchmarks | None]:
    """The tree with the points in the place of `from: benchmarks`; None where no file is named. Raises ProblemList."""
    found = _benchmarks(nodes, file, facts)
    options, problems = nodes.get("options"), list[Problem]()
    for name, option in list(options.items()) if isinstance(options, MappingNode) else ():
        serving = option.get("serving") if isinstance(option, MappingNode) else None
        if not isinstance(serving, MappingNode) or not any(_asking(serving)):
            continue
        assert isinstance(option, MappingNode)
        try:
            served = _Filled(serving, found, language).serving()
        except ProblemList as refused:
            problems += refused.problems
            continue
        assert isinstance(options, MappingNode)
        options = _with(options, name, _with(option, "serving", served))
    if problems:
        raise ProblemList(problems)
    return (nodes if options is None else _with(nodes, "options", options)), found


def _benchmarks(nodes: MappingNode, file: str, facts: Callable[[], Facts]) -> Benchmarks | None:
    stated = nodes.get("evidence")
    if not isinstance(stated, MappingNode) or BENCHMARKS not in stated:
        return None
    from generator.evidence.benchmarks import read_benchmarks
    from generator.evidence.points import from_json
    from generator.evidence.problem import LogProblem
    from generator.proposal.models.evidence import Evidence
    from generator.proposal.validation import mark_of, validated

    named, folder = validated(Evidence, stated, facts()).benchmarks, Path(file).parent
    if named is None:
        return None
    if kept := kept_beside(folder, KEPT):
        return from_json(kept)
    try:
        return read_benchmarks(named.files, named.format or "", named.stated, folder)
    except LogProblem as problem:
        mark = mark_of(nodes, f"evidence.benchmarks.{problem.field}")
        raise ProblemList([Problem(CODE, mark, problem.message, problem.fix)]) from None


def _asking(serving: MappingNode) -> Iterator[tuple[str, Scalar]]:
    for name in (WRITING, READING):
        field = serving.get(name)
        word = field.get(FROM) if isinstance(field, MappingNode) else None
        if isinstance(word, Scalar) and word == BENCHMARKS:
            yield name, word


class _Filled:
    """What serves, with what benchmarks say of it."""

    def __init__(self, serving: MappingNode, found: Benchmarks | None, language: str) -> None:
        from generator.evidence.findings import words

        self._serving, self._said = serving, words(language)[BENCHMARKS]
        self._asking = dict(_asking(serving))
        self._word = next(iter(self._asking.values()))
        if found is None:
            fix = said("add evidence: {{benchmarks: {{files: …}}}}")
            raise self._problem(said("the file names no benchmarks"), fix)
        self._points = found.points
        if not all(is_plain(text) for point in found.points for text in _texts(point)):
            message = said("a name of the benchmarks, or of their files, cannot be printed")
            raise self._problem(message, said("give them plain names"))

    def serving(self) -> MappingNode:
        """The mapping as it would be typed. Raises ProblemList."""
        filled = self._serving
        for name in self._asking:
            filled = self._without_from(filled, name)
        if WRITING in self._asking:
            if MEASURED in self._serving:
                fix = said("leave one of them out")
                raise self._problem(said("measured states points besides"), fix)
            points = self._chosen()
            filled = _with(filled, MEASURED, self._listed(points))
            apart = not any(point.whole for point in points)
            brings = apart and READING not in self._serving
            return self._with_reading(filled, needed=False) if brings else filled
        return self._with_reading(filled, needed=True)

    def _without_from(self, serving: MappingNode, name: str) -> MappingNode:
        """What the file states beside `from` stays: a value with its range and note."""
        from generator.proposal.models.measured_points import CHOOSING

        field = serving[name]
        assert isinstance(field, MappingNode)
        left = {key: node for key, node in field.items() if key not in (FROM, *CHOOSING)}
        kept = MappingNode(field.place, field.mark)
        kept.update(left)
        kept.key_marks = field.key_marks
        if "value" in left:
            return _with(serving, name, kept)
        return _with(serving, name, None)

    def _wanted(self, name: str) -> dict[str, str]:
        from generator.proposal.models.measured_points import CHOOSING

        field = self._serving.get(name)
        texts = field if isinstance(field, MappingNode) else {}
        return {key: str(texts[key]) for key in CHOOSING if key in texts}

    def _chosen(self) -> Sequence[Point]:
        from generator.evidence.choosing import chosen
        from generator.evidence.problem import LogProblem

        try:
            return chosen(self._points, self._wanted(WRITING))
        except LogProblem as problem:
            raise self._problem(problem.message, problem.fix) from None

    def _listed(self, points: Sequence[Point]) -> SequenceNode:
        place = Place(self._serving.place, MEASURED)
        listed = SequenceNode(place, self._word.mark)
        listed += [self._point(Place(place, at), point) for at, point in enumerate(points)]
        return listed

    def _point(self, place: Place, point: Point) -> MappingNode:
        numbers = {
            "concurrency": point.concurrency,
            WRITING: point.speed,
            "input_tokens": point.input_tokens,
            "output_tokens": point.output_tokens,
            "first_token": point.first_token.mean,
            "first_token_high": point.first_token.highest,
            "latency": point.latency.mean,
            "latency_high": point.latency.highest,
        }
        node = MappingNode(place, self._word.mark)
        for name, number in numbers.items():
            if number is not None:
                node[name] = self._number(Place(place, name), number, point)
                node.key_marks[name] = self._word.mark
        return node

    def _with_reading(self, filled: MappingNode, *, needed: bool) -> MappingNode:
        from generator.evidence.choosing import reading

        asked = READING if READING in self._asking else WRITING
        found = reading(self._points, self._wanted(asked))
        if found is None and needed:
            message = said("the benchmarks do not say how fast prompts are read")
            fix = said("measure it apart, as llama-bench and Ollama do; or write a number")
            raise self._problem(message, fix)
        if found is None or READING in filled:
            return filled
        place = Place(self._serving.place, READING)
        return _with(filled, READING, self._number(place, *found))

    def _number(self, place: Place, number: float, point: Point) -> MappingNode:
        """A number with its source: tool, model, card, file and day."""
        about = (point.tool, point.model, point.card, point.file, point.date)
        told = self._said["told"].format(names=" · ".join(filter(None, about)))
        texts = {"value": f"{number:.6g}", "source": told}
        return _typed(place, self._word, texts)

    def _problem(self, message: str, fix: str) -> ProblemList:
        return ProblemList([Problem(CODE, self._word.mark, message, fix)])


def _typed(place: Place, word: Scalar, texts: Mapping[str, str]) -> MappingNode:
    node = MappingNode(place, word.mark)
    for name, text in texts.items():
        child: Node = Scalar(text, Place(place, name), word.mark, plain=False)
        node[name], node.key_marks[name] = child, word.mark
    return node


def _with(mapping: MappingNode, name: str, child: Node | None) -> MappingNode:
    """The mapping with another child; without any of that name where it is None."""
    changed = MappingNode(mapping.place, mapping.mark)
    changed.update({key: node for key, node in mapping.items() if key != name or child is not None})
    changed.key_marks = dict(mapping.key_marks)
    if child is not None:
        changed[name] = child
        changed.key_marks.setdefault(name, child.mark)
    return changed


def _texts(point: Point) -> tuple[str, ...]:
    return point.model, point.card, point.file
