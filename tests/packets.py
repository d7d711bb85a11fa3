"""Packets for tests: of a shipped input, or of a few lines of YAML."""

from functools import cache
from pathlib import Path

from generator.assembly import load, packet_of
from generator.figures.figure import Figure
from generator.packet.packet import Packet
from generator.proposal.limits import Limits
from generator.render.workbook.book import FinishedWorkbook, write_workbook

INPUTS = Path(__file__).parent.parent / "inputs"
NAMES = tuple(sorted(path.stem for path in INPUTS.glob("*.yaml")))
# The other inputs have no functions besides.
OF_ALL_FUNCTIONS = "hybrid-routing"

# The least that makes a cost: a machine of 36,000 and 1,000 a month.
SMALL = """
proposal: {title: 小平台}
chosen: on_premise
options:
  on_premise:
    name: 本地部署
    capex: [{item: 工作站, unit_price: 36000, life_years: 3}]
    opex: [{item: 运维, monthly: 1000, growth: 0%}]
"""
# What stands below SMALL where a quick packet is all that is wanted.
ONE_YEAR = "horizon: {years: 1}\n"


@cache
def shipped(name: str) -> Packet:
    """The packet of inputs/<name>.yaml."""
    return packet_of(load(str(INPUTS / f"{name}.yaml")))


def in_language(name: str, language: str) -> Packet:
    """The packet of inputs/<name>.yaml in the language, be it the input's own or not."""
    packet = shipped(name)
    if packet.words.language == language:
        return packet
    return packet_of(load(str(INPUTS / f"{name}.yaml"), [f"proposal.language={language}"]))


@cache
def written(name: str) -> FinishedWorkbook:
    """Its workbook."""
    return write_workbook(shipped(name))


def small(folder: Path, more: str = "", *assignments: str) -> Packet:
    """The packet of SMALL with further lines of YAML and values set as by --set."""
    path = folder / "small.yaml"
    path.write_text(SMALL + more, encoding="utf-8")
    return packet_of(load(str(path), assignments))


def perturbed(figure: Figure, limits: Limits) -> float:
    """Five per cent more, or less where that is too much; of what comes whole one more.

    To fewer digits than the 15 that a spreadsheet keeps.
    """
    if figure.key == "money.rounding":
        return 0.1
    if limits.whole:
        return figure.value + 1
    more = figure.value * 1.05
    too_much = limits.maximum is not None and more > limits.maximum
    return float(f"{figure.value * 0.95 if too_much else more:.12g}")
