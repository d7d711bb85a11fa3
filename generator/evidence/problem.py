"""Says why a log gives no numbers."""

from __future__ import annotations


class LogProblem(Exception):
    """What is wrong, how to mend it, and which field of the usage log it is about: `files`, `columns.cost`.

    No text of the log is in it: what a line holds may be somebody's prompt.
    """

    def __init__(self, message: str, fix: str, field: str = "files") -> None:
        super().__init__(message)
        self.message, self.fix, self.field = message, fix, field
