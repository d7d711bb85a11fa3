"""Turns the zip of an xlsx into its parts, and follows the relationships from part to part."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from generator.audit.xlsx.book import Link
from generator.audit.xlsx.elements import parse, parse_by

ENDING = ".rels"


@dataclass
class Package:
    """The file. Parts are read when they are asked for. Raises KeyError for a part that is not there."""

    archive: ZipFile
    _links: dict[str, list[Link]] = field(default_factory=dict)

    def part(self, name: str) -> Element:
        """The root of an XML part."""
        return parse(self.archive.read(name))

    def large_part(self, name: str, items: str, take: Callable[[Element], None]) -> Element:
        """The root of an XML part without what is in its elements called `items`, which are taken one by one."""
        return parse_by(items, self.archive.read(name), take)

    def links(self, part: str) -> list[Link]:
        """The relationships of a part; those of the file itself for an empty name."""
        if part not in self._links:
            folder, leaf = posixpath.split(part)
            name = posixpath.join(folder, "_rels", leaf + ENDING)
            known = name in self.archive.NameToInfo
            self._links[part] = list(self._read(part, name)) if known else []
        return self._links[part]

    def all_links(self) -> Iterator[Link]:
        """Those of every part."""
        for name in self.archive.namelist():
            folder, leaf = posixpath.split(name)
            if leaf.endswith(ENDING) and posixpath.basename(folder) == "_rels":
                owner = posixpath.join(posixpath.dirname(folder), leaf.removesuffix(ENDING))
                yield from self.links(owner)

    def followed(self, part: str, kind: str) -> Iterator[str]:
        """The parts to which relationships of a kind lead."""
        return (link.target for link in self.links(part) if link.kind == kind)

    def _read(self, part: str, name: str) -> Iterator[Link]:
        folder = posixpath.join("/", posixpath.dirname(part))
        for item in self.part(name):
            said = item.get("Target", "")
            external = item.get("TargetMode") == "External"
            inside = posixpath.normpath(posixpath.join(folder, said)).lstrip("/")
            yield Link(
                part=part,
                key=item.get("Id", ""),
                kind=item.get("Type", "").rpartition("/")[2],
                target=said if external else inside,
                external=external,
            )
