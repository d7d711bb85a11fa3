"""Turns a packet into its business case as plain data, for programs that ask what a proposal comes to, and why.

Each number stands with its unit and with the key under which the figures have it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.engines.choosing import least_dear
from generator.engines.hardware import Investment, amounts_by_kind
from generator.engines.options import OptionCost
from generator.engines.verdict import UNQUANTIFIED
from generator.figures.figure import Figure
from generator.packet.packet import Packet

FIGURE = "figure"


def business_case(packet: Packet) -> dict[str, Any]:
    """Ask, verdict with its reasons, options, investment, benefits, net by year, and the measures of return."""
    model, tell = packet.model, _Teller(packet)
    ask = packet.story.ask
    best = model.worth.best
    return {
        "ask": {"what": ask.what, **tell.number(packet.figures[ask.key])},
        "verdict": tell.verdict(),
        "chosen": _named(model.chosen),
        "recommended": _named(model.options[least_dear(model)]),
        "best_other": None if best is None else {**_named(best), **tell.choice()},
        "investment": {
            **tell.number(model.ownership.capex_total),
            "by_kind": tell.kinds(model.chosen.investments),
        },
        "total_cost": tell.number(model.ownership.total),
        **(tell.returns() if model.proposal.benefits else {}),
    }


def figures_in(case: Any) -> Iterator[str]:
    """The keys of the figures that a business case tells, in its order."""
    if isinstance(case, Mapping):
        if FIGURE in case:
            yield case[FIGURE]
        case = list(case.values())
    if isinstance(case, list):
        for part in case:
            yield from figures_in(part)


def _named(option: OptionCost) -> dict[str, str]:
    return {"id": option.id, "name": option.name}


class _Teller:
    def __init__(self, packet: Packet) -> None:
        self._packet, self._model = packet, packet.model

    def number(self, item: Figure) -> dict[str, Any]:
        """A figure by its key; without a value, why there is none."""
        words, reason = self._packet.words, item.reason
        told = {FIGURE: item.key, "value": None if reason else item.value}
        unit = item.unit.replace("money", words.currency)
        return {**told, "unit": unit, **({"reason": words.reason(reason)} if reason else {})}

    def numbers(self, items: Sequence[Figure]) -> list[dict[str, Any]]:
        """Figures in their order."""
        return [self.number(item) for item in items]

    def verdict(self) -> dict[str, Any]:
        """Its key, its words, and what it goes by."""
        model, key = self._model, self._packet.verdict
        by_return = (model.returns.npv, model.returns.roi, model.proposal.approval.required_return)
        reasons = [
            *([] if model.chosen.feasible is None else [model.chosen.feasible]),
            *([] if key == UNQUANTIFIED else by_return),
            *([] if model.worth.unexplained is None else [model.worth.unexplained]),
        ]
        text = self._packet.words.word("verdicts", key)
        return {"key": key, "text": text, "reasons": self.numbers(reasons)}

    def choice(self) -> dict[str, Any]:
        """What the choice is worth against the best other option."""
        share = self._packet.figures["choice_worth_share"]
        return {
            "worth_of_choice": self.number(self._model.worth.choice),
            "share": self.number(share),
        }

    def kinds(self, investments: Sequence[Investment]) -> dict[str, Any]:
        """First purchases by what is bought, with the lines that these amounts add."""
        currency = self._packet.words.currency
        return {
            kind: {"value": amount.value, "unit": currency, "lines": [str(key) for key in keys]}
            for kind, (amount, keys) in amounts_by_kind(investments).items()
        }

    def returns(self) -> dict[str, Any]:
        """What the benefits are before and after weighting, what is left of them, and the measures of return."""
        benefits, returns = self._model.benefits, self._model.returns
        return {
            "benefits": {
                "before_weighting": self.number(benefits.unweighted),
                "after_weighting": self.number(benefits.monthly),
                "by_year": self.numbers(benefits.years),
            },
            "net_by_year": self.numbers(self._model.yearly.net),
            "npv": self.number(returns.npv),
            "irr": self.number(returns.irr),
            "payback_months": self.number(returns.payback_months),
            "return_on_costs": self.number(returns.roi_on_costs),
        }
