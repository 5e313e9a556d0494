"""The worlds without a cause: lived once each, under the same luck, and every outcome of every question read in them."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.effects import Effect, matched_shares, variance_gain
from groundswell.analysis.quantities import Quantity
from groundswell.analysis.resampling import bootstrap_interval
from groundswell.analysis.uncertainty import mean_interval
from groundswell.backtest.explanations.outcomes import KINDS, as_on_record, changed_scene, first_falls, read
from groundswell.backtest.explanations.questions import Change, Outcome, Question, Questions
from groundswell.experiments.compare import shared_design
from groundswell.experiments.recipe import Recipe

if TYPE_CHECKING:
    from groundswell.experiments.budget import Budget
    from groundswell.runs import Runs

Values = NDArray[np.float64]
Days = tuple[Any, Any]
SKEWED = ("killed", "granted")  # totals of which a few histories carry much, so that pairs are drawn again


@dataclass(frozen=True)
class Readings:
    """What was read in one world: outcomes, and in which histories a government falls between two days."""

    outcomes: dict[Outcome, Values]
    falls: dict[Days, NDArray[np.bool_]]

    @classmethod
    def of(cls, runs: "Runs", asked: Questions) -> "Readings":
        """Reads all that the questions ask of a world."""
        outcomes = dict.fromkeys(outcome for row in asked.rows for outcome in outcomes_of(row))
        spans = dict.fromkeys(row.given_fall for row in asked.rows if row.given_fall is not None)
        fell = {span: np.isfinite(first_falls(runs, *span)) for span in spans}
        return cls({outcome: read(runs, outcome) for outcome in outcomes}, fell)

    def eligible(self, row: Question, outcome: Outcome) -> NDArray[np.bool_]:
        """The histories of which a question can be asked: with the fall that it takes as given, and with an outcome."""
        known = np.isfinite(self.outcomes[outcome])
        return known if row.given_fall is None else known & self.falls[row.given_fall]


def outcomes_of(row: Question) -> tuple[Outcome, ...]:
    """The outcome of a question, and those that its causes show in elsewhere."""
    return (row.outcome, *(cause.at for cause in row.causes if cause.at is not None))


@dataclass(frozen=True)
class Worlds:
    """What was read in the world as it is, and in the worlds without a cause, by the change that makes them."""

    actual: Readings
    changed: dict[str, Readings]

    @classmethod
    def lived(cls, baseline: "Runs", asked: Questions, budget: "Budget") -> "Worlds":
        """Lives each world once, and keeps of it what was read. Raises KeyboardInterrupt after Ctrl-C."""
        changed = {}
        for change in asked.changes:
            if budget.stopped:
                raise KeyboardInterrupt
            runs = budget.run(recipe_without(baseline, change), str(change))
            changed[str(change)] = Readings.of(runs, asked)
        if budget.stopped:
            raise KeyboardInterrupt
        return cls(Readings.of(baseline, asked), changed)

    def effect(self, row: Question, outcome: Outcome, change: str) -> Effect | None:
        """What an outcome is without a cause, less what it is with it, over histories that can be asked in both worlds."""
        world = self.changed[change]
        both = self.actual.eligible(row, outcome) & world.eligible(row, outcome)
        before, after = (one.outcomes[outcome][both] for one in (self.actual, world))
        return effect_between(outcome, change, before, after) if before.size else None

    def still_on_record(self, row: Question, outcome: Outcome, change: str) -> tuple[float, float]:
        """In which share of the histories that can be asked in both worlds it is as on record, with a cause and without it."""
        world = self.changed[change]
        both = self.actual.eligible(row, outcome) & world.eligible(row, outcome)
        before, after = (float(as_on_record(outcome, one.outcomes[outcome][both]).mean()) for one in (self.actual, world))
        return before, after


def recipe_without(baseline: "Runs", change: Change) -> Recipe:
    """The recipe of some runs without a cause: all else, parameters and luck, stays."""
    made = Recipe.of(baseline)
    if change.off:
        return made.without(change.off)
    scene = changed_scene(made.scenario, change.settings, change.without)
    return replace(made, scenario=scene, design=shared_design(baseline, scene, None, None))


def effect_between(outcome: Outcome, change: str, before: Values, after: Values) -> Effect:
    """The mean difference of an outcome, changed less actual, over pairs of histories, with its interval."""
    kind = KINDS[outcome.kind]
    what = Quantity(outcome.kind, outcome.words, kind.unit, kind.yes_or_no, lambda runs: read(runs, outcome))
    apart = after - before
    up, down = int((apart > 0).sum()), int((apart < 0).sum())
    if kind.yes_or_no:
        low, high = matched_shares(up, down, apart.size)
    else:
        low, high = bootstrap_interval(apart) if outcome.kind in SKEWED else mean_interval(apart)
    return Effect(
        change, change, what, apart.size, float(before.mean()), float(after.mean()), float(apart.mean()), low, high,
        up, down, apart.size - up - down, variance_gain(before, after),
    )  # fmt: skip
