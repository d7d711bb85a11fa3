"""The what-if page: its numerals are the document's, it proves its numbers, and users' texts in it are data alone.

EVERY_CHANGE=50 tries that many changes of each shipped input in the browser.
"""

import html
import json
import os
import random
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import quickjs

from generator.agreement import disagreements_in_what_if
from generator.assembly import load
from generator.engines.model import compute
from generator.figures.figure import Figure, figure
from generator.figures.script import ARITHMETIC
from generator.packet.forms import conventions_of, form_of
from generator.packet.numerals import Numerals
from generator.proposal.problems import ProblemList
from generator.render.whatif import to_whatif
from generator.resources import templates_folder
from tests.packets import INPUTS, NAMES, ONE_YEAR, shipped, small

COUNT = int(os.environ.get("EVERY_CHANGE", "1"))
TRIED = NAMES if COUNT > 1 else ("minimal", "ollama-platform")
# The page in frames; of each change what is then seen, and how long it takes.
HARNESS = """
addEventListener("load", () => {
  const told = {};
  for (const frame of document.querySelectorAll("iframe")) {
    const page = frame.contentDocument, own = frame.contentWindow;
    const seen = () => [...page.querySelectorAll("span[data-key]")].map(
      place => [place.dataset.key, place.dataset.form, place.textContent]);
    const answers = JSON.parse(frame.dataset.changes).map(change => {
      const begun = performance.now();
      own.restore(Object.entries(change));
      return { milliseconds: performance.now() - begun, seen: seen(),
        changed: page.querySelectorAll(".changes li").length };
    });
    const strange = page.querySelectorAll("img, iframe, object, embed, link, base, a, script:not([id])").length;
    told[frame.id] = { answers, strange, hit: own.hit ?? 0, title: page.querySelector("h1").textContent,
      ready: page.documentElement.dataset.ready, width: page.scrollingElement.scrollWidth };
  }
  document.body.textContent = JSON.stringify(told);
});
"""


@cache
def page_of(name: str) -> str:
    return to_whatif(shipped(name), load(str(INPUTS / f"{name}.yaml")).settable)


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


@pytest.mark.parametrize("name", ["ollama-platform", "enterprise-h100"])
def test_its_numerals_are_those_of_the_document(name: str) -> None:
    packet, chance = shipped(name), random.Random(17)
    computed = [item for item in packet.figures.values() if not item.is_input]
    tried = [again(item, chance) for item in chance.sample(computed, 250)]
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


# As the title, the name of the option and that of a line; each would run or ask for something in a page that trusts it.
HOSTILE = (
    "</script><script>hit=1</script><!--",
    "<img src=http://127.0.0.1:9/x onerror=hit=1><svg onload=hit=1>",
    "'\"`${hit=1}**b**<iframe src=javascript:hit=1>",
)


def hostile_page(folder: Path) -> str:
    paths = ("proposal.title", "options.on_premise.name", "options.on_premise.opex.0.item")
    named = [f"{path}={text}" for path, text in zip(paths, HOSTILE, strict=True)]
    packet = small(folder, ONE_YEAR, *named)
    page = to_whatif(packet, load(str(folder / "small.yaml")).settable)
    assert disagreements_in_what_if(packet, page) == []
    return page


def test_what_users_write_is_data_alone(told: dict[str, Any]) -> None:
    seen = told["hostile"]
    assert seen["title"] == HOSTILE[0]
    assert (seen["hit"], seen["strange"], seen["ready"]) == (0, 0, "same")


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


Change = dict[str, float]


def changes(name: str) -> list[Change]:
    """Values that `check` accepts, of numbers that the page offers."""
    chance, data = random.Random(17), data_of(page_of(name))
    offered = [number for group in data["groups"] for number in group["numbers"]]
    found: list[Change] = []
    while len(found) < COUNT:
        change = dict(moved(data, number, chance) for number in chance.sample(offered, 3))
        try:
            loaded_with(name, change)
        except ProblemList:
            continue
        found.append(change)
    return found


def moved(data: dict[str, Any], number: dict[str, Any], chance: random.Random) -> tuple[str, float]:
    value = data["stated"][number["at"]]
    if "choices" in number:
        value = chance.choice(number["choices"])
    elif number.get("whole"):
        value = value + chance.choice([0, 1, 2])
    else:
        value = float(f"{value * chance.uniform(0.6, 1.5):.4g}")
    least, most = number.get("least", -1e30), number.get("most", 1e30)
    return data["keys"][number["at"]], min(max(value, least), most)


def loaded_with(name: str, change: Change) -> Any:
    return load(str(INPUTS / f"{name}.yaml"), [f"{key}={value!r}" for key, value in change.items()])


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What is seen of each page after each change; the browser starts once for all."""
    browser = shutil.which("chromium")
    if browser is None:
        pytest.skip("chromium is not installed")
    folder = tmp_path_factory.mktemp("whatif")
    pages = {name: (page_of(name), changes(name)) for name in TRIED}
    pages["hostile"] = (hostile_page(folder), [])
    frames = "".join(
        f'<iframe id="{name}" width="390" height="844" '
        f'data-changes="{html.escape(json.dumps(tried))}" srcdoc="{html.escape(page)}"></iframe>'
        for name, (page, tried) in pages.items()
    )
    harness = folder / "harness.html"
    harness.write_text(f"<meta charset=utf-8><script>{HARNESS}</script>{frames}", encoding="utf-8")
    options = ("--headless", "--no-sandbox", f"--user-data-dir={folder / 'user'}")
    done = subprocess.run(
        [browser, *options, "--dump-dom", harness.as_uri()],
        capture_output=True,
        check=True,
        timeout=300,
        encoding="utf-8",
    )
    [found] = re.findall(r"<body>(.*)</body>", done.stdout, re.DOTALL)
    answers: dict[str, Any] = json.loads(html.unescape(found))
    return answers


@pytest.mark.parametrize("name", TRIED)
def test_every_number_on_screen_is_that_of_the_same_input_with_these_values(
    told: dict[str, Any], name: str
) -> None:
    assert told[name]["ready"] == "same"
    assert told[name]["width"] <= 390
    for change, answer in zip(changes(name), told[name]["answers"], strict=True):
        figures = compute(loaded_with(name, change).proposal).result_figures
        numerals = shipped(name).numerals
        assert parting(answer["seen"], figures, numerals) == [], change


def parting(
    seen: Sequence[tuple[str, str, str]], figures: Mapping[str, Figure], numerals: Numerals
) -> list[tuple[str, str, str]]:
    forms = {"show": numerals.show, "withUnit": numerals.with_unit}
    assert seen
    return [
        (key, text, forms[form](figures[key]))
        for key, form, text in seen
        if key in figures and forms[form](figures[key]) != text
    ]
