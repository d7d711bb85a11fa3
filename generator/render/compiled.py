"""Keeps what templates were compiled to: ours are the same beside any of a company's own, which is filled in thrice."""

from __future__ import annotations

from collections import defaultdict
from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """In this process, of each file what it was last; for environments that compile alike."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[str, CodeType | None]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._kept.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.checksum, bucket.code


# By whether what is printed is escaped and whether it is looked at: environments differ in nothing else.
COMPILED: defaultdict[tuple[bool, bool], Compiled] = defaultdict(Compiled)
