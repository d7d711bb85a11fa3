"""Turns a fitted sheet into printed pages that can be read: at which scale, and where they end across and down."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.figures.figure import Figure
from generator.render.workbook.layout import FIRST_DETAIL, LABEL, TOTAL
from generator.render.workbook.page import Page
from generator.render.workbook.widths import PADDING, row_height

# Text of ten points is to be printed with seven at least.
SMALLEST_SCALE = 0.7
SMALLER_BY = 0.02
# What takes several pages takes fewer at this one.
SCALE_OF_MANY = 0.8
# Digits across A4 landscape: of the widest font that may stand in for a missing one, and of the one that is asked for.
WIDE_FONT, NARROW_FONT = 123.0, 149.0
PAGE_WIDTH = WIDE_FONT / SMALLEST_SCALE
NARROWER_LABELS = (28.0, 26.0, 24.0, 22.0)
SHARES = (1.0, 0.5, 0.0)
# What sums of widths may be wrong by.
SPARE = 0.01
POINTS_DOWN = 474.0
# A table longer than a third of a page may break: so many rows stand above and below, headings included.
KEPT_ABOVE, KEPT_BELOW = 5, 7
# A last page that holds less of its height or width is as good as empty.
WORTH_A_PAGE = 0.35
MONTHS = 12
PARTS_OF_A_YEAR = (12, 6, 4, 3, 2, 1)


@dataclass(frozen=True)
class Pages:
    """columns, rows: the last ones of each page but the last; scale: None where the width of one page decides it."""

    columns: tuple[int, ...]
    rows: tuple[int, ...]
    scale: float | None


def fit(page: Page, last_column: int, periods: Sequence[Figure] = ()) -> None:
    """Set the widths of the columns, texts taking what room the paper leaves, then the heights of the rows."""
    page.columns.fit()
    ends = _fewest_ends(page, last_column, periods)
    across = (PAGE_WIDTH if ends else WIDE_FONT / SCALE_OF_MANY) - SPARE
    pages = [range(before + 1, end + 1) for before, end in pairwise([TOTAL, *ends, last_column])]
    as_fitted = page.columns.widths.copy()

    def lines(share: float) -> dict[int, int]:
        """What each row takes if the first column may take a share of what every page leaves."""
        page.columns.restore(as_fitted)
        page.columns.stretch(
            [LABEL], share * min(across - _printed(page, columns) for columns in pages)
        )
        for columns in pages:
            page.columns.stretch(columns, across - _printed(page, columns))
        return page.lines()

    if max(lines(SHARES[0]).values(), default=1) > 1:
        lines(min(SHARES, key=lambda share: sum(map(row_height, lines(share).values()))))
    page.fit_rows()


def _printed(page: Page, columns: range) -> float:
    """How wide a page of columns is, with those that each repeats."""
    return page.width(TOTAL) + page.width(columns.stop - 1) - page.width(columns.start - 1)


def _fewest_ends(page: Page, last_column: int, periods: Sequence[Figure]) -> tuple[int, ...]:
    """The last columns of pages; the first column, which each repeats, gives way where that saves one."""
    widest = page.width(LABEL) - PADDING
    widths = [widest, *(width for width in NARROWER_LABELS if width < widest)]

    def ends_at(width: float) -> tuple[int, ...]:
        page.columns.narrow(LABEL, width)
        return ends_across(page, last_column, periods)

    return ends_at(min(widths, key=lambda width: len(ends_at(width))))


def pages_of(page: Page, corner: tuple[int, int], body: int, periods: Sequence[Figure]) -> Pages:
    """corner: the last row and column; body: the first row below those that each page repeats."""
    last_row, last_column = corner
    columns = ends_across(page, last_column, periods)
    if not columns and sum(page.heights(last_row)) * SMALLEST_SCALE <= POINTS_DOWN:
        return Pages((), (), None)
    if not columns and not fits_across(page, last_column):
        fitted = min(1.0, NARROW_FONT / page.width(last_column))
        return Pages((), tuple(_ends_down(page, last_row, body, fitted)), None)
    widest = scale_of(page, [*columns, last_column])
    scale, rows = _filled(page, last_row, body, widest)
    return Pages(columns, rows, scale if columns or rows else None)


def _filled(page: Page, last_row: int, body: int, widest: float) -> tuple[float, tuple[int, ...]]:
    """A scale and the last rows of pages of which the last is not nearly empty.

    Somewhat smaller it may stand on the pages before; else these give some of theirs.
    """
    heights = page.heights(last_row)

    def is_filled(rows: tuple[int, ...], scale: float) -> bool:
        return not rows or sum(heights[rows[-1] :]) * scale >= WORTH_A_PAGE * POINTS_DOWN

    rows = tuple(_ends_down(page, last_row, body, widest))
    steps = int((widest - SMALLEST_SCALE) / SMALLER_BY + SPARE)
    for scale in (widest - SMALLER_BY * step for step in range(steps + 1)):
        smaller = tuple(_ends_down(page, last_row, body, scale))
        if is_filled(smaller, scale):
            return scale, smaller
    breaks = _Breaks(page, last_row, heights, POINTS_DOWN / widest)
    for part in (0.9, 0.8, 0.7, 0.6, 0.5):
        given = tuple(_ends_down(page, last_row, body, widest, part))
        whole = all(map(breaks.may_follow, given))
        if whole and len(given) == len(rows) and is_filled(given, widest):
            return widest, given
    return widest, rows


def fits_across(page: Page, last_column: int) -> bool:
    """Whether all columns stand legibly on one page."""
    return page.width(last_column) <= PAGE_WIDTH


def ends_across(page: Page, last_column: int, periods: Sequence[Figure]) -> tuple[int, ...]:
    """The last column of each page but the last; months break by years, or by parts of a year."""
    if fits_across(page, last_column):
        return ()
    if periods and periods[0].unit == "month":
        return tuple(_ends_by_year(page, last_column, len(periods)))
    room = PAGE_WIDTH - page.width(TOTAL)
    fewest = tuple(_ends_within(page, last_column, room))
    if not fewest:
        # A single detail that is too wide: no break would make it narrower.
        return ()
    tighter = (
        tuple(_ends_within(page, last_column, room * part / 20)) for part in range(20, 9, -1)
    )
    # A few columns on the last page take some from the page before; where one column is all, nothing breaks.
    same = [ends for ends in tighter if ends and len(ends) == len(fewest)]
    good = (ends for ends in same if _widths(page, ends[-1], [last_column])[0] > room / 2)
    return next(good, same[-1] if same else fewest)


def _ends_by_year(page: Page, last_column: int, months: int) -> Iterator[int]:
    """Month 0 stands with the first part; what stands behind the months has a page of its own."""
    room = PAGE_WIDTH - page.width(TOTAL)
    start, last = FIRST_DETAIL, FIRST_DETAIL + months - 1
    for before in range(FIRST_DETAIL, last, MONTHS):
        for part in PARTS_OF_A_YEAR:
            ends = range(before + part, before + MONTHS + 1, part)
            if all(width <= room for width in _widths(page, start - 1, ends)):
                break
        yield from (end for end in ends if end < last_column)
        start = before + MONTHS + 1


def _ends_within(page: Page, last_column: int, room: float) -> Iterator[int]:
    """Where columns that belong together end, if they do on this page."""
    start = FIRST_DETAIL
    for column in range(FIRST_DETAIL + 1, last_column + 1):
        if page.width(column) - page.width(start - 1) > room:
            seams = [end for end in page.seams if start <= end < column]
            end = max(seams, default=column - 1)
            yield end
            start = end + 1


def _widths(page: Page, before: int, ends: Iterable[int]) -> list[float]:
    """Of each page what it does not repeat. before: the last column of the page in front of the first."""
    return [page.width(end) - page.width(start) for start, end in pairwise([before, *ends])]


def scale_of(page: Page, ends: Sequence[int]) -> float:
    """Of a sheet of several pages. ends: the last column of each."""
    widest = page.width(TOTAL) + max(_widths(page, TOTAL, ends))
    return min(SCALE_OF_MANY, max(SMALLEST_SCALE, math.floor(100 * WIDE_FONT / widest) / 100))


def _ends_down(
    page: Page, last_row: int, body: int, scale: float, part: float = 1.0
) -> Iterator[int]:
    """The last row of each page but the last. part: of the page, that is filled."""
    heights = page.heights(last_row)
    titles, start = sum(heights[: body - 1]), body
    room = part * POINTS_DOWN / scale - titles
    breaks = _Breaks(page, last_row, heights, room)
    while start < last_row and sum(heights[start - 1 :]) > room:
        end = start
        while sum(heights[start - 1 : end + 1]) <= room:
            end += 1
        fine = [row for row in range(start, end + 1) if breaks.may_follow(row)]
        end = fine[-1] if fine else end
        yield end
        start = end + 1


class _Breaks:
    """Says of a row whether a page may end below it."""

    def __init__(self, page: Page, last_row: int, heights: Sequence[float], room: float) -> None:
        # A chart below the last table is no part of it.
        begins = {*page.starts, *(top for top, _ in page.charts)}
        starts = sorted(row for row in begins if row <= last_row)
        self._tables = list(pairwise([*starts, last_row + 1]))
        self._charts = page.charts
        self._heights, self._room = heights, room

    def may_follow(self, row: int) -> bool:
        """Between two tables, or amid a long one; never in a chart."""
        if any(top <= row < bottom for top, bottom in self._charts):
            return False
        table = next((t for t in self._tables if t[0] <= row < t[1] - 1), None)
        if table is None:
            return True
        first, beyond = table
        is_long = sum(self._heights[first - 1 : beyond - 1]) > self._room / 3
        return is_long and row >= first + KEPT_ABOVE - 1 and beyond - 1 - row >= KEPT_BELOW
