"""One question, one answer: what generated inputs tell of other values is what the same files say with these.

GENERATED_ANSWERS=3000 asks more of them.
"""

import os
from collections import Counter
from collections.abc import Iterator

import pytest

from generator.engines import ranges
from generator.proposal.problems import ProblemList
from tests.inputs.answers import Answers
from tests.inputs.inputs import generated

COUNT = int(os.environ.get("GENERATED_ANSWERS", "6"))
KINDS = ("volume", "even month", "scenario", "month", "largest")


@pytest.fixture(autouse=True)
def few_ranges() -> Iterator[None]:
    """What is asked has nothing to do with them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranges, "FEWEST", 0)
        patch.setattr(ranges, "MOST_CELLS", 0)
        yield


def test_what_is_told_of_other_values_is_what_the_file_says_with_them() -> None:
    asked: Counter[str] = Counter()
    parting = []
    for number in range(COUNT):
        try:
            answers = Answers.of(generated(number))
        except ProblemList:
            continue
        parting += [f"{number}: {fault}" for fault in answers.parting()]
        asked.update(answers.asked)
    assert parting == []
    assert asked.keys() >= set(KINDS), asked
