"""Turns a packet into its what-if page: one file that computes the proposal anew in a browser, and asks nothing else.

The page may run the one script that is written here and wear the one stylesheet, by their hashes; what users wrote
stands in it as data alone.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from generator.figures.key import Key
from generator.packet.packet import Packet
from generator.packet.whatif import WhatIf
from generator.render.look import styled
from generator.render.markdown import written
from generator.render.templates import environment_of
from generator.resources import templates_folder

CONCLUSION = "conclusion.md.j2"
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


def _teller(packet: Packet) -> Callable[[str, Mapping[str, bool]], str]:
    """Says a verdict in the words of the document, as if the answers to its questions were others."""
    template = environment_of(packet).get_template(CONCLUSION)
    story, words = asdict(packet.story), packet.words.sections(("verdicts",))
    families = {figure.key.family for figure in packet.figures.values()}

    def tell(verdict: str, facts: Mapping[str, bool]) -> str:
        gaps = {
            "return.payback_months": facts["not_paid_back"],
            "return.lost_again_month": not facts["lost_again"],
        }
        chosen = story["chosen"] | {"waits": facts["waits"]}
        told = story | {"obstacle": "load" if facts["obstacle"] else "", "chosen": chosen}
        quotes = {family: Blank(Key(family), gaps) for family in families}
        said = template.render(quotes | {"story": told, "words": words, "verdict": verdict})
        return written(said).strip()

    return tell


class Blank:
    """A figure, or a branch of figures, that a sentence quotes: left open, for the page to write the numeral."""

    def __init__(self, key: Key, gaps: Mapping[str, bool]) -> None:
        self._key, self._gaps = key, gaps
        self.with_unit, self.about = f"⟦{key}:withUnit⟧", f"⟦{key}:about⟧"
        self.reason = "gap" if gaps.get(key) else ""

    def __getitem__(self, name: str) -> Blank:
        return Blank(self._key / name, self._gaps)

    def __str__(self) -> str:
        return f"⟦{self._key}:show⟧"
