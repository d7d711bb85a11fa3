"""Generated proposals: what the workbook shows, the model's figures and two foreign engines are one.

AGREEMENT_EXAMPLES=20 looks at fewer of them.
"""

import os
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, given, settings

from generator.assembly import load, packet_of
from generator.audit.workbook import audit_workbook
from generator.render.workbook.book import FinishedWorkbook, write_workbook
from tests.engines.generated import inputs
from tests.oracles import ironcalc_values
from tests.render.test_workbook import differences

EXAMPLES = int(os.environ.get("AGREEMENT_EXAMPLES", "200"))


def workbook_of(text: str) -> FinishedWorkbook:
    with TemporaryDirectory() as folder:
        path = Path(folder, "generated.yaml")
        # Every month is a column of the sheets along time: one year or two show all there is.
        path.write_text(re.sub("years: [34]", "years: 1", text), encoding="utf-8")
        return write_workbook(packet_of(load(str(path))))


@given(inputs())
@settings(
    max_examples=EXAMPLES,
    # Looking for the smallest example takes minutes; the first one is small enough to read.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
    deadline=None,
)
def test_all_engines_say_what_the_model_says(text: str) -> None:
    finished = workbook_of(text)
    # formualizer recalculates; the cached values and the figures are compared with it, cell by cell.
    assert audit_workbook(finished.data, finished.expected) == []
    assert differences(ironcalc_values(finished.data), finished) == []
