"""Turns fields that say `from: usage_log` into what the log says, or compares them with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.proposal.nodes import MappingNode, Node, Place, Scalar
from generator.proposal.numbers import read_number
from generator.proposal.printable import is_plain
from generator.proposal.problems import Mark, Problem, ProblemList
from generator.proposal.routed import (
    COUNTED,
    HISTORY,
    SHARED,
    copy_of,
    counted_of,
    rules_of,
    with_shared_rules,
)
from generator.wording.saying import said

if TYPE_CHECKING:
    from generator.evidence.findings import Findings
    from generator.proposal.context import Facts
    from generator.proposal.models.proposal import Proposal

WORKLOAD, FROM, USAGE_LOG = "workload", "from", "usage_log"
MIX = (WORKLOAD, "mix")
# Of what may come from a log outside the workload, the name under which the log tells it.
ELSEWHERE: Mapping[tuple[str, ...], str] = {
    (WORKLOAD, "growth", "monthly"): "monthly_growth",
    ("optimisations", "cache", "hit_rate"): "repeats",
}
# Of an option what the rules of routing tell.
OPTIONS, OF_OPTIONS = "options", ("local_share", "escalation")
Steps = tuple[str, ...]
CODE = "E028"
# What a packet keeps of a log, beside the input that it was made of.
KEPT = "evidence.json"
SOURCE_FOLDER, MANIFEST = "source", "manifest.json"
FAR_APART = 0.2
# By what the shares of a mix are told apart: the first of these that the log has.
KINDS = ("task", "model")


@dataclass(frozen=True)
class Measured:
    """What a log says. compared: the fields that state a value beside it, and no note why, by their steps."""

    findings: Findings
    compared: tuple[Steps, ...] = ()

    @property
    def kept(self) -> bytes:
        """As a packet keeps it."""
        return self.findings.to_json().encode()

    def query_of(self, parts: Sequence[object]) -> str:
        """How a number was asked for; empty for what no log says. parts: of its key."""
        steps = tuple(map(str, parts))
        if steps[:2] == HISTORY:
            return self.findings.tiers_query
        if steps[:2] == MIX:
            return self.findings.mix_queries.get(_kind_in(self.findings), "")
        answer = self.findings.answers.get(_name_of(steps))
        return "" if answer is None else answer.query


def measured(
    nodes: MappingNode, file: str, language: str, facts: Callable[[], Facts]
) -> tuple[MappingNode, Measured | None]:
    """The tree with what the log says in the place of `from: usage_log`. Raises ProblemList."""
    asking = list(_asking(nodes))
    shared, history = (_node_at(nodes, steps) for steps in (SHARED, HISTORY))
    if isinstance(shared, MappingNode) and isinstance(history, MappingNode):
        nodes = _with(nodes, HISTORY, with_shared_rules(history, shared))
    stated = nodes.get("evidence")
    if stated is None:
        if asking:
            raise ProblemList([_no_log(asked.word) for asked in asking])
        return nodes, None
    findings = _findings(nodes, file, facts)
    if findings is None:
        return nodes, None
    lacking = [asked for asked in asking if not _has(findings, asked.steps)]
    if lacking:
        raise ProblemList([_not_told(asked) for asked in lacking])
    history = _node_at(nodes, HISTORY)
    routed = history if findings.tiers and isinstance(history, MappingNode) else None
    marks = [*(asked.word.mark for asked in asking), *([] if routed is None else [routed.mark])]
    with_mix = any(asked.steps == MIX for asked in asking)
    if marks and not all(map(is_plain, _printed_of(findings, with_mix))):
        raise ProblemList([_not_printable(marks[0])])
    changed = _filled(nodes, asking, findings, language)
    if routed is not None and COUNTED not in routed:
        counted = counted_of(findings, routed, language)
        changed = _with(changed, (*HISTORY, COUNTED), counted)
    compared = (asked.steps for asked in asking if asked.is_compared)
    return changed, Measured(findings, tuple(compared))


def _filled(
    nodes: MappingNode, asking: Sequence[_Asked], findings: Findings, language: str
) -> MappingNode:
    for asked in asking:
        field, word = asked.field, asked.word
        if asked.steps == MIX:
            told = _mix(findings, field, word, language)
        else:
            told = _number(findings, _name_of(asked.steps), field, word, language)
        nodes = _with(nodes, asked.steps, told)
    return nodes


def far_from_log(proposal: Proposal, found: Measured, nodes: MappingNode) -> Iterator[Problem]:
    """A doubt about each stated value that parts from what the log says."""
    from generator.proposal.validation import mark_of

    for steps in found.compared:
        stated = _figure_at(proposal, steps)
        text = found.findings.answers[_name_of(steps)].text
        logged = read_number(text)
        if abs(stated.value - logged) > FAR_APART * abs(logged):
            message = said(
                "{name} is {stated}, and the usage log says {logged}",
                name=".".join(steps[1:]),
                stated=stated.source.text,
                logged=text,
            )
            fix = said("delete the value, which then is that of the log; or say why in a note")
            yield Problem("W029", mark_of(nodes, stated.key), message, fix)


@dataclass(frozen=True)
class _Asked:
    """A field that asks the log. steps: the names that lead to it; word: where it does."""

    steps: Steps
    field: MappingNode
    word: Scalar

    @property
    def is_compared(self) -> bool:
        """Whether it states a value beside the log's, and no note why."""
        return "value" in self.field and "note" not in self.field


def _asking(nodes: MappingNode) -> Iterator[_Asked]:
    workload = nodes.get(WORKLOAD)
    options = nodes.get(OPTIONS)
    own = workload if isinstance(workload, MappingNode) else {}
    compared = options if isinstance(options, MappingNode) else {}
    shares = [(OPTIONS, id, name) for id in compared for name in OF_OPTIONS]
    for steps in (*((WORKLOAD, name) for name in own), *ELSEWHERE, *shares):
        field = _node_at(nodes, steps)
        word = field.get(FROM) if isinstance(field, MappingNode) else None
        if isinstance(field, MappingNode) and isinstance(word, Scalar) and word == USAGE_LOG:
            yield _Asked(steps, field, word)


def _node_at(nodes: Node, steps: Steps) -> Node | None:
    found: Node | None = nodes
    for step in steps:
        found = found.get(step) if isinstance(found, MappingNode) else None
    return found


def _figure_at(proposal: Proposal, steps: Steps) -> Any:
    found: Any = proposal
    for step in steps:
        found = found[step] if isinstance(found, dict) else getattr(found, step)
    return found


def _name_of(steps: Steps) -> str:
    """Under which the log tells what a field is; empty for a field of which no log tells."""
    match steps:
        case ("workload", name):
            return name
        case ("options", _, name) if name in OF_OPTIONS:
            return name
    return ELSEWHERE.get(steps, "")


def _findings(nodes: MappingNode, file: str, facts: Callable[[], Facts]) -> Findings | None:
    """What the packet kept that the file is of; else what the log says today."""
    from generator.evidence.findings import from_json
    from generator.evidence.problem import LogProblem
    from generator.evidence.usage_log import LONGEST, read_usage_log
    from generator.proposal.models.evidence import Evidence
    from generator.proposal.validation import mark_of, validated

    stated = nodes["evidence"]
    if not isinstance(stated, MappingNode):
        # What is wrong with it is told with all else.
        return None
    known = facts()
    evidence = validated(Evidence, stated, known)
    log, rules = evidence.usage_log, rules_of(evidence.routing, known)
    folder = Path(file).parent
    if log is None:
        return None
    if kept := kept_beside(folder, KEPT):
        return from_json(kept)
    try:
        longest = log.seconds or LONGEST
        return read_usage_log(log.files, log.format, log.named_columns, folder, rules, longest)
    except LogProblem as problem:
        mark = mark_of(nodes, f"evidence.usage_log.{problem.field}")
        raise ProblemList([Problem(CODE, mark, problem.message, problem.fix)]) from None


def kept_beside(folder: Path, name: str) -> str:
    """What a packet kept of evidence, where the input is the one that the packet was made of; else nothing."""
    kept = folder / name
    is_packet = folder.name == SOURCE_FOLDER and (folder.parent / MANIFEST).is_file()
    return kept.read_text(encoding="utf-8") if is_packet and kept.is_file() else ""


def _kind_in(findings: Findings) -> str:
    return next((name for name in KINDS if findings.mixes.get(name)), "")


def _has(findings: Findings, steps: Steps) -> bool:
    return bool(_kind_in(findings)) if steps == MIX else _name_of(steps) in findings.answers


def _number(
    findings: Findings, name: str, field: MappingNode, word: Scalar, language: str
) -> MappingNode:
    """The number as it would be typed; what the file says besides stays."""
    about = {"source": findings.told(name, language), "date": findings.last}
    if "source" in field:
        about["source"] = f"{field['source']} · {about['source']}"
    return _typed(field, word, {"value": findings.answers[name].text} | about)


def _mix(findings: Findings, field: MappingNode, word: Scalar, language: str) -> MappingNode:
    from generator.evidence.findings import words

    said_of = words(language)
    mix = MappingNode(field.place, field.mark)
    for name, share in findings.mixes[_kind_in(findings)].items():
        kind = name or _free(said_of["others"], mix)
        place = Place(field.place, kind)
        rule = said_of["rules"]["share"].format(text=share)
        about = {"source": f"{findings.source(language)} · {rule}", "date": findings.last}
        entry = MappingNode(place, word.mark)
        entry["share"] = _typed(
            MappingNode(Place(place, "share"), word.mark), word, {"value": share} | about
        )
        mix[kind], mix.key_marks[kind] = entry, word.mark
    return mix


def _free(name: str, taken: Mapping[str, object]) -> str:
    """The name; with a dash before it where the log has one that is the same."""
    return _free(f"– {name}", taken) if name in taken else name


def _printed_of(findings: Findings, with_mix: bool) -> Iterator[str]:
    """The texts that a log brings into a document: the names of its files, and of its kinds of request."""
    yield from findings.files
    yield from findings.mixes[_kind_in(findings)] if with_mix else ()


def _typed(field: MappingNode, word: Scalar, texts: Mapping[str, str]) -> MappingNode:
    """The field with these texts, in the place of `from`; a value that it states itself stays."""
    changed = MappingNode(field.place, field.mark)
    changed.update({name: node for name, node in field.items() if name != FROM})
    changed.key_marks = dict(field.key_marks)
    for name, text in texts.items():
        if name == "source" or name not in changed:
            changed[name] = Scalar(text, Place(field.place, name), word.mark, plain=False)
            changed.key_marks.setdefault(name, word.mark)
    return changed


def _with(mapping: MappingNode, steps: Steps, child: Node) -> MappingNode:
    """The same with another node at the end of the steps."""
    name, *rest = steps
    changed, below = copy_of(mapping), mapping.get(name)
    changed[name] = child
    if rest and isinstance(below, MappingNode):
        changed[name] = _with(below, tuple(rest), child)
    changed.key_marks.setdefault(name, mapping.mark)
    return changed


def _no_log(word: Scalar) -> Problem:
    message = said("the file names no usage log")
    return Problem(CODE, word.mark, message, said("add evidence: {{usage_log: {{files: …}}}}"))


def _not_printable(mark: Mark) -> Problem:
    message = said("a name of the usage log, or of its files, cannot be printed")
    fix = said("name a column of plain names, and give the files such names")
    return Problem(CODE, mark, message, fix)


def _not_told(asked: _Asked) -> Problem:
    message = said("the usage log does not say this")
    fix = said("name the column that tells it in evidence.usage_log.columns, or write a number")
    if asked.steps[0] == OPTIONS:
        fix = said("add routing: {{}} to evidence, and the column escalated; or write a number")
    if _name_of(asked.steps) == "monthly_growth":
        fix = said("name files of at least three whole months, or write a number")
    return Problem(CODE, asked.word.mark, message, fix)
