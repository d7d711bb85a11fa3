"""0 fine, 1 findings in an input or a packet (`diff`: differences), 2 a file that cannot be read or wrong usage: of
every command that reads an input."""

from pathlib import Path

import openpyxl
import pytest

from generator.assembly import load, packet_of
from generator.cli import main
from generator.provenance import manifest_for, sources_of
from generator.publish import publish
from tests.packets import ONE_YEAR, SMALL

# What each makes of an input with a mistake; a file that is not there is 2 to all of them.
OF_A_MISTAKE = {
    "check {}": 1,
    "build {} -o made": 1,
    "figures {}": 1,
    "figures {} tco.total": 1,
    "explain {} tco.total": 1,
    "solve {} tco.total=5 by horizon.years": 1,
    "evidence {}": 1,
    "status packet --input {}": 1,
    "verify packet {}": 1,
    "verify tco.xlsx {}": 1,
    "pull tco.xlsx {} --yes": 1,
    # 1 would say that both can be read and are different.
    "diff {} sound.yaml": 2,
    "diff sound.yaml {}": 2,
}
MISTAKEN = {
    "field.yaml": SMALL.replace("monthly", "montly"),
    "quote.yaml": SMALL.replace("title: 小平台", "title: 小平台, subtitle: '{{ nothing }}'"),
    "yaml.yaml": SMALL.replace("{title", "title: {"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Inputs, the packet of a sound one without its documents, and a workbook."""
    folder = tmp_path_factory.mktemp("codes")
    for name, text in {**MISTAKEN, "sound.yaml": SMALL + ONE_YEAR}.items():
        (folder / name).write_text(text, encoding="utf-8")
    sound = load(str(folder / "sound.yaml"))
    publish(sources_of(sound), folder / "packet", manifest_for(sound, packet_of(sound)))
    openpyxl.Workbook().save(folder / "tco.xlsx")
    return folder


@pytest.mark.parametrize("command", OF_A_MISTAKE)
def test_an_input_with_a_mistake_and_one_that_cannot_be_read(
    command: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    codes = {name: main(command.format(name).split()) for name in (*MISTAKEN, "gone.yaml", ".")}
    expected = dict.fromkeys(MISTAKEN, OF_A_MISTAKE[command])
    assert codes == {**expected, "gone.yaml": 2, ".": 2}
