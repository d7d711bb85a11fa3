"""Turns two aligned versions of a workbook into the names, limits, signals and charts that are other than they were."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from generator.audit.finding import Finding
from generator.audit.model_review.spots import Spot, findings_of
from generator.audit.twins.alignment import Alignment
from generator.audit.twins.notation import Move, normal
from generator.audit.xlsx.book import Chart, Light, Sheet, Validation
from generator.audit.xlsx.places import Area
from generator.wording.saying import said

Said = tuple[str, ...]
# Gives the rules of a sheet: where each holds, and what it says once cells have moved.
Read = Callable[[Sheet, Move | None], Iterator[tuple[tuple[Area, ...], Said]]]


def changed_names(alignment: Alignment) -> Iterator[Finding]:
    """Each name must stand for the same cells."""
    found = {(name.name.casefold(), name.scope): name for name in alignment.theirs.names}
    for name in alignment.ours.names:
        other = found.pop((name.name.casefold(), name.scope), None)
        if other is None:
            yield Finding(
                "name_altered", said("workbook"), said("the name {name} is gone", name=name.name)
            )
        elif _normal(name.target, alignment.move_from(name.scope)) != _normal(other.target):
            message = said(
                "the name {name} stands for {found} instead of {target}",
                name=name.name,
                found=other.target,
                target=name.target,
            )
            yield Finding("name_altered", said("workbook"), message)
    for name in found.values():
        message = said(
            "the name {name} was added; it stands for {target}", name=name.name, target=name.target
        )
        yield Finding("name_altered", said("workbook"), message)


def changed_limits(alignment: Alignment) -> list[Finding]:
    """Each cell that may be typed into must refuse what it refused."""
    spots = [
        spot
        for ours, theirs in alignment.pairs()
        for spot in _changed(
            alignment, ours, theirs, _limits, said("refuses other values than it did")
        )
    ]
    return findings_of("limits_altered", spots)


def changed_lights(alignment: Alignment) -> list[Finding]:
    """Each cell that changes colour with its value must do so as before."""
    spots = [
        spot
        for ours, theirs in alignment.pairs()
        for spot in _changed(
            alignment, ours, theirs, _lights, said("no longer changes colour as it did")
        )
    ]
    return findings_of("colours_altered", spots)


def _changed(
    alignment: Alignment, ours: Sheet, theirs: Sheet, read: Read, message: str
) -> Iterator[Spot]:
    """Cell by cell of ours; what theirs says may cover millions of cells."""
    found = list(read(theirs, None))
    wanted: dict[tuple[int, int], set[Said]] = {}
    for areas, rule in read(ours, alignment.move_from(ours.title)):
        for place in (place for area in areas for place in area.cells()):
            wanted.setdefault(place, set()).add(rule)
    for (row, column), said_of_it in wanted.items():
        at = alignment.place(ours.title, row, column)
        if at and said_of_it != _said_of(at, found):
            yield Spot(message, theirs.title, at)


def _said_of(place: tuple[int, int], rules: Iterable[tuple[tuple[Area, ...], Said]]) -> set[Said]:
    return {rule for areas, rule in rules if any(area.holds(*place) for area in areas)}


def _limits(sheet: Sheet, move: Move | None) -> Iterator[tuple[tuple[Area, ...], Said]]:
    return ((rule.areas, _limit(rule, move)) for rule in sheet.validations)


def _limit(rule: Validation, move: Move | None) -> Said:
    # A list has neither an operator nor a second bound, whatever the program writes there.
    comparing = rule.kind not in ("list", "custom")
    bounds = rule.bounds if comparing and "etween" in rule.operator else rule.bounds[:1]
    operator = rule.operator if comparing else ""
    return rule.kind, operator, str(rule.refuses), *(_normal(bound, move) for bound in bounds)


def _lights(sheet: Sheet, move: Move | None) -> Iterator[tuple[tuple[Area, ...], Said]]:
    return ((rule.areas, _light(rule, move)) for rule in sheet.lights)


def _light(rule: Light, move: Move | None) -> Said:
    return rule.kind, rule.operator, *(_normal(bound, move) for bound in rule.bounds)


def changed_charts(alignment: Alignment) -> Iterator[Finding]:
    """Each chart must draw the same cells under the same titles."""
    found = {title: _charts(alignment.theirs.charts, title) for title in alignment.titles.values()}
    for own in alignment.ours.charts:
        title = alignment.titles.get(own.sheet)
        if title is None:
            continue
        other = found[title].pop(0) if found[title] else None
        where = said("{sheet}, chart “{title}”", sheet=title, title=own.title)
        if other is None:
            yield Finding("chart_altered", where, said("the chart is gone"))
            continue
        if own.title != other.title:
            yield Finding(
                "chart_altered", where, said("the chart is now called “{title}”", title=other.title)
            )
        if (axes := _axes(own)) != _axes(other):
            message = said(
                "its axes are called {axes} instead of {wanted}", axes=_axes(other), wanted=axes
            )
            yield Finding("chart_altered", where, message)
        message = _redrawn(own, other, alignment.move_from(own.sheet))
        if message:
            yield Finding("chart_altered", where, message)
    for title, rest in found.items():
        for chart in rest:
            yield Finding(
                "chart_altered", title, said("the chart “{chart}” was added", chart=chart.title)
            )


def _charts(charts: Iterable[Chart], title: str) -> list[Chart]:
    return [chart for chart in charts if chart.sheet == title]


def _axes(chart: Chart) -> str:
    return " / ".join(sorted(axis.title for axis in chart.axes))


def _redrawn(own: Chart, other: Chart, move: Move | None) -> str:
    """What it draws instead, empty where it draws the same."""
    drawn = [reference for reference in other.references if not reference.startswith('"')]
    for before, after in zip(own.references, drawn, strict=False):
        if _normal(before, move) != _normal(after):
            return said("it draws {after} instead of {before}", after=after, before=before)
    more = len(drawn) - len(own.references)
    if not more:
        return ""
    if more > 0:
        return said("it draws {count} ranges more", count=more)
    return said("it draws {count} ranges less", count=-more)


def _normal(formula: str, move: Move | None = None) -> str:
    """A bound or target without its sign, numbers in one form."""
    bare = formula.removeprefix("=")
    with suppress(ValueError):
        return repr(float(bare))
    return normal(f"={bare}", move)
