"""The model of what comes with a proposal: a name alone, or a file that the PDF holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from pydantic import GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema, PydanticCustomError

from generator.proposal.attachments import (
    CODE,
    FILE,
    KEPT_BESIDE,
    LARGEST_TOGETHER,
    RESERVED,
    AttachedFile,
)
from generator.proposal.beside import MEBIBYTE
from generator.proposal.context import Facts, problem
from generator.proposal.fields import TRUTH
from generator.proposal.models.parts import Text
from generator.proposal.nodes import MappingNode, Scalar
from generator.proposal.section import Section
from generator.wording.saying import said


class Attachment(Section):
    """What comes with the proposal; a text alone is its title.

    title: its name in the document. file: a file in the folder of the input or below it, by its path from there; the
    PDF holds it, the document prints its size and its SHA-256, and its text as an appendix where it is Markdown (.md)
    or a table (.csv, .tsv). printed: `false` where such a file is attached only.
    """

    title: Text
    file: Annotated[AttachedFile, FILE] | None = None
    printed: Annotated[bool, TRUTH] = True

    @classmethod
    def named(cls, name: Scalar, facts: Facts) -> MappingNode:
        """The title keeps its place: it is a line of the list."""
        node = MappingNode(name.path, name.mark)
        node["title"] = name
        return node

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """The fields, or the title alone."""
        fields = super().__get_pydantic_json_schema__(core_schema, handler)
        return {"anyOf": [fields["properties"]["title"], fields]}

    @model_validator(mode="after")
    def _can_be_printed(self) -> Attachment:
        if self.is_printed and self.file is not None:
            self.file.require_printable()
        return self

    @property
    def is_printed(self) -> bool:
        """Whether its text is an appendix."""
        return self.file is not None and self.file.is_text and self.printed


def unfit_together(attachments: Sequence[Attachment]) -> Iterator[PydanticCustomError]:
    """What is wrong where readers would mix two files up, or their programs for mail refuse the PDF."""
    names, size = set(RESERVED), 0
    for each in attachments:
        if each.file is None:
            continue
        size += len(each.file.data)
        if each.file.name.lower() in names or each.file.place.lower() in KEPT_BESIDE:
            message = said("two files of the packet are called '{name}'", name=each.file.name)
            yield problem(CODE, message, said("rename one of them"), field=each.path / "file")
        if size > LARGEST_TOGETHER:
            message = said(
                "the attachments have more than {most} MiB together",
                most=LARGEST_TOGETHER // MEBIBYTE,
            )
            yield problem(CODE, message, said("leave some out"), field=each.path / "file")
        names.add(each.file.name.lower())
