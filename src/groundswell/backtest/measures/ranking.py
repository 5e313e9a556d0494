"""Whether the country whose government fell is told from the one whose government stayed, draw by draw."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.backtest import estimates
from groundswell.backtest.forms import Form
from groundswell.backtest.lines import AT_LEAST, Aim, Line
from groundswell.backtest.questions import Question
from groundswell.backtest.seen import Values, seen_of
from groundswell.design import fitted_draws
from groundswell.engine.run import LANES
from groundswell.ensemble import ScenarioSimulation
from groundswell.errors import UsageError
from groundswell.scenario.fitted import Fitted
from groundswell.scenario.schema import Scenario

RANKING = "ranking"
NINETY = Aim(AT_LEAST, 0.9)
TOGETHER = 16  # draws in memory at once
YEAR = 365.25  # days
CAPPED = "; where all histories of a draw fall, the longer window shows the lower rate"


class Side(NamedTuple):
    """One of two cases that are told apart: its scenario and the question after its first fall."""

    scenario: Scenario
    question: Question

    @property
    def years(self) -> float:
        """The length of the window asked about."""
        return ((self.question.last - self.question.first).days + 1) / YEAR


class Chances(NamedTuple):
    """For each draw of a table: in how many histories a government fell, of how many that can answer (draws,)."""

    fell: Values
    able: Values

    @property
    def share(self) -> Values:
        """The chance of a fall under each draw; no number where no history can answer."""
        return np.asarray(np.where(self.able > 0, self.fell / np.maximum(self.able, 1), np.nan), np.float64)

    def yearly(self, years: float) -> Values:
        """The rate a year that gives such a chance: 0 where nobody falls; half a history is added to those that stay, so that it
        is finite where all fall. So many histories cannot show a higher rate than log(1 + 2·able)/years.
        """
        return np.asarray(-np.log((self.able - self.fell + 0.5) / (self.able + 0.5)) / years, np.float64)


def chances(form: Form, side: Side, per_draw: int, seed: int, workers: int | None = None) -> Chances:
    """The chance of the fall asked about under each fitted draw by itself, from `per_draw` histories a draw.

    Draw k is lived by histories k·`per_draw` on, in every case alike. Raises UsageError for a form that has no table of draws.
    """
    if isinstance(form.draws, str):
        raise UsageError.of("ranking", f"draws from the {form.draws}s", "a table of fitted draws", "the priors have no draws to number")
    blocks = -(-per_draw // LANES)
    simulation = ScenarioSimulation(side.scenario, form.off, form.design(side.scenario))
    days = (side.question.last - side.scenario.start).days + 1
    fell, able = np.zeros(len(form.draws)), np.zeros(len(form.draws))
    for start in range(0, len(form.draws), TOGETHER):
        some = range(start, min(start + TOGETHER, len(form.draws)))
        work = [job for k in some for job in _blocks_of(form.draws, k, blocks, side.scenario, seed)]
        labels = np.repeat(np.arange(len(some)), blocks * LANES)
        seen = seen_of(simulation, work, seed, days, labels, workers)
        can = side.question.eligible(seen)
        lasts = (side.question.last - side.question.first).days
        fell[some.start : some.stop] = np.bincount(labels, can & (side.question.values(seen) <= lasts), len(some))
        able[some.start : some.stop] = np.bincount(labels, can, len(some))
    return Chances(fell, able)


def _blocks_of(
    table: Fitted, k: int, blocks: int, scenario: Scenario, seed: int
) -> Iterator[tuple[dict[str, Values], NDArray[np.uint64]]]:
    """Parameters and numbers of the blocks of one draw: what the table lacks comes from where `run` takes it."""
    one = Fitted(table.of, (1.0,), (table.distances[k],), {name: (column[k],) for name, column in table.columns.items()})
    for block in range(k * blocks, (k + 1) * blocks):
        numbers = np.arange(block * LANES, (block + 1) * LANES, dtype=np.uint64)
        yield fitted_draws(scenario, seed, numbers, one), numbers


def ranking(form: Form, fallen: Side, stayed: Side, per_draw: int = LANES, seed: int = 1, workers: int | None = None) -> Iterator[Line]:
    """The share of fitted draws, by weight, in which the fall that came was likelier than the one that did not; ties are halves."""
    one, other = (chances(form, side, per_draw, seed, workers) for side in (fallen, stayed))
    weights = np.array([] if isinstance(form.draws, str) else form.draws.weights)
    for side, found in ((fallen, one), (stayed, other)):
        words = f"chance under a draw: {side.question.words} ({side.scenario.id})"
        record = "fell" if side is fallen else "stayed"
        note = f"{found.able.sum():.0f} histories can answer; between what 90 of 100 draws lie"
        spread = _spread(found.share, weights)
        yield Line(f"chance-{side.scenario.id}", RANKING, words, "share of histories of a draw", spread, record, note=note)
    both = (one.able > 0) & (other.able > 0)
    pairs = {"above": (one.share, other.share), "above-yearly": (one.yearly(fallen.years), other.yearly(stayed.years))}
    for name, (ours, theirs) in pairs.items():
        found_share = above(ours[both], theirs[both], weights[both], seed)
        told = "" if name == "above" else ", as rates a year, the windows being of unequal length"
        words = f"draws in which {fallen.scenario.id} falls likelier than {stayed.scenario.id}{told}"
        note = f"{int((~both).sum())} draws without a history that can answer are left out" + ("" if name == "above" else CAPPED)
        yield Line(f"ranked-{name}", RANKING, words, "share of draws", found_share, "above", NINETY if name == "above" else None, note=note)


def above(ours: Values, theirs: Values, weights: Values, seed: int = 1) -> estimates.Estimate:
    """The weighted share of pairs in which the first is larger, ties counted half, with an interval over pairs.

    >>> above(np.array([0.5, 0.2]), np.array([0.1, 0.2]), np.array([1.0, 1.0])).value
    0.75
    """
    won = (ours > theirs) + 0.5 * (ours == theirs)

    def of(rows: NDArray[np.int64]) -> float:
        return float((weights[rows] * won[rows]).sum() / weights[rows].sum()) if rows.size else np.nan

    return estimates.statistic(of, np.arange(won.size), seed, samples=estimates.SAMPLES, kind="share")


def _spread(share: Values, weights: Values) -> estimates.Estimate:
    known = ~np.isnan(share)
    if not known.any():
        return estimates.NOTHING
    order = np.argsort(share[known], kind="stable")
    reached = np.cumsum(weights[known][order])
    places = np.searchsorted(reached / reached[-1], [level - 1e-12 for level in estimates.SPAN])
    low, middle, high = (float(share[known][order][min(place, order.size - 1)]) for place in places)
    return estimates.Estimate("quantity", middle, low, high, int(known.sum()))
