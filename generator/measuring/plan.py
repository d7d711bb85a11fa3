"""Turns what is asked of a measurement into the requests that it sends at most, or says what is too much."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.measuring.problem import MeasuringProblem
from generator.wording.saying import said

MOST_AT_ONCE, MOST_TOKENS, MOST_REQUESTS, MOST_SECONDS = 256, 100_000, 10_000, 3600
# The first one tells how many tokens our words are, and what the server does not understand.
LEAST_WARM_UP = 2


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is sent at most.

    levels: how many requests are under way at once, level after level. repetitions: how often a level sends as many.
    warm_up: requests before, that are not counted. limit: the most requests of all. seconds: the most time of all.
    """

    levels: tuple[int, ...]
    prompt_tokens: int
    output_tokens: int
    repetitions: int
    warm_up: int
    limit: int
    seconds: int

    @property
    def requests(self) -> int:
        """All of them, those of the warm-up as well."""
        return self.warm_up + self.repetitions * sum(self.levels)

    def check(self) -> None:
        """Raise MeasuringProblem where it goes beyond a limit, its own or ours."""
        for name, value, least, most in (
            ("--prompt-tokens", self.prompt_tokens, 1, MOST_TOKENS),
            ("--output-tokens", self.output_tokens, 2, MOST_TOKENS),
            ("--repetitions", self.repetitions, 1, MOST_REQUESTS),
            ("--warm-up", self.warm_up, LEAST_WARM_UP, MOST_REQUESTS),
            ("--requests", self.limit, 1, MOST_REQUESTS),
            ("--seconds", self.seconds, 1, MOST_SECONDS),
        ):
            if not least <= value <= most:
                raise MeasuringProblem(
                    said("{name} goes from {least} to {most:,}", name=name, least=least, most=most)
                )
        if self.requests > self.limit:
            message = said(
                "this takes {requests} requests, and at most {limit} are sent: --requests {requests}, or fewer "
                "--repetitions",
                requests=self.requests,
                limit=self.limit,
            )
            raise MeasuringProblem(message)


def levels_of(text: str) -> tuple[int, ...]:
    """`1,2,4,8`, from the fewest to the most."""
    if re.fullmatch(r"\d{1,3}(,\d{1,3})*", text):
        levels = sorted({int(part) for part in text.split(",")})
        if levels[0] >= 1 and levels[-1] <= MOST_AT_ONCE:
            return tuple(levels)
    raise MeasuringProblem(
        said("--concurrency takes numbers from 1 to {most}, such as 1,2,4,8", most=MOST_AT_ONCE)
    )
