"""人民币大写: the examples that 支付结算办法 (附一, 四) itself gives, and the cases that programs get wrong."""

import pytest

from generator.packet.capitals import in_capitals

# Where the rule allows a form with 零 and one without, ours is the one with it.
PUBLISHED = {
    1_409.50: "壹仟肆佰零玖元伍角",
    6_007.14: "陆仟零柒元壹角肆分",
    1_680.32: "壹仟陆佰捌拾元零叁角贰分",
    107_000.53: "壹拾万柒仟元零伍角叁分",
    16_409.02: "壹万陆仟肆佰零玖元零贰分",
    325.04: "叁佰贰拾伍元零肆分",
}

OTHERS = {
    0: "零元整",
    0.05: "伍分",
    0.5: "伍角",
    10: "壹拾元整",
    61_400: "陆万壹仟肆佰元整",
    60_500: "陆万零伍佰元整",
    10_050.03: "壹万零伍拾元零叁分",
    20_000_000: "贰仟万元整",
    100_000_000: "壹亿元整",
    100_000_001: "壹亿零壹元整",
    1_000_500_000: "壹拾亿零伍拾万元整",
    1_200_000_000_000: "壹万贰仟亿元整",
    416_858.60: "肆拾壹万陆仟捌佰伍拾捌元陆角",
    -5: "负伍元整",
}


@pytest.mark.parametrize(("amount", "words"), [*PUBLISHED.items(), *OTHERS.items()])
def test_amounts_in_capitals(amount: float, words: str) -> None:
    assert in_capitals(amount) == words


def test_an_amount_is_rounded_to_the_fen_half_up() -> None:
    assert in_capitals(1.005) == "壹元零壹分"
    assert in_capitals(9.999) == "壹拾元整"
