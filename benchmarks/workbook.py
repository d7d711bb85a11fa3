"""Measures what making a workbook costs, and reviewing another one: CPU seconds after all imports.

    python -m benchmarks.workbook   # the shipped example, 500 lines over 10 years; 40,000 formulas of another program

Prints one line for each part. Exit code 1 when a limit is passed.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from generator.assembly import load, packet_of, uncollected
from generator.audit.verification import verify_workbook
from generator.audit.workbook import audit_model
from generator.render.workbook.book import write_workbook

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "inputs" / "ollama-platform.yaml"
# In CPU seconds, on two cores of 2023.
LIMITS = {"example": 1.2, "500 lines, 10 years": 6.0}
REPEATS = 3
# For each megabyte of a workbook that was made elsewhere.
LIMIT_PER_MEGABYTE = 10.0
LINES, SHEETS = 400, 4


def large_input(lines: int, years: int, options: int = 1) -> str:
    """Options of which each has half of its lines paid once and half paid every month."""
    priced = "\n".join(_large_option(f"own_{number}", lines) for number in range(options))
    return f"""proposal: {{title: Large, language: en}}
horizon: {{years: {years}}}
chosen: own_0
options:
{priced}
benefits: [{{item: Saving, monthly: 900000}}]
"""


def _large_option(id: str, lines: int) -> str:
    capex = "\n".join(
        f"      - {{item: Item {n}, unit_price: {1000 + n}, quantity: {n % 9 + 1}, life_years: 3}}"
        for n in range(lines // 2)
    )
    opex = "\n".join(
        f"      - {{item: Cost {n}, monthly: {100 + n}, growth: {n % 7}%}}"
        for n in range(lines - lines // 2)
    )
    return f"  {id}:\n    name: {id}\n    capex:\n{capex}\n    opex:\n{opex}"


@uncollected()
def timed(path: Path) -> list[float]:
    """The CPU clock at the beginning, and after each part."""
    marks = [time.process_time()]
    packet = packet_of(load(str(path)))
    marks.append(time.process_time())
    finished = write_workbook(packet)
    marks.append(time.process_time())
    assert audit_model(finished.data, finished.expected) == []
    return [*marks, time.process_time()]


def seconds(path: Path) -> Iterator[tuple[str, float]]:
    """CPU seconds of each part, the best of several runs."""
    best: dict[str, float] = {}
    for _ in range(REPEATS):
        marks = timed(path)
        names = ("compute", "write and finish", "audit")
        for name, begun, ended in zip(names, marks, marks[1:], strict=False):
            best[name] = min(best.get(name, ended - begun), ended - begun)
    yield from best.items()


def foreign_workbook(copied: bool) -> bytes:
    """Four sheets of 400 lines over 25 periods, saved by openpyxl, without values.

    copied: each line has one formula; else no two formulas are alike.
    """
    book = Workbook()
    inputs = book.active
    assert inputs is not None
    for row in range(1, LINES + 1):
        inputs.append([f"Item {row}", row * 1.5])
    for number in range(SHEETS):
        sheet = book.create_sheet(f"Plan {number}")
        for row in range(1, LINES + 1):
            before = ["Inputs!$B$1", *(f"{get_column_letter(at)}{row}" for at in range(2, 26))]
            own = 25 * (LINES * number + row)
            steps = [0 if copied else own + place for place in range(len(before))]
            cells = (
                f"=ROUND({cell}*(1+Inputs!$B${(row + each) % 40 + 1}/{1000 + each})"
                f"+SUM(Inputs!$B$1:$B${row}),2)"
                for each, cell in zip(steps, before, strict=True)
            )
            sheet.append([f"Line {row}", *cells])
    inputs.title = "Inputs"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def is_reviewed_in_time(copied: bool) -> bool:
    """CPU seconds for each megabyte of it."""
    data = foreign_workbook(copied)
    begun = time.process_time()
    verify_workbook(data)
    each = (time.process_time() - begun) / (len(data) / 1e6)
    name = "of another program" if copied else "no two formulas alike"
    sys.stdout.write(f"{name}: {each:.2f} s of {LIMIT_PER_MEGABYTE} for each MB\n")
    return each < LIMIT_PER_MEGABYTE


def main() -> int:
    """Measure all against their limits."""
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder, "large.yaml")
        large.write_text(large_input(500, 10), encoding="utf-8")
        inputs = dict(zip(LIMITS, (EXAMPLE, large), strict=True))
        passed = True
        for name, path in inputs.items():
            parts = dict(seconds(path))
            workbook = sum(cost for part, cost in parts.items() if part != "compute")
            passed &= workbook < LIMITS[name]
            shown = ", ".join(f"{part} {cost:.2f}" for part, cost in parts.items())
            sys.stdout.write(f"{name}: {workbook:.2f} s of {LIMITS[name]} ({shown})\n")
    for copied in (True, False):
        passed &= is_reviewed_in_time(copied)
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
