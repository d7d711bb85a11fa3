"""Whatever a packet is made of is seen when it is saved, however an editor saves; nothing else is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.draft import Draft
from generator.publish import OutputProblem, publish
from generator.watching import Sources
from tests.packets import SMALL

NAMES = """
style: {templates: house}
attachments: [{title: 报价, file: quotes/server.csv}]
evidence: {usage_log: {files: logs/*.csv}}
"""


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    """Of an input that names a file which is not there yet."""
    (tmp_path / "quotes").mkdir()
    (tmp_path / "house").mkdir()
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs/october.csv").write_text("at")
    (tmp_path / "house/style.css").write_text("h1 {}")
    (tmp_path / "x.yaml").write_text(SMALL + NAMES, encoding="utf-8")
    sources = Sources(str(tmp_path / "x.yaml"))
    sources.read_names()
    assert not sources.is_changed()
    return sources


def save_by_renaming(folder: Path) -> None:
    """As vim and others do: what was written aside takes the place of the input."""
    path, aside = folder / "x.yaml", folder / ".x.yaml.swp"
    aside.write_bytes(path.read_bytes())
    aside.replace(path)


@pytest.mark.parametrize(
    "save",
    [
        lambda folder: (folder / "x.yaml").write_text("proposal: {", encoding="utf-8"),
        save_by_renaming,
        lambda folder: (folder / "catalogue.yaml").write_text("gpus: {}"),
        lambda folder: (folder / "quotes/server.csv").write_text("a,b"),
        lambda folder: (folder / "logs/october.csv").write_text("at,read"),
        lambda folder: (folder / "house/style.css").unlink(),
        lambda folder: (folder / "house/cover.html.j2").touch(),
    ],
    ids=[
        "in place",
        "by renaming",
        "catalogue",
        "attachment",
        "log",
        "template gone",
        "new template",
    ],
)
def test_a_save_is_seen_once(
    save: Callable[[Path], None], sources: Sources, tmp_path: Path
) -> None:
    save(tmp_path)
    assert sources.is_changed()
    sources.read_names()
    assert not sources.is_changed()


def test_what_no_packet_is_made_of_is_none_of_it(sources: Sources, tmp_path: Path) -> None:
    publish({"proposal.md": b""}, tmp_path / "output/x", {})
    (tmp_path / "y.yaml").touch()
    assert not sources.is_changed()


def test_all_folders_are_watched_in_which_something_may_be_saved(
    sources: Sources, tmp_path: Path
) -> None:
    assert {tmp_path, tmp_path / "quotes", tmp_path / "house"} <= sources.folders


class TestDraft:
    def test_is_gone_in_the_end_but_for_what_is_somebody_elses(self, tmp_path: Path) -> None:
        draft = Draft(tmp_path / "x.draft")
        draft.write({"proposal.md": b"1", "charts/cash.svg": b"<svg/>"})
        draft.write({"proposal.md": b"2"})
        (draft.folder / "notes.txt").touch()
        assert (draft.folder / "proposal.md").read_bytes() == b"2"
        assert not (draft.folder / "charts/cash.svg").exists()
        draft.remove()
        assert [path.name for path in draft.folder.iterdir()] == ["notes.txt"]

    def test_one_that_a_kill_has_left_is_begun_anew(self, tmp_path: Path) -> None:
        Draft(tmp_path / "x.draft").write({"charts/cash.svg": b"<svg/>"})
        assert list(Draft(tmp_path / "x.draft").folder.glob("charts/*")) == []

    def test_takes_no_folder_that_holds_something_else(self, tmp_path: Path) -> None:
        (tmp_path / "x.draft").mkdir()
        with pytest.raises(OutputProblem, match="in the way of the draft"):
            Draft(tmp_path / "x.draft")
