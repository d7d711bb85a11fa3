"""How a changed number is typed: as its user typed the old one."""

import pytest

from generator.proposal.numbers import read_number
from generator.pull.notation import in_the_style_of, plain, same


@pytest.mark.parametrize(
    ("typed", "value", "new"),
    [
        ("5000", 5200, "5200"),
        ("5000", 5200.5, "5200.5"),
        ("30%", 0.35, "35%"),
        ("30%", 0.0725, "7.25%"),
        ("8.50%", 0.09, "9.00%"),
        ("1.0", 1.15, "1.15"),
        ("1.0", 2, "2.0"),
        ("0.01", 100, "100.00"),
        ("-0.5", -0.25, "-0.25"),
        ("1e6", 2_500_000, "2.5e6"),
        ("1e-6", 0.0000025, "2.5e-6"),
        ("100", 0.0000025, "0.0000025"),
        ("100", 123456789012345, "123456789012345"),
        ("×0.6", 0.7, "×0.7"),
        ("× 60%", 0.7, "× 70%"),
        ("x0.60", 0.7, "x0.70"),
    ],
)
def test_the_style_of_the_old_text_is_kept(typed: str, value: float, new: str) -> None:
    assert in_the_style_of(typed, value) == new
    assert read_number(new.lstrip("×x ")) == value


def test_a_number_that_was_not_typed_is_written_plainly() -> None:
    assert plain(26900.0, percent=False) == "26900"
    assert plain(0.05, percent=True) == "5%"
    assert plain(1e15, percent=False) == "1000000000000000"
    assert plain(0, percent=True) == "0%"


def test_noise_behind_the_fifteenth_digit_is_no_change() -> None:
    """0.1 + 0.2 is 0.30000000000000004; spreadsheets show and people type 15 digits."""
    assert same(0.1 + 0.2, 0.3)
    assert not same(0.3, 0.300000000000001)
    assert in_the_style_of("0.5", 0.1 + 0.2) == "0.3"
