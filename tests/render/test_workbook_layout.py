"""Which reference a formula uses, depending on the cell that it stands in. The sheet of these examples:

      A       B     C        D      E      F
4     axis                   year 1 year 2 year 3
8     rent          total    10     20     30
9     power         total    1      2      3
10    total         total    11     22     33
"""

import pytest

from generator.audit.formulas import relative_form
from generator.figures.expression import Missing, Ordinal
from generator.figures.figure import Figure, Source, figure, stated
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, label_column
from generator.render.workbook.arranging import sheet_plan
from generator.render.workbook.layout import (
    HIDDEN,
    InputsPlan,
    Layout,
    LayoutError,
    Place,
    SheetPlan,
)
from generator.render.workbook.references import View

YEARS = ("year_1", "year_2", "year_3")
AXIS = {name: figure(Key(name), "year", Ordinal(number)) for number, name in enumerate(YEARS, 1)}
GROWTH = stated(Key("growth"), "ratio", 0.05, Source("input", "x.yaml:1"))


def money(key: str) -> Figure:
    return figure(Key(key), "money", 1)


LINES = {
    name: {year: money(f"{name}.{year}") for year in YEARS} for name in ("rent", "power", "total")
}
TOTALS = {name: money(f"{name}.total") for name in LINES}


@pytest.fixture
def layout() -> Layout:
    layout = Layout("封面", InputsPlan("假设", {}, {}), (), {})

    def put(item: Figure, place: Place) -> None:
        layout.put(item, place)
        layout.homes.setdefault(item.key, place)

    put(GROWTH, Place("假设", 7, 3))
    for column, (year, period) in enumerate(AXIS.items(), 4):
        put(period, Place("成本", 4, column, year))
        for row, (name, line) in enumerate(LINES.items(), 8):
            put(line[year], Place("成本", row, column, year, name))
    for row, name in enumerate(LINES, 8):
        put(TOTALS[name], Place("成本", row, 3, "", name))
    return layout


def seen(layout: Layout, row: int, column: int, sheet: str = "成本") -> View:
    period = YEARS[column - 4] if 4 <= column <= 6 else ""
    return View(layout, Place(sheet, row, column, period), lambda reason: f"({reason})")


class TestReferences:
    def test_a_period_sees_its_own_period_relative_to_itself(self, layout: Layout) -> None:
        assert seen(layout, 12, 5).reference(LINES["rent"]["year_2"]) == "E8"
        assert seen(layout, 12, 5).reference(AXIS["year_2"]) == "E$4"
        assert seen(layout, 12, 5, "其他").reference(LINES["rent"]["year_2"]) == "'成本'!E8"

    def test_everything_else_is_fixed(self, layout: Layout) -> None:
        assert seen(layout, 12, 5).reference(LINES["rent"]["year_1"]) == "$D$8"
        assert seen(layout, 12, 5).reference(GROWTH) == "'假设'!$C$7"
        assert seen(layout, 12, 5).reference(TOTALS["rent"]) == "$C$8"

    def test_what_stands_in_the_same_row_is_fixed_by_column_only(self, layout: Layout) -> None:
        assert seen(layout, 8, 5).reference(TOTALS["rent"]) == "$C8"

    def test_a_row_about_the_same_line_is_preferred_to_the_home(self, layout: Layout) -> None:
        layout.put(GROWTH, Place("成本", 20, 5, "", "rent"))
        layout.put(GROWTH, Place("成本", 21, 5, "", "power"))
        view = View(layout, Place("成本", 9, 5, "year_2", "power"), str)
        assert view.reference(GROWTH) == "$E$21"
        assert seen(layout, 12, 5).reference(GROWTH) == "'假设'!$C$7"

    def test_a_cell_that_repeats_a_figure_links_to_its_home(self, layout: Layout) -> None:
        layout.put(GROWTH, Place("成本", 20, 5))
        layout.put(GROWTH, Place("成本", 20, 6))
        assert seen(layout, 20, 5).reference(GROWTH) == "'假设'!$C$7"

    def test_one_formula_along_the_row(self, layout: Layout) -> None:
        """rent × (1 + growth) ^ year, three times: one R1C1 form."""
        forms = set()
        for column, year in enumerate(YEARS, 4):
            view = seen(layout, 12, column)
            rent, number = view.reference(LINES["rent"][year]), view.reference(AXIS[year])
            text = f"={rent}*(1+{view.reference(GROWTH)})^{number}"
            forms.add(relative_form(text, 12, column))
        assert forms == {"=R[-4]C[0]*(1+'假设'!R7C3)^R4C[0]"}


class TestRanges:
    def test_down_a_period_it_moves_with_the_column(self, layout: Layout) -> None:
        lines = [LINES["rent"]["year_2"], LINES["power"]["year_2"]]
        assert seen(layout, 10, 5).range(lines, False) == "E8:E9"
        assert seen(layout, 30, 3, "其他").range(lines, False) == "'成本'!$E$8:$E$9"

    def test_along_time_it_is_fixed_unless_its_own_total_asks(self, layout: Layout) -> None:
        rents = list(LINES["rent"].values())
        assert seen(layout, 12, 5).range(rents, False) == "$D$8:$F$8"
        assert seen(layout, 8, 3).range(rents, False) == "D8:F8"

    def test_a_running_range_starts_at_the_first_period_and_ends_here(self, layout: Layout) -> None:
        rents = list(LINES["rent"].values())
        spans = [seen(layout, 12, 3 + n).range(rents[:n], True) for n in (1, 2, 3)]
        assert spans == ["$D8:D8", "$D8:E8", "$D8:F8"]

    def test_only_exact_neighbours_make_a_range(self, layout: Layout) -> None:
        first, _, third = LINES["rent"].values()
        assert seen(layout, 12, 3).range([first, third], False) is None
        # Their order counts too: INDEX and NPV would read another number.
        assert seen(layout, 12, 3).range([third, first], False) is None

    def test_a_range_never_holds_the_cell_that_asks(self, layout: Layout) -> None:
        lines = [LINES["power"]["year_2"], LINES["total"]["year_2"]]
        assert seen(layout, 10, 5).range(lines, False) is None

    def test_a_single_cell_is_a_range_too(self, layout: Layout) -> None:
        assert seen(layout, 12, 5).range([TOTALS["rent"]], False) == "$C$8:$C$8"


def test_the_axis_counts_its_own_columns(layout: Layout) -> None:
    """COLUMNS($D5:E5) is 2 in the second column; months start at 0."""
    assert seen(layout, 4, 5).ordinal(Ordinal(2)) == "COLUMNS($D5:E5)"
    assert seen(layout, 4, 5).ordinal(Ordinal(1, start=0)) == "COLUMNS($D5:E5)-1"


def test_a_missing_number_is_told_in_words(layout: Layout) -> None:
    assert seen(layout, 4, 5).words(str(Missing("no_irr").reason)) == "(no_irr)"


class TestPlans:
    def plan(self, *schedules: Schedule) -> SheetPlan:
        return sheet_plan("opex", "成本", schedules)

    def over_years(self, key: str, years: tuple[str, ...] = YEARS) -> Schedule:
        periods = [Column("year", "money", "period", AXIS[year]) for year in years]
        columns = (label_column(), Column("total", "money", "total"), *periods)
        return Schedule(key, columns, (Row("rent", (None,) * (len(years) + 1)),))

    def with_note(self, note: str | None) -> Schedule:
        columns = (label_column(), Column("amount", "money", "total"), Column("note", role="text"))
        return Schedule("notes", columns, (Row("rent", (None, note)),))

    def test_total_is_the_third_column_and_remarks_stand_behind_all_numbers(self) -> None:
        listed, timed = self.plan(self.with_note("a word"), self.over_years("yearly")).blocks
        assert listed.columns == (1, 3, 7)
        assert timed.columns == (1, 3, 4, 5, 6)

    def test_remarks_that_nobody_made_take_no_column(self) -> None:
        (block,) = self.plan(self.with_note(None)).blocks
        assert block.columns == (1, 3, HIDDEN)

    def test_blocks_follow_each_other_with_an_empty_row_between(self) -> None:
        first, second = self.plan(self.over_years("one"), self.over_years("two")).blocks
        assert second.top == first.bottom + 2

    def test_a_sheet_has_one_time_axis(self) -> None:
        with pytest.raises(LayoutError, match="time axes"):
            self.plan(self.over_years("one"), self.over_years("two", YEARS[:2]))
