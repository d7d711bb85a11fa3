"""`budget explain`: how a number came to be, down to the line of the input; or what an error code means."""

from __future__ import annotations

import argparse
import re

from generator.api import UnknownFigure
from generator.cli.figures import computed
from generator.cli.main import FINE, TROUBLE
from generator.cli.messages import tell
from generator.cli.speech import spoken_language
from generator.wording.saying import said


def run(options: argparse.Namespace) -> int:
    """Explain a code when no key is given, else a figure."""
    if options.key is None:
        return _explain_code(options.input)
    budget, code = computed(options)
    if budget is None:
        return code
    try:
        print(budget.explain(options.key))
    except UnknownFigure as unknown:
        tell(unknown)
        return TROUBLE
    return FINE


def _explain_code(code: str) -> int:
    from generator.proposal.codes import explain_code

    text = (
        explain_code(code.upper(), spoken_language())
        if re.fullmatch(r"[EeWw]\d{3}", code)
        else None
    )
    if text is None:
        tell(
            said(
                "{code} is no error code; to explain a figure: budget explain INPUT KEY", code=code
            )
        )
        return TROUBLE
    print(text)
    return FINE
