"""Turns a packet's sheets into places: the cell in which each figure is at home, and every other one that shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.figures.cases import Cases, Group
from generator.figures.figure import Figure
from generator.figures.schedule import Schedule
from generator.packet.inputs import InputGroup
from generator.packet.packet import Packet
from generator.render.workbook.layout import (
    AXIS_ROW,
    CASES_APART,
    DECIMALS,
    FIRST_DETAIL,
    HIDDEN,
    LABEL,
    MONEY,
    ROWS_BELOW,
    TOP_ROW,
    TOTAL,
    UNIT,
    Block,
    CasesPlan,
    GroupPlan,
    InputsPlan,
    Layout,
    LayoutError,
    Place,
    SheetPlan,
)

LONGEST_TITLE = 31


def arrange(packet: Packet) -> Layout:
    """Give every figure of the packet a home.

    An input lives on the inputs sheet, a computed figure where it first stands in the order of the model's schedules
    or, so that a row along time keeps one formula, in such a row. Raises LayoutError for a figure that stands nowhere.
    """
    words = packet.words
    tables = packet.model.outlook.cases
    keys = ["cover", "inputs", *(table.key for table in tables)]
    keys += [sheet.key for sheet in packet.sheets]
    titles = {key: _title(words.entry("sheets", key)["title"]) for key in keys}
    sheets = tuple(
        sheet_plan(sheet.key, titles[sheet.key], sheet.schedules) for sheet in packet.sheets
    )
    inputs = _inputs(titles["inputs"], packet)
    cases = {table.key: _cases(titles[table.key], table) for table in tables}
    layout = Layout(titles["cover"], inputs, sheets, cases)
    _settle(layout, packet)
    return layout


def _title(words: str) -> str:
    if len(words) > LONGEST_TITLE or set(words) & set("[]:*?/\\'"):
        raise LayoutError(f"{words!r} cannot be the title of a sheet")
    return words


def sheet_plan(key: str, title: str, schedules: Sequence[Schedule]) -> SheetPlan:
    """Stack the schedules. Raises LayoutError where they need more than one time axis."""
    periods = _common_axis(title, schedules)
    by_month = bool(periods) and periods[0].unit == "month"
    behind_time = max(_last_number(schedules), TOTAL + len(periods))
    timeless = [schedule for schedule in schedules if not schedule.periods]
    blocks = []
    top = TOP_ROW
    for schedule in schedules:
        # Nobody would look for a remark behind months that its own table does not have, and paper would be wasted.
        last = _last_number(timeless) if by_month and not schedule.periods else behind_time
        blocks.append(Block(schedule, top, _columns(schedule, last + 1)))
        top = blocks[-1].bottom + ROWS_BELOW + 1
    return SheetPlan(key, title, tuple(blocks), periods)


def _last_number(schedules: Iterable[Schedule]) -> int:
    """The rightmost column with numbers of their own."""
    return UNIT + max(sum(c.role not in ("label", "text") for c in s.columns) for s in schedules)


def _common_axis(title: str, schedules: Iterable[Schedule]) -> tuple[Figure, ...]:
    axes = {tuple(p.key for p in s.periods): s.periods for s in schedules if s.periods}
    if len(axes) > 1:
        raise LayoutError(f"the sheet {title} would need {len(axes)} time axes: it can have one")
    return next(iter(axes.values()), ())


def _columns(schedule: Schedule, remarks: int) -> tuple[int, ...]:
    """Label and total have their own columns; numbers follow each other, texts stand behind all numbers."""
    columns = []
    detail, remark = FIRST_DETAIL, remarks
    for place, column in enumerate(schedule.columns):
        if column.role == "label":
            columns.append(LABEL)
        elif column.role == "total":
            columns.append(TOTAL)
        elif column.role == "text":
            said = any(row.cells[place - 1] for row in schedule.rows)
            columns.append(remark if said else HIDDEN)
            remark += said
        else:
            columns.append(detail)
            detail += 1
    return tuple(columns)


def _cases(title: str, cases: Cases) -> CasesPlan:
    plans: list[GroupPlan] = []
    top = AXIS_ROW + 1
    for group in cases.groups:
        plans.append(_group(group, top, cases.alone))
        top = plans[-1].bottom + CASES_APART
    return CasesPlan(title, cases, tuple(plans))


def _group(group: Group, top: int, alone: bool) -> GroupPlan:
    plan = GroupPlan(group, top, alone)
    plan.rows.update((item.key, row) for row, item in enumerate(group.changed, plan.moved_to + 1))
    row = plan.last_input + 3
    for block in group.blocks.together:
        plan.rows.update((item.key, place) for place, item in enumerate(block, row))
        row += len(block) + 1
    return plan


def _inputs(title: str, packet: Packet) -> InputsPlan:
    headings: dict[int, InputGroup] = {}
    rows: dict[int, Figure] = {}
    derived: dict[int, Figure] = {}
    row = TOP_ROW + 1
    for group in packet.inputs:
        headings[row] = group
        rows |= {row + place: figure for place, figure in enumerate(group.figures, 1)}
        row += len(group.figures) + 1
        if group.key == MONEY and DECIMALS in packet.figures:
            derived[row] = packet.figures[DECIMALS]
            row += 1
        row += 1
    scenarios = packet.model.outlook.scenarios
    ids = tuple(scenario.id for scenario in scenarios)
    changed = scenarios[-1].values
    places: dict[str, int] = {
        figure.key: row for row, figure in rows.items() if figure.key in changed
    }
    points = max(map(len, packet.model.outlook.points.values()), default=0)
    asides = len(packet.model.outlook.asides)
    scenario_ids = ids if places else ()
    return InputsPlan(title, headings, rows, derived, scenario_ids, places, points, asides)


def _settle(layout: Layout, packet: Packet) -> None:
    for row, figure in (*layout.inputs.rows.items(), *layout.inputs.derived.items()):
        _settle_at_home(layout, figure, Place(layout.inputs.title, row, TOTAL))
    _settle_outlook(layout, packet)
    drawn = {block.schedule.key: (plan, block) for plan in layout.sheets for block in plan.blocks}
    with_axis: set[str] = set()
    for key in packet.model.schedules:
        if key not in drawn:
            raise LayoutError(f"the schedule {key} stands on no sheet")
        plan, block = drawn[key]
        axis = [] if plan.title in with_axis else list(plan.axis())
        with_axis.add(plan.title)
        for place, figure in (*axis, *plan.shown(block)):
            layout.put(figure, place)
    for figure in packet.figures.values():
        _give_home(layout, figure)


def _settle_outlook(layout: Layout, packet: Packet) -> None:
    """Beside an input stand what it is in each scenario, the ends of its range, where it turns, what else is tried."""
    inputs, outlook = layout.inputs, packet.model.outlook
    rows: dict[str, int] = {figure.key: row for row, figure in inputs.rows.items()}
    for scenario in outlook.scenarios:
        for key, value in scenario.values.items():
            if key in rows:
                _settle_at_home(layout, value, inputs.scenario_place(scenario.id, rows[key]))
    for driver in outlook.ended.values():
        for name, end in (("low", driver.low), ("high", driver.high)):
            place = Place(inputs.title, rows[driver.input.key], inputs.column(name))
            _settle_at_home(layout, end, place)
    for key, points in outlook.points.items():
        for number, point in enumerate(points):
            place = Place(inputs.title, rows[key], inputs.point_column(number))
            _settle_at_home(layout, point, place)
    for number, aside in enumerate(outlook.asides):
        place = Place(inputs.title, rows[aside.input.key], inputs.aside_column(number))
        _settle_at_home(layout, aside.value, place)


def _settle_at_home(layout: Layout, figure: Figure, place: Place) -> None:
    layout.put(figure, place)
    layout.homes[figure.key] = place


def _give_home(layout: Layout, figure: Figure) -> None:
    places = layout.places.get(figure.key)
    if not places:
        raise LayoutError(f"{figure.key} stands in no schedule, so its formula has no cell")
    along_time = [place for place in places if place.period]
    layout.homes.setdefault(figure.key, (along_time or places)[0])
