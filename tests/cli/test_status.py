"""`budget status`: what a packet was made of, and what it would be made of today; and making it again from itself.

The packet tells of an earlier one, which it keeps.
"""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.cli import main
from generator.resources import templates_folder
from tests.compare.sides import published
from tests.packets import ONE_YEAR, SMALL

Capture = pytest.CaptureFixture[str]
PREVIOUS = "previous: {packet: earlier}\n"
CATALOGUE = "gpus: {our_card: {tdp: 350}}\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an input, the catalogue beside it, an earlier packet and theirs."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "earlier.yaml").write_text(SMALL, encoding="utf-8")
    published(folder / "earlier", str(folder / "earlier.yaml"))
    (folder / "small.yaml").write_text(SMALL + ONE_YEAR + PREVIOUS, encoding="utf-8")
    (folder / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    (folder / "look").mkdir()
    shutil.copy(templates_folder() / "style.css", folder / "look")
    arguments = ["-o", str(folder / "packet"), "--only", "md,json", "--set", "contingency=5%"]
    arguments += ["--templates", str(folder / "look")]
    assert main(["build", str(folder / "small.yaml"), *arguments]) == 0
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_a_packet_is_fresh_as_long_as_nothing_changes(made: Path, capsys: Capture) -> None:
    assert main(["status", str(made / "packet")]) == 0
    assert capsys.readouterr().out == (
        f"{made / 'packet'}: fresh, compared with {made / 'small.yaml'}\n"
    )


def test_a_packet_makes_itself_again_bit_for_bit(made: Path, tmp_path: Path) -> None:
    """Whatever became of its input: what was set for it is set again, and it has the formats that it had."""
    arguments = ["-o", str(tmp_path / "again")]
    assert main(["build", str(made / "packet"), *arguments]) == 0
    assert files_of(tmp_path / "again") == files_of(made / "packet")


def test_a_packet_keeps_what_it_tells_of(made: Path) -> None:
    files = files_of(made / "packet")
    assert "## 自版本 1.0 以来的变动" in files["proposal.md"].decode()
    kept = {name.removeprefix("source/previous/") for name in files if "/previous/" in name}
    assert kept == {"manifest.json", "figures.json", "source/input.yaml"}


def other_tool(manifest: str) -> str:
    return json.dumps(json.loads(manifest) | {"tool": "budget-proposal 0.0.1"})


def older_data(manifest: str) -> str:
    found = json.loads(manifest)
    found["data_dates"]["hardware"] = "2020-01-01"
    return json.dumps(found)


@pytest.mark.parametrize(
    ("file", "edit", "reason"),
    [
        (
            "small.yaml",
            lambda text: text.replace("36000", "40000"),
            "says something else than the packet: options.on_premise.capex.0.unit_price",
        ),
        ("small.yaml", lambda text: text + "# checked\n", "no field of it says anything else"),
        ("look/style.css", lambda text: text + "/**/", "templates/style.css beside the input was"),
        ("catalogue.yaml", lambda text: text.replace("350", "300"), "catalogue.yaml beside the"),
        ("packet/manifest.json", other_tool, "it was made by budget-proposal 0.0.1; this is"),
        ("packet/manifest.json", older_data, "those of the packet of 2020-01-01"),
        ("packet/figures.json", lambda text: text + " ", "figures.json was changed after"),
    ],
)
def test_a_stale_packet_says_why(
    made: Path, capsys: Capture, file: str, edit: Callable[[str], str], reason: str
) -> None:
    path = made / file
    text = path.read_text(encoding="utf-8")
    path.write_text(edit(text), encoding="utf-8")
    try:
        assert main(["status", str(made / "packet")]) == 1
    finally:
        path.write_text(text, encoding="utf-8")
    first, *reasons = capsys.readouterr().out.splitlines()
    assert ": stale, compared with" in first
    [told] = reasons
    assert reason in told


def test_what_cannot_be_judged_is_told(made: Path, tmp_path: Path, capsys: Capture) -> None:
    assert main(["status", str(tmp_path), str(made / "small.yaml")]) == 2
    assert capsys.readouterr().err.count("is not a packet") == 2
    (made / "small.yaml").rename(made / "moved.yaml")
    try:
        assert main(["status", str(made / "packet")]) == 2
        assert "name it with --input" in capsys.readouterr().err
        assert main(["status", str(made / "packet"), "--input", str(made / "moved.yaml")]) == 0
    finally:
        (made / "moved.yaml").rename(made / "small.yaml")
