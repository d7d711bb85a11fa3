"""The what-if page in Chromium: what is seen after a change, by keyboard, on a phone, on paper, of hostile texts.

EVERY_CHANGE=50 tries that many changes of each shipped input.
"""

import base64
import io
import json
import os
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from generator.agreement import disagreements_in_what_if
from generator.assembly import load
from generator.contents import PAGE, WHAT_IF
from generator.engines.model import compute
from generator.preview.app import Preview, app_of
from generator.preview.serving import answering, listening
from generator.proposal.models.proposal import Proposal
from generator.proposal.problems import ProblemList
from generator.render.html import to_html
from generator.render.whatif import to_whatif
from tests.browser import Tab, browser
from tests.packets import INPUTS, NAMES, ONE_YEAR, shipped, small
from tests.render.sample import INFO
from tests.render.test_html import HOSTILE
from tests.render.whatif_pages import data_of, page_of
from tests.render.whatif_seen import SEEN, assert_numerals, assert_shown

COUNT = int(os.environ.get("EVERY_CHANGE", "1"))
TRIED = NAMES if COUNT > 1 else ("ollama-platform",)
PHONE, DESK = (390, 844), (1280, 900)
TAB_KEY = 9
PRICE = "options.on_premise.capex.0.unit_price"

Change = dict[str, float]

# What stands in a chart beyond its edges, be the font as wide as it is.
CUT_OFF = """[...document.querySelectorAll('svg text')].filter(said => {
  const box = said.getBBox();
  return box.x < -0.5 || box.x + box.width > WIDTH + 0.5;
}).map(said => said.textContent)"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("whatif")


@pytest.fixture(scope="module")
def tab(folder: Path) -> Iterator[Tab]:
    """The browser starts once for all."""
    with browser(folder / "user") as tab:
        yield tab


def opened(
    tab: Tab, folder: Path, name: str, fragment: str = "", size: tuple[int, int] = DESK
) -> None:
    """A page from disk that computes what its packet says."""
    file = folder / f"{name}.html"
    if not file.exists():
        file.write_text(page_of(name), encoding="utf-8")
    tab.size(*size)
    tab.open("about:blank")
    tab.open(f"{file.as_uri()}{fragment}")
    assert tab.ask("document.documentElement.dataset.ready") == "same"


# Numbers


@pytest.mark.parametrize("name", TRIED)
def test_after_a_change_it_shows_what_the_file_says_with_these_values(
    tab: Tab, folder: Path, name: str
) -> None:
    opened(tab, folder, name)
    for change, proposal in changes(name):
        tab.ask(f"restore(Object.entries({json.dumps(change)}))")
        seen = tab.ask(SEEN)
        assert_shown(seen, name, proposal)
        # What the page offers to take along says the same of the file.
        scenario, text = data_of(page_of(name))["words"]["scenario"], tab.ask("takeAlong.yaml()")
        pasted = folder / "pasted.yaml"
        pasted.write_text(with_scenario(name, text), encoding="utf-8")
        figures = compute(load(str(pasted), scenario=scenario).proposal).result_figures
        assert_numerals([told for told in seen["numbers"] if told[0] in figures], name, figures)


def with_scenario(name: str, text: str) -> str:
    """An input with what was taken along from its page, put where the first line of that says."""
    file = (INPUTS / f"{name}.yaml").read_text(encoding="utf-8")
    _, line, *scenario = text.splitlines(keepends=True)
    assert line == "scenarios:\n"
    if line in file:
        return file.replace(line, "".join([line, *scenario, "\n"]))
    return f"{file}\n{text}\n"


def test_a_scenario_is_shown_as_the_file_computes_it(tab: Tab, folder: Path) -> None:
    name = "minimal"
    opened(tab, folder, name)
    scenario = shipped(name).model.outlook.scenarios[1]
    tab.ask("document.querySelector('.scenarios button:nth-child(2)').click()")
    file = load(str(INPUTS / f"{name}.yaml"), scenario=scenario.id)
    assert_shown(tab.ask(SEEN), name, file.proposal)


def changes(name: str) -> Iterator[tuple[Change, Proposal]]:
    """Values that `check` accepts, of numbers that the page offers, and the file with them."""
    chance, data = random.Random(17), data_of(page_of(name))
    offered = [number for group in data["groups"] for number in group["numbers"]]
    left = COUNT
    while left:
        change = dict(moved(data, number, chance) for number in chance.sample(offered, 3))
        try:
            yield change, with_values(name, change)
        except ProblemList:
            continue
        left -= 1


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


def with_values(name: str, change: Change) -> Proposal:
    assignments = [f"{key}={value!r}" for key, value in change.items()]
    return load(str(INPUTS / f"{name}.yaml"), assignments).proposal


# How it is used


@pytest.mark.parametrize(
    ("key", "typed", "read"),
    [
        # 25,900 as requested
        (
            PRICE,
            ("20,000", "+10%", "−10 %", "×2", "*1.5"),
            [20_000, 28_490, 23_310, 51_800, 38_850],
        ),
        (PRICE, ("10%", "2×", "x"), [None, None, None]),
        ("horizon.discount_rate", ("9", "9.5%", "×2"), [0.09, 0.095, 0.16]),
    ],
)
def test_a_number_may_be_typed_as_a_change(
    tab: Tab, folder: Path, key: str, typed: tuple[str, ...], read: list[float | None]
) -> None:
    opened(tab, folder, "minimal")
    said = f"{json.dumps(typed)}.map(text => read(inputs.get(places.get('{key}')), text))"
    assert tab.ask(said) == read


def test_a_link_restores_what_was_changed(tab: Tab, folder: Path) -> None:
    opened(tab, folder, "minimal")
    tab.ask("changeTo(data.keys.indexOf('horizon.discount_rate'), 0.085)")
    seen, link = tab.ask(SEEN), tab.ask("takeAlong.link()")
    assert seen["changed"] == 1
    opened(tab, folder, "minimal", f"#{link.partition('#')[2]}")
    assert tab.ask(SEEN) == seen
    opened(tab, folder, "minimal", "#no.such=1&horizon.years=x&%ff=2")
    assert tab.ask(SEEN)["changed"] == 0


@pytest.mark.parametrize("name", dict.fromkeys(("minimal", *TRIED)))
def test_a_phone_shows_all_of_it_without_moving_sideways(tab: Tab, folder: Path, name: str) -> None:
    opened(tab, folder, name, size=PHONE)
    assert tab.ask(SEEN)["width"] == PHONE[0]
    frames = (
        "[...document.querySelectorAll('.frame')].map(one => one.scrollWidth - one.clientWidth)"
    )
    assert not any(tab.ask(frames))
    assert tab.ask(CUT_OFF) == []
    # With long amounts, where there is such a benefit.
    tab.ask("restore([['benefits.0.monthly', 9000000]])")
    assert tab.ask(CUT_OFF) == []


def test_an_assumption_that_becomes_strong_gets_its_slider(tab: Tab, folder: Path) -> None:
    file = folder / "few.html"
    file.write_text(page_of("minimal").replace('"shownFirst":8', '"shownFirst":1'), "utf-8")
    tab.open(file.as_uri())
    strong = "[strongest(), [...document.querySelectorAll('aside .slider')].map(one => one.checkVisibility())]"
    ranked, seen = tab.ask(strong)
    numbers = [number for *_, number in data_of(page_of("minimal"))["first"]]
    assert seen == [number in {numbers[0], *ranked} for number in numbers]
    tab.ask("changeTo(data.keys.indexOf('horizon.opex_growth'), 0.5)")
    later, seen = tab.ask(strong)
    assert set(later) != set(ranked)
    assert seen == [number in {numbers[0], *later} for number in numbers]


# The example, and the one that has most to print.
@pytest.mark.parametrize("name", ["ollama-platform", "enterprise-h100"])
def test_it_prints_as_one_page_that_says_what_it_is(tab: Tab, folder: Path, name: str) -> None:
    opened(tab, folder, name)
    change = {"horizon.discount_rate": 0.085, "horizon.opex_growth": 0.1}
    tab.ask(f"restore(Object.entries({json.dumps(change)}))")
    printed = tab.do("Page.printToPDF", preferCSSPageSize=True)["data"]
    [page] = PdfReader(io.BytesIO(base64.b64decode(printed))).pages
    assert page.extract_text().strip()
    # The letters of a font are not always told: what is said on paper is read where it is set.
    tab.do("Emulation.setEmulatedMedia", media="print")
    text = tab.ask("document.body.innerText")
    tab.do("Emulation.setEmulatedMedia", media="")
    words = data_of(page_of(name))["words"]
    assert words["kind"] in text
    assert text.count("→") == len(change)
    assert words["search"] not in text


# What is computed meanwhile takes the keyboard from nothing.
WALK = """(() => {
  update();
  const one = document.activeElement;
  return [one.tagName, one.id || one.textContent, getComputedStyle(one).outlineStyle];
})()"""
CONTROLS = """[...document.querySelectorAll("input, button, a[href]")]
  .filter(one => one.checkVisibility()).map(one => [one.tagName, one.id || one.textContent])"""


def test_the_keyboard_reaches_each_control_and_shows_where_it_is(tab: Tab, folder: Path) -> None:
    opened(tab, folder, "minimal")
    tab.ask("for (const [at, low] of data.first.slice(0, 4)) changeTo(at, low)")
    controls = tab.ask(CONTROLS)
    walked = []
    for _ in controls:
        tab.press("Tab", TAB_KEY)
        *control, outline = tab.ask(WALK)
        assert outline == "solid", control
        walked.append(control)
    assert walked == controls
    # A way back goes once it is taken; who took it stays at what it was for.
    for way, next_ in ((".control", "INPUT"), (".changes li", "BUTTON"), (".changes li", "H2")):
        tab.ask(
            f"(one => {{ one.focus(); one.click(); }})(document.querySelector('{way} .back:not([hidden])'))"
        )
        assert tab.ask("document.activeElement.tagName") == next_


# Each would run or ask for something in a page that trusts it.
BREAKING_OUT = (
    "</script><script>hit=1</script><!--",
    "<img src=http://127.0.0.1:9/x onerror=hit=1><svg onload=hit=1>",
    "'\"`${hit=1}**b**<iframe src=javascript:hit=1>",
)


def test_what_users_write_is_data_alone(tab: Tab, folder: Path) -> None:
    """The page is used as well: what is written into it later is no more alive."""
    texts = [
        re.sub(r"alert\(1\)|x\b", "hit=1", " ".join(text.split()))
        for text in (*HOSTILE, *BREAKING_OUT)
    ]
    benefits = "".join(f"  - {{item: {json.dumps(text)}, monthly: 900}}\n" for text in texts)
    scenarios = f"scenarios: {{{json.dumps(texts[-1])}: {{benefits.0.monthly: ×0.9}}}}\n"
    named = [f"proposal.title={texts[-3]}", f"options.on_premise.name={texts[-2]}"]
    packet = small(folder, f"{ONE_YEAR}benefits:\n{benefits}{scenarios}", *named)
    page = to_whatif(packet, load(str(folder / "small.yaml")).settable)
    assert disagreements_in_what_if(packet, page) == []
    file = folder / "hostile.html"
    file.write_text(page, encoding="utf-8")
    tab.open(file.as_uri())
    assert tab.ask("document.querySelector('h1').textContent") == texts[-3]
    tab.ask(USE)
    strange = "img, iframe, object, embed, link, base, style ~ style, a, math, script:not([id])"
    assert tab.ask(f"document.body.querySelectorAll('{strange}').length") == 0
    assert tab.ask("[document.documentElement.dataset.ready, window.hit]") == ["same", None]
    assert tab.requests == [file.as_uri()]


# Of the page in the frame, once it is of a version: whether it is what is loaded now, and whether it was loaded since.
WRITTEN = """(async () => {
  const rest = () => new Promise(done => setTimeout(done, 10));
  while (version !== %d) await rest();
  const looked_at = document.querySelector("iframe"), fresh = document.createElement("iframe");
  fresh.src = addressOf(shown) + looked_at.contentWindow.location.hash;
  const loaded = new Promise(done => fresh.onload = done);
  document.body.append(fresh);
  await loaded;
  const said = frame => frame.contentDocument.documentElement?.outerHTML.replaceAll("\\n", "");
  for (let times = 0; times < 200 && said(looked_at) !== said(fresh); times++) await rest();
  const found = [said(looked_at) === said(fresh), looked_at.contentWindow.stays === true];
  fresh.remove();
  looked_at.contentWindow.stays = true;
  looked_at.contentWindow.location.hash = "horizon.discount_rate=0.085";
  return found;
})()"""


def test_what_is_saved_is_written_into_the_page_that_is_looked_at(tab: Tab) -> None:
    """It is what it would be if it were loaded; one with another script is loaded."""
    what_if, table = (
        page_of("minimal"),
        "| Item | Cost |\n|---|---:|\n| Card | {} |\n| Rack | 2 |\n\n",
    )
    document, moved, fewer = (
        to_html(f"# T\n\n{''.join(map(table.format, costs))}{text}", INFO, "p {{ margin: 0 }}")
        for costs, text in (((1, 2, 3), "A **text**"), ((1, 7, 3), "A text"), ((3,), "# U"))
    )
    saves = [
        (PAGE, [document, moved, fewer, document], [False, True, True, True]),
        (
            WHAT_IF,
            [what_if, what_if.replace('"title":"', '"title":"1% '), page_of(TRIED[0])],
            [False, True, False],
        ),
    ]
    preview, own = Preview(), listening(0)
    port = own.getsockname()[1]
    with answering(app_of(preview, port), own):
        for name, pages, stay in saves:
            tab.open("about:blank")
            found: list[list[bool]] = []
            for page in pages:
                preview.show({PAGE: bytes, name: page.encode})
                if not found:
                    tab.open(f"http://127.0.0.1:{port}/#{name}")
                found.append(tab.ask(WRITTEN % preview.now.version))
            assert found == [[True, stays] for stays in stay]


# Search for everything, change everything that is found, take a scenario, copy all.
USE = """(() => {
  const search = document.getElementById("search");
  search.value = "e";
  search.dispatchEvent(new Event("input"));
  for (const [at, number] of inputs)
    if (!number.choices) changeTo(at, number.whole ? data.stated[at] + 1 : data.stated[at] * 1.01);
  for (const button of document.querySelectorAll(".tools button:not(:last-child), .scenarios button")) button.click();
})()"""
