"""Notes every name that a template uses and that there is not, each with its line, instead of ending at the first."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from jinja2 import Undefined
from jinja2.utils import missing


@dataclass(frozen=True)
class Missing:
    """A name. owner: what it was looked up in, None for the template's own variables."""

    file: str
    line: int
    name: str
    owner: Any


def recording(note: Callable[[Missing], None]) -> type[Undefined]:
    """What stands for a name that there is not: nothing, and a note as soon as it is used."""

    class Noted(Undefined):
        """Any use of it is noted, and gives something on which the template can go on."""

        __slots__ = ()

        def _noted(self, *_: Any, **__: Any) -> Any:
            owner = None if self._undefined_obj is missing else self._undefined_obj
            file, line = place()
            note(Missing(file, line, str(self._undefined_name), owner))
            return self

        def __getattr__(self, name: str) -> Any:
            if name.startswith("__"):
                raise AttributeError(name)
            return self._noted()

        def __str__(self) -> str:
            self._noted()
            return ""

        def __iter__(self) -> Iterator[Any]:
            self._noted()
            return iter(())

        def __bool__(self) -> bool:
            self._noted()
            return False

        def __len__(self) -> int:
            self._noted()
            return 0

        def __hash__(self) -> int:
            return id(self)

        def _differs(self, _other: object) -> bool:
            self._noted()
            return False

        __eq__ = __ne__ = _differs
        __lt__ = __le__ = __gt__ = __ge__ = _differs  # type: ignore[assignment]
        __call__ = __getitem__ = _noted
        __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _noted
        __truediv__ = __rtruediv__ = __floordiv__ = __mod__ = __pow__ = __neg__ = _noted

    return Noted


def place() -> tuple[str, int]:
    """The file and the line of the innermost template that is being rendered."""
    frame = inspect.currentframe()
    while frame is not None:
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            return str(template.filename), template.get_corresponding_lineno(frame.f_lineno)
        frame = frame.f_back
    return "", 0
