"""What was found in a log, as a packet keeps it: numbers, the rule of each, its query, and which files they are of."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FORMAT_VERSION = 1


@dataclass(frozen=True)
class Answer:
    """text: the number as one types it in an input. rule: a key of words.yaml. facts: what the rule names."""

    text: str
    rule: str
    facts: Mapping[str, str]
    query: str


@dataclass(frozen=True)
class Findings:
    """left_out: rows of which a column made no sense. mixes: shares by model
    and by task, the rest under an empty name. months: requests and tokens, read and written, by month. tiers: what the
    rules of routing give each tier, by what is counted; nothing where no rules are stated.
    """

    files: Mapping[str, Mapping[str, str | int]]
    first: str
    last: str
    rows: int
    left_out: int
    answers: Mapping[str, Answer]
    mixes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    mix_queries: Mapping[str, str] = field(default_factory=dict)
    months: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)
    tiers: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    tiers_query: str = ""
    version: int = FORMAT_VERSION

    def to_json(self) -> str:
        """As a packet keeps it."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"

    def source(self, language: str) -> str:
        """Files, period and rows."""
        said, names = words(language), list(self.files)
        several = said["several"].format(first=names[0], last=names[-1], count=len(names))
        return str(
            said["source"].format(
                files=names[0] if len(names) == 1 else several,
                first=self.first,
                last=self.last,
                rows=f"{self.rows:,}",
            )
        )

    def told(self, name: str, language: str) -> str:
        """Where a number comes from and by which rule."""
        return f"{self.source(language)} · {self.rule(name, language)}"

    def rule(self, name: str, language: str) -> str:
        """How a number was found."""
        answer, said = self.answers[name], words(language)
        return str(said["rules"][answer.rule].format(text=answer.text, **answer.facts))


def from_json(text: str) -> Findings:
    """What `to_json` wrote."""
    kept = json.loads(text)
    answers = {name: Answer(**answer) for name, answer in kept.pop("answers").items()}
    months = {name: tuple(counts) for name, counts in kept.pop("months").items()}
    return Findings(answers=answers, months=months, **kept)


@cache
def words(language: str) -> dict[str, Any]:
    """How it is said."""
    import yaml

    text = Path(__file__).with_name("words.yaml").read_text(encoding="utf-8")
    said: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return said[language]


def lines(findings: Findings, language: str) -> Iterator[str]:
    """What `budget evidence` prints."""
    said = words(language)
    yield findings.source(language)
    if findings.left_out:
        yield said["left_out"].format(rows=f"{findings.left_out:,}")
    width = max(map(len, findings.answers))
    for name, answer in findings.answers.items():
        yield f"  {name:<{width}}  {answer.text:>12}  {findings.rule(name, language)}"
    for name, shares in findings.mixes.items():
        listed = ", ".join(f"{kind or said['others']} {share}" for kind, share in shares.items())
        yield f"  {said[name]}: {listed}"
    routed = sum(tier["requests"] for tier in findings.tiers.values())
    for name, tier in findings.tiers.items():
        share = f"{tier['requests'] / routed:.1%}"
        yield "  " + said["tier"].format(name=said["tiers"][name], share=share, counts=tier)
    yield f"  {said['months']}"
    for month, counts in findings.months.items():
        yield "    " + said["month"].format(month=month, counts=[f"{count:,}" for count in counts])
