"""One YAML file becomes a budget proposal: a document, a PDF and a live workbook that agree.

From Python: `from generator import load, diff`; docs/python.md shows how.
"""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.api import Budget, BudgetError, diff, load

__version__ = "0.1.0"
__all__ = ["Budget", "BudgetError", "__version__", "diff", "load"]

# Where lxml is at hand openpyxl writes other bytes with it, and fails in other words: a packet is the same everywhere.
os.environ["OPENPYXL_LXML"] = "False"


def __getattr__(name: str) -> object:
    """What is asked for is imported then: the command line imports this package first."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from generator import api

    return getattr(api, name)
