"""Turns the stated numbers into the inputs sheet: the only constants of the workbook, each with limits and a source.

Where the file has scenarios, a cell on top chooses one. Behind an input that scenarios change stand its values in all
of them, and the value in use is picked from those.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from openpyxl.formatting.rule import Rule
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from generator.figures.excel import formula
from generator.figures.figure import Figure
from generator.packet.inputs import InputGroup, is_control, is_ours
from generator.packet.packet import Limits
from generator.render.workbook.layout import (
    BOUNDS,
    CHOSEN,
    CHOSEN_ROW,
    DESCRIBED,
    ENDS,
    FIRST_DETAIL,
    LABEL,
    LAST_PRINTED,
    NOT_CHOSEN,
    TOP_ROW,
    TOTAL,
    UNIT,
    InputsPlan,
    Place,
    in_steps,
)
from generator.render.workbook.page import Page
from generator.render.workbook.references import StatedView
from generator.render.workbook.rows import coordinate
from generator.render.workbook.sheets import heading
from generator.render.workbook.styles import (
    FAILED,
    GENERAL,
    Look,
    Role,
    number_format,
    suiting,
)
from generator.render.workbook.widths import WIDEST_REMARK, heading_width

WRAPPED = ("place", "note")


def draw_inputs(page: Page) -> None:
    """All groups, one input a row."""
    heading(page, "inputs")
    plan = page.layout.inputs
    if plan.scenarios:
        _choice(page, plan)
    _headings(page, plan)
    page.seams.append(plan.column("kind") - 1)
    for row, group in plan.headings.items():
        page.text(row, LABEL, group_title(page, group), Look("caption"), spills=True)
    for row, figure in plan.rows.items():
        _input(page, plan, row, figure)
        _ends(page, plan, row, figure)
    for row, figure in plan.derived.items():
        _derived(page, plan, row, figure)
    _values_in_scenarios(page, plan)
    _validate(page, plan)
    _mark_what_is_beyond(page, plan)


def last_column(plan: InputsPlan) -> int:
    """The last column that is printed; what stands behind it is for `budget pull`, `--set` and the sheets of cases."""
    return plan.column(LAST_PRINTED)


def group_title(page: Page, group: InputGroup) -> str:
    """Of an option the user's name, of the rest ours."""
    if group.subject:
        return page.word("options").replace("{subject}", group.subject)
    if all(is_control(figure) for figure in group.figures):
        return page.word("controls")
    return page.packet.words.word("groups", group.key)


def scenario_names(page: Page, plan: InputsPlan) -> list[str]:
    """In the order of their columns, as the choice offers them; no two are the same text."""
    names = [page.packet.words.scenario(id) for id in plan.scenarios]
    return [
        f"{name} ({id})" if names.count(name) > 1 else name
        for id, name in zip(plan.scenarios, names, strict=True)
    ]


def row_number(row: int) -> str:
    """By which other sheets find an input: its key may hold a name that a search would read as a pattern."""
    return f"#{row}"


def _choice(page: Page, plan: InputsPlan) -> None:
    """The cell that switches every sheet; the headings of the scenarios' columns are what it offers."""
    row, column = plan.selector.row, plan.selector.column
    page.text(row, LABEL, page.word("scenario"), Look("caption"))
    page.text(row, column, scenario_names(page, plan)[0], Look("input", right=True))
    page.text(row, column + 1, page.word("scenario_hint"), Look("quiet", indent=1), spills=True)
    validation = DataValidation(
        type="list",
        formula1=_across(plan, TOP_ROW),
        allow_blank=False,
        showErrorMessage=True,
        errorTitle=page.word("out_of_range"),
        error=page.word("choose_scenario"),
    )
    validation.add(f"{get_column_letter(column)}{row}")
    page.sheet.add_data_validation(validation)
    _flags(page, plan)


def _flags(page: Page, plan: InputsPlan) -> None:
    """A mark over the chosen scenario, found by its name to the letter: a search would take `*` for anything."""
    chosen = f"${get_column_letter(plan.selector.column)}${plan.selector.row}"
    page.text(CHOSEN_ROW, LABEL, page.word("chosen_scenario"), Look("quiet"))
    for place in range(len(plan.scenarios)):
        letter = get_column_letter(FIRST_DETAIL + place)
        content = f'=IF(EXACT({letter}${TOP_ROW},{chosen}),"{CHOSEN}","{NOT_CHOSEN}")'
        shown = NOT_CHOSEN if place else CHOSEN
        look = Look("quiet", right=True)
        page.formula_of(CHOSEN_ROW, FIRST_DETAIL + place, content, shown, look, GENERAL)


def _across(plan: InputsPlan, row: int) -> str:
    """The cells of all scenarios in a row."""
    first = get_column_letter(FIRST_DETAIL)
    last = get_column_letter(FIRST_DETAIL + len(plan.scenarios) - 1)
    above = row <= TOP_ROW
    return f"${first}${row}:${last}${row}" if above else f"${first}{row}:${last}{row}"


def _headings(page: Page, plan: InputsPlan) -> None:
    page.text(TOP_ROW, LABEL, page.word("label"), Look("header"))
    page.text(TOP_ROW, UNIT, page.word("unit"), Look("header"))
    value = "value_in_use" if plan.scenarios else "value"
    page.text(TOP_ROW, TOTAL, page.word(value), Look("header", right=True))
    for column, name in enumerate(scenario_names(page, plan), FIRST_DETAIL):
        _heading(page, column, name, Look("header", right=True))
    for name in ENDS:
        _heading(page, plan.column(name), page.word(name), Look("header", right=True))
    for number in range(plan.points):
        name = point_name(page, number)
        _heading(page, plan.point_column(number), name, Look("header", right=True))
    for place, aside in enumerate(page.packet.model.outlook.asides):
        name = aside_name(page, aside.kind, aside.number)
        _heading(page, plan.aside_column(place), name, Look("header", right=True))
    for name in DESCRIBED:
        look = Look("header", indent=int(name == "kind"))
        _heading(page, plan.column(name), page.word(name), look)
    for number in range(plan.steps):
        _heading(page, plan.step_column(number), step_name(page, number), Look("header"))


def _heading(page: Page, column: int, text: str, look: Look) -> None:
    page.text(TOP_ROW, column, text, look._replace(wrap=True), widest=heading_width(text))


def point_name(page: Page, number: int) -> str:
    """The heading of a column of solved turning values, by which cases find it."""
    return page.word("point").replace("{number}", str(number + 1))


def aside_name(page: Page, kind: str, number: int) -> str:
    """The heading of a column of later go-lives or other volumes, by which cases find it."""
    return page.word(kind).replace("{number}", str(number))


def step_name(page: Page, number: int) -> str:
    """The heading of a column with a part of the fractions."""
    return page.word("step").replace("{number}", str(number + 1))


def _input(page: Page, plan: InputsPlan, row: int, figure: Figure) -> None:
    words, source = page.packet.words, figure.source
    assert source is not None
    page.text(row, LABEL, words.name(figure), Look("label", wrap=True, indent=1))
    page.text(row, UNIT, page.unit(figure.unit), Look("label"))
    role: Role = "formula" if is_control(figure) else "input"
    page.number(row, plan.stated_place(figure.key, row).column, figure, Look(role, right=True))
    kind = page.word("control") if is_control(figure) else words.word("sources", source.kind)
    note = page.packet.fill(source.note)
    described = {"kind": kind, "place": source.place, "date": source.date, "note": note}
    for name, text in described.items():
        look = Look("text", wrap=name in WRAPPED, indent=int(name == "kind"))
        page.text(row, plan.column(name), text, look, widest=WIDEST_REMARK)
    page.text(row, plan.column("key"), figure.key, Look("quiet"))
    page.text(row, plan.column("number"), row_number(row), Look("quiet"))
    if not is_ours(figure):
        limits = page.packet.limits.get(figure.key, Limits())
        page.constant(row, plan.column("least"), limits.least, Look("quiet", right=True), GENERAL)
        page.constant(row, plan.column("most"), limits.most, Look("quiet", right=True), GENERAL)
        _odd(page, plan, row, limits)


def _odd(page: Page, plan: InputsPlan, row: int, limits: Limits) -> None:
    """More than nothing where a number beside the one in use is none or beyond the limits, or one is not whole."""
    least, most = (f"{get_column_letter(plan.column(name))}{row}" for name in ("least", "most"))
    in_scenarios = _in_scenarios(plan, row)
    beside = [f"{in_scenarios[0]}:{in_scenarios[-1]}"] if in_scenarios else []
    kept = ",".join(
        f"COUNT({span})>=COLUMNS({span}),MIN({span})>={least},MAX({span})<={most}"
        for span in [*beside, *_typed_ends(page, plan, row)]
    )
    whole = [f"{get_column_letter(TOTAL)}{row}", *in_scenarios] if limits.whole else []
    broken = _fractions(page, plan, row, whole) if whole else "0"
    if kept or whole:
        content = f"IF(AND({kept}),{broken},1)" if kept else broken
        look = Look("quiet", right=True)
        page.formula_of(row, plan.column("odd"), f"=IFERROR({content},1)", 0, look, GENERAL)


def _fractions(page: Page, plan: InputsPlan, row: int, whole: Sequence[str]) -> str:
    """What is beyond whole numbers in all of these cells; of more than one formula can add up, in steps behind it."""
    parts = ["+".join(f"{cell}-INT({cell})" for cell in span) for span in in_steps(whole)]
    if len(parts) == 1:
        return parts[0]
    columns = [plan.step_column(number) for number in range(len(parts))]
    for column, content in zip(columns, parts, strict=True):
        page.formula_of(row, column, f"={content}", 0, Look("quiet", right=True), GENERAL)
    return f"SUM({get_column_letter(columns[0])}{row}:{get_column_letter(columns[-1])}{row})"


def _in_scenarios(plan: InputsPlan, row: int) -> list[str]:
    """The cells of an input that scenarios change, base first."""
    if plan.rows[row].key not in plan.changed:
        return []
    columns = range(FIRST_DETAIL, FIRST_DETAIL + len(plan.scenarios))
    return [f"{get_column_letter(column)}{row}" for column in columns]


def _typed_ends(page: Page, plan: InputsPlan, row: int) -> Iterator[str]:
    """The cells of the ends of its range that are stated, and of its values that were solved; those sought as one."""
    figure, outlook = plan.rows[row], page.packet.model.outlook
    points = len(outlook.points.get(figure.key, ()))
    columns = [plan.point_column(number) for number in range(points)]
    if figure.source is not None:
        ends = (("low", figure.source.low), ("high", figure.source.high))
        columns += [plan.column(name) for name, said in ends if said is not None]
    yield from (f"{get_column_letter(column)}{row}" for column in columns)
    sought = [
        plan.aside_column(place)
        for place, aside in enumerate(outlook.asides)
        if aside.value.is_input and aside.input.key == figure.key
    ]
    if sought:
        yield ":".join(f"{get_column_letter(column)}{row}" for column in (sought[0], sought[-1]))


def _derived(page: Page, plan: InputsPlan, row: int, figure: Figure) -> None:
    page.text(row, LABEL, page.packet.words.name(figure), Look("label", indent=1))
    page.text(row, UNIT, page.unit(figure.unit), Look("label"))
    page.figure(Place(plan.title, row, TOTAL), figure)
    page.text(row, plan.column("kind"), page.word("derived"), Look("text", indent=1))


def _ends(page: Page, plan: InputsPlan, row: int, figure: Figure) -> None:
    """The range of an input, as stated, or worked out for those that the sensitivity moves; and where it turns."""
    source, shown_as = figure.source, number_format(figure, page.packet)
    assert source is not None
    moved = {driver.input.key: driver for driver in page.packet.model.outlook.drivers}
    for name, said in (("low", source.low), ("high", source.high)):
        column = plan.column(name)
        if said is not None:
            page.constant(row, column, said, Look("input", right=True), shown_as)
        elif figure.key in moved:
            driver = moved[figure.key]
            end = driver.low if name == "low" else driver.high
            fitting = suiting(shown_as, [end.value])
            page.figure(Place(plan.title, row, column), end, shown_as=fitting)
        else:
            page.blank(row, column, Look("label"))
    points = page.packet.model.outlook.points.get(figure.key, ())
    for number in range(plan.points):
        column = plan.point_column(number)
        if number < len(points):
            value = points[number].value
            fitting = suiting(shown_as, [value])
            page.constant(row, column, value, Look("input", right=True), fitting)
        else:
            page.blank(row, column, Look("label"))
    _asides(page, plan, row, figure)


def _asides(page: Page, plan: InputsPlan, row: int, figure: Figure) -> None:
    """Of the go-live the later months that are tried, of the volume the others."""
    for place, aside in enumerate(page.packet.model.outlook.asides):
        column = plan.aside_column(place)
        if figure.key == aside.input.key:
            shown_as = suiting(number_format(figure, page.packet), [aside.value.value])
            _aside(page, Place(plan.title, row, column), aside.value, shown_as)
        else:
            page.blank(row, column, Look("label"))


def _aside(page: Page, place: Place, value: Figure, shown_as: str) -> None:
    """One that was sought may be sought anew."""
    if value.is_input:
        page.constant(place.row, place.column, value.value, Look("input", right=True), shown_as)
    else:
        page.figure(place, value, shown_as=shown_as)


def _values_in_scenarios(page: Page, plan: InputsPlan) -> None:
    """The value in use is that of the chosen scenario; the others are worked out from what is typed."""
    flags = _across(plan, CHOSEN_ROW)
    for row, figure in plan.rows.items():
        if figure.key not in plan.changed:
            for column in range(FIRST_DETAIL, FIRST_DETAIL + len(plan.scenarios)):
                page.blank(row, column, Look("label"))
            continue
        shown_as = number_format(figure, page.packet)
        content = f'=INDEX({_across(plan, row)},MATCH("{CHOSEN}",{flags},0))'
        place = Place(plan.title, row, TOTAL)
        page.write_formula(place, figure, content, Look("formula", right=True), shown_as)
        for scenario in page.packet.model.outlook.scenarios[1:]:
            at = plan.scenario_place(scenario.id, row)
            value = scenario.values[figure.key]
            content = formula(value, StatedView(page.layout, at, page.packet.words.reason))
            fitting = suiting(shown_as, [value.value])
            page.write_formula(at, value, content, Look("formula", right=True), fitting)


def _validate(page: Page, plan: InputsPlan) -> None:
    """Excel refuses what the input file's own rules would refuse."""
    ranges: dict[Limits, DataValidation] = {}
    limits: Mapping[str, Limits] = page.packet.limits
    for row, figure in plan.rows.items():
        stated = plan.stated_place(figure.key, row).column
        points = range(plan.point_column(0), plan.point_column(plan.points))
        asides = range(plan.aside_column(0), plan.aside_column(plan.asides))
        for column in (stated, *map(plan.column, ENDS), *points, *asides):
            if (row, column) not in page.typed:
                continue
            bounds = limits.get(figure.key, Limits())
            if bounds not in ranges:
                ranges[bounds] = _validation(page, bounds)
            ranges[bounds].add(coordinate(row, column))
    for validation in ranges.values():
        page.sheet.add_data_validation(validation)


def _mark_what_is_beyond(page: Page, plan: InputsPlan) -> None:
    """Red where the check of the inputs does not count one: validation sees what is typed, not what is pasted."""
    value, least, most, odd = map(get_column_letter, (TOTAL, *map(plan.column, BOUNDS)))
    first, last = min(plan.rows), max(plan.rows)
    cell = f"${value}{first}"
    beyond = f'OR({cell}="",{cell}<${least}{first},{cell}>${most}{first},${odd}{first}>0)'
    condition = f'AND(${least}{first}<>"",{beyond})'
    rule = Rule(type="expression", formula=[condition], dxf=FAILED)
    page.sheet.conditional_formatting.add(f"{value}{first}:{value}{last}", rule)


def _validation(page: Page, limits: Limits) -> DataValidation:
    bounds: dict[str, Any] = {
        "type": "whole" if limits.whole else "decimal",
        "operator": "between",
        "formula1": f"{limits.least:.15G}",
        "formula2": f"{limits.most:.15G}",
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
    if limits.whole:
        parts.append(page.word("whole"))
    if limits.choices:
        parts = [f"{choice:g}" for choice in limits.choices]
    return page.word("and").join(parts) or page.word("any")
