"""Turns an input file into the finished, audited files of a packet; nothing is written here.

The one place that knows the whole way: proposal → engines → packet → render → audit.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from generator.catalog.catalogue import Catalogue
from generator.contents import (
    BRIEF,
    BRIEF_FORMAT,
    FIGURES,
    FORMATS,
    MARKDOWN,
    PAGE,
    PAGED,
    PDF,
    WHAT_IF,
    WHAT_IF_FORMAT,
    WORD,
    WORD_FORMAT,
    WORKBOOK,
    kept,
)
from generator.proposal.printable import published_name
from generator.proposal.problems import BudgetError, Mark, Problem, ProblemList
from generator.provenance import manifest_for, sources_of
from generator.publish import MANIFEST, OutputProblem, hash_of, manifest_of
from generator.resources import templates_folder
from generator.wording.saying import reason_of

if TYPE_CHECKING:
    from generator.audit.finding import Finding
    from generator.engines.doubt import Doubt
    from generator.engines.model import Model
    from generator.packet.packet import Packet
    from generator.proposal.loading import Loaded
    from generator.render.pdf.typesetting import Typesetting

# Only a text that quotes these needs the model in all cases, which takes longer than the rest of a check.
OUTLOOK = ("scenarios.", "sensitivity.", "tornado.", "choice.", "checks.")
Progress = Callable[[str], None]


class AuditFailure(BudgetError):
    """The finished files do not agree. `findings` says where."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("; ".join(each.told for each in findings))
        self.findings = findings
        self.problems = tuple(
            Problem(each.rule, Mark(each.where, 0, 0), each.message) for each in findings
        )


@dataclass
class Assembled:
    """The files of a packet by name, what its manifest says besides, and what could not be made on this machine."""

    files: dict[str, bytes] = field(default_factory=dict)
    manifest: dict[str, object] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    audited_cells: int = 0


@contextmanager
def uncollected() -> Iterator[None]:
    """Making a packet makes a million objects and drops few: looking among them for unused ones takes a tenth of it."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def load(path: str, assignments: Sequence[str] = (), scenario: str = "") -> Loaded:
    """Read and validate an input, or the one that a packet was made of. Raises ProblemList."""
    from generator.proposal.loading import load as load_proposal

    folder = Path(path)
    if path != "-" and (folder / MANIFEST).is_file():
        return _load_of_packet(folder, assignments, scenario)
    return load_proposal(path, Catalogue, assignments, scenario)


def _load_of_packet(folder: Path, assignments: Sequence[str], scenario: str) -> Loaded:
    from generator.compare.sides import loaded_of

    try:
        return loaded_of(folder, manifest_of(folder), Catalogue, assignments, scenario)
    except OutputProblem as problem:
        found = Problem("E001", Mark(str(folder), 0, 0), reason_of(problem), "")
        raise ProblemList([found]) from None


def catalogue_of(path: str | None, language: str) -> Catalogue:
    """Our data as an input sees them, with the catalogue beside it; without one, in a language. Raises ProblemList."""
    from generator.proposal.loading import facts_of

    return Catalogue(language) if path is None else facts_of(path, Catalogue)


@uncollected()
def packet_of(loaded: Loaded) -> Packet:
    """Compute everything once and put it into words.

    Raises ProblemList for a text that quotes what is not there, and for amounts that no spreadsheet keeps.
    """
    from generator.packet.packet import pack
    from generator.previous import since_previous

    packet = pack(
        model_of(loaded),
        templates_folder(),
        Catalogue.default_date(loaded.proposal.as_of),
        published_name(loaded.file),
        since_previous(loaded, Catalogue),
    )
    if loaded.proposal.style.templates is not None:
        from generator.template_check import template_problems

        if faults := template_problems(packet):
            raise ProblemList(faults)
    return packet


def model_of(loaded: Loaded) -> Model:
    """Compute the results alone. Raises ProblemList for amounts that no spreadsheet keeps."""
    from generator.engines.magnitude import too_large

    model = _model_of(loaded)
    if refused := too_large(model):
        raise ProblemList(_problems_of(refused, loaded))
    return model


def over(loaded: Loaded, folder: Path) -> Loaded:
    """An input as it is built into a folder: over a packet of another version it tells what changed since."""
    if not (folder / MANIFEST).is_file():
        return loaded
    from generator.previous import over

    return over(loaded, folder, lambda: model_of(loaded))


def require_look(
    loaded: Loaded, formats: Collection[str], packet: Packet | None = None, in_full: bool = False
) -> None:
    """Raises ProblemList with what is wrong in a company's own templates and the head of the first page, or in all."""
    style = loaded.proposal.style
    if (style.templates is None and style.logo is None) or PAGED.isdisjoint(formats):
        return
    from generator.proposal.validation import mark_of
    from generator.template_check import head_problems, sheet_problems

    packet = packet or packet_of(loaded)
    faults = sheet_problems(packet, charts_of) if in_full else []
    if faults := faults or head_problems(packet, mark_of(loaded.nodes, style.path)):
        raise ProblemList(faults)


@uncollected()
def packet_problems(loaded: Loaded) -> list[Problem]:
    """What is wrong with, or odd about, a valid input's texts and numbers. Raises ProblemList like `packet_of`."""
    from generator.engines.magnitude import too_large
    from generator.engines.plausibility import doubts_about, doubts_about_names
    from generator.packet.contrast import doubts_about_colour
    from generator.packet.quotes import check_texts
    from generator.previous import problems_of_previous
    from generator.proposal.measured import far_from_log
    from generator.proposal.validation import is_written

    model = _model_of(loaded)
    date = loaded.proposal.proposal.date or Catalogue.default_date(loaded.proposal.as_of)
    idle_names = (
        doubt for doubt in doubts_about_names(model) if is_written(loaded.nodes, doubt.path)
    )
    pale = doubts_about_colour(loaded.proposal.style)
    found = [*pale, *too_large(model), *doubts_about(model, date), *idle_names]
    doubts = _problems_of(found, loaded)
    quotes_outlook = any(name in loaded.text for name in OUTLOOK)
    figures = model.figures if quotes_outlook else model.result_figures
    problems = [
        *check_texts(loaded.proposal, figures),
        *problems_of_previous(loaded, Catalogue),
    ]
    if all(problem.severity == "warning" for problem in problems):
        require_look(loaded, FORMATS, in_full=True)
    if loaded.measured is not None:
        doubts += far_from_log(loaded.proposal, loaded.measured, loaded.nodes)
    return [*problems, *doubts]


@lru_cache(maxsize=1)
def _model_of(loaded: Loaded) -> Model:
    """The model of an input: whoever checks it and then builds it computes it once."""
    from generator.engines.model import compute

    return compute(loaded.proposal)


def forget() -> None:
    """Let go of that model now: to take a million objects apart takes a while, for which the next one would wait."""
    _model_of.cache_clear()


def _problems_of(doubts: Sequence[Doubt], loaded: Loaded) -> list[Problem]:
    """What was found of the numbers, each at its place in the file."""
    from generator.proposal.validation import mark_of

    return [
        Problem(doubt.code, mark_of(loaded.nodes, doubt.path), doubt.message, doubt.fix)
        for doubt in doubts
    ]


@uncollected()
def assemble(
    loaded: Loaded,
    formats: Collection[str] = FORMATS,
    progress: Progress = lambda _: None,
    alone: bool = False,
) -> Assembled:
    """Render and audit. Workbook and document are always made and audited, whatever is kept of them.

    alone: typeset the PDF in this process, not in one beside it, as when other packets are being made already.
    Raises ProblemList and AuditFailure.
    """
    with ExitStack() as stack:
        typesetting = None
        if "pdf" in formats and not alone:
            from generator.render.pdf.typesetting import Typesetting

            typesetting = stack.enter_context(Typesetting())
        return _assembled(loaded, formats, progress, typesetting)


def _assembled(
    loaded: Loaded, formats: Collection[str], progress: Progress, typesetting: Typesetting | None
) -> Assembled:
    from generator.agreement import disagreements, disagreements_in_word
    from generator.render.attachments import appendices
    from generator.render.figures_json import to_json
    from generator.render.markdown import first_page, to_markdown
    from generator.render.page import page_of
    from generator.render.plain_markdown import to_plain
    from generator.render.workbook.book import write_workbook

    progress("figures")
    packet = packet_of(loaded)
    require_look(loaded, formats, packet)
    progress("document")
    markdown = to_markdown(packet)
    charts = charts_of(packet)
    # The audit reads what we say; what is attached has numbers of its own.
    attached = appendices(packet)
    paged = not {"html", "pdf", WORD_FORMAT}.isdisjoint(formats)
    page = page_of(packet, markdown + attached, charts) if paged else ""
    if typesetting is not None:
        typesetting.lay_out(page)
    progress("workbook")
    workbook = write_workbook(packet, hash_of(loaded.text.encode()))
    progress("audit")
    _require_none(disagreements(packet, workbook, markdown, page, charts))
    made = Assembled(manifest=manifest_for(loaded, packet), audited_cells=len(workbook.expected))
    files = {
        MARKDOWN: (to_plain(markdown) + attached).encode(),
        WORKBOOK: workbook.data,
        FIGURES: to_json(packet, workbook.cells).encode() if "json" in formats else b"",
        PAGE: page.encode(),
        WHAT_IF: _what_if(packet, loaded) if WHAT_IF_FORMAT in formats else b"",
        **{name: svg.encode() for name, svg in charts.items()},
        **sources_of(loaded),
    }
    if WORD_FORMAT in formats:
        progress("word")
        files[WORD] = _word(page, packet)
        _require_none(disagreements_in_word(packet, files[WORD], page, markdown))
    if "pdf" in formats:
        progress("pdf")
        _add_pdf(files, page, packet, loaded, made, typesetting)
    if BRIEF_FORMAT in formats:
        progress("pdf")
        _add_brief(files, page_of(packet, first_page(markdown), charts), packet, made)
    made.files = {name: data for name, data in files.items() if kept(name, formats)}
    return made


@uncollected()
def findings_in_word(file: bytes, loaded: Loaded) -> list[Finding]:
    """What a document in Word says that its input does not make, and what it lacks.

    Raises HostileFile, UnreadableDocument and ProblemList.
    """
    from generator.agreement import disagreements_in_word
    from generator.render.attachments import appendices
    from generator.render.markdown import to_markdown
    from generator.render.page import page_of

    packet = packet_of(loaded)
    markdown = to_markdown(packet)
    page = page_of(packet, markdown + appendices(packet), charts_of(packet))
    return disagreements_in_word(packet, file, page, markdown)


def charts_of(packet: Packet) -> dict[str, str]:
    """The pictures of the document, by the names of their files."""
    from generator.render.charts import svg_of

    grey = packet.proposal.style.preset is not None
    return {
        f"charts/{chart.key}.svg": svg_of(chart, packet.numerals, grey=grey)
        for chart in packet.charts
    }


def _require_none(findings: Sequence[Finding]) -> None:
    if findings:
        raise AuditFailure(findings)


def _what_if(packet: Packet, loaded: Loaded) -> bytes:
    from generator.agreement import disagreements_in_what_if
    from generator.render.whatif import to_whatif

    page = to_whatif(packet, loaded.settable)
    _require_none(disagreements_in_what_if(packet, page))
    return page.encode()


def _word(page: str, packet: Packet) -> bytes:
    from generator.render.page import info_of
    from generator.render.word import to_docx

    look = packet.proposal.style
    reference = None if look.templates is None else look.templates.word
    return to_docx(page, info_of(packet), templates_folder() / "word", look.colour, reference)


def _add_pdf(
    files: dict[str, bytes],
    page: str,
    packet: Packet,
    loaded: Loaded,
    made: Assembled,
    typesetting: Typesetting | None,
) -> None:
    from generator.render.page import info_of
    from generator.render.pdf import Attachment, to_pdf

    words = packet.words
    attached = (
        Attachment(WORKBOOK, files[WORKBOOK], words.word("attachments", "workbook"), "Data"),
        Attachment(
            "input.yaml", loaded.text.encode(), words.word("attachments", "input"), "Source"
        ),
        *(
            Attachment(each.file.name, each.file.data, packet.fill(each.title))
            for each in packet.proposal.attachments
            if each.file is not None
        ),
    )
    with _told(made, PDF):
        if typesetting is None:
            files[PDF] = to_pdf(page, info_of(packet), attached)
        else:
            files[PDF] = typesetting.finished(info_of(packet), attached)


def _add_brief(files: dict[str, bytes], page: str, packet: Packet, made: Assembled) -> None:
    """The decision page alone: nothing is attached."""
    from generator.render.page import info_of
    from generator.render.pdf import to_pdf

    with _told(made, BRIEF):
        files[BRIEF] = to_pdf(page, info_of(packet))


@contextmanager
def _told(made: Assembled, name: str) -> Iterator[None]:
    """What this machine cannot typeset is told; what cannot be typeset at all is a finding."""
    from generator.audit.finding import Finding
    from generator.render.pdf import RenderProblem, SystemLibrariesMissing

    try:
        yield
    except SystemLibrariesMissing as missing:
        made.missing.append(missing.args[0])
    except RenderProblem as problem:
        raise AuditFailure([Finding("cannot_typeset", name, reason_of(problem))]) from None
