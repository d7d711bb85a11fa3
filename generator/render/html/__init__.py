"""The document's Markdown -> one HTML page that needs nothing from outside itself."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from generator.render.official import SCALE

TAGS = (
    "a blockquote br caption code col colgroup div em figcaption figure h1 h2 h3 h4 h5 h6 hr li ol"
    " p pre span strong table tbody td th thead tr ul"
)
NARROW = "screen and (max-width: 700px)"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True)
class DocumentInfo:
    """What a reader's file list, a PDF viewer and the running header say of the document.

    contents: the title of its contents. figure: the caption of a chart, with {number} and {title}. page: what stands
    before, between and after the numbers of a page and of all pages. continued: what stands over the rest of a table,
    with {number}. whole: words of heads of tables in which a line does not end. scale: by how much the type is larger
    than ours. preset: of the form of the whole.
    """

    title: str
    language: str
    author: str
    date: date
    version: str
    subject: str
    keywords: tuple[str, ...]
    contents: str
    figure: str
    page: tuple[str, str, str]
    continued: str = ""
    whole: tuple[str, ...] = ()
    scale: float = 1.0
    preset: str = ""

    @property
    def width_of_type(self) -> float:
        """By how much the type of a table is wider, beside what its page holds."""
        return self.scale * (SCALE if self.preset else 1.0)


def to_html(
    markdown_text: str,
    info: DocumentInfo,
    stylesheet: str,
    cover_html: str = "",
    images: Mapping[str, str] | None = None,
    telephone: str = "",
) -> str:
    """A page with the stylesheets and the charts inside it. telephone: the rules of narrow screens.

    `images` maps the path of a chart in the Markdown (`charts/NAME.svg`) to its SVG text, which is
    trusted, as are the stylesheets and the cover. The Markdown is not: raw HTML in it shows as text,
    and addresses other than http, https and mailto are dropped.
    """
    from generator.render.html.markdown import to_body
    from generator.render.html.tables import TableForm

    charts = images or {}
    tables = TableForm(info.width_of_type, info.continued, info.whole)
    body = _cleaned(to_body(markdown_text, charts, info.figure, info.contents, tables))
    return "\n".join(
        (
            "<!DOCTYPE html>",
            f'<html lang="{info.language}">',
            _head(info, stylesheet, telephone),
            _body_tag(info),
            cover_html,
            f"<main>\n{_with_charts(body, charts)}\n</main>",
            "</body>",
            "</html>\n",
        )
    )


def _cleaned(body: str) -> str:
    """Only the elements and attributes that our own conventions make."""
    import nh3

    return nh3.clean(
        body,
        tags=set(TAGS.split()),
        attributes={
            "a": {"href"},
            "col": {"style"},
            "div": {"class"},
            "li": {"class"},
            "ol": {"start"},
            "p": {"class"},
            "span": {"class"},
            "table": {"class"},
            "td": {"class", "data-head"},
            "th": {"class", "scope"},
            "tr": {"class", "data-continued"},
            **{heading: {"id"} for heading in HEADINGS},
        },
        filter_style_properties={"width"},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
        strip_comments=True,
    )


def _with_charts(body: str, charts: Mapping[str, str]) -> str:
    """Put each trusted drawing where the conversion left its path."""
    place = re.compile(r'<div class="chart-place">([^<]+)</div>')
    return place.sub(lambda match: charts[html.unescape(match[1])], body)


def _head(info: DocumentInfo, stylesheet: str, telephone: str) -> str:
    day = info.date.isoformat()
    named = {
        "author": info.author,
        "description": info.subject,
        "keywords": ", ".join(info.keywords),
        "dcterms.created": day,
        "dcterms.modified": day,
    }
    metas = [f'<meta name="{name}" content="{html.escape(text)}">' for name, text in named.items()]
    return "\n".join(
        (
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{html.escape(info.title)}</title>",
            *metas,
            f"<style>\n{stylesheet}</style>",
            # What typesets the PDF knows no width in a rule of the sheet, but leaves other media aside.
            f'<style media="{NARROW}">\n{telephone}</style>',
            "</head>",
        )
    )


def _body_tag(info: DocumentInfo) -> str:
    """The texts of running header and footer, which the stylesheet reads from attributes."""
    before, between, after = info.page
    texts = {
        "title": info.title,
        "edition": f"v{info.version} | {info.date.isoformat()}",
        "page-before": before,
        "page-between": between,
        "page-after": after,
    }
    attributes = " ".join(f'data-{name}="{html.escape(text)}"' for name, text in texts.items())
    return f"<body {attributes}>"
