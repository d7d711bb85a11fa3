"""`budget verify TCO.xlsx INPUT`: whatever somebody changes in a workbook is told, each cause in one line.

Every fault below spoils a copy of one workbook, read once, as its name says, and returns the rule and the place that
must be told, and nothing else must be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property

import pytest

from generator.assembly import packet_of
from generator.audit.xlsx.book import Book, Cell, Sheet, Style
from generator.audit.xlsx.places import cell_of
from generator.audit.xlsx.reading import read_book
from generator.catalog.catalogue import Catalogue
from generator.packet.packet import Packet
from generator.proposal.loading import Loaded, load_text
from generator.publish import hash_of
from generator.pull import comparison
from generator.pull.against_input import told
from generator.pull.comparison import compare
from generator.render.workbook.book import write_workbook
from tests.pull.spoiled import Spoiled

INPUT = """\
proposal: {title: 小平台, owner: {name: 张三}}
horizon: {years: 2, opex_growth: 5%}
chosen: on_premise
options:
  on_premise:
    name: 本地部署
    capex:
      - {item: 工作站, hardware: workstation_rtx4090, quantity: 1}
      - {item: 机柜, unit_price: 3000, life_years: 3}
    opex:
      - {item: 电力, power: {gpu: rtx_4090, utilisation: 30%, tariff: 1.0}}
      - {item: 运维, monthly: 1000}
  rented:
    name: 租用
    opex: [{item: 租金, monthly: 6000}]
benefits:
  - {item: 替代, kind: replaced_cost, monthly: 15000, confidence: 100%}
scenarios:
  保守: {benefits.*.monthly: ×0.6}
"""
POWER, RENT = "options.on_premise.opex.0.power", "options.rented.opex.0.monthly"
CABINET = "options.on_premise.capex.1.unit_price"
Capture = pytest.CaptureFixture[str]


Fault = Callable[[Spoiled], tuple[str, str]]
FAULTS: list[Fault] = []


def fault(spoil: Fault) -> Fault:
    FAULTS.append(spoil)
    return spoil


# Formulas


@fault
def depreciation_halved(book: Spoiled) -> tuple[str, str]:
    title, at = book.home("options.on_premise.capex.0.annual_depreciation")
    cell = book.cell(title, at)
    return "formula_altered", book.put(title, at, cell._replace(formula=f"{cell.formula}/2"))


@fault
def a_line_of_the_accrual_view_zeroed(book: Spoiled) -> tuple[str, str]:
    title, at = book.home("tco.accrual.year_1")
    return "formula_altered", book.value(title, at, 0)


@fault
def an_exact_match_made_approximate(book: Spoiled) -> tuple[str, str]:
    title, at = book.first_formula("MATCH(")
    formula = book.cell(title, at).formula
    edited = re.sub(r",0\)", ",1)", formula, count=1)
    return "formula_altered", book.put(title, at, book.cell(title, at)._replace(formula=edited))


@fault
def a_cover_link_to_the_wrong_total(book: Spoiled) -> tuple[str, str]:
    title, _, at = book.homes["tco.total"].partition("!")
    capex = book.home("tco.capex.total")[1]
    read = f"'{title}'!${at[0]}${at[1:]}"
    cover = book.book.sheets[0].title
    shown = next(c for c in book.sheets[cover].formulas if c.formula == f"={read}")
    other = f"'{title}'!${capex[0]}${capex[1:]}"
    return "formula_altered", book.formula(cover, shown.coordinate, read, other)


@fault
def a_scenario_linked_to_another_column(book: Spoiled) -> tuple[str, str]:
    title, at = book.home("scenarios.保守.return.npv")
    column = re.match("[A-Z]+", at)
    assert column
    shown = next(cell for cell in book.sheets[title].formulas if cell.coordinate == at)
    read = re.search(r"!\$([A-Z]+)\$", shown.formula)
    assert read, shown.formula
    base = f"${chr(ord(read[1]) - 1)}$"
    return "formula_altered", book.formula(title, at, f"${read[1]}$", base)


@fault
def an_error_hidden_by_iferror(book: Spoiled) -> tuple[str, str]:
    title, at = book.home("return.roi")
    cell = book.cell(title, at)
    hidden = f"=IFERROR({cell.formula[1:]},0)"
    return "formula_altered", book.put(title, at, cell._replace(formula=hidden))


@fault
def a_sign_in_one_option(book: Spoiled) -> tuple[str, str]:
    title, at = book.home("options.rented.opex_year_1")
    cell = book.cell(title, at)
    return "formula_altered", book.put(title, at, cell._replace(formula=f"=-{cell.formula[1:]}"))


@fault
def a_number_over_a_total(book: Spoiled) -> tuple[str, str]:
    return "formula_altered", book.value(*book.home("tco.total"), 100000)


@fault
def a_text_over_a_formula(book: Spoiled) -> tuple[str, str]:
    return "formula_altered", book.value(*book.home("return.npv"), "待定")


@fault
def a_formula_deleted(book: Spoiled) -> tuple[str, str]:
    return "formula_altered", book.put(*book.home("tco.book_value"), None)


@fault
def a_sum_that_ends_early(book: Spoiled) -> tuple[str, str]:
    title, at = book.home("options.on_premise.capex")
    last = int(at[1:]) - 1
    return "formula_altered", book.formula(title, at, f"C{last}", f"C{last - 1}")


@fault
def a_growth_left_out(book: Spoiled) -> tuple[str, str]:
    title, at = book.home("options.on_premise.opex.1.year_2")
    cell = book.cell(title, at)
    return "formula_altered", book.put(title, at, cell._replace(formula=f"={cell.formula[1:]}*1"))


@fault
def another_discount_rate(book: Spoiled) -> tuple[str, str]:
    title, at = book.first_formula("1/(1+")
    return "formula_altered", book.formula(title, at, "/12", "/11")


@fault
def a_month_with_its_own_formula(book: Spoiled) -> tuple[str, str]:
    title, at = book.home("cash_flow.net.month_5")
    cell = book.cell(title, at)
    return "formula_altered", book.put(title, at, cell._replace(formula=f"{cell.formula}+1000"))


@fault
def a_whole_row_of_months_altered_is_one_line(book: Spoiled) -> tuple[str, str]:
    spots = [book.home(f"cash_flow.net.month_{month}") for month in range(25)]
    for title, at in spots:
        cell = book.cell(title, at)
        book.put(title, at, cell._replace(formula=f"{cell.formula}*1.1"))
    return "formula_altered", f"{spots[0][0]}!{spots[0][1]}:{spots[-1][1]}"


@fault
def a_check_that_always_passes(book: Spoiled) -> tuple[str, str]:
    return "formula_altered", book.value(*book.home("checks.npv"), 1)


@fault
def a_check_with_a_generous_tolerance(book: Spoiled) -> tuple[str, str]:
    title, at = book.home("checks.tolerance")
    cell = book.cell(title, at)
    return "formula_altered", book.put(title, at, cell._replace(formula=f"{cell.formula}*1000000"))


@fault
def a_master_check_that_counts_nothing(book: Spoiled) -> tuple[str, str]:
    return "formula_altered", book.value(*book.home("checks.failed"), 0)


@fault
def a_formula_made_an_array(book: Spoiled) -> tuple[str, str]:
    title, at = book.home("return.npv")
    return "formula_altered", book.put(title, at, book.cell(title, at)._replace(array=True))


@fault
def a_control_total_changed(book: Spoiled) -> tuple[str, str]:
    return "formula_altered", book.value(*book.home("checks.control.inputs_within"), 3)


@fault
def a_formula_in_an_empty_cell(book: Spoiled) -> tuple[str, str]:
    title, at = book.home("tco.total")
    formula = Cell(0, 0, 1.0, f"={at}*2", Style())
    return "formula_altered", book.put(title, "Z99", formula)


@fault
def a_low_end_fixed(book: Spoiled) -> tuple[str, str]:
    return "formula_altered", book.value(*book.home(f"{RENT}.low"), 6000)


@fault
def a_cost_that_reads_another_row(book: Spoiled) -> tuple[str, str]:
    title, at = book.home(f"{POWER}.annual_cost")
    formula = book.cell(title, at).formula
    edited = re.sub(r"\$C\$?(\d+)", lambda found: f"$C${int(found[1]) - 1}", formula, count=1)
    assert edited != formula
    return "formula_altered", book.put(title, at, book.cell(title, at)._replace(formula=edited))


@fault
def a_rounding_dropped(book: Spoiled) -> tuple[str, str]:
    title, at = book.first_formula("ROUND(")
    formula = book.cell(title, at).formula
    edited = book.cell(title, at)._replace(formula=formula.replace("ROUND(", "ROUNDUP(", 1))
    return "formula_altered", book.put(title, at, edited)


@fault
def a_condition_turned_round(book: Spoiled) -> tuple[str, str]:
    title, at = book.home("return.roi")
    return "formula_altered", book.formula(title, at, ">0", "<0")


@fault
def a_rank_typed(book: Spoiled) -> tuple[str, str]:
    return "formula_altered", book.value(*book.home("options.on_premise.rank"), 1)


@fault
def a_link_to_another_file(book: Spoiled) -> tuple[str, str]:
    title, at = book.home("benefits.annual")
    other = book.cell(title, at)._replace(formula="='[旧.xlsx]收益'!$F$9")
    return "formula_altered", book.put(title, at, other)


# Inputs


@fault
def an_input_changed(book: Spoiled) -> tuple[str, str]:
    return "input_changed", book.value(*book.typed(RENT), 6500)


@fault
def the_base_of_a_scenario_changed(book: Spoiled) -> tuple[str, str]:
    return "input_changed", book.value(*book.typed("benefits.0.monthly"), 16000)


@fault
def a_scenarios_factor_changed(book: Spoiled) -> tuple[str, str]:
    return "input_changed", book.value(*book.typed("scenarios.保守.benefits.*.monthly"), 0.7)


@fault
def a_number_kept_as_text(book: Spoiled) -> tuple[str, str]:
    return "not_a_number", book.value(*book.typed(CABINET), "3000")


@fault
def an_input_emptied(book: Spoiled) -> tuple[str, str]:
    return "not_a_number", book.put(*book.typed(CABINET), None)


@fault
def an_input_made_a_formula(book: Spoiled) -> tuple[str, str]:
    title, at = book.typed(CABINET)
    formula = book.cell(title, at)._replace(formula="=1500*2")
    return "not_a_number", book.put(title, at, formula)


# Texts


@fault
def a_unit_changed(book: Spoiled) -> tuple[str, str]:
    title, at = book.label(f"{POWER}.peak_watts", "B")
    assert book.cell(title, at).value == "W"
    return "text_altered", book.value(title, at, "kW")


@fault
def a_currency_unit_changed(book: Spoiled) -> tuple[str, str]:
    title, at = book.label("tco.total", "B")
    assert book.cell(title, at).value == "元"
    return "text_altered", book.value(title, at, "万元")


@fault
def a_unit_of_an_input_changed(book: Spoiled) -> tuple[str, str]:
    return "text_altered", book.value(*book.label(RENT, "B"), "元/年")


@fault
def a_label_changed(book: Spoiled) -> tuple[str, str]:
    return "text_altered", book.value(*book.label("return.npv"), "利润")


@fault
def a_label_deleted(book: Spoiled) -> tuple[str, str]:
    return "text_altered", book.put(*book.label("tco.book_value"), None)


@fault
def the_title_of_the_cover_changed(book: Spoiled) -> tuple[str, str]:
    return "text_altered", book.value(book.book.sheets[0].title, "A1", "大平台")


@fault
def a_scenario_renamed(book: Spoiled) -> tuple[str, str]:
    title, _ = book.typed(RENT)
    cell = next(cell for cell in book.sheets[title].constants if cell.value == "保守")
    return "text_altered", book.value(title, cell.coordinate, "乐观")


@fault
def a_text_beside_a_result(book: Spoiled) -> tuple[str, str]:
    return "text_altered", book.value(book.home("return.npv")[0], "J16", "已由财务复核")


@fault
def a_number_beside_a_result(book: Spoiled) -> tuple[str, str]:
    return "text_altered", book.value(book.home("tco.total")[0], "J30", 5000)


# Looks and locks


@fault
def a_thousands_format_on_a_headline(book: Spoiled) -> tuple[str, str]:
    cover = book.book.sheets[0]
    shown = next(c for c in cover.formulas if "#,##0" in c.style.number_format)
    return "look_altered", book.style(cover.title, shown.coordinate, number_format="#,##0,")


@fault
def decimals_hidden(book: Spoiled) -> tuple[str, str]:
    return "look_altered", book.style(*book.home("return.irr"), number_format="0%")


@fault
def a_format_that_shows_another_number(book: Spoiled) -> tuple[str, str]:
    return "look_altered", book.style(*book.home("tco.total"), number_format='"1,000"')


@fault
def a_formula_unlocked(book: Spoiled) -> tuple[str, str]:
    return "look_altered", book.style(*book.home("tco.total"), locked=False)


@fault
def an_input_locked(book: Spoiled) -> tuple[str, str]:
    return "look_altered", book.style(*book.typed(RENT), locked=True)


@fault
def a_formula_that_looks_like_an_input(book: Spoiled) -> tuple[str, str]:
    return "look_altered", book.style(*book.home("tco.total"), ink="0000C0")


@fault
def a_result_in_white(book: Spoiled) -> tuple[str, str]:
    return "look_altered", book.style(*book.home("tco.total"), ink="FFFFFF")


# Names, limits, signals, charts


@fault
def a_name_that_points_elsewhere(book: Spoiled) -> tuple[str, str]:
    title, at = book.home("tco.capex.total")
    return "name_altered", book.name("tco_total", f"'{title}'!${at[0]}${at[1:]}")


@fault
def a_name_lost(book: Spoiled) -> tuple[str, str]:
    names = (name for name in book.book.names if name.name != "return_npv")
    book.book = replace(book.book, names=tuple(names))
    return "name_altered", "workbook"


@fault
def a_name_added(book: Spoiled) -> tuple[str, str]:
    return "name_altered", book.name("my_total", "'总成本'!$C$8")


@fault
def limits_lifted(book: Spoiled) -> tuple[str, str]:
    title, at = book.typed(RENT)
    rules = [
        rule._replace(refuses=False) if any(a.holds(*cell_of(at)) for a in rule.areas) else rule
        for rule in book.sheets[title].validations
    ]
    book.change_sheet(title, validations=tuple(rules))
    return "limits_altered", title


@fault
def limits_widened(book: Spoiled) -> tuple[str, str]:
    title, _ = book.typed(RENT)
    first, *rules = book.sheets[title].validations
    book.change_sheet(title, validations=(first._replace(bounds=("-1e9", "1e99")), *rules))
    return "limits_altered", title


@fault
def failed_checks_that_stay_green(book: Spoiled) -> tuple[str, str]:
    cover = book.book.sheets[0]
    rules = [rule._replace(bounds=("9",)) for rule in cover.lights]
    book.change_sheet(cover.title, lights=tuple(rules))
    return "colours_altered", cover.title


@fault
def a_chart_that_draws_another_row(book: Spoiled) -> tuple[str, str]:
    first, *charts = book.book.charts
    drawn = re.sub(r"(\d+)$", lambda row: str(int(row[1]) + 1), first.references[-1])
    changed = first._replace(references=(*first.references[:-1], drawn))
    book.book = replace(book.book, charts=(changed, *charts))
    return "chart_altered", first.sheet


@fault
def a_chart_with_another_title(book: Spoiled) -> tuple[str, str]:
    first, *charts = book.book.charts
    book.book = replace(book.book, charts=(first._replace(title="节省一半"), *charts))
    return "chart_altered", first.sheet


@fault
def a_chart_deleted(book: Spoiled) -> tuple[str, str]:
    first, *charts = book.book.charts
    book.book = replace(book.book, charts=tuple(charts))
    return "chart_altered", first.sheet


# Sheets, rows and columns


@fault
def a_sheet_deleted(book: Spoiled) -> tuple[str, str]:
    title = book.book.sheets[-1].title
    del book.sheets[title]
    return "sheet_missing", title


@fault
def a_sheet_added(book: Spoiled) -> tuple[str, str]:
    book.sheets["新表"] = Sheet("新表", {(1, 1): Cell(1, 1, 5.0, "", Style())})
    return "sheet_added", "新表"


@fault
def a_sheet_copied(book: Spoiled) -> tuple[str, str]:
    title = book.home("tco.total")[0]
    book.sheets[f"{title} (2)"] = replace(book.sheets[title], title=f"{title} (2)")
    return "sheet_added", f"{title} (2)"


@fault
def two_sheets_in_another_order(book: Spoiled) -> tuple[str, str]:
    first, *sheets = book.sheets.values()
    book.sheets = {sheet.title: sheet for sheet in (*sheets, first)}
    return "sheet_order", "workbook"


@fault
def a_sheet_hidden(book: Spoiled) -> tuple[str, str]:
    return "sheet_hidden", book.change_sheet(book.home("checks.failed")[0], hidden=True)


@fault
def a_row_hidden(book: Spoiled) -> tuple[str, str]:
    return "row_hidden", book.change_sheet(book.home("tco.total")[0], hidden_rows=(9,))


@fault
def a_sheet_unprotected(book: Spoiled) -> tuple[str, str]:
    title = book.home("tco.total")[0]
    return "sheet_unprotected", book.change_sheet(title, protected=False)


@fault
def a_sheet_with_a_password(book: Spoiled) -> tuple[str, str]:
    title = book.home("tco.total")[0]
    return "sheet_with_password", book.change_sheet(title, password=True)


def _line(book: Spoiled) -> tuple[str, int]:
    """A line of the one-off costs: its sheet and row."""
    title, at = book.home("options.on_premise.capex.1.amount")
    return title, int(at[1:])


@fault
def a_row_added(book: Spoiled) -> tuple[str, str]:
    title, row = _line(book)
    book.move_rows(title, row, 1)
    for at, value in ((f"A{row}", "培训"), (f"B{row}", "元"), (f"C{row}", 20000)):
        book.value(title, at, value)
    return "row_added", f"{title}!{row}"


@fault
def a_row_added_above_a_total(book: Spoiled) -> tuple[str, str]:
    title, row = _line(book)
    book.move_rows(title, row + 1, 1)
    for at, value in ((f"A{row + 1}", "培训"), (f"B{row + 1}", "元"), (f"C{row + 1}", 20000)):
        book.value(title, at, value)
    return "row_added", f"{title}!{row + 1}"


@fault
def two_rows_added(book: Spoiled) -> tuple[str, str]:
    title, row = _line(book)
    book.move_rows(title, row, 2)
    for at, value in ((f"A{row}", "培训"), (f"A{row + 1}", "差旅")):
        book.value(title, at, value)
    return "row_added", f"{title}!{row}:{row + 1}"


@fault
def a_row_deleted(book: Spoiled) -> tuple[str, str]:
    title, row = _line(book)
    book.move_rows(title, row + 1, -1)
    return "row_removed", f"{title}!{row}"


@fault
def a_row_copied(book: Spoiled) -> tuple[str, str]:
    title, row = _line(book)
    book.move_rows(title, row + 1, 1)
    book.copy_row(title, row, row + 1)
    return "row_added", f"{title}!{row + 1}"


@fault
def a_row_copied_above_itself(book: Spoiled) -> tuple[str, str]:
    title, row = _line(book)
    book.move_rows(title, row, 1)
    book.copy_row(title, row + 1, row)
    return "row_added", f"{title}!{row}"


@fault
def a_row_of_the_inputs_copied(book: Spoiled) -> tuple[str, str]:
    title, at = book.typed(CABINET)
    row = int(at[1:])
    book.move_rows(title, row + 1, 1)
    book.copy_row(title, row, row + 1)
    return "row_added", f"{title}!{row + 1}"


@fault
def a_row_of_the_inputs_deleted(book: Spoiled) -> tuple[str, str]:
    title, at = book.typed(CABINET)
    row = int(at[1:])
    book.move_rows(title, row + 1, -1)
    return "row_removed", f"{title}!{row}"


class Made:
    """The workbook of the input, written and read once."""

    def __init__(self) -> None:
        self.loaded: Loaded = load_text(INPUT, "input.yaml", Catalogue)
        self.packet: Packet = packet_of(self.loaded)
        self.finished = write_workbook(self.packet, hash_of(INPUT.encode()))

    @cached_property
    def book(self) -> Book:
        return read_book(self.finished.data)


@pytest.fixture(scope="module")
def made() -> Iterator[Made]:
    """While it is in use, comparing does not write the workbook anew."""
    made = Made()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(comparison, "write_workbook", lambda *_: made.finished)
        patch.setattr(comparison, "read_book", lambda _: made.book)
        yield made


def found_in(made: Made, book: Book) -> list[tuple[str, str]]:
    findings = told(compare(book, made.loaded, made.packet), made.packet)
    return [(finding.rule, finding.where) for finding in findings]


def test_nothing_is_told_of_the_workbook_itself(made: Made) -> None:
    assert found_in(made, read_book(made.finished.data)) == []


@pytest.mark.parametrize("spoil", FAULTS, ids=lambda spoil: spoil.__name__)
def test_a_fault_is_told_in_one_line(spoil: Fault, made: Made) -> None:
    spoiled = Spoiled(made.finished, made.book)
    rule, where = spoil(spoiled)
    found = found_in(made, spoiled.result)
    assert [each for each, _ in found] == [rule]
    assert found[0][1].startswith(where)


def test_there_are_enough_faults() -> None:
    assert len({spoil.__name__ for spoil in FAULTS}) >= 60


def test_an_input_out_of_its_limits_is_told_besides(made: Made) -> None:
    spoiled = Spoiled(made.finished, made.book)
    where = spoiled.value(*spoiled.typed("benefits.0.confidence"), 1.5)
    assert found_in(made, spoiled.result) == [
        ("input_changed", where),
        ("input_out_of_limits", where),
    ]
