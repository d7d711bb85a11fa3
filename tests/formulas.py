"""Reads formulas as an auditor does: their numbers, and what they look like once position no longer matters."""

import re
from collections.abc import Iterator

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.utils import column_index_from_string

CELL = re.compile(r"(\$?)([A-Z]{1,3})(\$?)([0-9]+)")


def tokens(formula: str) -> list[Token]:
    items: list[Token] = Tokenizer(formula).items
    return items


def numbers_in(formula: str) -> Iterator[float]:
    """The constants of a formula."""
    for token in tokens(formula):
        if token.type == Token.OPERAND and token.subtype == Token.NUMBER:
            yield float(token.value)


def relative_form(formula: str, row: int, column: int) -> str:
    """The R1C1 form: `=$C6*F$4` in F6 is `=RC3*R4C`. Copies of one formula have one such form."""

    def coordinate(match: re.Match[str]) -> str:
        fixed_column, letters, fixed_row, digits = match.groups()
        across, down = column_index_from_string(letters), int(digits)
        shown_row = f"R{down}" if fixed_row else f"R[{down - row}]"
        shown_column = f"C{across}" if fixed_column else f"C[{across - column}]"
        return shown_row + shown_column

    return "=" + "".join(
        CELL.sub(coordinate, token.value) if token.subtype == Token.RANGE else token.value
        for token in tokens(formula)
    )
