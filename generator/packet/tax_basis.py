"""Turns a model into what its amounts and returns hold of taxes, as the document and both covers say it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.engines.model import Model

# What comes back is no cost, where all lines are alike.
RECOVERED = {"yes": "recovered", "no": "not_recovered"}


@dataclass(frozen=True)
class TaxBasis:
    """amounts: whether costs hold value-added tax (gross), do not (net) or differ (mixed); empty where none is stated.

    by_line: whether tax is told line by line. told: the statements, by the names of their words.
    """

    amounts: str
    by_line: bool
    told: tuple[str, ...]


def tax_basis_of(model: Model) -> TaxBasis:
    """Of value-added tax, and of income tax where anything is returned."""
    by_rate = None if model.taxed is None else model.taxed.by_rate
    amounts = _general(model) if by_rate is None else by_rate.basis
    return TaxBasis(amounts, by_rate is not None, tuple(_told(model, amounts)))


def _general(model: Model) -> str:
    """As the file states its prices."""
    tax = model.proposal.tax
    if tax is None:
        return ""
    return "gross" if tax.prices_include_tax else "net"


def _told(model: Model, amounts: str) -> Iterator[str]:
    tax = model.proposal.tax
    if amounts:
        yield amounts
    if tax is not None and tax.recoverable and amounts != "mixed":
        yield RECOVERED[tax.recoverable]
    if model.proposal.benefits and model.after_tax is not None:
        yield "after_too"
    elif model.proposal.benefits and amounts:
        yield "before_income_tax"
