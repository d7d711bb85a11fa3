"""Turns a workbook and the figures it should hold into findings: each cell that disagrees.

Three readings of every formula cell must agree: the model's figure, the value that an independent
engine computes from the formulas, and the cached value that readers without an engine show.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from generator.audit.finding import Finding
from generator.audit.model_review.registry import review
from generator.audit.recalculate import evaluated
from generator.audit.values import Address, ErrorValue, Value, agree, in_contrast, place, text
from generator.audit.xlsx.book import Book, Cell
from generator.audit.xlsx.reading import read_book
from generator.wording.saying import reason_of, said


def audit_workbook(
    workbook: bytes, expected: Mapping[Address, float | str | bool]
) -> list[Finding]:
    """Every way in which an xlsx's formula cells differ from the values expected of them.

    `expected` gives each formula cell, as (sheet title, coordinate), the model's figure. An empty
    list means that all agree. A damaged file is a finding too.
    """
    book = read_or_tell(workbook)
    return [book] if isinstance(book, Finding) else compare(workbook, book, expected)


def audit_model(
    workbook: bytes,
    expected: Mapping[Address, float | str | bool],
    rest_at: Callable[[Address], float] = lambda _: 0.0,
    charts: Callable[[Book], Iterable[Finding]] = lambda _: (),
) -> list[Finding]:
    """What `audit_workbook` finds, and every rule for models that the workbook breaks.

    rest_at: by how much a cell may differ, because large amounts cancel in it. charts: finds what is wrong with these.
    """
    book = read_or_tell(workbook)
    if isinstance(book, Finding):
        return [book]
    return [*compare(workbook, book, expected, rest_at), *review(book), *charts(book)]


def read_or_tell(workbook: bytes) -> Book | Finding:
    try:
        return read_book(workbook)
    except ValueError as problem:
        return Finding(
            "unreadable",
            said("workbook"),
            said("it cannot be read: {problem}", problem=reason_of(problem)),
        )


def compare(
    workbook: bytes,
    book: Book,
    expected: Mapping[Address, float | str | bool],
    rest_at: Callable[[Address], float] = lambda _: 0.0,
) -> list[Finding]:
    """The workbook, as bytes and as read, against the values expected of it."""
    try:
        value_at = evaluated(workbook)
        computed = [
            [value_at(sheet.title, cell.row, cell.column) for cell in sheet.formulas]
            for sheet in book.sheets
        ]
    except (ImportError, MemoryError):
        raise
    except Exception as problem:
        # The engine says in exceptions of many kinds what it does not understand, and in one that memory is short.
        if "(Alloc)" in str(problem):
            raise MemoryError from problem
        return [
            Finding(
                "unreadable",
                said("workbook"),
                said("it cannot be read: {problem}", problem=reason_of(problem)),
            )
        ]
    differing: list[Finding] = []
    without_formula = dict(expected)
    for sheet, values in zip(book.sheets, computed, strict=True):
        for cell, value in zip(sheet.formulas, values, strict=True):
            address = sheet.title, cell.coordinate
            figure = without_formula.pop(address, None)
            if figure is None or not (agree(value, figure) and agree(cell.value, figure)):
                differing += disagreements(place(address), cell, value, figure, rest_at(address))
    missing = (missing_formula(address, figure) for address, figure in without_formula.items())
    return [*missing, *differing]


def missing_formula(address: Address, figure: Value) -> Finding:
    message = said("the model says {figure} where the sheet has no formula", figure=text(figure))
    return Finding("formula_missing", place(address), message)


def disagreements(
    where: str, cell: Cell, computed: Value, figure: Value, rest: float = 0.0
) -> Iterator[Finding]:
    """What is wrong with one formula cell."""
    if figure is None:
        message = said("the model has no figure for the formula {formula}", formula=cell.formula)
        yield Finding("figure_missing", where, message)
        return
    if not agree(computed, figure, rest):
        rule = "error_value" if isinstance(computed, ErrorValue) else "recalculated_differs"
        yield Finding(rule, where, contrast(said("computes"), computed, figure, cell.formula))
    if not agree(cell.value, figure, rest):
        yield Finding(
            "cached_differs", where, contrast(said("shows"), cell.value, figure, cell.formula)
        )


def contrast(verb: str, found: Value, figure: Value, formula: str) -> str:
    left, right = in_contrast(found, figure)
    return said(
        "the sheet {verb} {left} where the model says {right} ({formula})",
        verb=verb,
        left=left,
        right=right,
        formula=formula,
    )
