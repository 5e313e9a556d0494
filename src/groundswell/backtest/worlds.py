"""The worlds of a verdict: one form of the model with the case as it was, and with one thing otherwise, under the same luck."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from groundswell.analysis.record import Observation
from groundswell.backtest.forms import Form
from groundswell.backtest.seen import Seen, simulate
from groundswell.calibrate.protocol import Protocol
from groundswell.calibrate.sight import Sight, sight_of_record
from groundswell.engine.recorder import EVENT_KINDS
from groundswell.engine.state import FALL_ROUTES
from groundswell.scenario.schema import Scenario

# Parameters that let a government leave office otherwise than by the calendar, and the values at which none ever does. They
# lie outside the bounds of the table on purpose: no world is claimed to have them. A wave is cut short by the fall it
# brings about, so the only way to see how long one lasts that nothing resolves is a world in which nothing can fall.
UNRESOLVED = {
    "fall_base": -700.0, "congress_rate": 0.0, "transfer_rate": 0.0, "reversal_rate": 0.0, "coup_rate": 0.0, "intervention_rate": 0.0,
}  # fmt: skip
assert len(UNRESOLVED) == len(FALL_ROUTES) and "fall" in EVENT_KINDS


@dataclass(frozen=True)
class World:
    """A form of the model in one case: its histories as the case was, and as it would be with one thing otherwise.

    All have the same seed and numbers, so that history k has the same parameters and luck in each.
    """

    form: Form
    scenario: Scenario
    protocol: Protocol
    record: tuple[Observation, ...]
    replicates: int
    seed: int = 1
    workers: int | None = None

    @cached_property
    def base(self) -> Seen:
        """The case as it was."""
        return self.with_(self.scenario)

    @cached_property
    def recorded(self) -> Sight:
        """The record, in the form in which histories are seen."""
        days = (self.scenario.end - self.scenario.start).days + 1
        return sight_of_record(self.record, self.scenario.start, days, [place.id for place in self.scenario.places])

    def with_(self, scenario: Scenario, last: date | None = None) -> Seen:
        """The same histories of a changed case, up to a day."""
        return simulate(self.form, scenario, self.replicates, self.seed, last=last, workers=self.workers)

    def unresolved(self, last: date | None = None) -> Seen:
        """The same histories if no government could fall: in them a wave ends by itself or not at all."""
        return simulate(self.form, self.scenario, self.replicates, self.seed, last=last, held=UNRESOLVED, workers=self.workers)


def moved(scenario: Scenario, act: str, days: int) -> Scenario:
    """The same case with an act so many days later, or earlier.

    >>> from groundswell.scenario.load import load
    >>> acts = {act.id: act.date for act in moved(load("bolivia-2003"), "gas-plan-2003", -180).acts}
    >>> acts["gas-plan-2003"].isoformat()
    '2003-03-19'
    """
    day = next(one.date for one in scenario.acts if one.id == act)
    return scenario.set(f"acts.{act}.date", (day + timedelta(days=days)).isoformat())


def without_acts(scenario: Scenario, acts: Sequence[str]) -> Scenario:
    """The same case without some of its acts."""
    for act in acts:
        scenario = scenario.without(f"acts.{act}")
    return scenario


def acts_between(scenario: Scenario, first: date, last: date) -> tuple[str, ...]:
    """The acts of a span of days."""
    return tuple(act.id for act in scenario.acts if first <= act.date <= last)
