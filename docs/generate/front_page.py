"""The picture of the front page: how a thousand histories of the case that the demo runs end, as a hundred squares."""

from functools import cache

import groundswell as gs
from groundswell.report.endings_grid import endings_svg

CASE, REPLICATES, SEED = "bolivia-2003", 1000, 1  # those of `make demo`


@cache
def front_picture() -> str:
    """The drawing of the run that `make demo` makes."""
    return endings_svg(gs.run(gs.load(CASE), REPLICATES, SEED, memory=True))
