"""Turns a packet into its what-if page: one file that computes the proposal anew in a browser, and asks nothing else.

The page may run the one script that is written here and wear the one stylesheet, by their hashes; what users wrote
stands in it as data alone.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from generator.figures.key import Key
from generator.packet.packet import Packet
from generator.packet.whatif import Tell, WhatIf
from generator.render.look import styled
from generator.render.markdown import written
from generator.render.templates import environment_of
from generator.resources import templates_folder

PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<noscript>{no_script}</noscript>
<script type="application/json" id="data">{data}</script>
<script>{script}</script>
</body>
</html>
"""


def to_whatif(packet: Packet, settable: Callable[[Key], bool]) -> str:
    """The page. settable: whether a stated number can be set."""
    folder = templates_folder() / "whatif"
    page = WhatIf(packet, _teller(packet), settable)
    parts = (page.script.text, *(_read(folder / name) for name in ("numerals.js", "page.js")))
    script = "\n".join(parts)
    style = styled(_read(folder / "page.css"), None, packet.proposal.style.colour)
    statement = page.statement()
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return PAGE.format(
        language=packet.words.language,
        policy=policy,
        title=html.escape(f"{statement['words']['kind']} · {statement['title']}"),
        style=style,
        no_script=html.escape(statement["words"]["no_script"]),
        data=_inert(statement),
        script=script,
    )


def _inert(statement: Mapping[str, Any]) -> str:
    """JSON that ends no element."""
    text = json.dumps(statement, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _read(path: Any) -> str:
    text: str = path.read_text(encoding="utf-8")
    return text


def _teller(packet: Packet) -> Tell:
    """Says what a template of the document says, as if some facts were others, and leaves its numbers open."""
    environment, story = environment_of(packet), asdict(packet.story)
    words = packet.words.sections(("verdicts",))
    families = {figure.key.family for figure in packet.figures.values()}
    proposal = {"options": {id: {"rejected_because": why} for id, why in _reasons(packet)}}

    def tell(template: str, facts: Mapping[str, Any], gaps: Collection[str], verdict: str) -> str:
        quotes = {family: Blank(Key(family), gaps) for family in families}
        told = {
            "story": {**story, **facts},
            "words": words,
            "verdict": verdict,
            "proposal": proposal,
        }
        return written(environment.get_template(template).render(quotes | told)).strip()

    return tell


def _reasons(packet: Packet) -> Iterator[tuple[str, str]]:
    """Why options are not chosen, by id."""
    for id, option in packet.proposal.options.items():
        yield id, packet.fill(option.rejected_because or "")


class Blank:
    """A figure, or a branch of figures, that a sentence quotes: left open, for the page to write the numeral."""

    def __init__(self, key: Key, gaps: Collection[str]) -> None:
        self._key, self._gaps = key, gaps
        self.with_unit, self.about = f"⟦{key}:withUnit⟧", f"⟦{key}:about⟧"
        self.reason = "gap" if key in gaps else ""

    def __getitem__(self, name: str) -> Blank:
        return Blank(self._key / name, self._gaps)

    def __str__(self) -> str:
        return f"⟦{self._key}:show⟧"
