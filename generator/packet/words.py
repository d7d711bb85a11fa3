"""Turns the keys of schedules, columns, units and figures into the words of one language."""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from generator.figures.figure import Figure
from generator.figures.key import Key, Numbered, Part
from generator.figures.schedule import Column, Row, Schedule
from generator.packet.calendar_names import period_name
from generator.proposal.models.parts import Horizon
from generator.proposal.models.scenarios import ANY

# Names that say what is measured, but not of which line.
GENERAL = (
    "amount",
    "annual",
    "annual_amount",
    "growth",
    "left",
    "monthly",
    "monthly_amount",
    "right",
    "total",
)
# Numbers of months since the start: a span that begins there, or the month itself.
MOMENTS = ("month", "nth_month")
# Between the parts of a name while it is put together.
OF = "\x1f"
# Decimals that adding leaves.
DUST = 9
# Below these a user's own id stands, which may be a word of ours: `options.total.monthly`.
BY_OPTION = ("options", "scales")


class Words:
    """The words of a language, from `templates/<language>/words.yaml`.

    Raises KeyError, naming section and key, for a word that the file lacks: a document never shows a bare key.
    """

    def __init__(
        self,
        folder: Path,
        language: str,
        currency: str,
        subjects: Mapping[str, str] | None = None,
        horizon: Horizon | None = None,
    ) -> None:
        """`subjects` names what stands at a path of the input, for the figures stated below it.

        horizon: gives months and fiscal years their names, and the convention under which some words are others.
        """
        self.language = language
        self.currency = currency
        self._subjects = subjects or {}
        # Names that several things have, such as a line of two options.
        named = Counter(self._subjects.values())
        self._shared = {name for name, times in named.items() if times > 1}
        self._horizon = horizon
        convention = "" if horizon is None else horizon.discounting
        file = folder / language / "words.yaml"
        sections = _load(file, file.stat().st_mtime_ns)
        self._sections = _merged(sections, sections.get("discounting", {}).get(convention, {}))
        self._names: dict[tuple[str, str, str], str] = {}

    def word(self, section: str, key: str) -> str:
        """One word of a section."""
        try:
            return str(self._sections[section][key])
        except KeyError:
            raise KeyError(f"words.yaml ({self.language}) has no {section}.{key}") from None

    def sections(self, names: Iterable[str]) -> dict[str, dict[str, str]]:
        """Whole sections as plain data, for templates."""
        return {name: self.section(name) for name in names}

    def section(self, name: str) -> dict[str, str]:
        """A whole section."""
        return dict(self._sections[name])

    def date(self, date: datetime.date) -> str:
        """A date as a document writes it."""
        form = self.word("document", "date")
        return form.format(date=date)

    def entry(self, section: str, key: str) -> Mapping[str, str]:
        """The words that belong together under a key: title and purpose of a sheet."""
        try:
            entry: Mapping[str, str] = self._sections[section][key]
        except KeyError:
            raise KeyError(f"words.yaml ({self.language}) has no {section}.{key}") from None
        return entry

    def caption(self, schedule: Schedule) -> str:
        """What a table is called; the user's names stand where the caption says {subject} and {against}."""
        own = schedule.key in self._sections["schedules"]
        caption = self.word("schedules", schedule.key if own else schedule.family)
        return caption.format(subject=schedule.subject, against=schedule.against)

    def omitted(self, schedule: Schedule) -> str:
        """How many rows are left out because they matter too little; empty for none."""
        if not schedule.omitted:
            return ""
        return self.word("notes", "omitted").format(number=schedule.omitted)

    def heading(self, column: Column, schedule: str = "") -> str:
        """A column's heading without its unit, by schedule family where it has its own; a period column is numbered."""
        own = Key(schedule, column.key)
        heading = self.word("columns", own if own in self._sections["columns"] else column.key)
        if column.period is None:
            return heading.replace("{number}", "")
        number = column.period.value
        if name := period_name(self._horizon, column.key, int(number)):
            return name
        return heading.replace("{number}", f"{number:,.15g}")

    def month(self, number: Figure) -> str:
        """A month of the horizon by its name, or by its number where it has none."""
        name = period_name(self._horizon, "month", int(number.value))
        return name or self.word("columns", "month").replace("{number}", f"{number.value:g}")

    def month_name(self, moment: Figure) -> str:
        """The name of the month in which a moment lies; empty where it has none, or is no moment."""
        if moment.unit not in MOMENTS or moment.reason is not None:
            return ""
        return period_name(self._horizon, "month", math.ceil(round(moment.value, DUST)))

    def period_name(self, column: Column) -> str:
        """The name of a period of the calendar; empty where it has its number alone."""
        assert column.period is not None
        return period_name(self._horizon, column.key, int(column.period.value))

    def months(self) -> str:
        """What an axis of months counts, and which of them is the first, where it has a name."""
        months = self.word("charts", "months")
        if not (first := period_name(self._horizon, "month", 1)):
            return months
        return self.with_note(months, self.word("charts", "first_month").format(month=first))

    def label(self, schedule: Schedule, row: Row) -> str:
        """A row's label: the user's, or ours by schedule and row, or ours by the row's last name."""
        if row.named is not None:
            return self._assumption(row.named, row.alike)
        if schedule.family in ("scenarios", "scenario_costs"):
            return self.scenario(row.label)
        if row.whole:
            return row.label
        rows = self._sections["rows"]
        ours = rows.get(Key(schedule.family, row.name)) or rows.get(row.name)
        if row.label and row.kind in ("line", "memo") and ours is None:
            return row.label
        if ours is None:
            raise KeyError(f"words.yaml ({self.language}) has no rows.{row.name} ({schedule.key})")
        return self._joined(f"{row.label}{OF}{ours}") if row.label else str(ours)

    def _assumption(self, named: Figure, alike: Sequence[Figure]) -> str:
        """An assumption's name, and what moves like it."""
        name = self.name(named)
        if not alike:
            return name
        own = self._joined(self._apart(self._subject(named.key), named.key))
        others = self.word("notes", "factors").join(
            self.without(own, self.name(factor)) for factor in alike
        )
        return self.word("notes", "alike").format(name=name, others=others)

    def unit(self, unit: str, money: str = "", *, one: bool = False) -> str:
        """A unit in words; `money` names the unit of amounts where it is not the currency's plain one.

        one: behind the number one, `month` rather than `months`.
        """
        if not unit:
            return ""
        first, _, second = unit.partition("/")
        if first == "money":
            first_word = money or self.word("currencies", self.currency)
        elif first in self._sections["currencies"]:
            first_word = self.word("currencies", first)
        else:
            is_one = one and first in self._sections["one"]
            first_word = self.word("one" if is_one else "units", first)
        return f"{first_word}/{self._per(second)}" if second else first_word

    def _per(self, unit: str) -> str:
        """What stands behind the slash; a rate of exchange is money for a unit of another currency."""
        section = "currencies" if unit in self._sections["currencies"] else "per"
        return self.word(section, unit)

    def measured(self, numeral: str, unit: str) -> str:
        """`61,400元`, `15.1 GB`, `CNY 61,400`: a numeral with its unit, which is in words of the language."""
        if not unit:
            return numeral
        currency, slash, per = unit.partition("/")
        is_money = currency in self._sections["currencies"].values()
        kind = "money" if is_money else "latin" if unit[0].isascii() else "other"
        return self.word("measured", kind).format(
            number=numeral, unit=unit, currency=currency, per=slash + per
        )

    def with_unit(self, kind: str, text: str, unit: str) -> str:
        """A name or a caption with its unit behind it; `kind` says how."""
        if not unit:
            return text
        return self.word("with_unit", kind).format(text=text, unit=unit)

    def with_note(self, text: str, note: str) -> str:
        """A caption with a note behind it, where there is one."""
        return self.word("with_unit", "name").format(text=text, unit=note) if note else text

    def period_unit(self, unit: str) -> str:
        """What a time axis counts: 年, 月; or the unit of another row of numbers along the top."""
        return self.word("per", unit) if unit in self._sections["per"] else self.unit(unit)

    def reason(self, key: str) -> str:
        """Why there is no number."""
        return self.word("reasons", key)

    def name(self, figure: Figure) -> str:
        """What a figure is called, standing alone: its subject and its term, `GPU 工作站：年折旧`."""
        known = (figure.key, figure.case, figure.subject)
        if known not in self._names:
            self._names[known] = self._joined(self._name(figure))
        return self._names[known]

    def without(self, subject: str, name: str) -> str:
        """The rest of a name of which the subject is told already."""
        if not subject:
            return name
        joints = (self.word("notes", "within"), self.word("notes", "of"))
        return next(
            (rest for it in joints if (rest := name.removeprefix(subject + it)) != name), name
        )

    def below(self, *parts: str) -> str:
        """A name of the parts that there are, from the outermost on."""
        return self._joined(OF.join(filter(None, parts)))

    def _joined(self, name: str) -> str:
        """`保守，收益：月金额`: what is measured stands behind all that it belongs to."""
        *outer, last = name.split(OF)
        within = self.word("notes", "within").join(outer)
        return self.word("notes", "of").join((within, last)) if outer else last

    def _name(self, figure: Figure) -> str:
        key, of = figure.original, figure.original.about
        scenario = self.scenario(figure.case) if figure.case else ""
        if of is not None:
            subject = self._apart(self._subject(of), of)
            parts = (scenario, self._rival(key), subject, self._term(of), self._own_term(key))
            return OF.join(filter(None, parts))
        subject = figure.subject or self._subject(key)
        if figure.case and figure.is_input and not subject:
            subject = self._sections["groups"].get(key.family, "")
        return OF.join(filter(None, (scenario, self._apart(subject, key), self._term(key))))

    def scenario(self, id: str) -> str:
        """A scenario's name: ours for the customary ones, else the user's."""
        return str(self._sections["scenarios"].get(id, id))

    def _subject(self, key: Key) -> str:
        """The user's name of the nearest thing above a stated number."""
        return self._subjects.get(self._thing(key), "")

    def _apart(self, subject: str, key: Key) -> str:
        """A thing's name, behind its option's where something else has the same."""
        outer = self._outer_subject(key) if subject in self._shared else ""
        return OF.join(filter(None, (outer, subject)))

    def _rival(self, key: Key) -> str:
        """The alternative against which a turning point is looked for."""
        if key.family != "choice":
            return ""
        option = self._subjects.get(Key("options", key.parts[1]), "")
        return self.word("notes", "against").format(option=option)

    def _outer_subject(self, key: Key) -> str:
        """That of what the nearest thing belongs to: of a line its option's."""
        return self._subject(self._thing(key))

    def _thing(self, key: Key) -> Key:
        """The path of the nearest thing above a number that has a name."""
        while key:
            key = key.above
            if key in self._subjects:
                break
        return key

    def _term(self, key: Key) -> str:
        """What is measured, behind the part of its family that it belongs to: `语义缓存：总成本`."""
        part = self._sections["parts"].get(key.above)
        term = self._own_term(key)
        return term if part is None or key in self._sections["figures"] else f"{part}{OF}{term}"

    def _own_term(self, key: Key) -> str:
        """Ours by the whole key, by that of any of its list, by family and last name, by the last name.

        The n-th of a list by the list's.
        """
        names, last = self._sections["figures"], key.name
        for candidate in (key, key.of_any, Key(key.family, last)):
            if candidate in names:
                return str(names[candidate])
        if isinstance(last, Numbered):
            period = self.word("columns", last.period).replace("{number}", str(last.number))
            before = key.above / last.of if last.of else key.above
            return f"{self._term(before)}{OF}{period}"
        if isinstance(last, int):
            part = self._sections["parts"].get(key.above.above)
            item = f"{self._list_term(key.above)} {last + 1}"
            return item if part is None else f"{part}{OF}{item}"
        if last == ANY:
            return self._list_term(key.above)
        if last not in names:
            raise KeyError(f"words.yaml ({self.language}) has no figures.{last} ({key})")
        line = _line_at(key.above)
        told = last in GENERAL and line in names
        return f"{names[line]}{OF}{names[last]}" if told else str(names[last])

    def _list_term(self, key: Key) -> str:
        """`workload.scales` by its own name, `scales.on_premise` by its family's: the user chose the rest."""
        names = self._sections["figures"]
        for candidate in (key, _line_at(key) or key.family):
            if candidate in names:
                return str(names[candidate])
        raise KeyError(f"words.yaml ({self.language}) has no figures.{key}")


def _line_at(path: Key) -> Part:
    """The last name of a path, unless it is the id that a user gave an option."""
    return "" if path.above in BY_OPTION or not path else path.name


def _merged(words: Mapping[str, Any], others: Mapping[str, Any]) -> dict[str, Any]:
    """The words, with others in the place of some."""
    return dict(words) | {
        key: _merged(words[key], other) if isinstance(other, Mapping) else other
        for key, other in others.items()
    }


@cache
def _load(path: Path, _saved: int) -> dict[str, Any]:
    """Read again once it was saved again."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    words: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    return words
