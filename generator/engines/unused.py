"""Turns what a proposal states into that on which no result depends: whoever changes it moves nothing."""

from __future__ import annotations

from collections.abc import Iterator

from generator.engines.results import Results
from generator.figures.figure import Figure
from generator.figures.key import Key
from generator.proposal.limits import numbers_of, sections_of
from generator.proposal.models.costs import CapexLine
from generator.proposal.models.power import Power
from generator.proposal.models.serving import ServedModel
from generator.proposal.section import Section

TYPED = ("input", "assignment")
# These move the outlook alone.
OF_THE_OUTLOOK = ("sensitivity", "scenarios")
SCALES, CASES = Key("workload", "scales"), Key("evidence", "cases")
# Sections in which a name of the catalogue does nothing but bring numbers, and the field of that name.
NAMED: dict[type[Section], str] = {CapexLine: "hardware", Power: "gpu", ServedModel: "model"}


def unused_numbers(results: Results) -> Iterator[Figure]:
    """Numbers that the file states and that stand below no figure of any table."""
    used = results.result_figures
    for number, _ in numbers_of(results.proposal).values():
        source = number.source
        typed = source is not None and source.kind in TYPED
        above = number.key.above
        ahead = number.key.family in OF_THE_OUTLOOK or above == SCALES or above.above == CASES
        if typed and number.key not in used and not ahead:
            yield number


def unused_names(results: Results) -> Iterator[Key]:
    """The paths of names of the catalogue of whose numbers none is used, whether or not the file states the name."""
    for section in sections_of(results.proposal):
        field = NAMED.get(type(section))
        if field is None or getattr(section, field) is None or _brings(section, results):
            continue
        # A machine's name also says that the line is hardware, where nothing else does.
        if not (isinstance(section, CapexLine) and section.kind is None):
            yield section.path / field


def _brings(section: Section, results: Results) -> bool:
    numbers = (getattr(section, name) for name in type(section).model_fields)
    return any(
        isinstance(number, Figure)
        and number.source is not None
        and number.source.kind == "catalog"
        and number.key in results.result_figures
        for number in numbers
    )
