"""`budget init`: write a commented starter input that builds as it is; what exists is never overwritten.

Beside it stands the schema by which an editor completes and explains the fields."""

from __future__ import annotations

import argparse
from contextlib import suppress
from pathlib import Path

from generator.cli.main import FINE, TROUBLE
from generator.cli.messages import show, tell
from generator.cli.schema import schema_text
from generator.resources import templates_folder
from generator.swap import write_new
from generator.wording.refusals import refusal_of
from generator.wording.saying import said

SCHEMA_FILE = "budget.schema.json"
# Editors with a YAML language server read the schema that a remark names, wherever it stands in the file.
MODELINE = f"# yaml-language-server: $schema={SCHEMA_FILE}\n"


def run(options: argparse.Namespace) -> int:
    """Write the starter to a new file, or print it for `-`."""
    starter = templates_folder() / "starter" / f"{options.language}.yaml"
    text = starter.read_text(encoding="utf-8")
    if options.file == "-":
        print(text, end="")
        return FINE
    return _write(Path(options.file), text, options.language)


def _write(file: Path, text: str, language: str) -> int:
    try:
        write_new(file, text + MODELINE)
    except FileExistsError:
        tell(said("{file} exists and was left as it is: name another file", file=file))
        return TROUBLE
    except OSError as error:
        tell(said("{file}: cannot be written: {reason}", file=file, reason=refusal_of(error)))
        return TROUBLE
    with suppress(OSError):
        write_new(file.parent / SCHEMA_FILE, schema_text(language))
    show(said("{file}: a starter; next: budget check {file}", file=file))
    return FINE
