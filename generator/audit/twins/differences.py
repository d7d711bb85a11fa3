"""Turns a workbook and the one that it should be into findings: what computes otherwise, and what else differs."""

from __future__ import annotations

from collections.abc import Collection

from generator.audit.finding import Finding
from generator.audit.twins.alignment import Alignment
from generator.audit.twins.cells import (
    At,
    altered_cells,
    redressed_cells,
    restated_cells,
    unlike_cells,
)
from generator.audit.twins.structure import changed_sheets, moved_lines
from generator.audit.twins.surroundings import (
    changed_charts,
    changed_lights,
    changed_limits,
    changed_names,
)


def alterations(alignment: Alignment, typed: Collection[At]) -> list[Finding]:
    """What makes the workbook compute something else. typed: the cells that are meant to be changed."""
    sheets = [each for each in changed_sheets(alignment) if each.rule == "sheet_missing"]
    cells = altered_cells(alignment, unlike_cells(alignment), typed)
    return [*sheets, *moved_lines(alignment), *cells]


def differences(alignment: Alignment, typed: Collection[At]) -> list[Finding]:
    """Everything that a reader or a reviewer would take for something else."""
    unlike = unlike_cells(alignment)
    return [
        *changed_sheets(alignment),
        *moved_lines(alignment),
        *altered_cells(alignment, unlike, typed),
        *restated_cells(alignment, unlike, typed),
        *changed_names(alignment),
        *changed_limits(alignment),
        *redressed_cells(unlike),
        *changed_lights(alignment),
        *changed_charts(alignment),
    ]
