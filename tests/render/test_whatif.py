"""The what-if page: its numerals are the document's, it proves its numbers, and it holds fields to their limits."""

import json
import random
from pathlib import Path

import pytest
import quickjs

from generator.agreement import disagreements_in_what_if
from generator.figures.figure import Figure, figure
from generator.figures.script import ARITHMETIC
from generator.packet.forms import conventions_of, form_of
from generator.resources import templates_folder
from tests.packets import ONE_YEAR, shipped, small
from tests.render.whatif_pages import data_of, page_of


@pytest.mark.parametrize(
    "ways", [(), ("money.unit=万元",), ("proposal.language=en", "money.unit=万元")]
)
def test_its_numerals_are_those_of_the_document(ways: tuple[str, ...], tmp_path: Path) -> None:
    packet, chance = small(tmp_path, ONE_YEAR + SAVES, *ways), random.Random(17)
    computed = [item for item in packet.figures.values() if not item.is_input]
    tried = [again(item, chance) for item in computed]
    engine = quickjs.Context()
    engine.eval(ARITHMETIC.read_text(encoding="utf-8"))
    engine.eval((templates_folder() / "whatif" / "numerals.js").read_text(encoding="utf-8"))
    words = packet.words
    verdicts = {str(level): words.word("verdicts", key) for level, key in enumerate(VERDICTS)}
    verdicts |= words.section("verdicts")
    given = [conventions_of(packet.numerals), words.section("reasons"), verdicts]
    numbers = [[item.reason or item.value, form_of(item, packet.numerals)] for item in tried]
    said = engine.eval(
        f"{{ const n = numeralsOf(...{json.dumps(given)});"
        f"JSON.stringify({json.dumps(numbers)}.map(x => [n.show(...x), n.withUnit(...x), n.about(...x)])) }}"
    )
    numerals = packet.numerals
    forms = (numerals.show, numerals.with_unit, numerals.about)
    assert json.loads(said) == [[form(item) for form in forms] for item in tried]


# With a verdict, a payback and a machine that serves a load.
SAVES = "benefits: [{item: 人力, monthly: 3000}]\n"
VERDICTS = ("reject", "assess", "recommend")


def again(item: Figure, chance: random.Random) -> Figure:
    """A figure of its kind with another value."""
    if item.reason is not None or item.unit in ("check", "verdict"):
        return item
    grown = item.value * 10.0 ** chance.randint(-4, 4) + chance.choice([0.0, 1.0, 1e-7])
    value = chance.choice([item.value, grown, -grown, 1.0])
    return figure(item.key, item.unit, value, item.subject)


def test_it_begins_with_the_packets_numbers_and_runs_one_script() -> None:
    page, packet = page_of("minimal"), shipped("minimal")
    assert disagreements_in_what_if(packet, page) == []
    base = data_of(page)["base"]
    key, _, value = next(row for row in base if row[0] == "return.npv")
    at = page.index(f'"{key}",', page.index('"base"'))
    forged = page[:at] + page[at:].replace(f"{value}", f"{value + 1}", 1)
    for other in (
        forged,
        page.replace("function compute", "function compute_", 1),
        page.replace("</body>", "<script>alert(1)</script></body>"),
        page.replace("base-uri", "script-src 'unsafe-inline'; base-uri"),
    ):
        assert disagreements_in_what_if(packet, other), other[:200]


def test_a_number_may_be_what_its_field_allows() -> None:
    data, limits = data_of(page_of("ollama-platform")), shipped("ollama-platform").limits
    told = {data["keys"][it["at"]]: it for group in data["groups"] for it in group["numbers"]}
    assert told
    for key, number in told.items():
        bound = limits[key]
        least = bound.minimum if bound.above is None else bound.above
        assert (number.get("least"), number.get("most")) == (least, bound.maximum), key
        assert number.get("above", False) == (bound.above is not None), key
    # What makes a whole with others, and what stands behind one word of the file, cannot be set alone.
    assert "workload.mix.意图识别.share" not in told
    assert "options.on_premise.capex.3.labour.rate" not in told
