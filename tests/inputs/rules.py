"""What no annotation of a model says: of which fields one is stated, and what one part of an input asks of another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from generator.proposal.limits import numbers_of
from generator.proposal.models.attached import Attachment
from generator.proposal.models.benefit import Benefit
from generator.proposal.models.cloud import LONG_TIER, OFF_PEAK, CloudApi
from generator.proposal.models.costs import (
    CAPEX_WAYS,
    OPEX_WAYS,
    CapexLine,
    Hybrid,
    OnPremise,
    OpexLine,
    StatusQuo,
)
from generator.proposal.models.fleet import ELSEWHEN, OF_NO_UNIT
from generator.proposal.models.growth import WAYS, LoadGrowth
from generator.proposal.models.labour import DeploymentLabour, OperationsLabour
from generator.proposal.models.look import Style
from generator.proposal.models.own_catalogue import Card, OpenModel
from generator.proposal.models.parts import CURRENCIES, ExchangeRate, Money
from generator.proposal.models.proposal import Proposal
from generator.proposal.models.references import OWN_MACHINES
from generator.proposal.models.scenarios import BENEFIT_WAYS
from generator.proposal.models.serving import Serving
from generator.proposal.models.workload import RequestKind, Workload
from generator.proposal.section import Section
from tests.inputs.shapes import SHORT, Many, Sections, shape_of
from tests.inputs.texts import Number
from tests.inputs.walk import Data, Walk

# The fields of which one is stated, by the model that has them.
ONE_OF = {
    "CapexLine": CAPEX_WAYS,
    "OpexLine": OPEX_WAYS,
    "Benefit": BENEFIT_WAYS,
    "Duty": ("hours", "monthly"),
    "OperationsLabour": ("hours", "tasks", "rule", "people"),
    "Ramp": ("months", "shares"),
    "LoadGrowth": WAYS,
    "CloudApi": ("price_per_request", "input_price", "model"),
    "StatusQuo": ("monthly", "per_request"),
}
# What has a key-value cache, and what says how large it is.
WEIGHTS = ("Serving", "ServedModel", "OpenModel")
HEADS, WINDOW = ("kv_heads", "head_dim"), ("window", "window_layers")
EXPERTS = ("active_parameters", "experts", "experts_per_token")
# Fields that ask for others beside them.
ASKS = {
    ("Horizon", "fiscal_year_starts"): ("start",),
    ("CapexLine", "residual"): ("life_years",),
    ("CapexLine", "price_trend"): ("replace",),
    ("CloudApi", "input_price"): ("output_price",),
    **{("CloudApi", name): (*LONG_TIER, "output_price") for name in LONG_TIER[:-1]},
    **{("CloudApi", name): (*OFF_PEAK, "output_price") for name in OFF_PEAK[:-1]},
    ("CloudApi", "off_peak_cached_input_price"): (*OFF_PEAK, "output_price"),
    ("CloudApi", "long_cached_input_price"): (*LONG_TIER, "output_price"),
    ("LoadGrowth", "months"): ("monthly",),
    ("Benefit", "hours"): ("rate",),
    ("Benefit", "people"): ("hours",),
    ("OperationsLabour", "people"): ("salary",),
    **{("OperationsLabour", name): ("people",) for name in ("salary", "share")},
    **{(owner, name): ("layers", *HEADS) for owner in WEIGHTS for name in HEADS},
    **{(owner, "latent_size"): ("layers",) for owner in WEIGHTS},
    **{(owner, name): WINDOW for owner in WEIGHTS for name in WINDOW},
    **{("Serving", name): EXPERTS for name in EXPERTS},
}
PER = ("OpexLine", "per")
TASKS = ("代码生成", "text_classification", "2026", "其他*", "A & B")


def names_of(model: type[Section], names: set[str], walk: Walk) -> set[str]:
    """The fields that are stated, made to fit: one way of several, and what each asks for."""
    names |= {
        name
        for name, share in OFTEN.get(model.__name__, {}).items()
        if walk.random.random() < share
    }
    names |= _for_what_follows(model, names, walk)
    if ways := ONE_OF.get(model.__name__):
        names = (names - set(ways)) | {_way(model, ways, walk)}
    for (owner, name), asked in ASKS.items():
        if owner == model.__name__ and name in names:
            names |= set(asked)
    if model is CapexLine and "hardware" in names and walk.currency != "CNY":
        names |= {"unit_price"}
    names |= _bringers(model, names)
    if model in (Attachment, Style):
        return names - {"file", "logo", "templates"}
    if model is Proposal:
        names = names - {"evidence", "previous"}
    if model.__name__ in WEIGHTS:
        return names - {"config"} - _said_of_a_cache(model, names, walk)
    return names - _shut_out(model, names, walk)


def _for_what_follows(model: type[Section], names: set[str], walk: Walk) -> set[str]:
    """What is stated because something else of the input rests on it."""
    if model is OnPremise and not names & {"capex", "opex"}:
        return {walk.pick(["capex", "opex"])}
    if model is Proposal and walk.wants(OpexLine, "per"):
        walk.wanted |= {("OnPremise", "units")}
    if model is Proposal and "optimisations" in names:
        walk.wanted |= STEPS_NEED
        if ("Optimisations", "from_today") in walk.wanted:
            walk.wanted |= {("StatusQuo", "kind")}
        return {"workload"}
    if model in (Card, OpenModel):
        return set(model.field_names())
    is_served = "serving" in model.model_fields and walk.wants(Serving, "model_speed")
    return {"serving"} if is_served else set()


def _shut_out(model: type[Section], names: set[str], walk: Walk) -> set[str]:
    """What would say again, in another way, what is stated."""
    if model is CapexLine:
        return _said_of_purchases(names, walk)
    if model is OperationsLabour:
        is_by_hours = names & {"hours", "tasks", "rule"}
        return {"people", "salary", "share"} if is_by_hours else {"rate"}
    if model is Benefit and "people" in names:
        return {"people", "hours"} if names & {*BENEFIT_WAYS} - {"hours"} else set()
    if model is not CloudApi:
        return set()
    if "input_price" in names:
        tiers = ("long_", "off_peak_")
        shown = [
            tier
            for tier in tiers
            for name in names
            if name.startswith(tier) and walk.wants(model, name)
        ]
        other = tiers[1 - tiers.index(walk.pick(shown or tiers))]
        return {"price_per_request", "model", *(name for name in names if name.startswith(other))}
    return {"price_currency", "output_price"} if "model" in names else {"output_price"}


def _said_of_a_cache(model: type[Section], names: set[str], walk: Walk) -> set[str]:
    """One way says how large a cache is: the one that the input must show, if any."""
    ways = ("kv_bytes_per_token", "latent_size", "kv_heads")
    given = [way for way in ways if way in names]
    if not given:
        return set()
    shown = [way for way in given if walk.wants(model, way)]
    if any(walk.wants(model, name) for name in (*HEADS, *WINDOW)):
        shown = ["kv_heads" if "kv_heads" in given else given[-1]]
    kept = walk.pick(shown or given)
    if kept == "kv_bytes_per_token":
        return {"latent_size", *HEADS, *WINDOW}
    return {"kv_bytes_per_token", *(HEADS if kept == "latent_size" else ("latent_size",))}


def _said_of_purchases(names: set[str], walk: Walk) -> set[str]:
    """Of a credit nothing is left; what comes back is an amount, unless it is bought again, or a share.

    Parts are those of what has a price.
    """
    if not names & {"unit_price", "hardware"}:
        return {"parts"} | _said_of_purchases({*names, "hardware"}, walk)
    if "credit" in names:
        return {"kind", "residual", "resale", "resale_share", "parts"}
    if "resale" in names and not names & {"replace", "price_trend"}:
        return {"resale_share"}
    if walk.wants(CapexLine, "resale") and not walk.wants(CapexLine, "price_trend"):
        return {"resale_share", "replace", "price_trend"}
    return {"resale"}


def _way(model: type[Section], ways: Sequence[str], walk: Walk) -> str:
    """One of several ways to state how much something is; one that the input must show and does not yet, if any."""
    wanted = wanted_ways(model, walk)
    chosen = walk.pick(
        [way for way in wanted if (model.__name__, way) not in walk.shown] or wanted or ways
    )
    walk.shown.add((model.__name__, chosen))
    return chosen


def wanted_ways(model: type[Section], walk: Walk) -> list[str]:
    """The ways to state a model of which the input must show something."""
    shown = {name for name in model.field_names() if walk.wants(model, name)}
    asked = {other for name in shown for other in ASKS.get((model.__name__, name), ())}
    return [way for way in ONE_OF.get(model.__name__, ()) if way in shown | asked]


def _bringers(model: type[Section], names: set[str]) -> set[str]:
    """The names that bring what is not stated itself."""
    shapes = {name: shape_of(model.model_fields[name]) for name in model.field_names()}
    brought = {name: getattr(shape, "brought_by", "") for name, shape in shapes.items()}
    optional = {name for name in shapes if not model.model_fields[name].is_required()}
    return {by for name, by in brought.items() if by in shapes and name not in names | optional}


def completed(model: type[Section], data: Data, walk: Walk) -> Data:
    """A group of fields with what one of them asks of the others."""
    if model is CapexLine:
        _worth_less(data)
        _trend_once(data, walk)
    if model is LoadGrowth:
        for stage in data.get("stages", ())[:-1]:
            stage.setdefault("months", Number(5))
    if model is Serving:
        _rising(data.get("measured", ()))
    if model is StatusQuo and "for_requests" in data:
        data["follows"] = "workload"
    if model is Workload:
        _with_one_volume(data, walk)
    if model is Proposal:
        _with_what_options_need(data, walk)
    return data


def _rising(points: Sequence[Data]) -> None:
    """Each point of a benchmark has more requests at a time than the one before."""
    for place, point in enumerate(points[1:], start=2):
        first = points[0]["concurrency"]
        least = first["value"] if isinstance(first, dict) else first
        point["concurrency"] = Number(f"{float(str(least)) * place:.12g}")


def _worth_less(line: Data) -> None:
    """A residual value is no more than the purchase."""
    if "residual" in line and "unit_price" in line:
        line["residual"] = Number("0.01")
        line["unit_price"] = Number("980.5")


def _trend_once(line: Data, walk: Walk) -> None:
    """A price trend stands on the line or in its replacement."""
    replace = line.get("replace")
    if "price_trend" in line and isinstance(replace, dict) and "price_trend" in replace:
        where = replace if walk.wants(CapexLine, "price_trend") else line
        del where["price_trend"]


def _with_one_volume(data: Data, walk: Walk) -> None:
    """The requests of a month, unless those of each year are stated."""
    growth = data.get("growth")
    if isinstance(growth, dict) and "by_year" in growth:
        data.pop("monthly_requests", None)
        data.pop("monthly_tokens", None)
    elif walk.wants(Workload, "monthly_tokens"):
        data.pop("monthly_requests", None)
        data["output_tokens"] = Number(300)
    elif data.pop("monthly_tokens", None) is not None or "monthly_requests" not in data:
        data["monthly_requests"] = walk.field(Workload, "monthly_requests")


def _with_what_options_need(data: Data, walk: Walk) -> None:
    options = data["options"].values()
    _choose(data, walk)
    for option in options if "optimisations" in data else ():
        option.pop("optimisations", None)
    lines = [line for option in options for line in option.get("opex", ())]
    _grow(data, walk)
    by_use = [option for option in options if option.get("kind") == "cloud_api"]
    lines_once = [line for option in options for line in option.get("capex", ())]
    taxed = [*options, *lines, *lines_once, *data.get("benefits", ())]
    if any({"tax", "tax_recoverable"} & each.keys() for each in taxed) and "tax" not in data:
        data["tax"] = walk.field(Proposal, "tax")
    by_use += [option for option in options if {"per_request", "follows"} & option.keys()]
    if (by_use or any("network" in line for line in lines)) and "workload" not in data:
        data["workload"] = walk.field(Proposal, "workload")
    for option in options:
        bought = option.get("capex", ())
        for line in bought:
            if "month" in line:
                line["month"] = Number(walk.pick([0, 3, 11]))
        if any("deployment" in line for line in bought):
            bought.append({"item": walk.text("item"), "kind": "hardware", "unit_price": Number(1)})
    for option in by_use:
        listed = "USD" if "model" in option and "input_price" not in option else None
        currency = option.get("price_currency", listed)
        if currency not in (None, walk.currency):
            rates = data.setdefault("money", {}).setdefault("exchange_rates", {})
            rates.setdefault(str(currency), walk.section(ExchangeRate))


def _grow(data: Data, walk: Walk) -> None:
    """Machines follow the load where something says so."""
    for option in data["options"].values():
        lines = [*option.get("capex", ()), *option.get("opex", ())]
        said = {"units", "headroom", "lead"} & option.keys()
        if not (said or any("per" in line for line in lines)):
            continue
        option["units"] = "auto"
        option.setdefault("serving", walk.section(Serving)).pop("units", None)
        data.setdefault("workload", walk.field(Proposal, "workload"))
        for line in lines:
            _once_or_for_each(line)
        if option.get("kind") == "rented_gpu":
            option.pop("count", None)
            for line in option.get("capex", ()):
                line.pop("per", None)
            continue
        machine = {"item": walk.text("item"), "kind": "hardware", "unit_price": Number(1)}
        option.setdefault("capex", []).append(machine)
        if walk.wants(OpexLine, "per"):
            room = {"item": walk.text("item"), "monthly": Number(1)}
            option.setdefault("opex", []).append(room | {"per": walk.words.get(PER, "unit")})


def _once_or_for_each(line: Data) -> None:
    """What says when or how much it is itself is paid once."""
    if {*OF_NO_UNIT, *ELSEWHEN, "month", "resale"} & line.keys():
        line["per"] = "once"


def _choose(data: Data, walk: Walk) -> None:
    """Money is asked for an option whose bill no benefit ends and that nobody rejects; at times the numbers choose."""
    options = data["options"]
    ended = {benefit.get("replaces") for benefit in data.get("benefits", ())}
    left = [id for id in options if id not in ended] or list(options)
    fitting = [id for id in left if "rejected_because" not in options[id]]
    if not fitting:
        del options[left[0]]["rejected_because"]
        fitting = left[:1]
    if len(options) == 1:
        return
    if data.get("chosen") not in fitting:
        data["chosen"] = walk.pick(fitting)
    if "optimisations" not in data and walk.random.random() < LEFT_OPEN:
        del data["chosen"]


def short_form(model: type[Section], walk: Walk) -> Any:
    """The single name or number that stands for a group of fields."""
    kind = getattr(model, "list_kind", "")
    if kind:
        return walk.pick(walk.facts.names(kind))
    # Otherwise it is what the group cannot be without, or its first field.
    names = model.field_names()
    name = next((name for name in names if model.model_fields[name].is_required()), names[0])
    short = walk.field(model, name)
    return short["value"] if isinstance(short, dict) else short


def _language(walk: Walk) -> Any:
    walk.language = walk.words.get(("Header", "language"), walk.pick(["zh-CN", "en"]))
    return walk.language


def _currency(walk: Walk) -> Any:
    # In other currencies a name alone says too little: the rates of our data are in this one.
    by_name = any(name == SHORT for _, name in walk.words)
    among = CURRENCIES[:1] if by_name else CURRENCIES
    walk.currency = walk.words.get(("Money", "currency"), walk.pick(among))
    return walk.currency


def _shares(walk: Walk) -> list[Any]:
    alone = walk.words.get(("Ramp", "shares")) == "one"
    return [*([] if alone else [walk.pick(["20%", "0.5"])]), Number("100%")]


def _years(walk: Walk) -> Number:
    # The longest horizon takes as long as all others together: test_found builds one.
    walk.years = min(int(walk.words.get(("Horizon", "years"), walk.pick([1, 1, 1, 2]))), 6)
    return Number(walk.years)


def _by_year(walk: Walk) -> list[Number]:
    """An amount for each year."""
    return [Number(walk.pick(["0", "980.5", "3000"])) for _ in range(walk.years)]


def _volumes(walk: Walk) -> list[Number]:
    """Requests a month for each year."""
    return [Number(walk.pick(["900", "20000", "25000.5"])) for _ in range(walk.years)]


def _exchange_rates(walk: Walk) -> Data:
    shape = shape_of(Money.model_fields["exchange_rates"])
    assert isinstance(shape, Many)
    others = [currency for currency in CURRENCIES if currency != walk.currency]
    chosen = walk.random.sample(others, walk.count(shape, ("Money", "exchange_rates")))
    return {currency: walk.section(ExchangeRate) for currency in chosen}


def _options(walk: Walk) -> Data:
    """Some of several kinds; a hybrid behind those that it mixes."""
    shape = shape_of(Proposal.model_fields["options"])
    assert isinstance(shape, Many)
    assert isinstance(shape.item, Sections)
    count = max(1, walk.count(shape, ("Proposal", "options")))
    models = [model for model in shape.item.models if walk.leads_on(model)]
    models += [walk.pick(shape.item.models) for _ in range(count - len(models))]
    if walk.words.get(("Proposal", "options")) == "one":
        whole: list[type[Section]] = [model for model in models if model is not Hybrid]
        models = whole[:1] or [CloudApi]
    if Hybrid in models:
        own = [model for model in models if kind_named(model) in OWN_MACHINES]
        models += [] if own else [walk.pick(shape.item.models[:1])]
        models += [] if CloudApi in models else [CloudApi]
    options: Data = {}
    for model in sorted(models, key=lambda model: model is Hybrid):
        id = walk.new_id()
        walk.options[id] = kind_named(model)
        options[id] = walk.section(model)
        if model is not shape.item.models[0]:
            options[id]["kind"] = kind_named(model)
    return options


def kind_named(model: type[Section]) -> str:
    """The word for a kind of option."""
    return str(dict(shape_of(model.model_fields["kind"]).schema)["enum"][0])  # type: ignore[union-attr]


def _an_option(*kinds: str) -> Callable[[Walk], str]:
    """The id of an option of some kinds, or of any."""

    def pick(walk: Walk) -> str:
        fitting = [id for id, kind in walk.options.items() if not kinds or kind in kinds]
        return walk.pick(fitting or list(walk.options))

    return pick


def _month(name: str) -> Callable[[Walk], Number]:
    """A month within the first year, or soon after."""
    return lambda walk: Number(walk.pick(MONTHS[name]))


def _mix(walk: Walk) -> Data:
    field = shape_of(Workload.model_fields["mix"])
    assert isinstance(field, Many)
    names = walk.random.sample(TASKS, walk.count(field, ("Workload", "mix")))
    kinds: Data = {}
    for place, name in enumerate(names):
        share = Number(f"{100 - 30 * (len(names) - 1) if place == 0 else 30}%")
        kind = walk.group(RequestKind)
        kinds[name] = kind | {"share": share} if isinstance(kind, dict) else share
    return kinds


def _tasks(kind: str, owner: type[Section]) -> Callable[[Walk], Any]:
    """Tasks one by one, or the name of a list of our data."""

    def tasks(walk: Walk) -> Any:
        if walk.random.random() < 0.3 and walk.currency == "CNY":
            return walk.pick(walk.facts.names(kind))
        at = (owner.__name__, "tasks")
        listed = shape_of(owner.model_fields["tasks"])
        assert isinstance(listed, Many)
        return walk.value(replace(listed, at_least=1), at)

    return tasks


def scenarios_of(proposal: Proposal, walk: Walk) -> Data:
    """Scenarios of some numbers of a proposal: multiplied, or replaced by others that they may be."""
    shape = shape_of(Proposal.model_fields["scenarios"])
    assert isinstance(shape, Many)
    numbers = list(numbers_of(proposal).items())
    found: Data = {}
    for _ in range(walk.count(shape, ("Proposal", "scenarios"))):
        changes = {}
        for key, (figure, limits) in walk.random.sample(numbers, walk.random.randint(1, 3)):
            same = limits.choices or limits.whole or limits.above is not None or figure.value == 0
            changes[key] = Number(f"{figure.value:.12g}" if same else walk.pick(["×0.9", "×1"]))
        found[walk.text("name").strip()] = changes
    return found


# How often at least something is stated: languages and currencies, and few years, which make a workbook quick.
OFTEN = {
    "Proposal": {"money": 0.5, "horizon": 0.95},
    "Header": {"language": 0.5},
    "Money": {"currency": 0.5},
    "Horizon": {"years": 0.95},
    "Workload": {"mix": 0.5},
}
# The months of a line, each before those that must come later.
MONTHS = {"go_live": (1, 2, 7, 12), "from": (1, 3, 6), "until": (6, 11, 24)}
# The share of inputs that choose none of their options.
LEFT_OPEN = 0.15
STEPS_NEED = {
    ("Serving", "model_speed"),
    ("Hybrid", "kind"),
    ("Workload", "mix"),
    ("Proposal", "options"),
}


def _from_today(walk: Walk) -> Any:
    told = walk.words.get(("Optimisations", "from_today"))
    return Number("true" if told != "false" and "status_quo" in walk.options.values() else "false")


FIELDS: dict[tuple[str, str], Callable[[Walk], Any]] = {
    ("Header", "language"): _language,
    ("Money", "currency"): _currency,
    ("Horizon", "years"): _years,
    **{
        (owner, "go_live"): _month("go_live")
        for owner in ("Horizon", "OnPremise", "CloudApi", "RentedGpu", "Hybrid")
    },
    **{(line, "by_year"): _by_year for line in ("OpexLine", "Benefit")},
    ("LoadGrowth", "by_year"): _volumes,
    **{(line, end): _month(end) for line in ("OpexLine", "Benefit") for end in ("from", "until")},
    ("Money", "exchange_rates"): _exchange_rates,
    ("Optimisations", "from_today"): _from_today,
    ("Proposal", "options"): _options,
    ("Proposal", "chosen"): _an_option(),
    ("Proposal", "scenarios"): lambda _: {},
    ("Ramp", "shares"): _shares,
    ("Benefit", "replaces"): _an_option(),
    ("Hybrid", "local"): _an_option(*OWN_MACHINES),
    ("Hybrid", "cloud"): _an_option("cloud_api"),
    ("Optimisations", "option"): _an_option("hybrid"),
    ("Workload", "mix"): _mix,
    ("OperationsLabour", "tasks"): _tasks("operations", OperationsLabour),
    ("DeploymentLabour", "tasks"): _tasks("labour", DeploymentLabour),
    ("Style", "colour"): lambda _: "#16405b",
    ("Serving", "replicas_per_unit"): lambda _: Number(1),
    **{(owner, "window_layers"): lambda _: Number(1) for owner in WEIGHTS},
    **{(owner, "experts_per_token"): lambda _: Number(1) for owner in WEIGHTS},
    **{(owner, "active_parameters"): lambda _: Number("0.001") for owner in WEIGHTS},
    ("CloudApi", "provider"): lambda _: "openai",
    ("CloudApi", "model"): lambda walk: walk.pick(["gpt-4o", "gpt-4o-mini"]),
}
