"""Turns the table of what is bought and that of its tax, of the same rows, into one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from generator.figures.key import Key
from generator.packet.numerals import Numerals
from generator.packet.tables import Table


def joined(
    tables: Mapping[str, Callable[[], Table]], option: str, numerals: Numerals
) -> dict[str, Callable[[], Table]]:
    """What makes each table; the tax of purchases stands beside their amounts where it has no rates of its own.

    option: whose purchases.
    """
    bought, tax = Key("capex", option), Key("tax", option)
    if bought not in tables or tax not in tables:
        return dict(tables)
    one = _beside(tables[bought](), tables[tax](), numerals)
    if one is None:
        return dict(tables)
    return {key: make for key, make in tables.items() if key != tax} | {bought: lambda: one}


def _beside(bought: Table, tax: Table, numerals: Numerals) -> Table | None:
    """The amounts are those without or those with tax: both are called so, and stand side by side."""
    amounts, columns = _columns(bought), _columns(tax)
    if len(columns) != 3 or columns[0][1:] != amounts[0][1:]:
        return None
    pairs = [
        (a, t) for a in range(1, len(amounts)) for t in (1, 2) if amounts[a][1:] == columns[t][1:]
    ]
    if not pairs:
        return None
    place = pairs[0][0]
    heads = [numerals.words.with_unit("name", head, numerals.money_unit) for head in tax.header[1:]]
    net_and_gross = [[head, *column[1:]] for head, column in zip(heads, columns[1:], strict=True)]
    return _of_columns(bought, [*amounts[:place], *net_and_gross, *amounts[place + 1 :]], place)


def _columns(table: Table) -> list[list[str]]:
    return [list(column) for column in zip(table.header, *table.rows, strict=True)]


def _of_columns(table: Table, columns: list[list[str]], place: int) -> Table:
    header, *rows = (tuple(row) for row in zip(*columns, strict=True))
    numeric = (*table.numeric[:place], True, *table.numeric[place:])
    return replace(table, header=header, rows=tuple(rows), numeric=numeric)
