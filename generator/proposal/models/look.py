"""The model of the document's look: whose it is, not what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from generator.proposal.characters import shortened
from generator.proposal.context import problem
from generator.proposal.fields import Plain, one_of
from generator.proposal.logo import CODE, LOGO, Logo
from generator.proposal.models.parts import Text
from generator.proposal.nodes import Scalar
from generator.proposal.own_templates import TEMPLATES, WORD, OwnTemplates
from generator.proposal.section import Section
from generator.wording.saying import said

# In points: smaller is hard to read, larger leaves tables no room.
SMALLEST, LARGEST = 8.5, 11.0


def _colour(node: Scalar) -> str:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", node):
        message = said("'{text}' is no colour", text=shortened(node))
        raise problem(CODE, message, said('write it as "#16405b", in quotes'), at=node)
    return str(node)


def _size(node: Scalar) -> float:
    if not re.fullmatch(r"[0-9]{1,2}(?:\.[0-9])?", node):
        message = said("'{text}' is no size of type", text=shortened(node))
        raise problem(CODE, message, said("write a number of points, such as 10"), at=node)
    if not SMALLEST <= float(node) <= LARGEST:
        fix = said(
            "it must be from {smallest:g} to {largest:g} points", smallest=SMALLEST, largest=LARGEST
        )
        raise problem(CODE, said("{text} is out of range", text=node), fix, at=node)
    return float(node)


COLOUR = Plain(_colour, (("type", "string"), ("pattern", "^#[0-9a-fA-F]{6}$")))
SIZE = Plain(_size, (("type", "number"), ("minimum", SMALLEST), ("maximum", LARGEST)))


class Style(Section):
    """How the document looks.

    logo: an SVG or PNG in the folder of the input, for the head of the first page. colour: of headings, rules and
    heads of tables, such as "#16405b" in quotes. font_size: of the text, in points; all other sizes follow it.
    letterhead: whose paper it is, beside the title; its lines are kept. preset: `gongwen` for the form of an official
    document (GB/T 9704): its sheet, sizes, page numbers and, in Chinese, headings numbered 一、（一）, without
    colours; a PDF is set in our own fonts, Word in those of the standard. templates: a folder of templates that are
    laid over ours, file by file, as `docs/templates.md` says.
    """

    logo: Annotated[Logo, LOGO] | None = None
    colour: Annotated[str, COLOUR] | None = None
    font_size: Annotated[float, SIZE] | None = None
    letterhead: Text | None = None
    preset: Annotated[str, one_of("gongwen")] | None = None
    templates: Annotated[OwnTemplates, TEMPLATES] | None = None

    @property
    def files(self) -> Iterator[tuple[str, bytes]]:
        """What of it lies beside the input, by its place from there."""
        if self.logo is not None:
            yield self.logo.place, self.logo.data
        if self.templates is not None:
            for name, text in self.templates.files.items():
                yield f"{self.templates.place}/{name}", text.encode()
            if self.templates.word is not None:
                yield f"{self.templates.place}/{WORD}", self.templates.word
