"""What a packet of another version is replaced by tells what changed since, and goes on telling it."""

from pathlib import Path

import pytest

from generator.assembly import load, over
from generator.previous import kept_of_previous
from generator.proposal.loading import Loaded
from generator.provenance import sources_of
from tests.compare.sides import OLD, published

VERSION = "title: Platform"
DEARER = OLD.replace("36000", "40320")
TOLD = {"manifest.json", "figures.json", "source/input.yaml"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A packet of version 0.9 and its input."""
    written(tmp_path, OLD, "0.9")
    published(tmp_path / "packet", str(tmp_path / "input.yaml"))
    return tmp_path


def written(folder: Path, text: str, version: str) -> Loaded:
    path = folder / "input.yaml"
    path.write_text(text.replace(VERSION, f"{VERSION}, version: '{version}'"), encoding="utf-8")
    return load(str(path))


def told(folder: Path, text: str, version: str) -> set[str]:
    """Of what a packet that is built over the one there keeps what it tells of."""
    kept = kept_of_previous(over(written(folder, text, version), folder / "packet"))
    return {name.removeprefix("source/previous/") for name in kept}


def test_another_version_with_other_numbers_tells_of_the_one_that_it_replaces(folder: Path) -> None:
    assert told(folder, DEARER, "1.0") == TOLD


@pytest.mark.parametrize(
    ("text", "version"),
    [
        (DEARER, "0.9"),
        (OLD, "1.0"),
        (DEARER + "previous: none\n", "1.0"),
        (DEARER + "money: {currency: USD}\n", "1.0"),
    ],
    ids=["the same version", "the same numbers", "not asked for", "another currency"],
)
def test_there_is_nothing_to_tell_of(folder: Path, text: str, version: str) -> None:
    assert told(folder, text, version) == set()


def test_a_packet_of_another_input_is_none_of_its_versions(folder: Path) -> None:
    (folder / "input.yaml").rename(folder / "other.yaml")
    loaded = load(str(folder / "other.yaml"), ["proposal.version=2", "contingency=5%"])
    assert kept_of_previous(over(loaded, folder / "packet")) == {}


def test_a_version_that_is_built_again_tells_the_same(folder: Path) -> None:
    """From its input, over itself or from its packet: each finds the same files to be made of."""
    packet = folder / "packet"
    first = sources_of(over(written(folder, DEARER, "1.0"), packet))
    published(packet, str(folder / "input.yaml"))
    again = over(load(str(folder / "input.yaml")), packet)
    assert sources_of(again) == sources_of(load(str(packet))) == first
    assert told(folder, OLD.replace("36000", "50000"), "1.1") == TOLD
