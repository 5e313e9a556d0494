"""Which governments fall, by which route and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.uncertainty import Share, by_level, quantiles
from groundswell.analysis.wording import ROUTES, columns, listed, ordinal, out_of_a_hundred

if TYPE_CHECKING:
    from groundswell.runs import Runs

DAYS_OF_DECADE = 3652.5
HEADER = ("fall", "in 100", "±", "median date", "9 in 10 between", "by")
SHOWN = 3  # successive falls that the text tells; the data hold all
MOST = 0.8  # share of histories with a fall from which it says little that there is one: judged
OFTEN = 2.0  # falls in a history, on average, from which there is more to count than the first: judged


@dataclass(frozen=True)
class Fall:
    """One fall - the first of a history, the second, or the first of one government - over all histories.

    `name` is "any", "1", "2" … or the government's id, and `words` says it for a reader; `routes`
    are shares of these falls; `dates` are quantiles of their dates (ISO), by level.
    """

    name: str
    words: str
    share: Share
    routes: dict[str, float]
    dates: dict[float, str]

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {"name": self.name, "meaning": self.words, **self.share.to_dict(), "routes": self.routes, "dates": by_level(self.dates)}


@dataclass(frozen=True)
class Falls:
    """All falls of a run: of any government, one after another, and government by government."""

    histories: int
    any: Fall
    successive: tuple[Fall, ...]
    governments: tuple[Fall, ...]
    mean: float
    per_decade: float

    @property
    def rows(self) -> tuple[Fall, ...]:
        """The successive falls, then those of each government."""
        return (*self.successive, *self.governments)

    def text(self) -> str:
        """A line for each fall: how often, between which dates nine in ten of them lie, and by which routes."""
        if not self.any.share.count:
            return f"No government falls in any of {self.histories} histories."
        rows = [_line(row, named(row, self.governments)) for row in (*self.successive[:SHOWN], *self.governments)]
        return columns([HEADER, *rows], [1, 2])

    __str__ = text

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "histories": self.histories, "any": self.any.to_dict(), "successive": [row.to_dict() for row in self.successive],
            "governments": [row.to_dict() for row in self.governments], "mean": self.mean, "per_decade": self.per_decade,
        }  # fmt: skip


def falls(runs: "Runs") -> Falls:
    """Tells how often governments fell, by which routes and when.

    A government that falls twice in one history is counted once, by its first fall; it stays in
    the list of successive falls both times. Of several countries: falls of any of them, one after another.

    >>> import groundswell as gs
    >>> runs = gs.run(gs.load("bolivia-autumn"), replicates=64, memory=True)
    >>> found = gs.falls(runs)
    >>> found.any.share.count == int((runs.final["falls"] > 0).sum())
    True
    """
    rows = runs.events_of("fall")
    order = order_in_history(rows["history"])
    heads = {government.id: government.head for government in runs.scenario.governments}
    successive = [_fall(runs, rows[order == k], str(k + 1), f"{ordinal(k + 1)} fall") for k in range(int(order.max(initial=-1)) + 1)]
    each = [_fall(runs, first_of_each(rows[rows["entity"] == k]), name, heads[name]) for k, name in enumerate(runs.names["governments"])]
    mean = len(rows) / runs.replicates
    return Falls(
        runs.replicates, _fall(runs, rows[order == 0], "any", "any fall"), tuple(successive),
        tuple(row for row in each if row.share.count), mean, mean * DAYS_OF_DECADE / runs.days,
    )  # fmt: skip


def telling(runs: "Runs") -> str:
    """The quantity by which a change of falls is told: "government_falls", or "falls" where governments fall again and again.

    Whether any government falls can hardly tell what makes falls more frequent or rarer where one falls in most histories
    anyway, as in a case of thirty years; their number can. Where most histories have one fall and no more, whether there is
    any says the same.

    >>> import groundswell as gs
    >>> telling(gs.run(gs.load("bolivia-autumn"), replicates=64, memory=True))
    'government_falls'
    """
    found = runs.final["falls"]
    again_and_again = (found > 0).mean() >= MOST and found.mean() >= OFTEN
    return "falls" if again_and_again else "government_falls"


def order_in_history(histories: NDArray[Any]) -> NDArray[np.int64]:
    """The place of each row among the rows of its history, from 0; rows of a history lie together.

    >>> order_in_history(np.array([4, 4, 9])).tolist()
    [0, 1, 0]
    """
    starts = np.flatnonzero(np.diff(histories, prepend=histories[:1] + 1))
    return np.arange(len(histories)) - np.repeat(starts, np.diff([*starts, len(histories)]))


def first_of_each(rows: NDArray[Any]) -> NDArray[Any]:
    """The first row of every history."""
    return rows[np.unique(rows["history"], return_index=True)[1]]


def fall_days(runs: "Runs", which: int = 0) -> NDArray[np.float64]:
    """The day of a history's fall - the first if `which` is 0 - and infinity where it never comes to that."""
    rows = runs.events_of("fall")
    rows = rows[order_in_history(rows["history"]) == which]
    days = np.full(runs.replicates, np.inf)
    days[np.searchsorted(runs.histories, rows["history"])] = rows["day"]
    return days


def named(row: Fall, among: Sequence[Fall]) -> str:
    """Whose fall, or which; with the government's id where one head led several."""
    alone = sum(other.words == row.words for other in among) < 2
    return row.words if alone else f"{row.words} ({row.name})"


def routes_in_words(row: Fall) -> str:
    """The routes of a fall, the most frequent first, with the share of each where there are several."""
    taken = sorted(((part, ROUTES.get(name, name)) for name, part in row.routes.items() if part), reverse=True)
    if len(taken) == 1:
        return taken[0][1]
    return listed([f"{words} {_whole_percent(part)}" for part, words in taken])


def _whole_percent(part: float) -> str:
    return f"{out_of_a_hundred(part).replace('fewer than ', 'under ').replace('more than ', 'over ')} %"


def _line(row: Fall, name: str) -> list[str]:
    often = out_of_a_hundred(row.share.share).replace("fewer than ", "<").replace("more than ", ">")
    dates = f"{row.dates[0.05]} to {row.dates[0.95]}"
    return [name, often, f"±{100 * row.share.margin:.0f}", row.dates[0.5], dates, routes_in_words(row)]


def _fall(runs: "Runs", rows: NDArray[Any], name: str, words: str) -> Fall:
    share = Share(len(rows), runs.replicates)
    routes: Sequence[str] = runs.names["fall_routes"]
    counts = np.bincount(rows["amount"].astype(int), minlength=len(routes)).tolist()
    parts = {route: count / len(rows) for route, count in zip(routes, counts, strict=True)} if len(rows) else {}
    dates = {level: runs.date(int(day)).isoformat() for level, day in quantiles(rows["day"]).items()} if len(rows) else {}
    return Fall(name, words, share, parts, dates)
