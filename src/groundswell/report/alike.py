"""The notice that derived counts carry where the table they come from is shared on condition that others share alike."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from groundswell.analysis.record import Observation
from groundswell.analysis.wording import listed

if TYPE_CHECKING:
    from groundswell.scenario.schema import Scenario

SHARE_ALIKE = re.compile(r"\bBY-(NC-)?SA\b")


def share_alike(scenario: "Scenario", record: Iterable[Observation]) -> str:
    """Whose counts a page holds, and on what terms they may be passed on; empty where no source asks for it.

    >>> import groundswell as gs
    >>> share_alike(gs.load("bolivia-autumn"), ())
    ''
    """
    found = dict.fromkeys((row.source, row.licence) for row in record if SHARE_ALIKE.search(row.licence))
    if not found:
        return ""
    cited = {work.id: work.citation.rstrip(".") for work in scenario.sources}
    works = listed([f"{cited.get(source, source)} ({licence})" for source, licence in found])
    terms = listed(list(dict.fromkeys(licence for _, licence in found)))
    return (
        f"Recorded counts on this page, and in the tables it lets you save, are derived from {works}. Whoever passes them on, changed or "
        f"not, must name that source and share them under {terms} too."
    )
