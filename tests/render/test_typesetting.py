"""A page typeset in a process of its own: the same PDF, the same problems, and no second process needed."""

import subprocess
import sys

import pytest

from generator.render.pdf import RenderProblem, SystemLibrariesMissing, library, to_pdf
from generator.render.pdf.typesetting import Typesetting
from tests.render.sample import ATTACHMENTS, INFO


@pytest.fixture(scope="module", autouse=True)
def _needs_pango() -> None:
    try:
        library.load()
    except SystemLibrariesMissing as error:
        pytest.skip(str(error))


SMALL_PAGE = "<html lang='en'><body><main><p>A page</p></main></body></html>"


def typeset_beside(page: str) -> bytes:
    with Typesetting() as typesetting:
        typesetting.lay_out(page)
        return typesetting.finished(INFO, ATTACHMENTS)


def test_the_same_bytes_as_in_this_process() -> None:
    assert typeset_beside(SMALL_PAGE) == to_pdf(SMALL_PAGE, INFO, ATTACHMENTS)


def test_a_problem_of_the_page_comes_back() -> None:
    with pytest.raises(RenderProblem, match=r"U\+1F600"):
        typeset_beside(SMALL_PAGE.replace("A page", "A page \U0001f600"))


def test_a_machine_on_which_no_process_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/there/is/no/python")
    assert typeset_beside(SMALL_PAGE).startswith(b"%PDF")


def test_a_process_that_is_killed_is_replaced_by_this_one() -> None:
    with Typesetting() as typesetting:
        typesetting.lay_out(SMALL_PAGE)
        assert typesetting.process is not None
        typesetting.process.kill()
        assert typesetting.finished(INFO, ATTACHMENTS).startswith(b"%PDF")


def test_the_process_ends_with_the_block() -> None:
    with Typesetting() as typesetting:
        assert typesetting.process is not None
    assert typesetting.process.poll() is not None


def test_the_process_starts_without_what_reads_inputs() -> None:
    program = "import generator.render.pdf.typesetting, sys; sys.exit('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
