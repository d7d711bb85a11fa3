"""What a cell holds, when two such values agree, and how a finding writes them."""

import math
from typing import TypeGuard

from generator.wording.saying import said

# (sheet title, coordinate), for example ("OpEx", "C5").
Address = tuple[str, str]


class ErrorValue(str):
    """The error that a cell shows instead of a value, as its text: "#DIV/0!"."""

    __slots__ = ()


# None is a cell that holds no value at all; an empty text is "".
Value = float | str | bool | None

# The engine adds, multiplies and raises to powers bit for bit as the model does; only functions
# that iterate or discount (IRR, NPV) come out differently, by 5e-11 of the value at most.
RELATIVE_TOLERANCE = 1e-9

# Where a sum should cancel to zero, nothing is small relative to it. A billionth of a currency
# unit, or of a ratio, is far below the last digit that any table shows.
ABSOLUTE_TOLERANCE = 1e-9


def agree(found: Value, figure: Value, rest: float = 0.0) -> bool:
    """Numbers within the tolerance, which NaN and infinity never are; all else exactly, by kind.

    rest: what two honest computations of this number may leave between them, where large ones cancel in it.
    """
    if type(found) is type(figure) and found == figure:
        return True
    if is_number(found) and is_number(figure):
        smallest = max(ABSOLUTE_TOLERANCE, rest)
        return math.isclose(found, figure, rel_tol=RELATIVE_TOLERANCE, abs_tol=smallest)
    return False


def is_number(value: Value) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def in_contrast(left: Value, right: Value) -> tuple[str, str]:
    """Both values with as few decimals as show the difference, two at least."""
    for decimals in (2, 4, 6, 9, 12):
        if text(left, decimals) != text(right, decimals):
            break
    return text(left, decimals), text(right, decimals)


def text(value: Value, decimals: int = 2) -> str:
    match value:
        case None:
            return said("nothing")
        case bool():
            return str(value).upper()
        case ErrorValue():
            return value
        case str():
            return f'"{value}"'
        case _:
            return f"{value:,.{decimals}f}"


def place(address: Address) -> str:
    return "!".join(address)
