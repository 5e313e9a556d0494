"""How the size of what follows answers to the size of its trigger: doses, thresholds, elasticities, and the tail of waves."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.analysis.resampling import bootstrap_of

if TYPE_CHECKING:
    from groundswell.runs import Runs

Values = NDArray[np.float64]
Yes = NDArray[np.bool_]

WEEK = 7  # days between two kept values of a series
TAIL = 0.2  # of all waves, the largest: where the tail is read; assumed, as few as leave a stable exponent
LEAST_TAIL = 10  # waves in the tail; assumed


class Window(Protocol):
    """Acts that were scaled, and the days from the first of them on which what follows is measured."""

    @property
    def first(self) -> date: ...
    @property
    def until(self) -> date: ...
    @property
    def acts(self) -> tuple[str, ...]: ...


class Curve(Protocol):
    """The same histories with the acts of a window at several scales."""

    @property
    def trigger(self) -> Window: ...
    @property
    def scales(self) -> tuple[float, ...]: ...
    @property
    def sides(self) -> "tuple[Runs, ...]": ...


class Followed(NamedTuple):
    """What followed the trigger, (histories, scales).

    stoppage_days [days of a stopped economy] · person_days [persons × days in action] · deaths [persons, by forces] ·
    peak of stoppage, approval on the last day [share] · whether stoppage reached the mark, whether a government fell
    """

    stoppage_days: Values
    person_days: Values
    deaths: Values
    peak: Values
    approval: Values
    erupted: Yes
    fell: Yes

    def only(self, rows: Yes) -> "Followed":
        """Some of the histories."""
        return Followed(**{name: values[rows] for name, values in self._asdict().items()})


def followed(curve: Curve, mark: float) -> Followed:
    """What followed at each scale, from the day of the first act on; series are read at their weekly values."""
    columns = [_followed(side, curve.trigger, mark) for side in curve.sides]
    return Followed(*(np.stack(values, axis=1) for values in zip(*columns, strict=True)))


def triggered(curve: Curve) -> Yes:
    """The histories in which the acts of the trigger's first day happened: in the others another government is in office.

    Until that day all scales share their luck, so these are the same at every scale.
    """
    runs, window = curve.sides[0], curve.trigger
    dates = {act.id: act.date for act in runs.scenario.acts}
    names, rows = list(runs.names["acts"]), runs.events_of("act")
    found = np.ones(runs.replicates, bool)
    for act in (act for act in window.acts if dates[act] == window.first):
        found &= np.isin(runs.histories, rows["history"][rows["entity"] == names.index(act)])
    return found


def threshold(scales: ArrayLike, erupted: Yes) -> float:
    """The scale at which half of the histories erupt, between two scales by a straight line in the logarithm.

    Not a number where half of them never do, or do so at the smallest scale above 0 already.

    >>> round(threshold((1.0, 4.0), np.array([[False, True], [False, True]])), 6)
    2.0
    """
    doses, shares = np.asarray(scales, np.float64), erupted.mean(axis=0)
    shares, doses = shares[doses > 0], np.log(doses[doses > 0])
    above = np.flatnonzero(shares >= 0.5)
    if not above.size or above[0] == 0:
        return float("nan")
    k = int(above[0])
    part = (0.5 - shares[k - 1]) / (shares[k] - shares[k - 1])
    return float(np.exp(doses[k - 1] + part * (doses[k] - doses[k - 1])))


def nearest_to_half(erupted: Yes) -> int:
    """The number of the scale at which the share of histories that erupt is nearest to half."""
    return int(np.abs(erupted.mean(axis=0) - 0.5).argmin())


def elasticity(scales: ArrayLike, sizes: Values) -> float:
    """By how many per cent size grows if the trigger grows by one: the slope of log size on log scale, over all histories.

    Sizes are (histories, scales), all above 0. Every history has every scale, so the slope is that within histories.
    Not a number with fewer than two scales.

    >>> s = np.array([1.0, 2.0, 4.0])
    >>> round(elasticity(s, 3 * s[None, :] ** 1.5), 6)
    1.5
    """
    dose, size = np.log(np.asarray(scales, np.float64)), np.log(sizes)
    away = dose - dose.mean() if dose.size else dose
    return float(away @ size.mean(axis=0) / (away @ away)) if dose.size > 1 and size.size else float("nan")


def explained(scales: ArrayLike, sizes: Values) -> float:
    """R² of log size on log scale over all histories and scales: how much of a size its trigger tells [0-1]."""
    dose, size = np.log(np.asarray(scales, np.float64)), np.log(sizes)
    if dose.size < 2 or not size.size or not size.var() > 0:
        return float("nan")
    away = np.broadcast_to(dose - dose.mean(), size.shape)
    slope = (away * size).sum() / (away**2).sum()
    return float(slope**2 * away.var() / size.var())


def own_thresholds(erupted: Yes) -> NDArray[np.int64]:
    """The number of the first scale at which each history erupts; as many as there are scales where it never does."""
    return np.asarray(np.where(erupted.any(axis=1), erupted.argmax(axis=1), erupted.shape[1]), np.int64)


class Own(NamedTuple):
    """Sums of squares and products of log size and log scale within each history, below or above its own threshold."""

    products: Values
    squares: Values

    def slope(self, rows: NDArray[np.int64]) -> float:
        """The elasticity over some histories, each within itself."""
        squares = float(self.squares[rows].sum())
        return float(self.products[rows].sum()) / squares if squares > 0 else float("nan")


def within_own(scales: ArrayLike, sizes: Values, part: Yes) -> Own:
    """Elasticity within histories over a part of their scales, (histories, scales), as sums that can be drawn again."""
    dose, size = np.log(np.asarray(scales, np.float64)), np.log(sizes)
    x, y = (_about_mean(values, part) for values in (np.broadcast_to(dose, size.shape), size))
    return Own((x * y).sum(axis=1), (x * x).sum(axis=1))


def _about_mean(values: Values, part: Yes) -> Values:
    """What each history has of its own mean, over a part of its scales; 0 elsewhere."""
    mean = np.where(part, values, 0.0).sum(axis=1, keepdims=True) / np.maximum(part.sum(axis=1, keepdims=True), 1)
    return np.asarray(np.where(part, values - mean, 0.0), np.float64)


def across_own(scales: ArrayLike, sizes: Values, first: NDArray[np.int64]) -> Values:
    """Each history's elasticity over the one step of scale that takes it across its own threshold; not a number without one."""
    dose, size = np.log(np.asarray(scales, np.float64)), np.log(sizes)
    found = np.full(len(size), np.nan)
    crossing = (first > 0) & (first < dose.size)
    rows, k = np.flatnonzero(crossing), first[crossing]
    found[rows] = (size[rows, k] - size[rows, k - 1]) / (dose[k] - dose[k - 1])
    return found


class Tail(NamedTuple):
    """The largest waves: exponent of their density if it is a power law, and how many orders of magnitude they span."""

    exponent: float
    low: float
    high: float
    orders: float
    waves: int


def tail_of_waves(runs: "Runs") -> Tail:
    """How heavy the tail of wave sizes is, in person-days, over all waves of all histories.

        density ~ size^−α,  α = 1 + 1/mean log(size/least),  over the largest fifth

    After Hill (1975), doi:10.1214/aos/1176343247. The exponent says nothing of whether the tail is a power law; sizes
    end at the last day and at the people there are. Its interval draws histories again. `orders` are decimal orders of
    magnitude from the least of the tail to the largest.
    """
    sizes, whose = runs.episodes["person_days"].astype(np.float64), runs.episodes["history"]
    tail = np.sort(sizes)[-int(TAIL * sizes.size) :] if TAIL * sizes.size >= LEAST_TAIL else np.zeros(0)
    if not tail.size or not tail[0] > 0:
        nothing = float("nan")
        return Tail(nothing, nothing, nothing, nothing, int(sizes.size))
    logs = np.log(sizes / tail[0])
    over, row = logs >= 0, np.searchsorted(runs.histories, whose)
    total, count = (np.bincount(row[over], weights, runs.replicates) for weights in (logs[over], np.ones(int(over.sum()))))

    def exponent(rows: NDArray[np.int64]) -> float:
        return 1 + float(count[rows].sum()) / float(total[rows].sum()) if total[rows].sum() > 0 else float("nan")

    low, high = bootstrap_of(exponent, runs.replicates)
    return Tail(exponent(np.arange(runs.replicates)), low, high, float(np.log10(tail[-1] / tail[0])), int(sizes.size))


def interval(statistic: Callable[[NDArray[np.int64]], float], histories: int) -> tuple[float, float, float]:
    """A statistic of all histories, called with their numbers, and its interval by drawing histories again."""
    return (statistic(np.arange(histories)), *bootstrap_of(statistic, histories)) if histories else (float("nan"),) * 3


def weekly(runs: "Runs", series: str, first: int, last: int) -> Values:
    """The weekly values of a series from day `first` to day `last`, (histories, weeks)."""
    days, values = runs.trajectory(series)
    return np.asarray(values[:, (days >= first) & (days <= last)], np.float64)


def _followed(runs: "Runs", window: Window, mark: float) -> tuple[Any, ...]:
    first, last = ((day - runs.start).days for day in (window.first, window.until))
    stoppage, active, approval = (weekly(runs, name, first, last) for name in ("stoppage", "active_share", "approval"))
    people = sum(group.population for group in runs.scenario.groups)
    killed, falls = (_between(runs.events_of(kind), first, last) for kind in ("killed", "fall"))
    deaths = np.bincount(np.searchsorted(runs.histories, killed["history"]), killed["amount"].astype(np.float64), runs.replicates)
    peak = stoppage.max(axis=1)
    fell = np.isin(runs.histories, falls["history"])
    return WEEK * stoppage.sum(axis=1), WEEK * people * active.sum(axis=1), deaths, peak, approval[:, -1], peak >= mark, fell


def _between(rows: Any, first: int, last: int) -> Any:
    return rows[(rows["day"] >= first) & (rows["day"] <= last)]
