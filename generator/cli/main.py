"""Turns the arguments of `budget` into a call of one command, and whatever goes wrong into a message and an exit code.

Exit codes: 0 fine; 1 the input or the packet has findings; 2 wrong usage, an unreadable file or a missing system part.
Each command's module is imported when it is called, so that `budget --help` stays quick.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from generator import __version__
from generator.cli.streams import lasting_streams
from generator.resources import CUSTOMARY, languages

FINE, FINDINGS, TROUBLE = 0, 1, 2
PULL_HELP = (
    "Take the numbers changed in a workbook back into its input file. Shows each change, then asks. Only the inputs"
    " sheet is read; where any formula was altered, the workbook computes something else than the file will, and"
    " nothing is written unless --ignore-formulas says so. Exit code 0: file and workbook say the same; 1: they do not."
)
DIFF_HELP = """\
  budget diff output/platform inputs/platform.yaml        what the input says that its packet does not
  budget diff last.yaml now.yaml --output-format memo     a memo for the approvers
  budget diff PACKET INPUT --output-format adjustment -o adjustment.pdf
                                                          approved, adjusted by, adjusted to: a form to sign

Each headline's move is split by cause: the model is computed anew after each change, in the order of the file."""
DIFF_EXAMPLES = (
    "Exit code 0: both are the same; 1: they are different; 2: one of them cannot be read."
)
SOLVE_HELP = """\
  budget solve platform.yaml return.npv=0 by workload.monthly_requests
  budget solve platform.yaml capex.total=60000 by options.own.capex.0.unit_price
  budget solve platform.yaml savings.vs_runner_up=0 by horizon.discount_rate --scenario conservative

The whole model is computed anew at each value that is tried, within the limits of the field; counts move by whole
numbers. The value that is nearest to the stated one is told, or that there is none."""
SOLVE_EXIT = (
    "Exit code 0: there is such a value; 1: there is none; 2: the question cannot be asked."
)
STATUS_HELP = """\
  budget status output/*                                  all packets, each against its input on the disk
  budget status sent/platform --input platform.yaml       a packet that was moved
  budget build output/platform -o again                   make a packet again from what it holds itself

A packet is stale where the input says something else, or its catalogue, what is attached, the templates, our data or
the tool are others, or its files were edited."""
STATUS_EXIT = "Exit code 0: all are fresh; 1: some are stale; 2: some cannot be judged."
WATCH_HELP = """\
  budget watch platform.yaml                              open output/platform.draft/proposal.md in an editor
  budget watch platform.yaml branch.yaml --only pdf,xlsx  several inputs, some formats

On each save of an input, its catalogue, its templates or what is attached: the headlines that moved, and the document
as a draft beside the packet; then the packet itself, all of it or none. Where the input has a problem it is told, and
the packet of before stays. The draft is gone in the end."""
WATCH_EXIT = "Exit code 0: it was stopped with Ctrl-C; 2: it cannot watch."
SERVE_HELP = """\
  budget serve platform.yaml                              then open http://127.0.0.1:8712/

The page is shown anew after each save; where the input has a problem, that is shown in its place. No other machine
and no page of another site reaches it, and nothing is written."""
KINDS_TO_LIST = (
    "models",
    "cards",
    "hardware",
    "providers",
    "tasks",
    "quantisations",
    "labour",
    "operations",
)
SET_HELP = (
    "give one field of the input another value for this run: horizon.years=5; ×0.5 multiplies what is there, and *"
    " names every entry: benefits.*.monthly=×0.5"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    with lasting_streams() as results:
        code = _run(_parsed(arguments))
        results.flush()
        if results.lost:
            _tell(f"the results could not be written to standard output: {results.lost}")
            return TROUBLE
    return code


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Keys may stand behind options; the language of a document is a field of its input like others."""
    grammar = parser()
    options, rest = grammar.parse_known_args(arguments)
    if rest and (options.command != "figures" or any(each.startswith("-") for each in rest)):
        grammar.error(f"unrecognized arguments: {' '.join(rest)}")
    if rest:
        options.keys += rest
    if getattr(options, "document_language", None):
        options.assignments.append(f"proposal.language={options.document_language}")
    return options


def _run(options: argparse.Namespace) -> int:
    try:
        command = importlib.import_module(f"generator.cli.{options.command}")
        code: int = command.run(options)
        return code
    except KeyboardInterrupt:
        _tell("stopped; no packet is half written")
    except Exception as error:
        if os.environ.get("BUDGET_DEBUG"):
            raise
        _tell(unforeseen(error))
        _tell("nothing is half written; BUDGET_DEBUG=1 shows where it happened")
    return TROUBLE


def unforeseen(error: Exception) -> str:
    """The system's refusals in the system's words; anything else is a fault of this program."""
    if isinstance(error, MemoryError):
        return "this system gives the command too little memory"
    if isinstance(error, ImportError):
        return f"a part of the installation cannot be loaded: {error}"
    if isinstance(error, OSError) and error.strerror:
        place = f": {error.filename}" if error.filename else ""
        return f"this system refuses: {error.strerror}{place}"
    return f"budget met an error of its own: {type(error).__name__}: {error}"


def _tell(message: str) -> None:
    print(message, file=sys.stderr)


def parser() -> argparse.ArgumentParser:
    """The grammar of the command line."""
    top = argparse.ArgumentParser(
        prog="budget",
        description="One YAML file becomes a budget proposal: document, PDF and a live workbook that agree.",
    )
    top.add_argument("--version", action="version", version=f"budget {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_build(commands)
    _add_watch(commands)
    _add_serve(commands)
    _add_check(commands)
    _add_figures(commands)
    _add_explain(commands)
    _add_diff(commands)
    _add_solve(commands)
    _add_status(commands)
    _add_verify(commands)
    _add_pull(commands)
    _add_list(commands)
    _add_schema(commands)
    _add_init(commands)
    return top


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, summary: str
) -> argparse.ArgumentParser:
    return commands.add_parser(
        name, help=summary, description=summary[0].upper() + summary[1:] + "."
    )


def _add_build(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    build = _command(commands, "build", "make the packet: document, PDF, workbook, figures")
    build.add_argument(
        "inputs", nargs="+", metavar="INPUT", help="an input file, or - for standard input"
    )
    build.add_argument(
        "--force", action="store_true", help="overwrite files of the packet that were edited"
    )
    _add_packet(build)


def _add_packet(command: argparse.ArgumentParser) -> None:
    """What is made, and where."""
    command.add_argument(
        "-o", "--output", metavar="DIR", help="where to (default: output/<input name>)"
    )
    command.add_argument(
        "--only", metavar="FORMATS", help="some of md,html,pdf,xlsx,json,whatif,docx,brief"
    )
    command.add_argument("--quiet", action="store_true", help="print nothing when all is well")
    _add_templates(command)
    _add_set(command)


def _add_watch(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    watch = _command(commands, "watch", "make the packet anew on each save, until Ctrl-C")
    watch.description, watch.epilog = WATCH_HELP, WATCH_EXIT
    watch.formatter_class = argparse.RawDescriptionHelpFormatter
    watch.add_argument("inputs", nargs="+", metavar="INPUT", help="an input file")
    _add_packet(watch)


def _add_serve(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    serve = _command(commands, "serve", "show the document in a browser of this machine as it is")
    serve.description, serve.epilog = SERVE_HELP, WATCH_EXIT
    serve.formatter_class = argparse.RawDescriptionHelpFormatter
    serve.add_argument("input", metavar="INPUT", help="an input file")
    serve.add_argument(
        "--port", type=int, default=8712, metavar="NUMBER", help="default: 8712; 0 finds a free one"
    )
    _add_templates(serve)
    _add_set(serve)


def _add_check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = _command(commands, "check", "validate inputs; prints nothing when all is well")
    check.add_argument(
        "inputs", nargs="+", metavar="INPUT", help="an input file, or - for standard input"
    )
    check.add_argument("--strict", action="store_true", help="warnings count as errors")
    _add_templates(check)
    _add_set(check)


def _add_figures(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    figures = _command(commands, "figures", "print the numbers without rendering anything")
    figures.add_argument("input", metavar="INPUT")
    figures.add_argument(
        "keys",
        nargs="*",
        metavar="KEY",
        help="only these; opex.* for a family, summary for the business case",
    )
    figures.add_argument(
        "--output-format",
        choices=("table", "json", "csv", "ledger"),
        default="table",
        help="default: table; ledger: what the chosen option pays month by month, as CSV for an upload",
    )
    _add_set(figures)


def _add_explain(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    explain = _command(
        commands, "explain", "say how a number came to be, or what an error code means"
    )
    explain.add_argument(
        "input", metavar="INPUT|CODE", help="an input file, or a code such as E014"
    )
    explain.add_argument("key", nargs="?", metavar="KEY", help="a figure such as return.npv")
    _add_set(explain)


def _add_diff(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    diff = _command(commands, "diff", "say what changed between two versions, and what it moved")
    diff.description, diff.epilog = DIFF_HELP, DIFF_EXAMPLES
    diff.formatter_class = argparse.RawDescriptionHelpFormatter
    diff.add_argument("old", metavar="OLD", help="an input file, or the folder of a packet")
    diff.add_argument("new", metavar="NEW", help="the same")
    diff.add_argument(
        "--output-format",
        choices=("text", "json", "memo", "adjustment"),
        default="text",
        help="default: text; memo, adjustment: Markdown, the latter the form of a budget adjustment",
    )
    diff.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="a new file instead of standard output: .pdf or .docx of a memo or form, .xlsx the form as a sheet",
    )
    _add_set(diff)


def _add_pull(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    pull = _command(
        commands, "pull", "take the numbers changed in a workbook back into its input file"
    )
    pull.description = PULL_HELP
    pull.add_argument("workbook", metavar="WORKBOOK", help="an edited tco.xlsx")
    pull.add_argument("input", metavar="INPUT", help="the input that the workbook was made from")
    pull.add_argument("--yes", action="store_true", help="write without asking")
    pull.add_argument("--dry-run", action="store_true", help="only show what would be written")
    pull.add_argument(
        "--ignore-formulas", action="store_true", help="write although formulas were altered"
    )


def _add_solve(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    solve = _command(commands, "solve", "find the value of one input at which a figure is a goal")
    solve.description, solve.epilog = SOLVE_HELP, SOLVE_EXIT
    solve.formatter_class = argparse.RawDescriptionHelpFormatter
    solve.add_argument("input", metavar="INPUT")
    solve.add_argument("goal", metavar="KEY=VALUE", help="a figure, and what it shall be")
    solve.add_argument("word", metavar="by", choices=("by",), help="the word by")
    solve.add_argument("by", metavar="KEY", help="the number of the input that may change")
    _add_set(solve)


def _add_status(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    status = _command(commands, "status", "say whether packets are fresh, and why they are not")
    status.description, status.epilog = STATUS_HELP, STATUS_EXIT
    status.formatter_class = argparse.RawDescriptionHelpFormatter
    status.add_argument("folders", nargs="+", metavar="DIR", help="the folder of a packet")
    status.add_argument(
        "--input", metavar="INPUT", help="its input, where that is not in one of the usual places"
    )


def _add_verify(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    verify = _command(
        commands, "verify", "audit a published packet, or any workbook, and compute it afresh"
    )
    verify.add_argument(
        "path",
        metavar="PATH",
        help="the folder of a packet, an .xlsx file of any origin, or a .docx that we made",
    )
    verify.add_argument(
        "input", nargs="?", metavar="INPUT", help="tell every difference from the files it makes"
    )


def _add_list(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    listing = _command(commands, "list", "print what an input may name, with prices and sources")
    listing.add_argument(
        "kind", choices=KINDS_TO_LIST, metavar="KIND", help=", ".join(KINDS_TO_LIST)
    )
    listing.add_argument("part", nargs="?", default="", metavar="PART", help="a part of the name")
    listing.add_argument(
        "--input",
        metavar="INPUT",
        help="in its language and currency, with the catalogue beside it",
    )
    listing.add_argument(
        "--output-format", choices=("table", "json", "csv"), default="table", help="default: table"
    )
    _add_language(listing)


def _add_schema(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    schema = _command(commands, "schema", "print the JSON Schema of inputs, for editors")
    _add_language(schema)


def _add_init(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    init = _command(commands, "init", "write a commented starter input; overwrites nothing")
    init.add_argument(
        "file",
        nargs="?",
        default="proposal.yaml",
        metavar="FILE",
        help="where to (default: proposal.yaml), or - for standard output",
    )
    _add_language(init)


def _add_language(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--language", choices=languages(), default=CUSTOMARY, help=f"default: {CUSTOMARY}"
    )


def _add_templates(command: argparse.ArgumentParser) -> None:
    """They are a field of the input like any other."""
    command.add_argument(
        "--templates",
        action="append",
        default=[],
        type=lambda folder: f"style.templates={folder}",
        dest="assignments",
        metavar="DIR",
        help="templates laid over ours, file by file, as docs/templates.md says",
    )


def _add_set(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--set", action="append", default=[], dest="assignments", metavar="KEY=VALUE", help=SET_HELP
    )
    command.add_argument(
        "--scenario", default="", metavar="NAME", help="as one of the input's scenarios has it"
    )
    command.add_argument(
        "--language",
        choices=languages(),
        dest="document_language",
        help="of the document, instead of the one that the input states",
    )
