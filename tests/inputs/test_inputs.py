"""What `check` accepts, `build` publishes: generated inputs of every kind, each built and audited.

An input is the same whenever its number is: `python -m tests.inputs 17 18` builds the seventeenth alone and makes it
as small as it can be and still fail. Each run builds 200: by number, what no number happens to show (below), and what
once failed (test_found). GENERATED_INPUTS=3000 builds more by number.
"""

import os

import pytest

from generator.engines import ranges
from tests.inputs.building import CHEAP, Refused, faults_of
from tests.inputs.inputs import generated, points_shown, showing
from tests.inputs.shapes import ways
from tests.inputs.test_found import BUILT

AT_LEAST = 200
COUNT = int(os.environ.get("GENERATED_INPUTS", "177"))
# Of how many inputs one has ranges, is verified as a stranger's workbook, has each quick format, and has a PDF too.
# Every eighth input is extreme: numbers without a common factor meet extreme ones and others.
WITH_RANGES, VERIFIED, WITH_ALL, WITH_PDF = 4, 25, 20, 180
# Lists that mean nothing when they are empty: `check` refuses them.
NEVER_EMPTY = {
    ("DeploymentLabour", "tasks", "none"),
    ("OperationsLabour", "tasks", "none"),
    ("Benefit", "by_year", "none"),
    ("OpexLine", "by_year", "none"),
    ("Ramp", "shares", "none"),
    ("LoadGrowth", "stages", "none"),
    ("LoadGrowth", "by_year", "none"),
    ("Proposal", "options", "none"),
}
# What test_found builds once; and what needs a file beside the input, which full.yaml has.
ELSEWHERE = {("Horizon", "years", "30"), ("Serving", "config", "")}
ELSEWHERE |= {("Attachment", "file", ""), ("Style", "logo", ""), ("Style", "templates", "")}
ELSEWHERE |= {("Prices", "as_of", ""), ("Prices", "*", ""), ("Proposal", "prices", "")}
ELSEWHERE |= {("Previous", "packet", ""), ("Previous", "*", ""), ("Proposal", "previous", "")}
OF_A_LOG = {"Evidence", "UsageLog", "LogColumns", "BenchmarkFiles"}
OF_A_LOG |= {"RoutingHistory", "Counted", "TierCount", "TokenPrices", "TierTokens"}
OF_A_LOG |= {"ReferenceCase"}
MOST_REFUSED = 0.1


pytestmark = pytest.mark.usefixtures("few_ranges")


@pytest.mark.parametrize("number", range(COUNT))
def test_what_check_accepts_is_built(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    if number % WITH_RANGES:
        monkeypatch.setattr(ranges, "FEWEST", 0)
    formats = CHEAP if number % WITH_ALL == 0 else ("md", "xlsx")
    formats = (*formats, "pdf") if number % WITH_PDF == 0 else formats
    try:
        faults = faults_of(generated(number), formats, number % VERIFIED == 0)
    except Refused:
        pytest.skip("check refuses it")
    assert faults == []


def test_every_field_way_kind_and_word_is_built() -> None:
    """What no number happens to show is built by itself."""
    built = [made for made in map(generated, range(COUNT)) if made.is_accepted]
    assert len(built) > COUNT * (1 - MOST_REFUSED)
    logged = {point for point in ways() if point[0] in OF_A_LOG or point[1] == "evidence"}
    wanted = set(ways()) - NEVER_EMPTY - ELSEWHERE - logged
    shown = {point for made in built for point in points_shown(made)}
    alone = sorted(wanted - shown)
    for point in alone:
        made = showing(point)
        assert faults_of(made, ("xlsx",), verified=False) == []
        assert point in points_shown(made)
    assert COUNT + len(alone) + len(BUILT) >= AT_LEAST
