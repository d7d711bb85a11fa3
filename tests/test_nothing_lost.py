"""Whatever befalls the whole command, nothing is lost: it is killed at random moments, run twice at once, out of room.

That takes minutes, and is done when it is asked for: KILLS=200 sh scripts/test tests/test_nothing_lost.py. Always tried
are each touch of the file system in turn, in test_publish.py, that no test asks the network for anything, and that no
step of a whole build does, in test_build.py.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ASKED
from tests.packets import INPUTS

KILLS = int(os.environ.get("KILLS", "0"))
asked_for = pytest.mark.skipif(not KILLS, reason="takes minutes: KILLS=200 asks for it")
# Of so many some meet each case; of fewer perhaps none.
ENOUGH = 100
ON_SMALL_DISK = 'mount -t tmpfs -o size=16m none "$2" && exec "$0" -m tests.killed_commands "$@"'


def found(what: str, folder: Path, times: int, *within: str) -> dict[str, int]:
    command = [*within, sys.executable, *(() if within else ("-m", "tests.killed_commands"))]
    ended = subprocess.run(
        [*command, what, str(folder), str(times)],
        check=False,
        capture_output=True,
        text=True,
        cwd=INPUTS.parent,
    )
    assert ended.returncode == 0, ended.stderr
    print(ended.stdout)  # noqa: T201 - with -s, how often what was found
    counts: dict[str, int] = json.loads(ended.stdout)
    return counts


@asked_for
def test_a_build_that_is_killed(tmp_path: Path) -> None:
    counts = found("builds", tmp_path, KILLS)
    assert counts.get("killed", 0) + counts.get("ended before", 0) == KILLS
    if KILLS >= ENOUGH:
        assert counts["killed"] > KILLS * 0.8
        assert counts["left half written, beside"]


@asked_for
def test_two_builds_into_one_folder(tmp_path: Path) -> None:
    found("pairs", tmp_path, max(1, KILLS // 10))


@asked_for
def test_a_pull_that_is_killed(tmp_path: Path) -> None:
    times = max(1, KILLS // 4)
    counts = found("pulls", tmp_path, times)
    held = [counts.get(f"then the input was the {version}", 0) for version in ("old", "new")]
    assert sum(held) == times
    if KILLS >= ENOUGH:
        assert all(held)


@asked_for
def test_a_disk_that_is_full(tmp_path: Path) -> None:
    within = ("unshare", "--map-root-user", "--mount", "sh", "-c", ON_SMALL_DISK)
    if shutil.which("unshare") is None or subprocess.run([*within[:3], "true"]).returncode:  # noqa: PLW1510
        pytest.skip("this system lets nobody make a small disk")
    (tmp_path / "disk").mkdir()
    counts = found("full", tmp_path / "disk", max(10, KILLS // 10), *within)
    assert counts.keys() == {"built", "told that the disk is full"}


@asked_for
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not here")
def test_neither_the_command_nor_any_library_of_it_asks_the_network(tmp_path: Path) -> None:
    log = tmp_path / "connections"
    trace = ("strace", "-f", "-qq", "-e", "trace=connect,sendto,sendmsg", "-o", str(log))
    build = ("build", str(INPUTS / "minimal.yaml"), "-o", str(tmp_path / "packet"))
    for command in (build, ("verify", str(tmp_path / "packet"))):
        subprocess.run([*trace, sys.executable, "-m", "generator", *command], check=True)
        assert "AF_INET" not in log.read_text()


def test_whoever_asks_the_network_in_a_test_is_refused() -> None:
    with pytest.raises(ConnectionError, match=r"example\.org"):
        socket.getaddrinfo("example.org", 443)
    assert [question.partition(" ")[0] for question in ASKED] == ["getaddrinfo"]
    with socket.socket() as one, pytest.raises(ConnectionError, match=r"192\.0\.2\.1"):
        one.connect(("192.0.2.1", 80))
    ASKED.clear()
