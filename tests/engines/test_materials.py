"""Bills of material: the parts of machines of the catalogue, of a quote, and what is rented."""

from generator.engines.model import Model
from generator.figures.figure import Figure
from tests.proposals import model_of, value


def of(option: str) -> Model:
    return model_of(f"""
proposal: {{title: Machines}}
options:
  own: {{name: Own, {option}}}
""")


def rows(model: Model) -> list[tuple[object, ...]]:
    """What, pieces, price, amount and how, without what is there only after a change."""
    found: list[tuple[object, ...]] = []
    for row in model.schedules["materials.own"].rows:
        amount, pieces, price, _, how = row.cells
        numbers = (cell.value if isinstance(cell, Figure) else None for cell in (pieces, price))
        own = amount.value if isinstance(amount, Figure) else None
        if not row.spare:
            found.append((row.label or row.kind, *numbers, own, how))
    return found


def test_two_servers_of_the_catalogue_by_their_parts() -> None:
    """Published: 18,500 + 520,000 + 24,000 + 12,000 + 15,000 + 20,000 = 609,500 for one."""
    capex = "capex: [{item: Server, hardware: server_h100_dual, quantity: 2}, {item: Course, unit_price: 900}]"
    found = rows(of(capex))
    assert found[1] == ("H100 80GB SXM", 4, 260_000, 1_040_000, "bought")
    assert found[5] == ("机架、UPS 与 PDU", 2, 20_000, 40_000, "bought")
    assert found[-1] == ("total", None, None, 1_219_000, None)


def test_what_the_parts_leave_of_a_quote_is_shown() -> None:
    parts = "parts: [{item: Card, quantity: 4, unit_price: 200}, {item: Case, unit_price: 150}]"
    model = of(
        f"capex: [{{item: Server, kind: hardware, unit_price: 1000, {parts}}},"
        " {item: Rack, kind: hardware, unit_price: 70}]"
    )
    assert rows(model) == [
        ("Card", 4, 200, 800, "bought"),
        ("Case", 1, 150, 150, "bought"),
        ("Server", None, None, 50, "bought"),
        ("Rack", 1, 70, 70, "bought"),
        ("total", None, None, 1_070, None),
    ]
    assert value(model, "options.own.capex") == 1_070


def test_a_quote_for_a_machine_of_the_catalogue_keeps_its_parts() -> None:
    found = rows(of("capex: [{item: Box, hardware: workstation_rtx4090, unit_price: 27000}]"))
    assert found[-2:] == [
        ("Box", None, None, 1_100, "bought"),
        ("total", None, None, 27_000, None),
    ]


def test_what_is_rented_is_no_purchase() -> None:
    serving = "serving: {model: 'qwen2.5:7b', gpu: h100_80gb, gpus_per_unit: 4}"
    [machine] = rows(of(f"kind: rented_gpu, hourly: 20, count: 2, {serving}"))
    assert machine == ("H100 80GB", 8, None, None, "rented")


def test_without_parts_there_is_no_such_table() -> None:
    assert (
        "materials.own"
        not in of("capex: [{item: Server, kind: hardware, unit_price: 9}]").schedules
    )
