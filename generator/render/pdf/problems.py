"""What WeasyPrint logs -> one error: a page that is not perfect is not published."""

import html
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from generator.wording.saying import joined, said

LOGGERS = ("weasyprint", "fontTools")
MISSING_GLYPH = ".notdef glyph rendered"
EXCERPT = 30


class RenderProblem(Exception):
    """The page cannot be typeset as it is; the message has one line for each of its reasons."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(joined(reasons, "\n"))
        self.reasons = reasons


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@contextmanager
def strict(page: str) -> Iterator[None]:
    """Raise RenderProblem after the block if anything was logged in it; nothing is printed."""
    collector = _Collector()
    loggers = [logging.getLogger(name) for name in LOGGERS]
    states = [(logger.level, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.addHandler(collector)
        logger.setLevel(logging.WARNING)
        logger.propagate = False
    try:
        yield
    except RecursionError as error:
        raise RenderProblem(
            said("lists or quotations are nested too deeply to be typeset")
        ) from error
    finally:
        for logger, (level, propagate) in zip(loggers, states, strict=True):
            logger.removeHandler(collector)
            logger.setLevel(level)
            logger.propagate = propagate
    if collector.records:
        reasons = dict.fromkeys(_reason(record, page) for record in collector.records)
        raise RenderProblem(*reasons)


def _reason(record: logging.LogRecord, page: str) -> str:
    if not record.msg.startswith(MISSING_GLYPH) or not isinstance(record.args, tuple):
        return record.getMessage()
    character = str(record.args[0])
    shown = f"{character} " if character.isprintable() else ""
    name = f"{shown}(U+{ord(character):04X})"
    return said(
        "the document's fonts have no character {name}: {sentence}",
        name=name,
        sentence=place(character, page),
    )


def place(character: str, page: str) -> str:
    """The sentence of the page in which the character stands, shortened around it."""
    text = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    text = html.unescape(re.sub(r"<[^>]*>", "\n", text))
    sentences = re.split(r"[\n。！？]+", text)
    sentence = next((each.strip() for each in sentences if character in each), "")
    if not sentence:
        return said("in a style rule")
    middle = max(sentence.find(character), 0)
    start, end = max(middle - EXCERPT, 0), middle + EXCERPT
    left, right = "…" if start else "", "…" if end < len(sentence) else ""
    return left + sentence[start:end] + right
