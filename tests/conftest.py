"""Properties are tried on the same examples everywhere, and a busy machine fails none of them."""

import gc
import shutil
from collections.abc import Iterator

import pytest
from hypothesis import settings

from generator.engines import ranges
from tests.oracles import shelf_of_run

settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")

# A model is a hundred thousand objects that live and die together: unused ones are looked for between tests, when few
# others are alive, and within one only where it makes very many.
gc.set_threshold(2_000_000, 20, 20)


def pytest_runtest_logfinish() -> None:
    gc.collect(0)


@pytest.fixture(scope="module")
def few_ranges() -> Iterator[None]:
    """The sheets of cases hold few ranges, which makes a workbook quick: for modules whose models nobody shares."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranges, "FEWEST", 2)
        patch.setattr(ranges, "MOST_CELLS", 0)
        yield


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(shelf_of_run(), ignore_errors=True)
