"""Says why nothing can be measured."""

from __future__ import annotations


class MeasuringProblem(Exception):
    """What is wrong, and how to mend it."""
