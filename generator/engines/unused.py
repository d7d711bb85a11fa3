"""Turns what a proposal states into that on which no result depends: whoever changes it moves nothing."""

from __future__ import annotations

from collections.abc import Iterator

from generator.engines.results import Results
from generator.figures.figure import Figure
from generator.figures.key import Key
from generator.proposal.catalogue_names import OwnName
from generator.proposal.limits import numbers_of, sections_of
from generator.proposal.models.costs import CapexLine
from generator.proposal.models.power import Power
from generator.proposal.models.serving import ServedModel
from generator.proposal.section import Section, may_be_left_out

TYPED = ("input", "assignment")
# These move the outlook alone.
OF_THE_OUTLOOK = ("sensitivity", "scenarios")
TAX = Key("tax")
SCALES, CASES = Key("workload", "scales"), Key("evidence", "cases")
# Sections in which a name of the catalogue does nothing but bring numbers, and the field of that name.
NAMED: dict[type[Section], str] = {CapexLine: "hardware", Power: "gpu", ServedModel: "model"}


def unused_numbers(results: Results) -> Iterator[tuple[Figure, Key]]:
    """Numbers that the file states and that stand below no figure of any table, each with what can be removed: itself,
    or the section that must have it. The rate of a tax that every line states for itself is not told: the section has
    to say it.
    """
    used = results.result_figures
    sections = {section.path: section for section in sections_of(results.proposal)}
    for number, _ in numbers_of(results.proposal).values():
        source = number.source
        typed = source is not None and source.kind in TYPED
        above = number.key.above
        ahead = number.key.family in OF_THE_OUTLOOK or above == SCALES or above.above == CASES
        if typed and number.key not in used and not ahead:
            section = sections.get(number.key.above)
            removed = number.key if section is None else _removable(section, number.key)
            if not (results.proposal.taxes_by_line and removed == TAX):
                yield number, removed


def _removable(section: Section, key: Key) -> Key:
    field = type(section).model_fields[str(key.name)]
    return key if may_be_left_out(field) else section.path


def unused_names(results: Results) -> Iterator[tuple[Key, bool]]:
    """The paths of names of whose numbers in the catalogue none is used, whether or not the file states the name; and
    whether the catalogue has none of that name.
    """
    for section in sections_of(results.proposal):
        field = NAMED.get(type(section))
        if field is None or getattr(section, field) is None or _brings(section, results):
            continue
        # A machine's name also says that the line is hardware, where nothing else does.
        if not (isinstance(section, CapexLine) and section.kind is None):
            yield section.path / field, isinstance(getattr(section, field), OwnName)


def _brings(section: Section, results: Results) -> bool:
    numbers = (getattr(section, name) for name in type(section).model_fields)
    return any(
        isinstance(number, Figure)
        and number.source is not None
        and number.source.kind == "catalog"
        and number.key in results.result_figures
        for number in numbers
    )
