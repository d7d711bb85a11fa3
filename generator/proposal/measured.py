"""Turns fields of the workload that say `from: usage_log` into what the log says, or compares them with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator.proposal.characters import FORBIDDEN
from generator.proposal.nodes import MappingNode, Node, Place, Scalar
from generator.proposal.numbers import read_number
from generator.proposal.printable import unprintable
from generator.proposal.problems import Problem, ProblemList
from generator.wording.saying import said

if TYPE_CHECKING:
    from generator.evidence.findings import Findings
    from generator.proposal.context import Facts
    from generator.proposal.models.proposal import Proposal

WORKLOAD, MIX, FROM, USAGE_LOG = "workload", "mix", "from", "usage_log"
CODE = "E028"
# What a packet keeps of a log, beside the input that it was made of.
KEPT = "evidence.json"
SOURCE_FOLDER, MANIFEST = "source", "manifest.json"
FAR_APART = 0.2
# By what the shares of a mix are told apart: the first of these that the log has.
KINDS = ("task", "model")


@dataclass(frozen=True)
class Measured:
    """What a log says. compared: the fields of the workload that state a value beside it, and no note
    why."""

    findings: Findings
    compared: tuple[str, ...] = ()

    @property
    def kept(self) -> bytes:
        """As a packet keeps it."""
        return self.findings.to_json().encode()

    def query_of(self, parts: tuple[object, ...]) -> str:
        """How a number of the workload was asked for; empty for what no log says. parts: of its key."""
        match parts:
            case ("workload", str(name)) if name in self.findings.answers:
                return self.findings.answers[name].query
            case ("workload", "mix", *_):
                return self.findings.mix_queries.get(_kind_in(self.findings), "")
        return ""


def measured(
    nodes: MappingNode, file: str, language: str, facts: Callable[[], Facts]
) -> tuple[MappingNode, Measured | None]:
    """The tree with what the log says in the place of `from: usage_log`. Raises ProblemList."""
    asking = dict(_asking(nodes))
    stated = nodes.get("evidence")
    if stated is None:
        if asking:
            raise ProblemList([_no_log(word) for word in asking.values()])
        return nodes, None
    findings = _findings(nodes, file, facts)
    if findings is None:
        return nodes, None
    workload = nodes.get(WORKLOAD)
    assert isinstance(workload, MappingNode) or not asking
    lacking = [word for name, word in asking.items() if not _has(findings, name)]
    if lacking:
        raise ProblemList([_not_told(word) for word in lacking])
    if asking and not all(map(_can_be_printed, _printed_of(findings, MIX in asking))):
        raise ProblemList([_not_printable(next(iter(asking.values())))])
    compared = []
    changed = workload
    for name, word in asking.items():
        assert isinstance(changed, MappingNode)
        field = changed[name]
        assert isinstance(field, MappingNode)
        compared += [name] if "value" in field and "note" not in field else []
        told = _mix(findings, field, word, language) if name == MIX else None
        changed = _with(changed, name, told or _number(findings, name, field, word, language))
    filled = nodes if changed is None else _with(nodes, WORKLOAD, changed)
    return filled, Measured(findings, tuple(compared))


def far_from_log(proposal: Proposal, found: Measured, nodes: MappingNode) -> Iterator[Problem]:
    """A doubt about each stated value that parts from what the log says."""
    from generator.proposal.validation import mark_of

    for name in found.compared:
        stated = getattr(proposal.workload, name)
        text = found.findings.answers[name].text
        logged = read_number(text)
        if abs(stated.value - logged) > FAR_APART * abs(logged):
            message = said(
                "{name} is {stated}, and the usage log says {logged}",
                name=name,
                stated=stated.source.text,
                logged=text,
            )
            fix = said("delete the value, which then is that of the log; or say why in a note")
            yield Problem("W029", mark_of(nodes, stated.key), message, fix)


def _asking(nodes: MappingNode) -> Iterator[tuple[str, Scalar]]:
    workload = nodes.get(WORKLOAD)
    for name, field in workload.items() if isinstance(workload, MappingNode) else ():
        word = field.get(FROM) if isinstance(field, MappingNode) else None
        if isinstance(word, Scalar) and word == USAGE_LOG:
            yield name, word


def _findings(nodes: MappingNode, file: str, facts: Callable[[], Facts]) -> Findings | None:
    """What the packet kept that the file is of; else what the log says today."""
    from generator.evidence.findings import from_json
    from generator.evidence.problem import LogProblem
    from generator.evidence.usage_log import read_usage_log
    from generator.proposal.models.evidence import Evidence
    from generator.proposal.validation import mark_of, validated

    stated = nodes["evidence"]
    if not isinstance(stated, MappingNode):
        # What is wrong with it is told with all else.
        return None
    log = validated(Evidence, stated, facts()).usage_log
    folder = Path(file).parent
    if log is None:
        return None
    kept = folder / KEPT
    if folder.name == SOURCE_FOLDER and (folder.parent / MANIFEST).is_file() and kept.is_file():
        return from_json(kept.read_text(encoding="utf-8"))
    try:
        return read_usage_log(log.files, log.format, log.named_columns, folder)
    except LogProblem as problem:
        mark = mark_of(nodes, f"evidence.usage_log.{problem.field}")
        raise ProblemList([Problem(CODE, mark, problem.message, problem.fix)]) from None


def _kind_in(findings: Findings) -> str:
    return next((name for name in KINDS if findings.mixes.get(name)), "")


def _has(findings: Findings, name: str) -> bool:
    return bool(_kind_in(findings)) if name == MIX else name in findings.answers


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


def _can_be_printed(text: str) -> bool:
    """Whether a text is plain: one line of characters that the fonts have, and no quote of a figure."""
    is_quote = "{{" in text or "}}" in text
    return not (is_quote or "\n" in text or FORBIDDEN.search(text) or unprintable(text))


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


def _with(mapping: MappingNode, name: str, child: Node) -> MappingNode:
    changed = MappingNode(mapping.place, mapping.mark)
    changed.update(mapping)
    changed.key_marks = mapping.key_marks
    changed[name] = child
    return changed


def _no_log(word: Scalar) -> Problem:
    message = said("the file names no usage log")
    return Problem(CODE, word.mark, message, said("add evidence: {{usage_log: {{files: …}}}}"))


def _not_printable(word: Scalar) -> Problem:
    message = said("a name of the usage log, or of its files, cannot be printed")
    fix = said("name a column of plain names, and give the files such names")
    return Problem(CODE, word.mark, message, fix)


def _not_told(word: Scalar) -> Problem:
    message = said("the usage log does not say this")
    fix = said("name the column that tells it in evidence.usage_log.columns, or write a number")
    return Problem(CODE, word.mark, message, fix)
