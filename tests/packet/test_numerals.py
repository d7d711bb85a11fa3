"""How documents print numbers."""

from pathlib import Path

import pytest

from generator.figures.expression import Missing
from generator.figures.figure import Figure, Source, figure, stated
from generator.packet.numerals import Numerals, digits
from generator.packet.words import Words
from generator.resources import templates_folder

WORDS = Words(templates_folder(), "zh-CN", "CNY")
YUAN = Numerals(WORDS, 0, in_ten_thousands=False)
CENTS = Numerals(WORDS, 2, in_ten_thousands=False)
WAN = Numerals(WORDS, 0, in_ten_thousands=True)


def amount(value: float, unit: str = "money") -> Figure:
    return figure("x.amount", unit, value)


@pytest.mark.parametrize(
    ("numerals", "value", "shown"),
    [
        (YUAN, 61_400.0, "61,400"),
        (YUAN, 0.5, "1"),
        (YUAN, -0.4, "0"),
        (YUAN, -1_234.5, "−1,235"),
        (CENTS, 1.005, "1.01"),
        (WAN, 61_400.0, "6.14"),
        (WAN, 61_450.0, "6.15"),
    ],
)
def test_amounts(numerals: Numerals, value: float, shown: str) -> None:
    assert numerals.show(amount(value)) == shown


def test_units_stand_apart_from_numerals() -> None:
    assert YUAN.unit(amount(1, "money/month")) == "元/月"
    assert WAN.unit(amount(1, "money/month")) == "万元/月"
    assert WAN.unit(amount(1, "money/kWh")) == "元/kWh"
    assert YUAN.unit(amount(1, "ratio")) == ""


def test_ratios_are_percentages_and_measures_keep_few_decimals() -> None:
    assert YUAN.show(amount(12.1351, "ratio")) == "1,213.5%"
    assert YUAN.show(amount(2.6829, "month")) == "2.68"
    assert YUAN.show(amount(2_220.66, "kWh/year")) == "2,220.7"


def test_a_figure_without_value_says_why() -> None:
    assert YUAN.show(figure("x", "month", Missing("not_paid_back"))) == "期限内不回本"


def test_stated_numbers_are_repeated_exactly() -> None:
    stated_price = stated("x.unit_price", "money", 0.125, Source("input", "x.yaml:3", "0.125"))
    assert WAN.stated(stated_price) == "0.125"
    assert WAN.exact(stated_price) == "0.13"


def test_no_negative_zero() -> None:
    assert digits(-0.001, 2) == "0.00"


def test_a_word_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "zh-CN").mkdir()
    (tmp_path / "zh-CN" / "words.yaml").write_text("reasons: {}\n", encoding="utf-8")
    with pytest.raises(KeyError, match=r"words.yaml \(zh-CN\) has no reasons.no_irr"):
        Words(tmp_path, "zh-CN", "CNY").reason("no_irr")
