"""The workbook's dropdown and its ranges, changed as finance would and recalculated by formualizer."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import formualizer
import pytest
from openpyxl.utils.cell import coordinate_to_tuple

from generator.assembly import load, packet_of
from generator.audit.recalculate import value_of
from generator.engines.model import compute
from generator.figures.figure import Figure
from generator.render.workbook.book import FinishedWorkbook, write_workbook
from tests.packets import SMALL

MORE = """
benefits:
  - {item: 账单, kind: replaced_cost, monthly: 6000, confidence: 90%}
  - {item: 效率, monthly: {value: 2000, low: 500, high: 4000}, confidence: 50%}
scenarios:
  conservative: {benefits.*.monthly: ×0.6, horizon.discount_rate: 10%}
  涨价: {options.on_premise.opex.0.monthly: 1500}
"""
RESULTS = ("tco.total", "return.npv", "return.roi", "return.payback_months", "return.irr")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("live") / "small.yaml"
    path.write_text(SMALL + MORE, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def finished(file: Path) -> FinishedWorkbook:
    return write_workbook(packet_of(load(str(file))))


class Edited:
    """The workbook with some cells typed over, recalculated."""

    def __init__(self, finished: FinishedWorkbook, typed: dict[str, float | str]) -> None:
        self._cells = finished.cells
        self._engine = formualizer.load_workbook_bytes(finished.data)
        for cell, content in typed.items():
            title, at = cell.split("!")
            self._engine.set_value(title, *coordinate_to_tuple(at), content)
        self._engine.evaluate_all()

    def value(self, key: str) -> object:
        return self.at(self._cells[key])

    def at(self, cell: str) -> object:
        title, at = cell.split("!")
        return value_of(self._engine.get_value(title, *coordinate_to_tuple(at)))


@cache
def figures(file: Path, assignments: tuple[str, ...]) -> Mapping[str, Figure]:
    return compute(load(str(file), assignments).proposal).figures


def figure(file: Path, key: str, *assignments: str) -> float:
    return figures(file, assignments)[key].value


CONSERVATIVE = ["benefits.0.monthly=3600", "benefits.1.monthly=1200", "horizon.discount_rate=10%"]


@pytest.mark.parametrize(
    ("choice", "assignments"),
    [
        ("保守", CONSERVATIVE),
        ("涨价", ["options.on_premise.opex.0.monthly=1500"]),
        ("基准", []),
    ],
)
def test_the_choice_of_a_scenario_moves_every_sheet(
    finished: FinishedWorkbook, file: Path, choice: str, assignments: list[str]
) -> None:
    edited = Edited(finished, {"假设!C4": choice})
    for key in RESULTS:
        assert edited.value(key) == pytest.approx(figure(file, key, *assignments), rel=1e-9)
    # The side-by-side table does not move, and the checks still pass.
    expected = figure(file, "return.npv", *CONSERVATIVE)
    assert edited.value("scenarios.conservative.return.npv") == pytest.approx(expected, rel=1e-9)
    assert edited.value("checks.failed") == 0


def test_a_changed_assumption_moves_scenarios_and_ranges(
    finished: FinishedWorkbook, file: Path
) -> None:
    """The base value of a benefit is typed into its scenario column; the range of the other follows from it."""
    row = finished.cells["benefits.0.monthly"].split("!")[1].lstrip("C")
    edited = Edited(finished, {f"假设!D{row}": 7000.0})
    changed = "benefits.0.monthly=7000"
    for key in (
        *RESULTS,
        "scenarios.conservative.return.npv",
        "sensitivity.benefits.1.monthly.npv_low",
        "sensitivity.benefits.0.monthly.npv_high",
        "sensitivity.benefits.0.monthly.switching",
    ):
        assert edited.value(key) == pytest.approx(figure(file, key, changed), rel=1e-9), key


def test_a_scenario_s_own_factor_can_be_changed(finished: FinishedWorkbook, file: Path) -> None:
    cell = finished.cells["scenarios.conservative.benefits.*.monthly"]
    edited = Edited(finished, {cell: 0.5})
    half = ["benefits.0.monthly=3000", "benefits.1.monthly=1000", "horizon.discount_rate=10%"]
    expected = figure(file, "return.npv", *half)
    assert edited.value("scenarios.conservative.return.npv") == pytest.approx(expected, rel=1e-9)


def test_the_order_of_the_ranges_follows(finished: FinishedWorkbook) -> None:
    """A range that is made very wide moves to the top of the tornado, with its name."""
    low = finished.cells["benefits.1.monthly.low"]
    edited = Edited(finished, {low: -1_000_000.0})
    number = edited.value("tornado.1.number")
    assert edited.value("sensitivity.benefits.1.monthly.place") == 1
    assert number != Edited(finished, {}).value("tornado.1.number")


GROWING = """
proposal: {title: 示例}
horizon: {years: 5, opex_growth: 0%}
options:
  own: {name: 自建, opex: [{item: 运维, annual: 60}]}
  idle: {name: 不变, kind: status_quo, monthly: 4, growth: 12%}
chosen: own
"""


def test_a_solved_value_is_told_until_the_balance_there_is_no_longer_nothing(
    tmp_path: Path,
) -> None:
    path = tmp_path / "growing.yaml"
    path.write_text(GROWING, encoding="utf-8")
    finished = write_workbook(packet_of(load(str(path))))
    growth = "choice.idle.options.idle.growth"
    assert Edited(finished, {}).value(f"{growth}.switching") == pytest.approx(0.111793, abs=1e-6)
    # A dearer line: where both cost the same has moved, and what is left at the old place says by how much.
    dearer: dict[str, float | str] = {finished.cells["options.own.opex.0.annual"]: 66.0}
    edited = Edited(finished, dearer)
    assert edited.value(f"{growth}.switching") == "假设已变，须重新求解"
    assert edited.value(f"{growth}.left") == pytest.approx(-30, abs=0.05)
    # Solved anew by hand, as goal seek would.
    solved = figure(path, f"{growth}.switching", "options.own.opex.0.annual=66")
    again = dearer | {finished.cells["options.idle.growth.turning.2"]: solved}
    assert Edited(finished, again).value(f"{growth}.switching") == pytest.approx(solved)
