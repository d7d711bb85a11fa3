"""Pages of the shipped inputs are well filled, and what belongs together is not parted; in both languages."""

import pytest

from generator.render.pdf import SystemLibrariesMissing, library
from tests.render.pages import paper_of

# With the most pages that a reader has before the appendices.
BODIES = {"ollama-platform": 10, "enterprise-h100": 14}
FULL = 0.6
LINES_UNDER_A_HEADING = 3
ROWS_KEPT_TOGETHER = 12


@pytest.fixture(scope="module", autouse=True)
def _needs_pango() -> None:
    try:
        library.load()
    except SystemLibrariesMissing as error:
        pytest.skip(str(error))


@pytest.mark.parametrize("name", BODIES)
def test_pages_are_full_and_nothing_is_parted(name: str) -> None:
    paper = paper_of(name)
    assert paper.body <= BODIES[name]
    for number, (page, following) in enumerate(
        zip(paper.pages, (*paper.pages[1:], None), strict=True), 1
    ):
        is_last_of_part = following is None or following.begins == "h2"
        assert page.fill >= FULL or is_last_of_part, f"page {number} is {page.fill:.0%} full"
        if page.last is not None:
            title, under = page.last
            assert under >= LINES_UNDER_A_HEADING, f"page {number} ends with {title}"
    for rows, caption in paper.tables:
        assert caption == min(rows), f"a caption parts from its table on page {caption + 1}"
        if sum(rows.values()) <= ROWS_KEPT_TOGETHER:
            assert len(rows) == 1, f"a short table is cut on page {caption + 1}"
        # Neither the first row alone at the foot of a page nor the last on top of one.
        assert len(rows) == 1 or min(rows.values()) > 1
