"""`budget watch`: each save gives a draft at once and a packet behind it; a problem gives neither."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from generator.assembly import _model_of
from generator.cli import main
from tests.packets import ONE_YEAR, SMALL

Capture = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch
INPUT, DRAFT = Path("small.yaml"), Path("output/small.draft/proposal.md")


class Build:
    """In the place of the process that builds. ended: whether it gets to its end before it is looked at."""

    begun: ClassVar[list[list[str]]] = []
    stopped: ClassVar[list[int]] = []
    ended = False

    def __init__(self, command: list[str], *, start_new_session: bool) -> None:
        assert start_new_session, "Ctrl-C in the terminal is for the one that watches"
        self.begun.append(command[command.index("build") :])

    def poll(self) -> int | None:
        return 0 if self.ended else None

    def terminate(self) -> None:
        self.stopped.append(len(self.begun))

    def wait(self, _: float = 0) -> int:
        return 0


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: Patch) -> Callable[..., int]:
    """Runs the command; what is given is done one after another, then comes Ctrl-C."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(subprocess, "Popen", Build)
    monkeypatch.setattr(Build, "begun", [])
    monkeypatch.setattr(Build, "stopped", [])
    INPUT.write_text(SMALL + ONE_YEAR, encoding="utf-8")

    def run(*saves: Callable[[], object], options: tuple[str, ...] = ()) -> int:
        waiting = iter(saves)

        def glances(_: set[Path]) -> Iterator[object]:
            for save in waiting:
                yield save()
            raise KeyboardInterrupt

        monkeypatch.setattr("generator.cli.saves.glances", glances)
        return main(["watch", str(INPUT), *options])

    return run


def save(old: str, new: str) -> Callable[[], object]:
    return lambda: INPUT.write_text(
        INPUT.read_text(encoding="utf-8").replace(old, new), encoding="utf-8"
    )


def test_a_save_gives_the_draft_and_what_moved_and_a_newer_one_stops_the_build(
    watched: Callable[..., int], capsys: Capture
) -> None:
    seen: list[str] = []

    def read() -> None:
        seen.append(DRAFT.read_text(encoding="utf-8"))
        assert _model_of.cache_info().currsize == 0, "the next save need not take it apart first"

    assert watched(read, save("36000", "45000"), read, options=("--only", "md")) == 0
    assert ["36,000" in text for text in seen] == [True, False]
    assert ["45,000" in text for text in seen] == [False, True]
    assert Build.begun == [["build", "--only=md", "--", "small.yaml"]] * 2
    assert Build.stopped == [1, 2]
    said = capsys.readouterr()
    _, first, later = said.out.split(str(DRAFT))
    assert "一次性投入合计: 36,000元" in first
    assert "一次性投入合计: 36,000元 → 45,000元" in later
    assert "运营成本" not in later
    assert said.err == "stopped; no packet is half written\n"
    assert list(Path().rglob("*draft*")) == [], "it is gone"


def test_a_problem_is_told_as_check_tells_it_and_nothing_is_built(
    watched: Callable[..., int], capsys: Capture
) -> None:
    seen: list[str] = []
    read = lambda: seen.append(DRAFT.read_text(encoding="utf-8"))  # noqa: E731
    assert watched(save("monthly", "montly"), read, save("montly", "monthly")) == 0
    assert "36,000" in seen[0], "the draft of before"
    assert len(Build.begun) == 2
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "small.yaml:8:23: error E014: unknown field 'montly'"
    assert f"{Path('output/small')} was left as it was" in said


def test_what_was_built_is_not_built_again_with_another_input(
    watched: Callable[..., int], monkeypatch: Patch
) -> None:
    """Two inputs; one of them is saved, once while both are being built and once when they are."""
    Path("other.yaml").write_text(SMALL + ONE_YEAR, encoding="utf-8")

    def end() -> None:
        monkeypatch.setattr(Build, "ended", True)

    changes = save("36000", "45000"), end, save("45000", "36000")
    assert watched(*changes, options=("other.yaml", "--quiet")) == 0
    both, one = ["other.yaml", "small.yaml"], ["small.yaml"]
    assert [sorted(command[command.index("--") + 1 :]) for command in Build.begun] == [
        both,
        both,
        one,
    ]


@pytest.mark.parametrize("path", ["nowhere.yaml", "-", "."])
def test_only_files_are_watched(path: str, tmp_path: Path, monkeypatch: Patch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["watch", path]) == 2
    assert list(tmp_path.iterdir()) == []
