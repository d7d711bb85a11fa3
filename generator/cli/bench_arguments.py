"""Turns what `budget bench` takes into its part of the grammar."""

from __future__ import annotations

import argparse

from generator.cli.arguments import Commands, argument, command_of
from generator.cli.speech import spoken
from generator.wording.saying import said

APIS = ("completions", "chat", "ollama")


def add_bench(commands: Commands) -> None:
    """Whom it measures, how, how much at most, and where to."""
    bench = command_of(
        commands,
        "bench",
        said("measure how fast a server of models answers, and keep it in a file"),
    )
    argument(bench, "url", metavar="URL", help=said("of the server, with or without /v1/…"))
    argument(bench, "--model", required=True, metavar="NAME", help=said("as the server calls it"))
    argument(bench, "--gpu", default="", metavar="NAME", help=said("its card, kept in the file"))
    argument(
        bench,
        "--api",
        choices=APIS,
        help=said("default: as the address says, else completions, which Ollama has as well"),
    )
    argument(
        bench,
        "--concurrency",
        default="1,2,4,8",
        metavar="NUMBERS",
        help=said("requests at once, one level after another (default: 1,2,4,8)"),
    )
    _add_numbers(bench)
    argument(
        bench,
        "--remote",
        action="store_true",
        help=said("also another machine than this one; ask those who run it"),
    )
    argument(
        bench,
        "--key-from",
        metavar="VARIABLE",
        help=said("the environment variable that holds the key of the server"),
    )
    argument(
        bench,
        "-o",
        "--output",
        metavar="FILE",
        help=said("a new file (default: bench-NAME.json), or - for standard output"),
    )


def _add_numbers(bench: argparse.ArgumentParser) -> None:
    for name, value, told in (
        ("--prompt-tokens", 256, said("that a request reads")),
        ("--output-tokens", 128, said("that it writes")),
        ("--repetitions", 4, said("rounds of each level")),
        ("--warm-up", 2, said("requests before, which do not count")),
        ("--requests", 64, said("the most of all")),
        ("--seconds", 60, said("the most of all")),
    ):
        described = said("{told} (default: {value})", told=told, value=value)
        bench.add_argument(name, type=int, default=value, metavar="N", help=spoken(described))
