"""One YAML file becomes a budget proposal: a document, a PDF and a live workbook that agree."""

import os

__version__ = "0.1.0"

# Where lxml is at hand openpyxl writes other bytes with it, and fails in other words: a packet is the same everywhere.
os.environ["OPENPYXL_LXML"] = "False"
