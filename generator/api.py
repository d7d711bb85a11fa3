"""Turns an input into its figures, how each came to be, its packet, and what is different from another input.

For notebooks and pipelines, and what the command line itself calls; docs/python.md shows how. Whatever has no result
raises BudgetError with all reasons.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from generator import assembly
from generator.catalog.catalogue import Catalogue
from generator.contents import ALL_FORMATS, FORMATS, WORKBOOK, formats_of
from generator.proposal.loading import Loaded, load_with
from generator.proposal.problems import BudgetError, Problem, each_of
from generator.publish import EditedPacket, OutputProblem, manifest_of, prepare, publish
from generator.wording.saying import any_of, joined, said

__all__ = ["ALL_FORMATS", "FORMATS", "Budget", "BudgetError", "Built", "Problem", "diff", "load"]

if TYPE_CHECKING:
    from generator.compare.sides import Side
    from generator.difference import Difference
    from generator.engines.model import Model
    from generator.figures.figure import Figure
    from generator.packet.packet import Packet
    from generator.solving import NoSolution, Solution

# One record of a table: texts and numbers alone; a number that has no value is None.
Row = dict[str, str | float | None]
Location = str | os.PathLike[str]
# In the place of a key: all figures of the business case.
SUMMARY = "summary"


class UnknownFigure(BudgetError):
    """There is no such figure; the message names those that may be meant."""


@dataclass(frozen=True)
class Built:
    """A published packet. removed: files of the one before it. missing: what this machine cannot make."""

    folder: Path
    files: tuple[str, ...]
    removed: tuple[str, ...]
    missing: tuple[str, ...]
    audited_cells: int


def load(
    path: Location,
    values: Mapping[str, object] | Sequence[str] = (),
    *,
    scenario: str = "",
    language: str = "",
) -> Budget:
    """Read and validate an input, or the one that the packet in a folder was made of; `-` is standard input.

    values: as `Budget.set` takes them, or texts such as `horizon.years=5`.
    """
    return Budget(assembly.load(os.fspath(path), _assignments(values, language), scenario))


@dataclass(frozen=True, eq=False)
class Budget:
    """A valid input and what is computed of it, each once and when it is asked for."""

    loaded: Loaded

    def __repr__(self) -> str:
        from generator.compare.sides import packet_behind

        own = self.loaded
        scenario = [f"--scenario {own.scenario}"] if own.scenario else []
        values = [f"--set {each}" for each in own.assignments]
        return f"Budget({' '.join([str(packet_behind(own) or own.file), *scenario, *values])})"

    def set(
        self,
        values: Mapping[str, object] | Sequence[str] = (),
        *,
        scenario: str = "",
        language: str = "",
    ) -> Budget:
        """The same input with other values, as `--set` has them: `{"horizon.years": 5, "benefits.*.monthly": "×0.5"}`.

        This one stays as it is.
        """
        own = self.loaded
        assignments = (*own.assignments, *_assignments(values, language))
        scenario = scenario or own.scenario
        return Budget(load_with(own.text, own.file, Catalogue, assignments, own.own, scenario))

    @cached_property
    def packet(self) -> Packet:
        """All that is said of it."""
        return assembly.packet_of(self.loaded)

    @cached_property
    def _model(self) -> Model:
        return assembly.model_of(self.loaded)

    def check(self) -> tuple[Problem, ...]:
        """What is odd about it: warnings, and errors that only texts with wrong quotes can have."""
        return tuple(assembly.packet_problems(self.loaded))

    def select(self, *keys: str) -> list[Figure]:
        """The figures of some keys, all without any. Raises UnknownFigure."""
        known = self.packet.figures
        if not keys:
            return list(known.values())
        found = {key: self._named_by(key) for key in keys}
        if unknown := [key for key, names in found.items() if not names]:
            raise UnknownFigure(joined([_unknown(key, known) for key in unknown], "\n"))
        return [known[name] for name in dict.fromkeys(chain.from_iterable(found.values()))]

    def figures(self, *keys: str) -> list[Row]:
        """A row for each figure: `capex.total`, `opex.*` for a family, `summary` for the business case."""
        from generator.render.figures_json import row

        return [row(figure, self.packet) for figure in self.select(*keys)]

    def value(self, key: str) -> float | None:
        """One number; None where it has no value."""
        results = self._model.result_figures
        figure = results[key] if key in results else self._figure(key)
        return None if figure.reason is not None else figure.value

    def explain(self, key: str) -> str:
        """How a number came to be, down to the line of the input."""
        from generator.render.explanation import explain

        folder, figure = Path(self.loaded.file).parent, self._figure(key)
        told = list(explain(figure, self.packet, folder))
        if self.loaded.measured is not None:
            told += filter(None, [self.loaded.measured.query_of(figure.key.parts)])
        return "\n".join(told)

    def evidence(self) -> list[str]:
        """What the usage log and the benchmarks of the input say, line by line; nothing where it names none."""
        from generator.evidence import findings, points
        from generator.packet.tables import in_lines

        log, benchmarks = self.loaded.measured, self.loaded.benchmarks
        language = self.loaded.proposal.proposal.language
        is_routed = log is not None and self._model.routed is not None
        return [
            *(() if log is None else findings.lines(log.findings, language)),
            *(in_lines(self.packet.tables["routing_history"]) if is_routed else ()),
            *(() if benchmarks is None else points.lines(benchmarks, language)),
        ]

    def solve(self, key: str, target: float, by: str) -> Solution | NoSolution:
        """At which value of one number of the input a figure is the target, on the model itself."""
        from generator.proposal.limits import numbers_of
        from generator.solving import solve

        stated = numbers_of(self.loaded.proposal)
        if by not in stated:
            raise UnknownFigure(
                _unknown(by, stated, said("{by} is no number that this input states", by=by))
            )
        try:
            return solve(self.loaded, key, target, by, Catalogue)
        except KeyError:
            raise UnknownFigure(_unknown(key, self.packet.figures)) from None

    def build(
        self,
        folder: Location,
        only: Collection[str] = (),
        *,
        force: bool = False,
        progress: Callable[[str], None] = lambda _: None,
        alone: bool = False,
    ) -> Built:
        """Make the packet, audit it and publish it in a folder: all of it or nothing.

        only: some of ALL_FORMATS; without any FORMATS, or those of the packet that is made again.
        force: overwrite files of the packet that were edited. alone: in this process only.
        """
        only = _names(only) or self._formats
        check_formats(only)
        target = Path(folder)
        force = self._prepared(target, force)
        loaded = assembly.over(self.loaded, target)
        made = assembly.assemble(loaded, only, progress, alone)
        removed = publish(made.files, target, made.manifest, force)
        return Built(
            folder=target,
            files=tuple(sorted(made.files)),
            removed=tuple(removed),
            missing=tuple(made.missing),
            audited_cells=made.audited_cells,
        )

    @property
    def _formats(self) -> tuple[str, ...]:
        from generator.compare.sides import packet_behind

        packet = packet_behind(self.loaded)
        return FORMATS if packet is None else formats_of(manifest_of(packet)["files"])

    def _prepared(self, folder: Path, force: bool) -> bool:
        """Whether edits may be replaced: those that are asked for, and those that the input holds already."""
        try:
            prepare(folder, force)
        except EditedPacket as edited:
            from generator.pull.against_input import is_taken_over

            if list(edited.names) != [WORKBOOK] or edited.obstacle:
                raise
            workbook = (folder / WORKBOOK).read_bytes()
            if not is_taken_over(workbook, self.loaded, self.packet):
                raise
            return True
        return force

    def _figure(self, key: str) -> Figure:
        known = self.packet.figures
        if key not in known:
            raise UnknownFigure(_unknown(key, known))
        return known[key]

    def _named_by(self, key: str) -> list[str]:
        from generator.packet.business_case import business_case, figures_in

        known = self.packet.figures
        if key == SUMMARY:
            return [name for name in figures_in(business_case(self.packet)) if name in known]
        return [name for name in known if fnmatchcase(name, key)]


def diff(old: Location | Budget, new: Location | Budget, *, language: str = "") -> Difference:
    """What changed between two inputs or packets, and how far each change moved each headline.

    The folder of a packet stands for what was published; a Budget for what is computed today. language: in which both
    are told, instead of their own.
    """
    from generator.compare.comparison import compare
    from generator.difference import Difference

    before, after = each_of(partial(_side, old, language), partial(_side, new, language))
    currencies = [side.loaded.proposal.money.currency for side in (before, after)]
    if currencies[0] != currencies[1]:
        message = said(
            "{before} is in {currency} and {after} in {other}: amounts of one\n"
            "  currency are not compared with those of another; state both in one of them",
            before=before.name,
            currency=currencies[0],
            after=after.name,
            other=currencies[1],
        )
        raise BudgetError(message)
    return Difference(compare(before, after, Catalogue))


def _side(of: Location | Budget, language: str) -> Side:
    from generator.compare.sides import Side, side_of

    if isinstance(of, Budget):
        loaded = of.set(language=language).loaded if language else of.loaded
        return Side(loaded.file, loaded)
    return side_of(os.fspath(of), Catalogue, _assignments((), language))


def check_formats(only: Collection[str]) -> None:
    """Raises OutputProblem for what is none of ALL_FORMATS."""
    if strange := [name for name in only if name not in ALL_FORMATS]:
        formats = ",".join(ALL_FORMATS)
        raise OutputProblem(
            said(
                "a packet has some of {formats}, not '{format}'", formats=formats, format=strange[0]
            )
        )


def _assignments(values: Mapping[str, object] | Sequence[str], language: str) -> list[str]:
    """As the command line types them."""
    given = (
        [f"{key}={_typed(value)}" for key, value in values.items()]
        if isinstance(values, Mapping)
        else _names(values)
    )
    return [*given, f"proposal.language={language}"] if language else given


def _names(texts: Collection[str]) -> list[str]:
    """One text stands for itself."""
    return [texts] if isinstance(texts, str) else list(texts)


def _typed(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _unknown(key: str, known: Collection[str], message: str = "") -> str:
    from generator.proposal.models.scenarios import numbers_meant

    below = sorted((each for each in known if each.startswith(f"{key}.")), key=len)
    close = any_of(numbers_meant(key, known) or below[:3])
    if not close:
        return message or said("there is no figure {key}; 'budget figures' lists all", key=key)
    message = message or said("there is no figure {key}", key=key)
    return said("{message}; did you mean {meant}?", message=message, meant=close)
