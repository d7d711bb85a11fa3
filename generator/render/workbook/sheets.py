"""Turns the plan of a sheet into its cells: heading, time axis and one block for each schedule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from openpyxl.formatting.rule import Rule
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from generator.figures.expression import Ordinal
from generator.figures.figure import Figure
from generator.figures.schedule import SUMS, Column, Row, Schedule
from generator.render.workbook.layout import (
    AXIS_ROW,
    HIDDEN,
    LABEL,
    TOTAL,
    UNIT,
    Block,
    Place,
    SheetPlan,
)
from generator.render.workbook.page import Page
from generator.render.workbook.rows import coordinate
from generator.render.workbook.styles import (
    FAILED,
    GENERAL,
    PASSED,
    WHOLE,
    WITH_CENTS,
    Look,
    Role,
    number_format,
)
from generator.render.workbook.widths import (
    WIDEST_AMONG_MONTHS,
    WIDEST_HEADING,
    WIDEST_REMARK,
    heading_width,
)

# How a number compares with another.
Operator = Literal["equal", "notEqual"]
TITLE_ROW, PURPOSE_ROW, STATUS_ROW = 1, 2, 3
# Rows that a reviewer may fill.
ROOM = 12
# Amounts beside which cents are nothing.
LARGE = 1000
MASTER_CHECK = "checks.failed"
# What these sheets say, they say of every assumption that moves anything.
OF_ALL_ASSUMPTIONS = ("sensitivity", "choice")
# So many periods have their names as headings: each is a number format, of which a spreadsheet program knows 200.
MOST_NAMES = 121
# Units that a heading need not repeat: their numerals say it, or they have none.
SILENT_UNITS = ("", "ratio", "count")


def draw(page: Page, plan: SheetPlan) -> None:
    """The whole sheet, charts apart."""
    heading(page, plan.key)
    if plan.periods:
        _axis(page, plan)
    for block in plan.blocks:
        _block(page, plan, block)


def heading(page: Page, key: str) -> None:
    """What the sheet is, what for, whether the model's checks pass, and in which money amounts are."""
    words = page.packet.words
    entry = words.entry("sheets", key)
    page.text(TITLE_ROW, LABEL, entry["title"], Look("title"), spills=True)
    partial = key in OF_ALL_ASSUMPTIONS and not page.packet.model.outlook.complete
    purpose = entry["purpose"] + (page.word("partial") if partial else "")
    page.text(PURPOSE_ROW, LABEL, purpose, Look("subtitle"), spills=True)
    page.text(STATUS_ROW, LABEL, page.word("status"), Look("label"))
    status(page, STATUS_ROW)
    unit = page.word("money_unit").replace("{unit}", words.unit("money"))
    # Beside the columns that each page repeats it makes none of them longer.
    unit += page.word("chosen_then") if key in OF_ALL_ASSUMPTIONS else ""
    page.text(STATUS_ROW, TOTAL + 1, unit, Look("quiet", indent=1), spills=True)


def status(page: Page, row: int) -> None:
    """How many checks fail: green at none, red otherwise."""
    failures = page.word("failures").replace("{number}", '"0"')
    shown_as = f'[=0]"{page.word("passed")}";"{failures}"'
    failed = page.packet.figures[MASTER_CHECK]
    page.text(row, UNIT, page.unit(failed.unit), Look("label"))
    page.figure(Place(page.title, row, TOTAL), failed, shown_as=shown_as)
    light(page, f"{get_column_letter(TOTAL)}{row}", passed="equal", failed="notEqual", value="0")


def light(page: Page, cells: str, passed: Operator, failed: Operator, value: str) -> None:
    """Green where a number compares as `passed` says with `value`, red where as `failed` says. cells: ranges."""
    for operator, style in ((passed, PASSED), (failed, FAILED)):
        rule = Rule(type="cellIs", operator=operator, formula=[value], dxf=style)
        page.sheet.conditional_formatting.add(cells, rule)


def _axis(page: Page, plan: SheetPlan) -> None:
    """Numbered periods; or, where the columns stand for stated numbers, those."""
    words, first = page.packet.words, plan.periods[0]
    label = words.name(first) if first.is_input else page.word("period")
    page.text(AXIS_ROW, LABEL, label, Look("header"))
    page.text(AXIS_ROW, UNIT, words.period_unit(first.unit), Look("header"))
    page.blank(AXIS_ROW, TOTAL, Look("header"))
    for place, period in plan.axis():
        view, look = page.view(place), Look("axis", right=True)
        stated = view.range(plan.periods, False) if first.is_input else None
        if stated is None:
            page.figure(place, period, look, WHOLE)
        else:
            # A list of inputs stands upright: one formula turns it for all columns.
            count = view.ordinal(Ordinal(1))
            page.write_formula(place, period, f"=INDEX({stated},{count})", look, WHOLE)


def _block(page: Page, plan: SheetPlan, block: Block) -> None:
    schedule = block.schedule
    words = page.packet.words
    caption = words.with_note(words.caption(schedule), words.omitted(schedule))
    page.text(block.top, LABEL, caption, Look("caption"), spills=True)
    for column in block.gaps():
        page.blank(block.header, column, Look("header"))
    page.text(block.header, UNIT, page.word("unit"), Look("header"))
    for sheet_column, described in block.shown_columns():
        place = Place(plan.title, block.header, sheet_column)
        among_months = _by_month(plan.periods) and described.role == "detail"
        widest = WIDEST_AMONG_MONTHS if among_months else WIDEST_HEADING
        _heading(page, place, described, schedule, widest)
    for number, row in block.rows():
        _row(page, block, number, row)
    large = set(_large_rows(block)) if _by_month(schedule.periods) else set()
    for place, figure in plan.shown(block):
        row = schedule.rows[place.row - block.header - 1]
        look = Look("formula", total=_sums_up(row), right=True)
        shown_as = number_format(figure, page.packet)
        whole = shown_as == WITH_CENTS and place.row in large
        page.figure(place, figure, look, WHOLE if whole else shown_as)
    places = (place for place, figure in plan.shown(block) if figure.unit == "check")
    checks = " ".join(coordinate(place.row, place.column) for place in places)
    if checks:
        light(page, checks, passed="equal", failed="notEqual", value="1")


def _large_rows(block: Block) -> Iterator[int]:
    """Those whose amounts month by month are shown without cents, so that a year fits the paper."""
    for number, row in block.rows():
        amounts = (abs(cell.value) for cell in row.cells if isinstance(cell, Figure))
        if max(amounts, default=0.0) >= LARGE:
            yield number


def _by_month(periods: Sequence[Figure]) -> bool:
    return bool(periods) and periods[0].unit == "month"


def _heading(page: Page, place: Place, column: Column, schedule: Schedule, widest: float) -> None:
    words = page.packet.words
    if column.period is not None:
        around = words.word("columns", column.key).replace("{number}", '"#,##0"')
        name = words.period_name(column) if len(schedule.periods) <= MOST_NAMES else ""
        at = Place(place.sheet, place.row, place.column, column.period.key)
        page.figure(at, column.period, Look("header", right=True), f'"{name or around}"')
        return
    text = words.heading(column, schedule.family)
    if column.role == "detail" and column.unit not in SILENT_UNITS:
        text += f"\n{page.unit(column.unit)}"
    numeric = column.role in ("detail", "total")
    indent = int(column.role == "text")
    look = Look("header", wrap=True, right=numeric, indent=indent)
    page.text(place.row, place.column, text, look, widest=heading_width(text, widest))


def _row(page: Page, block: Block, number: int, row: Row) -> None:
    """Label, unit, texts and the blank cells between; the figures come after."""
    words, schedule = page.packet.words, block.schedule
    total = _sums_up(row)
    role: Role = "quiet" if row.kind == "working" else "label"
    label = words.label(schedule, row)
    if row.kind == "ranked":
        _ranked_label(page, number, label)
    else:
        page.text(number, LABEL, label, Look(role, total=total, wrap=True))
    page.text(number, UNIT, _unit(page, schedule, row), Look(role, total=total))
    for column in block.gaps():
        page.blank(number, column, Look("label", total=total))
    remark = Look("text", total=total, wrap=True, indent=1)
    for column, content in zip(block.columns[1:], row.cells, strict=True):
        if column == HIDDEN:
            continue
        if isinstance(content, str):
            page.text(number, column, page.packet.fill(content), remark, widest=WIDEST_REMARK)
        elif content is None:
            page.blank(number, column, Look("label", total=total))


def leave_room(page: Page, plan: SheetPlan) -> None:
    """Empty rows below a list, for what a reviewer changes."""
    block = plan.blocks[-1]
    columns = [LABEL, *(column for column, _ in block.shown_columns() if column != LABEL)]
    length = DataValidation(
        type="textLength", operator="lessThanOrEqual", formula1="500", showErrorMessage=True
    )
    for row in range(block.bottom + 1, block.bottom + 1 + ROOM):
        for column in columns:
            page.blank(row, column, Look("input", wrap=True))
            length.add(f"{get_column_letter(column)}{row}")
    page.sheet.add_data_validation(length)


def _ranked_label(page: Page, number: int, label: str) -> None:
    """The label of the row above whose number stands behind; the order may change."""
    plan = next(plan for plan in page.layout.sheets if plan.title == page.title)
    ranked = plan.blocks[0]
    letter, first = get_column_letter(LABEL), ranked.top + 2
    labels = f"${letter}${first}:${letter}${ranked.bottom}"
    content = f"=INDEX({labels},${get_column_letter(TOTAL)}{number})"
    page.formula_of(number, LABEL, content, label, Look("label", wrap=True), GENERAL)


def _unit(page: Page, schedule: Schedule, row: Row) -> str:
    """Of the row's numbers: its own, or that of the total's column."""
    totals = (column.unit for column in schedule.columns if column.role == "total")
    unit = row.unit or next(totals, schedule.columns[1].unit)
    return page.unit(unit)


def _sums_up(row: Row) -> bool:
    return row.kind in SUMS
