"""How each schedule is shown, by its family: on which sheet of the workbook, which columns and rows in the document.

The order is the one in which finance reads the sheets, and on a sheet from the top down.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.figures.schedule import Schedule


@dataclass(frozen=True)
class Presentation:
    """What is shown of a schedule; the workbook has all its columns and rows.

    sheet: empty for what only the document shows. columns: those of the document, in its order: the amount stands
    behind what it is made of; None for all. rows: likewise. first: how many rows of a list that is sorted by weight.
    labelled: the words that call a row after its stated number; none in the workbook, where that may change. marked:
    whether an amount that nobody asked for is told where it is first counted. across: the column of the numbers that
    stand side by side above a row for each matter, and how they are named there. on_screen: whether the workbook has it
    at the end of a sheet and nobody reads it on paper. left_open: whether what is empty is still to be filled in.
    turned: whether each row becomes a column, as long as they are few.
    """

    sheet: str
    columns: tuple[str, ...] | None = None
    rows: tuple[str, ...] | None = None
    first: int | None = None
    labelled: str = ""
    marked: bool = False
    across: tuple[str, str] | None = None
    on_screen: bool = False
    left_open: bool = False
    turned: bool = False


# The ends of a range stand in the register and in the workbook.
ENDS = ("driver", "in_use")
TURN = ("switching", "room", "serves_low", "serves_high")
PRESENTATIONS = {
    "cloud_prices": Presentation(
        "", ("price", "provider", "model", "stated_value", "date", "source")
    ),
    "starts": Presentation("timing", ("item", "first_month", "last_month")),
    "ramps": Presentation("timing"),
    "load_stages": Presentation("timing"),
    "load_by_month": Presentation("timing"),
    "network_by_month": Presentation("timing"),
    "fleet_start": Presentation("timing"),
    "timing": Presentation("timing"),
    "load_volumes": Presentation("timing"),
    "load": Presentation("load"),
    "network": Presentation("load"),
    "pricing": Presentation("load"),
    "labour": Presentation("capex", ("task", "days", "unit_price", "amount")),
    "materials": Presentation(
        "capex", ("material", "part_of", "quantity", "unit_price", "amount", "acquired")
    ),
    "capex": Presentation(
        "capex",
        (
            *("item", "quantity", "unit_price", "amount"),
            *("life_years", "annual_depreciation", "note"),
        ),
        marked=True,
    ),
    "tax": Presentation("capex"),
    "capacity": Presentation("power"),
    "service": Presentation("service"),
    "benchmark": Presentation(
        "power",
        (
            *("measured_point", "concurrency", "input_tokens", "output_tokens"),
            *("tokens_per_second", "each_request", "keeps"),
            *("first_token", "first_token_high", "latency", "latency_high", "origin"),
        ),
    ),
    "sizing": Presentation("power"),
    "search": Presentation(
        "power",
        (
            *("copy_on", "fits_memory", "first_token", "request_speed", "meets_latency"),
            *("copies", "cards_total"),
        ),
    ),
    "power": Presentation("power"),
    "fleet": Presentation("power", on_screen=True),
    "derivation": Presentation("opex"),
    "fleet_by_year": Presentation("opex"),
    "power_by_year": Presentation("opex"),
    "timing_by_year": Presentation("opex"),
    "opex": Presentation("opex", ("item", "monthly", "annual", "growth", "note"), marked=True),
    "span_parts": Presentation("opex", ("item", "span_low", "monthly", "span_high")),
    "spans": Presentation("opex", ("item", "span_low", "monthly", "span_high")),
    "opex_by_year": Presentation("opex"),
    "purchases": Presentation("purchases", ("item", "month", "units", "amount", "leaves", "sold")),
    "depreciation": Presentation("purchases"),
    "options": Presentation(
        "options",
        (
            *("option", "capex", "opex_total", "transition", "sold", "tco"),
            *("vs_today", "vs_today_share", "feasible"),
        ),
    ),
    "unit_costs": Presentation(
        "options",
        (
            *("option", "fixed", "by_use"),
            *("cost_per_request", "cost_per_million_tokens", "idle_cost"),
        ),
    ),
    "rents": Presentation("options", ("rent", "hourly", "tco", "rent_gap")),
    "cumulative_cost": Presentation("cumulative_cost"),
    "break_even": Presentation(
        "worth",
        (
            *("option", "break_even_month", "break_even_requests"),
            *("break_even_hours_per_day", "break_even_hours"),
        ),
    ),
    "mix": Presentation(
        "mix",
        (
            *("task", "share", "complexity", "model", "quality"),
            *("model_speed", "weights", "spared", "model_reason"),
        ),
    ),
    "precision": Presentation(
        "mix", ("task", "quantisation", "bits_per_weight", "alternative", "precision_reason")
    ),
    "routing": Presentation("mix"),
    "routing_history": Presentation(
        "routing",
        ("tier", "answer_limit", "requests", "share", "price", "cost", "cost_share"),
    ),
    "tiers": Presentation("routing", ("tier", "share", "requests", "price", "cost", "cost_share")),
    "cache": Presentation("routing"),
    "optimisation": Presentation(
        "optimisation", ("measure_taken", "throughput", "machines", "saving", "tco")
    ),
    "optimisation_load": Presentation("optimisation"),
    "optimisation_requests": Presentation("optimisation"),
    "optimisation_models": Presentation("optimisation"),
    "optimisation_bill": Presentation("optimisation"),
    "summary": Presentation("tco"),
    "tco": Presentation("tco"),
    "tco_accrual": Presentation("tco"),
    "accounts": Presentation("tco"),
    "funding": Presentation("funding"),
    "fiscal_funding": Presentation("fiscal_years"),
    "fiscal_accounts": Presentation("fiscal_years"),
    "tax_by_rate": Presentation(
        "tco", ("item", "tax_rate", "net_of_tax", "tax_amount", "with_tax"), marked=True
    ),
    "hidden": Presentation("tco"),
    "benefits": Presentation(
        "benefits", ("benefit", "gross", "confidence", "weighted", "annual", "basis")
    ),
    "benefit_amounts": Presentation("benefits"),
    "benefits_by_year": Presentation("benefits"),
    "benefits_of": Presentation("benefits"),
    "cash_flow": Presentation(
        "cash_flow",
        rows=(
            *("investment", "resale", "benefits", "opex", "net"),
            *("cumulative", "present_value", "cumulative_present_value"),
        ),
    ),
    "fiscal_start": Presentation("cash_flow"),
    "fiscal_axis": Presentation("cash_flow"),
    "payments": Presentation("cash_flow"),
    "account_payments": Presentation("cash_flow"),
    "fiscal_years": Presentation("fiscal_years"),
    "fiscal_bounds": Presentation("fiscal_years"),
    "fiscal_broken": Presentation("fiscal_years"),
    "fiscal_leaving": Presentation("fiscal_years"),
    "fiscal_depreciation": Presentation("fiscal_years"),
    "fiscal_accrual": Presentation("fiscal_years"),
    "fiscal_quarters": Presentation("fiscal_quarters"),
    "income_tax": Presentation("cash_flow"),
    "cashable": Presentation("cash_flow"),
    "return": Presentation(
        "return",
        rows=(
            *("investment", "monthly_net", "payback_months", "payback_since_live"),
            "discounted_payback_months",
            *("npv", "roi_on_costs", "roi", "irr"),
        ),
    ),
    "return_after_tax": Presentation("return"),
    "return_cashable": Presentation("return"),
    "cash_flow_by_year": Presentation("return"),
    "rate_scan": Presentation("return"),
    "rate_scan_after_tax": Presentation("return"),
    "worth_by_month": Presentation("cash_flow"),
    "hidden_beside": Presentation(
        "worth",
        (
            *("option", "outage", "technical_debt", "late_capacity", "migration", "leaving"),
            *("hidden_total", "with_hidden"),
        ),
    ),
    "worth": Presentation(
        "worth",
        (
            *("option", "present_value", "equivalent_annual_cost", "option_npv"),
            *("present_difference", "forgone_benefits"),
        ),
    ),
    "worth_of_choice": Presentation("worth"),
    "verdict": Presentation("worth"),
    "scenarios": Presentation(
        "scenarios",
        (
            *("scenario", "npv", "roi_on_costs", "roi", "payback_months", "irr", "tco", "feasible"),
            *("npv_after_tax", "irr_after_tax", "payback_months_after_tax"),
        ),
        turned=True,
    ),
    "scenario_costs": Presentation(
        "scenarios", ("scenario", "capex", "tco", "feasible"), turned=True
    ),
    "sensitivity": Presentation("sensitivity", (*ENDS, "npv_low", "npv_high", *TURN), first=10),
    "tornado": Presentation("sensitivity"),
    "delays": Presentation(
        "sensitivity", ("delay", "go_live", "npv", "month_costs", "payback_months"), labelled="late"
    ),
    "choice": Presentation("choice", (*ENDS, "gap_low", "gap_high", *TURN), first=5),
    "volumes": Presentation("volumes", across=("moved_volume", "scale")),
    "even_months": Presentation("volumes", across=("moved_volume", "scale")),
    "even_volumes": Presentation("volumes"),
    "reference_cases": Presentation(
        "volumes",
        (
            *("organisation", "moved_volume", "reported_cost", "own_cost", "apart"),
            *("case_result", "source", "date"),
        ),
        left_open=True,
    ),
    "sources": Presentation("sources"),
    "checks": Presentation("checks"),
    "history": Presentation("history"),
}


def presentation_of(schedule: Schedule) -> Presentation:
    """That of its family."""
    return PRESENTATIONS[schedule.family]
