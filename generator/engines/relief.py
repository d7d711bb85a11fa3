"""Turns a cache and routing rules into what they spare an option: requests answered before it, or kept local."""

from __future__ import annotations

from dataclasses import dataclass

from generator.engines.levies import counted
from generator.engines.routing import Routing
from generator.engines.running import Running, Years
from generator.engines.timeline import MONTHS_PER_YEAR
from generator.figures.expression import Expression, Operand
from generator.figures.figure import Figure
from generator.figures.key import Key
from generator.proposal.models.costs import Hybrid, StatusQuo
from generator.proposal.models.optimisations import SemanticCache
from generator.proposal.models.proposal import Proposal


@dataclass(frozen=True)
class Relief:
    """What an option is spared. cache: answers some requests before it. routed: what the rules keep local."""

    cache: SemanticCache | None = None
    routed: Figure | None = None

    def passed(self, share: Expression | None = None) -> Operand:
        """The share of all requests that the cache leaves unanswered, of which `share` is looked at."""
        if self.cache is None:
            return 1 if share is None else share
        missed = 1 - self.cache.hit_rate
        return missed if share is None else missed * share

    def local_share(self, option: Hybrid) -> Figure:
        """As stated; where nothing is stated, by the rules."""
        stated = option.local_share
        by_default = stated.source is not None and stated.source.kind == "default"
        return self.routed if by_default and self.routed is not None else stated

    def cache_line(self, path: Key, years: Years) -> list[Running]:
        """What the cache costs to run, as a line of the option."""
        if self.cache is None:
            return []
        levy = years.levies.on()
        annual = counted(levy, self.cache.storage + self.cache.infrastructure) * MONTHS_PER_YEAR
        return [years.line(path / "cache", annual, part="cache", levy=levy)]


def to_cloud(option: Hybrid, local_share: Figure) -> Expression:
    """Requests that a hybrid option sends to its cloud: those it does not try locally, and those that fail there."""
    return 1 - local_share + local_share * option.escalation


NO_RELIEF = Relief()


def relief_of(id: str, proposal: Proposal, routing: Routing | None) -> Relief:
    """Of an option: the cache stands before all alike, but today's bill and those that do without; rules route the
    requests of the optimised one alone."""
    steps, option = proposal.optimisations, proposal.options[id]
    if steps is None or isinstance(option, StatusQuo) or not option.optimisations:
        return NO_RELIEF
    routed = None if routing is None or id != proposal.optimised else routing.local_share
    return Relief(steps.cache, routed)
