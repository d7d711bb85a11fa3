"""Turns a comparison with an earlier version into what the document says of it: tables, a chart, a line of history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.compare.alignment import Change
from generator.compare.causes import Cause
from generator.compare.comparison import Comparison
from generator.compare.moves import Move, Part
from generator.compare.states import ASK
from generator.figures.figure import Figure, figure
from generator.figures.key import Key
from generator.packet.charts import WATERFALL, Chart, Series
from generator.packet.tables import Table
from generator.packet.wording import Wording
from generator.proposal.models.proposal import Proposal

KEY = Key("since")
# What is drawn, the first of these that moved; and what the table of causes has a column for.
WORTH = "return.npv"
DRAWN = (WORTH, ASK, "tco.total")
SPLIT = (ASK, "tco.total", WORTH)
# More bars than these are drawn as one.
MOST_BARS = 8


@dataclass(frozen=True)
class Since:
    """What a document says of an earlier version.

    earlier: that version. tables: by key. chart: None where nothing moved. line: for the list of versions. figures: the
    numbers that are printed.
    """

    earlier: Proposal
    tables: tuple[Table, ...]
    chart: Chart | None
    line: str
    figures: tuple[Figure, ...]


def since(comparison: Comparison, wording: Wording) -> Since:
    """Tables of headlines, causes, assumptions and lines; a waterfall by cause."""
    chart = _chart(comparison, wording)
    tables = (_headlines(wording), _causes(wording), _assumptions(wording), _entries(wording))
    drawn = () if chart is None else [each for line in chart.series for each in line.figures]
    return Since(
        earlier=comparison.before.proposal,
        tables=tuple(table for table in tables if table.rows),
        chart=chart,
        line=_line(wording),
        figures=(*_printed(wording), *(each for each in drawn if each is not None)),
    )


def _table(
    wording: Wording, key: str, header: Sequence[str], rows: Sequence[Sequence[str]], numeric: bool
) -> Table:
    return Table(
        KEY / key,
        wording.say(f"since_{key}"),
        tuple(header),
        (False, *[numeric] * (len(header) - 1)),
        tuple(map(tuple, rows)),
        ("memo",) * len(rows),
    )


def _headlines(wording: Wording) -> Table:
    header = [wording.say(f"column_{key}") for key in ("headline", "old", "new", "move")]
    rows = [
        (wording.headline(move), *wording.ends(move), wording.whole(move))
        for move in wording.headlines
    ]
    return _table(wording, "headlines", header, rows, numeric=True)


def _causes(wording: Wording) -> Table:
    """A row for each cause, a column for each headline that is split; the last row is the whole."""
    moves = [move for move in wording.headlines if move.key in SPLIT and move.parts]
    header = [wording.say("column_cause"), *map(wording.headline_with_unit, moves)]
    groups = groups_of(wording.comparison, moves)
    rows = [
        (_names(wording, group), *(_part(wording, move, group) for move in moves))
        for group in groups
    ]
    if rows:
        rows.append((wording.say("whole"), *map(wording.whole, moves)))
    return _table(wording, "causes", header, rows, numeric=True)


def groups_of(comparison: Comparison, moves: Sequence[Move]) -> list[tuple[Cause, ...]]:
    """The causes that move any of these headlines, in their order; those together that can only be told together."""
    places = {id(cause): place for place, cause in enumerate(comparison.causes)}
    found = dict.fromkeys(part.causes for move in moves for part in move.parts)
    return sorted(found, key=lambda causes: [places[id(cause)] for cause in causes])


def _names(wording: Wording, causes: Sequence[Cause]) -> str:
    return wording.say("and").join(map(wording.cause, causes))


def _part(wording: Wording, move: Move, causes: Sequence[Cause]) -> str:
    amount = next((part.amount for part in move.parts if part.causes == causes), None)
    return "—" if amount is None else wording.signed(wording.figure(move), amount)


def _assumptions(wording: Wording) -> Table:
    header = [wording.say(f"column_{key}") for key in ("assumption", "change", "source")]
    rows = [
        (wording.name(change), wording.values(change), wording.source(change) or "—")
        for change in _of_kinds(wording, "number")
    ]
    return _table(wording, "assumptions", header, rows, numeric=False)


def _entries(wording: Wording) -> Table:
    header = [wording.say(f"column_{key}") for key in ("entry", "what")]
    rows = [
        (wording.name(change), wording.say(f"line_{wording.kind(change)}"))
        for change in _of_kinds(wording, "added", "gone")
    ]
    return _table(wording, "entries", header, rows, numeric=False)


def _of_kinds(wording: Wording, *kinds: str) -> list[Change]:
    changes = wording.comparison.changes
    return [change for change in changes if wording.kind(change) in kinds]


def _line(wording: Wording) -> str:
    """The headlines that are split, with how far they moved."""
    moves = [move for move in wording.headlines if move.key in SPLIT]
    told = wording.say("comma").join(
        wording.say(
            "line",
            name=wording.headline(move),
            move=wording.whole_with_unit(move),
        )
        for move in moves
    )
    version = wording.comparison.before.proposal.proposal.version
    return wording.say("since_line", version=version, moves=told or wording.say("no_headline"))


def _printed(wording: Wording) -> list[Figure]:
    """Every amount of these tables as a figure, which the audit looks up."""
    printed: list[Figure] = []
    for move in wording.headlines:
        like = wording.figure(move)
        amounts = [move.old, move.new, move.change, *(part.amount for part in move.parts)]
        for amount in amounts:
            if amount is not None:
                key = KEY / move.key / len(printed)
                printed += [figure(key, like.unit, amount), figure(key, like.unit, abs(amount))]
    return printed


def _chart(comparison: Comparison, wording: Wording) -> Chart | None:
    """From the old value by cause to the new one."""
    moves = {move.key: move for move in comparison.headlines if move.parts}
    move = next((moves[key] for key in DRAWN if key in moves), None)
    if move is None:
        return None
    steps = _steps(wording, move)
    names = (wording.say("old_version"), *(name for name, _ in steps), wording.say("new_version"))
    bars = _bars(move, [amount for _, amount in steps])
    series = tuple(
        Series(wording.words.word("columns", f"bar_{name}"), tuple(bar[place] for bar in bars))
        for place, name in enumerate(WATERFALL)
    )
    headline = wording.headline(move)
    return Chart(
        key=str(KEY),
        kind="waterfall",
        title=wording.say("since_chart", name=headline),
        table="",
        along=wording.say("column_cause"),
        categories=names,
        series=series,
        finding=_finding(wording, move),
        more_is_better=move.key == WORTH,
    )


def _finding(wording: Wording, move: Move) -> str:
    largest = max(move.parts, key=lambda part: abs(part.amount))
    name, whole = wording.headline(move), wording.whole_with_unit(move)
    return wording.say("since_finding", name=name, move=whole, cause=_short(wording, largest))


def _steps(wording: Wording, move: Move) -> list[tuple[str, float]]:
    """What is drawn as a bar each: the causes, the smallest together where they are too many."""
    parts = move.parts
    if len(parts) > MOST_BARS:
        ranked = sorted(parts, key=lambda part: -abs(part.amount))
        drawn = [part for part in parts if part in ranked[: MOST_BARS - 1]]
        rest = sum(part.amount for part in ranked[MOST_BARS - 1 :])
        others = wording.say("others", number=len(parts) - len(drawn))
        return [*((_short(wording, part), part.amount) for part in drawn), (others, rest)]
    return [(_short(wording, part), part.amount) for part in parts]


def _short(wording: Wording, part: Part) -> str:
    return wording.say("and").join(wording.short(cause) for cause in part.causes)


def _bars(move: Move, amounts: Sequence[float]) -> list[tuple[Figure | None, ...]]:
    """Of each bar: the whole, what it stands on, how far it falls, how far it rises."""

    def bar(place: int, name: str, height: float) -> Figure:
        return figure(KEY / "bars" / place / name, "money", height)

    value = move.old or 0.0
    bars: list[tuple[Figure | None, ...]] = [(bar(0, "whole", value), None, None, None)]
    for place, amount in enumerate(amounts, start=1):
        stands = bar(place, "from", min(value, value + amount))
        falls, rises = bar(place, "falls", max(-amount, 0)), bar(place, "rises", max(amount, 0))
        bars.append((None, stands, falls, rises))
        value += amount
    bars.append((bar(len(bars), "whole", move.new or 0.0), None, None, None))
    return bars
