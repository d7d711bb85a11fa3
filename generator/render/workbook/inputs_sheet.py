"""Turns the stated numbers into the inputs sheet: the only constants of the workbook, each with limits and a source."""

from __future__ import annotations

from typing import Any

from openpyxl.worksheet.datavalidation import DataValidation

from generator.figures.figure import Figure
from generator.packet.inputs import InputGroup
from generator.packet.limits import Limits, limits_of
from generator.render.workbook.layout import LABEL, TOP_ROW, TOTAL, UNIT
from generator.render.workbook.page import Page
from generator.render.workbook.sheets import heading
from generator.render.workbook.styles import Look, number_format

LOW, HIGH, KIND, PLACE, DATE, NOTE, KEY = range(TOTAL + 1, TOTAL + 8)
HEADINGS = {
    LABEL: "label",
    UNIT: "unit",
    TOTAL: "value",
    LOW: "low",
    HIGH: "high",
    KIND: "kind",
    PLACE: "place",
    DATE: "date",
    NOTE: "note",
    KEY: "key",
}
NUMERIC = (TOTAL, LOW, HIGH)
WRAPPED = (PLACE, NOTE)
# Excel has no "more than" together with "at most".
SMALLEST = 1e-9
LARGEST = 1e15


def draw_inputs(page: Page) -> None:
    """All groups, one input a row."""
    heading(page, "inputs")
    for column, key in HEADINGS.items():
        look = Look("header", right=column in NUMERIC, indent=int(column == KIND))
        page.text(TOP_ROW, column, page.word(key), look)
    plan = page.layout.inputs
    for row, group in plan.headings.items():
        page.text(row, LABEL, group_title(page, group), Look("caption"), spills=True)
    for row, figure in plan.rows.items():
        _input(page, row, figure)
    _validate(page)


def group_title(page: Page, group: InputGroup) -> str:
    """Of an option the user's name, of the rest ours."""
    if group.subject:
        return page.word("options").replace("{subject}", group.subject)
    if all(_is_control(figure) for figure in group.figures):
        return page.word("controls")
    return page.packet.words.word("groups", group.key)


def _is_control(figure: Figure) -> bool:
    """A control total says what the input file holds; changing it would switch off the check that compares it."""
    return figure.source is not None and figure.source.kind == "control"


def _input(page: Page, row: int, figure: Figure) -> None:
    words, source = page.packet.words, figure.source
    assert source is not None
    role = "formula" if _is_control(figure) else "input"
    page.text(row, LABEL, words.name(figure), Look("label", wrap=True, indent=1))
    page.text(row, UNIT, page.unit(figure.unit), Look("label"))
    page.number(row, TOTAL, figure, Look(role, right=True))
    for column, end in ((LOW, source.low), (HIGH, source.high)):
        if end is None:
            page.blank(row, column, Look("label"))
        else:
            shown_as = number_format(figure, page.packet)
            page.constant(row, column, end, Look("input", right=True), shown_as)
    kind = page.word("control") if _is_control(figure) else words.word("sources", source.kind)
    described = {KIND: kind, PLACE: source.place, DATE: source.date, NOTE: source.note}
    for column, text in described.items():
        look = Look("text", wrap=column in WRAPPED, indent=int(column == KIND))
        page.text(row, column, text, look)
    page.text(row, KEY, figure.key, Look("quiet"))


def _validate(page: Page) -> None:
    """Excel refuses what the input file's own rules would refuse."""
    limits = limits_of(page.packet.proposal)
    ranges: dict[Limits, DataValidation] = {}
    for row, figure in page.layout.inputs.rows.items():
        for column in NUMERIC:
            cell = page.sheet.cell(row, column)
            if cell.protection.locked:
                continue
            bounds = limits.get(figure.key, Limits())
            ranges.setdefault(bounds, _validation(page, bounds)).add(cell.coordinate)
    for validation in ranges.values():
        page.sheet.add_data_validation(validation)


def _validation(page: Page, limits: Limits) -> DataValidation:
    low = limits.minimum if limits.above is None else limits.above + SMALLEST
    bounds: dict[str, Any] = {
        "type": "decimal",
        "operator": "between",
        "formula1": f"{-LARGEST if low is None else low:.15g}",
        "formula2": f"{LARGEST if limits.maximum is None else limits.maximum:.15g}",
    }
    if limits.choices:
        choices = ",".join(f"{choice:g}" for choice in limits.choices)
        bounds = {"type": "list", "formula1": f'"{choices}"'}
    return DataValidation(
        **bounds,
        allow_blank=False,
        showErrorMessage=True,
        errorTitle=page.word("out_of_range"),
        error=page.word("allowed").replace("{limits}", _in_words(page, limits)),
    )


def _in_words(page: Page, limits: Limits) -> str:
    stated = {
        "at_least": limits.minimum,
        "more_than": limits.above,
        "at_most": limits.maximum,
    }
    parts = [
        page.word(key).replace("{number}", f"{bound:g}")
        for key, bound in stated.items()
        if bound is not None
    ]
    if limits.choices:
        parts = [f"{choice:g}" for choice in limits.choices]
    return page.word("and").join(parts) or page.word("any")
