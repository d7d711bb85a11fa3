"""`budget serve`: this machine alone sees the page of the input as it is on disk, or what is wrong with it."""

import asyncio
import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from generator.cli import main
from generator.contents import PAGE, WHAT_IF
from generator.preview.app import Preview
from generator.preview.serving import listening
from tests.packets import ONE_YEAR, SMALL

Capture = pytest.CaptureFixture[str]
Answer = tuple[int, str, str]
PRICE, LINE = "options.on_premise.capex.0.unit_price", "small.yaml:7"


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> Callable[..., int]:
    """Runs the command on small.yaml; each step is called with its address, one after another; then comes Ctrl-C."""
    monkeypatch.chdir(tmp_path)
    Path("small.yaml").write_text(SMALL + ONE_YEAR, encoding="utf-8")

    def run(*steps: Callable[[str], object]) -> int:
        waiting, address = iter(steps), ""

        def glances(_: set[Path]) -> Iterator[object]:
            nonlocal address
            address = address or capsys.readouterr().out.split()[0]
            for step in waiting:
                yield step(address)
            raise KeyboardInterrupt

        monkeypatch.setattr("generator.cli.saves.glances", glances)
        return main(["serve", "small.yaml", "--port", "0"])

    return run


def asked(address: str, method: str = "GET", **headers: str) -> Answer:
    """Status, policy and text of an answer."""
    try:
        with urlopen(Request(address, headers=headers, method=method), timeout=10) as answer:
            policy = answer.headers["Content-Security-Policy"]
            return answer.status, policy, answer.read().decode()
    except HTTPError as refusal:
        with refusal:
            return refusal.code, "", ""


def test_a_save_shows_another_page_or_what_is_wrong(
    served: Callable[..., int], capsys: Capture
) -> None:
    states: list[dict[str, object]] = []
    pages: list[str] = []

    def look(address: str) -> None:
        states.append(json.loads(asked(f"{address}state")[2]))
        pages.append(asked(f"{address}pages/proposal.html")[2])

    def save(old: str, new: str) -> Callable[[str], object]:
        text = (SMALL + ONE_YEAR).replace(old, new)
        return lambda _: Path("small.yaml").write_text(text, encoding="utf-8")

    assert served(look, save("36000", "45000"), look, save("monthly", "montly"), look) == 0
    assert [state["version"] for state in states] == [1, 2, 3]
    assert [state["problems"] for state in states[:2]] == ["", ""]
    assert "small.yaml:8:23: error E014: unknown field 'montly'" in str(states[2]["problems"])
    assert ["45,000" in page for page in pages] == [False, True, True]
    assert "error E014" in capsys.readouterr().err
    assert [path.name for path in Path().iterdir()] == ["small.yaml"]


@pytest.mark.parametrize(("page", "maker"), [(PAGE, "page_of"), (WHAT_IF, "to_whatif")])
def test_a_page_that_cannot_be_made_is_told_like_any_other_problem(
    served: Callable[..., int], monkeypatch: pytest.MonkeyPatch, page: str, maker: str
) -> None:
    def broken(*_: object) -> str:
        raise ZeroDivisionError("broken")

    def look(address: str) -> None:
        asked(f"{address}pages/{page}")
        state = json.loads(asked(f"{address}state")[2])
        assert "ZeroDivisionError: broken" in state["problems"]
        assert "Traceback" not in state["problems"]
        if state["pages"]:
            assert asked(f"{address}pages/{page}")[0] == 500

    monkeypatch.setattr(f"generator.at_once.{maker}", broken)
    assert served(look) == 0


def test_whoever_asks_for_another_page_is_answered_once_there_is_one() -> None:
    async def ask(preview: Preview) -> int:
        answer = asyncio.create_task(preview.other_than("0"))
        await asyncio.sleep(0)
        assert not answer.done()
        preview.show({})
        return (await answer).version

    assert asyncio.run(ask(Preview())) == 1


def test_no_other_site_and_no_script_gets_anything(served: Callable[..., int]) -> None:
    def try_all(address: str) -> None:
        port = address.rstrip("/").rpartition(":")[2]
        assert asked(address)[0] == 200
        assert asked(f"{address}state", Host=f"localhost:{port}")[0] == 200
        assert asked(f"{address}state", Origin=address.rstrip("/"))[0] == 200
        for refused in (
            {"Host": f"attacker.example:{port}"},
            {"Host": "127.0.0.1:1"},
            {"Origin": "http://attacker.example"},
            {"Origin": "null"},
        ):
            assert asked(f"{address}state", **refused)[0] == 403
        assert asked(f"{address}state", "POST")[0] == 405
        assert asked(f"{address}pages/small.yaml")[0] == 404
        assert asked(f"{address}pages/..%2F..%2Fsmall.yaml")[0] == 404
        policies = [asked(f"{address}{path}")[1] for path in ("", "pages/proposal.html")]
        assert "frame-ancestors 'none'" in policies[0]
        assert "script-src 'self'" in policies[0]
        assert "unsafe" not in policies[0]
        assert "script-src" not in policies[1]
        assert policies[1].startswith("default-src 'none'")
        # It states by their hashes what it may run.
        assert asked(f"{address}pages/whatif.html")[1] == "frame-ancestors 'self'"

    assert served(try_all) == 0


def wished(address: str, wish: object, **headers: str) -> tuple[int, Any]:
    """What is answered to a page of ours that wants something written."""
    token = json.loads(asked(f"{address}state")[2])["writing"]["token"]
    own = {"Origin": address.rstrip("/"), "X-Token": token, "Content-Type": "application/json"}
    sent = {name: text for name, text in (own | headers).items() if text}
    body = json.dumps(wish).encode()
    try:
        with urlopen(Request(f"{address}write", body, sent), timeout=10) as answer:
            return answer.status, json.loads(answer.read())
    except HTTPError as refusal:
        with refusal:
            return refusal.code, None


def test_what_was_changed_on_the_page_is_written_when_its_lines_were_shown(
    served: Callable[..., int],
) -> None:
    file = Path("small.yaml")
    before = SMALL + ONE_YEAR
    after = before.replace("36000", "45000.5")
    wish = {"version": 1, "values": {PRICE: 45000.5}, "agreed": False}

    def write(address: str) -> None:
        shown = wished(address, wish)
        assert shown == (200, {"lines": [f"{PRICE}  36000 -> 45000.5  ({LINE})"], "refusal": ""})
        refused = {
            "the input has no number a.b": {"a.b": 1},
            "error E0": {PRICE: -1},
        }
        for why, values in refused.items():
            _, told = wished(address, wish | {"values": values, "agreed": True})
            assert why in told["refusal"]
        unsound: object
        for unsound in (
            wish | {"version": "1"},
            wish | {"values": {}},
            {},
            [],
            wish | {"values": {PRICE: "1"}},
        ):
            assert wished(address, unsound)[0] == 400
        for strange in (
            {"Origin": ""},
            {"Origin": "null"},
            {"X-Token": "x"},
            {"X-Token": ""},
            {"Host": "a:1"},
        ):
            assert wished(address, wish | {"agreed": True}, **strange)[0] == 403
        assert file.read_text(encoding="utf-8") == before
        file.write_text(before + "\n", encoding="utf-8")
        assert "changed meanwhile" in wished(address, wish | {"agreed": True})[1]["refusal"]
        file.write_text(before, encoding="utf-8")
        assert wished(address, wish | {"agreed": True})[1] == shown[1]
        assert file.read_text(encoding="utf-8") == after

    def again(address: str) -> None:
        assert "changed meanwhile" in wished(address, wish | {"agreed": True})[1]["refusal"]
        assert wished(address, wish | {"version": 2})[1] == {"lines": [], "refusal": ""}

    assert served(write, again) == 0
    assert file.read_text(encoding="utf-8") == after


@pytest.mark.usefixtures("served")
def test_a_port_that_is_taken_is_told(capsys: Capture) -> None:
    with listening(0) as own:
        port = own.getsockname()[1]
        assert own.getsockname()[0] == "127.0.0.1"
        assert main(["serve", "nowhere.yaml", "--port", str(port)]) == 2
        assert main(["serve", "small.yaml", "--port", str(port)]) == 2
    said = capsys.readouterr().err
    assert "nowhere.yaml is no file" in said
    assert f"port {port} is taken: --port 0 finds a free one" in said
    with socket.socket() as free:
        free.bind(("127.0.0.1", port))
