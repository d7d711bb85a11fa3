"""Measures what a whole packet costs beside what cannot be avoided, each as a ratio on this machine.

    python -m benchmarks.packet

- packet: `budget build` of the example, beside WeasyPrint alone on the same page; a second core must be free
- together: six inputs in one command, beside the same six in a row
- large: CPU seconds for 1,000 lines × 2 options

Exit code 1 when a limit is passed.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.workbook import EXAMPLE, ROOT, large_input

BUDGET = (sys.executable, "-m", "generator")
ALONE = """
import sys
from pathlib import Path
from generator.render.pdf.library import load
library = load()
page = library.weasyprint.HTML(string=Path(sys.argv[1]).read_text("utf-8"), url_fetcher=library.fetcher)
page.write_pdf(font_config=library.fonts, pdf_variant="pdf/a-3a")
"""
LIMITS = {"packet": 1.25, "together": 0.65, "large": 20.0}
REPEATS = 5


def seconds(command: Sequence[str], folder: Path) -> float:
    """Wall seconds of a command that may keep what it compiles, as those of a user may."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    begun = time.perf_counter()
    subprocess.run(command, cwd=folder, env=kept, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def packet_beside_weasyprint(folder: Path) -> float:
    """The middle of several ratios, each of two runs that follow each other."""
    build = (*BUDGET, "build", str(EXAMPLE), "-o", str(folder / "example"))
    seconds(build, ROOT)
    alone = (sys.executable, "-c", ALONE, str(folder / "example" / "proposal.html"))
    return statistics.median(seconds(build, ROOT) / seconds(alone, ROOT) for _ in range(REPEATS))


def together_beside_in_a_row(folder: Path) -> float:
    """Six inputs of the same size."""
    paths = [str(shutil.copy(EXAMPLE, folder / f"input-{number}.yaml")) for number in range(6)]
    row = sum(
        seconds((*BUDGET, "build", path, "-o", str(folder / "row")), folder) for path in paths
    )
    return seconds((*BUDGET, "build", *paths), folder) / row


def cpu_of_a_large_packet(folder: Path) -> float:
    """CPU seconds of all processes."""
    path = folder / "large.yaml"
    path.write_text(large_input(1000, 3, options=2), encoding="utf-8")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds((*BUDGET, "build", str(path), "-o", str(folder / "large")), ROOT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> int:
    """Measure each against its limit."""
    measures = {
        "packet": packet_beside_weasyprint,
        "together": together_beside_in_a_row,
        "large": cpu_of_a_large_packet,
    }
    passed = True
    for name, measure in measures.items():
        with tempfile.TemporaryDirectory() as folder:
            found = measure(Path(folder))
        passed &= found <= LIMITS[name]
        sys.stdout.write(f"{name}: {found:.2f} of {LIMITS[name]}\n")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
