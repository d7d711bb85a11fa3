"""Every field of the models reaches an output, or `check` says that nothing reads it.

tests/proposal/full.yaml gives each field at least once; a field that it lacks fails the first test.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from shutil import copy, copytree

import pytest
import yaml

from generator.assembly import load, packet_of, packet_problems
from generator.contents import SOURCES
from generator.figures.figure import Figure
from generator.packet.packet import Packet
from generator.packet.texts import texts_of
from generator.proposal.fields import Plain, Quantity
from generator.proposal.limits import numbers_of, sections_of
from generator.proposal.loading import Loaded
from generator.proposal.models.evidence import BenchmarkFiles, Evidence, LogColumns, UsageLog
from generator.proposal.models.measured_points import MeasuredPoint
from generator.proposal.models.proposal import Proposal
from generator.proposal.models.reference import ReferenceCase
from generator.proposal.models.routing_history import (
    Counted,
    RoutingHistory,
    TierCount,
    TierTokens,
    TokenPrices,
)
from generator.proposal.nodes import Scalar
from generator.proposal.problems import Mark, Problem
from generator.proposal.section import Section
from generator.provenance import sources_of
from generator.render.cover import to_cover
from generator.render.figures_json import to_json
from generator.render.markdown import to_markdown

pytestmark = pytest.mark.usefixtures("few_ranges")
FULL = Path(__file__).parent.parent / "proposal" / "full.yaml"
# What chooses rather than tells: it is proven by the tests of what it chooses.
REFERENCES = ("chosen", "option", "local", "cloud", "replaces", "kind", "config")
SMALL = """
proposal: {title: T, language: en, date: 2026-11-20}
money: {currency: CNY, rounding: 1, decimals: 0, unit: 元}
horizon: {years: 1, start: 2027-01, fiscal_year_starts: 4, go_live: 3}
workload:
  monthly_requests: 20000
  mix: {a: {share: 100%, complexity: 2}}
options:
  own:
    name: Own
    serving: {model: qwen2.5:7b, gpu: rtx_4090, gpus_per_unit: 2}
    capex: [{item: S, kind: software, unit_price: 30000.55, life_years: 3}]
    opex: [{item: Staff, monthly: 1000}]
  today: {name: Today, kind: status_quo, monthly: 2000}
chosen: own
tax: {rate: 13%, prices_include_tax: true}
benefits: [{item: B, kind: revenue, monthly: 3000.55, confidence: 50%, already_weighted: false}]
risks: [{risk: R, likelihood: low, impact: low, mitigation: M}]
timeline: [{phase: P, weeks: 1-2, milestone: M}]
approval: {ask: capex, go_live_weeks: 2, signatories: [A], routing: [{at_least: 0, signatories: [B]}]}
request: {offers: [{supplier: S, date: 2026-10-01, valid_until: 2026-12-01}]}
history: [{version: "0.1", date: 2026-10-01, change: C}]
hidden_costs: {migration: 900}
"""
# A field that shapes the model or the document, and another value for it.
SHAPES = {
    "proposal.date": "2026-11-21",
    "proposal.language": "zh-CN",
    "money.currency": "SGD",
    "money.rounding": "1000",
    "money.decimals": "2",
    "money.unit": "万元",
    "horizon.years": "4",
    "horizon.start": "2027-02",
    "horizon.fiscal_year_starts": "7",
    "horizon.transition": "false",
    "horizon.discounting": "year_end",
    "workload.mix.a.complexity": "3",
    "options.own.serving.engine": "vllm",
    "options.own.capex.0.kind": "hardware",
    "tax.prices_include_tax": "false",
    "hidden_costs.cash_counted": "true",
    "tax.recoverable": "yes",
    "options.own.capex.0.tax_recoverable": "yes",
    "options.own.opex.0.tax_recoverable": "yes",
    "benefits.0.kind": "efficiency",
    "benefits.0.already_weighted": "true",
    "benefits.0.cashable": "false",
    "risks.0.likelihood": "high",
    "risks.0.impact": "high",
    "timeline.0.weeks": "3-4",
    "approval.ask": "tco",
    "approval.go_live_weeks": "9",
    "history.0.date": "2026-10-02",
    "approval.sign_on": "cover",
    "approval.routing.0.at_least": "999999999",
    "request.budgeted": "outside",
    "request.purchase": "new",
    "request.offers.0.valid_until": "2026-12-02",
    "prices.as_of": "2026-11-05",
}


# An input has one load, which grows in one way: the generated inputs show the others.
OTHER_WAYS = {
    *(f"LoadGrowth.{way}" for way in ("monthly", "months", "stages", "by_year", "times")),
    *("Stage.monthly", "Stage.months"),
    "Workload.monthly_tokens",
}
# What takes an earlier packet: tests/packet/test_since.py.
OF_EARLIER = {"Proposal.previous", "Previous.packet"}
# What takes later lists of ours: tests/catalog/test_dated.py.
OF_LATER = {"Proposal.prices", "Prices.as_of"}
# What takes a log: tests/evidence.
OF_A_LOG: tuple[type[Section], ...] = (
    *(Evidence, UsageLog, LogColumns, BenchmarkFiles),
    *(ReferenceCase, RoutingHistory, Counted, TierCount, TokenPrices, TierTokens),
)
# What a backup follows where no model is known: tests/engines/test_recurring.py.
OF_CARDS = {"Power.memory_gb"}
# What takes a benchmark: tests/engines/test_benchmark.py.
OF_POINTS = {f"MeasuredPoint.{field}" for field in MeasuredPoint.field_names()}
OF_POINTS |= {"Serving.measured"}


@cache
def full() -> Loaded:
    return load(str(FULL))


@cache
def full_packet() -> Packet:
    return packet_of(full())


@cache
def full_problems() -> list[Problem]:
    """Found once: its stylesheet is tried on the pages, which takes seconds."""
    return packet_problems(full())


def test_the_full_input_gives_every_field() -> None:
    given: dict[str, set[str]] = {}
    data = yaml.safe_load(FULL.read_text(encoding="utf-8"))
    for section in sections_of(full().proposal):
        given.setdefault(type(section).__name__, set()).update(fields_at(data, section.path))
    lacking = {
        f"{name}.{field}"
        for name, kind in kinds(Proposal).items()
        for field in kind.field_names()
        if field not in given.get(name, ())
    }
    logged = {f"{kind.__name__}.{field}" for kind in OF_A_LOG for field in kind.field_names()}
    assert lacking - OF_POINTS == OTHER_WAYS | OF_EARLIER | OF_LATER | OF_CARDS | logged | {
        "Proposal.evidence"
    }


def fields_at(data: object, path: str) -> set[str]:
    """The names that the file gives at a place; none where a single name stands for the section."""
    while path and isinstance(data, dict | list):
        if isinstance(data, list):
            step, _, path = path.partition(".")
            data = data[int(step)]
            continue
        # The longest name that fits: names may have dots in them.
        names = [name for name in data if path == name or path.startswith(f"{name}.")]
        if not names:
            return set()
        name = max(names, key=len)
        data, path = data[name], path[len(name) + 1 :]
    return set(data) if isinstance(data, dict) else set()


def kinds(section: type[Section]) -> dict[str, type[Section]]:
    """The sections of which a proposal consists."""
    found = {section.__name__: section}
    for field in section.model_fields.values():
        for part in parts(field.annotation):
            if isinstance(part, type) and issubclass(part, Section) and part.__name__ not in found:
                found |= kinds(part)
    return found


def parts(annotation: object) -> Iterator[object]:
    yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from parts(part)


def printed(packet: Packet) -> str:
    """All that the document, figures.json and the sheets of the workbook say."""
    return "\n".join([to_cover(packet), to_json(packet, {}), *said(packet)])


def test_every_text_is_printed(tmp_path: Path) -> None:
    """Each is replaced by a word that stands nowhere else."""
    text = FULL.read_text(encoding="utf-8")
    lines = text.splitlines()
    originals = [each for each in texts_of(full().proposal) if is_replaceable(each, lines)]
    words = {}
    for number, each in sorted(enumerate(originals), key=lambda one: -one[1].mark.column):
        words[each.path] = word = f"Qz{number}x"
        line, column = each.mark.line - 1, each.mark.column - 1
        written = re.match(r'"[^"]*"|[^,}\]]+', lines[line][column:])
        assert written, each.path
        lines[line] = lines[line][:column] + word + lines[line][column + len(written[0]) :]
    path = tmp_path / "input.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    for name in ("config.json", "load-test.csv", "logo.svg"):
        copy(FULL.with_name(name), tmp_path)
    copytree(FULL.with_name("house"), tmp_path / "house")
    said = printed(packet_of(load(str(path))))
    assert len(words) > 50
    assert [path for path, word in words.items() if word not in said] == []


def test_every_file_that_is_named_is_kept_with_the_packet() -> None:
    kept = {name.removeprefix(SOURCES) for name in sources_of(full())}
    assert {"config.json", "load-test.csv", "logo.svg", "house/style.css"} <= kept


def is_replaceable(text: Scalar, lines: list[str]) -> bool:
    """Whether a text tells something and stands in the file as it is."""
    name = text.path.rpartition(".")[2]
    written = lines[text.mark.line - 1][text.mark.column - 1 :].lstrip('"')
    return name not in REFERENCES and written.startswith(str(text))


def test_every_number_stands_below_a_figure_or_is_told() -> None:
    model = full_packet().model
    told = {problem.mark for problem in full_problems() if problem.code == "W016"}
    silent = [
        number.key
        for number, _ in numbers_of(full().proposal).values()
        if number.key not in model.figures and is_typed(number) and not is_told(number, told)
    ]
    assert silent == []


def is_typed(number: Figure) -> bool:
    return number.source is not None and number.source.kind == "input"


def is_told(number: Figure, told: set[Mark]) -> bool:
    from generator.proposal.validation import mark_of

    return mark_of(full().nodes, number.key) in told


def test_a_name_that_brings_nothing_is_told() -> None:
    told = {problem.message: problem.fix for problem in full_problems() if problem.code == "W016"}
    for path in (
        "workload.models.hardest.model",
        "options.on_premise.capex.0.hardware",
        "options.on_premise.opex.0.power.gpu",
    ):
        message = f"nothing reads {path}: no number that the name stands for is used"
        is_own = path.startswith("workload")
        assert ("leave it" if is_own else "remove it") in told[message]


def test_a_name_that_nobody_wrote_is_not_told(small: Path) -> None:
    told = [problem for problem in packet_problems(load(str(small))) if problem.code == "W016"]
    assert told == []


def test_what_is_said_of_a_number_is_printed() -> None:
    register = to_markdown(full_packet())
    [row] = [line for line in register.splitlines() if "100,000" in line and "gateway log" in line]
    for part in ("gateway log", "October", "2026-11-01", "10,000", "100,000"):
        assert part in row
    [rate] = [line for line in register.splitlines() if "PBoC" in line and "7.2" in line]
    for part in ("central bank", "mid rate", "2026-11-19"):
        assert part in rate


def test_every_shape_is_tried() -> None:
    """Fields of words, counts, truths and dates, wherever a small input can state them.

    Kinds, machines that follow the load, what does without a cache, attachments and looks are proven where they act.
    """
    elsewhere = {
        "kind",
        "optimisations",
        "from_today",
        "units",
        "per",
        "printed",
        "colour",
        "font_size",
        "files",
        "format",
    }
    tried = {path.rpartition(".")[2] for path in SHAPES} | elsewhere
    shapes = {
        name
        for kind in kinds(Proposal).values()
        for name, field in kind.model_fields.items()
        if any(isinstance(mark, Plain) and mark.schema[0] != TEXT_SCHEMA for mark in field.metadata)
        or any(isinstance(mark, Quantity) and mark.choices for mark in field.metadata)
    }
    assert shapes - tried == set()


TEXT_SCHEMA = ("type", ("string", "number"))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("small") / "input.yaml"
    file.write_text(SMALL, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def as_it_is(small: Path) -> list[str]:
    return said(packet_of(load(str(small))))


@pytest.mark.parametrize("path", SHAPES)
def test_another_shape_shows(path: str, small: Path, as_it_is: list[str]) -> None:
    assert said(packet_of(load(str(small), [f"{path}={SHAPES[path]}"]))) != as_it_is


def said(packet: Packet) -> list[str]:
    """What the document and the sheets say, without drawing them."""
    rows = [row for sheet in packet.sheets for schedule in sheet.schedules for row in schedule.rows]
    cells = [str(cell) for row in rows for cell in row.cells if isinstance(cell, str)]
    return [to_markdown(packet), *cells]
