"""Faults that break the rules of docs/audit.md: each spoils a copy as its name says, and returns the place to find."""

import re
from collections.abc import Callable

from tests.audit.copies import STYLES, WORKBOOK, Copy

INPUTS, OPEX, TOTALS, FLOW, CHECKS, COVER = "假设", "运营成本", "总成本", "现金流", "检查", "封面"
# Months stand in the columns from D; where the cover shows the result of all checks.
LAST_MONTH_BUT_ONE, LAST_MONTH, SHOWN_ON_COVER = "O", "P", "C4"
Fault = Callable[[Copy], str]


def no_cell_is_blue(copy: Copy) -> str:
    copy.replace(STYLES, "FF0000C0", "FF000000", -1)
    return "workbook"


def a_number_among_the_workings(copy: Copy) -> str:
    copy.constant("一次性投入", "C8", 35000)
    return "一次性投入!C8"


def a_unit_removed(copy: Copy) -> str:
    title, at = copy.home("tco.total")
    copy.substitute(copy.part(title), rf'<c r="B{at[1:]}"[^>]*>.*?</c>', "")
    return f"{title}!{at}"


def a_sheet_hidden(copy: Copy) -> str:
    copy.substitute(WORKBOOK, f'(name="{OPEX}" [^>]*state=)"visible"', r'\1"hidden"')
    return OPEX


def a_row_hidden(copy: Copy) -> str:
    copy.replace(copy.part(OPEX), '<row r="9"', '<row r="9" hidden="1"')
    return OPEX


def a_column_hidden(copy: Copy) -> str:
    copy.replace(copy.part(OPEX), "<col ", '<col hidden="1" ')
    return OPEX


def a_month_with_a_formula_of_its_own(copy: Copy) -> str:
    copy.formula(FLOW, "F13", "E13+F12")
    return f"{FLOW}!F13"


def a_number_over_a_month(copy: Copy) -> str:
    copy.constant(FLOW, "H11", -1200)
    return f"{FLOW}!H11"


def panes_and_periods_gone(copy: Copy) -> str:
    copy.substitute(copy.part(FLOW), r"<pane [^>]*/>", "")
    copy.substitute(copy.part(FLOW), r'<c r="[A-Z]+[47]"[^>]*?>.*?</c>', "", 0)
    return f"{FLOW}!A13"


def panes_no_longer_frozen(copy: Copy) -> str:
    copy.substitute(copy.part(FLOW), r"<pane [^>]*/>", "")
    return f"{FLOW}!D4"


def a_month_left_out(copy: Copy) -> str:
    copy.value(FLOW, f"{LAST_MONTH}4", "13")
    return f"{FLOW}!{LAST_MONTH}4"


def other_months_than_on_other_sheets(copy: Copy) -> str:
    month = r'(<c r="[A-Z]+4"[^>]*><f>[^<]*</f><v>)(\d+)'
    copy.change(
        copy.part(FLOW),
        lambda text: re.sub(month, lambda cell: f"{cell[1]}{int(cell[2]) + 1}", text),
    )
    return f"{FLOW}!D4:{LAST_MONTH}4"


def a_cost_that_reads_the_result(copy: Copy) -> str:
    copy.edit_formula(OPEX, "C8", "</f>", f"+0*'{TOTALS}'!$C$8</f>")
    return f"{OPEX}!C8"


def a_month_that_looks_ahead(copy: Copy) -> str:
    copy.edit_formula(FLOW, "F12", "</f>", "+0*G11</f>")
    return f"{FLOW}!F12"


def growth_inside_a_formula(copy: Copy) -> str:
    title, at = copy.home("return.npv")
    copy.edit_formula(title, at, "</f>", "*1.05</f>")
    return f"{title}!{at}"


def a_volatile_function(copy: Copy) -> str:
    title, at = copy.home("return.npv")
    copy.edit_formula(title, at, "</f>", "+0*TODAY()</f>")
    return f"{title}!{at}"


def a_function_that_older_programs_lack(copy: Copy) -> str:
    title, at = copy.home("return.npv")
    copy.formula(title, at, "_xlfn.IFNA(C9,0)")
    return f"{title}!{at}"


def an_array_formula(copy: Copy) -> str:
    title, at = copy.home("return.npv")
    copy.edit_formula(title, at, "<f>", f'<f t="array" ref="{at}">')
    return f"{title}!{at}"


def an_endless_formula(copy: Copy) -> str:
    title, at = copy.home("return.npv")
    copy.formula(title, at, "C9" + "+C9-C9" * 60)
    return f"{title}!{at}"


def an_if_in_an_if_in_an_if(copy: Copy) -> str:
    title, at = copy.home("return.npv")
    copy.formula(title, at, "IF(C9&gt;0,IF(C8&gt;0,IF(C9&gt;C8,1,2),0),0)")
    return f"{title}!{at}"


def npv_among_the_results(copy: Copy) -> str:
    title, at = copy.home("return.npv")
    copy.formula(title, at, f"NPV(C12,'{FLOW}'!$E$12:$P$12)")
    return f"{title}!{at}"


def a_formula_that_reads_another_file(copy: Copy) -> str:
    title, at = copy.home("return.npv")
    copy.formula(title, at, "'[旧预算.xlsx]表1'!$C$5")
    return f"{title}!{at}"


def a_sum_that_ends_a_row_too_early(copy: Copy) -> str:
    title, at = copy.home("options.on_premise.capex")
    last = int(at[1:]) - 1
    copy.edit_formula(title, at, f":C{last})", f":C{last - 1})")
    return f"{title}!{at}"


def a_sum_that_begins_a_row_too_late(copy: Copy) -> str:
    title, at = copy.home("options.on_premise.opex_year_1")
    last = int(at[1:]) - 1
    copy.edit_formula(title, at, f"SUM(D{last - 1}:", f"SUM(D{last}:")
    return f"{title}!{at}"


def a_sum_along_time_that_ends_a_month_too_early(copy: Copy) -> str:
    copy.edit_formula(FLOW, "C9", f":{LAST_MONTH}9)", f":{LAST_MONTH_BUT_ONE}9)")
    return f"{FLOW}!C9"


def a_net_flow_without_its_costs(copy: Copy) -> str:
    copy.substitute(copy.part(FLOW), r"<f>([A-Z]+9\+[A-Z]+10)\+[A-Z]+11</f>", r"<f>\1</f>", 0)
    return f"{FLOW}!D12:{LAST_MONTH}12"


def no_comparison_left(copy: Copy) -> str:
    copy.replace(copy.part(CHECKS), "ABS(", "SUM(", -1)
    return "workbook"


def a_check_by_equality(copy: Copy) -> str:
    title, at = copy.home("checks.npv")
    row = at[1:]
    copy.formula(title, at, f"IF($D{row}=$E{row},1,0)")
    return f"{title}!{at}"


def nothing_sums_up_the_checks(copy: Copy) -> str:
    title, at = copy.home("checks.failed")
    copy.formula(title, at, "0")
    return CHECKS


def a_check_that_nobody_sums_up(copy: Copy) -> str:
    title, at = copy.home("checks.failed")
    copy.change(copy.part(title), lambda text: re.sub(r"\(C8:", "(C9:", text))
    return f"{title}!{at}"


def a_cover_without_the_result_of_the_checks(copy: Copy) -> str:
    copy.formula(COVER, SHOWN_ON_COVER, f"'{CHECKS}'!$C$8")
    return COVER


def a_result_of_the_checks_without_colour(copy: Copy) -> str:
    copy.substitute(copy.part(COVER), r"<conditionalFormatting.*</conditionalFormatting>", "")
    return f"{COVER}!{SHOWN_ON_COVER}"


def a_check_that_fails(copy: Copy) -> str:
    title, at = copy.home("checks.opex_cross_foot")
    copy.value(title, at, "0")
    return f"{title}!{at}"


def a_formula_unlocked(copy: Copy) -> str:
    title, at = copy.home("tco.total")
    unlocked = '<protection locked="0"/></xf>'
    copy.style(title, at, lambda look: look.replace("</xf>", unlocked))
    return f"{title}!{at}"


def a_sheet_unprotected(copy: Copy) -> str:
    copy.substitute(copy.part(OPEX), r"<sheetProtection [^>]*/>", "")
    return OPEX


def a_sheet_with_a_password(copy: Copy) -> str:
    copy.replace(copy.part(OPEX), "<sheetProtection ", '<sheetProtection password="CC1A" ')
    return OPEX


def an_input_locked(copy: Copy) -> str:
    title, at = copy.home("horizon.discount_rate")
    copy.style(title, at, lambda look: re.sub(r"<protection [^>]*/>", "", look))
    return f"{title}!{at}"


def an_input_that_refuses_nothing(copy: Copy) -> str:
    title, at = copy.home("horizon.discount_rate")
    rule = rf'(<dataValidation sqref="([^"]*\b{at}\b[^"]*)"[^>]*showErrorMessage=)"1"'
    found = re.search(rule, copy.parts[copy.part(title)].decode())
    assert found
    copy.substitute(copy.part(title), rule, r'\1"0"')
    return f"{title}!{found[2].replace(' ', ', ')}"


def an_input_in_black(copy: Copy) -> str:
    title, at = copy.home("horizon.discount_rate")
    black = next_font(copy, "FF000000")
    copy.style(title, at, lambda look: re.sub(r'fontId="\d+"', f'fontId="{black}"', look))
    return f"{title}!{at}"


def an_input_without_shade(copy: Copy) -> str:
    title, at = copy.home("horizon.discount_rate")
    copy.style(title, at, lambda look: re.sub(r'fillId="\d+"', 'fillId="0"', look))
    return f"{title}!{at}"


def a_formula_in_blue(copy: Copy) -> str:
    return recoloured(copy, "tco.total", "FF0000C0")


def a_formula_in_green_that_reads_its_own_sheet(copy: Copy) -> str:
    return recoloured(copy, "tco.total", "FF007A33")


def a_link_in_black(copy: Copy) -> str:
    return recoloured(copy, "capex.total", "FF000000")


def recoloured(copy: Copy, key: str, ink: str) -> str:
    title, at = copy.home(key)
    font = next_font(copy, ink)
    copy.style(title, at, lambda look: re.sub(r'fontId="\d+"', f'fontId="{font}"', look))
    return f"{title}!{at}"


def next_font(copy: Copy, ink: str) -> int:
    """The number of a font of this colour."""
    fonts = re.findall(r"<font>.*?</font>", copy.parts[STYLES].decode(), flags=re.DOTALL)
    return next(place for place, font in enumerate(fonts) if ink in font)


def a_result_too_wide_for_its_column(copy: Copy) -> str:
    title, at = copy.home("tco.total")
    copy.value(title, at, "1234567890123456")
    return f"{title}!{at}"


def a_value_never_saved(copy: Copy) -> str:
    title, at = copy.home("tco.total")
    copy.substitute(copy.part(title), rf'(<c r="{at}"[^>]*><f>[^<]*</f>)<v>[^<]*</v>', r"\1")
    return f"{title}!{at}"


def a_value_that_is_not_the_formulas(copy: Copy) -> str:
    title, at = copy.home("tco.total")
    copy.value(title, at, "60000")
    return f"{title}!{at}"


def a_division_by_nothing(copy: Copy) -> str:
    copy.edit_formula(COVER, "C12", "</f>", "/0</f>")
    return f"{COVER}!C12"


def a_formula_that_reads_itself(copy: Copy) -> str:
    copy.edit_formula(COVER, "C12", "</f>", f"+'{COVER}'!C12</f>")
    return f"{COVER}!C12"


def a_name_that_is_a_cell(copy: Copy) -> str:
    copy.replace(WORKBOOK, '"tco_total"', '"tco1"')
    return "workbook"


def a_name_in_chinese(copy: Copy) -> str:
    copy.replace(WORKBOOK, '"tco_total"', '"总成本"')
    return "workbook"


def a_name_of_nothing(copy: Copy) -> str:
    copy.substitute(WORKBOOK, r'(name="tco_total">)[^<]*<', r"\1#REF!<")
    return "workbook"


def a_text_that_waits_to_be_a_formula(copy: Copy) -> str:
    copy.replace(copy.part(OPEX), "<t>运维</t>", "<t>=运维</t>")
    return f"{OPEX}!A8"


def a_chart_without_values(copy: Copy) -> str:
    copy.substitute("xl/charts/chart1.xml", r"<numCache>.*?</numCache>", "")
    return chart_place(copy)


def a_chart_that_shows_last_years_value(copy: Copy) -> str:
    copy.substitute("xl/charts/chart1.xml", r"(<numCache>.*?<v>)[^<]*", r"\g<1>12345")
    [first, *_] = copy.before.charts[0].series
    return first.along.reference.replace("'", "").replace("$", "").partition(":")[0]


def a_chart_without_an_axis(copy: Copy) -> str:
    copy.replace("xl/charts/chart1.xml", '<delete val="0" />', '<delete val="1" />')
    return chart_place(copy)


def a_chart_axis_without_title(copy: Copy) -> str:
    copy.substitute("xl/charts/chart1.xml", r"(<valAx>.*?)<title>.*?</title>", r"\1")
    return chart_place(copy)


def chart_place(copy: Copy) -> str:
    chart = copy.before.charts[0]
    return f"{chart.sheet}, chart “{chart.title}”"


def a_sheet_on_letter_paper(copy: Copy) -> str:
    copy.replace(copy.part(OPEX), 'paperSize="9"', 'paperSize="1"')
    return OPEX


def a_sheet_in_portrait(copy: Copy) -> str:
    copy.replace(copy.part(OPEX), 'orientation="landscape"', 'orientation="portrait"')
    return OPEX


def a_sheet_at_full_size(copy: Copy) -> str:
    copy.replace(copy.part(OPEX), 'fitToPage="1"', 'fitToPage="0"')
    return OPEX


def a_sheet_without_print_area(copy: Copy) -> str:
    copy.substitute(WORKBOOK, rf'<definedName name="_xlnm.Print_Area"[^>]*>\'{OPEX}.*?Name>', "")
    return OPEX


def a_long_sheet_without_titles(copy: Copy) -> str:
    copy.substitute(
        WORKBOOK, rf'<definedName name="_xlnm.Print_Titles"[^>]*>\'{INPUTS}.*?Name>', ""
    )
    return INPUTS


def a_sheet_without_page_numbers(copy: Copy) -> str:
    copy.substitute(copy.part(OPEX), r"<oddFooter>.*?</oddFooter>", "")
    return OPEX


# Rule by rule. What else a fault breaks, it is found for too.
FAULTS: dict[str, list[Fault]] = {
    "no_inputs_sheet": [no_cell_is_blue],
    "number_outside_inputs": [a_number_among_the_workings],
    "unit_missing": [a_unit_removed],
    "hidden_sheet": [a_sheet_hidden],
    "hidden_row": [a_row_hidden],
    "hidden_column": [a_column_hidden],
    "row_differs": [a_month_with_a_formula_of_its_own, a_number_over_a_month],
    "axis_missing": [panes_and_periods_gone],
    "axis_not_in_sight": [panes_no_longer_frozen],
    "axis_uneven": [a_month_left_out],
    "axis_unequal": [other_months_than_on_other_sheets],
    "later_sheet_read": [a_cost_that_reads_the_result],
    "later_period_read": [a_month_that_looks_ahead],
    "constant_in_formula": [growth_inside_a_formula],
    "function_forbidden": [a_volatile_function, a_function_that_older_programs_lack],
    "array_formula": [an_array_formula],
    "formula_too_long": [an_endless_formula],
    "if_too_deep": [an_if_in_an_if_in_an_if],
    "npv_outside_checks": [npv_among_the_results],
    "external_link": [a_formula_that_reads_another_file],
    "total_incomplete": [
        a_sum_that_ends_a_row_too_early,
        a_sum_that_begins_a_row_too_late,
        a_sum_along_time_that_ends_a_month_too_early,
        a_net_flow_without_its_costs,
    ],
    "no_checks_sheet": [no_comparison_left],
    "check_by_equality": [a_check_by_equality],
    "no_master_check": [nothing_sums_up_the_checks],
    "master_check_incomplete": [a_check_that_nobody_sums_up],
    "master_check_unseen": [
        a_cover_without_the_result_of_the_checks,
        a_result_of_the_checks_without_colour,
    ],
    "check_failed": [a_check_that_fails],
    "formula_unlocked": [a_formula_unlocked],
    "sheet_unprotected": [a_sheet_unprotected],
    "sheet_with_password": [a_sheet_with_a_password],
    "input_locked": [an_input_locked],
    "input_unvalidated": [an_input_that_refuses_nothing],
    "input_not_blue": [an_input_in_black],
    "input_not_shaded": [an_input_without_shade],
    "formula_looks_typed": [a_formula_in_blue],
    "formula_looks_fetched": [a_formula_in_green_that_reads_its_own_sheet],
    "link_not_green": [a_link_in_black],
    "column_too_narrow": [a_result_too_wide_for_its_column],
    "value_missing": [a_value_never_saved],
    "error_value": [a_division_by_nothing],
    "circular_formula": [a_formula_that_reads_itself],
    "value_differs": [a_value_that_is_not_the_formulas],
    "name_form": [a_name_that_is_a_cell, a_name_in_chinese],
    "name_broken": [a_name_of_nothing],
    "text_like_formula": [a_text_that_waits_to_be_a_formula],
    "chart_without_values": [a_chart_without_values],
    "chart_value_differs": [a_chart_that_shows_last_years_value],
    "chart_axis_missing": [a_chart_without_an_axis],
    "chart_axis_untitled": [a_chart_axis_without_title],
    "paper_not_a4_landscape": [a_sheet_on_letter_paper, a_sheet_in_portrait],
    "print_not_fitted": [a_sheet_at_full_size],
    "print_area_missing": [a_sheet_without_print_area],
    "print_titles_missing": [a_long_sheet_without_titles],
    "page_number_missing": [a_sheet_without_page_numbers],
}
# What else is then wrong.
CONSEQUENCES: dict[Fault, set[str]] = {
    no_cell_is_blue: {"number_outside_inputs", "input_not_blue"},
    a_number_over_a_month: {"number_outside_inputs"},
    a_month_left_out: {"axis_unequal", "chart_value_differs"},
    other_months_than_on_other_sheets: {"chart_value_differs"},
    a_formula_that_reads_another_file: {"link_not_green"},
    a_check_that_nobody_sums_up: {"total_incomplete"},
    no_comparison_left: {"npv_outside_checks", "input_locked", "later_sheet_read"},
    a_month_that_looks_ahead: {"row_differs"},
}
NEED_VALUES = {"value_differs", "error_value", "circular_formula"}
