"""What labour and hosting cost a month at least, as planned and at most, by our ranges and those of the file."""

from generator.engines.model import Model
from tests.proposals import model_of


def own(*assignments: str, opex: str) -> Model:
    return model_of(
        f"""
proposal: {{title: Ranges}}
horizon: {{years: 1}}
options:
  own:
    name: Own
    capex: [{{item: Box, unit_price: 1000}}]
    opex: [{opex}]
""",
        list(assignments),
    )


def told(model: Model, key: str) -> dict[str, tuple[float, float, float]]:
    """Low, planned and high of each row."""
    found = {}
    for row in model.schedules[key].rows:
        planned, low, high = (cell.value for cell in row.cells)  # type: ignore[union-attr]
        found[row.label or "total"] = (low, planned, high)
    return found


def test_the_ranges_of_our_lists_add_up() -> None:
    """4 U at 800 to 1,500, hands on site at 2,000 to 5,000; duties of a month, by hours or amount."""
    model = own(
        opex="{item: People, labour: operations}, {item: Hall, hosting: {}},"
        " {item: Mail, monthly: {value: 30, low: 20, high: 50}}, {item: Rent, monthly: 500}"
    )
    assert told(model, "spans.own") == {
        "People": (12_600, 17_300, 22_000),
        "Hall": (5_200, 8_100, 11_000),
        "Mail": (20, 30, 50),
        "total": (17_820, 25_430, 33_050),
    }
    parts = model.schedules["span_parts.own"].rows
    assert [row.label for row in parts].count("Hall") == 4


def test_an_end_is_what_the_file_says_with_all_numbers_at_it() -> None:
    line = "{item: People, labour: {hours: {value: 20, low: 10, high: 30}, rate: {value: 400, low: 300, high: 500}}}"
    lines = told(own(opex=line), "spans.own")
    ends = ((10, 300), (20, 400), (30, 500))
    for place, (hours, rate) in enumerate(ends):
        stated = own(
            f"options.own.opex.0.labour.hours={hours}",
            f"options.own.opex.0.labour.rate={rate}",
            opex=line,
        )
        assert lines["People"][place] == stated.options["own"].monthly.value


def test_without_ranges_there_is_no_table() -> None:
    assert "spans.own" not in own(opex="{item: Rent, monthly: 500}").schedules
