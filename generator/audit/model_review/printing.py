"""Paper"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.model_review.model import Model
from generator.audit.model_review.spots import Spot
from generator.audit.xlsx.book import Sheet
from generator.wording.saying import said

A4 = 9
PAGE_NUMBER = "&P"


def paper_not_a4_landscape(model: Model) -> Iterator[Spot]:
    """A sheet does not print on A4 in landscape."""
    for sheet in _printed(model):
        if sheet.paper.size != A4 or not sheet.paper.landscape:
            yield Spot(said("the sheet does not print on A4 in landscape"), sheet.title)


def print_not_fitted(model: Model) -> Iterator[Spot]:
    """A sheet is not scaled to its pages and no page break is set, so that columns may print on pages of their own."""
    for sheet in _printed(model):
        fitted = sheet.paper.fits and sheet.paper.pages_across
        if not fitted and not sheet.paper.broken:
            yield Spot(
                said("the printed sheet is not fitted to the width of the page"), sheet.title
            )


def print_area_missing(model: Model) -> Iterator[Spot]:
    """A sheet has no print area."""
    for sheet in _printed(model):
        if not sheet.paper.area:
            yield Spot(said("the sheet has no print area"), sheet.title)


def print_titles_missing(model: Model) -> Iterator[Spot]:
    """A sheet of more than one page does not repeat its headings on each."""
    for sheet in _printed(model):
        paper = sheet.paper
        one_page = paper.fits and paper.pages_across == paper.pages_down == 1
        if not paper.titles and not one_page:
            yield Spot(said("the headings are not repeated on every printed page"), sheet.title)


def page_number_missing(model: Model) -> Iterator[Spot]:
    """A sheet has no page number in its header or footer."""
    for sheet in _printed(model):
        if PAGE_NUMBER not in sheet.paper.headings:
            yield Spot(said("header and footer have no page number"), sheet.title)


def _printed(model: Model) -> Iterator[Sheet]:
    """The sheets that show something."""
    return (sheet for sheet in model.book.sheets if sheet.cells and not sheet.hidden)


RULES = (
    paper_not_a4_landscape,
    print_not_fitted,
    print_area_missing,
    print_titles_missing,
    page_number_missing,
)
