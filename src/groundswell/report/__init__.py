"""What findings look like: on a terminal, on a page, in a chart."""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from groundswell.runs import Runs
    from groundswell.scenario.schema import Scenario


def report(scenario: "Scenario", runs: "Runs", *findings: Any, to: str | Path = "report.html") -> Path:
    """Writes what happened in a run, and why, as one page that needs no network and no script.

    `findings` are what `ablate`, `compare`, `effect` and `explain` give. The page holds its
    pictures, a table for each, the record beside what was observed, all parameters and mechanisms
    with their sources, and how to make it again. Returns the path of the file.

    A page tells one country: of a run of several, hand in `north = runs.of("north")` and `north.scenario`.

    Raises UsageError for runs of another scenario or of several countries and for things that are no findings,
    RunError where the file cannot be written.

    >>> import groundswell as gs
    >>> scene = gs.load("bolivia-autumn")
    >>> runs = gs.run(scene, replicates=64, memory=True)
    >>> gs.report(scene, runs, to="autumn.html").name
    'autumn.html'
    """
    from groundswell.report.material import gathered
    from groundswell.report.page import page, written

    return written(page(gathered(scenario, runs, findings)), Path(to))


def __getattr__(name: str) -> Any:
    """Charts load their library when they are first asked for."""
    if name == "charts":
        return import_module("groundswell.report.charts")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
