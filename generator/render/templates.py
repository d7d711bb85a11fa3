"""Turns our templates, with a company's own laid over them, into what renders a document."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.packet.packet import Packet
from generator.packet.quotes import Quote
from generator.resources import templates_folder

if TYPE_CHECKING:
    from jinja2 import Environment, Undefined

COVER = "cover.html.j2"
SHEETS = ("style.css", "telephone.css")
# That of a form of the whole document.
PRESETS = {"gongwen": "gongwen.css"}
# What a sentence ends with, and what may stand behind that; nothing has an end as it is.
ENDS = ("", *".。!！?？…;；:：")
CLOSING = "”’\"')）]】」』*_`"
# Before the name of a template: ours, whatever is laid over it.
OURS = "ours"


def environment_of(packet: Packet, undefined: type[Undefined] | None = None) -> Environment:
    """The templates of the packet's language. undefined: what stands for an unknown name; an error, if none."""
    language = packet.words.language
    if packet.proposal.style.templates is None and undefined is None:
        return _ours(language, escapes=False)
    return _environment(f"{language}/", packet, undefined, autoescape=False)


def cover_environment_of(packet: Packet, undefined: type[Undefined] | None = None) -> Environment:
    """The template of the cover, which escapes what it is given."""
    if packet.proposal.style.templates is None and undefined is None:
        return _ours("", escapes=True)
    return _environment("", packet, undefined, autoescape=True)


def sheet_of(packet: Packet, name: str, preset: str = "") -> str:
    """A stylesheet, `style.css`: the company's own behind ours, so that it states only what is different.

    preset: another of ours between the two.
    """
    own = packet.proposal.style.templates
    names = filter(None, (name, preset))
    ours = "\n".join((templates_folder() / each).read_text(encoding="utf-8") for each in names)
    return ours if own is None or name not in own.files else f"{ours}\n{own.files[name]}"


@cache
def _ours(folder: str, *, escapes: bool) -> Environment:
    """They are compiled once for all packets."""
    return _made(_loader(templates_folder() / folder), None, autoescape=escapes)


def _environment(
    folder: str, packet: Packet, undefined: type[Undefined] | None, *, autoescape: bool
) -> Environment:
    from jinja2 import ChoiceLoader, FunctionLoader, PrefixLoader

    own, ours = packet.proposal.style.templates, _loader(templates_folder() / folder)
    if own is None:
        return _made(ours, undefined, autoescape=autoescape)

    def find(name: str) -> Any:
        text = own.files.get(folder + name)
        return None if text is None else (text, str(Path(own.path) / (folder + name)), None)

    loader = ChoiceLoader([FunctionLoader(find), ours, PrefixLoader({OURS: ours})])
    return _made(loader, undefined, autoescape=autoescape)


def _loader(folder: Path) -> Any:
    from jinja2 import FileSystemLoader

    return FileSystemLoader(folder)


def _made(loader: Any, undefined: type[Undefined] | None, *, autoescape: bool) -> Environment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    from generator.render.compiled import COMPILED

    environment = ImmutableSandboxedEnvironment(
        loader=loader,
        bytecode_cache=COMPILED[autoescape, undefined is not None],
        undefined=undefined or StrictUndefined,
        finalize=None if undefined is None else lambda said: _figure_or(undefined, said),
        autoescape=autoescape,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["ended"] = ended
    return environment


def ended(text: str, stop: str) -> str:
    """A user's text as a sentence of ours ends: with a full stop, where it has no end of its own."""
    last = text.rstrip().rstrip(CLOSING)[-1:]
    return text if last in ENDS else f"{text.rstrip()}{stop}"


def _figure_or(undefined: type[Undefined], said: Any) -> Any:
    """What is printed; a branch of figures has nothing to print, as a name that there is not."""
    is_branch = isinstance(said, Quote) and said.is_branch
    return undefined(obj=said, name="") if is_branch else said
