"""However many options, lines or kinds of request a file has, no formula of the workbook grows with them."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from generator.assembly import load, packet_of
from generator.audit.cells import formula_cells
from generator.render.workbook.book import write_workbook

# A reference to a row of three digits is longer than to one of two.
MORE_DIGITS = 12
LONGEST = 300

Fields = dict[str, object]


def own(number: int, lines: int = 1) -> Fields:
    return {
        "name": f"Option {number}",
        "serving": {"model": "qwen2.5:7b", "gpu": "rtx_4090", "units": 1 + number % 2},
        "capex": [
            {"item": f"buy {line}", "kind": ("hardware", "other")[line % 2], "unit_price": 900}
            for line in range(lines)
        ],
        "opex": [{"item": f"run {line}", "monthly": 100 + line} for line in range(lines)],
    }


def options(count: int) -> Fields:
    """The chosen one stands in the middle."""
    listed = {f"o{number}": own(number) for number in range(count)}
    return {"options": listed, "chosen": f"o{count // 2}"}


def lines(count: int) -> Fields:
    """Lines of two kinds take turns, and a share of one kind is asked for."""
    option = own(0, count)
    assert isinstance(option["capex"], list)
    option["capex"].append({"item": "set-up", "deployment": {}})
    return {"options": {"own": option}}


def bought_again(count: int) -> Fields:
    """Purchases of two kinds take turns and bring something back, beside what begins in three months; what moves with
    the machines is told apart.
    """
    option = own(0, count)
    assert isinstance(option["capex"], list)
    for line in option["capex"]:
        line |= {"life_years": 1, "month": 3, "resale": 10}
    assert isinstance(option["opex"], list)
    option["opex"] += [{"item": f"from {month}", "monthly": 100, "from": month} for month in (3, 5)]
    cache = {"hit_rate": 0.3, "storage": 10, "infrastructure": 20}
    return {
        "options": {"own": option},
        "contingency": "5%",
        "optimisations": {"cache": cache},
    }


def kinds(count: int) -> Fields:
    mix = {
        f"kind {number}": {"share": 1 / count, "complexity": 1 + number % 4}
        for number in range(count)
    }
    api = {"name": "API", "kind": "cloud_api", "price_per_request": 0.1}
    mixed = {"name": "Mixed", "kind": "hybrid", "local": "own", "cloud": "api"}
    return {
        "workload": {"monthly_requests": 90_000, "mix": mix},
        "options": {"own": own(1), "api": api, "mixed": mixed},
        "chosen": "mixed",
        "optimisations": {"batching": {"overhead": 0.2}},
    }


def longest_formula(folder: Path, fields: Fields) -> int:
    base: Fields = {
        "proposal": {"title": "Any size", "language": "en"},
        "horizon": {"years": 1},
        "workload": {"monthly_requests": 90_000},
    }
    path = folder / "input.yaml"
    path.write_text(yaml.safe_dump(base | fields, sort_keys=False), encoding="utf-8")
    cells = formula_cells(write_workbook(packet_of(load(str(path)))).data)
    return max(len(cell.formula) for cell in cells.values())


@pytest.mark.usefixtures("few_ranges")
@pytest.mark.parametrize(
    ("many", "few", "more"),
    [(options, 2, 4), (kinds, 4, 8), (lines, 3, 6), (bought_again, 3, 6)],
    ids=("options", "kinds", "lines", "bought again"),
)
def test_the_longest_formula_does_not_grow(
    tmp_path: Path, many: Callable[[int], Fields], few: int, more: int
) -> None:
    small, large = (longest_formula(tmp_path, many(count)) for count in (few, more))
    assert large <= small + MORE_DIGITS
    assert large <= LONGEST
