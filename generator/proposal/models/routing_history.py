"""The models of a router's rules that are run over a usage log, of what they count, and of what a tier charges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field
from pydantic_core import PydanticCustomError

from generator.figures.figure import Figure
from generator.proposal.context import problem
from generator.proposal.fields import NAME, Quantity, counted
from generator.proposal.models.optimisations import Routing
from generator.proposal.section import Section
from generator.wording.saying import said

Requests = Annotated[Figure, Quantity("request", minimum=0)]
Tokens = Annotated[Figure, Quantity("token", minimum=0)]
Seconds = Annotated[int, counted(1, 86_400)]
TokenPrice = Annotated[Figure, Quantity("money/million_token", minimum=0)]


class TierCount(Section):
    """What a tier is given.

    requests: how many. input_tokens, output_tokens: read and written by all of them. escalated: how many the cloud was
    asked as well, after the local model.
    """

    requests: Requests
    input_tokens: Tokens
    output_tokens: Tokens
    escalated: Requests | None = None


class Counted(Section):
    """What the rules give each tier.

    simple, standard, complex, cloud: of that tier. urgent: requests of all tiers that cannot wait. slow: those that
    took longer than `slow_seconds`.
    """

    simple: TierCount
    standard: TierCount
    complex: TierCount
    cloud: TierCount
    urgent: Requests | None = None
    slow: Requests | None = None


class TierTokens(Section):
    """What a tier charges for tokens.

    input_price, output_price: of a million read, and written.
    """

    input_price: TokenPrice
    output_price: TokenPrice


class TokenPrices(Section):
    """What tiers charge for tokens, in the place of a price of each request.

    simple, standard, complex, cloud: of that tier.
    """

    simple: TierTokens | None = None
    standard: TierTokens | None = None
    complex: TierTokens | None = None
    cloud: TierTokens | None = None


class RoutingHistory(Routing):
    """The rules of a router, run over the usage log: what each tier would have been given, and at what cost.

    What `optimisations.routing` states holds here as well. A hybrid option may take its share from what was counted:
    `local_share: {from: usage_log}`, and `escalation` likewise.

    urgent_tokens: urgent answers longer than this go to the cloud. simple_tokens, standard_tokens, complex_tokens: the
    longest answer of the tier. simple_price, standard_price, complex_price: a reference price of a request to the tier.
    cloud_price: of a request to the cloud; without it, what the cloud option charges.
    simple_tasks: the names of `task` in the log, or of `model` where it tells no task, that are simple requests;
    without any, the common tasks of complexity 1. The column `complexity` decides where the log has it. slow_seconds:
    what takes longer is counted as slow. token_prices: of tiers that are paid for by the token. counted: what the rules
    give each tier, where that is known without a log.
    """

    simple_tasks: list[Annotated[str, NAME]] = Field(default_factory=list)
    slow_seconds: Seconds | None = None
    token_prices: TokenPrices | None = None
    counted: Counted | None = None


def tiers_without_price(
    history: RoutingHistory, *, has_cloud: bool
) -> Iterator[PydanticCustomError]:
    """The fault of each tier that has no price. has_cloud: an option has one for the cloud."""
    for name in TokenPrices.field_names():
        price = f"{name}_price"
        by_token = getattr(history.token_prices, name, None) is not None
        known = getattr(history, price) is not None or (has_cloud and name == "cloud")
        if not by_token and not known:
            message = said("nothing says what the tier '{name}' charges for a request", name=name)
            yield problem("E012", message, said("add {price}: …", price=price), field=history.path)
