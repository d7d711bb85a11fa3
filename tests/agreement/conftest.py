"""The sheets of cases hold few ranges here, which makes a workbook quick."""

import pytest


@pytest.fixture(autouse=True)
def quick(few_ranges: None) -> None:
    """For every module here."""
