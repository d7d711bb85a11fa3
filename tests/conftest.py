"""Properties are tried on the same examples everywhere; no busy machine fails them, and none asks the network."""

import gc
import os
import socket
from collections.abc import Generator, Iterator
from itertools import count
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.internal.conjecture import providers

from generator.engines import ranges

settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.load_profile("steady")
# Numbers that stand in the modules loaded so far would be tried too: other ones by the order of the tests, and each
# process would read all of our code for them.
providers._get_local_constants = lambda: providers._local_constants

# What the program says is compared in English; tests/wording looks at the other languages.
os.environ["BUDGET_LANGUAGE"] = "en"

# A model is a hundred thousand objects that live together and are gone with the last who uses one: unused things are
# looked for now and then between tests, and within one only where it makes very many. What is there then is kept for
# others: the commands that look for what is unused after each save do not look through it.
gc.set_threshold(2_000_000, 20, 20)
SELDOM = 50
finished = count(1)


# What a test asked the network for. A hook for audit events would be called for each `id()` too, a twentieth of all.
ASKED: list[str] = []
LOOPBACK = ("127.0.0.1", "::1", "localhost")
connect = socket.socket.connect


def _refuse(what: str, place: object) -> None:
    if isinstance(place, tuple) and place[0] not in LOOPBACK:
        ASKED.append(f"{what} {place}")
        raise ConnectionError(ASKED[-1])


def _connect(own: socket.socket, place: Any) -> None:
    _refuse("connect", place)
    connect(own, place)


def _refusing(name: str) -> None:
    function = getattr(socket, name)

    def asked(host: object, *rest: object, **named: object) -> object:
        _refuse(name, (host,))
        return function(host, *rest, **named)

    setattr(socket, name, asked)


vars(socket)["socket"].connect = _connect
for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
    _refusing(name)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None, None, None]:
    """Whoever asks and is content with a refusal fails all the same."""
    yield
    assert ASKED == []


def pytest_runtest_logfinish() -> None:
    if next(finished) % SELDOM == 0:
        gc.collect(0)
        gc.freeze()


@pytest.fixture(scope="module")
def few_ranges() -> Iterator[None]:
    """The sheets of cases hold few ranges, which makes a workbook quick: for modules whose models nobody shares."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranges, "FEWEST", 2)
        patch.setattr(ranges, "MOST_CELLS", 0)
        yield
