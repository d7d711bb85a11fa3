"""Servers of this machine whose delays are known: what a measurement tells of them can be checked."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from generator.preview.serving import answering, listening

OLLAMA = "/api/generate"


@dataclass
class Talking:
    """A server that writes a token after `first` seconds and then one each `gap`, however many ask.

    refusal: what it answers instead to the nth request. asked: the bodies of all requests; most: at once, at most.
    """

    first: float = 0
    gap: float = 0
    tokens: int = 4
    refusal: Callable[[int, dict[str, Any]], Response | None] = lambda _number, _body: None
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    most: int = 0
    _now: int = 0

    async def answer(self, request: Request) -> Response:
        body = await request.json()
        self.asked.append(body)
        self.headers.append(request.headers.get("authorization", ""))
        if refused := self.refusal(len(self.asked), body):
            return refused
        return StreamingResponse(self.told(request.url.path, body))

    async def told(self, path: str, body: dict[str, Any]) -> AsyncIterator[bytes]:
        self._now += 1
        self.most = max(self.most, self._now)
        prompt = body.get("prompt") or body["messages"][0]["content"]
        for number in range(self.tokens):
            await asyncio.sleep(self.gap if number else self.first)
            yield piece(path, "a secret ")
        self._now -= 1
        yield ending(path, 3 * len(prompt.split()), self.tokens)


@dataclass
class Batching(Talking):
    """One machine, for which requests wait up to `window` seconds to share a call, at most `largest` of them.

    A call takes `overhead` seconds, and `writing` for each of its requests; the two that warm up take no time.
    """

    window: float = 0.5
    largest: int = 8
    overhead: float = 0
    writing: float = 0
    _waiting: list[asyncio.Event] = field(default_factory=list)
    _machine: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def told(self, path: str, body: dict[str, Any]) -> AsyncIterator[bytes]:
        done = asyncio.Event()
        if len(self.asked) <= 2:
            done.set()
        else:
            await self._share(done)
        await done.wait()
        async for text in super().told(path, body):
            yield text

    async def _share(self, done: asyncio.Event) -> None:
        self._waiting.append(done)
        if len(self._waiting) == self.largest:
            await self._call()
        elif len(self._waiting) == 1:
            await asyncio.wait([asyncio.ensure_future(done.wait())], timeout=self.window)
            if not done.is_set():
                await self._call()

    async def _call(self) -> None:
        batch, self._waiting = self._waiting, []
        async with self._machine:
            await asyncio.sleep(self.overhead + self.writing * len(batch))
        for done in batch:
            done.set()


def piece(path: str, text: str) -> bytes:
    """A token as the interface tells it."""
    if path == OLLAMA:
        return json.dumps({"response": text, "done": False}).encode() + b"\n"
    choice = {"delta": {"content": text}} if "chat" in path else {"text": text}
    return event({"choices": [{"index": 0, **choice}]})


def ending(path: str, read: int, written: int) -> bytes:
    """How many tokens it were."""
    if path == OLLAMA:
        counts = {"prompt_eval_count": read, "eval_count": written, "eval_duration": 1}
        return json.dumps({"response": "", "done": True, **counts}).encode() + b"\n"
    usage = {"prompt_tokens": read, "completion_tokens": written}
    return event({"choices": [], "usage": usage}) + b"data: [DONE]\n\n"


def event(data: object) -> bytes:
    return b"data: " + json.dumps(data).encode() + b"\n\n"


class Place:
    """An address at which one server after another answers: to start and end one takes tenths of a second."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.server = Talking()

    async def answer(self, request: Request) -> Response:
        return await self.server.answer(request)


@contextmanager
def place() -> Iterator[Place]:
    own = listening(0)
    here = Place(f"http://127.0.0.1:{own.getsockname()[1]}")
    routes = [Route("/{path:path}", here.answer, methods=["POST"])]
    with answering(Starlette(routes=routes), own):
        yield here


def refusing(status: int, text: str = "") -> Response:
    return PlainTextResponse(text, status_code=status)
