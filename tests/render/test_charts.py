"""Charts are deterministic, accessible SVG whose geometry follows the data."""

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from generator.figures.figure import Figure
from generator.figures.key import Key
from generator.packet.charts import Chart, ChartKind, Series
from generator.render.charts import to_svg
from generator.render.charts.drawing import Drawing
from generator.render.charts.scale import Scale, round_ticks, spread
from generator.render.charts.scene import FILLS, PALE_FILLS, TEXT_SIZE, WIDTH, text_width, wrapped
from generator.render.pdf.library import FONTS
from tests.render.sample import CHARTS, amount, drawing, money

# How bright red, green and blue are, and where they stand in a colour.
GREY = ((1, 0.299), (3, 0.587), (5, 0.114))
SVG = "{http://www.w3.org/2000/svg}"


def chart(kind: ChartKind, *lines: tuple[float, ...]) -> Drawing:
    return drawing(kind, {f"系列 {number}": values for number, values in enumerate(lines)})


def heights(svg: str) -> list[float]:
    return [
        float(each.get("height", "")) for each in ElementTree.fromstring(svg).iter(f"{SVG}rect")
    ]


def texts(svg: str) -> list[str]:
    return [each.text or "" for each in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("each", CHARTS, ids=lambda each: each.chart.key)
def test_the_same_chart_gives_the_same_bytes_and_says_everything_in_words(each: Drawing) -> None:
    svg = to_svg(each)
    assert svg == to_svg(each)
    root = ElementTree.fromstring(svg)
    assert root.findtext(f"{SVG}title") == each.chart.title
    description = root.findtext(f"{SVG}desc") or ""
    for series, values in zip(each.chart.series, each.values, strict=True):
        assert series.name in description
        assert all(amount(value) in description for value in values)
    assert {each.chart.along, each.unit} <= set(texts(svg))
    assert (root.get("font-family") or "").startswith("'Noto Sans SC'")


def test_texts_of_users_are_escaped() -> None:
    hostile = drawing("bars", {"<s>": (1.0,)}, ("<i>",), title="<script>", along="<b>", unit="&")
    assert "<script>" not in to_svg(hostile)
    assert "<i>" in texts(to_svg(hostile))


def test_stacked_parts_are_as_high_as_their_values() -> None:
    # 100 + 300 in one column on an axis to 400: the plot is 160 high, and each part gives one unit
    # of its height to the gap above the next.
    svg = to_svg(chart("stacked_bars", (100.0,), (300.0,)))
    assert heights(svg)[2:] == [pytest.approx(40 - 1), pytest.approx(120 - 1)]
    assert "400" in texts(svg)


@pytest.mark.parametrize("kind", ["stacked_bars", "parts"])
def test_a_stack_comes_to_what_its_numbers_do_before_they_are_rounded(kind: ChartKind) -> None:
    """18.4275 + 64.2159 + 13.8 = 96.4434, as tables have it: 18.43 + 64.22 + 13.80 would be 96.45."""
    plain = chart(kind, (18.4275,), (64.2159,), (13.8,))
    shown = replace(plain, show=lambda value: round(value, 2), word=lambda value: f"{value:.2f}")
    found = texts(to_svg(shown))
    assert "96.44" in found
    assert "96.45" not in found


def test_weeks_are_whole_and_the_last_one_is_not_cut() -> None:
    svg = to_svg(drawing("plan", {"first": (1.0, 7.0), "last": (6.0, 1013.0)}, ("采购", "上线")))
    ticks = [
        each
        for each in ElementTree.fromstring(svg).iter(f"{SVG}text")
        if (each.text or "").isdecimal()
    ]
    last = ticks[-1]
    assert float(last.get("x", "")) + text_width(last.text or "") / 2 <= WIDTH
    short = texts(
        to_svg(drawing("plan", {"first": (1.0, 7.0), "last": (6.0, 13.0)}, ("采购", "上线")))
    )
    assert [text for text in short if text[0].isdecimal()] == ["0", "3", "6", "9", "12", "15"]


def test_credits_are_stacked_below_zero() -> None:
    svg = to_svg(chart("stacked_bars", (100.0, 100.0), (-50.0, 0.0)))
    parts = list(ElementTree.fromstring(svg).iter(f"{SVG}rect"))[2:]
    zero = float(parts[0].get("y", "")) + float(parts[0].get("height", "")) + 1
    assert float(parts[1].get("y", "")) == pytest.approx(zero, abs=0.11)


def test_a_waterfall_ends_where_its_changes_lead() -> None:
    # 400 − 100 + 50 = 350: every bar is as wide as its amount.
    wholes, starts = (400.0, 0.0, 0.0, 350.0), (0.0, 300.0, 300.0, 0.0)
    falls, rises = (0.0, 100.0, 0.0, 0.0), (0.0, 0.0, 50.0, 0.0)
    svg = to_svg(chart("waterfall", wholes, starts, falls, rises))
    drawn = [float(bar.get("width", "")) for bar in ElementTree.fromstring(svg).iter(f"{SVG}rect")]
    assert [width / drawn[0] for width in drawn] == pytest.approx(
        [1, 1 / 4, 1 / 8, 7 / 8], abs=1e-3
    )
    assert {"400", "−100", "+50", "350"} <= set(texts(svg))


def test_a_rise_of_cost_is_bad_news_and_one_of_what_is_worth_having_is_good() -> None:
    cost = chart("waterfall", (400.0, 0.0, 0.0), (0.0, 300.0, 300.0), (0.0, 100.0, 0.0), (0, 0, 50))
    worth = replace(cost, chart=replace(cost.chart, more_is_better=True))
    (_, fall, rise), (_, lost, won) = (
        [bar.get("fill") for bar in ElementTree.fromstring(to_svg(each)).iter(f"{SVG}rect")]
        for each in (cost, worth)
    )
    assert (fall, rise) == (won, lost)
    assert fall != rise


def test_a_waterfall_below_zero_stays_on_the_sheet() -> None:
    svg = to_svg(chart("waterfall", (-400.0, 0.0), (0.0, -400.0), (0.0, 0.0), (0.0, 50.0)))
    for bar in ElementTree.fromstring(svg).iter(f"{SVG}rect"):
        left, width = float(bar.get("x", "")), float(bar.get("width", ""))
        assert 0 <= left <= left + width <= WIDTH


def test_a_tornado_shares_rows_and_a_comparison_does_not() -> None:
    tornado = to_svg(chart("bars", (-10.0,), (10.0,)))
    comparison = to_svg(chart("bars", (10.0,), (10.0,)))
    assert heights(tornado)[2:] == [21, 21]
    # Form tells the two ends apart, in the legend too: one is filled, the other an outline.
    outlines = [each.get("stroke") for each in ElementTree.fromstring(tornado).iter(f"{SVG}rect")]
    assert outlines == [None, PALE_FILLS[FILLS[1]]] * 2
    assert heights(comparison)[2:] == [10, 10]


def test_a_mark_stands_where_the_lines_cross() -> None:
    # 100 + 10 x = 20 x at x = 10; the dot is at half of 20 months and 200 of the axis' 400.
    months = range(21)
    own, rent = tuple(100.0 + 10 * m for m in months), tuple(20.0 * m for m in months)
    crossing = drawing("lines", {"自有": own, "租用": rent}, marks={"第 10 个月": (10.0, 200.0)})
    svg = to_svg(crossing)
    root = ElementTree.fromstring(svg)
    dot = root.find(f"{SVG}circle")
    assert dot is not None
    line = next(
        p.get("points", "") for p in root.iter(f"{SVG}polyline") if len(p.get("points", "")) > 99
    )
    x, y = line.split(" ")[10].split(",")
    assert (dot.get("cx"), dot.get("cy")) == (x, y)
    assert "第 10 个月" in texts(svg)


def test_a_marks_label_leaves_the_numbers_of_the_axis_free() -> None:
    early = drawing("lines", {"自有": (0.0, 900_000.0)}, marks={"第 0.1 个月收回": (0.1, 90_000.0)})
    labels = list(ElementTree.fromstring(to_svg(early)).iter(f"{SVG}text"))
    heights = {label.text: float(label.get("y", "")) for label in labels}
    assert heights["第 0.1 个月收回"] + TEXT_SIZE <= heights["1,000,000"]


def test_a_number_that_is_wider_than_its_column_is_not_written_into_it() -> None:
    years = tuple(1_234_567.0 for _ in range(12))
    assert texts(to_svg(chart("stacked_bars", years, years))).count("1,234,567") == 0
    assert texts(to_svg(chart("stacked_bars", years[:3], years[:3]))).count("1,234,567") == 6
    # Nor are sums above columns that stand closer than these are wide.
    assert texts(to_svg(chart("stacked_bars", years, years))).count("2,469,134") == 0


def test_parts_of_a_bar_follow_each_other() -> None:
    svg = to_svg(chart("parts", (100.0, 50.0), (300.0, 0.0)))
    first, second, below = list(ElementTree.fromstring(svg).iter(f"{SVG}rect"))[2:]
    start, width = float(first.get("x", "")), float(first.get("width", "")) + 1
    assert float(second.get("x", "")) == pytest.approx(start + width, abs=0.11)
    assert float(second.get("width", "")) + 1 == pytest.approx(3 * width, abs=0.4)
    assert (below.get("x"), below.get("data-category")) == (first.get("x"), "1")


def test_the_chosen_option_stands_out_in_form() -> None:
    """In grey as well: a frame and a bold name, or the heaviest line."""
    bars = chart("parts", (100.0, 50.0), (300.0, 0.0))
    svg = to_svg(replace(bars, chart=replace(bars.chart, chosen=1)))
    frames = [
        bar for bar in ElementTree.fromstring(svg).iter(f"{SVG}rect") if bar.get("fill") == "none"
    ]
    assert len(frames) == 1
    bold = [
        text.text
        for text in ElementTree.fromstring(svg).iter(f"{SVG}text")
        if text.get("font-weight")
    ]
    assert "类 1" in bold
    assert "类 0" not in bold
    lines = chart("lines", (0.0, 50.0), (300.0, 0.0))
    svg = to_svg(replace(lines, chart=replace(lines.chart, chosen=1)))
    widths = {
        line.get("data-series"): float(line.get("stroke-width", ""))
        for line in ElementTree.fromstring(svg).iter(f"{SVG}polyline")
    }
    assert widths["1"] >= 2 * widths["0"]


def test_type_is_six_points_high_where_a_chart_is_eighty_millimetres_wide() -> None:
    on_paper = TEXT_SIZE / WIDTH * 80 * 72 / 25.4
    assert on_paper == pytest.approx(6, abs=0.1)


def test_neighbouring_fills_differ_in_grey() -> None:
    greys = [sum(int(fill[at : at + 2], 16) * share for at, share in GREY) for fill in FILLS]
    assert all(abs(one - next) > 40 for one, next in pairwise(greys))


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ((0.0, 173_540.0), (0, 50_000, 100_000, 150_000, 200_000)),
        ((-37_520.0, 215_260.0), (-100_000, 0, 100_000, 200_000, 300_000)),
        ((0.0, 0.07), (0, 0.02, 0.04, 0.06, 0.08)),
        ((0.0, 0.0), (0, 0.2, 0.4, 0.6, 0.8, 1.0)),
    ],
)
def test_ticks_are_round_and_enclose_the_values(
    values: tuple[float, ...], ticks: tuple[float, ...]
) -> None:
    assert round_ticks(values) == pytest.approx(ticks)


def test_scale_is_straight() -> None:
    assert Scale((0.0, 50.0, 100.0), 10, 210).place(25) == 60  # 10 + 200 × 25 / 100


def test_close_labels_move_apart_and_stay_inside() -> None:
    assert spread([50, 52, 90], gap=10, low=0, high=95) == [50, 60, 90]
    assert spread([94, 95], gap=10, low=0, high=95) == [85, 95]


def test_labels_wrap_at_words_and_never_before_a_closing_bracket() -> None:
    assert wrapped("混合部署", 100) == ("混合部署",)
    assert wrapped("云 API（按量）", text_width("云 API（按量")) == ("云 API（按", "量）")
    assert wrapped("one two three", text_width("one two")) == ("one two", "three")
    assert wrapped("一二三四五六", text_width("一二"))[-1].endswith("…")
    assert wrapped("第 10 年", 1)[-1] == "…"


def test_a_word_that_is_longer_than_a_line_is_broken() -> None:
    rows = wrapped("Donaudampfschifffahrtsgesellschaft", 100)
    assert len(rows) == 2
    assert all(text_width(row) <= 100 for row in rows)
    assert wrapped("MAINTENANCE OF EVERYTHING", text_width("MAINTENANCE"), 1) == ("MAINTENAN…",)


@pytest.mark.parametrize("face", ["Regular", "Bold"])
def test_no_character_is_wider_than_it_is_counted(face: str) -> None:
    """What is counted too narrow runs over the edge of the sheet, where it is cut."""
    font = TTFont(FONTS / f"NotoSansSC-{face}.ttf")
    names, advances = font.getBestCmap(), font["hmtx"].metrics
    for character in (*map(chr, range(32, 127)), *"äßéłŻČ中，“…·−–×％"):
        if ord(character) in names:
            width = advances[names[ord(character)]][0] / font["head"].unitsPerEm
            assert text_width(character) >= width * TEXT_SIZE, character


@pytest.mark.parametrize("name", ["MAINTAIN THE CURRENT WORKFLOW", "W" * 60, "维持现状不变" * 9])
def test_a_long_name_stays_on_the_sheet(name: str) -> None:
    drawn = drawing("bars", {"x": (-5.0,)}, (name,))
    for text in ElementTree.fromstring(to_svg(drawn)).iter(f"{SVG}text"):
        if text.get("text-anchor") == "end":
            assert float(text.get("x", "")) + 0.1 >= text_width(text.text or "")


def test_every_line_is_named_on_the_sheet_however_many_there_are() -> None:
    few, many = (chart("lines", *[(0.0, float(end)) for end in range(count)]) for count in (9, 40))
    assert 'viewBox="0 0 420 240"' in to_svg(few)
    drawn = ElementTree.fromstring(to_svg(many))
    names = [each for each in drawn.iter(f"{SVG}text") if "系列" in (each.text or "")]
    places = sorted(float(each.get("y", "")) for each in names)
    assert len(places) == 40
    assert 0 < places[0] < places[-1] < float(drawn.get("viewBox", "").split()[3])
    assert all(below - above >= TEXT_SIZE for above, below in pairwise(places))


def test_charts_without_data_are_refused() -> None:
    with pytest.raises(ValueError, match="nothing to draw"):
        Chart("k", "bars", "t", "table", "x", (), ())
    with pytest.raises(ValueError, match="1 figures for 2 categories"):
        Chart("k", "bars", "t", "table", "x", ("a", "b"), (Series("s", (money(1),)),))


def test_what_is_measured_in_two_units_has_no_axis() -> None:
    figures = money(1), Figure(Key("hours"), "hour", None, value=2)
    with pytest.raises(ValueError, match="one axis for hour and money"):
        Chart("k", "bars", "t", "table", "x", ("a", "b"), (Series("s", figures),))


def test_no_coordinate_is_written_with_a_long_tail() -> None:
    for each in CHARTS:
        assert re.findall(r"\d\.\d{2,}", to_svg(each)) == []
