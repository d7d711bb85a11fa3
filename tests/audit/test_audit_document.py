"""The audit of a finished document: each way to corrupt one is caught, and named as a reader would find it."""

import pytest

from generator.audit.document import audit_document
from generator.audit.finding import Finding
from generator.audit.tables import cells_of, tables_in

DOCUMENT = """\
# 平台

申请一次性投入 **3,000 元**（CNY 3,000），净现值为 −1,200 元，占比 12.5%。

**表 1　投入**

| 项目 | 数量 | 金额（元） |
|---|---:|---:|
| 主机 | 1 | 1,000 |
| 软件\\|许可 | 2 | 2,000 |
| **合计** |  | 3,000 |
| 其中：专项 |  | 2,000 |

**表 2　逐年成本**

| 项目 | 第 1 年 | 第 2 年 | 合计 |
|---|---:|---:|---:|
| 电力 | 100 | 105 | 206 |
| **合计** | 100 | 105 | 206 |

*注：其余 2 项见工作簿。*

第 3 年起另议，覆盖 80% 以上的场景。
"""
NUMERALS = ("1", "2", "1,000", "2,000", "3,000", "−1,200", "12.5%", "100", "105", "206")
LITERALS = ("80",)
# As if 105.4 and 100.3 were 205.7.
ROUNDED = ("105", "100", "206")
TOTAL = "合计"


def findings(document: str, *, literals: tuple[str, ...] = LITERALS) -> list[Finding]:
    return audit_document(document, NUMERALS, literals, TOTAL, rounded=ROUNDED)


def messages(document: str) -> list[str]:
    return [str(finding) for finding in findings(document)]


def rules(document: str) -> set[str]:
    return {finding.rule for finding in findings(document)}


def test_a_sound_document_has_no_findings() -> None:
    assert messages(DOCUMENT) == []


def test_a_changed_cell_is_caught_twice_over() -> None:
    assert messages(DOCUMENT.replace("| 1 | 1,000 |", "| 1 | 1,002 |")) == [
        "表 1　投入, 金额（元）: the parts add up to 3,002, but 3,000 is printed",
        "表 1　投入, 主机, 金额（元）: 1,002 is no figure of the model",
    ]


def test_a_cell_swapped_for_another_figure_is_caught_by_the_sum() -> None:
    swapped = DOCUMENT.replace("| 1 | 1,000 |", "| 1 | 2,000 |")
    assert rules(swapped) == {"table_does_not_add_up"}


def test_a_changed_total_is_caught() -> None:
    assert "table_does_not_add_up" in rules(DOCUMENT.replace("|  | 3,000 |", "|  | 2,000 |", 1))


def test_rows_below_the_total_are_not_counted() -> None:
    assert rules(DOCUMENT.replace("|  | 2,000 |", "|  | 1,000 |")) == set()


def test_a_row_must_add_up_across_its_periods() -> None:
    broken = DOCUMENT.replace("| 电力 | 100 | 105 | 206 |", "| 电力 | 105 | 100 | 206 |")
    # Row: 105 + 100 = 205, which parts by what rounding may; columns: 105 against 100 and 100 against 105.
    assert [message.split(":")[0] for message in messages(broken)] == [
        "表 2　逐年成本, 第 1 年",
        "表 2　逐年成本, 第 2 年",
    ]


def test_rounding_parts_a_sum_by_half_a_unit_for_each_number_and_no_more() -> None:
    # 100 + 105 = 205 is printed as 206: three numbers, each within half a unit, make 1.5 of them.
    assert rules(DOCUMENT.replace("206 |", "207 |")) >= {"table_does_not_add_up"}
    cents = "| 项目 | 金额 |\n|---|---:|\n| 主机 | 1.00 |\n| **合计** | 1.02 |\n"
    known = ("1.00", "1.01", "1.02")
    for total, rounded, found in (("1.02", known, 1), ("1.01", known, 0), ("1.01", (), 1)):
        table = cents.replace("1.02", total)
        assert len(audit_document(table, known, (), TOTAL, rounded=rounded)) == found


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("**3,000 元**", "**3,001 元**"),
        ("**3,000 元**", "**300 元**"),
        ("**3,000 元**", "**¥3001**"),
        ("CNY 3,000", "CNY 3001"),
        ("−1,200 元", "1,200 元"),
        ("12.5%", "12.6%"),
        ("80%", "81%"),
        ("3,000 元", "3,0000 元"),
        ("3,000 元", "0.31 万元"),
        (" **3,000 元**", "3,001元"),
    ],
)
def test_an_amount_in_the_prose_that_is_no_figure_is_caught(right: str, wrong: str) -> None:
    assert rules(DOCUMENT.replace(right, wrong, 1)) == {"amount_is_no_figure"}


def test_the_sentence_is_named() -> None:
    assert messages(DOCUMENT.replace("**3,000 元**", "**3,001 元**", 1)) == [
        "“申请一次性投入 3,001 元（CNY 3,000），净现值为 −1,200 元，占比 12.5%。”: 3,001 is no figure of the model"
    ]


@pytest.mark.parametrize("lost", ["nan", "inf", "None", "undefined", "{{ tco.total }}"])
def test_a_lost_value_is_caught(lost: str) -> None:
    assert "value_is_lost" in rules(DOCUMENT.replace("3,000 元", f"{lost} 元", 1))
    assert "value_is_lost" in rules(DOCUMENT.replace("| 1 | 1,000 |", f"| 1 | {lost} |"))


def test_words_of_the_users_own_are_no_lost_values() -> None:
    document = DOCUMENT + "\nNone of the models.\n"
    assert findings(document, literals=(*LITERALS, "None")) == []


@pytest.mark.parametrize("total", ["Total", "Somme"])
def test_a_total_is_what_the_language_calls_so(total: str) -> None:
    for heading, found in ((total, 1), (f"{total} (EUR)", 1), (f"{total} cost", 0), ("Rest", 0)):
        table = (
            f"| Item | Year 1 | Year 2 | {heading} |\n|---|---:|---:|---:|\n| Power | 1 | 2 | 1 |\n"
        )
        assert len(audit_document(table, NUMERALS, LITERALS, total)) == found, heading


def test_numbers_that_are_no_amounts_are_left_alone() -> None:
    text = "第 37 个月，Qwen2.5:7B，2026 年 11 月 23 日，2–5 秒，v1.0，24 GB。\n"
    assert messages(text) == []


def test_a_table_as_a_reader_sees_it() -> None:
    first, second = tables_in(DOCUMENT)
    assert first.where == "表 1　投入"
    assert first.numeric == (False, True, True)
    assert first.rows[1][0] == r"软件\|许可"
    assert (list(first.sums()), list(second.sums())) == ([(0, 2)], [(0, 1)])
    assert second.note.startswith("*注")
    assert cells_of(r"| a \| b |  | c |") == (r"a \| b", "", "c")
