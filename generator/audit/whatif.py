"""Turns a what-if page into findings: does it begin with the packet's numbers, and run nothing but its one script?

No JavaScript runs here. That the script gives the packet's numbers the page proves when it is opened: it holds what it
must come to, which is compared here, and says so where it does not.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
from collections.abc import Iterator, Mapping

from generator.audit.finding import Finding
from generator.wording.saying import said

SCRIPT = re.compile(r"<script([^>]*)>(.*?)</script>", re.DOTALL)
POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')
DATA = ' type="application/json" id="data"'
NAME = "whatif.html"
Numbers = Mapping[str, float | str]


def audit_whatif(page: str, figures: Numbers) -> Iterator[Finding]:
    """figures: what each is, or why it is nothing."""
    scripts = SCRIPT.findall(page)
    if [attributes for attributes, _ in scripts] != [DATA, ""]:
        yield Finding(
            "what_if", NAME, said("it holds other scripts than its data and the one that computes")
        )
        return
    (_, data), (_, script) = scripts
    policy = POLICY.search(page)
    if policy is None or f"'{_hash(script)}'" not in policy[1] or "unsafe" in policy[1]:
        yield Finding("what_if", NAME, said("its policy does not name its script"))
    told = json.loads(data)
    stated = zip(told["keys"], told["stated"], strict=True)
    for key, value in (*stated, *((key, value) for key, _, value in told["base"])):
        if not _same(figures.get(key), value):
            yield Finding(
                "what_if",
                NAME,
                said(
                    "{key} is {value}, the packet says {right}",
                    key=key,
                    value=value,
                    right=figures.get(key),
                ),
            )


def _same(one: float | str | None, other: float | str) -> bool:
    if isinstance(one, float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-15)
    return one == other


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
