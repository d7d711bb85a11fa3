"""Why a headline moved: the parts by cause, checked by hand and, for many small changes, by adding them up."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as some

from generator.catalog.catalogue import Catalogue
from generator.compare import states
from generator.compare.comparison import Comparison, compare
from generator.compare.moves import Move
from generator.compare.sides import Side
from generator.engines.model import Model, compute
from generator.proposal.models.proposal import Proposal
from tests.compare.sides import OLD, compared, side

AUDIT = "      - {item: Audit, monthly: 500, growth: 0%}\n"
LABOUR = OLD.replace("monthly: 1000", "labour: {hours: 20}").replace(
    "monthly: 500", "labour: {hours: 10}"
)
STAFF_RATE, AUDIT_RATE = (f"options.own.opex.{place}.labour.rate" for place in (0, 1))


def split(comparison: Comparison, key: str) -> dict[tuple[str, ...], float]:
    """By how much each cause moved a headline; a cause by the paths of its changes."""
    return {
        tuple(change.path for cause in part.causes for change in cause.changes): part.amount
        for part in move(comparison, key).parts
    }


def move(comparison: Comparison, key: str) -> Move:
    return next(each for each in comparison.headlines if each.key == key)


def test_a_dearer_machine_twice_the_requests_and_a_line_less_are_told_apart() -> None:
    """By hand: 36,000 × 12% = 4,320 more; 500 × 36 = 18,000 less; 100,000 × 0.05 × 36 = 180,000 saved besides."""
    new = OLD.replace("36000", "40320").replace("100000", "200000").replace(AUDIT, "")
    found = compared(new)
    volume, price, audit = (
        ("workload.monthly_requests",),
        ("options.own.capex.0.unit_price",),
        ("options.own.opex.1",),
    )
    assert split(found, "capex.total") == {price: 4320}
    assert split(found, "opex.total") == {audit: -18000}
    assert split(found, "tco.total") == {price: 4320, audit: -18000}
    assert split(found, "savings.vs_do_nothing") == {volume: 180_000, price: -4320, audit: 18000}
    assert move(found, "savings.vs_do_nothing").change == 193_680
    assert found.idle == ()


def test_what_two_changes_do_together_is_told_beside_what_each_does_alone() -> None:
    """4,000 × 50% × 12 = 24,000 a year. 6,000 alone: +12,000; 75% alone: +12,000; both: 54,000, which is 6,000 more."""
    found = compared(OLD.replace("4000", "6000").replace("50%", "75%"))
    benefits = move(found, "benefits.annual")
    assert [part.amount for part in benefits.parts] == [12_000, 18_000]
    assert [part.amount for part in benefits.alone] == [12_000, 12_000]
    assert benefits.joint == 6_000


def test_changes_that_are_only_valid_together_are_one_cause() -> None:
    new = OLD.replace("{item: Staff, monthly: 1000,", "{item: Staff, annual: 24000,")
    together = ("options.own.opex.0.annual", "options.own.opex.0.monthly")
    [(causes, amount)] = split(compared(new), "opex.total").items()
    assert (tuple(sorted(causes)), amount) == (together, 36_000)


def test_a_change_waits_for_the_one_that_it_needs() -> None:
    """The option that is named as chosen stands further down in the file."""
    new = OLD.replace("chosen: own", "chosen: other").replace(
        "  today:",
        "  other:\n    name: Other\n    capex: [{item: Server, unit_price: 50000}]\n  today:",
    )
    found = compared(new)
    assert split(found, "capex.total") == {("chosen",): 13_500}
    assert [change.path for cause in found.causes for change in cause.changes] == [
        "options.other",
        "chosen",
    ]


def test_a_price_of_the_own_catalogue_is_a_cause() -> None:
    text = OLD.replace("item: Server, unit_price: 36000", "item: Server, hardware: our_server")
    catalogue = "hardware: {our_server: {parts: [{item: server, price: 36000}], life_years: 3}}"
    old, new = (side(text, catalogue=each) for each in (catalogue, catalogue.replace("36", "40")))
    price = ("catalogue.hardware.our_server.parts.0.price",)
    assert split(compare(old, new, Catalogue), "capex.total") == {price: 4_000}


def of_a_day(text: str, rates: Mapping[str, float], *, tool: float = 0.0) -> Side:
    """A packet of a day on which our rates for an hour were others. tool: what its tool counted besides."""
    rated = side(text, *(f"{key}={rate}" for key, rate in rates.items()))
    numbers = states.numbers_of(compute(rated.loaded.proposal))
    source = {"kind": "default", "date": "2026-01-01"}
    facts = {key: {"value": rate, "source": source} for key, rate in rates.items()}
    recorded = {key: value and value + tool for key, value in numbers.items()}
    return replace(side(text), recorded=recorded, facts=facts, manifest={"tool": "budget 0"})


def test_numbers_of_our_data_and_the_tool_are_causes_apart() -> None:
    """By hand, 36 months: 100 less for 20 hours were 72,000 less, 200 for 10 as much; the rest is the tool's."""
    old = of_a_day(LABOUR, {STAFF_RATE: 300.0, AUDIT_RATE: 200.0}, tool=7.0)
    forth = compare(old, side(LABOUR), Catalogue)
    assert [cause.fact and cause.fact.figure.key for cause in forth.causes] == [
        None,
        STAFF_RATE,
        AUDIT_RATE,
    ]
    assert [part.amount for part in move(forth, "opex.total").parts] == [-7, 72_000, 72_000]
    back = compare(side(LABOUR), old, Catalogue)
    assert [part.amount for part in move(back, "opex.total").parts] == [-72_000, -72_000, 7]
    assert {cause.outside for cause in (*forth.causes, *back.causes)} == {"old", "new"}


def test_two_packets_of_one_day_are_the_same_whatever_our_data_say_today() -> None:
    old = of_a_day(LABOUR, {AUDIT_RATE: 300.0})
    assert compare(old, old, Catalogue).is_same


def test_texts_and_the_order_of_lines_move_nothing() -> None:
    staff = "      - {item: Staff, monthly: 1000, growth: 0%}\n"
    new = OLD.replace("Own server", "Our server").replace(staff, "").replace(AUDIT, AUDIT + staff)
    found = compared(new)
    assert [change.path for change in found.idle] == ["options.own.name"]
    assert (found.causes, found.headlines, found.is_same) == ((), (), False)


def test_a_line_with_another_name_is_the_same_line() -> None:
    found = compared(OLD.replace("item: Rack", "item: Cabinet"))
    assert [change.path for change in found.changes] == ["options.own.capex.1.item"]


def test_an_input_is_the_same_as_itself() -> None:
    assert compared(OLD).is_same


def test_a_headline_without_a_value_at_one_end_is_not_split() -> None:
    payback = move(compared(OLD, "benefits.0.monthly=8000"), "return.payback_months")
    assert payback.old is None
    assert payback.new == 14.6
    assert (payback.parts, payback.change) == ((), None)


# Of each pair one is set: values that move something, together as well as alone.
SETTINGS = (
    ("options.own.capex.0.unit_price=90000", "options.own.capex.0.quantity=3"),
    ("options.own.opex.0.monthly=0", "options.own.opex.1.growth=7%"),
    ("workload.monthly_requests=70000", "workload.growth=20%"),
    ("horizon.discount_rate=8%", "horizon.years=1"),
    ("benefits.0.confidence=100%", "contingency=10%"),
)


@settings(max_examples=2, phases=[Phase.generate])
@given(some.tuples(*map(some.sampled_from, SETTINGS)))
def test_the_parts_add_up_to_the_whole(values: tuple[str, ...]) -> None:
    shorter = OLD.replace("years: 3", "years: 2")
    found = compared(shorter, *values, old=shorter)
    assert found.headlines
    for headline in found.headlines:
        if headline.change is None:
            continue
        exactly = pytest.approx(headline.change, rel=1e-9, abs=1e-6)
        assert sum(part.amount for part in headline.parts) == exactly
        if headline.joint is not None:
            assert sum(part.amount for part in headline.alone) + headline.joint == exactly


def test_states_that_are_read_off_a_model_say_what_models_of_theirs_say(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One line is gone besides, and one number is only possible with another."""
    new = OLD.replace(AUDIT, "").replace("36000", "40320").replace("100000", "200000")
    new = new.replace("monthly: 1000", "monthly: 1100").replace("50%", "60%")
    new = new.replace("unit_price: 500}", "unit_price: 600}").replace("0.05", "0.06")
    computed: list[Model] = []

    def counted(proposal: Proposal) -> Model:
        computed.append(compute(proposal))
        return computed[-1]

    monkeypatch.setattr(states, "compute", counted)
    quick = compared(new)
    assert len(computed) < 4
    monkeypatch.setattr(states, "FEWEST_AT_ONCE", 100)
    for one, other in zip(quick.headlines, compared(new).headlines, strict=True):
        assert [part.amount for part in one.parts] == pytest.approx(
            [part.amount for part in other.parts]
        )
        assert [part.amount for part in one.alone] == pytest.approx(
            [part.amount for part in other.alone]
        )
