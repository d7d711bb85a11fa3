"""A workbook full of texts that some reader takes for something else, and longer than a format may hold."""

from functools import cache

from generator.assembly import load, packet_of
from generator.catalog.catalogue import Catalogue
from generator.proposal.loading import load_text
from generator.render.workbook.book import FinishedWorkbook, write_workbook
from tests.packets import INPUTS

ODD = """
proposal: {title: "_x0041_ & <预算> 'x' TITLE", version: "VERSION"}
chosen: on_premise
options:
  on_premise:
    name: '=本地 & "云" _x000A_'
    capex:
      - {item: ITEM, unit_price: 36000, life_years: 3}
      - {item: '-1+1', unit_price: 0.1, life_years: 3}
    opex: [{item: 运维 _x0042_, monthly: 1000, growth: 0%}]
  rented: {name: '@租用 * ? ~', opex: [{item: 租金, monthly: 4000}]}
benefits: [{item: 替代, kind: replaced_cost, monthly: 5000}]
scenarios:
  '*': {benefits.*.monthly: ×0.6}
  'a,b "c"': {benefits.*.monthly: ×0.7}
"""
LONG = {"TITLE": "长" * 150, "VERSION": "v&" * 150, "ITEM": "很长的名称" * 52}


@cache
def workbook_of(name: str) -> FinishedWorkbook:
    """That of a shipped input, or `odd`; made with the fixture `few_ranges`."""
    if name != "odd":
        return write_workbook(packet_of(load(str(INPUTS / f"{name}.yaml"))))
    text = ODD
    for place, words in LONG.items():
        text = text.replace(place, words)
    return write_workbook(packet_of(load_text(text, "odd.yaml", Catalogue)))
