"""Two versions of a small input for comparisons, and a packet of one."""

from pathlib import Path

from generator.assembly import load, over, packet_of
from generator.catalog.catalogue import Catalogue
from generator.compare.comparison import Comparison, compare
from generator.compare.sides import Side
from generator.proposal.loading import load_with
from generator.proposal.own_catalogue import OwnFile
from generator.provenance import sources_of
from generator.publish import publish
from generator.render.figures_json import to_json

# A machine of 36,000, two lines of 1,000 and 500 a month, and a bill of 0.05 for each request.
OLD = """
proposal: {title: Platform, language: en}
horizon: {years: 3, discount_rate: 0%}
chosen: own
workload: {monthly_requests: 100000, input_tokens: 100, output_tokens: 100}
options:
  own:
    name: Own server
    capex: [{item: Server, unit_price: 36000, life_years: 3}, {item: Rack, unit_price: 500}]
    opex:
      - {item: Staff, monthly: 1000, growth: 0%}
      - {item: Audit, monthly: 500, growth: 0%}
  today: {name: Today, kind: status_quo, per_request: 0.05, growth: 0%}
benefits: [{item: Time, monthly: 4000, confidence: 50%}]
"""


def side(text: str, *assignments: str, catalogue: str = "") -> Side:
    own = OwnFile("catalogue.yaml", catalogue) if catalogue else None
    return Side("input.yaml", load_with(text, "input.yaml", Catalogue, assignments, own))


def compared(new: str, *assignments: str, old: str = OLD) -> Comparison:
    return compare(side(old), side(new, *assignments), Catalogue)


def published(folder: Path, path: str, spoil: tuple[str, str] = ("", "")) -> str:
    """A packet without its documents. spoil: what its figures say instead, as if another tool had made them."""
    loaded = over(load(path), folder)
    figures = to_json(packet_of(loaded), {})
    assert spoil[0] in figures
    figures = figures.replace(*spoil) if spoil[0] else figures
    manifest = {
        "input": {"name": Path(path).name},
        "assignments": [],
        "tool": "budget-proposal 0.1",
        "document_version": loaded.proposal.proposal.version,
    }
    publish({**sources_of(loaded), "figures.json": figures.encode()}, folder, manifest)
    return str(folder)
