"""Turns a packet and its finished files into findings: says what each must show, and has the audit look.

The audit knows nothing of how files are made, and those who make them nothing of the audit; they meet here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from generator.wording.saying import said

if TYPE_CHECKING:
    from generator.audit.finding import Finding
    from generator.audit.native_charts import Line, Native
    from generator.audit.pictures import Drawn
    from generator.packet.charts import Chart, Mark, Series
    from generator.packet.packet import Packet
    from generator.render.workbook.book import FinishedWorkbook

# What an approver looks for first.
TOTAL = "tco.total"
RETURN, LOST = ("return.payback_months", "return.npv"), "return.lost_again_month"


def disagreements(
    packet: Packet, workbook: FinishedWorkbook, markdown: str, page: str, charts: Mapping[str, str]
) -> list[Finding]:
    """What is wrong with the files of a packet. page: its HTML; empty where none was made."""
    from generator.audit.native_charts import audit_native_charts
    from generator.audit.pictures import audit_pictures
    from generator.audit.workbook import audit_model

    keys = {address: figure.key for address, figure in workbook.figures.items()}
    natives = natives_of(packet)
    pictures = {f"charts/{chart.key}.svg": drawn_of(chart, packet) for chart in packet.charts}
    return [
        *failed_checks(packet, workbook),
        *audit_model(
            workbook.data,
            workbook.expected,
            workbook.rest_at,
            lambda book: audit_native_charts(book, natives, keys),
        ),
        *audit_pictures(charts, pictures),
        *findings_of_texts(packet, markdown, page),
    ]


def findings_of_texts(packet: Packet, markdown: str, page: str) -> list[Finding]:
    """What is wrong with the words of a packet. page: one with its cover; empty where none was made."""
    from generator.audit.cover import audit_cover
    from generator.audit.document import audit_document
    from generator.packet.printed import literals_of, printed_numerals, rounded_numerals

    numerals, literals = printed_numerals(packet), literals_of(packet)
    return [
        *audit_document(
            markdown,
            numerals,
            literals,
            packet.words.word("columns", "total"),
            multiple_of(packet),
            rounded_numerals(packet),
        ),
        *(audit_cover(page, cover_of(packet)) if page else ()),
    ]


def multiple_of(packet: Packet) -> float:
    """What the lines of the budget are rounded to, in the unit of the document; nothing where it is less than one."""
    rounding = packet.model.proposal.money.rounding
    return packet.numerals.drawn(rounding.unit, rounding.value) if rounding.value > 1 else 0.0


def disagreements_in_word(packet: Packet, file: bytes, page: str, markdown: str) -> list[Finding]:
    """What is wrong with the document in Word, which has all of its page. markdown: what of it we say ourselves.

    Raises HostileFile and UnreadableDocument.
    """
    from generator.audit.word import Expected, audit_word
    from generator.packet.printed import literals_of, printed_numerals, rounded_numerals

    return audit_word(
        file,
        Expected(
            page=page,
            chapters=markdown.count("\n## "),
            numerals=printed_numerals(packet),
            allowed=literals_of(packet),
            total=packet.words.word("columns", "total"),
            multiple=multiple_of(packet),
            rounded=rounded_numerals(packet),
        ),
    )


def disagreements_in_what_if(packet: Packet, page: str) -> list[Finding]:
    """What the what-if page begins with that the packet does not say, and what it would run besides."""
    from generator.audit.whatif import audit_whatif

    figures = {key: item.reason or item.value for key, item in packet.figures.items()}
    return list(audit_whatif(page, figures))


def failed_checks(packet: Packet, workbook: FinishedWorkbook) -> Iterator[Finding]:
    """Each check of the model whose two sides differ, by its own words."""
    from generator.audit.finding import Finding
    from generator.audit.values import in_contrast

    checks = packet.model.checks
    labels = {row.key: packet.words.label(checks.schedule, row) for row in checks.schedule.rows}
    for check in checks.compared:
        if not check.passed:
            left, right = in_contrast(check.left.value, check.right.value)
            message = said(
                "the check “{check}” fails: {left} is not {right}",
                check=labels[check.name],
                left=left,
                right=right,
            )
            yield Finding("check_failed", workbook.cells[check.result.key], message)


def drawn_of(chart: Chart, packet: Packet) -> Drawn:
    """What the picture of a chart must show, in the unit and the numerals of the document."""
    from generator.audit.pictures import Drawn

    numerals = packet.numerals

    def shown(value: float) -> float:
        return numerals.drawn(chart.unit, value)

    def plain(value: float) -> str:
        return numerals.beside(chart.unit, value)

    def numbers(series: Series) -> tuple[float | None, ...]:
        return tuple(None if item is None else shown(item.value) for item in series.figures)

    def place(mark: Mark) -> tuple[float, float]:
        return mark.position.value, 0.0 if mark.height is None else shown(mark.height.value)

    lines = tuple(map(numbers, chart.series))

    def words() -> Iterator[str]:
        for series, line in zip(chart.series, lines, strict=True):
            yield f"{series.name}: "
            for category, number in zip(chart.categories, line, strict=True):
                if number or (number is not None and chart.kind != "waterfall"):
                    yield f"{category} {plain(number)}"
        yield from (mark.label for mark in chart.marks)

    unit = packet.words.unit(chart.unit, numerals.money_unit)
    return Drawn(
        kind=chart.kind,
        title=chart.title,
        labels=tuple(dict.fromkeys((chart.along, unit) if unit else (chart.along,))),
        categories=chart.categories,
        series=lines,
        marks=tuple(map(place, chart.marks)),
        words=tuple(words()),
        printed=tuple(tuple(plain(number or 0) for number in line) for line in lines)
        if chart.table
        else (),
        wholes=tuple(plain(shown(whole)) for whole in chart.wholes) if chart.table else (),
    )


def natives_of(packet: Packet) -> list[Native]:
    """The workbook's own charts: those whose figures a sheet holds."""
    return [native_of(chart, packet) for chart in packet.charts if chart.table]


def native_of(chart: Chart, packet: Packet) -> Native:
    """What the workbook's own chart must say and draw."""
    from generator.audit.native_charts import Line, Native

    table = packet.model.schedules[chart.table]
    along: tuple[str, ...] = tuple(number.key for number in chart.periods or chart.levels)
    rows = table.rows[: len(chart.categories)]
    along = along or tuple(packet.words.label(table, row) for row in rows)

    def line(series: Series) -> Line:
        keys = ("" if figure is None else figure.key for figure in series.figures)
        return Line(values=tuple(keys), along=along)

    def point(mark: Mark) -> Line:
        # The number of the first period is 0, as high as a mark without a height stands.
        height = along[0] if mark.height is None else mark.height.key
        return Line(values=(height,), along=(mark.position.key,))

    lines = (
        line(series) for series in chart.series if any(it is not None for it in series.figures)
    )
    return Native(
        title=chart.title,
        axes=(chart.along, packet.words.unit(chart.unit)),
        lines=(*lines, *map(point, chart.marks)),
    )


def cover_of(packet: Packet) -> dict[str, str]:
    """What the cover must show of each number that it names."""
    keys = [packet.story.ask.key, TOTAL, *(RETURN if packet.proposal.benefits else ())]
    figures = [packet.figures[key] for key in dict.fromkeys(keys)]
    lost = packet.figures.get(LOST)
    if packet.proposal.benefits and lost is not None and not lost.reason:
        figures.append(lost)
    ask = packet.story.ask
    names = {ask.key: packet.words.word("asks", ask.what)}
    return {
        names.get(figure.key) or packet.words.name(figure): packet.numerals.with_unit(figure)
        for figure in figures
    }
