"""One number of a YAML file becomes another, or is added; every other byte stays."""

import pytest

from generator.pull.yaml_text import CannotWrite, with_added_number, with_changed_number

TEXT = """\
# 预算，元
horizon: {years: 3, opex_growth: 5%}   # 三年
options:
  own:
    capex:
      - item: 'server'
        unit_price:   36000   # a quote
        life_years: "3"

      - {item: a, labour: deployment}
    opex:
      - {item: b, monthly: {value: 200, source: "200 元"},
         note: x}  # the end
mix: {文本分类: 30%, a.b: 70%}
"""


def changed(path: str, typed: str, new: str, text: str = TEXT) -> str:
    return with_changed_number(text, path, typed, new)


def added(path: str, new: str, text: str = TEXT) -> str:
    return with_added_number(
        text, path, new, lambda section: "tasks" if "labour" in section else ""
    )


@pytest.mark.parametrize(
    ("path", "typed", "before", "after"),
    [
        ("horizon.opex_growth", "5%", "opex_growth: 5%}", "opex_growth: 6%}"),
        ("options.own.capex.0.unit_price", "36000", "  36000   #", "  6%   #"),
        ("options.own.capex.0.life_years", "3", '"3"', '"6%"'),
        ("options.own.opex.0.monthly", "200", "value: 200,", "value: 6%,"),
        ("mix.文本分类.share", "30%", "文本分类: 30%", "文本分类: 6%"),
        ("mix.a.b", "70%", "a.b: 70%", "a.b: 6%"),
    ],
)
def test_only_the_number_is_replaced(path: str, typed: str, before: str, after: str) -> None:
    assert TEXT.count(before) == 1
    assert changed(path, typed, "6%") == TEXT.replace(before, after)


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("horizon.rate", "opex_growth: 5%}", "opex_growth: 5%, rate: 9%}"),
        (
            "options.own.capex.0.quantity",
            '        life_years: "3"\n',
            '        life_years: "3"\n        quantity: 9%\n',
        ),
        (
            "options.own.capex.1.labour.rate",
            "labour: deployment}",
            "labour: {tasks: deployment, rate: 9%}}",
        ),
        ("options.own.opex.0.growth", "note: x}", "note: x, growth: 9%}"),
        (
            "options.own.overhead",
            "note: x}  # the end\n",
            "note: x}  # the end\n    overhead: 9%\n",
        ),
        ("money.rounding", "a.b: 70%}\n", "a.b: 70%}\nmoney: {rounding: 9%}\n"),
    ],
)
def test_a_missing_number_is_added_where_it_belongs(path: str, before: str, after: str) -> None:
    assert added(path, "9%") == TEXT.replace(before, after)


def test_a_name_that_stands_for_nothing_else_takes_no_number() -> None:
    with pytest.raises(CannotWrite, match=r"line 14 .* add mix\.文本分类\.urgent: 9% by hand"):
        added("mix.文本分类.urgent", "9%")


def test_line_ends_stay_those_of_the_file() -> None:
    text = TEXT.replace("\n", "\r\n")
    new = 'life_years: "3"\r\n        quantity: 2\r\n'
    assert added("options.own.capex.0.quantity", "2", text) == text.replace(
        'life_years: "3"\r\n', new
    )
    assert changed("horizon.opex_growth", "5%", "6%", text) == text.replace("5%", "6%")


def test_the_last_line_may_lack_its_end() -> None:
    assert added("a.c", "2", "a:\n  b: 1") == "a:\n  b: 1\n  c: 2"


def test_characters_outside_the_basic_plane_count_as_one() -> None:
    text = "note: 🚀🚀 {x}\na: {b: 1}\n".replace("{x}", "x")
    assert changed("a.b", "1", "2", text) == text.replace("1", "2")


def test_empty_braces_are_filled() -> None:
    assert added("a.b", "2", "a: {}\n") == "a: {b: 2}\n"


def test_a_number_that_aliases_repeat_is_left_alone() -> None:
    text = "a: {b: &price 10}\nc: {d: *price}\n"
    with pytest.raises(CannotWrite, match=r"line 1 .* alias: change a\.b to 2 by hand"):
        changed("a.b", "10", "2", text)
    repeated = "a: &all {b: 10}\nc: *all\n"
    with pytest.raises(CannotWrite, match="alias"):
        changed("c.b", "10", "2", repeated)
    with pytest.raises(CannotWrite):
        added("c.x", "2", repeated)


def test_an_entry_behind_an_alias_is_added_all_the_same() -> None:
    assert added("c.x", "2", "a: &p 10\nc: {d: *p}\n") == "a: &p 10\nc: {d: *p, x: 2}\n"
    assert added("c.x", "2", "a: &p 10\nc:\n  d: *p\n") == "a: &p 10\nc:\n  d: *p\n  x: 2\n"


def test_a_number_behind_a_text_of_many_lines_is_left_to_the_user() -> None:
    with pytest.raises(CannotWrite, match=r"add a\.x: 2 by hand"):
        added("a.x", "2", "a:\n  note: |\n    two\n    lines\n")


def test_a_number_written_with_escapes_is_left_to_the_user() -> None:
    with pytest.raises(CannotWrite, match="not clear"):
        changed("a", "30%", "2", 'a: "30\\x25"\n')
