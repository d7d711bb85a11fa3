"""Validation: whatever a file holds, its problems are told, all at once and each once; nothing else is raised.

The messages themselves stand in the gallery.
"""

import copy
import random
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.catalog.catalogue import Catalogue
from generator.engines.model import compute
from generator.proposal.fields import LONGEST_TEXT
from generator.proposal.problems import Mark, Problem, ProblemList
from generator.proposal.reading import read_nodes
from generator.proposal.validation import mark_of, validate
from tests.proposals import INPUTS, one_option, proposal_of

Container = dict[str, Any] | list[Any]
REPLACEMENTS: tuple[Any, ...] = (
    "",
    "0",
    "-5",
    "1e15",
    "30%",
    "text",
    "true",
    "2026-02-30",
    "on_premise",
    "cloud_api",
    "hybrid",
    "rtx_4090",
    None,
    [],
    {},
    ["text"],
    {"value": "5"},
    {"value": "5", "low": "9"},
    {"kind": "status_quo"},
    {"item": "text", "monthly": "5"},
)


def problems_of(text: str, *assignments: str) -> tuple[Problem, ...]:
    with pytest.raises(ProblemList) as raised:
        proposal_of(text, assignments)
    return raised.value.problems


class TestAnyMutationOfAnInput:
    @pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
    @given(seed=st.integers(0, 2**32))
    @settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_gives_a_model_or_problems_and_nothing_else(self, path: Path, seed: int) -> None:
        chance = random.Random(seed)
        data = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
        for _ in range(chance.randint(1, 3)):
            mutate(data, chance)
        try:
            compute(proposal_of(yaml.safe_dump(data, allow_unicode=True)))
        except ProblemList as raised:
            problems = raised.problems
        else:
            problems = ()
        assert len(set(problems)) == len(problems)


def mutate(data: Container, chance: random.Random) -> None:
    """Replace, remove, repeat elsewhere or rename something, anywhere in the data."""
    places = list(containers(data))
    container = chance.choice(places)
    keys = list(container) if isinstance(container, dict) else list(range(len(container)))
    if not keys:
        return
    key: Any = chance.choice(keys)
    change = chance.choice(["replace", "replace", "remove", "repeat", "rename"])
    if change == "remove":
        del container[key]
    elif change == "rename" and isinstance(container, dict):
        container[chance.choice([f"{key}x", key[1:] or "x", "kind", "值"])] = container.pop(key)
    elif change == "repeat":
        container[key] = copy.deepcopy(chance.choice(places))
    else:
        container[key] = copy.deepcopy(chance.choice(REPLACEMENTS))


def containers(data: Any) -> Iterator[Any]:
    """All lists and mappings of the data, itself included."""
    if isinstance(data, dict | list):
        yield data
        for part in data.values() if isinstance(data, dict) else data:
            yield from containers(part)


def test_a_text_that_is_too_long_is_refused() -> None:
    (problem,) = problems_of(one_option(opex="[]", rest=f"background: {{summary: {'长' * 8001}}}"))
    assert LONGEST_TEXT == 8000
    assert (problem.code, problem.message) == ("E019", "the text has 8001 characters")
    assert problem.mark == Mark("input.yaml", 5, 23, 8001)


def test_a_value_that_was_set_is_named_as_it_stands_on_no_line() -> None:
    text = one_option(opex="[{item: a, monthly: 1}]")
    (problem,) = problems_of(text, "horizon.years=many")
    assert problem.mark == Mark("--set", 0, 0)
    assert problem.message == "horizon.years: 'many' is not a whole number"


def test_a_set_value_and_the_file_are_judged_together() -> None:
    text = one_option(opex="[{item: a, monthly: -1}]")
    files = {problem.mark.file for problem in problems_of(text, "horizon.years=0", "money.x=1")}
    assert files == {"--set", "input.yaml"}


@pytest.mark.parametrize(
    ("set_now", "fix"),
    [
        ("option.on_premise.name=x", "did you mean 'options'?"),
        ("options[0].name=x", "did you mean 'options'?"),
        ("discount_rate=8%", "write horizon.discount_rate=…"),
    ],
)
def test_a_name_that_is_set_is_a_field_of_the_file_misspelt(set_now: str, fix: str) -> None:
    """Nobody wrote it a second time, and nothing can be moved."""
    [problem] = problems_of(one_option(opex="[{item: a, monthly: 1}]"), set_now)
    assert (problem.code, problem.fix) == ("E014", fix)


def test_an_amount_of_ours_stands_in_for_no_other_currency() -> None:
    text = one_option("[{item: a, labour: deployment}]", rest="money: {currency: EUR}")
    with pytest.raises(ProblemList, match="required field 'rate' is missing"):
        validate(read_nodes(text, "x.yaml"), Catalogue("zh-CN", "EUR"))


def test_a_task_list_may_be_given_with_another_rate() -> None:
    proposal = proposal_of(one_option("[{item: a, labour: {tasks: deployment, rate: 1800}}]"))
    assert compute(proposal).figures["capex.total"].value == 27_000  # 15 × 1,800


def test_the_place_of_a_field_is_found_again() -> None:
    root = read_nodes("horizon:\n  years: 3\n", "x.yaml")
    assert mark_of(root, "horizon.years") == Mark("x.yaml", 2, 10, 1)
    assert mark_of(root, "horizon.discount_rate") == Mark("x.yaml", 1, 1, 7)


def test_a_proposal_is_frozen() -> None:
    proposal = validate(read_nodes(one_option(opex="[]"), "x"), Catalogue("zh-CN"))
    with suppress(ValueError):
        proposal.chosen = "other"  # type: ignore[misc]
    assert proposal.chosen == "own"
