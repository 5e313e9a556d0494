"""What a change does to a quantity: differences between histories that share their luck."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol, overload

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.quantities import Quantity, quantity
from groundswell.analysis.resampling import bootstrap_interval
from groundswell.analysis.uncertainty import mean_interval, number
from groundswell.errors import UsageError
from groundswell.sampling import CONFIDENCE, standard_errors

if TYPE_CHECKING:
    from groundswell.runs import Runs

Method = Literal["normal", "bootstrap"]
HUNDRED = 100


class Paired(Protocol):
    """Two ensembles of the same histories, as `compare` and `ablate` make them."""

    @property
    def name(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def baseline(self) -> "Runs": ...
    @property
    def changed(self) -> "Runs": ...
    @property
    def identical(self) -> bool: ...
    def of(self, country: str) -> "Paired": ...


@dataclass(frozen=True)
class Effect:
    """The mean difference of one quantity, changed less baseline, over pairs of histories.

    `low` and `high` hold the mean difference with 95 in 100; `up`, `down` and `same` count pairs;
    `gain` is how many times smaller the variance is than with independent luck.
    """

    name: str
    words: str
    quantity: Quantity
    pairs: int
    baseline: float
    changed: float
    difference: float
    low: float
    high: float
    up: int
    down: int
    same: int
    gain: float

    @property
    def settled(self) -> bool:
        """Whether the interval leaves out zero, so that the sign is not in doubt."""
        return self.low > 0 or self.high < 0

    def settled_among(self, effects: int) -> bool:
        """Whether zero is left out still where this is one of so many effects looked at, each at 0.05 over their number.

        The rule of Bonferroni; the interval is widened on both sides as one of a normal distribution is.
        """
        wider = standard_errors(1 - (1 - CONFIDENCE) / effects) / standard_errors()
        nearest = self.low if self.difference > 0 else self.high
        return abs(self.difference) > wider * abs(self.difference - nearest)

    def text(self) -> str:
        """The difference with its interval, and in how many pairs it goes which way."""
        if self.quantity.yes_or_no:
            before, by, low, high = (round(HUNDRED * value) for value in (self.baseline, self.difference, self.low, self.high))
            return f"{self.words}: {self.quantity.words}, {before} → {max(0, before + by)} in 100, {by:+d} [{low:+d}, {high:+d}]"
        numbers = f"mean {_shown(self.baseline)} → {_shown(self.changed)} {self.quantity.unit}, {_signed(self.difference)}"
        return f"{self.words}: {self.quantity.words}, {numbers} [{_signed(self.low)}, {_signed(self.high)}]"

    __str__ = text

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "name": self.name, "words": self.words, "quantity": self.quantity.name, "unit": self.quantity.unit, "pairs": self.pairs,
            "baseline": self.baseline, "changed": self.changed, "difference": self.difference, "low": self.low, "high": self.high,
            "up": self.up, "down": self.down, "same": self.same, "settled": self.settled, "variance_gain": number(self.gain),
        }  # fmt: skip


@dataclass(frozen=True)
class Effects:
    """The effects of several changes on one quantity, the largest first.

    Each has an interval of its own, of 95 in 100; the largest of many is picked for its size, so
    `settled` tells which leave out zero with the number of effects taken into account.
    """

    rows: tuple[Effect, ...]

    @property
    def settled(self) -> tuple[Effect, ...]:
        """The effects that leave out zero at 0.05 over their number."""
        return tuple(row for row in self.rows if row.settled_among(len(self.rows)))

    def __getitem__(self, name: str) -> Effect:
        """The effect of one change. Raises KeyError for a name that is none."""
        return {row.name: row for row in self.rows}[name]

    def text(self) -> str:
        """A line for each change."""
        return "\n".join(row.text() for row in self.rows)

    __str__ = text

    def to_dict(self) -> dict[str, Any]:
        """Plain data; `settled_among_all` is the verdict with the number of effects taken into account."""
        among = len(self.rows)
        return {"rows": [row.to_dict() | {"among": among, "settled_among_all": row.settled_among(among)} for row in self.rows]}


@overload
def effect(of: Paired, name: str = ..., method: Method = ...) -> Effect: ...
@overload
def effect(of: Iterable[Paired], name: str = ..., method: Method = ...) -> Effects: ...
def effect(of: Paired | Iterable[Paired], name: str = "government_falls", method: Method = "normal") -> Effect | Effects:
    """Compares a quantity between histories that share their luck, pair by pair.

    Of one pair of ensembles an Effect; of an ablation, or any list of pairs, Effects, the largest
    first. A history is one draw: both of its sides enter as one difference, and "bootstrap"
    resamples pairs, never sides (use it where few histories carry most of a total, as with deaths).
    Where nothing at all differs, the difference is 0 and its interval [0, 0].

    Raises UsageError for a quantity that does not exist.

    >>> import groundswell as gs
    >>> why = gs.ablate(gs.load("bolivia-autumn"), "blockades_bite", replicates=64, memory=True)
    >>> gs.effect(why["blockades_bite"], "killed").pairs
    64
    >>> len(gs.effect(why, "killed").rows)
    1
    """
    if method not in ("normal", "bootstrap"):
        raise UsageError.of("method", f"'{method}'", "normal or bootstrap", "bootstrap suits skewed totals, such as deaths")
    if isinstance(of, Iterable):
        return Effects(tuple(sorted((_effect(pair, name, method) for pair in of), key=lambda row: -abs(row.difference))))
    return _effect(of, name, method)


def _effect(pair: Paired, name: str, method: Method) -> Effect:
    what = quantity(pair.baseline, name)
    before, after = what.read(pair.baseline), what.read(pair.changed)
    apart = after - before
    low, high = _interval(pair, what, apart, method)
    up, down = int((apart > 0).sum()), int((apart < 0).sum())
    return Effect(
        pair.name, pair.words, what, apart.size, float(before.mean()), float(after.mean()), float(apart.mean()), low, high,
        up, down, apart.size - up - down, variance_gain(before, after),
    )  # fmt: skip


def _interval(pair: Paired, what: Quantity, apart: NDArray[np.float64], method: Method) -> tuple[float, float]:
    if not apart.any() and pair.identical:
        return 0.0, 0.0
    if what.yes_or_no and method == "normal":
        return matched_shares(int((apart > 0).sum()), int((apart < 0).sum()), apart.size)
    return mean_interval(apart) if method == "normal" else bootstrap_interval(apart)


def matched_shares(up: int, down: int, pairs: int) -> tuple[float, float]:
    """The interval of a difference between two shares of the same histories.

    After Agresti & Min (2005), doi:10.1002/sim.1781: half a pair is added to each of the four
    cells, so that an interval has a width even where no pair moved.

    >>> low, high = matched_shares(0, 0, 98)
    >>> round(high, 3) == -round(low, 3) == 0.02
    True
    """
    size = pairs + 2
    middle = (up - down) / size
    half = standard_errors() * math.sqrt((up + down + 1) - size * middle**2) / size
    return max(-1.0, middle - half), min(1.0, middle + half)


def variance_gain(before: NDArray[np.float64], after: NDArray[np.float64]) -> float:
    """Variance of the difference with independent luck, over that with the same; infinite where all differences are equal."""
    together = float((after - before).var())
    apart = float(before.var() + after.var())
    return apart / together if together > 0 else math.inf


def _shown(value: float) -> str:
    """Whole numbers where they say enough, else three digits."""
    return f"{value:.0f}" if abs(value) >= HUNDRED or value == 0 else f"{value:.3g}"


def _signed(value: float) -> str:
    return ("+" if value > 0 else "") + _shown(value)
