"""Turns the name of something that travels with the code into its folder: templates, examples.

In a checkout they stand at the top, where those who edit them look for them; in an installed wheel
they can only stand inside the package. So each is looked for in the package first, beside it next.
"""

from pathlib import Path

from generator.wording.saying import said

_PACKAGE = Path(__file__).resolve().parent
CUSTOMARY = "zh-CN"


def templates_folder() -> Path:
    """The folder that holds one folder of templates per language."""
    return _first_folder(_PACKAGE / "templates", _PACKAGE.parent / "templates")


def languages() -> tuple[str, ...]:
    """Those of which there are templates, the one that a document has unless it says otherwise first."""
    found = (words.parent.name for words in templates_folder().glob("*/words.yaml"))
    return tuple(sorted(found, key=lambda language: (language != CUSTOMARY, language)))


def examples_folder() -> Path:
    """The folder that holds the example inputs, `minimal.yaml` among them."""
    return _first_folder(_PACKAGE / "examples", _PACKAGE.parent / "inputs")


def _first_folder(*candidates: Path) -> Path:
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(
        said("the installation is incomplete: {folder} is missing", folder=candidates[0])
    )
