"""Each way in which a workbook can disagree with its model, and the sentence that says so."""

import io
import math
import re
import zipfile

import pytest

from generator.audit.finding import Finding
from generator.audit.workbook import audit_workbook
from tests.workbooks import Cells, finished, workbook_of

# 184 a month for 12 months is 2,208 a year.
CELLS: Cells = {
    "OpEx": {
        "D7": 184.0,
        "E7": "=D7*12",
        "F7": "=E7*1.05",
        "G7": '=IF(F7>E7,"上升","持平")',
        "H7": "=F7>E7",
        "I7": "=E7-F7/1.05",
        "J7": '=""',
    }
}
FIGURES: dict[tuple[str, str], float | str | bool] = {
    ("OpEx", "E7"): 2208.0,
    ("OpEx", "F7"): 2318.4,
    ("OpEx", "G7"): "上升",
    ("OpEx", "H7"): True,
    ("OpEx", "I7"): 0.0,
    ("OpEx", "J7"): "",
}


def workbook(
    changed_cells: dict[str, float | str] | None = None,
    changed_caches: dict[str, float | str | bool] | None = None,
) -> bytes:
    """The workbook of the model, with some of its formulas or cached values corrupted."""
    cells = {"OpEx": {**CELLS["OpEx"], **(changed_cells or {})}}
    caches = {("OpEx", at): value for at, value in (changed_caches or {}).items()}
    return finished(cells, {**FIGURES, **caches})


def messages(findings: list[Finding]) -> list[str]:
    return [str(finding) for finding in findings]


def test_a_workbook_that_agrees_has_no_findings() -> None:
    assert audit_workbook(workbook(), FIGURES) == []


def test_a_corrupt_formula_is_found_where_it_is_and_where_it_leads() -> None:
    findings = audit_workbook(workbook({"E7": "=D7*12.6"}), FIGURES)
    assert messages(findings) == [
        "OpEx!E7: the sheet computes 2,318.40 where the model says 2,208.00 (=D7*12.6)",
        "OpEx!F7: the sheet computes 2,434.32 where the model says 2,318.40 (=E7*1.05)",
    ]
    assert {finding.rule for finding in findings} == {"recalculated_differs"}


def test_a_corrupt_constant_is_found_in_the_formulas_that_use_it() -> None:
    findings = audit_workbook(workbook({"D7": 185.0}), FIGURES)
    assert [finding.where for finding in findings] == ["OpEx!E7", "OpEx!F7"]


def test_a_corrupt_cached_value_is_found() -> None:
    (finding,) = audit_workbook(workbook(changed_caches={"E7": 2209.0}), FIGURES)
    assert finding.rule == "cached_differs"
    assert (
        str(finding) == "OpEx!E7: the sheet shows 2,209.00 where the model says 2,208.00 (=D7*12)"
    )


def test_a_missing_cached_value_is_found() -> None:
    findings = audit_workbook(workbook_of(CELLS), FIGURES)
    assert [finding.rule for finding in findings] == ["cached_differs"] * 6
    assert (
        messages(findings)[2]
        == 'OpEx!G7: the sheet shows nothing where the model says "上升" (=IF(F7>E7,"上升","持平"))'
    )


def test_a_figure_and_a_formula_without_each_other_are_found() -> None:
    figures = {at: figure for at, figure in FIGURES.items() if at != ("OpEx", "E7")}
    findings = audit_workbook(workbook(), {**figures, ("CapEx", "C5"): 60500.0})
    assert [(finding.rule, str(finding)) for finding in findings] == [
        (
            "formula_missing",
            "CapEx!C5: the model says 60,500.00 where the sheet has no formula",
        ),
        ("figure_missing", "OpEx!E7: the model has no figure for the formula =D7*12"),
    ]


def test_a_formula_that_became_a_constant_is_found() -> None:
    cells = {"OpEx": {**CELLS["OpEx"], "E7": 2208.0}}
    rest = {at: figure for at, figure in FIGURES.items() if at != ("OpEx", "E7")}
    findings = audit_workbook(finished(cells, rest), FIGURES)
    assert [finding.rule for finding in findings] == ["formula_missing"]


def test_an_error_value_is_found() -> None:
    findings = audit_workbook(workbook({"E7": "=D7*12/0"}), FIGURES)
    assert findings[0] == Finding(
        "error_value",
        "OpEx!E7",
        "the sheet computes #DIV/0! where the model says 2,208.00 (=D7*12/0)",
    )


@pytest.mark.parametrize("figure", [math.nan, math.inf, -math.inf])
def test_a_figure_that_is_no_finite_number_is_found(figure: float) -> None:
    findings = audit_workbook(workbook(), {**FIGURES, ("OpEx", "E7"): figure})
    assert {finding.rule for finding in findings} == {"recalculated_differs", "cached_differs"}


@pytest.mark.parametrize(
    ("at", "figure", "sentence"),
    [
        ("G7", "持平", 'computes "上升" where the model says "持平"'),
        ("G7", 1.0, 'computes "上升" where the model says 1.00'),
        ("H7", 1.0, "computes TRUE where the model says 1.00"),
        ("E7", "2208", 'computes 2,208.00 where the model says "2208"'),
        ("J7", 0.0, 'computes "" where the model says 0.00'),
        # 1e-9 of 2,208 is 0.0000022: one part in a hundred million is seen, and shown.
        ("E7", 2208.00002, "computes 2,208.000000 where the model says 2,208.000020"),
        ("I7", 2e-9, "computes 0.000000000 where the model says 0.000000002"),
    ],
)
def test_kinds_and_small_differences_are_told_apart(
    at: str, figure: float | str, sentence: str
) -> None:
    findings = audit_workbook(workbook(), {**FIGURES, ("OpEx", at): figure})
    assert sentence in findings[0].message
    assert [finding.where for finding in findings] == [f"OpEx!{at}"] * 2


@pytest.mark.parametrize(("at", "figure"), [("E7", 2208.000001), ("I7", 5e-10)])
def test_a_difference_below_the_tolerance_is_none(at: str, figure: float) -> None:
    assert audit_workbook(workbook(), {**FIGURES, ("OpEx", at): figure}) == []


@pytest.mark.parametrize("damage", [slice(0, 0), slice(0, 2000), slice(40, None)])
def test_a_damaged_file_is_a_finding(damage: slice) -> None:
    (finding,) = audit_workbook(workbook()[damage], FIGURES)
    assert finding.rule == "unreadable"
    assert re.match(r"workbook: it cannot be read: .+", str(finding))


def test_another_zip_is_told_in_no_words_of_our_tools() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    (finding,) = audit_workbook(packed.getvalue(), FIGURES)
    assert str(finding) == "workbook: it cannot be read: it is damaged or no workbook"


def test_want_of_memory_is_no_fault_of_the_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    def starved(_: bytes) -> None:
        raise ValueError("#ERROR!: unified_authority planner: Sweep(Authority(Alloc))")

    monkeypatch.setattr("generator.audit.workbook.evaluated", starved)
    with pytest.raises(MemoryError):
        audit_workbook(workbook(), FIGURES)
