"""Turns a packet into what its what-if page says: the numbers that it shows, those that it lets change, its words.

All of it is plain data. A number is named by its place in the script's array, so that the page holds no formula and no
second list of values.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import product
from typing import Any

from generator.engines.options import OptionCost
from generator.engines.ranges import ROUNDING, SETTLED
from generator.engines.verdict import UNQUANTIFIED, UNREASONED
from generator.figures.expression import Expression
from generator.figures.figure import Figure
from generator.figures.key import Key
from generator.figures.script import Script
from generator.packet.charts import Chart
from generator.packet.forms import conventions_of, form_of
from generator.packet.packet import Packet
from generator.packet.verdict import VERDICTS

# So many assumptions have a slider before the go-live; others get theirs when they become strong.
FIRST = 8
LINES = ("cumulative_cash", "cumulative_cost")
# A sentence for each answer to these, in this order, behind the verdict's key.
FACTS = ("obstacle", "not_paid_back", "lost_again", "waits")
VERDICT_KEYS = (*VERDICTS, UNREASONED, UNQUANTIFIED)
PAYBACK, LOST = "return.payback_months", "return.lost_again_month"
# How the chosen option stands to the best other one.
STANDINGS = ("cheaper", "alike", "dearer")
CONCLUSION, CHOICE = "conclusion.md.j2", "choice.md.j2"
# A template, facts of the story that are others, keys of numbers that there are not, and the verdict → what is said.
Tell = Callable[[str, Mapping[str, Any], Collection[str], str], str]
Sentences = dict[str, str]


def headline_of(packet: Packet) -> list[Figure]:
    """The four numbers of the decision."""
    model = packet.model
    asked = packet.figures[packet.story.ask.key]
    returns = [model.returns.payback_months, model.returns.npv]
    savings = [model.summary.saving_vs_runner_up] if len(model.options) > 1 else []
    told = returns if packet.proposal.benefits else savings
    return list(dict.fromkeys([asked, model.ownership.total, *told]))


class WhatIf:
    """tell: the sentences of a verdict, its numbers as `⟦key:form⟧`. settable: whether a stated number can be set."""

    def __init__(self, packet: Packet, tell: Tell, settable: Callable[[Key], bool]) -> None:
        self._packet, self._tell, self._settable = packet, tell, settable
        self._charts = [
            chart
            for chart in packet.charts
            if chart.key in (LINES if packet.proposal.benefits else LINES[1:])
        ]
        self._concluded = _sentences(tell)
        self._chosen = {each.id: self._of_choice(each) for each in packet.model.worth.against}
        rows = (
            [cell for cell in row.cells if isinstance(cell, Figure)]
            for schedule in packet.model.schedules.values()
            for row in schedule.rows
        )
        self.script = Script(self._targets(), rows, packet.model.outlook.moves)

    def _targets(self) -> list[Figure]:
        """Every number that the page shows."""
        model = self._packet.model
        shown: list[Figure | None] = [
            *headline_of(self._packet),
            model.verdict.level,
            *self._quoted(),
        ]
        shown += [model.returns.live, *self._returns().values()]
        shown += [model.worth.choice, model.worth.unexplained]
        shown += [each.tco for each in model.worth.against]
        for option in model.options.values():
            shown += self._of_option(option.id).values()
        for chart in self._charts:
            shown += [item for series in chart.series for item in series.figures]
            shown += [one for mark in chart.marks for one in (mark.position, mark.height)]
        for key in ("tornado", "scenarios"):
            if key in model.schedules:
                shown += list(model.schedules[key].figures())
        shown += [item for item in model.outlook.figures() if item.key in model.figures]
        return list(dict.fromkeys(item for item in shown if item is not None))

    def statement(self) -> dict[str, Any]:
        """All of it, for the page."""
        packet, word = self._packet, self._packet.words.word
        script = self.script
        return {
            "language": packet.words.language,
            "title": packet.fill(packet.proposal.proposal.title),
            "words": packet.words.section("whatif")
            | {"money": packet.numerals.money_unit, "of": word("notes", "of")},
            "reasons": packet.words.section("reasons"),
            "verdicts": {
                **packet.words.section("verdicts"),
                **{str(level): word("verdicts", key) for level, key in enumerate(VERDICTS)},
            },
            "conventions": conventions_of(packet.numerals),
            "stated": [item.value for item in script.figures[: script.stated]],
            "keys": [item.key for item in script.figures[: script.stated]],
            "base": self._base(),
            "headline": [self._named(item) for item in headline_of(packet)],
            "verdict": self._verdict(),
            "choice": self._choice(),
            "months": self._months(),
            "live": self._place(packet.model.returns.live),
            "charts": list(map(self._chart, self._charts)),
            "options": list(self._options()),
            "tornado": self._tornado(),
            "scenarios": list(self._scenarios()),
            "groups": list(self._groups()),
            "first": self._first(),
            "shownFirst": FIRST,
            "scenarioTable": self._scenario_table(),
            "goLive": self._go_live(),
        }

    def _base(self) -> list[list[Any]]:
        """What the packet says of each number that is shown, so that the page can prove that it computes the same."""
        shown = self._targets()
        return [[item.key, self._place(item), item.reason or item.value] for item in shown]

    def _place(self, item: Expression | None) -> int | None:
        return None if not isinstance(item, Figure) else self.script.places[item.key]

    def _number(self, item: Figure) -> dict[str, Any]:
        """A number that is shown: where it stands, and its form."""
        return {
            "key": item.key,
            "at": self._place(item),
            "form": form_of(item, self._packet.numerals),
        }

    def _named(self, item: Figure) -> dict[str, Any]:
        ask, words = self._packet.story.ask, self._packet.words
        label = words.word("asks", ask.what) if item.key == ask.key else words.name(item)
        return {"label": label, **self._number(item)}

    def _quoted(self) -> list[Figure]:
        """The figures that sentences quote."""
        said = [self._concluded, *self._chosen.values()]
        quoted = _quotes(text for sentences in said for text in sentences.values())
        figures = self._packet.figures
        return [figures[key] for key in sorted(quoted) if key in figures]

    def _verdict(self) -> dict[str, Any]:
        model = self._packet.model
        texts = list(dict.fromkeys(self._concluded.values()))
        return {
            "level": self._number(model.verdict.level),
            "feasible": self._place(model.chosen.feasible),
            **{name: self._place(item) for name, item in self._returns().items()},
            "texts": texts,
            "by": {facts: texts.index(text) for facts, text in self._concluded.items()},
            "numbers": {item.key: self._number(item) for item in self._quoted()},
        }

    def _of_choice(self, other: OptionCost) -> Sentences:
        """What is said of the choice where this is the best other option, by how the chosen one stands to it."""
        option = self._packet.proposal.options[other.id]
        best = {
            "id": other.id,
            "name": other.name,
            "alike": not self._packet.proposal.benefits or option.kind != "status_quo",
            "rejected": option.rejected_because is not None,
        }

        def chosen(standing: str, reasoned: bool) -> str:
            told = best | {"chosen": standing, "reasoned": reasoned}
            return self._tell(CHOICE, {"obstacle": "", "best": told}, (), "")

        return {
            f"{standing} {int(reasoned)}": chosen(standing, reasoned)
            for standing, reasoned in product(STANDINGS, (False, True))
        }

    def _choice(self) -> dict[str, Any]:
        """What tells which option is the best other one and how the chosen one stands to it, and what is then said."""
        model = self._packet.model
        return {
            "worth": self._place(model.worth.choice),
            "unexplained": self._place(model.worth.unexplained),
            # Less than what money is rounded to is no difference.
            "least": model.proposal.money.rounding.value / 2,
            "against": [
                {
                    "counted": self._place(each.tco),
                    "feasible": self._place(each.feasible),
                    "by": self._chosen[each.id],
                }
                for each in model.worth.against
            ],
        }

    def _returns(self) -> dict[str, Figure]:
        """What decides which sentence is said, where there are benefits."""
        if not self._packet.proposal.benefits:
            return {}
        returns = self._packet.model.returns
        return {"payback": returns.payback_months, "lost": returns.lost_again_month}

    def _months(self) -> list[str]:
        words = self._packet.words
        return [words.month(month) for month in self._packet.model.timings.months]

    def _chart(self, chart: Chart) -> dict[str, Any]:
        return {
            "key": chart.key,
            "title": chart.title,
            "along": chart.along,
            "unit": self._packet.words.unit(chart.unit, self._packet.numerals.money_unit),
            "categories": chart.categories,
            "chosen": chart.chosen,
            "series": [
                {"name": series.name, "at": [self._place(item) for item in series.figures]}
                for series in chart.series
            ],
        }

    def _of_option(self, id: str) -> dict[str, Figure]:
        option = self._packet.model.options[id]
        names = ("capex", "tco", "present_value", "rank")
        figures = self._packet.figures
        found = {
            name: figures[key] for name in names if (key := Key("options", id, name)) in figures
        }
        return found | ({} if option.feasible is None else {"feasible": option.feasible})

    def _options(self) -> Iterator[dict[str, Any]]:
        model, word = self._packet.model, self._packet.words.word
        for option in model.options.values():
            numbers = {
                name: self._number(item) for name, item in self._of_option(option.id).items()
            }
            yield {"name": option.name, "chosen": option is model.chosen, "numbers": numbers} | {
                "breakEven": next(
                    (
                        self._number(point.month)
                        for point in model.break_evens.alternatives
                        if point.id == option.id and point.month.key in self.script.places
                    ),
                    None,
                ),
                "kind": word("kinds", option.kind),
            }

    def _tornado(self) -> dict[str, Any] | None:
        """Its rows say by number which assumption each is about."""
        schedules, words = self._packet.model.schedules, self._packet.words
        if "tornado" not in schedules:
            return None
        table = schedules["sensitivity"]
        rows = []
        for row in schedules["tornado"].rows:
            which, low, high = (cell for cell in row.cells if isinstance(cell, Figure))
            rows.append(
                {"which": self._place(which), "low": self._number(low), "high": self._number(high)}
            )
        return {"names": [words.label(table, row) for row in table.rows], "rows": rows}

    def _scenarios(self) -> Iterator[dict[str, Any]]:
        """Each with where the values stand that it gives to stated numbers."""
        for scenario in self._packet.model.outlook.scenarios[1:]:
            sets = [
                [self._place(number), self._place(to)]
                for number, to in scenario.moves
                if to.key in self.script.places
            ]
            yield {"name": self._packet.words.scenario(scenario.id), "sets": sets}

    def _scenario_table(self) -> dict[str, Any] | None:
        """What each scenario gives, side by side."""
        table, words = self._packet.model.schedules.get("scenarios"), self._packet.words
        if table is None:
            return None
        return {
            "columns": [words.heading(column, table.family) for column in table.columns],
            "rows": [
                {
                    "name": words.label(table, row),
                    "numbers": [
                        self._number(cell) if isinstance(cell, Figure) else None
                        for cell in row.cells
                    ],
                }
                for row in table.rows
            ],
        }

    def _groups(self) -> Iterator[dict[str, Any]]:
        words = self._packet.words
        for group in self._packet.inputs:
            numbers = [
                self._stated(item, group.subject)
                for item in group.figures
                if item.key in self.script.places and self._may_change(item)
            ]
            if numbers:
                title = group.subject or words.word("groups", group.key.family)
                yield {"title": title, "numbers": numbers}

    def _may_change(self, item: Figure) -> bool:
        kind = "" if item.source is None else item.source.kind
        settled = item.key.family in SETTLED or item.key == ROUNDING
        settled |= kind in ("control", "solved")
        limits = self._packet.limits.get(item.key)
        if settled or limits is None or limits.together:
            return False
        return self._settable(item.key)

    def _stated(self, item: Figure, subject: str) -> dict[str, Any]:
        limits, words = self._packet.limits[item.key], self._packet.words
        name = words.name(item)
        found = {
            "at": self._place(item),
            "label": words.without(subject, name),
            "unit": "%" if item.unit == "ratio" else words.unit(item.unit),
            "percent": item.unit == "ratio",
            "least": limits.minimum if limits.above is None else limits.above,
            "above": limits.above is not None,
            "most": limits.maximum,
            "whole": limits.whole or item.unit == "nth_month",
            "choices": list(limits.choices),
        }
        return {
            name: said for name, said in found.items() if said or (said == 0 and said is not False)
        }

    def _first(self) -> list[list[Any]]:
        """The assumptions that move the result, strongest first: the ends of each range, its number in the tornado."""
        approaches = self._packet.model.outlook.parts[0].approaches
        table = self._packet.model.schedules.get("sensitivity")
        rows = [] if table is None else [row.key for row in table.rows]
        numbers = {key: number for number, key in enumerate(rows, 1)}
        live = self._packet.proposal.go_live
        found = [
            approach.driver
            for approach in approaches
            if approach.driver.input is not live and self._may_change(approach.driver.input)
        ]
        return [
            [
                self._place(driver.input),
                driver.low.value,
                driver.high.value,
                numbers.get(Key("sensitivity", driver.input.key), 0),
            ]
            for driver in found
        ]

    def _go_live(self) -> int | None:
        live = self._packet.proposal.go_live
        return self._place(live) if live is not None and live.key in self.script.places else None


def _sentences(tell: Tell) -> Sentences:
    """By the verdict's key and the answers to FACTS what is concluded."""

    def concluded(verdict: str, facts: Mapping[str, bool]) -> str:
        gaps = {PAYBACK: facts["not_paid_back"], LOST: not facts["lost_again"]}
        obstacle = "load" if facts["obstacle"] else ""
        story = {"obstacle": obstacle, "chosen": {"waits": facts["waits"]}}
        return tell(CONCLUSION, story, [key for key, gap in gaps.items() if gap], verdict)

    return {
        f"{key} {''.join(str(int(fact)) for fact in facts)}": concluded(
            key, dict(zip(FACTS, facts, strict=True))
        )
        for key, facts in product(VERDICT_KEYS, product((False, True), repeat=len(FACTS)))
    }


def _quotes(texts: Iterable[str]) -> set[str]:
    """The keys that texts quote."""
    return {
        quote.partition("⟧")[0].partition(":")[0] for text in texts for quote in text.split("⟦")[1:]
    }
