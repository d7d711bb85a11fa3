"""`budget schema`: the JSON Schema of input files, by which an editor completes, explains and checks one."""

from __future__ import annotations

import argparse
import json

from generator.catalog.catalogue import Catalogue
from generator.cli.main import FINE


def run(options: argparse.Namespace) -> int:
    """Print the schema."""
    print(schema_text(options.language), end="")
    return FINE


def schema_text(language: str) -> str:
    """As it stands in a file; it explains the fields in the language."""
    from generator.proposal.schema import schema

    whole = schema(Catalogue(language), language)
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
