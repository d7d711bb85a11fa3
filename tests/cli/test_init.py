"""`budget init` writes a starter that builds as it is; `budget schema` prints what an editor completes it with."""

import json
from pathlib import Path

import pytest

from generator.assembly import assemble, load
from generator.cli import main
from generator.cli.init import MODELINE
from generator.cli.schema import schema_text
from tests.packets import INPUTS

Capture = pytest.CaptureFixture[str]
LANGUAGES = pytest.mark.parametrize("language", ["zh-CN", "en"])


@LANGUAGES
def test_the_starter_is_sound_and_builds(language: str, tmp_path: Path, capsys: Capture) -> None:
    file = str(tmp_path / "mine.yaml")
    assert main(["init", file, "--language", language]) == 0
    assert capsys.readouterr().out == f"{file}: a starter; next: budget check {file}\n"
    assert main(["check", "--strict", file]) == 0
    loaded = load(file, ["horizon.years=1"])
    assert loaded.proposal.proposal.language == language
    assert "proposal.md" in assemble(loaded, ["md"]).files


def test_both_starters_hold_the_same_sections(capsys: Capture) -> None:
    from generator.proposal.reading import read_nodes

    sections = []
    for language in ("zh-CN", "en"):
        assert main(["init", "-", "--language", language]) == 0
        sections.append(list(read_nodes(capsys.readouterr().out, language)))
    assert sections[0] == sections[1]


def test_what_exists_is_left_as_it_is(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("mine", encoding="utf-8")
    assert main(["init", str(file)]) == 2
    assert file.read_text(encoding="utf-8") == "mine"
    assert "exists and was left as it is" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, capsys: Capture) -> None:
    assert main(["init", str(tmp_path / "no" / "mine.yaml")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_an_editor_finds_the_schema_beside_the_starter(tmp_path: Path) -> None:
    """A schema that is there stays."""
    assert main(["init", str(tmp_path / "first.yaml")]) == 0
    schema = tmp_path / "budget.schema.json"
    assert schema.read_text(encoding="utf-8") == schema_text("zh-CN")
    schema.write_text("{}", encoding="utf-8")
    assert main(["init", str(tmp_path / "second.yaml")]) == 0
    assert schema.read_text(encoding="utf-8") == "{}"
    lines = (tmp_path / "second.yaml").read_text(encoding="utf-8").splitlines()
    assert lines[-1] == "# yaml-language-server: $schema=budget.schema.json"


def test_the_schema_is_printed_and_the_shipped_inputs_name_it(capsys: Capture) -> None:
    assert main(["schema"]) == 0
    assert "horizon" in json.loads(capsys.readouterr().out)["properties"]
    for file in INPUTS.glob("*.yaml"):
        assert file.read_text(encoding="utf-8").endswith(f"\n{MODELINE}"), file
