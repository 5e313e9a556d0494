"""What is kept of a history that is one of very many: a dozen numbers, read from its block before the block is forgotten."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.recorder import EVENT_KINDS
from groundswell.errors import UsageError
from groundswell.scenario.words import meant

Values = NDArray[np.float64]


class Outcome(NamedTuple):
    """A number of each history: its name, what it says, its unit, and how it is read of a block."""

    name: str
    words: str
    unit: str
    read: Callable[["Seen"], Values]


class Seen(NamedTuple):
    """One block whose events and waves are numbered by lane, and the people of each country."""

    block: Any
    people: Sequence[float]
    lanes: int

    def national(self, name: str) -> Values:
        """A series of every country."""
        rows = [k for k, series in enumerate(self.block.series) if series == name or self._is_of_country(series, name)]
        return np.asarray(self.block.daily[rows[: len(self.people)]], np.float64)

    def _is_of_country(self, series: str, name: str) -> bool:
        return len(self.people) > 1 and series.partition(":")[0] == name

    def final(self, name: str) -> Values:
        """A stock of the last evening, the mean over countries."""
        rows = [values for key, values in self.block.final.items() if key.partition(":")[0] == name]
        return np.asarray(np.mean(rows, axis=0), np.float64)

    def counted(self, kind: str) -> Values:
        """How many events of a kind each lane has."""
        return np.bincount(self._of(kind)["history"].astype(np.int64), minlength=self.lanes).astype(np.float64)

    def amount(self, kind: str) -> Values:
        """The sum of what the events of a kind amount to."""
        rows = self._of(kind)
        return np.bincount(rows["history"].astype(np.int64), weights=rows["amount"], minlength=self.lanes).astype(np.float64)

    def waves(self) -> Values:
        """How many waves each lane has, of all countries."""
        return np.bincount(self.block.episodes["history"].astype(np.int64), minlength=self.lanes).astype(np.float64)

    def largest_peak(self) -> Values:
        """The highest peak of any wave of each lane; 0 without one."""
        found = np.zeros(self.lanes)
        np.maximum.at(found, self.block.episodes["history"].astype(np.int64), self.block.episodes["peak"])
        return found

    def _of(self, kind: str) -> NDArray[Any]:
        rows: NDArray[Any] = self.block.events[self.block.events["kind"] == EVENT_KINDS.index(kind)]
        return rows


def _mean(series: str) -> Callable[[Seen], Values]:
    return lambda seen: np.asarray(seen.national(series).mean(axis=(0, 1)), np.float64)


def _last(stock: str) -> Callable[[Seen], Values]:
    return lambda seen: seen.final(stock)


def _count(kind: str) -> Callable[[Seen], Values]:
    return lambda seen: seen.counted(kind)


OUTCOMES = (
    Outcome("killed", "killed by forces", "persons", lambda seen: seen.amount("killed")),
    Outcome("falls", "falls of government", "falls", _count("fall")),
    Outcome("waves", "waves of protest", "waves", Seen.waves),
    Outcome("largest_peak", "peak of the largest wave", "share active", Seen.largest_peak),
    Outcome("participation", "people in action, mean of all days", "share active", _mean("active_share")),
    Outcome("stoppage", "economy stopped, mean of all days", "share", _mean("stoppage")),
    Outcome("approval", "approval on the last day", "share", _last("approval")),
    Outcome("policy", "policy line on the last day", "-1 to 1", _last("policy")),
    Outcome("concessions", "grants of a demand", "grants", _count("concession")),
    Outcome("crises", "currency crises", "crises", _count("crisis")),
    Outcome("reversals", "attempts at a reversal", "attempts", _count("reversal_attempted")),
    Outcome("councils", "councils of the capital, mean of all days", "share", _mean("councils")),
    Outcome("arms", "arms on both sides, mean of all days", "share", _mean("arms")),
    Outcome("abroad", "people who have left, on the last day", "share", _last("abroad")),
)


def outcome(name: str) -> Outcome:
    """The outcome of a name. Raises UsageError for a name that is none.

    >>> outcome("killed").unit
    'persons'
    """
    known = {one.name: one for one in OUTCOMES}
    if name not in known:
        raise UsageError.of("outcome", f"'{name}'", f"one of {', '.join(known)}", meant(name, known) or f"for example {next(iter(known))}")
    return known[name]


def outcomes_of(block: Any, people: Sequence[float], lanes: int) -> dict[str, Values]:
    """All outcomes of a block, by name: one number a lane. Of several countries: events of all of them, means over them."""
    seen = Seen(block, people, lanes)
    return {one.name: one.read(seen) for one in OUTCOMES}
