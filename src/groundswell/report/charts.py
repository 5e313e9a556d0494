"""Charts of runs as Vega-Altair objects: the same for notebooks, papers and the report.

What is simulated is drawn in color and always as a spread; what is recorded is drawn over it in
ink diamonds, and only where something was observed. Under 200 histories a chart says it is rough.

    import groundswell as gs

    gs.charts.fan(runs, "approval")
    gs.charts.density(runs, "killed", place="el-alto").save("deaths.svg")
"""

from typing import TYPE_CHECKING, Any

from groundswell.errors import UsageError
from groundswell.report.axes import WIDE, Size, finished
from groundswell.report.falling import fall_dates_of
from groundswell.report.panels import density_panel, fall_dates_panel, fan_panel, places_panel
from groundswell.report.quantities import BY_SERIES
from groundswell.report.record import marks_of, observations
from groundswell.report.spread import Spread, spread
from groundswell.report.words import NOT_OBSERVED, rough

if TYPE_CHECKING:
    from groundswell.runs import Runs

__all__ = ["density", "fall_dates", "fan", "places"]


def fan(runs: "Runs", quantity: str = "approval", place: str = "", size: Size = WIDE) -> Any:
    """Draws how a quantity spreads over time: nine and five in ten histories, and the median between.

    Quantities: approval, killed, active_share, stoppage. Raises UsageError for others, and for a
    place where the run keeps no such series.

    >>> import groundswell as gs
    >>> from groundswell.report import charts
    >>> runs = gs.run(gs.load("bolivia-autumn"), replicates=64, memory=True)
    >>> charts.fan(runs, "approval").to_dict()["title"]["text"]
    'Approval of the government, as polls show it'
    """
    found = summary(runs, quantity, place)
    return finished(fan_panel(found, size), *_titles(found))


def density(runs: "Runs", quantity: str = "approval", place: str = "", size: Size = WIDE) -> Any:
    """Draws where histories lie over time: the darker a cell, the more of them are in it.

    A fan hides that histories may gather in two places and leave the middle empty; this does not.
    Raises UsageError as `fan` does.
    """
    found = summary(runs, quantity, place)
    return finished(density_panel(found, size), *_titles(found))


def places(runs: "Runs", quantity: str = "killed", columns: int = 3, size: Size = WIDE) -> Any:
    """Draws one fan for each place, all on the same axes. Raises UsageError as `fan` does."""
    found = [summary(runs, quantity, place) for place in runs.names["places"]]
    names = {place.id: place.name for place in runs.scenario.places}
    return finished(places_panel(found, names, columns, size), *_titles(found[0]))


def fall_dates(runs: "Runs", size: Size = WIDE) -> Any:
    """Draws when governments fall: of 100 histories, how many in each month, a row for each government."""
    found = fall_dates_of(runs, observations(runs.scenario))
    tags = filter(None, ["of 100 histories, by month; diamonds: the record", rough(runs.replicates)])
    return finished(fall_dates_panel(found, size), "When governments fall", [*tags])


def summary(runs: "Runs", quantity: str, place: str = "") -> Spread:
    """How a quantity is spread, with the record laid over it where there is one."""
    if quantity not in BY_SERIES:
        known = ", ".join(BY_SERIES)
        raise UsageError.of("charts", quantity, f"one of {known}", 'for example charts.fan(runs, "approval")')
    found = spread(runs, BY_SERIES[quantity], place)
    return found.with_marks(marks_of(observations(runs.scenario), found.quantity, place))


def _titles(found: Spread) -> tuple[str, list[str]]:
    told = "diamonds: the record" if found.marks else "" if found.quantity.is_observed else NOT_OBSERVED
    return found.quantity.title, [line for line in (told, rough(found.histories)) if line]
