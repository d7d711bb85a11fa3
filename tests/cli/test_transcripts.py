"""What each command says, its results and one refusal, word for word in both languages: to be read aloud.

UPDATE_GOLDEN=1 writes them anew.
"""

import os
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest

from generator.cli import main
from generator.measuring.calls import Call
from generator.measuring.plan import Plan
from generator.measuring.run import Level
from generator.wording.saying import said

GOLDEN = Path(__file__).parent.parent / "golden"
# How long a draft took.
SECONDS = re.compile(r"\(\d+\.\d\d s\)")
# A machine of 36,000, and 1,000 a month.
INPUT = """proposal: {{title: {title}, language: {language}}}
horizon: {{years: 1}}
chosen: own
options:
  own:
    name: {own}
    capex: [{{item: {machine}, unit_price: 36000, life_years: 3}}]
    opex: [{{item: {staff}, monthly: 1000, growth: 0%}}]
"""
NAMES = {
    "en": "Platform, Own server, Workstation, Staff",
    "zh-CN": "模型平台, 自建, 工作站, 运维",
}
COMMANDS = """
init new.yaml
check old.yaml --strict
check missing.yaml
check odd.yaml
build old.yaml -o packet --only xlsx
build old.yaml -o packet --only png
figures old.yaml summary
figures old.yaml tco.totals
explain old.yaml options.own.opex.0.year_1
explain E999
diff old.yaml new.yaml
diff old.yaml odd.yaml
solve old.yaml tco.total=50000 by options.own.capex.0.unit_price
solve old.yaml tco.total=50000 by options.own.capex.0.price
status packet --input new.yaml
status .
evidence old.yaml
verify packet
verify foreign.xlsx
diff old.yaml new.yaml -o form.xlsx
verify form.xlsx
verify old.yaml
pull edited.xlsx old.yaml --dry-run
pull packet/tco.xlsx odd.yaml
list operations --input old.yaml
list hardware nonesuch
bench old.yaml --model m
bench http://127.0.0.1:8 --model m --concurrency 1,2 --repetitions 2
serve missing.yaml
serve old.yaml --port 70000
serve old.yaml
watch missing.yaml
watch old.yaml --only md
build
build old.yaml --nonsense
build old.yaml --only
build old.yaml --s
build old.yaml --quiet=yes
explain x
bench old.yaml --model m --requests few
""".strip().splitlines()


@pytest.mark.usefixtures("few_ranges")
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_command_says_what_it_said(
    language: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BUDGET_LANGUAGE", language)
    _write_files(language)
    told = "\n".join(_told(command, capsys) for command in COMMANDS)
    golden = GOLDEN / f"commands.{language}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(told, encoding="utf-8")
    assert told == golden.read_text(encoding="utf-8")


def _write_files(language: str) -> None:
    title, own, machine, staff = NAMES[language].split(", ")
    text = INPUT.format(
        title=title,
        language=language,
        own=own,
        machine=machine,
        staff=staff,
    )
    Path("old.yaml").write_text(text, encoding="utf-8")
    Path("new.yaml").write_text(text.replace("36000", "40000"), encoding="utf-8")
    Path("odd.yaml").write_text(text.replace("monthly: 1000", "monthly: 1,000"), encoding="utf-8")
    book = openpyxl.Workbook()
    for row in (("Item", 2026, 2027), ("Power", 5, "=B2*1.03"), ("Sum", 7, "=SUM(C2:C2)")):
        book.worksheets[0].append(row)
    book.save("foreign.xlsx")


def _told(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What is typed, printed, told, and the exit code where it is none of success."""
    if "edited.xlsx" in command and not Path("edited.xlsx").exists():
        _edit()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", None)
        stopped_at_once(patch)
        try:
            code = main(command.split())
        except SystemExit as refusal:
            code = int(refusal.code or 0)
    text = capsys.readouterr()
    lines = (f"$ budget {command}", *text.out.splitlines(), *text.err.splitlines())
    return SECONDS.sub("(… s)", "\n".join((*lines, f"[{code}]", "")))


def stopped_at_once(patch: pytest.MonkeyPatch) -> None:
    """What lasts until Ctrl-C ends before anything is saved, builds nothing, answers nobody and asks nobody."""

    def glances(_: object) -> Iterator[object]:
        raise KeyboardInterrupt
        yield

    port = SimpleNamespace(getsockname=lambda: ("127.0.0.1", 8712))
    patch.setattr("generator.cli.saves.glances", glances)
    patch.setattr("generator.cli.serve.listening", lambda _: port)
    patch.setattr("generator.cli.serve.answering", lambda *_: nullcontext())
    patch.setattr("generator.measuring.run.measure", _measured)
    ended = SimpleNamespace(poll=lambda: 0, terminate=lambda: None, wait=lambda _=0: 0)
    patch.setattr("generator.cli.watch.subprocess.Popen", lambda *_, **__: ended)


def _measured(plan: Plan, _target: object, _seed: int, report: Callable[[Level], None]) -> None:
    """A server whose times are always the same, and that answers one request too many with an error."""
    for count in plan.levels:
        calls = [
            Call(start=start, latency=1.5, first=0.25, gaps=(0.05,) * 25, output_tokens=26)
            for start in range(0, 2 * plan.repetitions, 2)
            for _ in range(count)
        ]
        if count > 1:
            calls[-1] = Call(start=2, latency=0.1, failure=said("the answer broke off"))
        report(Level(concurrency=count, calls=tuple(calls), cut=0))


def _edit() -> None:
    """Somebody types another price into the workbook, and over a formula."""
    with zipfile.ZipFile("packet/tco.xlsx") as made, zipfile.ZipFile("edited.xlsx", "w") as edited:
        for name in made.namelist():
            edited.writestr(name, _typed_over(name, made.read(name)))


def _typed_over(name: str, content: bytes) -> bytes:
    match name:
        case "xl/worksheets/sheet2.xml":
            return content.replace(b"<v>36000</v>", b"<v>38000</v>", 1)
        case "xl/worksheets/sheet3.xml":
            return re.sub(rb"<f>[^<]*</f>", b"<f>36000+0</f>", content, count=1)
    return content
