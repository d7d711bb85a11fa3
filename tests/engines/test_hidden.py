"""Hidden costs beside every option: alike for all, but where they go by what an option costs once or by what it is."""

import pytest

from tests.proposals import model_of, value

TEXT = """
proposal: {title: hidden}
horizon: {years: 3, opex_growth: 0%}
workload: {monthly_requests: 1000}
options:
  own: {name: own, capex: [{item: all, unit_price: 10000}], opex: [{item: run, monthly: 100}]}
  api: {name: api, kind: cloud_api, price_per_request: 0.1, overhead: 0, integration: 2000}
  idle: {name: idle, kind: status_quo, monthly: 500}
chosen: own
hidden_costs:
  outage: {hours_per_year: 2, loss_per_hour: 100}
  technical_debt: {share_per_year: 5%}
  opportunity: {hurdle_rate: 8%}
  late_capacity: {months: 1, monthly_value: 300}
  migration: 40
  leaving: 7
"""


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        # Three years of 200 of outages, and of 5 % of what is paid once; waiting for the machines, moving in and out.
        ("own", 600 + 1500 + 300 + 40 + 7),
        ("api", 600 + 300 + 40 + 7),
        ("idle", 600),
    ],
)
def test_each_option_bears_its_own(id: str, expected: float) -> None:
    model = model_of(TEXT)
    assert value(model, f"options.{id}.hidden_together") == pytest.approx(expected)
    with_hidden = value(model, f"options.{id}.with_hidden")
    assert with_hidden == pytest.approx(value(model, f"options.{id}.tco") + expected)


def test_what_capital_would_earn_is_not_among_them() -> None:
    """The discount rate has it; the table of the chosen option shows it apart."""
    model = model_of(TEXT)
    assert value(model, "hidden.opportunity.total") == 2400
    assert value(model, "hidden.total") - value(model, "options.own.hidden_together") == 2400


def test_nothing_stands_beside_an_option_that_is_alone() -> None:
    lines = [line for line in TEXT.splitlines() if not line.startswith(("  api", "  idle"))]
    assert "hidden_beside" not in model_of("\n".join(lines)).schedules


class TestCash:
    """Moving in and out, where it is counted in, is paid once by every option that moves, and told no second time."""

    COUNTED = TEXT + "  cash_counted: true\n"

    @pytest.mark.parametrize(("id", "more"), [("own", 47), ("api", 47), ("idle", 0)])
    def test_stands_in_the_total_of_each_option_that_moves(self, id: str, more: float) -> None:
        key = f"options.{id}.tco"
        assert value(model_of(self.COUNTED), key) - value(model_of(TEXT), key) == pytest.approx(
            more
        )

    def test_is_told_once(self) -> None:
        model = model_of(self.COUNTED)
        # 5 % a year go by all that is paid once, 10,047.
        expected = pytest.approx(600 + 1507.05 + 300)
        assert value(model, "options.own.hidden_together") == expected
        assert "hidden.migration.total" not in model.result_figures

    def test_is_paid_at_the_start_and_at_the_beginning_of_the_last_month(self) -> None:
        before, after = (
            [amount.value for amount in model_of(text).break_evens.spent["own"]]
            for text in (TEXT, self.COUNTED)
        )
        paid = {
            month: round(more - less, 6)
            for month, (less, more) in enumerate(zip(before, after, strict=True))
            if more != less
        }
        assert paid == {0: 40, 35: 7}

    def test_lowers_the_net_present_value(self) -> None:
        text = TEXT + "benefits: [{item: all, monthly: 1000, confidence: 100%}]\n"
        less = value(model_of(text), "return.npv") - value(
            model_of(text.replace("  leaving: 7\n", "  leaving: 7\n  cash_counted: true\n")),
            "return.npv",
        )
        assert less == pytest.approx(40 + 7 / (1 + 0.08 / 12) ** 35)

    def test_alone_leaves_nothing_hidden(self) -> None:
        kept = ("  outage", "  technical", "  opportunity", "  late")
        lines = [line for line in self.COUNTED.splitlines() if not line.startswith(kept)]
        assert model_of("\n".join(lines)).hidden is None
