"""The sheets of cases hold few ranges here, which makes a workbook quick."""

from collections.abc import Iterator

import pytest

from generator.engines import ranges


@pytest.fixture(autouse=True, scope="module")
def few_ranges() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranges, "FEWEST", 2)
        patch.setattr(ranges, "MOST_CELLS", 0)
        yield
