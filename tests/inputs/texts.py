"""Names, prose and numbers as people write them, and as nobody should: what goes into the fields of an input."""

from __future__ import annotations

from random import Random

from generator.proposal.fields import Quantity

# By what is odd about them; an input that takes several of one row has names that are nearly equal.
NAMES: dict[str, tuple[str, ...]] = {
    "plain": ("GPU 服务器", "运维", "API 费用", "Servers", "平台"),
    "digits": ("2026", "1", "0", "007", "1.5", "1e5", "-3", "50%", "12,000"),
    "case": ("Alpha", "alpha", "ALPHA", "ß", "SS"),
    "wildcards": ("涨价*", "涨价", "a?b", "~x", "*", "??", "~"),
    "quotes": ("it's", 'say "so"', "'", '"', "‘’“”", "a'b'c"),
    "markup": ("A & B", "<b>x</b>", "a < b", "#1", "_x_", "**y**", "a | b", "`z`", "[x](y)", "\\"),
    "formula": ("=1+1", "+x", "-x", "@x", "=SUM(A1)", "A1", "R1C1", "$A$1", "{x}", "!x"),
    "letters": ("☑ 完成", "電腦", "Łódź", "Đặng", "₹ ₩ €", "café", "cafe\u0301"),
    "long": ("长" * 200, "l" * 200, "long words " * 18 + "x", "长" * 199 + "二"),
    "numbered": ("节点 1", "节点 2", "节点 10", "Node 1", "Node 2", "v1.0", "v1.1"),
    "times": ("第1年", "第2年", "Year 1", "Year 2", "2027", "2028", "1月", "2月", "Q1", "Month 1"),
    "ours": (
        "合计",
        "小计",
        "Total",
        "total",
        "base",
        "检查",
        "local",
        "None",
        "nan",
        "inf",
        "TRUE",
    ),
    "dots": ("收益1.5倍", "a.b", "options.own", "...", "a.b.c"),
    "blanks": ("a  b", "x ", " y", "元", "万元"),
}
PROSE = (
    "近 12 个月账单",
    "Invoices of 12 months",
    "20*160 hours; 1,2,3 或 4",
    "# A heading, - a dash & <script>x</script>",
    "[TOC] ![](charts/x.svg) https://example.com/a?b=c&d=1",
    "a | b | c",
    "每月约 1,234.5 元",
    "合计 {{ capex.total }} 元，即 {{ capex.total.with_unit }}",
    "{{tco.total}} {{ tco.total.unit }}, at {{ horizon.discount_rate }}",
    "净现值 {{ return.npv.with_unit }}",
    "2026-11-23 3/4 1:30 10%-20% ×2 ≥5",
    "nan, None, undefined, inf",
    "{ braces } and % percent",
    "`code` **bold** _x_ ~y~ \\ $z$",
    "长" * 300,
    "1. one\n2. two\n\n- three",
)
# What stands for an id of the user's own.
IDS = (
    *("own", "cloud", "a", "a1", "a10", "total", "local", "cloud_part", "base", "year_1", "tco"),
    *("opex", "month", "none", "options", "summary", "volumes", "x" * 60),
)
VERSIONS = (
    "2027-03",
    "1.0",
    "2",
    "1-2",
    "3",
    "10-12",
    "2026-11-23",
    "2026-01-31",
    "2024-02-29",
    "true",
)
# What `check` accepts at most depends on the product of several numbers.
LARGEST_AMOUNT, LARGEST_NUMBER = 1e10, 1e6
# Of amounts: what one pays for a request, and what a company turns over.
SMALLEST_POWER, LARGEST_POWER = -2, 7


class Number(str):
    """A number as it is typed, which the file states without quotes."""


def number(random: Random, quantity: Quantity, extreme: bool) -> float:
    """A number that the field takes, mostly of the size that people state, at times at the end of what it takes."""
    if quantity.choices:
        return random.choice(quantity.choices)
    low, high = _ends(quantity)
    if extreme and random.random() < 0.2:
        return random.choice([low, high])
    if quantity.unit in ("ratio", "factor"):
        return round(random.uniform(low, min(high, max(low, 0) + 1)), 2) or low
    if quantity.unit == "count" or random.random() < 0.3:
        typical: float = random.randint(1, 12)
    else:
        power = random.uniform(SMALLEST_POWER, LARGEST_POWER)
        typical = float(f"{10**power:.{random.choice([1, 2, 6])}g}")
    if quantity.minimum == 0 and random.random() < 0.1:
        typical = 0
    return min(high, max(low, typical))


def _ends(quantity: Quantity) -> tuple[float, float]:
    largest = LARGEST_AMOUNT if quantity.unit in ("money", "money/month") else LARGEST_NUMBER
    high = largest if quantity.maximum is None else quantity.maximum
    if quantity.minimum is not None:
        return quantity.minimum, high
    return (0.01 if quantity.above == 0 else quantity.above or 0.01), high


def typed(random: Random, value: float, unit: str) -> Number:
    """The number as somebody would type it."""
    if unit == "ratio" and random.random() < 0.6:
        return Number(f"{float(f'{value * 100:.12g}'):.12g}%")
    return Number(f"{value:.12g}")
