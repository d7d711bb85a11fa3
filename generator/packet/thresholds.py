"""Turns differences that say nothing into silence: from which size on the document tells a fact."""

from __future__ import annotations

# In money: less is what rounding leaves, and no difference.
CENT = 0.01
# Of the return on the one-time cost, 1,000 %: beyond it that cost is less than a tenth of what is gained, so that the
# return says how small it is and little of the whole. The return on all costs is told then.
STEEP = 10
# Of the time of a unit, half: what takes more than that binds.
HALF = 0.5
