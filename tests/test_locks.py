"""The locks are the set-up: nothing is left for an installer to resolve, whatever has been released since."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from itertools import product
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = PROJECT["dependency-groups"]
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in ROOT.glob("requirements/*.lock")}
LOCKS = {
    name: [Requirement(pin) for pin in re.findall(r"^(\w.*==.*) \\$", text, re.MULTILINE)]
    for name, text in TEXTS.items()
}

Environment = dict[str, str]
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
MACHINES = {
    ("linux", "x86_64"): ("posix", "Linux"),
    ("linux", "aarch64"): ("posix", "Linux"),
    ("darwin", "arm64"): ("posix", "Darwin"),
    ("win32", "AMD64"): ("nt", "Windows"),
}
# Locked for other systems, so that none of the three has its metadata; it has no requirements.
REQUIRE_NOTHING = {"colorama"}


def environment_of(python: str, machine: tuple[str, str]) -> Environment:
    os_name, system = MACHINES[machine]
    return {
        **{name: str(value) for name, value in default_environment().items()},
        "implementation_name": "cpython",
        "implementation_version": f"{python}.0",
        "os_name": os_name,
        "platform_machine": machine[1],
        "platform_python_implementation": "CPython",
        "platform_system": system,
        "python_full_version": f"{python}.0",
        "python_version": python,
        "sys_platform": machine[0],
    }


ENVIRONMENTS = [environment_of(*each) for each in product(PYTHONS, MACHINES)]


def applies(requirement: Requirement, environment: Environment, extra: str = "") -> bool:
    return not requirement.marker or requirement.marker.evaluate({**environment, "extra": extra})


def pins_in(locks: Iterable[str], environment: Environment) -> dict[str, str]:
    """The version of each package that these locks install there."""
    pins = [pin for lock in locks for pin in LOCKS[lock] if applies(pin, environment)]
    versions: dict[str, str] = {canonicalize_name(pin.name): str(pin.specifier)[2:] for pin in pins}
    assert len(versions) == len(pins), "a package is locked twice"
    return versions


@cache
def requirements_of(package: str) -> list[Requirement]:
    if package in REQUIRE_NOTHING:
        return []
    return [Requirement(line) for line in metadata.requires(package) or []]


def required_by(package: str, extras: set[str], environment: Environment) -> list[Requirement]:
    return [
        each
        for each in requirements_of(package)
        if any(applies(each, environment, extra) for extra in ("", *extras))
    ]


def reached_from(
    roots: list[str], pins: dict[str, str], environment: Environment
) -> tuple[set[str], list[str]]:
    """All packages that these requirements need, and those of their requirements that no pin meets."""
    reached: set[tuple[str, str]] = set()
    unmet: list[str] = []
    waiting = [Requirement(root) for root in roots]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name not in pins or not requirement.specifier.contains(pins[name], prereleases=True):
            unmet.append(f"{requirement}, locked: {pins.get(name)}")
            continue
        new = {(name, extra) for extra in ("", *requirement.extras)} - reached
        if new:
            reached |= new
            waiting += required_by(name, requirement.extras, environment)
    return {name for name, _ in reached}, unmet


@pytest.mark.parametrize(
    ("locks", "roots"),
    [
        (["run"], PROJECT["project"]["dependencies"]),
        (["run", "dev"], [*PROJECT["project"]["dependencies"], *GROUPS["dev"]]),
    ],
    ids=["what runs", "what develops"],
)
def test_locks_hold_all_that_is_needed_and_no_more(locks: list[str], roots: list[str]) -> None:
    """Every requirement of every locked package, for every Python and system that we support."""
    for environment in ENVIRONMENTS:
        pins = pins_in(locks, environment)
        reached, unmet = reached_from(roots, pins, environment)
        assert not unmet, "sh scripts/lock, then sh scripts/setup --tests"
        assert reached == set(pins)


def test_an_extra_brings_its_own_requirements() -> None:
    environment = environment_of("3.11", ("linux", "x86_64"))
    pins = pins_in(["run"], environment)
    assert reached_from(["pydantic"], pins, environment)[1] == []
    (unmet,) = reached_from(["pydantic[email]"], pins, environment)[1]
    assert unmet.startswith("email-validator")


def test_a_version_outside_of_what_is_asked_for_is_told() -> None:
    environment = environment_of("3.14", ("darwin", "arm64"))
    pins = pins_in(["run"], environment)
    _, unmet = reached_from(["weasyprint"], pins | {"pydyf": "0.1"}, environment)
    assert [each.split(">")[0] for each in unmet] == ["pydyf"]


@pytest.mark.parametrize("pin", [pin for lock in LOCKS.values() for pin in lock], ids=str)
def test_what_is_locked_is_what_is_installed_and_runs_on_every_python(pin: Requirement) -> None:
    if pin.marker and not pin.marker.evaluate():
        pytest.skip("meant for another system")
    installed = metadata.metadata(pin.name)
    assert installed["Version"] in pin.specifier, "sh scripts/setup --tests"
    allowed = SpecifierSet(str(installed.json.get("requires_python", "")))
    assert [python for python in PYTHONS if f"{python}.0" not in allowed] == []


@pytest.mark.parametrize("lock", TEXTS)
class TestLock:
    def test_holds_a_hash_for_each_pin(self, lock: str) -> None:
        packages = re.findall(r"^[^ #\n].*$", TEXTS[lock], re.MULTILINE)
        hashed = re.findall(
            r"^\w.*==.* \\\n    --hash=sha256:[0-9a-f]{64}", TEXTS[lock], re.MULTILINE
        )
        assert len(hashed) == len(packages) == len(LOCKS[lock]) > 0

    def test_leaves_the_choice_of_registry_to_the_machine(self, lock: str) -> None:
        assert "://" not in TEXTS[lock]
        assert "index-url" not in TEXTS[lock]
