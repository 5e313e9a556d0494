"""What a fit looks at: quantities that records hold, read off histories and the record by the same rules.

Counts are read as log(1 + count), so that twice as many is as far off from 5 as from 50. A target's
scale is what counts as one unit of error in it; its weight says how much that unit costs in the distance.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.calibrate.sight import WEEK, Sight
from groundswell.errors import UsageError

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Target:
    """One quantity that a fit looks at.

    kind one of KINDS · first, last its days, both included · places those whose deaths count (none: all) · least the
    smallest number that counts for kinds that count days · scale one unit of error · weight its price in the distance
    """

    name: str
    kind: str
    words: str
    first: date
    last: date
    places: tuple[str, ...] = ()
    least: float = 1.0
    scale: float = 1.0
    weight: float = 1.0

    def read(self, sight: Sight) -> Values:
        """The quantity in each course of events, in units of the scale (n,)."""
        return np.asarray(KINDS[self.kind](self, sight) / self.scale, np.float64)


def read_all(targets: Sequence[Target], sight: Sight) -> Values:
    """All quantities of all courses: one row a course, one column a target."""
    return np.stack([target.read(sight) for target in targets], axis=1)


def killed(target: Target, sight: Sight) -> Any:
    """log(1 + persons killed by forces)."""
    return np.log1p(_by_day(target, sight).sum(axis=0))


def largest_day(target: Target, sight: Sight) -> Any:
    """log(1 + most persons killed by forces on one day)."""
    return np.log1p(_by_day(target, sight).max(axis=0))


def lethal_days(target: Target, sight: Sight) -> Any:
    """log(1 + days with at least `least` persons killed by forces)."""
    return np.log1p((_by_day(target, sight) >= target.least).sum(axis=0))


def fell(target: Target, sight: Sight) -> Any:
    """1 if a government falls in the window, else 0."""
    return _in_window(target, sight).any(axis=0).astype(np.float64)


def fall_day(target: Target, sight: Sight) -> Any:
    """Days from the start of the window to the first fall in it; the window's length where there is none."""
    inside = np.where(_in_window(target, sight), sight.falls, np.inf).min(axis=0) - sight.day(target.first)
    return np.minimum(inside, (target.last - target.first).days + 1)


def lag_to_fall(target: Target, sight: Sight) -> Any:
    """log(1 + days) from the first day with at least `least` killed to the next fall; the window's length if there is none."""
    length = (target.last - target.first).days + 1
    many = _by_day(target, sight) >= target.least
    first = np.where(many.any(axis=0), many.argmax(axis=0) + sight.day(target.first), np.inf)
    after = np.where(_in_window(target, sight) & (sight.falls >= first), sight.falls, np.inf).min(axis=0)
    waited = np.where(np.isfinite(after), after, first + length) - np.where(np.isfinite(first), first, 0.0)
    return np.log1p(np.where(np.isfinite(first), np.minimum(waited, length), length))


def approval(target: Target, sight: Sight) -> Any:
    """Share that approves: mean over the days of the window of what polls would show, or what they showed."""
    if sight.approval is not None:
        return sight.approval[_days(target, sight)].mean(axis=0)
    for poll in sight.polls:
        if (poll.first, poll.last) == (target.first, target.last):
            return np.array([poll.share])
    raise UsageError.of(f"target {target.name}", "no poll of these days on record", "the days of a recorded poll", "see observed.csv")


def weeks_reported(target: Target, sight: Sight) -> Any:
    """log(1 + weeks with a reported protest)."""
    weeks = slice(sight.day(target.first) // WEEK, sight.day(target.last) // WEEK + 1)
    return np.log1p(sight.reported[weeks].sum(axis=0))


KINDS: dict[str, Callable[[Target, Sight], Any]] = {
    rule.__name__: rule for rule in (killed, largest_day, lethal_days, fell, fall_day, lag_to_fall, approval, weeks_reported)
}


def _days(target: Target, sight: Sight) -> slice:
    return slice(sight.day(target.first), sight.day(target.last) + 1)


def _by_day(target: Target, sight: Sight) -> Values:
    """Killed by forces on each day of the window, in the target's places (days, n)."""
    rows = [sight.places.index(place) for place in target.places] or list(range(len(sight.places)))
    return np.asarray(sight.killed[rows, _days(target, sight)].sum(axis=0), np.float64)


def _in_window(target: Target, sight: Sight) -> NDArray[np.bool_]:
    return (sight.falls >= sight.day(target.first)) & (sight.falls <= sight.day(target.last))
