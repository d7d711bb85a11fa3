"""How a cell shows its number says what the document says of it."""

import pytest

from generator.figures.expression import Constant
from generator.figures.figure import figure
from generator.figures.key import Key
from generator.render.workbook.styles import MULTIPLE, STATED, number_format, suiting
from generator.render.workbook.widths import WIDER, number_width, text_width
from tests.packets import shipped


def test_a_very_high_rate_of_return_is_said_in_words() -> None:
    packet = shipped("ollama-platform")
    assert packet.numerals.show(packet.figures["return.irr"]) == "超过100%"
    shown = number_format(packet.figures["return.irr"], packet)
    assert shown == '[>1]"超过100%";[<0][Red]-#,##0.0%;#,##0.0%'


def test_a_factor_is_no_ratio_of_its_own() -> None:
    packet = shipped("ollama-platform")
    factor = packet.figures["scenarios.conservative.benefits.*.monthly"]
    assert packet.numerals.stated(factor) == "×0.6"
    assert number_format(factor, packet) == '"×"General'


def test_the_number_of_a_month_is_whole() -> None:
    packet = shipped("ollama-platform")
    last = figure(Key("a"), "nth_month", Constant(48))
    assert number_format(last, packet) == "General"


def test_what_was_solved_has_as_many_digits_as_what_was_computed() -> None:
    """All fifteen would show as ### in a column for amounts."""
    packet = shipped("enterprise-h100")
    assert number_format(packet.figures["solved.rented.found_month.0"], packet) == "0.00"
    assert suiting(STATED, [24.0, 7.06761216095759, "—"]) == "#,##0.000"
    assert suiting(MULTIPLE, [1 / 3]) == '"×"#,##0.0000'
    assert suiting(STATED, [24.0, 1234.5, 0.125]) == STATED


def test_the_name_of_a_month_is_as_wide_as_it_is_and_no_wider() -> None:
    for form, shown in (('"2027-12"', "2027-12"), ('"Month "0', "Month 10"), ('"×"General', "×10")):
        assert number_width(10, form) == pytest.approx(text_width(shown) * WIDER)
    assert number_width(1.25, '"×"General') == pytest.approx(text_width("×1.25") * WIDER)
