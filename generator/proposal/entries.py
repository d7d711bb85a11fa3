"""Turns names of the catalogue into the numbers that they stand for, put where the file would state them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from pydantic import ValidationInfo
from pydantic_core import PydanticCustomError

from generator.figures.figure import Source
from generator.figures.key import Key
from generator.proposal.catalogue_names import StatedOutright
from generator.proposal.characters import shortened
from generator.proposal.context import Facts, context_of, problem
from generator.proposal.fields import Quantity
from generator.proposal.model_config import NoConfig, numbers_beside
from generator.proposal.nodes import MappingNode, Node, Scalar, SequenceNode
from generator.proposal.printable import published_name
from generator.proposal.problems import MOST_HINTS, Problem, nearest
from generator.wording.saying import all_of, any_of, quoted, said

Units = Mapping[str, str]
Prices = Mapping[str, tuple[float, Source]]
TOKEN_PRICES = {"input_price", "output_price"}
PRICE_UNITS = {
    "input_price": "money/million_token",
    "output_price": "money/million_token",
    "cached_input_price": "money/million_token",
    "long_context_above": "token",
    "long_input_price": "money/million_token",
    "long_output_price": "money/million_token",
    "long_cached_input_price": "money/million_token",
    "off_peak_input_price": "money/million_token",
    "off_peak_output_price": "money/million_token",
    "off_peak_cached_input_price": "money/million_token",
    "batch_discount": "ratio",
}


def bring_entry(
    values: dict[str, Any], node: MappingNode, facts: Facts, kind: str, name: Any, units: Units
) -> None:
    """Fill fields from an entry of the catalogue, unless they are stated. `units`: the fields and their units.

    An unknown name brings ones: the name itself is reported, and what it lacks is not reported again. One that the
    numbers beside it make good brings nothing.
    """
    if not isinstance(name, Scalar) or isinstance(name, StatedOutright):
        return
    try:
        entry = facts.entry(kind, name)
    except KeyError:
        entry = dict.fromkeys(units, (1.0, Source("catalog", "")))
    _bring(values, node, entry, units)


def materials(name: Scalar, path: Key, facts: Facts) -> SequenceNode:
    """The parts of a machine of the catalogue, as the file would state them; none of an unknown one."""
    written = SequenceNode(path, name.mark)
    units = {"quantity": "count", "unit_price": "money"}
    for item, numbers in facts.materials(name):
        place = path / len(written)
        part = MappingNode(place, name.mark)
        part["item"] = Scalar(item, place / "item", name.mark)
        for field, (value, source) in numbers.items():
            number = Quantity(units[field]).stand_in(place / field, value, source)
            part[field] = cast(Scalar, number)
        written.append(part)
    return written


def bring_config(values: dict[str, Any], node: MappingNode, name: Any, units: Units) -> None:
    """Fill fields from the config.json of a model beside the input, unless they are stated.

    A file that gives none brings ones: it is itself reported, and what it lacks is not reported again.
    """
    if not isinstance(name, Scalar):
        return
    try:
        numbers = numbers_beside(name)
    except NoConfig:
        numbers = {}
    numbers = numbers or dict.fromkeys(units, 1.0)
    place = published_name(name)
    entry = {
        field: (value, Source("catalog", place, f"{value:.15g}", "", place))
        for field, value in numbers.items()
    }
    _bring(values, node, entry, units)


def config_problem(name: Any) -> Iterator[Problem]:
    """What is wrong with what such a file says."""
    if isinstance(name, Scalar):
        try:
            numbers_beside(name)
        except NoConfig as error:
            fix = said("name the config.json that comes with the model, in the folder of the input")
            message = said(
                "'{name}' gives no numbers of a model: {error}",
                name=shortened(name),
                error=error.args[0],
            )
            yield Problem("E001", name.mark, message, fix)


def fill_names(
    values: dict[str, Any], node: MappingNode, field: str, names: Mapping[str, str]
) -> None:
    """Give each of some sections the name that it stands for in its `field`, unless the file states one."""
    for section, name in names.items():
        stated = values.get(section, MappingNode.empty_at(node.path / section, node.mark))
        if not isinstance(stated, MappingNode) or field in stated:
            continue
        filled = MappingNode(stated.place, stated.mark)
        filled.update(stated)
        filled.key_marks = stated.key_marks
        filled[field] = Scalar(name, filled.path / field, filled.mark)
        values[section] = filled


def fill_list(
    values: dict[str, Any],
    node: MappingNode,
    facts: Facts,
    field: str,
    quantity: Quantity,
    length: int,
) -> None:
    """The customary numbers of a list, of which some may be stated by their place alone: `scales: {0: 30000}`."""
    stated, path = values.get(field, {}), node.path / field
    if not isinstance(stated, dict) or not set(stated) <= set(map(str, range(length))):
        return
    defaults = {place: facts.default(path / place) for place in range(length)}
    values[field] = [
        _at(path / place, stated[str(place)])
        if str(place) in stated
        else quantity.stand_in(path / place, *default)
        for place, default in defaults.items()
        if default is not None
    ]


def _at(path: Key, node: Node) -> Node:
    """A node as an item of a list, which knows its number."""
    if isinstance(node, Scalar):
        return Scalar(str(node), path, node.mark, node.plain)
    if not isinstance(node, MappingNode):
        return node
    item = MappingNode(path, node.mark)
    item.update(node)
    item.key_marks = node.key_marks
    return item


def bring_list_prices(values: dict[str, Any], node: MappingNode, facts: Facts) -> None:
    """Fill the prices of a cloud option from its model's list prices, which are in USD per million tokens."""
    provider, model = values.get("provider"), values.get("model")
    try:
        prices = facts.model_prices(provider if isinstance(provider, Scalar) else None, str(model))
    except KeyError:
        return
    if not values.keys() | prices.keys() >= TOKEN_PRICES:
        return
    _bring(values, node, prices, PRICE_UNITS)
    currency = Scalar("USD", node.path / "price_currency", node.mark)
    values.setdefault("price_currency", currency)


def _bring(
    values: dict[str, Any],
    node: MappingNode,
    entry: Mapping[str, tuple[float, Source]],
    units: Units,
) -> None:
    for field, unit in units.items():
        if field in entry and field not in values:
            values[field] = Quantity(unit).stand_in(node.path / field, *entry[field])


def listed_model(name: Scalar, info: ValidationInfo) -> Scalar:
    """Refuse a model without list prices, unless prices are stated.

    Its field must stand behind `provider` and the prices in its section: this looks at what was read of them.
    """
    stated = (info.data.get(field) for field in ("input_price", "price_per_request"))
    if any(price is not None for price in stated):
        return name
    facts, provider = context_of(info).facts, info.data.get("provider")
    try:
        prices = facts.model_prices(provider, name)
    except KeyError:
        raise _no_list_price(facts, provider, name) from None
    if not prices.keys() >= TOKEN_PRICES:
        raise _half_a_list_price(prices, name)
    return name


def _half_a_list_price(prices: Prices, model: Scalar) -> PydanticCustomError:
    """What to say of a model that is sold by its input alone, such as one for embeddings."""
    lacking = sorted(TOKEN_PRICES - prices.keys())
    fix = all_of([f"{name}: …" for name in lacking])
    message = said(
        "the list price of '{model}' has no {lacking}",
        model=shortened(model),
        lacking=any_of(lacking),
    )
    return problem(
        "E018", message, said("state {fix}; 0 where nothing is charged", fix=fix), at=model
    )


def _no_list_price(facts: Facts, provider: str | None, model: Scalar) -> PydanticCustomError:
    """What to say of a model without list prices: the nearest provider or model, and the way without any."""
    if provider and provider not in facts.providers():
        close = nearest(provider, facts.providers(), MOST_HINTS)
        hint = said("did you mean provider {meant}? ", meant=any_of(list(map(quoted, close))))
    else:
        close = nearest(model, facts.cloud_models(provider), 4 * MOST_HINTS)
        close = [name for name in close if _is_priced(facts, provider, name)][:MOST_HINTS]
        hint = said("did you mean {meant}? ", meant=any_of(list(map(quoted, close))))
    if not close:
        hint = said("'budget list models' prints all; ")
    fix = said("{hint}otherwise state input_price: … and output_price: …", hint=hint)
    message = said("no list price is known for '{model}'", model=shortened(model))
    if provider:
        message = said(
            "no list price is known for '{model}' of provider '{provider}'",
            model=shortened(model),
            provider=shortened(provider),
        )
    return problem("E018", message, fix, at=model)


def _is_priced(facts: Facts, provider: str | None, model: str) -> bool:
    """Whether a model may stand without stated prices."""
    try:
        return facts.model_prices(provider, model).keys() >= TOKEN_PRICES
    except KeyError:
        return False
