"""The sample of these tests: a five-part request with its charts, cover and attachments."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from generator.figures.figure import Figure
from generator.figures.key import Key
from generator.packet.charts import Chart, ChartKind, Mark, Series
from generator.render.charts import to_svg
from generator.render.charts.drawing import Drawing
from generator.render.html import DocumentInfo, to_html
from generator.render.pdf import Attachment
from generator.render.word import to_docx
from generator.resources import templates_folder

INFO = DocumentInfo(
    title="Ollama 本地 LLM 推理平台",
    language="zh-CN",
    author="张三",
    date=date(2026, 11, 23),
    version="1.0",
    subject="预算申请书",
    keywords=("LLM", "预算", "TCO"),
    contents="目录",
    figure="图 {number} {title}",
    page=("第 ", " 页 / 共 ", " 页"),
    continued="续表{number}",
    whole=("推荐方案", "一次性", "业务量", "投入"),
)

ATTACHMENTS = (
    Attachment("tco.xlsx", b"the bytes of a workbook", "总拥有成本工作簿"),
    Attachment("proposal.yaml", b"proposal: {title: x}\n", "输入文件"),
)

MONTHS = range(37)


def amount(value: float) -> str:
    """An amount as the templates word it: thousands separated, a true minus sign."""
    return f"{value:,.0f}".replace("-", "−")


def drawing(  # noqa: PLR0913  # what a chart says, in the order in which it is read
    kind: ChartKind,
    series: Mapping[str, Sequence[float | None]],
    categories: Sequence[str] = (),
    marks: Mapping[str, tuple[float, float]] | None = None,
    *,
    key: str = "key",
    title: str = "标题",
    along: str = "横轴",
    unit: str = "元",
) -> Drawing:
    """A chart of plain numbers. marks: how far along and how high each stands, by its label."""
    count = len(next(iter(series.values())))
    chart = Chart(
        key=key,
        kind=kind,
        title=title,
        table="table",
        along=along,
        categories=tuple(categories or (f"类 {number}" for number in range(count))),
        series=tuple(
            Series(name, tuple(None if value is None else money(value) for value in values))
            for name, values in series.items()
        ),
        marks=tuple(
            Mark(money(position), label, money(height))
            for label, (position, height) in (marks or {}).items()
        ),
    )
    return Drawing(chart, unit, float, amount)


def money(value: float) -> Figure:
    return Figure(Key("sample"), "money", None, value=value)


CHARTS = (
    drawing(
        "stacked_bars",
        {
            "一次性成本": (60_500, 0, 0),
            "运维人力": (96_000, 100_800, 105_840),
            "安全审计": (12_000, 12_600, 13_230),
            "电力与网络": (5_040, 5_292, 5_557),
        },
        ("第 1 年", "第 2 年", "第 3 年"),
        key="composition",
        title="各年成本构成",
        along="年度",
        unit="成本（元）",
    ),
    drawing(
        "lines",
        {
            "本地部署": [60_500 + 9_420.0 * month for month in MONTHS],
            "云 API": [20_000 + 18_000.0 * month for month in MONTHS],
            "混合部署": [45_500 + 11_800.0 * month for month in MONTHS],
            "维持现状": [15_000.0 * month for month in MONTHS],
        },
        [str(month) for month in MONTHS],
        # 60,500 + 9,420 m = 20,000 + 18,000 m at m = 40,500 / 8,580 = 4.72
        {"第 4.7 个月与云 API 持平": (4.72, 104_962)},
        key="cumulative_cost",
        title="累计成本与盈亏平衡点",
        along="月份",
        unit="累计成本（元）",
    ),
    drawing(
        "bars",
        {
            "取低值": (-191_000, -130_000, 98_000, 27_000),
            "取高值": (191_000, 86_000, -124_000, -25_000),
        },
        ("API 费用替代", "研发效率提升", "运维人力", "折现率"),
        key="tornado",
        title="净现值敏感性",
        along="假设",
        unit="净现值变化（元）",
    ),
)


def stylesheet() -> str:
    return (templates_folder() / "style.css").read_text(encoding="utf-8")


def telephone() -> str:
    return (templates_folder() / "telephone.css").read_text(encoding="utf-8")


def cover() -> str:
    environment = Environment(
        loader=FileSystemLoader(templates_folder()),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("cover.html.j2").render(
        kind="预算申请书",
        logo="",
        letterhead="",
        title=INFO.title,
        subtitle="以自有硬件替代云端 API 的三年期预算",
        key_figures=(
            ("一次性投入", "60,500 元"),
            ("三年总拥有成本", "416,859 元"),
            ("静态投资回收期", "2.63 个月"),
        ),
        facts=(
            ("申请人", "张三"),
            ("部门", "平台工程部"),
            ("版本", "1.0"),
            ("日期", "2026 年 11 月 23 日"),
        ),
    )


def sample_html() -> str:
    text = (Path(__file__).parent / "sample.md").read_text(encoding="utf-8")
    images = {f"charts/{each.chart.key}.svg": to_svg(each) for each in CHARTS}
    return to_html(text, INFO, stylesheet(), cover(), images)


@cache
def sample_docx() -> bytes:
    return to_docx(sample_html(), INFO, templates_folder() / "word")
