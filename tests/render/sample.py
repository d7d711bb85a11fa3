"""The sample of these tests: a five-part request with its charts, cover and attachments."""

from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from generator.render.charts import to_svg
from generator.render.charts.drawing import Drawing, Point, Values
from generator.render.html import DocumentInfo, to_html
from generator.render.pdf import Attachment
from generator.resources import templates_folder

INFO = DocumentInfo(
    title="Ollama 本地 LLM 推理平台",
    language="zh-CN",
    author="张三",
    date=date(2026, 11, 23),
    version="1.0",
    subject="预算申请书",
    keywords=("LLM", "预算", "TCO"),
)

ATTACHMENTS = (
    Attachment("tco.xlsx", b"the bytes of a workbook", "总拥有成本工作簿"),
    Attachment("proposal.yaml", b"proposal: {title: x}\n", "输入文件"),
)

MONTHS = range(37)

CHARTS = (
    Drawing(
        key="composition",
        kind="stacked_bars",
        title="各年成本构成",
        x_label="年度",
        y_label="成本（元）",
        categories=("第 1 年", "第 2 年", "第 3 年"),
        series=(
            Values("一次性成本", (60_500, 0, 0)),
            Values("运维人力", (96_000, 100_800, 105_840)),
            Values("安全审计", (12_000, 12_600, 13_230)),
            Values("电力与网络", (5_040, 5_292, 5_557)),
        ),
    ),
    Drawing(
        key="cumulative_cost",
        kind="lines",
        title="累计成本与盈亏平衡点",
        x_label="月份",
        y_label="累计成本（元）",
        categories=tuple(str(month) for month in MONTHS),
        series=(
            Values("本地部署", tuple(60_500 + 9_420.0 * month for month in MONTHS)),
            Values("云 API", tuple(20_000 + 18_000.0 * month for month in MONTHS)),
            Values("混合部署", tuple(45_500 + 11_800.0 * month for month in MONTHS)),
            Values("维持现状", tuple(15_000.0 * month for month in MONTHS)),
        ),
        # 60,500 + 9,420 m = 20,000 + 18,000 m at m = 40,500 / 8,580 = 4.72
        marks=(Point(4.72, "第 4.7 个月与云 API 持平"),),
    ),
    Drawing(
        key="tornado",
        kind="bars",
        title="净现值敏感性",
        x_label="净现值变化（元）",
        y_label="假设",
        categories=("API 费用替代", "研发效率提升", "运维人力", "折现率"),
        series=(
            Values("取低值", (-191_000, -130_000, 98_000, 27_000)),
            Values("取高值", (191_000, 86_000, -124_000, -25_000)),
        ),
    ),
)


def amount(value: float) -> str:
    """An amount as the templates word it: thousands separated, a true minus sign."""
    return f"{value:,.0f}".replace("-", "−")


def stylesheet() -> str:
    return (templates_folder() / "style.css").read_text(encoding="utf-8")


def cover() -> str:
    environment = Environment(
        loader=FileSystemLoader(templates_folder()),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("cover.html.j2").render(
        kind="预算申请书",
        title=INFO.title,
        subtitle="以自有硬件替代云端 API 的三年期预算",
        key_figures=(
            ("一次性投入", "60,500 元"),
            ("三年总拥有成本", "416,859 元"),
            ("静态回收期", "2.63 个月"),
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
    images = {f"charts/{chart.key}.svg": to_svg(chart, amount) for chart in CHARTS}
    return to_html(text, INFO, stylesheet(), cover(), images)
