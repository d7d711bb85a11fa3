"""A stylesheet -> the rules in it that the PDF would not understand, each with its line and column."""

import logging
import re
from collections.abc import Iterator

from generator.render.pdf.library import SystemLibrariesMissing, load
from generator.render.pdf.problems import LOGGERS

REFUSED = "disallowed"
PLACE = re.compile(r" at (\d+):(\d+)")


def faults_in(sheet: str) -> Iterator[tuple[int, int, str]]:
    """Line, column and what is wrong there; nothing where this machine cannot make PDFs."""
    try:
        library = load()
    except SystemLibrariesMissing:
        return
    told: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: told.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger(LOGGERS[0])
    state = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    try:
        library.weasyprint.CSS(string=sheet, font_config=library.fonts, url_fetcher=library.fetcher)
    finally:
        logger.removeHandler(handler)
        logger.setLevel(state[0])
        logger.propagate = state[1]
    for message in told:
        # What asks for something outside of the sheet is found in its text.
        if REFUSED in message:
            continue
        place = PLACE.search(message)
        line, column = (int(place[1]), int(place[2])) if place else (0, 1)
        yield line, column, PLACE.sub("", message).rstrip(".")
