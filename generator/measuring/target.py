"""Turns an address that was typed into the server that is measured, or says why it is not."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit, urlunsplit

from generator.measuring.interfaces import INTERFACES, Interface
from generator.measuring.problem import MeasuringProblem
from generator.wording.saying import said


@dataclass(frozen=True, kw_only=True)
class Target:
    """Whom to ask for which model.

    is_remote: it is another machine. key: what the server asks for. gpu: its card, where that is stated.
    """

    address: str
    model: str
    interface: Interface
    is_remote: bool
    key: str = ""
    gpu: str = ""


def target_of(address: str, model: str, api: str, key: str, remote: bool) -> Target:
    """api: the name of an interface, or empty where the address tells. Raises MeasuringProblem."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme not in ("http", "https") or not host:
        message = said("'{address}' is no address such as http://127.0.0.1:8000", address=address)
        raise MeasuringProblem(message)
    if parts.username or parts.password or parts.query or parts.fragment:
        message = said("an address holds no key and no name: --key-from names the variable with it")
        raise MeasuringProblem(message)
    is_remote = not _is_this_machine(host)
    if is_remote and not remote:
        message = said(
            "{host} is another machine: --remote measures it as well, if those who run it agree",
            host=host,
        )
        raise MeasuringProblem(message)
    path = parts.path.rstrip("/")
    interface = INTERFACES[api or _api_of(path)]
    if not path.endswith(interface.path):
        path = path.removesuffix(interface.path[: interface.path.index("/", 1)]) + interface.path
    return Target(
        address=urlunsplit((parts.scheme, parts.netloc, path, "", "")),
        model=model,
        interface=interface,
        is_remote=is_remote,
        key=key,
    )


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _api_of(path: str) -> str:
    return next(
        (name for name, each in INTERFACES.items() if path.endswith(each.path)), "completions"
    )
