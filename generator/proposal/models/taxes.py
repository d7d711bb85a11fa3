"""The models of taxes: value-added tax on what is bought, and income tax on what is left over."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from generator.figures.figure import Figure
from generator.proposal.fields import TRUTH, Quantity, one_of
from generator.proposal.section import Section

Recoverable = Literal["yes", "no"]
Recovered = Annotated[Recoverable, one_of(*get_args(Recoverable))]
TaxRate = Annotated[Figure, Quantity("ratio", minimum=0, maximum=1)]


class Tax(Section):
    """Value-added tax on purchases: its rate, whether the file's prices include it, and whether it comes back.

    Where this section says `recoverable`, or any line states its own `tax`, tax is told by line: at the line's own
    rate, at `labour_rate` for work of one's own people, at `credit_rate` for credits, else at `rate`, for every option
    and for benefits that are bills replaced. What is recoverable counts net, in the ask, the total cost and the
    returns alike; what is not counts gross. Without `recoverable` amounts count as they are stated.

    rate: of the tax. prices_include_tax: `false` where it comes on top. recoverable: whether it comes back.
    labour_rate: on the work of one's own people. credit_rate: on credits, as a grant bears none; a trade-in or a
    discount, which lowers an invoice, states its own `tax`.
    """

    rate: TaxRate
    prices_include_tax: Annotated[bool, TRUTH] = True
    recoverable: Recovered | None = None
    labour_rate: Annotated[
        Figure, Quantity("ratio", minimum=0, maximum=1, default="tax.labour_rate")
    ]
    credit_rate: Annotated[
        Figure, Quantity("ratio", minimum=0, maximum=1, default="tax.credit_rate")
    ]


class IncomeTax(Section):
    """Income tax on the profit that the project brings; the returns after it stand beside those before.

    It is paid in the month in which it arises; a loss lowers at once what the company pays on its other profit. What
    is written off lowers the profit.

    rate: of the tax.
    """

    rate: TaxRate
