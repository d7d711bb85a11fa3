"""Turns what the commands take into the grammar of the command line, with its help in the language of the run."""

from __future__ import annotations

import argparse

from generator import __version__
from generator.cli.arguments import Commands, argument, command_of, described
from generator.cli.bench_arguments import add_bench
from generator.cli.speech import spoken
from generator.cli.standard_words import Help, in_words_of_the_run
from generator.resources import CUSTOMARY, languages
from generator.wording.saying import said

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


def parser() -> argparse.ArgumentParser:
    """The grammar of the command line."""
    in_words_of_the_run()
    summary = said(
        "one YAML file becomes a budget proposal: document, PDF and a live workbook that agree"
    )
    top = argparse.ArgumentParser(
        prog="budget",
        description=described("budget", summary),
        epilog=spoken(said("budget COMMAND --help tells more of each command.")),
        formatter_class=Help,
    )
    # The oldest Python says this one in English whatever the language.
    version = spoken(said("show program's version number and exit"))
    top.add_argument("--version", action="version", version=f"budget {__version__}", help=version)
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for add in (
        _add_build,
        _add_watch,
        _add_serve,
        _add_check,
        _add_figures,
        _add_explain,
        _add_diff,
        _add_solve,
        _add_status,
        _add_evidence,
        add_bench,
        _add_verify,
        _add_pull,
        _add_list,
        _add_schema,
        _add_init,
        _add_doctor,
        _add_completion,
    ):
        add(commands)
    return top


def commands_of(grammar: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Each command's own grammar, by its name."""
    [choices] = [action.choices for action in grammar._actions if action.dest == "command"]
    assert isinstance(choices, dict)
    return choices


def _add_build(commands: Commands) -> None:
    build = command_of(commands, "build", said("make the packet: document, PDF, workbook, figures"))
    _add_inputs(build)
    argument(
        build,
        "--force",
        action="store_true",
        help=said("overwrite files of the packet that were edited"),
    )
    _add_packet(build)


def _add_inputs(command: argparse.ArgumentParser) -> None:
    argument(
        command,
        "inputs",
        nargs="+",
        metavar="INPUT",
        help=said("an input file, or - for standard input"),
    )


def _add_packet(command: argparse.ArgumentParser) -> None:
    """What is made, and where."""
    argument(
        command,
        "-o",
        "--output",
        metavar="DIR",
        help=said("where to (default: output/<input name>)"),
    )
    formats = "md,html,pdf,xlsx,json,whatif,docx,brief"
    argument(command, "--only", metavar="FORMATS", help=said("some of {formats}", formats=formats))
    argument(command, "--quiet", action="store_true", help=said("print nothing when all is well"))
    _add_templates(command)
    _add_set(command)


def _add_watch(commands: Commands) -> None:
    watch = command_of(commands, "watch", said("make the packet anew on each save, until Ctrl-C"))
    argument(watch, "inputs", nargs="+", metavar="INPUT", help=said("an input file"))
    _add_packet(watch)


def _add_serve(commands: Commands) -> None:
    serve = command_of(
        commands, "serve", said("show the document in a browser of this machine as it is")
    )
    argument(serve, "input", metavar="INPUT", help=said("an input file"))
    argument(
        serve,
        "--port",
        default="8712",
        metavar="NUMBER",
        help=said("default: 8712; 0 finds a free one"),
    )
    _add_templates(serve)
    _add_set(serve)


def _add_check(commands: Commands) -> None:
    check = command_of(commands, "check", said("validate inputs; prints nothing when all is well"))
    _add_inputs(check)
    argument(check, "--strict", action="store_true", help=said("warnings count as errors"))
    _add_templates(check)
    _add_set(check)


def _add_figures(commands: Commands) -> None:
    figures = command_of(commands, "figures", said("print the numbers without rendering anything"))
    argument(figures, "input", metavar="INPUT", help=said("an input file, or - for standard input"))
    argument(
        figures,
        "keys",
        nargs="*",
        default=[],
        metavar="KEY",
        help=said("only these; opex.* for a family, summary for the business case"),
    )
    argument(
        figures,
        "--output-format",
        choices=("table", "json", "csv", "ledger"),
        default="table",
        help=said(
            "default: table; ledger: what the chosen option pays month by month, as CSV for an upload"
        ),
    )
    _add_set(figures)


def _add_explain(commands: Commands) -> None:
    explain = command_of(
        commands, "explain", said("say how a number came to be, or what an error code means")
    )
    argument(
        explain, "input", metavar="INPUT|CODE", help=said("an input file, or a code such as E014")
    )
    argument(explain, "key", nargs="?", metavar="KEY", help=said("a figure such as return.npv"))
    _add_set(explain)


def _add_diff(commands: Commands) -> None:
    diff = command_of(
        commands, "diff", said("say what changed between two versions, and what it moved")
    )
    argument(diff, "old", metavar="OLD", help=said("an input file, or the folder of a packet"))
    argument(diff, "new", metavar="NEW", help=said("the same"))
    argument(
        diff,
        "--output-format",
        choices=("text", "json", "memo", "adjustment"),
        default="text",
        help=said(
            "default: text; memo, adjustment: Markdown, the latter the form of a budget adjustment"
        ),
    )
    argument(
        diff,
        "-o",
        "--output",
        metavar="FILE",
        help=said(
            "a new file instead of standard output: .pdf or .docx of a memo or form, .xlsx the form as a "
            "sheet"
        ),
    )
    _add_set(diff)
    argument(
        diff,
        "--old-scenario",
        default="",
        metavar="NAME",
        help=said("the scenario of OLD; base: as it states itself"),
    )


def _add_pull(commands: Commands) -> None:
    pull = command_of(
        commands, "pull", said("take the numbers changed in a workbook back into its input file")
    )
    argument(pull, "workbook", metavar="WORKBOOK", help=said("an edited tco.xlsx"))
    argument(pull, "input", metavar="INPUT", help=said("the input that the workbook was made from"))
    argument(pull, "--yes", action="store_true", help=said("write without asking"))
    argument(pull, "--dry-run", action="store_true", help=said("only show what would be written"))
    argument(
        pull,
        "--ignore-formulas",
        action="store_true",
        help=said("write although formulas were altered"),
    )
    _add_set(pull)


def _add_solve(commands: Commands) -> None:
    solve = command_of(
        commands, "solve", said("find the value of one input at which a figure is a goal")
    )
    argument(solve, "input", metavar="INPUT", help=said("an input file, or - for standard input"))
    argument(solve, "goal", metavar="KEY=VALUE", help=said("a figure, and what it shall be"))
    argument(solve, "word", metavar="by", choices=("by",), help=said("the word by"))
    argument(solve, "by", metavar="KEY", help=said("the number of the input that may change"))
    _add_set(solve)


def _add_status(commands: Commands) -> None:
    status = command_of(
        commands, "status", said("say whether packets are fresh, and why they are not")
    )
    argument(status, "folders", nargs="+", metavar="DIR", help=said("the folder of a packet"))
    argument(
        status,
        "--input",
        metavar="INPUT",
        help=said("its input, where that is not in one of the usual places"),
    )


def _add_evidence(commands: Commands) -> None:
    evidence = command_of(
        commands, "evidence", said("say what the usage log and the benchmarks of an input say")
    )
    argument(evidence, "input", metavar="INPUT", help=said("an input file"))
    argument(evidence, "--output-format", choices=("table", "json"), default="table")
    _add_set(evidence)


def _add_verify(commands: Commands) -> None:
    verify = command_of(
        commands, "verify", said("audit a published packet, or any workbook, and compute it afresh")
    )
    argument(
        verify,
        "path",
        metavar="PATH",
        help=said("the folder of a packet, an .xlsx file of any origin, or a .docx that we made"),
    )
    argument(
        verify,
        "input",
        nargs="?",
        metavar="INPUT",
        help=said("tell every difference from the files it makes"),
    )
    _add_set(verify)


def _add_list(commands: Commands) -> None:
    listing = command_of(
        commands, "list", said("print what an input may name, with prices and sources")
    )
    kinds = ", ".join(KINDS_TO_LIST)
    listing.add_argument("kind", choices=KINDS_TO_LIST, metavar="KIND", help=kinds)
    argument(
        listing, "part", nargs="?", default="", metavar="PART", help=said("a part of the name")
    )
    argument(
        listing,
        "--input",
        metavar="INPUT",
        help=said("in its language and currency, with the catalogue beside it"),
    )
    formats = ("table", "json", "csv")
    default = said("default: {value}", value="table")
    argument(listing, "--output-format", choices=formats, default="table", help=default)
    _add_language(listing)


def _add_schema(commands: Commands) -> None:
    schema = command_of(commands, "schema", said("print the JSON Schema of inputs, for editors"))
    _add_language(schema)


def _add_init(commands: Commands) -> None:
    init = command_of(commands, "init", said("write a commented starter input; overwrites nothing"))
    argument(
        init,
        "file",
        nargs="?",
        default="proposal.yaml",
        metavar="FILE",
        help=said("where to (default: proposal.yaml), or - for standard output"),
    )
    _add_language(init)


def _add_doctor(commands: Commands) -> None:
    command_of(
        commands, "doctor", said("say what this machine lacks, and the command that mends it")
    )


def _add_completion(commands: Commands) -> None:
    completion = command_of(
        commands,
        "completion",
        said("print what lets a shell complete the command with the Tab key"),
    )
    shells = ("bash", "zsh", "fish")
    argument(completion, "shell", choices=shells, help=said("the shell that is used"))


def _add_language(command: argparse.ArgumentParser) -> None:
    default = said("default: {value}", value=CUSTOMARY)
    argument(command, "--language", choices=languages(), default=CUSTOMARY, help=default)


def _add_templates(command: argparse.ArgumentParser) -> None:
    """They are a field of the input like any other."""
    argument(
        command,
        "--templates",
        action="append",
        default=[],
        type=lambda folder: f"style.templates={folder}",
        dest="assignments",
        metavar="DIR",
        help=said("templates laid over ours, file by file, as docs/templates.md says"),
    )


def _add_set(command: argparse.ArgumentParser) -> None:
    argument(
        command,
        "--set",
        action="append",
        default=[],
        dest="assignments",
        metavar="KEY=VALUE",
        help=said(
            "give one field of the input another value for this run: horizon.years=5; ×0.5 multiplies "
            "what is there, and * names every entry: benefits.*.monthly=×0.5"
        ),
    )
    argument(
        command,
        "--scenario",
        default="",
        metavar="NAME",
        help=said("as one of the input's scenarios has it"),
    )
    argument(
        command,
        "--language",
        choices=languages(),
        dest="document_language",
        help=said("of the document, instead of the one that the input states"),
    )
