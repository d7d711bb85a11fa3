"""The stated numbers stand on the sheet of assumptions in the order of the file."""

from generator.figures.figure import Source, stated
from generator.figures.key import Key
from generator.packet.inputs import groups_of


def test_names_stand_as_they_came_and_items_by_number_those_of_one_item_together() -> None:
    came = [
        Key("scenarios", "worse", "growth"),
        Key("scenarios", "better", "growth"),
        Key("scenarios", "worse", "share"),
        *(Key("benefits", number, "monthly") for number in (10, 2)),
    ]
    groups = groups_of((stated(key, "ratio", 1.0, Source("input", "x.yaml")) for key in came), {})
    assert [str(figure.key) for group in groups for figure in group.figures] == [
        *("benefits.2.monthly", "benefits.10.monthly"),
        *("scenarios.worse.growth", "scenarios.worse.share", "scenarios.better.growth"),
    ]
