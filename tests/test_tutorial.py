"""What the tutorial says of the starter is what the starter comes to."""

import re
from pathlib import Path

from generator.assembly import load, packet_of

ROOT = Path(__file__).parent.parent
STARTER = ROOT / "templates" / "starter" / "zh-CN.yaml"
TUTORIAL = ROOT / "docs" / "zh-CN" / "tutorial.md"
TOLD = re.compile(r"^\| `([\w.]+)` \| (.+?) \|$", re.MULTILINE)
SET = re.compile(r"budget figures \S+ (\S+) --set (\S+)\n\n.+`(.+)`")


def test_its_numbers_are_those_of_the_starter() -> None:
    text = TUTORIAL.read_text(encoding="utf-8")
    packet = packet_of(load(str(STARTER)))
    told = TOLD.findall(text)
    assert len(told) == 4
    for key, said in told:
        assert packet.numerals.with_unit(packet.model.figures[key]) == said
    [(key, assignment, said)] = SET.findall(text)
    changed = packet_of(load(str(STARTER), [assignment]))
    assert changed.numerals.with_unit(changed.model.figures[key]) == said


def test_its_mistake_is_told_as_it_says() -> None:
    """The line of the message is the line of the starter."""
    place, line = re.findall(r":(\d+):(\d+): 错误", TUTORIAL.read_text(encoding="utf-8"))[0]
    written = STARTER.read_text(encoding="utf-8").splitlines()[int(place) - 1]
    assert written[int(line) - 1 :].startswith("unit_price: 5000}")
