"""Turns a company's own templates into all that is wrong with them, each with file, line and what was meant."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.agreement import findings_of_texts
from generator.packet.packet import Packet
from generator.packet.quotes import Quote
from generator.proposal.characters import source_lines
from generator.proposal.own_templates import CODE, SHEET, OwnTemplates
from generator.proposal.printable import not_printable, unprintable
from generator.proposal.problems import Mark, Problem, nearest, some_of
from generator.render import cover, markdown
from generator.render.missing import Missing, place, recording
from generator.render.templates import COVER, SHEETS, cover_environment_of, environment_of
from generator.resources import languages, templates_folder
from generator.wording.saying import any_of, quoted, said

# A picture, as a page holds it.
DATA = re.compile(r"data:image/[^\s:']+")
ChartsOf = Callable[[Packet], Mapping[str, str]]
FETCHES = re.compile(r"@import\b|url\(\s*['\"]?(?!data:)")


def template_problems(packet: Packet) -> list[Problem]:
    """All that is wrong with the packet's own templates; those of other languages are looked at by name alone."""
    own = packet.proposal.style.templates
    if own is None:
        return []
    told = [*_strange_names(packet, own), *_sheets(own), *_broken(packet, own)]
    return told or _rendered(packet, own)


def head_problems(packet: Packet, style: Mark) -> list[Problem]:
    """What only typesetting the head of the first page tells of a logo, a letterhead or a cover of a company's own."""
    from generator.render.page import info_of, page_of
    from generator.render.pdf import RenderProblem, SystemLibrariesMissing, to_pdf

    fix = said("save the logo as a plain picture, or shorten what stands beside it")
    try:
        to_pdf(page_of(packet, "", {}), info_of(packet))
    except SystemLibrariesMissing:
        return []
    except RenderProblem as problem:
        return [Problem(CODE, style, _without_data(problem.reasons[0]), fix)]
    except Exception as error:
        # A picture that is wrong in itself is told in exceptions of many kinds.
        return [
            Problem(
                CODE,
                style,
                said("the head of the first page cannot be set: {error}", error=error),
                fix,
            )
        ]
    return []


def sheet_problems(packet: Packet, charts_of: ChartsOf) -> list[Problem]:
    """What only typesetting the whole document tells of a company's own stylesheet."""
    from generator.render.page import page_of
    from generator.render.pdf import RenderProblem, SystemLibrariesMissing, laid_out

    own = packet.proposal.style.templates
    if own is None or SHEET not in own.files:
        return []
    fix = said("state less of sizes, widths and margins, or smaller ones")
    try:
        laid_out(page_of(packet, markdown.to_markdown(packet), charts_of(packet)))
    except SystemLibrariesMissing:
        return []
    except RenderProblem as problem:
        return [Problem(CODE, own.mark(SHEET), problem.reasons[0], fix)]
    return []


def _without_data(reason: str) -> str:
    """What WeasyPrint says of a picture quotes all of it."""
    return DATA.sub("the picture", reason) if DATA.search(reason) else reason


def _strange_names(packet: Packet, own: OwnTemplates) -> Iterator[Problem]:
    """A file that nothing would use, most likely a misspelt one."""
    ours = {*SHEETS, COVER, *(f"{each}/{name}" for each in languages() for name in _ours(each))}
    used = {f"{packet.words.language}/{name}" for name in _referenced(packet, own)}
    others = tuple(f"{each}/" for each in languages() if each != packet.words.language)
    for name in own.files.keys() - ours - used:
        if name.endswith(".yaml"):
            message, fix = said("words are not laid over ours"), said("write them into a template")
        elif name.endswith(".j2") and name.startswith(others):
            continue
        else:
            close = nearest(name, sorted(ours))
            message = said("no template of ours has this name, and none includes it")
            hint = said("did you mean '{meant}'? ", meant=close[0]) if close else ""
            fix = said(
                '{hint}a new one is included by another: {{% include "{name}" %}}',
                hint=hint,
                name=Path(name).name,
            )
        yield Problem(CODE, own.mark(name), message, fix)


def _ours(language: str) -> list[str]:
    return [path.name for path in (templates_folder() / language).glob("*.j2")]


def _referenced(packet: Packet, own: OwnTemplates) -> Iterator[str]:
    from jinja2 import TemplateSyntaxError, meta

    environment = environment_of(packet)
    for text in own.files.values():
        try:
            yield from filter(None, meta.find_referenced_templates(environment.parse(text)))
        except TemplateSyntaxError:
            continue


def _sheets(own: OwnTemplates) -> Iterator[Problem]:
    from generator.render.pdf.sheets import faults_in

    for name in SHEETS:
        text = own.files.get(name, "")
        for number, line in enumerate(text.splitlines(), start=1):
            if found := FETCHES.search(line):
                fix = said("put the picture into the sheet itself: url(data:…)")
                mark = own.mark(name, number, found.start() + 1)
                yield Problem(CODE, mark, said("nothing is fetched for a document"), fix)
        for line_number, column, fault in faults_in(text) if text else ():
            mark = own.mark(name, line_number, column)
            yield Problem(CODE, mark, fault, said("use what WeasyPrint's documentation lists"))


def _broken(packet: Packet, own: OwnTemplates) -> Iterator[Problem]:
    """Templates that do not even parse."""
    from jinja2 import TemplateSyntaxError

    environment = environment_of(packet)
    for name, text in own.files.items():
        try:
            if name.endswith(".j2"):
                environment.compile(text, name, name)
        except TemplateSyntaxError as error:
            yield Problem(
                CODE, own.mark(name, error.lineno), str(error.message), said("mend the tag")
            )


def _rendered(packet: Packet, own: OwnTemplates) -> list[Problem]:
    """What only filling them in tells: names that there are not, and then numbers that are no figures."""
    found: dict[Problem, None] = {}
    made: list[str] = []
    for make in (_document, _cover):
        context: dict[str, Any] = {}

        def note(name: Missing, context: Mapping[str, Any] = context) -> None:
            found.setdefault(_unknown(name, packet, context))

        try:
            made.append(make(packet, context, note))
        except Exception as error:
            # Whatever a template does wrong, it says in exceptions of many kinds.
            found.setdefault(_failed(error, own))
    if strange := unprintable("".join(made)):
        found[not_printable(strange, _place_of(strange[0], own))] = None
    if found:
        return list(found)
    return [
        Problem(CODE, own.mark(""), finding.told, said("figures are quoted, not typed or reckoned"))
        for finding in findings_of_texts(packet, *made)
    ]


def _place_of(character: str, own: OwnTemplates) -> Mark:
    """Where a template has it; a field of the input would have been told."""
    for name, text in own.files.items():
        before, found, _ = text.partition(character)
        if found:
            lines = source_lines(before)
            return own.mark(name, len(lines), len(lines[-1]) + 1)
    return own.mark("")


def _document(packet: Packet, context: dict[str, Any], note: Callable[[Missing], None]) -> str:
    context |= markdown.context_of(packet)
    for name, known in (("table", _tables(packet)), ("chart", _charts(packet))):
        context[name] = _known_alone(context[name], known, note)
    environment = environment_of(packet, recording(note))
    return markdown.written(environment.get_template(markdown.MAIN).render(context))


def _tables(packet: Packet) -> set[str]:
    """The keys of all tables that there may be; that of one option's begins with its family's."""
    return {*packet.words.sections(("schedules",))["schedules"], *packet.tables}


def _charts(packet: Packet) -> set[str]:
    return {*packet.words.sections(("charts",))["charts"], *(each.key for each in packet.charts)}


def _known_alone(
    write: Callable[[str], str], known: set[str], note: Callable[[Missing], None]
) -> Callable[[str], str]:
    """What an input does not have prints as nothing; what no input has is a misspelt name."""

    def written(key: str) -> str:
        if not any(key == each or key.startswith(f"{each}.") for each in known):
            note(Missing(*place(), key, dict.fromkeys(sorted(known))))
        return write(key)

    return written


def _cover(packet: Packet, context: dict[str, Any], note: Callable[[Missing], None]) -> str:
    context |= cover.context_of(packet)
    return cover_environment_of(packet, recording(note)).get_template(COVER).render(context)


def _unknown(missing: Missing, packet: Packet, context: Mapping[str, Any]) -> Problem:
    mark, name, owner = Mark(missing.file, missing.line, 1), missing.name, missing.owner
    if isinstance(owner, Quote) and not name:
        key = _key_of(owner, context)
        below = [f"{key}.{part}" for part in _below(owner)]
        message = said("'{key}' is a branch of figures and has no number of its own", key=key)
        hint = said("write one of those below it: {names}", names=some_of(below))
        return Problem(CODE, mark, message, hint, key)
    if isinstance(owner, Quote):
        key = f"{_key_of(owner, context)}.{name}"
        message = said("no figure is called '{key}'", key=key)
        hint = _hint(key, map(str, packet.figures), said("'budget figures INPUT' lists all"))
    elif isinstance(owner, Mapping):
        names = [str(each) for each in owner]
        message = said("nothing is called '{name}' here", name=name)
        hint = _hint(name, names, said("there are: {names}", names=some_of(names)))
    else:
        message = said("nothing is called '{name}'", name=name)
        hint = _hint(name, context, said("docs/templates.md lists all names"))
    return Problem(CODE, mark, message, hint, name)


def _hint(name: str, names: Iterable[str], otherwise: str) -> str:
    meant = any_of(list(map(quoted, nearest(name, names, 3))))
    return said("did you mean {meant}?", meant=meant) if meant else otherwise


def _key_of(quote: Quote, names: Mapping[str, Any]) -> str:
    """The key below which a branch of figures stands."""
    for name, value in names.items():
        if isinstance(value, Quote):
            if value is quote:
                return name
            if below := _key_of(quote, value.parts):
                return f"{name}.{below}"
    return ""


def _below(branch: Quote) -> Iterator[str]:
    """The figures below a branch, as it names them."""
    for name, part in branch.parts.items():
        if not part.is_branch:
            yield name
        yield from (f"{name}.{each}" for each in _below(part))


def _failed(error: Exception, own: OwnTemplates) -> Problem:
    """At the last line of a template that was being filled in."""
    from jinja2 import TemplateNotFound

    names = {str(Path(own.path) / name): name for name in own.files}
    frames = traceback.extract_tb(error.__traceback__)
    places = [(frame.filename, frame.lineno or 0) for frame in frames if frame.filename in names]
    file, line = places[-1] if places else (own.path, 0)
    if isinstance(error, TemplateNotFound):
        message, fix = (
            said("there is no template '{name}'", name=error),
            said("write the name of a file of the same folder"),
        )
    else:
        message, fix = (
            said("this cannot be filled in: {error}", error=error),
            said("templates only place what is there"),
        )
    return Problem(CODE, Mark(file, line, 1), message, fix)
