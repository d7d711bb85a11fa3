"""Turns a prompt into the request of an interface, and a line of its streamed answer into what the line says."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

LARGEST_COUNT = 10**9


@dataclass(frozen=True)
class Piece:
    """A line of an answer. has_text: it holds a token or several. error: it says that the answer failed."""

    has_text: bool = False
    error: bool = False
    prompt_tokens: int | None = None
    output_tokens: int | None = None


@dataclass(frozen=True)
class Interface:
    """How a server is asked. backend: its name in vLLM's results.

    optional: what makes answers comparable where a server understands it: whole lengths, and counts of its own.
    """

    backend: str
    path: str
    asked: Callable[[str, int], Mapping[str, Any]]
    said: Callable[[Mapping[str, Any]], Piece]
    optional: Mapping[str, Any] = field(default_factory=dict)

    def request(self, model: str, prompt: str, tokens: int, optional: bool) -> dict[str, Any]:
        """The body of a request."""
        more = self.optional if optional else {}
        return {"model": model, "stream": True, **self.asked(prompt, tokens), **more}

    def piece(self, line: bytes) -> Piece | None:
        """None where a line says nothing. Raises ValueError where it makes no sense."""
        data = line.strip()
        if data.startswith(b"data:"):
            data = data.removeprefix(b"data:").strip()
        elif not data.startswith(b"{"):
            return None
        if not data or data == b"[DONE]":
            return None
        told = json.loads(data)
        if not isinstance(told, dict):
            raise ValueError
        return Piece(error=True) if told.get("error") else self.said(told)


def _of_openai(told: Mapping[str, Any]) -> Piece:
    choices = told.get("choices")
    choice = _mapping(choices[0] if isinstance(choices, list) and choices else None)
    texts = _mapping(choice.get("delta")) or choice
    usage = _mapping(told.get("usage"))
    return Piece(
        any(texts.get(name) for name in ("text", "content", "reasoning_content", "reasoning")),
        prompt_tokens=_count(usage.get("prompt_tokens")),
        output_tokens=_count(usage.get("completion_tokens")),
    )


def _of_ollama(told: Mapping[str, Any]) -> Piece:
    return Piece(
        bool(told.get("response") or told.get("thinking")),
        prompt_tokens=_count(told.get("prompt_eval_count")),
        output_tokens=_count(told.get("eval_count")),
    )


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _count(value: object) -> int | None:
    is_count = isinstance(value, int) and 0 < value < LARGEST_COUNT
    return value if isinstance(value, int) and is_count else None


_OPENAI = {"stream_options": {"include_usage": True}, "ignore_eos": True}
INTERFACES = {
    "completions": Interface(
        "openai",
        "/v1/completions",
        lambda prompt, tokens: {"prompt": prompt, "max_tokens": tokens},
        _of_openai,
        _OPENAI,
    ),
    "chat": Interface(
        "openai-chat",
        "/v1/chat/completions",
        lambda prompt, tokens: {
            "messages": [{"role": "user", "content": prompt}],
            "max_tokens": tokens,
        },
        _of_openai,
        _OPENAI,
    ),
    "ollama": Interface(
        "ollama",
        "/api/generate",
        lambda prompt, tokens: {"prompt": prompt, "options": {"num_predict": tokens}},
        _of_ollama,
    ),
}
