"""Turns a comparison into Markdown: a memo of what changed and why, and the form of a budget adjustment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.compare.adjustment import Adjusted, Group, adjustment_of, causes_of_adjustment
from generator.compare.causes import Cause
from generator.compare.moves import Move
from generator.packet.tables import Table
from generator.packet.wording import Wording
from generator.render.inert import name
from generator.render.markdown import pipe_table

# The headlines that stand side by side in the table of causes.
MOST_COLUMNS = 4
SPLIT_FIRST = ("ask", "tco.total", "return.npv", "return.payback_months")


def to_memo(wording: Wording) -> str:
    """Headlines, causes, assumptions, lines and texts; what did not change is not told."""
    told, say = wording.comparison, wording.say
    title = name(told.after.proposal.proposal.title)
    versions = (told.before.proposal.proposal.version, told.after.proposal.proposal.version)
    parts = [f"# {say('memo', title=title)}", say("versions", old=versions[0], new=versions[1])]
    if told.is_same:
        return _joined([*parts, say("same")])
    if wording.headlines:
        parts += [f"## {say('headlines_moved')}", _headlines(wording)]
        parts += [f"## {say('why')}", say("order"), _causes(wording)]
    else:
        parts.append(say("no_headline"))
    parts += _section(wording, "assumptions", _assumptions(wording))
    parts += _section(wording, "entries", _listed(wording, ("added", "gone")))
    parts += _section(wording, "facts", [f"- {name(wording.fact(fact))}" for fact in told.facts])
    parts += _section(wording, "texts", _listed(wording, ("text",)))
    return _joined(parts)


def to_adjustment(wording: Wording) -> str:
    """The form: item, approved, adjusted by, adjusted to, and the signatures."""
    told, say = wording.comparison, wording.say
    title = name(told.after.proposal.proposal.title)
    unit = wording.words.unit("money")
    header = tuple(say(f"adjustment_{each}") for each in ("item", "approved", "by", "to", "note"))
    rows, kinds = [], []
    for group in adjustment_of(told):
        for row, kind in _adjusted(wording, group):
            rows.append(row)
            kinds.append(kind)
    table = Table("", "", header, (False, True, True, True, False), tuple(rows), tuple(kinds))
    parts = [f"# {say('adjustment', title=title)}", say("adjustment_unit", unit=unit)]
    parts += ["\n".join(pipe_table(table)), say("adjustment_rule")]
    reasons = [f"- {name(wording.cause(cause))}" for cause in causes_of_adjustment(told)]
    parts += _section(wording, "adjustment_reasons", reasons)
    return _joined([*parts, _signatures(wording)])


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"


def _section(wording: Wording, key: str, lines: Sequence[str]) -> list[str]:
    return [f"## {wording.say(key)}", "\n".join(lines)] if lines else []


def _table(header: Sequence[str], rows: Iterable[Sequence[str]], total: bool = False) -> str:
    """The first column is text, all others are numbers."""
    listed = [tuple(row) for row in rows]
    kinds = ["line"] * len(listed)
    if total:
        kinds[-1] = "total"
    numeric = (False, *[True] * (len(header) - 1))
    return "\n".join(pipe_table(Table("", "", tuple(header), numeric, tuple(listed), tuple(kinds))))


def _headlines(wording: Wording) -> str:
    say = wording.say
    header = [say(key) for key in ("column_headline", "column_old", "column_new", "column_move")]
    rows = [
        (wording.headline(move), *wording.ends(move), wording.whole(move))
        for move in wording.headlines
    ]
    return _table(header, rows)


def _causes(wording: Wording) -> str:
    """A row for each cause, a column for each of the first headlines; the rows add up to the last one."""
    moves = [move for move in wording.headlines if move.parts]
    first = [move for move in moves if move.key in SPLIT_FIRST] or moves[:MOST_COLUMNS]
    places = {id(cause): place for place, cause in enumerate(wording.comparison.causes)}
    found = dict.fromkeys(part.causes for move in first for part in move.parts)
    groups = sorted(found, key=lambda causes: [places[id(cause)] for cause in causes])
    if not groups:
        return ""
    header = [wording.say("column_cause"), *map(wording.headline_with_unit, first)]
    rows = [
        (_names(wording, causes), *(_part(wording, move, causes) for move in first))
        for causes in groups
    ]
    total = (wording.say("sum"), *map(wording.whole, first))
    return _table(header, [*rows, total], total=True)


def _names(wording: Wording, causes: Sequence[Cause]) -> str:
    return wording.say("and").join(map(wording.cause, causes))


def _part(wording: Wording, move: Move, causes: Sequence[Cause]) -> str:
    amounts = [part.amount for part in move.parts if part.causes == causes]
    return wording.signed(wording.figure(move), amounts[0]) if amounts else "—"


def _assumptions(wording: Wording) -> list[str]:
    changes = [change for change in wording.comparison.changes if wording.kind(change) == "number"]
    if not changes:
        return []
    header = tuple(wording.say(f"column_{key}") for key in ("assumption", "change", "source"))
    rows = tuple(
        (wording.name(change), wording.values(change), wording.source(change) or "—")
        for change in changes
    )
    kinds = ("line",) * len(rows)
    return list(pipe_table(Table("", "", header, (False, False, False), rows, kinds)))


def _listed(wording: Wording, kinds: Sequence[str]) -> list[str]:
    changes = wording.comparison.changes
    return [f"- {name(wording.change(each))}" for each in changes if wording.kind(each) in kinds]


def _adjusted(wording: Wording, group: Group) -> Iterator[tuple[tuple[str, ...], str]]:
    for line in group.lines:
        yield _row(wording, label_of(wording, line), line), "line"
    yield _row(wording, wording.say(f"adjustment_{group.key}"), group.total), "total"


def label_of(wording: Wording, line: Adjusted) -> str:
    """What a line is called."""
    if line.amount is None:
        return wording.say("adjustment_rest")
    return line.amount.subject or wording.words.name(line.amount)


def note_of(wording: Wording, line: Adjusted) -> str:
    """That a line is new or gone."""
    if line.amount is None:
        return ""
    return (
        wording.say("line_added")
        if line.is_new
        else wording.say("line_gone")
        if line.is_old
        else ""
    )


def signers_of(wording: Wording) -> list[str]:
    """Who signs the form."""
    approval = wording.comparison.after.proposal.approval
    return [wording.say("applicant"), *map(str, approval.signatories)]


def _row(wording: Wording, label: str, line: Adjusted) -> tuple[str, ...]:
    amounts = wording.adjustment(line.approved, line.change, line.adjusted)
    return (label, *amounts, note_of(wording, line))


def _signatures(wording: Wording) -> str:
    names = signers_of(wording)
    header = [wording.say(f"sign_{key}") for key in ("who", "opinion", "signature", "date")]
    rows = tuple((each, "", "", "") for each in names)
    table = Table("", "", tuple(header), (False,) * 4, rows, ("line",) * len(rows))
    return "\n".join(pipe_table(table))
