"""Numbers are read as typed or refused with the plain form; the oracle is Python's float()."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.proposal.numbers import NumberProblem, read_number

PLAIN = {
    "0": 0.0,
    "5000": 5000.0,
    "+5": 5.0,
    "-12.5": -12.5,
    "0.30": 0.3,
    "1e6": 1_000_000.0,
    "1.5E+3": 1500.0,
    "2e-7": 2e-7,
    "30%": 0.3,
    "8.5%": 0.085,
    "-5%": -0.05,
    "1e15": 1e15,
    "999999999999999": 999_999_999_999_999.0,
}

REFUSED = {
    "": "write a number, such as 0 or 5000",
    "010": "write 10",
    "-007.5%": "write -7.5%",
    "1:30": "write one number of one unit, such as 1.5 for an hour and a half",
    "1,200": "write 1200",
    "1_200": "write 1200",
    "1 200.50": "write 1200.50",
    "12_34": "write 1234",
    ".nan": "write a finite number, or leave the field out",
    "-.inf": "write a finite number, or leave the field out",
    "true": "write a number, such as 1 or 0",
    "yes": "write a number, such as 1 or 0",
    "１２": "write 12",
    "３０％": "write 30%",
    "−5": "write -5",
    " 5 ": "write 5",
    "0x1F": "write 31",
    "0o17": "write 15",
    ".5": "write 0.5",
    "-.5%": "write -0.5%",
    "5.": "write 5",
    "00.": "write 0",
    "30 %": "write 30%",
    "5000元": "write only 5000",
    "20 台": "write only 20",
    "2O%": "write the number in full, in digits only and without a unit",
    "¥5000": "write only 5000",
    "￥25,900": "write only 25900",
    "USD 0.15": "write only 0.15",
    "约30%": "write only 30%",
    "1.5 kWh": "write only 1.5",
    "五千": "write it in digits, such as 5000",
    "10-20": "write one number; the ends of a range go into the fields low and high",
    "1e": "write the number in full, in digits only and without a unit",
    "quantity": "write digits with '.' for decimals, such as 5000, 0.3 or 30%",
    "1.200,50": "write digits with '.' for decimals, such as 5000, 0.3 or 30%",
}

# 5 万 is 50000: a fix that only dropped the unit would cut the budget by a factor of 10,000.
SCALED = {"5万": "50000", "1.5 万元": "15000", "2百万": "2000000", "3k": "3000", "5‰": "0.005"}

# Each could be read in two ways, so no number is proposed.
AMBIGUOUS = ["(5000)", "5M", "3w", "5²", "5½", "三十5"]


@pytest.mark.parametrize(("text", "value"), PLAIN.items())
def test_plain_numbers_are_read_as_typed(text: str, value: float) -> None:
    assert read_number(text) == value


def test_percent_is_the_double_that_the_decimal_has() -> None:
    # 0.07 * 100 / 100 and 7 / 100 differ in binary; 7% must be what float("0.07") is.
    for hundredths in range(20_000):
        assert read_number(f"{hundredths}%") == float(f"{hundredths}e-2")


def test_minus_zero_is_zero() -> None:
    assert str(read_number("-0")) == "0.0"


@pytest.mark.parametrize(("text", "fix"), REFUSED.items())
def test_other_notations_are_refused_with_the_plain_form(text: str, fix: str) -> None:
    with pytest.raises(NumberProblem) as raised:
        read_number(text)
    assert raised.value.fix == fix
    assert raised.value.code == "E010"


@pytest.mark.parametrize(("text", "number"), SCALED.items())
def test_a_scale_behind_the_number_is_multiplied_out(text: str, number: str) -> None:
    with pytest.raises(NumberProblem) as raised:
        read_number(text)
    assert raised.value.fix == f"write only {number}"


@pytest.mark.parametrize("text", AMBIGUOUS)
def test_no_number_is_proposed_where_the_text_is_ambiguous(text: str) -> None:
    with pytest.raises(NumberProblem) as raised:
        read_number(text)
    assert raised.value.fix == "write the number in full, in digits only and without a unit"


@pytest.mark.parametrize("text", ["1e400", "1.1e15", "-2e15", "1e-16", "1e-400", "1e99999%"])
def test_numbers_beyond_the_range_of_a_budget_are_out_of_range(text: str) -> None:
    with pytest.raises(NumberProblem, match=r"is too (large|small)") as raised:
        read_number(text)
    assert raised.value.code == "E011"


def test_more_digits_than_a_spreadsheet_keeps_are_refused() -> None:
    assert read_number("123456789.012345") == 123456789.012345  # 15 digits
    with pytest.raises(NumberProblem, match="has 16 significant digits") as raised:
        read_number("123456789.0123456")
    assert raised.value.fix == "write 123456789.012346"
    assert read_number("1.50000000000000000000") == 1.5  # zeros at the end tell nothing


@given(st.floats(min_value=1e-15, max_value=1e15), st.sampled_from(["", "-"]))
def test_every_number_that_a_spreadsheet_shows_is_read_exactly(value: float, sign: str) -> None:
    text = f"{sign}{value:.15g}"
    assert read_number(text) == float(text)


DIGITS_AND_SIGNS = st.text("0123456789.,:%_ +-eE０９元万k¥()xX~至五", max_size=12)


@given(st.one_of(st.text(), DIGITS_AND_SIGNS))
def test_a_proposed_number_is_itself_accepted(text: str) -> None:
    refused = refusal(text)
    found = refused and re.fullmatch(r"write (?:only )?([-+0-9.e%]+)", refused.fix)
    again = refusal(found[1]) if found else None
    # It may still be out of range or have too many digits, but it is written plainly.
    assert again is None or again.code == "E011" or "significant digits" in str(again)


def refusal(text: str) -> NumberProblem | None:
    try:
        read_number(text)
    except NumberProblem as problem:
        return problem
    return None
