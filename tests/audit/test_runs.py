"""Formulas that are copies of one another: how they are told, and what all of them read together.

Oracle: openpyxl's Translator, which moves a formula as a spreadsheet program does when it is copied.
"""

import pytest
from openpyxl.formula.translate import Translator

from generator.audit.formulas import Copier, Facts, facts_of, kind_of, references_in, relative_form
from generator.audit.model_review.runs import Run, runs_in, sweeps_of
from generator.audit.xlsx.book import Cell, Sheet, Style
from generator.audit.xlsx.places import Area, column_letters

FORMULAS = [
    "=D5*$C6+E$3-$F$2",
    "=SUM($D8:D8)+SUM(D$8:D12)",
    "='现金流'!Y9/SUM(Inputs!C:D)",
    '=IF(D5>0,"D5 is ""Y9""",Z9&AA9)',
    "=rate*LOG10(D5)+'Q1 D5'!AZ1",
    "=SUM(F8:$H8)",
    "=1/12",
]
LOOK = Style()


def sheet_of(formulas: dict[tuple[int, int], str], looks: dict[int, Style] | None = None) -> Sheet:
    """Formulas by row and column; some columns have a look of their own."""
    return Sheet(
        "Plan",
        {
            (row, column): Cell(row, column, 1.0, formula, (looks or {}).get(column, LOOK))
            for (row, column), formula in formulas.items()
        },
    )


def copied(formula: str, columns: int) -> dict[tuple[int, int], str]:
    """The formula in D6 and its copies to the right."""
    return {
        (6, 4 + step): str(
            Translator(formula, "D6").translate_formula(f"{column_letters(4 + step)}6")
        )
        for step in range(columns)
    }


def extents(runs: list[Run]) -> list[tuple[int, int, int]]:
    return [(run.first.row, run.first.column, run.last.column) for run in runs]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_copy_reads_as_a_spreadsheet_program_would_write_it(formula: str) -> None:
    copies = copied(formula, 30)
    assert [Copier(formula).copy(step) for step in range(30)] == list(copies.values())
    assert {relative_form(copy, *place) for place, copy in copies.items()} == {
        relative_form(formula, 6, 4)
    }


def test_no_copy_reads_beyond_the_last_column() -> None:
    assert Copier("=XFC1").copy(1) == "=XFD1"
    assert Copier("=XFC1").copy(2) == ""


@pytest.mark.parametrize("formula", FORMULAS)
def test_copies_side_by_side_are_one_run(formula: str) -> None:
    (run,) = runs_in(sheet_of(copied(formula, 30)))
    assert extents([run]) == [(6, 4, 33)]
    assert run.form == relative_form(formula, 6, 4)


def test_a_run_ends_where_the_row_the_formula_or_the_look_does() -> None:
    row = {(6, column): f"={column_letters(column)}5" for column in range(4, 12)}
    another_formula = sheet_of({**row, (6, 6): "=E5"})
    assert extents(runs_in(another_formula)) == [(6, 4, 5), (6, 6, 6), (6, 7, 11)]
    gap = sheet_of({place: formula for place, formula in row.items() if place != (6, 6)})
    assert extents(runs_in(gap)) == [(6, 4, 5), (6, 7, 11)]
    another_look = sheet_of(row, {9: Style(bold=True)})
    assert extents(runs_in(another_look)) == [(6, 4, 8), (6, 9, 9), (6, 10, 11)]
    another_row = sheet_of({(6, 4): "=D5", (7, 5): "=E5"})
    assert extents(runs_in(another_row)) == [(6, 4, 4), (7, 5, 5)]


@pytest.mark.parametrize(
    "formula",
    ["=D5", "=$D5", "=SUM(D5:F9)", "=SUM($D5:D9)", "=SUM(D5:$F9)", "=SUM($F5:D9)", "=SUM(F5:D9)"],
)
def test_a_run_reads_what_its_formulas_read_one_by_one(formula: str) -> None:
    """Five copies: `D5:$F9` comes to nothing behind F, `$F5:D9` begins there, `F5:D9` is nothing anywhere."""
    (run,) = runs_in(sheet_of(copied(formula, 5)))
    first, last = (references_in(cell.formula, "Plan") for cell in (run.first, run.last))
    ((title, sweep),) = sweeps_of(first, last)
    areas = [
        area for cell in run.cells for _, area, _ in references_in(cell.formula, "Plan") if area
    ]
    assert title == "Plan"
    assert [sweep.at(step) for step in range(5)] == areas
    assert set(sweep.joined(4).cells()) == {place for area in areas for place in area.cells()}


def test_whole_columns_move_too() -> None:
    (run,) = runs_in(sheet_of(copied("=SUM(C:D)", 3)))
    first, last = (references_in(cell.formula, "Plan") for cell in (run.first, run.last))
    ((_, sweep),) = sweeps_of(first, last)
    assert sweep.joined(2) == Area(1, 3, 1_048_576, 6)


@pytest.mark.parametrize(
    ("formula", "numbers"),
    {
        "=A1*1.13+.5-2E+3*20%": (1.13, 0.5, 2000.0, 20.0),
        "=LOG10(100)&\"7\"&'8 b'!B2": (100.0,),
        "=SUM(1:5)+$B$3+Sheet1!C4+fee_2+{6,7}": (6.0, 7.0),
        "=[1]S!A1+Lines[col 2023]+#N/A": (),
    }.items(),
)
def test_numbers_of_a_formula_are_those_that_stand_for_themselves(
    formula: str, numbers: tuple[float, ...]
) -> None:
    assert facts_of(formula).numbers == numbers


@pytest.mark.parametrize("formula", [*FORMULAS, '=SUM(1:5)+fee_2*A1B2+TAXES12+$B$3:$AA9&"C4"'])
def test_a_formula_and_its_kind_have_the_same_facts_and_names(formula: str) -> None:
    kind = kind_of(formula)
    assert facts_of(kind) == facts_of(formula)
    names = [[read.name or read.sheet for read in references_in(it, "S")] for it in (kind, formula)]
    assert names[0] == names[1]
    assert kind_of("=D5*2") == kind_of("=$E$7*2") != kind_of("=D5*3")


def test_functions_and_depth_are_told_of_each_formula_by_itself() -> None:
    nested = "IF(A1>1,IF(B2>2,NPV(C3,D4),5),6)"
    assert facts_of(f"={nested}") == Facts((1.0, 2.0, 5.0, 6.0), ("IF", "IF", "NPV"), 2)
    assert facts_of("=MAX(A1,7)") == Facts((7.0,), ("MAX",), 0)
