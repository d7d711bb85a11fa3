"""Whatever a user calls a scenario or a kind of request, the workbook takes it to the letter and passes its audit."""

from pathlib import Path

import pytest
from openpyxl.utils import get_column_letter

from generator.assembly import assemble, load, packet_of
from generator.render.workbook.book import write_workbook
from tests.packets import ONE_YEAR, SMALL
from tests.render.test_live_scenarios import Edited

BENEFIT = "benefits: [{item: 节省, kind: efficiency, monthly: 4000, confidence: 100%}]\n"
RESULT = "benefits.monthly"


def scenarios(*names: str) -> str:
    """Each makes the benefit as many thousands as its place in the list says."""
    lines = [
        f"  '{name}': {{benefits.0.monthly: {place}000}}\n" for place, name in enumerate(names, 1)
    ]
    return f"{BENEFIT}scenarios:\n{''.join(lines)}"


def written(folder: Path, more: str) -> Path:
    path = folder / "input.yaml"
    path.write_text(SMALL + ONE_YEAR + more, encoding="utf-8")
    return path


NAMES = (
    *("Fast", "fast", "FAST"),
    *("贵10%", "贵*", "贵?0%", "~贵", "贵~*"),
    *("a.b", "a", "in use", "values"),
    *("=1+1", "保守", "conservative", "基准"),
    *("2027", "2028", "12"),
)


def test_a_scenario_is_chosen_by_its_name_to_the_letter(tmp_path: Path) -> None:
    finished = write_workbook(packet_of(load(str(written(tmp_path, scenarios(*NAMES))))))
    offered = Edited(finished, {})
    for place in range(1, 1 + len(NAMES)):
        label = offered.at(f"假设!{get_column_letter(4 + place)}6")
        chosen = Edited(finished, {"假设!C4": str(label)})
        assert chosen.value(RESULT) == place * 1000
        assert chosen.value("checks.failed") == 0


@pytest.mark.parametrize("names", [["Q1", "Q2", "Q3"], ["2027", "2028"]])
def test_names_with_numbers_are_no_time_axis(tmp_path: Path, names: list[str]) -> None:
    changes = ("opex_growth: 8%", "opex_growth: 10%", "discount_rate: 7%")
    lines = [
        f"  '{name}': {{horizon.{change}}}\n" for name, change in zip(names, changes, strict=False)
    ]
    path = written(tmp_path, f"{BENEFIT}scenarios:\n{''.join(lines)}")
    text = path.read_text(encoding="utf-8").replace(", growth: 0%", "")
    path.write_text(text, encoding="utf-8")
    made = assemble(load(str(path)), ("md",))
    assert all(f"| {name} |" in made.files["proposal.md"].decode() for name in names)


def test_a_scenario_that_moves_nothing_is_published(tmp_path: Path) -> None:
    path = written(tmp_path, f"{BENEFIT}scenarios: {{dearer: {{horizon.opex_growth: 9%}}}}\n")
    assert assemble(load(str(path)), ("json",)).audited_cells


def test_kinds_of_request_may_differ_by_letter_case_or_be_patterns(tmp_path: Path) -> None:
    """The sheets of cases find each input by its number: its key holds the name of the kind."""
    path = tmp_path / "input.yaml"
    path.write_text(
        """
proposal: {title: Kinds, language: en}
workload:
  monthly_requests: 900000
  mix:
    chat: {share: 30%, complexity: 1, output_tokens: 100}
    CHAT: {share: 30%, complexity: 2, output_tokens: 300}
    "c*t": {share: 20%, complexity: 3, output_tokens: 500}
    "²": {share: 20%, complexity: 1, output_tokens: 700}
options:
  own:
    name: Own
    serving: {model: "qwen2.5:7b", gpu: rtx_4090, units: 3}
    capex: [{item: machines, kind: hardware, quantity: 3, unit_price: 9000}]
  api: {name: API, kind: cloud_api, price_per_request: 0.02}
  mixed: {name: Mixed, kind: hybrid, local: own, cloud: api}
chosen: mixed
optimisations: {routing: {simple_price: 0.001, standard_price: 0.002, complex_price: 0.01}}
""",
        encoding="utf-8",
    )
    assert assemble(load(str(path)), ("json",)).audited_cells
