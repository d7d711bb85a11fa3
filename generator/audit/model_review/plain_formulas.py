"""Formulas that anybody can follow"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.audit.model_review.model import Model
from generator.audit.model_review.spots import Spot, across, at
from generator.wording.saying import all_of, said

# Numbers that may stand in formulas, and why.
UNIVERSAL = {
    0: "nothing; where counting starts",
    1: "a whole; one step",
    2: "a half, a double, a square",
    8: "bits of a byte",
    12: "months of a year",
    24: "hours of a day",
    30: "days of a month, by convention",
    100: "per cent",
    365: "days of a year",
    1000: "kilo; per mille",
    3600: "seconds of an hour",
    8760: "hours of a year",
    1_000_000: "million",
    1_000_000_000: "thousand million",
}

# NPV(…) > 0: whether money is gained at a rate, as a search for rates of return asks.
SIGN_OF_NPV = re.compile(r"NPV\([^()]*\)(?=[<>]0\b|\*NPV\([^()]*\)[<>]0\b)", re.IGNORECASE)
VOLATILE = said("gives another value whenever anything is calculated")
DISGUISING = said("hides which cells it reads")
YOUNG = said("is unknown to older versions of spreadsheet programs")
# Functions that a model does without, and why.
FORBIDDEN = {
    "OFFSET": DISGUISING,
    "INDIRECT": DISGUISING,
    "NOW": VOLATILE,
    "TODAY": VOLATILE,
    "RAND": VOLATILE,
    "RANDBETWEEN": VOLATILE,
    "RANDARRAY": VOLATILE,
    "CELL": VOLATILE,
    "INFO": VOLATILE,
    "XLOOKUP": YOUNG,
    "XMATCH": YOUNG,
    "LET": YOUNG,
    "LAMBDA": YOUNG,
    "FILTER": YOUNG,
    "SORT": YOUNG,
    "SORTBY": YOUNG,
    "UNIQUE": YOUNG,
    "SEQUENCE": YOUNG,
    "IFNA": YOUNG,
    "IFS": YOUNG,
    "SWITCH": YOUNG,
    "MAXIFS": YOUNG,
    "MINIFS": YOUNG,
    "CONCAT": YOUNG,
    "TEXTJOIN": YOUNG,
}

LONGEST = 300
DEEPEST_IF = 2
# Another file's name or number in brackets, then a sheet.
OTHER_FILE = re.compile(r"\[[^\[\]]+\][^\[\]!,()]*!")


def constant_in_formula(model: Model) -> Iterator[Spot]:
    """A formula holds a number that belongs on the inputs sheet.

    Numbers that nobody would ever change are let be (listed below).
    """
    for run in model.runs:
        strange = [number for number in run.facts.numbers if number not in UNIVERSAL]
        if strange:
            numbers = all_of([f"{number:.15g}" for number in dict.fromkeys(strange)])
            message = said(
                "{numbers} stands inside the formula, where nobody can see or change it",
                numbers=numbers,
            )
            yield from across(run, message)


def function_forbidden(model: Model) -> Iterator[Spot]:
    """A formula uses a function that models do without (listed below)."""
    for run in model.runs:
        for name in dict.fromkeys(run.facts.functions):
            if name in FORBIDDEN:
                yield from across(
                    run,
                    said(
                        "the formula uses {name}, which {reason}", name=name, reason=FORBIDDEN[name]
                    ),
                )


def array_formula(model: Model) -> Iterator[Spot]:
    """A formula is entered as an array or as a data table.

    Few readers can follow one, and programs differ in what they make of it.
    """
    for run in model.runs:
        if run.first.array:
            yield from across(run, said("the formula is entered as an array or data table"))


def formula_too_long(model: Model) -> Iterator[Spot]:
    """A formula has more than 300 characters or runs over several lines.

    Its steps belong in rows of their own, each with a label.
    """
    for sheet, cell in model.formulas:
        length = len(cell.formula)
        if length > LONGEST:
            yield at(
                sheet,
                cell,
                said("the formula has {length} characters; split it into steps", length=length),
            )
        elif "\n" in cell.formula:
            yield at(sheet, cell, said("the formula runs over several lines; split it into steps"))


def if_too_deep(model: Model) -> Iterator[Spot]:
    """IF stands within IF within IF."""
    message = said("IF stands within IF within IF; give the conditions rows of their own")
    for run in model.runs:
        if run.facts.depth > DEEPEST_IF:
            yield from across(run, message)


def npv_outside_checks(model: Model) -> Iterator[Spot]:
    """NPV() is used outside the checks sheet.

    It begins to discount one period early for a flow that starts today. A row of discount factors times a row of cash
    flows shows what is meant; NPV() may confirm it on the checks sheet. Asked for its sign alone, it hides no amount.
    """
    message = said("NPV() hides the discounting; show discount factors and present values in rows")
    for run in model.runs:
        if run.sheet is model.checks or "NPV" not in run.facts.functions:
            continue
        if len(SIGN_OF_NPV.findall(run.formula)) < run.facts.functions.count("NPV"):
            yield from across(run, message)


def external_link(model: Model) -> Iterator[Spot]:
    """A formula or name reads another file.

    Whoever gets the workbook alone gets old values, or none.
    """
    for run in model.runs:
        if "[" in run.formula and OTHER_FILE.search(run.formula):
            yield from across(run, said("the formula reads another file"))
    for name in model.book.names:
        if OTHER_FILE.search(name.target):
            yield Spot(said("the name {name} reads another file", name=name.name))
    for link in model.book.links:
        if link.kind in ("externalLink", "externalLinkPath"):
            yield Spot(said("the workbook is linked to other files"))


RULES = (
    constant_in_formula,
    function_forbidden,
    array_formula,
    formula_too_long,
    if_too_deep,
    npv_outside_checks,
    external_link,
)
