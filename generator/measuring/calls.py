"""Turns a prompt into one request to the server, and its streamed answer into times and counts; no text is kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import pairwise
from time import perf_counter
from typing import TYPE_CHECKING

import httpx2

from generator.measuring.target import Target
from generator.wording.saying import said

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

LONGEST_LINE = 1024 * 1024
MOST_TOLD = 300
MISUNDERSTOOD = (400, 422)


@dataclass(frozen=True, kw_only=True)
class Call:
    """A request that ended.

    start: on a clock without zero. latency, first: seconds until it ended, and until its first token. gaps: between the
    pieces of its text. prompt_tokens: None where the server does not tell. output_tokens: as the server tells, else the
    pieces, which `counted_here` says. failure: why it does not count, empty where it does; status and told: of an HTTP
    error, the latter in the words of the server.
    """

    start: float
    latency: float
    first: float = 0
    gaps: tuple[float, ...] = ()
    prompt_tokens: int | None = None
    output_tokens: int = 0
    counted_here: bool = False
    failure: str = ""
    status: int = 200
    told: str = ""

    @property
    def end(self) -> float:
        """On the clock of its start."""
        return self.start + self.latency


def client_of(target: Target) -> httpx2.AsyncClient:
    """No redirection is followed, and this machine is asked past every proxy.

    Each request has a connection of its own: servers close kept ones at the moment in which they are used again.
    """
    return httpx2.AsyncClient(
        headers={"Authorization": f"Bearer {target.key}"} if target.key else {},
        timeout=httpx2.Timeout(None, connect=10),
        limits=httpx2.Limits(max_connections=None, max_keepalive_connections=0),
        trust_env=target.is_remote,
    )


async def call(client: httpx2.AsyncClient, target: Target, body: Mapping[str, Any]) -> Call:
    """Send a request and read its answer."""
    start = perf_counter()
    status, told, failure = 200, "", ""
    answer = _Answer(target)
    try:
        async with client.stream("POST", target.address, json=dict(body)) as response:
            status = response.status_code
            if status == httpx2.codes.OK:
                failure = await answer.read(response)
            else:
                failure = said("HTTP {status}", status=status)
                told = await _told_by(response, target.key)
    except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.InvalidURL):
        failure = said("no connection")
    except httpx2.HTTPError:
        failure = said("the answer broke off")
    except ValueError:
        failure = said("the answer makes no sense")
    return answer.call(start, status, told, failure)


class _Answer:
    """What has been read of an answer."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._times: list[float] = []
        self._prompt_tokens: int | None = None
        self._output_tokens: int | None = None

    async def read(self, response: httpx2.Response) -> str:
        """Read it to its end, and say why it is none."""
        async for line in _lines_of(response):
            piece = self._target.interface.piece(line)
            if piece is None:
                continue
            if piece.error:
                return said("the server tells an error in its answer")
            if piece.has_text:
                self._times.append(perf_counter())
            self._prompt_tokens = piece.prompt_tokens or self._prompt_tokens
            self._output_tokens = piece.output_tokens or self._output_tokens
        return "" if self._times else said("an answer without a token")

    def call(self, start: float, status: int, told: str, failure: str) -> Call:
        """All of it."""
        latency, times = perf_counter() - start, self._times
        return Call(
            start=start,
            latency=latency,
            first=times[0] - start if times else 0,
            gaps=tuple(after - before for before, after in pairwise(times)),
            prompt_tokens=self._prompt_tokens,
            output_tokens=self._output_tokens or len(times),
            counted_here=self._output_tokens is None,
            failure=failure,
            status=status,
            told=told,
        )


async def _lines_of(response: httpx2.Response) -> AsyncIterator[bytes]:
    rest = b""
    async for part in response.aiter_bytes():
        *whole, rest = (rest + part).split(b"\n")
        if len(rest) > LONGEST_LINE:
            raise ValueError
        for line in whole:
            yield line
    yield rest


async def _told_by(response: httpx2.Response, key: str) -> str:
    """The beginning of an error in the words of the server, which may repeat our key."""
    text = b""
    async for part in response.aiter_bytes():
        text += part
        if len(text) > LONGEST_LINE:
            break
    words = text.decode(errors="replace")
    return " ".join((words.replace(key, "…") if key else words).split())[:MOST_TOLD]
