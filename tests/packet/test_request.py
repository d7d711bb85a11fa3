"""What the forms of an approval ask is printed, or told as to be filled in; who signs goes by the amount asked for."""

from pathlib import Path

import pytest

from generator.render.markdown import first_page, to_markdown
from tests.packets import small

ROUTING = """
approval:
  signatories: [部门负责人]
  routing:
    - {at_least: 30000, signatories: [分管领导]}
    - {at_least: 36000, signatories: [总经理, 部门负责人]}
    - {at_least: 36001, signatories: [董事会]}
"""


def signing(markdown: str) -> list[str]:
    block = markdown.partition("::: signatures")[2].partition(":::")[0]
    return [line.split("|")[1].strip() for line in block.splitlines() if line.startswith("|")][2:]


def test_who_signs_goes_by_the_amount_asked_for(tmp_path: Path) -> None:
    text = to_markdown(small(tmp_path, ROUTING))
    assert signing(text) == ["部门负责人", "分管领导", "总经理"]
    assert "| 30,000元起 | 分管领导 | 是 |" in text
    assert "| 36,001元起 | 董事会 | 否 |" in text


@pytest.mark.parametrize(("page", "on_first"), [("request", False), ("cover", True)])
def test_signatures_stand_on_one_of_two_pages(tmp_path: Path, page: str, on_first: bool) -> None:
    text = to_markdown(
        small(tmp_path, "approval: {signatories: [甲]}\n", f"approval.sign_on={page}")
    )
    assert text.count("::: signatures") == 1
    assert ("::: signatures" in first_page(text)) == on_first


def test_what_nobody_filled_in_is_to_be_filled_in(tmp_path: Path) -> None:
    packet = small(tmp_path, "request: {funding_source: 自有资金}\n")
    assert "资金来源：自有资金；是否列入预算：【待填】" in first_page(to_markdown(packet))
    assert "mandate" in packet.proposal.request.left_out
    assert "funding_source" not in packet.proposal.request.left_out


@pytest.mark.parametrize(
    ("ask", "capitals"),
    [("capex", "叁万陆仟元整"), ("first_year", "肆万捌仟元整"), ("tco", "柒万贰仟元整")],
)
def test_every_amount_asked_for_stands_in_capitals_too(
    tmp_path: Path, ask: str, capitals: str
) -> None:
    text = to_markdown(small(tmp_path, f"approval: {{ask: {ask}}}\n"))
    assert text.count(f"人民币{capitals}") == 2
