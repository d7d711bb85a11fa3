"""Turns figures into what their JavaScript gives, in an engine that we did not write."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence

import quickjs

from generator.figures.figure import Figure
from generator.figures.script import EMPTY, Moves, Script

Answer = float | str


class RunningScript:
    """Figures as JavaScript that an engine has read."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._engine = quickjs.Context()
        self._engine.eval(script.text)

    def computed(self, changed: Mapping[str, float]) -> dict[str, Answer]:
        """Every figure by key, with other values for some stated numbers; why there is none where there is none."""
        stated = [
            changed.get(item.key, item.value)
            for item in self._script.figures[: self._script.stated]
        ]
        told = self._engine.eval(f"JSON.stringify(compute({json.dumps(stated)}))")
        keys = (item.key for item in self._script.figures)
        return dict(zip(keys, json.loads(told), strict=True))


def script_of(
    figures: Iterable[Figure], rows: Iterable[Sequence[Figure]] = (), moves: Moves = EMPTY
) -> RunningScript:
    return RunningScript(Script(figures, rows, moves))


def answer_of(figure: Figure) -> Answer:
    """What its JavaScript is to give."""
    return figure.reason or figure.value


def unlike(answer: Answer, figure: Figure) -> bool:
    """Whether an answer is not the figure's, but for the last digit that adding leaves."""
    if isinstance(answer, str) or math.isnan(figure.value):
        return answer != figure.reason
    return not math.isclose(answer, figure.value, rel_tol=1e-9, abs_tol=1e-9)
