"""Finds amounts of a computed model that are larger than a budget can be kept exactly in."""

from __future__ import annotations

from generator.engines.doubt import Doubt
from generator.engines.model import Model
from generator.wording.saying import said

# With two decimals, and a few digits to spare for what sums and products lose, as many as a spreadsheet keeps.
LARGEST_AMOUNT = 1e12
AMOUNTS = ("money", "money/month", "money/year")


def too_large(model: Model) -> list[Doubt]:
    """The first such amount, if there is one: an error, no warning, as no workbook could agree with the model."""
    for figure in model.result_figures.values():
        if figure.unit in AMOUNTS and abs(figure.value) > LARGEST_AMOUNT:
            message = said(
                "{key} is {value:,.15g}: amounts go up to {most:,.0f}",
                key=figure.key,
                value=figure.value,
                most=LARGEST_AMOUNT,
            )
            fix = said("check the digits; a spreadsheet could not keep such a sum to the cent")
            return [Doubt("E024", figure.key, message, fix)]
    return []
