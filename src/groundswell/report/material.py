"""What a report is made from, gathered once, so that every section tells the same numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from groundswell.analysis.against import against_record
from groundswell.analysis.comparison import Comparisons
from groundswell.analysis.effects import Effect, Effects, Paired, effect
from groundswell.analysis.endings import Endings, endings
from groundswell.analysis.falls import Falls, falls, telling
from groundswell.analysis.nearest import Nearest, nearest
from groundswell.analysis.record import Observation, table_of
from groundswell.errors import UsageError
from groundswell.report.alike import share_alike
from groundswell.report.falling import FallDates, fall_dates_of, heads_of
from groundswell.report.quantities import QUANTITIES, Quantity
from groundswell.report.record import marks_of, observations
from groundswell.report.spread import Spread, spread
from groundswell.report.words import rough

if TYPE_CHECKING:
    from groundswell.runs import Runs
    from groundswell.scenario.schema import Scenario


class Cause(Protocol):
    """What one line of the model did to one term of people's decision, in percentage points."""

    @property
    def words(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def points(self) -> float: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...


class Explained(Protocol):
    """How readiness changed between two days, in parts that sum to the change, as `explain` tells it."""

    @property
    def name(self) -> str: ...
    @property
    def reference(self) -> date: ...
    @property
    def day(self) -> date: ...
    @property
    def histories(self) -> tuple[int, ...]: ...
    @property
    def before(self) -> float: ...
    @property
    def after(self) -> float: ...
    @property
    def rows(self) -> Sequence[Cause]: ...
    @property
    def adds_up(self) -> bool: ...


class Told(Protocol):
    """A finding of another kind, which can at least say itself in words."""

    def text(self) -> str: ...


@dataclass(frozen=True)
class Material:
    """A scenario, its runs, and the findings that were handed in, sorted by kind."""

    scenario: "Scenario"
    runs: "Runs"
    pairs: tuple[Paired, ...] = ()
    told_effects: tuple[Effect, ...] = ()
    explanations: tuple["Explained", ...] = ()
    others: tuple["Told", ...] = ()

    @cached_property
    def endings(self) -> Endings:
        """How histories end."""
        return endings(self.runs)

    @cached_property
    def falls(self) -> Falls:
        """Which governments fall."""
        return falls(self.runs)

    @cached_property
    def fall_dates(self) -> FallDates:
        """When they fall, by month."""
        return fall_dates_of(self.runs, self.record)

    @cached_property
    def record(self) -> tuple[Observation, ...]:
        """What was observed."""
        return observations(self.scenario)

    @cached_property
    def comparisons(self) -> Comparisons:
        """The record beside the histories."""
        return against_record(self.runs, table_of(self.scenario))

    @cached_property
    def nearest(self) -> Nearest | None:
        """The history nearest to the record; None where nothing on record can be compared."""
        try:
            return nearest(self.runs, table_of(self.scenario))
        except UsageError:
            return None

    @cached_property
    def spreads(self) -> dict[str, Spread]:
        """The quantities of the report, each with its record, by series."""
        return {quantity.series: self.spread_of(quantity) for quantity in QUANTITIES if quantity.series in self.runs.series}

    def spread_of(self, quantity: Quantity, place: str = "") -> Spread:
        """One quantity of the nation or of a place, with its record."""
        return spread(self.runs, quantity, place).with_marks(marks_of(self.record, quantity, place))

    @cached_property
    def effects(self) -> dict[str, tuple[Effect, ...]]:
        """What each change does to falls and to deaths by forces, the largest first."""
        found: dict[str, list[Effect]] = {name: list(effect(self.pairs, name).rows) for name in (telling(self.runs), "killed")}
        for told in self.told_effects:
            found.setdefault(told.quantity.name, []).append(told)
        return {name: tuple(sorted(rows, key=lambda row: -abs(row.difference))) for name, rows in found.items() if rows}

    @cached_property
    def share_alike(self) -> str:
        """The notice that a page with counts from sources under a share-alike licence must carry; empty without such."""
        return share_alike(self.scenario, self.record)

    @property
    def rough(self) -> str:
        """The tag of a run with few histories."""
        return rough(self.runs.replicates)

    @cached_property
    def place_names(self) -> Mapping[str, str]:
        """What places are called, by id."""
        return {place.id: place.name for place in self.scenario.places}

    @cached_property
    def heads(self) -> Mapping[str, str]:
        """Who heads each government, by its id."""
        return heads_of(self.scenario)


def gathered(scenario: "Scenario", runs: "Runs", findings: Iterable[Any]) -> Material:
    """Sorts findings by what they are; pairs of the whole world are seen from the country that is told.

    Raises UsageError for what is none, for runs of another scenario, and for runs of several countries.
    """
    runs.alone("report")
    if scenario != runs.scenario:
        got = f"runs of {runs.scenario.id}" if scenario.id != runs.scenario.id else f"runs of another version of {scenario.id}"
        raise UsageError.of("report", got, f"runs of this scenario, {scenario.id}", "hand in runs.scenario, or run this scenario first")
    kinds: dict[str, list[Any]] = {"pair": [], "effect": [], "explanation": [], "other": []}
    for finding in findings:
        kind, parts = _sorted(finding)
        kinds[kind].extend(_seen_from(runs, part) for part in parts)
    return Material(scenario, runs, *(tuple(found) for found in kinds.values()))


def _seen_from(runs: "Runs", part: Any) -> Any:
    """A pair of ensembles of the whole world as the country that is told sees it; all else as it is."""
    several = runs.whole is not runs and len(getattr(getattr(part, "baseline", None), "countries", ())) > 1
    return part.of(runs.countries[0]) if several else part


def _sorted(finding: Any) -> tuple[str, Sequence[Any]]:
    if isinstance(finding, Effects):
        return "effect", finding.rows
    if isinstance(finding, Effect):
        return "effect", [finding]
    if hasattr(finding, "baseline") and hasattr(finding, "without"):
        return "pair", list(finding)
    if hasattr(finding, "baseline") and hasattr(finding, "changed"):
        return "pair", [finding]
    if hasattr(finding, "adds_up") and hasattr(finding, "rows"):
        return "explanation", [finding]
    if callable(getattr(finding, "text", None)):
        return "other", [finding]
    expected, hint = "what ablate, compare, effect or explain give", "gs.report(scene, runs, gs.ablate(scene), to=...)"
    raise UsageError.of("report", f"a {type(finding).__name__}", expected, hint)
