"""What mechanisms are worth in the whole model: each alone, and two together beyond the sum of both."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.screening import Seen, Tried, Values, refuse_other
from groundswell.analysis.uncertainty import mean_interval, plain
from groundswell.errors import UsageError
from groundswell.runs import STATEMENT
from groundswell.sampling import CONFIDENCE


class Worth(NamedTuple):
    """What a mechanism adds to an outcome in the whole model, or, with `other`, what two add beyond the sum of both.

    Means over histories of paired differences, with an interval (95 in 100). `clear` says whether it would still be apart
    from nothing if all the questions of its table were asked at once. `share` is the mean in standard deviations of the
    outcome over all histories that were run. `nought` says whether not one history differs in it.
    """

    outcome: str
    mechanism: str
    other: str
    mean: float
    low: float
    high: float
    share: float
    clear: bool
    nought: bool


@dataclass(frozen=True)
class Removed:
    """What was removed and what it was worth; `whole` are the means of the whole model."""

    case: str
    seed: int
    histories: int
    mechanisms: tuple[str, ...]
    outcomes: tuple[Seen, ...]
    whole: dict[str, float]
    worths: tuple[Worth, ...]
    idle: tuple[str, ...]

    def of(self, mechanism: str, outcome: str, other: str = "") -> Worth:
        """What one mechanism, or a pair in either order, is worth. Raises UsageError for what was not removed."""
        for key in ((outcome, mechanism, other), (outcome, other, mechanism)):
            if key in self._by_name:
                return self._by_name[key]
        got = f"{' and '.join(filter(None, (mechanism, other)))} on {outcome}"
        raise UsageError.of("removed", got, "what was removed", "gs.remove(scene, …)")

    @cached_property
    def _by_name(self) -> dict[tuple[str, str, str], Worth]:
        return {(one.outcome, one.mechanism, one.other): one for one in self.worths}

    def alone(self, outcome: str, clear: bool = True) -> tuple[Worth, ...]:
        """What each mechanism is worth to an outcome, the largest first; only what is clear, unless told."""
        return self._largest([one for one in self.worths if one.outcome == outcome and not one.other], clear)

    def together(self, outcome: str, clear: bool = True) -> tuple[Worth, ...]:
        """What pairs are worth beyond the sum of both, the largest first; only what is clear, unless told."""
        return self._largest([one for one in self.worths if one.outcome == outcome and one.other], clear)

    def foremost(self, count: int) -> tuple[str, ...]:
        """The mechanisms that are worth most in all: by the mean of their shares over outcomes, of which only clear ones count."""
        weights = dict.fromkeys(self.mechanisms, 0.0)
        for one in self.worths:
            if one.clear and not one.other:
                weights[one.mechanism] += abs(one.share)
        ranked = sorted(weights, key=lambda name: -weights[name])
        return tuple(name for name in ranked[:count] if weights[name] > 0)

    def _largest(self, found: list[Worth], clear: bool) -> tuple[Worth, ...]:
        return tuple(sorted((one for one in found if one.clear or not clear), key=lambda one: -abs(one.mean)))

    def rows(self) -> Iterator[dict[str, Any]]:
        """All of it as plain data."""
        for one in self.worths:
            yield {**one._asdict(), "whole": self.whole[one.outcome]}

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        rows = [plain(row) for row in self.rows()]
        return {
            "statement": STATEMENT, "scenario": self.case, "seed": self.seed, "histories": self.histories, "idle": list(self.idle),
            "worths": rows,
        }  # fmt: skip


def removed(tried: Tried) -> Removed:
    """What each mechanism is worth in the whole model, and what two are worth together beyond the sum of both.

    A pair's worth beyond is y(both) - y(without one) - y(without the other) + y(without both), history by history.
    Raises UsageError for what was not made by `remove`, and where Ctrl-C has left it unfinished.

    >>> import groundswell as gs
    >>> made = gs.remove(gs.load("bolivia-autumn"), ["success_diffuses_abroad"], histories=4, memory=True)
    >>> gs.removed(made).idle
    ('success_diffuses_abroad',)
    """
    refuse_other(tried, "removals", "remove")
    if tried.whole < len(tried.points):
        raise UsageError.of("removed", f"{tried.whole} of {len(tried.points)} points", "all of them", "call `remove` again: it goes on")
    names = tried.points.factors.mechanisms
    gone = [tried.points.off(point) for point in range(len(tried.points))]
    place = {off: point for point, off in enumerate(gone)}
    sure = 1 - (1 - CONFIDENCE) / max(1, (len(gone) - 1) * len(tried.seen))
    worths: list[Worth] = []
    for one in tried.seen:
        values = tried.values(one.name)
        apart = float(values.std()) or 1.0
        worths += [_worth(one.name, off, _difference(values, place, off), apart, sure) for off in gone[1:]]
    idle = tuple(name for name in names if not _moves(tried.traces, place[name,]))
    whole = {one.name: float(tried.values(one.name)[0].mean()) for one in tried.seen}
    return Removed(tried.case, tried.seed, tried.histories, names, tuple(tried.seen), whole, tuple(worths), idle)


def _difference(values: Values, place: dict[tuple[str, ...], int], off: tuple[str, ...]) -> Values:
    """Of one mechanism what it adds, of two what they add beyond the sum, history by history."""
    if len(off) == 1:
        return np.asarray(values[0] - values[place[off]], np.float64)
    first, second = off
    return np.asarray(values[0] - values[place[first,]] - values[place[second,]] + values[place[off]], np.float64)


def _worth(outcome: str, off: tuple[str, ...], difference: Values, apart: float, sure: float) -> Worth:
    low, high = mean_interval(difference)
    lowest, highest = mean_interval(difference, sure)
    clear = bool(lowest > 0 or highest < 0)
    mean = float(difference.mean())
    return Worth(outcome, off[0], off[1] if len(off) > 1 else "", mean, low, high, mean / apart, clear, not difference.any())


def _moves(traces: NDArray[np.float64], point: int) -> bool:
    """Whether any history differs, in any bit, from the whole model's."""
    return bool((traces[point] != traces[0]).any())
