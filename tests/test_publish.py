"""A packet is published whole or not at all, and nothing but a packet is ever replaced."""

import errno
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator import publish
from generator.publish import EditedPacket, NotAPacketFolder, OutputProblem
from generator.swap import write_new
from tests.killed_publishers import EARLIER, LATER

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked process")


def files_in(folder: Path) -> dict[str, bytes]:
    """What a packet holds, its manifest left out."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where an earlier packet stands."""
    folder = tmp_path / "output" / "Ollama 平台"
    publish.publish(EARLIER, folder, {"input": "x.yaml"})
    return folder


def test_a_new_file_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    memo = tmp_path / "memo.md"
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            write_new(memo, "all")
    assert not memo.exists()
    write_new(memo, "all")
    with pytest.raises(FileExistsError):
        write_new(memo, "other")
    assert memo.read_text(encoding="utf-8") == "all"


class TestPublishing:
    def test_a_new_packet_holds_the_files_and_a_manifest(self, folder: Path) -> None:
        assert files_in(folder) == EARLIER
        manifest = json.loads((folder / "manifest.json").read_bytes())
        assert manifest["input"] == "x.yaml"
        assert manifest["files"]["tco.xlsx"] == {"sha256": publish.hash_of(b"PK"), "size": 2}

    def test_hashes_are_those_of_the_standard(self) -> None:
        """Oracle: the SHA-256 of "abc" in FIPS 180-2, appendix B.1."""
        digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        assert publish.hash_of(b"abc") == digest

    def test_a_later_packet_replaces_the_earlier_one_whole(self, folder: Path) -> None:
        publish.publish(LATER, folder, {})
        assert files_in(folder) == LATER
        assert [path.name for path in folder.parent.iterdir()] == [folder.name]

    def test_the_same_packet_has_the_same_bytes_in_whatever_order_it_comes(
        self, folder: Path
    ) -> None:
        first = (folder / "manifest.json").read_bytes()
        publish.publish(dict(reversed(EARLIER.items())), folder, {"input": "x.yaml"})
        assert (folder / "manifest.json").read_bytes() == first

    def test_a_folder_keeps_its_permissions(self, folder: Path) -> None:
        folder.chmod(0o700)
        publish.publish(LATER, folder, {})
        assert folder.stat().st_mode & 0o777 == 0o700

    @pytest.mark.parametrize(
        "name",
        [
            "/etc/passwd",
            "../x",
            "charts/../../x",
            "a//b",
            "./a",
            "",
            ".",
            "C:x",
            "a\\b",
            "manifest.json",
        ],
    )
    def test_no_file_leaves_the_folder(self, name: str, folder: Path) -> None:
        with pytest.raises(ValueError, match="not a name for a file"):
            publish.publish({name: b""}, folder, {})
        assert files_in(folder) == EARLIER

    def test_what_the_manifest_says_itself_cannot_be_passed_in(self, folder: Path) -> None:
        with pytest.raises(ValueError, match="by itself: files"):
            publish.publish(LATER, folder, {"files": {}})

    def test_publishers_into_one_folder_take_turns(self, folder: Path) -> None:
        packets = [{"proposal.md": bytes([n]), f"charts/{n}.svg": b""} for n in range(20)]
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda files: publish.publish(files, folder, {}), packets))
        assert files_in(folder) in packets
        assert publish.verify(folder) == []

    @pytest.mark.skipif(sys.platform != "linux", reason="asks /proc what was flushed")
    def test_everything_is_flushed_before_the_swap_and_the_manifest_is_last(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        flushed = []

        def note(descriptor: int) -> None:
            flushed.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))

        monkeypatch.setattr(os, "fsync", note)
        publish.publish(LATER, folder, {})
        staging = f"{folder.parent}/.{folder.name}.budget-new"
        assert flushed == [
            f"{staging}/charts/power.svg",
            f"{staging}/proposal.md",
            f"{staging}/manifest.json",
            f"{staging}/charts",
            staging,
            str(folder.parent),
        ]


class TestWhatIsNotReplaced:
    def test_a_folder_of_other_files(self, tmp_path: Path) -> None:
        (tmp_path / "thesis.docx").write_bytes(b"years of work")
        with pytest.raises(NotAPacketFolder, match=r"no manifest\.json of this tool"):
            publish.publish(LATER, tmp_path, {})
        assert files_in(tmp_path) == {"thesis.docx": b"years of work"}

    def test_a_folder_whose_manifest_is_another_tools(self, tmp_path: Path) -> None:
        (tmp_path / "manifest.json").write_text('{"format": "a web application", "files": {}}')
        with pytest.raises(NotAPacketFolder):
            publish.prepare(tmp_path)

    def test_a_packet_to_which_somebody_added_files(self, folder: Path) -> None:
        (folder / "notes.txt").touch()
        (folder / "charts" / "sketch.png").touch()
        with pytest.raises(NotAPacketFolder, match=r"charts/sketch\.png, notes\.txt"):
            publish.publish(LATER, folder, {})

    @pytest.mark.parametrize("attempt", [publish.prepare, lambda f: publish.publish(LATER, f, {})])
    def test_a_packet_that_somebody_edited(
        self, attempt: Callable[[Path], None], folder: Path
    ) -> None:
        (folder / "tco.xlsx").write_bytes(b"PK with the numbers of finance")
        (folder / "charts" / "cash.svg").write_bytes(b"<svg>redrawn</svg>")
        with pytest.raises(
            EditedPacket, match=r"edited after publication: charts/cash\.svg, tco\.xlsx"
        ):
            attempt(folder)
        assert files_in(folder)["tco.xlsx"] == b"PK with the numbers of finance"
        assert [path.name for path in folder.parent.iterdir()] == [folder.name]

    def test_an_edited_packet_is_replaced_by_who_asks_for_it(self, folder: Path) -> None:
        (folder / "tco.xlsx").write_bytes(b"PK with the numbers of finance")
        publish.prepare(folder, force=True)
        publish.publish(EARLIER, folder, {}, force=True)
        assert files_in(folder) == EARLIER

    def test_an_edited_file_that_the_new_packet_lacks_is_not_removed(self, folder: Path) -> None:
        (folder / "tco.xlsx").write_bytes(b"PK with the numbers of finance")
        with pytest.raises(EditedPacket, match=r"publication: tco\.xlsx; .* makes no such file"):
            publish.publish({"proposal.md": b"later"}, folder, {}, force=True)
        assert files_in(folder)["tco.xlsx"] == b"PK with the numbers of finance"

    def test_edited_files_and_files_that_are_not_ours_are_told_at_once(self, folder: Path) -> None:
        (folder / "tco.xlsx").write_bytes(b"PK with the numbers of finance")
        (folder / "notes.txt").touch()
        with pytest.raises(
            EditedPacket, match=r"publication: tco\.xlsx; .* no packet made: notes\.txt"
        ):
            publish.prepare(folder)

    def test_the_files_that_the_new_packet_lacks_are_named(self, folder: Path) -> None:
        assert publish.publish({"proposal.md": b"later"}, folder, {}) == [
            "charts/cash.svg",
            "tco.xlsx",
        ]

    def test_force_replaces_no_file_that_is_not_ours(self, folder: Path) -> None:
        (folder / "notes.txt").touch()
        with pytest.raises(NotAPacketFolder):
            publish.publish(LATER, folder, {}, force=True)

    def test_a_packet_of_which_somebody_deleted_files(self, folder: Path) -> None:
        (folder / "tco.xlsx").unlink()
        publish.publish(LATER, folder, {})
        assert files_in(folder) == LATER

    def test_what_file_managers_leave_does_not_count(self, folder: Path) -> None:
        (folder / ".DS_Store").touch()
        publish.publish(LATER, folder, {})
        assert files_in(folder) == LATER

    def test_an_empty_folder_may_be_filled(self, tmp_path: Path) -> None:
        publish.publish(LATER, tmp_path, {})
        assert files_in(tmp_path) == LATER


class TestPlacesThatCannotBeWritten:
    def test_a_file(self, folder: Path) -> None:
        with pytest.raises(OutputProblem, match=r"proposal\.md is a file; a packet needs a folder"):
            publish.prepare(folder / "proposal.md")

    def test_below_a_file(self, folder: Path) -> None:
        with pytest.raises(OutputProblem, match=r"proposal\.md is a file"):
            publish.prepare(folder / "proposal.md" / "packet")

    def test_a_whole_disk(self) -> None:
        with pytest.raises(OutputProblem, match="name a folder inside it"):
            publish.prepare(Path("/"))

    def test_a_link_to_nothing(self, tmp_path: Path) -> None:
        link = tmp_path / "link"
        link.symlink_to(tmp_path / "gone")
        with pytest.raises(OutputProblem, match=r"is a link to .*gone, which is no folder"):
            publish.prepare(link)

    def test_a_link_to_a_packet_stays_a_link(self, folder: Path, tmp_path: Path) -> None:
        link = tmp_path / "link"
        link.symlink_to(folder)
        publish.publish(LATER, link, {})
        assert link.is_symlink()
        assert files_in(folder) == LATER

    def test_a_read_only_disk(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object) -> None:
            raise PermissionError(13, "Permission denied", "output")

        monkeypatch.setattr(os, "mkdir", refuse)
        with pytest.raises(OutputProblem, match=r"cannot write .*: Permission denied \(output\)"):
            publish.prepare(folder)

    def test_a_full_disk_leaves_the_earlier_packet(self, folder: Path) -> None:
        with files_limited_to(1000), pytest.raises(OutputProblem, match="File too large"):
            publish.publish({**LATER, "proposal.pdf": bytes(5000)}, folder, {})
        assert files_in(folder) == EARLIER
        assert [path.name for path in folder.parent.iterdir()] == [folder.name]

    def test_a_folder_that_can_be_written_is_left_alone_by_the_check(self, folder: Path) -> None:
        publish.prepare(folder)
        assert files_in(folder) == EARLIER
        assert [path.name for path in folder.parent.iterdir()] == [folder.name]


@contextmanager
def files_limited_to(size: int) -> Iterator[None]:
    """The system refuses to let any file grow past `size` bytes: a real failing write."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@needs_fork
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
class TestKills:
    """A process is killed at its first, second, third … touch of the file system, until it ends."""

    @pytest.mark.skipif(sys.platform != "linux", reason="only Linux exchanges folders")
    def test_the_folder_always_holds_a_whole_packet(self, folder: Path) -> None:
        found = after_kills(folder)
        assert set(found) == {"earlier", "later"}
        assert found.count("earlier") > 10
        assert found.count("later") > 10

    def test_without_exchange_the_next_run_restores_a_whole_packet(self, folder: Path) -> None:
        found = after_kills(folder, "--without-exchange")
        assert found.count("earlier") > 10
        assert found.count("later") > 10
        assert found.count("none") == 1

    @pytest.mark.skipif(sys.platform != "linux", reason="only Linux exchanges folders")
    def test_wherever_the_disk_is_full_the_folder_holds_a_whole_packet(self, folder: Path) -> None:
        found = after_kills(folder, "--full-disk")
        assert set(found) == {"earlier", "later"}
        assert found.count("earlier") > 10

    def test_an_input_that_is_pulled_into_says_the_old_or_the_new(self, tmp_path: Path) -> None:
        found = after_kills(tmp_path / "x.yaml", "--input")
        assert set(found) == {"earlier", "later"}


def after_kills(place: Path, *options: str) -> list[str]:
    command = [sys.executable, "-m", "tests.killed_publishers", str(place), *options]
    found: list[str] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


class TestVerifying:
    def test_a_packet_as_published_is_well(self, folder: Path) -> None:
        assert publish.verify(folder) == []

    def test_each_difference_is_named(self, folder: Path) -> None:
        (folder / "tco.xlsx").write_bytes(b"PK!")
        (folder / "charts/cash.svg").unlink()
        (folder / "notes.txt").touch()
        assert publish.verify(folder) == [
            "charts/cash.svg is missing",
            "tco.xlsx was changed after it was published",
            "notes.txt is not part of the packet",
        ]

    def test_a_folder_that_is_no_packet(self, tmp_path: Path) -> None:
        with pytest.raises(NotAPacketFolder):
            publish.verify(tmp_path / "nowhere")
