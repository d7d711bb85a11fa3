"""What LibreOffice makes of workbooks. A start takes seconds: it opens all of them in one, odd texts without charts.

It writes 15 digits. All is skipped where it is not installed.
"""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.audit.cells import formula_cells
from generator.audit.values import Address, ErrorValue, Value
from generator.cli import main
from tests.audit.foreign import WITH_A_BENEFIT, with_a_benefit
from tests.audit.test_engines import DIFFERENT, SAME, all_formulas, approximately, cell_of
from tests.conformity.test_readers import unlike
from tests.conformity.test_readers import written as written_in
from tests.conformity.workbooks import workbook_of
from tests.figures import sheet
from tests.figures.test_rounding import less_than_half, worked_examples
from tests.oracles import saved_by_libreoffice, without_cached_values, without_charts
from tests.packets import OF_ALL_FUNCTIONS, written
from tests.render.test_own_checks import ODD, assert_all_odd_are_missing, over_one_year, pasted
from tests.workbooks import finished
from tests.workbooks import workbook_of as of_cells

Capture = pytest.CaptureFixture[str]
LIE: dict[Address, float | str | bool] = {("S", "A1"): 777.0}
TWO = finished({"S": {"A1": "=1+1"}}, LIE)
ROUNDED = sheet.Sheet([*worked_examples(), less_than_half()])


def made() -> dict[str, bytes]:
    """The workbooks that it opens; without cached values where it is to compute."""
    return {
        "formulas": without_cached_values(all_formulas()),
        "a lie": TWO,
        "no lie": without_cached_values(TWO),
        "rounded": of_cells({sheet.SHEET: ROUNDED.cells()}),
        "odd inputs": without_cached_values(pasted(over_one_year(), ODD)),
        "odd texts": without_charts(workbook_of("odd").data),
        "a packet's": with_a_benefit(),
        "of all functions": without_cached_values(written(OF_ALL_FUNCTIONS).data),
    }


@pytest.fixture(scope="module")
def saved() -> Mapping[str, bytes]:
    converted, kept = saved_by_libreoffice(made(), with_a_benefit())
    return converted | {"in a window": kept}


@pytest.fixture
def seen(saved: Mapping[str, bytes], request: pytest.FixtureRequest) -> Mapping[Address, Value]:
    """What it shows of the workbook that a test names."""
    cells = formula_cells(saved[request.param])
    return {address: cell.cached for address, cell in cells.items()}


def of(name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("seen", [name], indirect=True)


@of("formulas")
def test_it_computes_as_the_other_engines_or_parts_as_is_known(
    seen: Mapping[Address, Value],
) -> None:
    """The differences were seen in LibreOffice 7.4."""
    wanted = SAME | {formula: each[-1] for formula, each in DIFFERENT.items()}
    found = {formula: seen[cell_of(formula)] for formula in wanted}
    assert found == {formula: approximately(each) for formula, each in wanted.items()}


@of("a lie")
def test_it_believes_a_cached_value(seen: Mapping[Address, Value]) -> None:
    assert seen == LIE


@of("no lie")
def test_it_computes_where_there_is_none(seen: Mapping[Address, Value]) -> None:
    assert seen == {("S", "A1"): 2}


@of("rounded")
def test_it_rounds_alike(seen: Mapping[Address, Value]) -> None:
    """But it sees more digits: with money.rounding 1 a cell may differ by 1 yuan there."""
    examples = worked_examples()
    found = [seen.get((sheet.SHEET, ROUNDED.reference(each))) for each in examples]
    assert found == pytest.approx([each.value for each in examples], rel=1e-14, abs=0)
    assert seen[sheet.SHEET, ROUNDED.reference(less_than_half())] == 0


@of("odd inputs")
def test_the_workbooks_own_check_works_in_it(seen: Mapping[Address, Value]) -> None:
    assert_all_odd_are_missing(over_one_year(), seen)


@of("odd texts")
def test_it_shows_what_the_file_says(seen: Mapping[Address, Value]) -> None:
    """It leaves out what is an error."""
    file = written_in(workbook_of("odd"))
    wanted = {
        at: float(f"{value:.15g}") if isinstance(value, float) else value
        for at, value in file.items()
        if at in seen and not isinstance(value, ErrorValue)
    }
    assert unlike(seen, wanted) == []


@of("of all functions")
def test_it_computes_a_packet(seen: Mapping[Address, Value]) -> None:
    """It rounds a tie on its binary digits, so that a year's requests may differ by one in millions."""
    wanted = {at: nearly(value) for at, value in written(OF_ALL_FUNCTIONS).expected.items()}
    assert {at: seen[at] for at in wanted} == wanted


def nearly(value: float | str) -> object:
    return value if isinstance(value, str) else pytest.approx(value, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("in_a_window", [False, True])
def test_what_it_saved_is_verified_and_pulled(
    in_a_window: bool, saved: Mapping[str, bytes], tmp_path: Path, capsys: Capture
) -> None:
    data = saved["in a window" if in_a_window else "a packet's"]
    assert keeps_panes(data) is in_a_window
    workbook, source = tmp_path / "tco.xlsx", tmp_path / "small.yaml"
    workbook.write_bytes(data)
    source.write_text(WITH_A_BENEFIT, encoding="utf-8")
    for arguments in (["verify", str(workbook)], ["verify", str(workbook), str(source)]):
        assert main(arguments) == 0, capsys.readouterr().err
    assert main(["pull", str(workbook), str(source), "--dry-run"]) == 0
    assert capsys.readouterr().err == ""


def keeps_panes(workbook: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        return any(b"<pane " in parts.read(name) for name in parts.namelist())
