"""The command line: arguments → calls. The only room that prints and sets exit codes."""

from generator.cli.main import main

__all__ = ["main"]
