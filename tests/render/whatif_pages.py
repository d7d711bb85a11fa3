"""Turns shipped inputs into their what-if pages, and pages into the data that they hold."""

import json
import re
from functools import cache
from typing import Any

from generator.assembly import load
from generator.render.whatif import to_whatif
from tests.packets import INPUTS, shipped


@cache
def page_of(name: str) -> str:
    """The page of inputs/<name>.yaml."""
    return to_whatif(shipped(name), load(str(INPUTS / f"{name}.yaml")).settable)


def data_of(page: str) -> dict[str, Any]:
    """What its script reads."""
    found = re.search(r'id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data
