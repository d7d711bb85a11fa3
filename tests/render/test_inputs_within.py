"""What is pasted over an input, past its validation: the workbook's own check counts it, in every engine."""

import io
from collections.abc import Callable, Mapping

import openpyxl
import pytest

from generator.assembly import load, packet_of
from generator.audit.values import Address, Value
from generator.audit.verification import verify_workbook
from generator.render.workbook.book import FinishedWorkbook, write_workbook
from tests.oracles import formualizer_values, libreoffice_values
from tests.packets import SMALL

UNIT_PRICE = "options.on_premise.capex.0.unit_price"
LIFE = "options.on_premise.capex.0.life_years"
GROWTH = "options.on_premise.opex.0.growth"
MONTHLY = "options.on_premise.opex.0.monthly"
QUANTITY = "options.on_premise.capex.0.quantity"
ODD: dict[str, str | float | None] = {
    UNIT_PRICE: "36000",
    LIFE: 31,
    GROWTH: None,
    MONTHLY: -0.01,
    QUANTITY: 0,
}


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> FinishedWorkbook:
    path = tmp_path_factory.mktemp("within") / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return write_workbook(packet_of(load(str(path))))


def pasted(finished: FinishedWorkbook, values: Mapping[str, str | float | None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(finished.data))
    for key, value in values.items():
        title, at = finished.typed[key].split("!")
        book[title][at] = value
        if isinstance(value, str):
            book[title][at].data_type = "s"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def at(finished: FinishedWorkbook, key: str) -> tuple[str, str]:
    title, _, coordinate = finished.cells[key].partition("!")
    return title, coordinate


@pytest.mark.parametrize("engine", [formualizer_values, libreoffice_values])
def test_all_that_are_odd_are_missing_from_the_count(
    engine: Callable[[bytes], Mapping[Address, Value]], finished: FinishedWorkbook
) -> None:
    values = engine(pasted(finished, ODD))
    inputs = finished.figures[at(finished, "checks.inputs_within.right")].value
    assert values[at(finished, "checks.inputs_within.left")] == inputs - len(ODD)
    assert values[at(finished, "checks.inputs_within")] == 0


@pytest.mark.parametrize("key", ODD)
def test_verify_names_the_check(key: str, finished: FinishedWorkbook) -> None:
    findings = verify_workbook(pasted(finished, {key: ODD[key]})).findings
    named = [each.message for each in findings if each.rule == "check_failed"]
    assert any("输入为数字且在允许范围内" in message for message in named)


def test_an_input_at_its_limit_is_counted(finished: FinishedWorkbook) -> None:
    values = formualizer_values(pasted(finished, {LIFE: 30, GROWTH: -0.5, MONTHLY: 0}))
    assert values[at(finished, "checks.inputs_within")] == 1
