"""Properties are tried on the same examples everywhere; no busy machine fails them, and none asks the network."""

import gc
import os
import sys
from collections.abc import Generator, Iterator

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

# A model is a hundred thousand objects that live and die together: unused ones are looked for between tests, when few
# others are alive, and within one only where it makes very many.
gc.set_threshold(2_000_000, 20, 20)


# What a test asked the network for.
ASKED: list[str] = []
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def _refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    if event not in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname"):
        return
    place = arguments[1] if event == "socket.connect" else arguments[:1]
    if isinstance(place, tuple) and place[0] not in LOOPBACK:
        ASKED.append(f"{event} {place}")
        raise ConnectionError(ASKED[-1])


sys.addaudithook(_refuse_network)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None, None, None]:
    """Whoever asks and is content with a refusal fails all the same."""
    yield
    assert ASKED == []


def pytest_runtest_logfinish() -> None:
    gc.collect(0)


@pytest.fixture(scope="module")
def few_ranges() -> Iterator[None]:
    """The sheets of cases hold few ranges, which makes a workbook quick: for modules whose models nobody shares."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranges, "FEWEST", 2)
        patch.setattr(ranges, "MOST_CELLS", 0)
        yield
