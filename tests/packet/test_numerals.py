"""How documents print numbers."""

from pathlib import Path

import pytest

from generator.figures.expression import Missing
from generator.figures.figure import Figure, Source, figure, stated
from generator.figures.key import Key
from generator.memo.lines import lines_of
from generator.packet.numerals import Numerals, digits
from generator.packet.wording import Wording
from generator.packet.words import Words
from generator.resources import templates_folder
from tests.compare.sides import OLD, compared

WORDS = Words(templates_folder(), "zh-CN", "CNY")
YUAN = Numerals(WORDS, 0, in_ten_thousands=False)
CENTS = Numerals(WORDS, 2, in_ten_thousands=False)
WAN = Numerals(WORDS, 0, in_ten_thousands=True)


def amount(value: float, unit: str = "money") -> Figure:
    return figure(Key("x", "amount"), unit, value)


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
    assert YUAN.show(amount(12.1351, "ratio")) == "1,214%"
    assert YUAN.show(amount(2.6829, "month")) == "2.7"
    assert YUAN.show(amount(2_220.66, "kWh/year")) == "2,220.7"


@pytest.mark.parametrize(
    ("unit", "value", "shown"),
    [
        ("USD/request", 0.0000066, "0.0000066"),
        ("money/request", 0.18592, "0.1859"),
        ("USD/million_token", 1.1, "1.1"),
        ("money/person_day", 69_813.5492, "69,813.55"),
        ("money/USD", 123.912, "123.91"),
        ("ratio", 0.0004, "0.04%"),
        ("ratio", 9.9964, "999.6%"),
        ("ratio", 582_868.296, "58,286,830%"),
        ("hour/month", 0.0321, "0.032"),
        ("W", 0.0, "0"),
    ],
)
def test_a_number_has_the_digits_that_its_reader_needs(unit: str, value: float, shown: str) -> None:
    assert YUAN.show(amount(value, unit)) == shown


@pytest.mark.parametrize("name", ["irr_monthly", "irr", "irr_effective"])
def test_an_internal_rate_above_100_percent_is_said_in_words(name: str) -> None:
    assert YUAN.show(figure(Key("return", name), "ratio", 8_399.0)) == "超过100%"
    assert YUAN.show(figure(Key("return", name), "ratio", 1.0)) == "100%"


def test_an_amount_alone_never_vanishes_in_the_documents_unit() -> None:
    cent = stated(Key("money", "rounding"), "money", 0.01, Source("input", "x.yaml:3", "0.01"))
    assert WAN.with_unit(cent) == YUAN.with_unit(cent) == "0.01元"
    assert WAN.with_unit(amount(12, "money/month")) == "12元/月"
    assert WAN.with_unit(amount(61_400)) == "6.14万元"
    assert WAN.with_unit(amount(1e-10)) == "0.00万元"


def test_where_nobody_counts_in_ten_thousands_a_sentence_spells_an_amount_out() -> None:
    """The head of a table names the unit, and its cells are in it."""
    english = Numerals(Words(templates_folder(), "en", "CNY"), 0, in_ten_thousands=True)
    assert english.show(amount(61_400)) == "6.14"
    assert english.money_unit == "ten thousand CNY"
    assert english.with_unit(amount(61_400)) == "CNY 61,400"
    assert english.with_unit(amount(61_400, "money/month")) == "CNY 61,400/month"


def test_one_of_something_is_singular() -> None:
    english = Numerals(Words(templates_folder(), "en", "USD"), 0, in_ten_thousands=False)
    assert english.with_unit(amount(1, "month")) == "1 month"
    assert english.with_unit(amount(1.5, "month")) == "1.5 months"
    assert english.with_unit(amount(1, "money/month")) == "USD 1/month"
    assert english.as_stated(amount(1, "month")) == "1 month"
    assert english.as_stated(amount(2, "month")) == "2 months"


def test_a_number_beside_a_stated_one_is_in_the_unit_of_its_row() -> None:
    assert WAN.near(amount(850, "money/month")) == "0.085"
    assert WAN.near(amount(850, "money/hour")) == "850"


def test_a_figure_without_value_says_why() -> None:
    assert YUAN.show(figure(Key("x"), "month", Missing("not_paid_back"))) == "期限内不回本"


def test_stated_numbers_are_repeated_exactly() -> None:
    stated_price = stated(
        Key("x", "unit_price"), "money", 0.125, Source("input", "x.yaml:3", "0.125")
    )
    assert WAN.stated(stated_price) == "0.125"
    assert WAN.exact(stated_price) == "0.13"


def test_no_negative_zero() -> None:
    assert digits(-0.001, 2) == "0.00"


def test_a_word_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "zh-CN").mkdir()
    (tmp_path / "zh-CN" / "words.yaml").write_text("reasons: {}\n", encoding="utf-8")
    with pytest.raises(KeyError, match=r"words.yaml \(zh-CN\) has no reasons.no_irr"):
        Words(tmp_path, "zh-CN", "CNY").reason("no_irr")


def test_prose_tells_round_figures_and_whole_percents() -> None:
    english = Numerals(Words(templates_folder(), "en", "CNY"), 0, in_ten_thousands=False)
    told = [
        (YUAN, "money", 458_865, "45.89万元"),
        (YUAN, "money/month", 32_400, "3.24万元"),
        (YUAN, "money", 9_714, "9,714元"),
        (WAN, "money", 458_865, "45.89万元"),
        (english, "money", 458_865, "CNY 459,000"),
        (english, "money", -9_996, "CNY −10,000"),
        (english, "money/year", 999, "CNY 999"),
        (english, "ratio", 0.885, "89%"),
        (english, "ratio", 0.0044, "0.4%"),
    ]
    for numerals, unit, value, text in told:
        assert numerals.about(amount(value, unit)) == text


def test_an_amount_of_nothing_is_a_dash_in_a_table() -> None:
    assert YUAN.in_cell(amount(0)) == "—"
    assert YUAN.in_cell(amount(0, "ratio")) == "0%"


def test_so_does_what_tells_two_versions_apart() -> None:
    told = lines_of(
        Wording(compared(OLD, "contingency=10%", "money.unit=万元"), templates_folder())
    )
    # A tenth of 36,500.
    assert "  Up-front cost CNY +3,650 (36,500 → 40,150)" in list(told)
