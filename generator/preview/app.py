"""Turns pages, or what is wrong instead of them, into answers for browsers of this machine alone.

A frame shows the pages as a packet holds them, byte for byte; what is around it asks for another version, is answered
as soon as there is one, and loads the page anew. A page of another site reaches nothing: it has another origin, or,
after tricks with names, another host. What writes asks besides for an origin and for the token that only a page of ours
can read.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.preview.wish import MOST, Wish, wish_of

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

HERE = Path(__file__).parent
AROUND = {
    "/": ("around.html", "text/html"),
    "/around.css": ("around.css", "text/css"),
    "/around.js": ("around.js", "text/javascript"),
}
OWN = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; "
    "frame-ancestors 'none'"
)
# A page that states no policy of its own runs no script.
FRAMED = "frame-ancestors 'self'"
PLAIN = f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; {FRAMED}"
STATES_POLICY = b'http-equiv="Content-Security-Policy"'
HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
# In seconds: how long whoever asks for another version waits.
PATIENCE = 0.5
Answer = Callable[[Any, Any, Any], Awaitable[None]]
# By name; each is made when it is asked for. One that cannot be is nothing, and its trouble is shown by then.
Pages = Mapping[str, Callable[[], bytes | None]]
# The lines that a wish changes, and why they cannot be written.
Writer = Callable[[Wish], tuple[list[str], str]]


@dataclass(frozen=True)
class Shown:
    """What is to be seen. problems: why the input makes no pages, which then are those of before."""

    version: int = 0
    pages: Pages = field(default_factory=dict)
    problems: str = ""


class Preview:
    """What is to be seen now; each save replaces it as a whole. looked_at: the page that a browser shows."""

    def __init__(self) -> None:
        self.now = Shown()
        self.looked_at = ""
        self._waiting: set[Callable[[], object]] = set()

    def show(self, pages: Pages) -> None:
        """Pages by name, the first of them before the others."""
        self._show(Shown(self.now.version + 1, pages))

    def refuse(self, problems: str) -> None:
        """Say why there are none."""
        self._show(Shown(self.now.version + 1, self.now.pages, problems))

    def _show(self, shown: Shown) -> None:
        self.now = shown
        for wake in list(self._waiting):
            wake()

    async def other_than(self, version: str) -> Shown:
        """What is to be seen as soon as that is another version; after a while in any case."""
        shown, loop = asyncio.Event(), asyncio.get_running_loop()

        def wake() -> None:
            loop.call_soon_threadsafe(shown.set)

        self._waiting.add(wake)
        if str(self.now.version) == version:
            with suppress(TimeoutError):
                await asyncio.wait_for(shown.wait(), PATIENCE)
        self._waiting.discard(wake)
        return self.now


@dataclass(frozen=True)
class Writing:
    """How the input is written into. words: what its buttons say, and the page whose numbers they write."""

    write: Writer
    words: Mapping[str, str]
    token: str = field(default_factory=secrets.token_urlsafe)

    def told(self) -> Mapping[str, str]:
        """What a page of ours needs for it."""
        return {**self.words, "token": self.token}

    def is_allowed(self, headers: Mapping[str, str]) -> bool:
        """Whether a page of ours asks; its host and origin are known to be ours."""
        token = headers.get("x-token", "")
        return "origin" in headers and secrets.compare_digest(token.encode(), self.token.encode())


def app_of(preview: Preview, port: int, writing: Writing | None = None) -> Starlette:
    """What answers at a port of this machine. writing: where the input may be written into."""
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.responses import FileResponse, JSONResponse, Response
    from starlette.routing import Route

    def around(request: Request) -> Response:
        name, kind = AROUND[request.url.path]
        return FileResponse(HERE / name, media_type=kind, headers=_headers(OWN))

    async def state(request: Request) -> Response:
        now = await preview.other_than(request.query_params.get("known", ""))
        told = {"version": now.version, "problems": now.problems, "pages": list(now.pages)}
        told |= {"writing": writing.told()} if writing else {}
        return JSONResponse(told, headers=_headers(OWN))

    def page(request: Request) -> Response:
        name = request.path_params["name"]
        made = preview.now.pages.get(name)
        if made is None:
            return Response("there is no such page", 404, _headers(OWN), "text/plain")
        preview.looked_at, data = name, made()
        if data is None:
            return Response(preview.now.problems, 500, _headers(OWN), "text/plain")
        policy = FRAMED if STATES_POLICY in data else PLAIN
        return Response(data, 200, _headers(policy), "text/html")

    routes = [Route(path, around) for path in AROUND]
    routes += [Route("/state", state), Route("/pages/{name}", page)]
    if writing is not None:
        routes.append(Route("/write", _answer_of(writing), methods=["POST"]))
    hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}
    return Starlette(routes=routes, middleware=[Middleware(OfThisMachine, hosts)])


def _answer_of(writing: Writing) -> Callable[[Request], Awaitable[Response]]:
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import JSONResponse, PlainTextResponse

    async def answer(request: Request) -> Response:
        if not writing.is_allowed(request.headers):
            return PlainTextResponse("only a page of ours may write", 403, _headers(OWN))
        length = request.headers.get("content-length", "")
        if not length.isdecimal() or int(length) > MOST:
            return PlainTextResponse("this is too long", 413, _headers(OWN))
        wish = wish_of(await request.body())
        if wish is None:
            return PlainTextResponse("this is no change", 400, _headers(OWN))
        lines, refusal = await run_in_threadpool(writing.write, wish)
        return JSONResponse({"lines": lines, "refusal": refusal}, headers=_headers(OWN))

    return answer


def _headers(policy: str) -> dict[str, str]:
    return {**HEADERS, "Content-Security-Policy": policy}


class OfThisMachine:
    """Refuses what was sent to another name than one of our hosts, or by a page of another origin."""

    def __init__(self, app: Answer, hosts: set[str]) -> None:
        self._app, self._hosts = app, {host.encode() for host in hosts}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """An answer of the app, or a refusal."""
        from starlette.responses import PlainTextResponse

        named = dict(scope["headers"])
        origin = named.get(b"origin")
        origins = {b"http://" + host for host in self._hosts}
        if named.get(b"host") in self._hosts and (origin is None or origin in origins):
            await self._app(scope, receive, send)
        else:
            await PlainTextResponse("this is for its own machine", 403)(scope, receive, send)
