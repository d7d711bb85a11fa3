"""Measures what sharing calls does to a real server: llama.cpp's, with a model of random weights made on the spot.

    python -m benchmarks.serving [RUNS]     # five runs of three ways to serve, some minutes

One after another: the server takes one request at a time. Together: it takes up to eight at a time, whenever they come.
After waiting: before the same server requests wait up to 500 ms for others, and at most eight go in together. Each is
measured by `budget bench` at one and at eight requests at once; told are the median of the runs and their range.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from statistics import median
from typing import Any

import httpx2
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route

from benchmarks.tiny_llama import NAME, serving
from generator.cli import main as budget
from generator.preview.serving import answering, listening

WINDOW, LARGEST = 0.5, 8
# 84 million weights, 338 MB, more than a cache holds: each step reads them anew, for one request or for eight.
SIZE = {"width": 960, "layers": 7}
ASKED = ("--prompt-tokens", "16", "--output-tokens", "16", "--repetitions", "1", "--seconds", "180")
WAYS = ("one after another", "together", "after waiting")


class Batcher:
    """Requests wait for one another; a call is over when all of its requests are answered."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._waiting: list[tuple[asyncio.Event, asyncio.Event]] = []
        self._machine = asyncio.Lock()

    async def answer(self, request: Request) -> StreamingResponse:
        return StreamingResponse(self._forwarded(request.url.path, await request.body()))

    async def _forwarded(self, path: str, body: bytes) -> AsyncIterator[bytes]:
        begun, ended = asyncio.Event(), asyncio.Event()
        self._waiting.append((begun, ended))
        if len(self._waiting) == 1:
            asyncio.get_running_loop().call_later(WINDOW, self._call, (begun, ended))
        if len(self._waiting) == LARGEST:
            self._call(self._waiting[0])
        await begun.wait()
        try:
            async with (
                httpx2.AsyncClient(timeout=None, trust_env=False) as client,
                client.stream("POST", self._address + path, content=body) as response,
            ):
                async for part in response.aiter_bytes():
                    yield part
        finally:
            ended.set()

    def _call(self, first: tuple[asyncio.Event, asyncio.Event]) -> None:
        """All that wait with the first of them, unless it went already."""
        if first in self._waiting:
            batch, self._waiting = self._waiting, []
            self._running = asyncio.ensure_future(self._share(batch))

    async def _share(self, batch: Sequence[tuple[asyncio.Event, asyncio.Event]]) -> None:
        async with self._machine:
            for begun, _ in batch:
                begun.set()
            for _, ended in batch:
                await ended.wait()


@contextmanager
def batching(address: str) -> Iterator[str]:
    """The address of a batcher before a server."""
    own = listening(0)
    app = Starlette(routes=[Route("/{path:path}", Batcher(address).answer, methods=["POST"])])
    with answering(app, own):
        yield f"http://127.0.0.1:{own.getsockname()[1]}"


def measured(address: str, folder: Path) -> list[dict[str, Any]]:
    """At one and at eight requests at once."""
    file = folder / "bench.json"
    file.unlink(missing_ok=True)
    asked = ["bench", address, "--model", NAME, "--concurrency", f"1,{LARGEST}", *ASKED]
    told = StringIO()
    with redirect_stdout(told), redirect_stderr(told):
        code = budget([*asked, "-o", str(file)])
    if code:
        sys.exit(told.getvalue())
    found: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return found


def spread(values: Sequence[float], digits: int = 2) -> str:
    """Median and range."""
    low, middle, high = min(values), median(values), max(values)
    return f"{middle:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"


def tell(runs: Sequence[dict[str, list[dict[str, Any]]]]) -> None:
    """A line for each way and number of requests at once, and what sharing does."""
    for way in WAYS:
        for place, at_once in enumerate((1, LARGEST)):
            results = [run[way][place] for run in runs]
            sys.stdout.write(
                f"{way}, {at_once} at once:"
                f" {spread([each['output_throughput'] for each in results], 0)} tokens/s,"
                f" first token {spread([each['median_ttft_ms'] for each in results], 0)} ms,"
                f" latency {spread([each['median_e2el_ms'] / 1000 for each in results])} s\n"
            )
    for way, window in ((WAYS[1], 0.0), (WAYS[2], WINDOW)):
        one, eight = ([1 / run[way][n]["request_throughput"] for run in runs] for n in (0, 1))
        alone = [1 / run[WAYS[0]][1]["request_throughput"] for run in runs]
        gains = [before / after for before, after in zip(alone, eight, strict=True)]
        shared = [
            (a - window - b) * LARGEST / (LARGEST - 1) for a, b in zip(one, eight, strict=True)
        ]
        gain, shares = spread(gains), spread(shared)
        sys.stdout.write(f"{way}: {gain} times one after another; shared: {shares} s a call\n")


def main() -> None:
    """Run after run, the three ways one after another, so that a busy minute meets all of them."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as name, ExitStack() as servers:
        folder = Path(name)
        alone = servers.enter_context(serving(folder, parallel=1, **SIZE))
        together = servers.enter_context(serving(folder, parallel=LARGEST, **SIZE))
        waiting = servers.enter_context(batching(together))
        places = dict(zip(WAYS, (alone, together, waiting), strict=True))
        runs = [{way: measured(at, folder) for way, at in places.items()} for _ in range(count)]
    tell(runs)


if __name__ == "__main__":
    main()
