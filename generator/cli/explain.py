"""`budget explain`: how a number came to be, down to the line of the input; or what an error code means."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from generator.cli.figures import NOT_FOUND, computed
from generator.cli.main import FINE, TROUBLE
from generator.cli.messages import tell


def run(options: argparse.Namespace) -> int:
    """Explain a code when no key is given, else a figure."""
    if options.key is None:
        return _explain_code(options.input)
    packet, code = computed(options.input, options)
    if packet is None:
        return code
    figure = packet.figures.get(options.key)
    if figure is None:
        from generator.proposal.problems import nearest

        close = " or ".join(nearest(options.key, packet.figures, 3))
        tell(NOT_FOUND.format(key=options.key) + (f"; did you mean {close}?" if close else ""))
        return TROUBLE
    from generator.render.explanation import explain

    print("\n".join(explain(figure, packet, Path(options.input).parent)))
    return FINE


def _explain_code(code: str) -> int:
    from generator.proposal.codes import explain_code

    text = explain_code(code.upper()) if re.fullmatch(r"[EeWw]\d{3}", code) else None
    if text is None:
        tell(f"{code} is no error code; to explain a figure: budget explain INPUT KEY")
        return TROUBLE
    print(text)
    return FINE
