"""Turns what is seen of a what-if page into an assertion: every numeral, point and bar is what the file says."""

from collections.abc import Mapping
from typing import Any

import pytest

from generator.engines.model import Model, compute
from generator.figures.figure import Figure
from generator.packet.forms import conventions_of
from generator.packet.numerals import Numerals
from generator.packet.packet import Packet
from generator.proposal.models.proposal import Proposal
from tests.packets import shipped
from tests.render.whatif_pages import data_of, page_of

# Of drawings, which have a tenth of a pixel.
PIXEL = 0.11
STRONGEST = 5
Seen = dict[str, Any]

# The pictures follow the numbers once these are seen.
SEEN = """(async () => {
  await new Promise(done => requestAnimationFrame(() => setTimeout(() => setTimeout(done))));
  const all = (place, what) => [...place.querySelectorAll(what)];
  const number = (one, name) => Number(one.getAttribute(name));
  return {
    numbers: all(document, "span[data-key]").map(one => [one.dataset.key, one.dataset.form, one.textContent]),
    changed: all(document, ".changes li").length,
    width: document.scrollingElement.scrollWidth,
    drawings: all(document, "figure svg").map(drawing => ({
      told: drawing.getAttribute("aria-label"),
      ticks: all(drawing, "text.quiet[text-anchor=end]").map(one => [one.textContent, number(one, "y") - 4]),
      lines: all(drawing, "polyline").map(one => one.getAttribute("points")),
      bars: all(drawing, "rect").map(one => number(one, "width")),
    })),
  };
})()"""


def assert_shown(seen: Seen, name: str, proposal: Proposal) -> None:
    """Every numeral, every point of a chart, every bar."""
    model, data, numerals = compute(proposal), data_of(page_of(name)), shipped(name).numerals
    figures = figures_of(model)
    assert_numerals([told for told in seen["numbers"] if told[0] in figures], name, figures)
    keys = {place: key for key, place, _ in data["base"]}
    for chart, drawing in zip(data["charts"], seen["drawings"], strict=False):
        assert_drawn(
            chart,
            drawing,
            [[figures[keys[at]] for at in line["at"]] for line in chart["series"]],
            numerals,
        )
    if data["tornado"]:
        comma = data["words"]["comma"]
        assert_ranked(data["tornado"], seen["drawings"][-1], model, shipped(name), comma)


def assert_numerals(told: list[list[str]], name: str, figures: Mapping[str, Figure]) -> None:
    """Each says its figure in its form."""
    numerals = shipped(name).numerals
    forms = {"show": numerals.show, "withUnit": numerals.with_unit}
    assert told
    assert [each for each in told if forms[each[1]](figures[each[0]]) != each[2]] == []


def figures_of(model: Model) -> dict[str, Figure]:
    cells = (item for schedule in model.schedules.values() for item in schedule.figures())
    return {**{item.key: item for item in cells}, **model.figures}


def assert_drawn(
    chart: dict[str, Any], drawing: Seen, lines: list[list[Figure]], numerals: Numerals
) -> None:
    """The points of a chart lie where its axis has their values."""
    (low, bottom), *_, (high, top) = ((number_of(text), y) for text, y in drawing["ticks"])
    scale, steps = (
        (high - low) / (bottom - top),
        10_000 if conventions_of(numerals)["tenThousands"] else 1,
    )
    assert len(drawing["lines"]) == len(lines)
    for points, line in zip(drawing["lines"], lines, strict=True):
        heights = [low + (bottom - float(point.split(",")[1])) * scale for point in points.split()]
        values = [item.value / steps for item in line if item.reason is None]
        assert heights == pytest.approx(values, abs=PIXEL * scale), chart["key"]


def assert_ranked(
    told: dict[str, Any], drawing: Seen, model: Model, packet: Packet, comma: str
) -> None:
    """The strongest assumptions in their order, each with what both ends of its range do, as long as that is much."""
    names: dict[str, str] = {}
    numerals = packet.numerals
    for row, name in zip(packet.model.schedules["sensitivity"].rows, told["names"], strict=True):
        names |= {row.key: name} | {f"sensitivity.{other.key}": name for other in row.alike}
    cells = list(model.schedules["tornado"].figures())[: 3 * STRONGEST]
    order = [row.key for row in model.schedules["sensitivity"].rows]
    if not {order[int(which.value) - 1] for which in cells[::3]} <= names.keys():
        # One that moves nothing as the request has it; the page has no range for it.
        return
    ends = [
        (names[order[int(which.value) - 1]], end)
        for which, *both in zip(cells[::3], cells[1::3], cells[2::3], strict=True)
        for end in both
    ]
    said = [f"{name} {numerals.show(end)}" for name, end in ends]
    assert drawing["told"].split(comma)[: len(said)] == said
    longest = max(abs(end.value) for _, end in ends)
    lengths = [abs(end.value) / longest * max(drawing["bars"]) for _, end in ends]
    assert drawing["bars"][: len(ends)] == pytest.approx(lengths, abs=PIXEL)


def number_of(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-"))
