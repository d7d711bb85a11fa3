"""Turns what a page sends into what it wants written, or into nothing where it is no such thing."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass

# Of bytes, and more than every number of an input needs.
MOST = 65536


@dataclass(frozen=True)
class Wish:
    """Numbers by key that were changed on a page. version: of what was shown; agreed: whether to write them."""

    version: int
    values: Mapping[str, float]
    agreed: bool


def wish_of(body: bytes) -> Wish | None:
    """What is wanted, if it is that and nothing else."""
    try:
        told = json.loads(body)
        version, given, agreed = told["version"], dict(told["values"]), told["agreed"]
        values = {key: float(value) for key, value in given.items() if _is_number(value)}
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None
    sound = type(version) is int and type(agreed) is bool and len(values) == len(given) > 0
    return Wish(version, values, agreed) if sound else None


def _is_number(value: object) -> bool:
    return type(value) in (int, float) and math.isfinite(float(str(value)))
