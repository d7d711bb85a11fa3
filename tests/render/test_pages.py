"""Pages of the shipped inputs are well filled, and what belongs together is not parted; in both languages."""

import pytest

from generator.render.pdf import SystemLibrariesMissing, library
from tests.render.pages import Paper, body_of, paper_of

FULL = 0.6
LINES_UNDER_A_HEADING = 3
ROWS_KEPT_TOGETHER = 12


@pytest.fixture(scope="module", autouse=True)
def _needs_pango() -> None:
    try:
        library.load()
    except SystemLibrariesMissing as error:
        pytest.skip(str(error))


def test_pages_are_full_and_nothing_is_parted() -> None:
    paper = paper_of("enterprise-h100")
    assert paper.body <= 14
    check(paper)
    later = [number for rows, _ in paper.tables for number in sorted(rows)[1:]]
    assert later
    assert all("续表" in paper.pages[number].margins for number in later)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_body_is_ten_pages(language: str) -> None:
    paper = body_of("ollama-platform", language)
    assert paper.body <= 10
    check(paper)


def check(paper: Paper) -> None:
    """No page but the last of a part is far from full, and what belongs together stands together."""
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
