"""Charts are read back from their drawing: a bar, a line or a word that is not its figure's is found."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from generator.audit.pictures import Drawn, Points, audit_pictures
from generator.packet.charts import ChartKind
from generator.render.charts import to_svg
from tests.render.sample import amount, drawing

# Of each kind a chart that uses all that it can show.
KINDS: dict[ChartKind, tuple[tuple[float, ...], ...]] = {
    "lines": ((-60500.0, -30000.0, 12345.6), (0.0, 15000.0, 45000.0)),
    "stacked_bars": ((60500.0, 0.0, 300.0), (113040.0, 118692.0, -5000.0)),
    "bars": ((-40000.0, -900.0, 0.0), (38000.0, 1200.0, 5.0)),
    "parts": ((60500.0, 0.0, 300.0), (113040.0, 118692.0, -5000.0)),
    "plan": ((1.0, 3.0, 5.0), (2.0, 4.0, 12.0)),
    "waterfall": (
        (400.0, 0.0, 0.0, 350.0),
        (0.0, 300.0, 300.0, 0.0),
        (0.0, 100.0, 0.0, 0.0),
        (0.0, 0.0, 50.0, 0.0),
    ),
}


def numerals(series: Sequence[Points]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(amount(value or 0) for value in values) for values in series)


def totals(series: Sequence[Points]) -> tuple[str, ...]:
    return tuple(amount(sum(filter(None, stack))) for stack in zip(*series, strict=True))


def drawn(kind: ChartKind, series: Sequence[tuple[float, ...]]) -> str:
    return to_svg(drawing(kind, {f"系列 {n}": values for n, values in enumerate(series)}))


def findings(svg: str, kind: ChartKind, series: Sequence[Points], words: Sequence[str] = ()) -> int:
    printed = () if kind == "plan" else numerals(series)
    wanted = Drawn(
        kind, "标题", tuple(series), tuple(words), printed=printed, wholes=totals(series)
    )
    return len(list(audit_pictures({"a.svg": svg}, {"a.svg": wanted})))


def as_figures(kind: ChartKind, series: Sequence[tuple[float, ...]]) -> list[Points]:
    """A part of a waterfall that a category does not have is no figure."""
    if kind != "waterfall":
        return list(series)
    return [tuple(value or None for value in values) for values in series]


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_that_shows_its_figures(kind: ChartKind) -> None:
    series = KINDS[kind]
    assert findings(drawn(kind, series), kind, as_figures(kind, series)) == 0


@pytest.mark.parametrize("kind", ["stacked_bars", "parts"])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_part_just_wide_enough_to_be_seen_keeps_its_sign(kind: ChartKind, sign: int) -> None:
    """A unit of the drawing is about 400 to 800 here: parts from less than one to two of them."""
    for size in range(200, 1700, 25):
        series = ((100_000.0, sign * float(size)), (50_000.0, sign * 60_000.0))
        assert findings(drawn(kind, series), kind, as_figures(kind, series)) == 0, size


@pytest.mark.parametrize(
    ("kind", "row", "place"),
    [
        (kind, row, place)
        for kind, series in KINDS.items()
        for row, values in enumerate(series)
        for place, value in enumerate(values)
        if value
    ],
)
def test_every_point_that_is_another_is_found(kind: ChartKind, row: int, place: int) -> None:
    """By two hundredths of the longest bar: on a chart 230 units high, the height of a hair."""
    series = as_figures(kind, KINDS[kind])
    longest = max(abs(value) for values in KINDS[kind] for value in values)
    changed = [list(values) for values in series]
    changed[row][place] = (changed[row][place] or 0.0) + 0.02 * longest
    assert findings(drawn(kind, KINDS[kind]), kind, [tuple(values) for values in changed]) > 0


@pytest.mark.parametrize("kind", KINDS)
def test_rows_in_each_others_place_are_found(kind: ChartKind) -> None:
    series = as_figures(kind, KINDS[kind])
    assert findings(drawn(kind, KINDS[kind]), kind, [series[-1], *series[1:-1], series[0]]) > 0


@pytest.mark.parametrize(("right", "wrong"), [(">50,000<", ">5,000<"), (">−100,000<", ">−90,000<")])
def test_a_number_beside_the_axis_that_is_another_is_found(right: str, wrong: str) -> None:
    svg = drawn("lines", KINDS["lines"])
    assert right in svg
    assert findings(svg.replace(right, wrong), "lines", KINDS["lines"]) == 1


def test_words_for_readers_that_see_no_picture() -> None:
    svg = drawn("lines", KINDS["lines"])
    words = [amount(value) for values in KINDS["lines"] for value in values]
    assert findings(svg, "lines", KINDS["lines"], words) == 0
    words[2] = amount(12346.9)
    assert findings(svg, "lines", KINDS["lines"], words) == 1


def test_a_chart_without_figures_and_figures_without_a_chart() -> None:
    svg, wanted = drawn("lines", KINDS["lines"]), Drawn("lines", "标题", KINDS["lines"])
    assert [each.rule for each in audit_pictures({"a.svg": svg}, {})] == ["chart_is_missing"]
    assert [each.rule for each in audit_pictures({}, {"a.svg": wanted})] == ["chart_is_missing"]


def test_a_column_thinner_than_a_line_is_drawn_as_thick_as_one() -> None:
    steps = ((4000.0, 0.0, 4000.0), (0.0, 3999.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 0.0))
    assert findings(drawn("waterfall", steps), "waterfall", as_figures("waterfall", steps)) == 0


def test_an_axis_of_small_amounts_tells_its_ticks_apart() -> None:
    assert findings(drawn("stacked_bars", ((1.0, 2.0),)), "stacked_bars", [(1.0, 2.0)]) == 0


def test_a_line_whose_name_is_a_number_is_no_month() -> None:
    svg = to_svg(drawing("lines", {"0": (0.0, 5.0, 9.0)}, ("0", "1", "2")))
    wanted = Drawn("lines", "标题", ((0.0, 5.0, 9.0),), categories=("0", "1", "2"))
    assert list(audit_pictures({"a.svg": svg}, {"a.svg": wanted})) == []


def test_a_risk_in_another_field_is_found() -> None:
    levels = ((1.0, 2.0, 2.0, 2.0, 2.0, 3.0), (3.0, 2.0, 2.0, 2.0, 2.0, 1.0))
    risks = tuple("abcdef")
    svg = to_svg(drawing("matrix", {"可能性": levels[0], "影响": levels[1]}, risks))
    wanted = Drawn("matrix", "标题", levels, categories=risks)
    assert list(audit_pictures({"a.svg": svg}, {"a.svg": wanted})) == []
    moved = replace(wanted, series=(levels[0], (3.0, 2.0, 2.0, 2.0, 3.0, 1.0)))
    [found] = audit_pictures({"a.svg": svg}, {"a.svg": moved})
    assert found.message.startswith("e ")


def test_a_chosen_option_whose_name_is_a_number_is_no_total() -> None:
    """It is bold as the totals are."""
    series = KINDS["parts"]
    bars = drawing(
        "parts", {f"系列 {n}": line for n, line in enumerate(series)}, ("1", "2027", "3")
    )
    svg = to_svg(replace(bars, chart=replace(bars.chart, chosen=1)))
    assert findings(svg, "parts", as_figures("parts", series)) == 0
