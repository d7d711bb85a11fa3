"""0 fine, 1 findings in an input or a packet (`diff`: differences), 2 a file that cannot be read or wrong usage: of
every command, as its --help says."""

from pathlib import Path

import openpyxl
import pytest

from generator.assembly import load, packet_of
from generator.cli import doctor, main
from generator.cli.grammar import commands_of, parser
from generator.provenance import manifest_for, sources_of
from generator.publish import publish
from tests.cli.test_transcripts import stopped_at_once
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
    # It is told, and looked at again when it is saved; Ctrl-C ends that.
    "watch {}": 0,
    "serve {}": 0,
}
# What the others make of what is asked, and these of what no input is to blame for.
OF_A_QUESTION = {
    "list operations --input sound.yaml": 0,
    # Of the input the catalogue beside it is asked for, and the language.
    "list operations --input field.yaml": 0,
    "list operations --input yaml.yaml": 1,
    "list operations --input gone.yaml": 2,
    "list hardware nonesuch": 2,
    "list nonesuch": 2,
    "watch sound.yaml --only png": 2,
    "serve sound.yaml --port x": 2,
    "bench http://127.0.0.1:8 --model m --concurrency 1 --output -": 0,
    "bench http://127.0.0.1:8 --model m --concurrency 2 --output -": 1,
    "bench http://127.0.0.1:8 --model m --concurrency x": 2,
    "bench http://127.0.0.1:8": 2,
    "explain E014": 0,
    "explain E999": 2,
    "schema": 0,
    "schema --language x": 2,
    "init -": 0,
    "init sound.yaml": 2,
    "completion bash": 0,
    "completion x": 2,
    "doctor": 0,
    "doctor --fast": 2,
    "status .": 2,
    "nonesuch": 2,
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


def code_of(command: str) -> int:
    try:
        return main(command.split())
    except SystemExit as refusal:
        return int(refusal.code or 0)


@pytest.mark.parametrize("command", OF_A_MISTAKE)
def test_an_input_with_a_mistake_and_one_that_cannot_be_read(
    command: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    stopped_at_once(monkeypatch)
    codes = {name: code_of(command.format(name)) for name in (*MISTAKEN, "gone.yaml", ".")}
    expected = dict.fromkeys(MISTAKEN, OF_A_MISTAKE[command])
    assert codes == {**expected, "gone.yaml": 2, ".": 2}


def test_what_is_asked_of_each_command(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setattr(doctor, "LOOKS", ())
    stopped_at_once(monkeypatch)
    assert {command: code_of(command) for command in OF_A_QUESTION} == OF_A_QUESTION


def test_no_command_is_left_out() -> None:
    tried = {command.split()[0] for command in (*OF_A_MISTAKE, *OF_A_QUESTION)}
    assert commands_of(parser()).keys() - tried == set()
