"""`budget init`: write a commented starter input that builds as it is; what exists is never overwritten."""

from __future__ import annotations

import argparse
from pathlib import Path

from generator.cli.main import FINE, TROUBLE
from generator.cli.messages import show, tell
from generator.resources import templates_folder
from generator.wording.saying import said

SCHEMA_FILE = "budget.schema.json"
# Editors with a YAML language server read the schema that the first line names.
MODELINE = f"# yaml-language-server: $schema={SCHEMA_FILE}\n"


def run(options: argparse.Namespace) -> int:
    """Write the starter to a new file, or print it for `-`."""
    starter = templates_folder() / "starter" / f"{options.language}.yaml"
    text = starter.read_text(encoding="utf-8")
    if options.file == "-":
        print(text, end="")
        return FINE
    return _write(Path(options.file), text)


def _write(file: Path, text: str) -> int:
    has_schema = (file.parent / SCHEMA_FILE).is_file()
    try:
        with file.open("x", encoding="utf-8") as new:
            new.write(MODELINE * has_schema + text)
    except FileExistsError:
        tell(said("{file} exists and was left as it is: name another file", file=file))
        return TROUBLE
    except OSError as error:
        tell(said("{file}: cannot be written: {reason}", file=file, reason=error.strerror or error))
        return TROUBLE
    show(said("{file}: a starter; next: budget check {file}", file=file))
    if not has_schema:
        tell(
            said(
                "an editor completes it with 'budget schema > {schema}' and this as its first line: "
                "{modeline}",
                schema=file.parent / SCHEMA_FILE,
                modeline=MODELINE.rstrip(),
            )
        )
    return FINE
