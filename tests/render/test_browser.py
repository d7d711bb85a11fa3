"""The page in a browser: a telephone scrolls it up and down alone, a desktop opens on the summary."""

import html
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.packets import shipped
from tests.render.pages import html_of

ROOT = Path(__file__).parents[2]
NAMES = sorted(path.stem for path in (ROOT / "inputs").glob("*.yaml"))
# The narrowest telephone that is common, with whichever font the machine has.
SCREENS = {"telephone": (360, 780), "desktop": (1280, 800)}

# Each page in a frame as wide as a screen, and what is measured there, written into the page that holds the frames.
MEASURING = """
function measured(frame) {
  const page = frame.contentDocument, box = element => element.getBoundingClientRect();
  const numbers = [...page.querySelectorAll("td.number:not(.words):not(:empty)")];
  const collides = cell => {
    const range = page.createRange(); range.selectNodeContents(cell);
    const text = range.getBoundingClientRect(), own = box(cell);
    return text.left < own.left - 1 || text.right > own.right + 1;
  };
  const contents = page.querySelector(".toc");
  const scrolls = frame => frame.scrollWidth > frame.clientWidth;
  return {
    scrolling: [...page.querySelectorAll(".frame")].filter(scrolls).map(frame => frame.textContent.slice(0, 60)),
    width: page.scrollingElement.scrollWidth,
    collisions: numbers.filter(collides).map(cell => cell.textContent),
    loose: page.querySelectorAll("table").length - page.querySelectorAll(".frame > table").length,
    verdict: box(page.querySelector(".verdict")).bottom,
    contents: box(contents).top,
    drawn: Math.max(...[...page.querySelectorAll("svg")].map(svg => box(svg).width)),
  };
}
addEventListener("load", () => {
  const told = {};
  for (const frame of document.querySelectorAll("iframe")) told[frame.id] = measured(frame);
  document.body.textContent = JSON.stringify(told);
});
"""
Measures = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def measures(tmp_path_factory: pytest.TempPathFactory) -> Measures:
    """Of each page on each screen; the browser starts once for all."""
    browser = shutil.which("chromium")
    if browser is None:
        pytest.skip("chromium is not installed")
    folder = tmp_path_factory.mktemp("browser")
    frames = "".join(
        f'<iframe id="{name} {screen}" width="{width}" height="{height}" style="border:0" '
        f'srcdoc="{html.escape(html_of(shipped(name)))}"></iframe>'
        for name in NAMES
        for screen, (width, height) in SCREENS.items()
    )
    page = folder / "screens.html"
    page.write_text(f"<meta charset=utf-8><script>{MEASURING}</script>{frames}", encoding="utf-8")
    return _measured(browser, page, folder)


def _measured(browser: str, page: Path, folder: Path) -> Measures:
    # A browser that is root can have no sandbox; the page is ours.
    options = (
        "--headless",
        "--no-sandbox",
        "--hide-scrollbars",
        f"--user-data-dir={folder / 'user'}",
    )
    done = subprocess.run(
        [browser, *options, "--dump-dom", page.as_uri()],
        capture_output=True,
        check=True,
        timeout=120,
        encoding="utf-8",
    )
    [told] = re.findall(r"<body>(.*)</body>", done.stdout, re.DOTALL)
    measures: Measures = json.loads(html.unescape(told))
    return measures


@pytest.mark.parametrize("name", NAMES)
def test_a_telephone_never_scrolls_sideways_and_numbers_have_room(
    measures: Measures, name: str
) -> None:
    told = measures[f"{name} telephone"]
    assert told["width"] <= SCREENS["telephone"][0]
    assert told["collisions"] == []
    assert told["loose"] == 0
    # Each table is seen whole; of a wide one the cells of a row stand below each other.
    assert told["scrolling"] == []
    assert told["drawn"] <= SCREENS["telephone"][0]


@pytest.mark.parametrize("name", NAMES)
def test_a_desktop_opens_on_the_summary(measures: Measures, name: str) -> None:
    told = measures[f"{name} desktop"]
    assert told["verdict"] <= SCREENS["desktop"][1]
    assert told["contents"] >= told["verdict"]
    assert told["collisions"] == []
