"""Where the templates are: beside the package in a checkout, inside it once installed."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def template_folder() -> Path:
    """The folder with the stylesheet, the chart macros and one folder of texts per language."""
    installed = PACKAGE / "templates"
    return installed if installed.is_dir() else PACKAGE.parent / "templates"
