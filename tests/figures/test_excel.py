"""The text of each formula, as Excel must read it to mean what the tree means."""

import pytest

from generator.figures.excel import formula, link
from generator.figures.expression import Constant, Expression, Missing, Ordinal
from generator.figures.figure import figure
from generator.figures.functions import (
    both,
    count,
    either,
    if_error,
    internal_rate,
    minimum,
    net_present_value,
    or_else,
    pick,
    positive_sum,
    product_sum,
    rank,
    rounded,
    rounded_up,
    running_sum,
    sum_if,
    sum_of,
    where,
)
from generator.figures.key import Key
from tests.figures.sheet import Sheet, given

A, B, C = (given(name, value) for name, value in zip("ABC", (2.0, 3.0, 5.0), strict=True))
ROW = [given(f"row.{n}", n) for n in range(3)]


class Names(Sheet):
    """A grid whose cells are called by the figures' keys; what is called row.n stands in a row."""

    def __init__(self) -> None:
        super().__init__([figure(Key("all"), "money", sum_of(ROW))])

    def reference(self, figure: object) -> str:
        return getattr(figure, "key", "").replace("row.", "R")

    def range(self, figures: object, running: bool) -> str | None:
        keys = [self.reference(item) for item in figures]  # type: ignore[attr-defined]
        if not keys[0].startswith("R"):
            return None
        return f"{'$' * running}{keys[0]}:{keys[-1]}"


def text(expression: Expression) -> str:
    return formula(figure(Key("answer"), "money", expression), Names())[1:]


@pytest.mark.parametrize(
    ("expression", "excel"),
    [
        (A + B + C, "A+B+C"),
        (A + (B + C), "A+(B+C)"),
        (A - (B - C), "A-(B-C)"),
        (A - B - C, "A-B-C"),
        (A / (B * C), "A/(B*C)"),
        (A / B * C, "A/B*C"),
        ((A + B) * C, "(A+B)*C"),
        (A + B * C, "A+B*C"),
        (A * (B + C), "A*(B+C)"),
        # Excel reads =2^3^2 as (2^3)^2 and =-2^2 as (-2)^2.
        (A ** (B**C), "A^(B^C)"),
        ((A**B) ** C, "(A^B)^C"),
        (-(A**B), "-(A^B)"),
        ((-A) ** B, "(-A)^B"),
        ((A + 1) ** (B - 1), "(A+1)^(B-1)"),
        (A**-B, "A^(-B)"),
        (A**2 * -B, "A^2*(-B)"),
        (-A + B, "(-A)+B"),
        (A - -B, "A-(-B)"),
        (-(A + B), "-(A+B)"),
        (A * -2, "A*(-2)"),
        (Constant(-2) ** A, "(-2)^A"),
        (A - Constant(-2), "A-(-2)"),
        (minimum(A, -2), "MIN(A,-2)"),
        (minimum(A + B, C), "MIN(A+B,C)"),
        (rounded(A * B, 2) + 1, "ROUND(A*B,2)+1"),
        (rounded_up(A / B), "ROUNDUP(A/B,0)"),
        (A * 8760 / 1000, "A*8760/1000"),
        (A * 0.1 + 1e15, "A*0.1+1e+15"),
    ],
)
def test_operators_stand_in_brackets_where_excel_needs_them(
    expression: Expression, excel: str
) -> None:
    assert text(expression) == excel


@pytest.mark.parametrize(
    ("expression", "excel"),
    [
        (where(A < B, A, B), "IF(A<B,A,B)"),
        (where(A + 1 <= B * 2, -A, 0), "IF(A+1<=B*2,-A,0)"),
        (where(A > -1, 1, 0), "IF(A>(-1),1,0)"),
        (where(A == B, 1, 0), "IF(A=B,1,0)"),
        (where(A != B, 1, 0), "IF(A<>B,1,0)"),
        (where(both(A >= B, B < C), 1, 0), "IF(AND(A>=B,B<C),1,0)"),
        (where(either(A >= B, B < C), 1, 0), "IF(OR(A>=B,B<C),1,0)"),
        (or_else(A / B, 0), "IF(ISNUMBER(A/B),A/B,0)"),
        (if_error(A / B, 0), "IFERROR(A/B,0)"),
        (where(A > 0, B, Missing('a "loss"')), 'IF(A>0,B,"none: a ""loss""")'),
    ],
)
def test_choices(expression: Expression, excel: str) -> None:
    assert text(expression) == excel


@pytest.mark.parametrize(
    ("expression", "excel"),
    [
        (sum_of(ROW), "SUM(R0:R2)"),
        (running_sum(ROW[:2]), "SUM($R0:R1)"),
        (sum_of([A, B, C]), "SUM(A,B,C)"),
        (sum_of([A, B * C]), "SUM(A,B*C)"),
        (sum_of([]) + A, "0+A"),
        (positive_sum(ROW), 'SUMIF(R0:R2,">0")'),
        (sum_if(ROW, A, ROW), "SUMIF(R0:R2,A,R0:R2)"),
        (count(ROW), "COUNT(R0:R2)"),
        (product_sum(ROW, ROW), "SUMPRODUCT(R0:R2,R0:R2)"),
        (pick(ROW, A), "INDEX(R0:R2,A)"),
        (rank(ROW[0], ROW), "RANK(R0,R0:R2,1)"),
        (net_present_value(A, ROW), "NPV(A,R0:R2)"),
        (internal_rate(ROW, 0.1), "IRR(R0:R2,0.1)"),
    ],
)
def test_series_are_ranges(expression: Expression, excel: str) -> None:
    assert text(expression) == excel


def test_only_sum_takes_numbers_that_stand_apart() -> None:
    with pytest.raises(
        ValueError, match="NPV needs a range, but these do not stand side by side: A, "
    ):
        text(net_present_value(0.1, [A, B * C]))


def test_an_ordinal_is_bracketed_where_it_has_an_offset() -> None:
    assert text(A * Ordinal(3)) == "A*COLUMNS($A$9999:C$9999)"
    assert text(A * Ordinal(1, start=0)) == "A*(COLUMNS($A$9999:B$9999)-1)"


def test_a_formula_goes_no_further_than_the_figures_it_names() -> None:
    average = figure(Key("average"), "W", (A + B) / 2)
    assert text(average * 8760) == "average*8760"


def test_a_cell_may_repeat_another() -> None:
    assert link(A, Names()) == "=A"
    assert text(figure(Key("alias"), "money", A)) == "alias"


def test_an_input_has_no_formula() -> None:
    with pytest.raises(ValueError, match="A is an input"):
        formula(A, Names())


def test_a_formula_that_excel_would_not_open_is_refused() -> None:
    terms = [given(f"a.rather.long.name.{n}", n) for n in range(400)]
    with pytest.raises(ValueError, match="the formula of answer has 9095 characters"):
        text(sum_of(terms))
