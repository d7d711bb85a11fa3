"""Builds many generated inputs and tells what fails: each kind of fault once, with a small input that shows it.

python -m tests.inputs FIRST LAST [FORMATS] [--as-found]

FORMATS: such as md,html,pdf,xlsx. --as-found: do not look for a smaller input, which takes a while.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Collection

from tests.inputs.building import CHEAP, Refused, faults_of, kind_of
from tests.inputs.inputs import Input, as_yaml, generated
from tests.inputs.shrinking import smallest

SLOW = 10  # seconds


def faults_by_kind(made: Input, formats: Collection[str]) -> dict[str, str]:
    """One fault of each kind; slowness is a kind of its own."""
    began = time.process_time()
    faults = {kind_of(fault): fault for fault in reversed(faults_of(made, formats))}
    took = time.process_time() - began
    return faults | ({"slow": f"it took {took:.0f} s"} if took > SLOW else {})


def small_example(made: Input, kind: str, formats: Collection[str]) -> Input:
    """The smallest input found that has the same kind of fault."""

    def fails(one: Input) -> bool:
        try:
            return kind in faults_by_kind(one, formats)
        except Refused:
            return False

    return smallest(made, fails)


def main(first: int, last: int, formats: Collection[str], shrink: bool) -> str:
    """What was found, also told as it is found."""
    seen: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    for number in range(first, last):
        made = generated(number)
        try:
            faults = faults_by_kind(made, formats)
        except Refused as why:
            refused[f"refused: {why}"[:90]] += 1
            continue
        for kind, fault in faults.items():
            seen[kind] += 1
            if seen[kind] == 1:
                tell(f"== {number} {fault}")
                tell(text_of(small_example(made, kind, formats) if shrink else made))
    counts = (f"{count:5} {what}" for what, count in (refused + seen).most_common())
    return "\n".join([f"refused: {refused.total()} of {last - first}", *counts])


def text_of(made: Input) -> str:
    """Both files of an input."""
    return "\n".join(as_yaml(data) for data in (made.data, made.catalogue) if data)


def tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    chosen = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    kept = chosen[2].split(",") if chosen[2:] else CHEAP
    tell(main(int(chosen[0]), int(chosen[1]), kept, "--as-found" not in sys.argv))
