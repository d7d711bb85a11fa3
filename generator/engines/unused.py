"""Turns the stated numbers of a proposal into those that no result depends on: whoever changes them moves nothing."""

from __future__ import annotations

from collections.abc import Iterator

from generator.engines.results import Results
from generator.figures.figure import Figure
from generator.proposal.limits import numbers_of

TYPED = ("input", "assignment")
# These move the outlook alone.
OF_THE_OUTLOOK = ("sensitivity.", "scenarios.")


def unused_numbers(results: Results) -> Iterator[Figure]:
    """Numbers that the file states and that stand below no figure of any table."""
    used = results.result_figures
    for key, (number, _) in numbers_of(results.proposal).items():
        source = number.source
        typed = source is not None and source.kind in TYPED
        if typed and key not in used and not key.startswith(OF_THE_OUTLOOK):
            yield number
