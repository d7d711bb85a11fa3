"""Turns a plan and a server into what was measured at each level, within the time and the requests of the plan."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from generator.measuring.calls import MISUNDERSTOOD, Call, call, client_of
from generator.measuring.plan import Plan
from generator.measuring.problem import MeasuringProblem
from generator.measuring.prompts import prompt_of
from generator.measuring.target import Target
from generator.wording.saying import said

if TYPE_CHECKING:
    import httpx2


@dataclass(frozen=True, kw_only=True)
class Level:
    """What ended of the requests of a level, and how many were cut off by the end of the time."""

    concurrency: int
    calls: tuple[Call, ...]
    cut: int

    @property
    def served(self) -> tuple[Call, ...]:
        """Those that did not fail."""
        return tuple(each for each in self.calls if not each.failure)


def measure(plan: Plan, target: Target, seed: int, report: Callable[[Level], None]) -> None:
    """Report level after level. Raises MeasuringProblem where the server does not answer at all."""
    asyncio.run(_Run(plan, target, seed).levels(report))


class _Run:
    """A measurement that is under way.

    optional: whether the server understands all that we would like to ask. words: how many of ours make a prompt.
    """

    def __init__(self, plan: Plan, target: Target, seed: int) -> None:
        self._plan, self._target, self._seed = plan, target, seed
        self._end = 0.0
        # Few at first: some tokenizers make many tokens of a word.
        self._optional, self._words, self._sent = True, -(-plan.prompt_tokens // 4), 0

    async def levels(self, report: Callable[[Level], None]) -> None:
        """A level may take its share of the time that is left."""
        async with client_of(self._target) as client:
            self._end = time.perf_counter() + self._plan.seconds
            await self._warm_up(client)
            for place, concurrency in enumerate(self._plan.levels):
                now = time.perf_counter()
                share = (self._end - now) / (len(self._plan.levels) - place)
                report(await self._level(client, concurrency, now + share))

    async def _warm_up(self, client: httpx2.AsyncClient) -> None:
        last = None
        try:
            async with asyncio.timeout_at(self._deadline()):
                for _ in range(self._plan.warm_up):
                    last = await self._send(client)
                    if last.status in MISUNDERSTOOD and self._optional:
                        self._optional = False
                    elif last.failure:
                        break
                    else:
                        self._words = self._fitting(last.prompt_tokens)
        except TimeoutError:
            message = said("no answer within {seconds} s: --seconds", seconds=self._plan.seconds)
            raise MeasuringProblem(message) from None
        if last is None or last.failure:
            raise MeasuringProblem(self._refusal(last))

    def _fitting(self, counted: int | None) -> int:
        """How many words make a prompt, by what the server counted of the last one; else a word is a token."""
        asked = self._plan.prompt_tokens
        return max(1, round(self._words * asked / counted)) if counted else asked

    def _refusal(self, last: Call | None) -> str:
        failure = last.failure if last else ""
        message = said("{address}: {failure}", address=self._target.address, failure=failure)
        told = last.told if last else ""
        return said("{message}: {told}", message=message, told=told) if told else message

    async def _level(self, client: httpx2.AsyncClient, concurrency: int, until: float) -> Level:
        calls: list[Call] = []
        sent = self._sent
        waiting = iter(range(concurrency * self._plan.repetitions))

        async def work() -> None:
            for _ in waiting:
                calls.append(await self._send(client))
                if time.perf_counter() + median(each.latency for each in calls) > until:
                    # The next one would not end in time.
                    return

        try:
            async with asyncio.timeout_at(self._deadline()):
                await asyncio.gather(*(work() for _ in range(concurrency)))
        except TimeoutError:
            pass
        return Level(
            concurrency=concurrency, calls=tuple(calls), cut=self._sent - sent - len(calls)
        )

    async def _send(self, client: httpx2.AsyncClient) -> Call:
        prompt = prompt_of(self._seed, self._sent, self._words)
        self._sent += 1
        tokens = self._plan.output_tokens
        interface, model = self._target.interface, self._target.model
        body = interface.request(model, prompt, tokens, self._optional)
        return await call(client, self._target, body)

    def _deadline(self) -> float:
        """On the clock of the loop."""
        return asyncio.get_running_loop().time() + self._end - time.perf_counter()
