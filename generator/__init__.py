"""One YAML file becomes a budget proposal: a document, a PDF and a live workbook that agree."""

__version__ = "0.1.0"
