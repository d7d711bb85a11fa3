"""Turns Chromium into a page that a test opens, types into, asks and prints; over its pipe, without a port."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pytest

CHROMIUM = shutil.which("chromium")


class Tab:
    """A page of the browser. heard: all that it told besides answers."""

    def __init__(self, commands: IO[bytes], answers: IO[bytes]) -> None:
        self._commands, self._answers = commands, answers
        self._session: dict[str, str] = {}
        self._asked = 0
        self.heard: list[dict[str, Any]] = []
        target = self.do("Target.createTarget", url="about:blank")["targetId"]
        joined = self.do("Target.attachToTarget", targetId=target, flatten=True)
        self._session = {"sessionId": joined["sessionId"]}
        for domain in ("Page", "Network", "Runtime"):
            self.do(f"{domain}.enable")

    def do(self, method: str, **parameters: Any) -> dict[str, Any]:
        """What DevTools answers to a command."""
        self._asked += 1
        wanted = {"id": self._asked, "method": method, "params": parameters, **self._session}
        self._commands.write(json.dumps(wanted).encode() + b"\0")
        self._commands.flush()
        answer = self._told(lambda told: told.get("id") == self._asked)
        result: dict[str, Any] = answer["result"]
        return result

    def _told(self, is_it: Any) -> dict[str, Any]:
        while True:
            told: dict[str, Any] = json.loads(self._next())
            if is_it(told):
                return told
            self.heard.append(told)
            if told.get("method") == "Page.javascriptDialogOpening":
                raise AssertionError(f"a dialog: {told['params']['message']}")

    def _next(self) -> bytes:
        read = bytearray()
        while (byte := self._answers.read(1)) not in (b"\0", b""):
            read += byte
        return bytes(read)

    def open(self, address: str) -> None:
        """Until it is loaded."""
        self.heard.clear()
        self.do("Page.navigate", url=address)
        if not any(told.get("method") == "Page.loadEventFired" for told in self.heard):
            self.heard.append(self._told(lambda told: told.get("method") == "Page.loadEventFired"))

    def ask(self, script: str) -> Any:
        """The value of an expression on the page."""
        found = self.do(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def press(self, key: str, code: int) -> None:
        """A key, as fingers do."""
        for kind in ("keyDown", "keyUp"):
            self.do("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code)

    def size(self, width: int, height: int) -> None:
        """Of the window."""
        self.do(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 500,
        )

    @property
    def requests(self) -> list[str]:
        """What was asked for since the page was opened."""
        sent = (told for told in self.heard if told.get("method") == "Network.requestWillBeSent")
        return [told["params"]["request"]["url"] for told in sent]


@contextmanager
def browser(folder: Path) -> Iterator[Tab]:
    """Chromium with nothing in it. The test is skipped where it is not installed."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    (to_read, commands), (answers, to_write) = os.pipe(), os.pipe()
    options = [
        *("--headless", "--no-sandbox", "--remote-debugging-pipe", "--disable-gpu"),
        *("--no-first-run", "--disable-extensions", f"--user-data-dir={folder}"),
    ]
    joined = f'exec "$@" 3<&{to_read} 4>&{to_write}'
    process = subprocess.Popen(
        ["bash", "-c", joined, "bash", CHROMIUM, *options],
        pass_fds=(to_read, to_write),
        stderr=subprocess.DEVNULL,
    )
    os.close(to_read)
    os.close(to_write)
    with os.fdopen(commands, "wb") as writing, os.fdopen(answers, "rb") as reading:
        try:
            tab = Tab(writing, reading)
            yield tab
            tab._session = {}
            tab.do("Browser.close")
        finally:
            process.terminate()
            process.wait()
