"""A reviewer who cannot be fooled: each place at which a finished packet could say something else is changed, one at a
time, and the audit of that file tells it."""

import re
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from io import BytesIO

import pytest

from generator.agreement import cover_of, drawn_of, natives_of
from generator.audit.cover import audit_cover
from generator.audit.document import audit_document
from generator.audit.finding import Finding
from generator.audit.model_review.exchange import chart_value_differs
from generator.audit.model_review.model import Model
from generator.audit.native_charts import audit_native_charts
from generator.audit.pictures import audit_pictures
from generator.audit.twins.alignment import align
from generator.audit.twins.differences import differences
from generator.audit.workbook import audit_workbook
from generator.audit.xlsx.book import Book, Chart
from generator.audit.xlsx.charts import read_chart
from generator.audit.xlsx.elements import parse
from generator.audit.xlsx.reading import read_book
from generator.packet.packet import Packet
from generator.packet.printed import literal_amounts, printed_numerals, rounded_numerals
from generator.render.charts import svg_of
from generator.render.cover import to_cover
from generator.render.markdown import to_markdown
from generator.render.workbook.book import FinishedWorkbook, write_workbook
from tests.audit.copies import Copy
from tests.packets import shipped

# A pattern, and what takes the place of the first that it finds.
Edit = tuple[str, str]


@cache
def packet() -> Packet:
    return shipped("ollama-platform")


@cache
def finished() -> FinishedWorkbook:
    return write_workbook(packet())


@cache
def book() -> Book:
    return read_book(finished().data)


def edited(text: str, edit: Edit) -> str:
    changed = re.sub(edit[0], edit[1], text, count=1, flags=re.DOTALL)
    assert changed != text, "the edit finds its place"
    return changed


PICTURES: dict[str, list[Edit]] = {
    "cost_by_year": [
        # A column higher, a part of another series, a year in another place.
        (r'(<rect data-series="1".*?height=")[\d.]+', r"\g<1>150"),
        (r'data-series="1" data-category="1"', 'data-series="0" data-category="1"'),
        (r'data-category="2"', 'data-category="0"'),
        # What stands in and above the columns, on the axes, in the title.
        (">61,400<", ">61,500<"),
        (">207,963<", ">207,693<"),
        (">200,000<", ">210,000<"),
        (">元<", ">万元<"),
        (">年<", ">月<"),
        (">逐年成本构成<", ">逐年现金流<"),
        # What a screen reader tells.
        ("第2年 122,391", "第2年 122,931"),
        ("第3年 128,511", "第2年 128,511"),
        ("运营成本: ", "人工成本: "),
    ],
    "cumulative_cost": [
        (r'(data-series="0" points="[\d.]+),[\d.]+', r"\1,200"),
        ('data-series="0"', 'data-series="2"'),
        (r'(<circle cx=")[\d.]+', r"\g<1>300"),
        (r'(<circle .*?cy=")[\d.]+', r"\g<1>100"),
        (r"<circle [^>]*>", ""),
        ("：约16个月</desc>", "：约17个月</desc>"),
        (">12</text>", ">13</text>"),
    ],
    "options": [(r'(<rect data-series.*?width=")[\d.]+', r"\g<1>20"), (">595,799<", ">421,299<")],
    "tornado": [
        (r'data-series="0"(.*?)data-series="1"', r'data-series="1"\1data-series="0"'),
        (r'(data-category="3" x=")[\d.]+', r"\g<1>400"),
        ("取低值: ", "取高值: "),
    ],
}


def findings_of_picture(key: str, edit: Edit | None) -> list[Finding]:
    [chart] = (each for each in packet().charts if each.key == key)
    svg = svg_of(chart, packet().numerals)
    drawn = svg if edit is None else edited(svg, edit)
    return list(audit_pictures({key: drawn}, {key: drawn_of(chart, packet())}))


VALUES, ALONG = r"(<yVal><numRef><f>'累计成本'!)", r"(<xVal><numRef><f>'累计成本'!)"
MEET_AT, MEET_ALONG = r"(<yVal><numRef><f>'同口径比较'!)", r"(<xVal><numRef><f>'同口径比较'!)"
NATIVE: dict[str, list[Edit]] = {
    "cumulative_cost": [
        # The months in place of the amounts, a month late, a month less, another sheet.
        (VALUES + r"\$D\$\d+:\$AN\$\d+", r"\1$D$4:$AN$4"),
        (VALUES + r"\$D\$(\d+):\$AN\$\d+", r"\1$E$\2:$AO$\2"),
        (VALUES + r"\$D\$(\d+):\$AN\$\d+", r"\1$D$\2:$AM$\2"),
        ("<yVal><numRef><f>'累计成本'", "<yVal><numRef><f>'现金流'"),
        # Other months; the name of another row.
        (ALONG + r"\$D\$4:\$AN\$4", r"\1$D$5:$AN$5"),
        (r"(<tx><strRef><f>'累计成本'!\$A)\$\d+", r"\1$4"),
        # Where the options meet: when, and at which cost.
        (MEET_ALONG + r"\$C(\$\d+)<", r"\1$D\2<"),
        (MEET_AT + r"\$E(\$\d+)<", r"\1$F\2<"),
        # What it is called; the values that it holds.
        ("各方案逐月累计成本与持平时点", "各方案同期总成本"),
        ("<a:t>元<", "<a:t>万元<"),
        ("<a:t>月<", "<a:t>年<"),
        ("<v>86113.5575<", "<v>86131.5575<"),
        ('<pt idx="12"><v>12<', '<pt idx="12"><v>13<'),
        ("<v>本地部署：累计<", "<v>维持现状：累计<"),
        ("<ser>.*?</ser>", ""),
        ("(<ser>.*?</ser>)(<ser>.*?</ser>)", r"\2\1"),
    ],
    "tornado": [
        # A bar less; other labels; the two ends in each other's place.
        (r"(<val><numRef><f>'敏感性'!\$D\$\d+:\$D)\$(\d)\d", r"\1$\g<2>0"),
        (r"(<cat><strRef><f>'敏感性'!)\$A(\$\d+):\$A", r"\1$B\2:$B"),
        (r"(<cat>.*?<v>)[^<]*", r"\1折旧"),
        (r"(<val><numRef><f>'敏感性'!)\$D(\$\d+):\$D", r"\1$E\2:$E"),
    ],
    "cost_by_year": [
        ("<v>116562.99<", "<v>161562.99<"),
        ("<a:t>年<", "<a:t>月<"),
        (r"(<val><numRef><f>'总成本'!)\$D(\$\d+):\$F", r"\1$C\2:$E"),
    ],
}


def findings_of_native(key: str, edit: Edit | None) -> list[object]:
    [title] = (chart.title for chart in packet().charts if chart.key == key)
    charts = [
        chart if edit is None or chart.title != title else edited_chart(number, chart, edit)
        for number, chart in enumerate(book().charts, 1)
    ]
    return findings_of_charts(charts)


def findings_of_charts(charts: Sequence[Chart]) -> list[object]:
    own = replace(book(), charts=tuple(charts))
    natives = natives_of(packet())
    keys = {address: figure.key for address, figure in finished().figures.items()}
    return [*audit_native_charts(own, natives, keys), *chart_value_differs(Model(own))]


def edited_chart(number: int, before: Chart, edit: Edit) -> Chart:
    with zipfile.ZipFile(BytesIO(finished().data)) as archive:
        xml = archive.read(f"xl/charts/chart{number}.xml").decode()
    return read_chart(parse(edited(xml, edit).encode()), before.sheet, before.description)


COVER: list[Edit] = [
    ("61,400", "64,100"),
    ("458,865", "485,865"),
    ("<dt>一次性投入</dt>", "<dt>期内运营成本</dt>"),
    (r"<div><dt>净现值.*?</div>", ""),
    ("5.6个月", "5.6年"),
]


def findings_of_cover(edit: Edit | None) -> list[Finding]:
    page = to_cover(packet())
    return list(audit_cover(page if edit is None else edited(page, edit), cover_of(packet())))


DOCUMENT: list[Edit] = [
    # An amount asked for, a total, a share, a table's cell; a unit that makes it another amount.
    (r"61,400", "64,100"),
    (r"458,865", "485,865"),
    (r"(\| [^|\n]*\| 116,563)", r"\1,000"),
    (r"63.03万元", "63.05万元"),
    (r"63.03万元", "63.03元"),
]


def findings_of_document(edit: Edit | None) -> list[Finding]:
    text = to_markdown(packet())
    numerals, literals = printed_numerals(packet()), literal_amounts(packet().proposal)
    document = text if edit is None else edited(text, edit)
    return audit_document(document, numerals, literals, "合计", rounded=rounded_numerals(packet()))


def edits(of: Mapping[str, list[Edit]]) -> list[tuple[str, Edit]]:
    return [(key, edit) for key, each in of.items() for edit in each]


@pytest.mark.parametrize(("key", "edit"), edits(PICTURES))
def test_a_picture_that_shows_something_else(key: str, edit: Edit) -> None:
    assert findings_of_picture(key, None) == []
    assert findings_of_picture(key, edit)


@pytest.mark.parametrize(("key", "edit"), edits(NATIVE))
def test_a_chart_of_the_workbook_that_shows_something_else(key: str, edit: Edit) -> None:
    assert findings_of_native(key, edit)


def test_a_chart_that_is_gone_or_not_described() -> None:
    own = list(book().charts)
    assert findings_of_charts(own) == []
    assert findings_of_charts(own[1:])
    assert findings_of_charts([*own[1:], own[0]._replace(description="")])


@pytest.mark.parametrize("edit", COVER)
def test_a_cover_that_shows_something_else(edit: Edit) -> None:
    assert findings_of_cover(None) == []
    assert findings_of_cover(edit)


@pytest.mark.parametrize("edit", DOCUMENT)
def test_a_document_that_says_something_else(edit: Edit) -> None:
    assert findings_of_document(edit)


def test_numbers_of_the_workbooks_cover_that_are_others() -> None:
    """All links of the cover moved on by one: each then shows the number of its neighbour."""
    copy = Copy(finished())
    sheet = copy.part("封面")
    links = re.compile(r"(<c r=\"C\d+\" s=\"\d+\"><f>)('[^<]*)(</f>)")
    targets = [found[2] for found in links.finditer(copy.parts[sheet].decode())]
    moved = iter([*targets[1:], targets[0]])
    copy.change(
        sheet, lambda text: links.sub(lambda found: found[1] + next(moved) + found[3], text)
    )
    found = {each.where for each in audit_workbook(copy.saved(), finished().expected)}
    assert len(targets) >= 16
    assert len(found) == len(targets)


def test_what_a_workbook_says_beside_its_numbers() -> None:
    """A unit, a caption, a label, a limit, a name, a title of a chart, each in another cell, all told at once."""
    copy = Copy(finished())
    cover, sheet = copy.part("封面"), copy.part("总成本")
    copy.replace(
        cover, "<t>静态投资回收期（自项目开始）</t>", "<t>动态投资回收期（自项目开始）</t>"
    )
    copy.replace(sheet, "<t>元</t>", "<t>万元</t>")
    copy.replace(sheet, "<t>一次性投入</t>", "<t>运营投入</t>")
    copy.substitute(copy.part("假设"), r"<formula2>1</formula2>", "<formula2>9</formula2>")
    copy.substitute("xl/workbook.xml", r"(tco_total[^>]*>'[^']*'!\$C\$)\d+", r"\g<1>9")
    titled = "逐年成本构成".encode()
    [chart] = (part for part, data in copy.parts.items() if "/charts/" in part and titled in data)
    copy.substitute(chart, "逐年成本构成", "逐年现金流")
    found = differences(align(book(), read_book(copy.saved())), ())
    assert Counter(each.rule for each in found) == {
        "text_altered": 3,
        "limits_altered": 1,
        "name_altered": 1,
        "chart_altered": 1,
    }
