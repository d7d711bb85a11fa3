"""The kind of number that a usage log may state in the place of the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema

from generator.proposal.fields import Quantity


@dataclass(frozen=True)
class Observed(Quantity):
    """A quantity that a usage log may tell: `from: usage_log`, which is read before."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> Any:
        written = super().__get_pydantic_json_schema__(schema, handler)
        mapping = written["anyOf"][-1]
        mapping["properties"] |= {"from": {"const": "usage_log"}}
        del mapping["required"]
        mapping["anyOf"] = [{"required": ["value"]}, {"required": ["from"]}]
        return written
