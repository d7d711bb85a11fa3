"""What WeasyPrint logs -> one error: a page that is not perfect is not published."""

import html
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

LOGGERS = ("weasyprint", "fontTools")
MISSING_GLYPH = ".notdef glyph rendered"
EXCERPT = 30


class RenderProblem(Exception):
    """The page cannot be typeset as it is; the message has one line for each reason."""


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
        raise RenderProblem("lists or quotations are nested too deeply to be typeset") from error
    finally:
        for logger, (level, propagate) in zip(loggers, states, strict=True):
            logger.removeHandler(collector)
            logger.setLevel(level)
            logger.propagate = propagate
    if collector.records:
        reasons = dict.fromkeys(_reason(record, page) for record in collector.records)
        raise RenderProblem("\n".join(reasons))


def _reason(record: logging.LogRecord, page: str) -> str:
    if not record.msg.startswith(MISSING_GLYPH) or not isinstance(record.args, tuple):
        return record.getMessage()
    character = str(record.args[0])
    shown = f"{character} " if character.isprintable() else ""
    name = f"{shown}(U+{ord(character):04X})"
    return f"the document's fonts have no character {name}: {place(character, page)}"


def place(character: str, page: str) -> str:
    """The sentence of the page in which the character stands, shortened around it."""
    text = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    text = html.unescape(re.sub(r"<[^>]*>", "\n", text))
    sentences = re.split(r"[\n。！？]+", text)
    sentence = next((each for each in sentences if character in each), "in a style rule").strip()
    middle = max(sentence.find(character), 0)
    start, end = max(middle - EXCERPT, 0), middle + EXCERPT
    left, right = "…" if start else "", "…" if end < len(sentence) else ""
    return left + sentence[start:end] + right
