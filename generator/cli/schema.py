"""`budget schema`: the JSON Schema of input files, by which an editor completes, explains and checks one."""

from __future__ import annotations

import argparse
import json

from generator.catalog.catalogue import Catalogue
from generator.cli.main import FINE


def run(options: argparse.Namespace) -> int:
    """Print the schema."""
    from generator.proposal.schema import schema

    print(json.dumps(schema(Catalogue(options.language)), ensure_ascii=False, indent=1))
    return FINE
