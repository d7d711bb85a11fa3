"""A key is a text for people whose parts are known, whatever the text of a part holds."""

import pickle

from generator.figures.key import Key, Numbered

LINE = Key("options", "a.b", "capex", 0)


def test_it_reads_as_a_dotted_name_and_is_found_by_it() -> None:
    amounts: dict[str, int] = {LINE / "amount": 60500}
    assert amounts["options.a.b.capex.0.amount"] == 60500


def test_dots_within_a_part_part_nothing() -> None:
    assert (LINE / "amount").above == LINE
    assert (LINE.family, LINE.name) == ("options", 0)
    assert LINE.below(Key("options", "a.b")).parts == ("capex", 0)


def test_a_key_among_the_parts_brings_its_own() -> None:
    assert Key("labour", LINE).parts == ("labour", "options", "a.b", "capex", 0)


def test_only_numbers_of_items_stand_for_any_item() -> None:
    assert Key("benefits", 2, "monthly").of_any == "benefits.*.monthly"
    assert Key("options", "2", "monthly").of_any == "options.2.monthly"


def test_what_it_is_about_goes_down_with_it() -> None:
    assert (Key("sensitivity", LINE, about=LINE) / "npv_low").about is LINE


def test_a_period_knows_which_it_is() -> None:
    year = Numbered("year", 3, of="opex")
    assert (year, year.period, year.number, year.of) == ("opex_year_3", "year", 3, "opex")


def test_another_process_gets_the_parts_too() -> None:
    key = pickle.loads(pickle.dumps(Key("tco", Numbered("year", 3), about=LINE)))
    assert (key.parts, key.name.number, key.about) == (("tco", "year_3"), 3, LINE)
