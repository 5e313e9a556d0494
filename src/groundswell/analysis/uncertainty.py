"""How sure a finding is: shares of histories with their sampling error, intervals, quantiles."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.analysis.wording import chance_in_words, out_of_a_hundred
from groundswell.sampling import CONFIDENCE, share_margin, standard_errors

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Share:
    """A number of histories out of all, with what chance alone allows for (95 in 100).

    The interval is that of Wilson (1927), doi:10.1080/01621459.1927.10502953, which stays honest
    where none or all of the histories have it.

    >>> Share(0, 100).low, round(Share(0, 100).high, 3)
    (0.0, 0.037)
    """

    count: int
    of: int

    @property
    def share(self) -> float:
        """The share of the histories [0-1]."""
        return self.count / self.of if self.of else math.nan

    @property
    def low(self) -> float:
        """Lower end of the interval [0-1]."""
        return 0.0 if self.count == 0 else self._middle() - self.margin

    @property
    def high(self) -> float:
        """Upper end of the interval [0-1]."""
        return 1.0 if self.count == self.of else self._middle() + self.margin

    @property
    def margin(self) -> float:
        """Half the width of the interval [0-1]: the sampling error, and not the spread of the world."""
        return share_margin(self.count, self.of)

    @property
    def words(self) -> str:
        """The share in words, such as "likely"."""
        return chance_in_words(self.share)

    def _middle(self) -> float:
        z2 = standard_errors() ** 2
        return (self.share + z2 / (2 * self.of)) / (1 + z2 / self.of)

    def to_dict(self) -> dict[str, Any]:
        """Plain data: count, of, share, low, high, margin, in_100, words."""
        ends = {"low": number(self.low), "high": number(self.high), "margin": number(self.margin)}
        return {
            "count": self.count, "of": self.of, "share": number(self.share), **ends,
            "in_100": out_of_a_hundred(self.share), "words": self.words,
        }  # fmt: skip


def quantiles(values: ArrayLike, levels: Sequence[float] = LEVELS) -> dict[float, float]:
    """Values that given shares of the histories lie at or below; each is the value of some history.

    >>> quantiles([3, 1, 2], [0.5])
    {0.5: 2.0}
    """
    return dict(zip(levels, quantile_rows(values, levels).tolist(), strict=True))


def quantile_rows(values: ArrayLike, levels: Sequence[float] = LEVELS) -> NDArray[np.float64]:
    """The same for every column of (histories, columns), with a row for each level: the one rule by which all quantiles are taken.

    >>> quantile_rows([[3, 0], [1, 0], [2, 8]], [0.5]).tolist()
    [[2.0, 0.0]]
    """
    return np.asarray(np.quantile(np.asarray(values, np.float64), levels, axis=0, method="inverted_cdf"), np.float64)


def rank(values: ArrayLike, recorded: float) -> float:
    """Where a recorded value lies among the histories: the share below it, and half of those equal to it [0-1].

    >>> rank([1, 2, 3, 4], 2)
    0.375
    """
    drawn = np.asarray(values, np.float64)
    return float(((drawn < recorded).sum() + 0.5 * (drawn == recorded).sum()) / drawn.size)


def number(value: float | None) -> float | None:
    """A number as JSON can hold it: what is not finite is nothing."""
    return None if value is None or not math.isfinite(value) else float(value)


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as JSON can hold it: numbers that are not finite are nothing.

    >>> plain({"factor": "barrier", "size": float("nan"), "clear": False})
    {'factor': 'barrier', 'size': None, 'clear': False}
    """
    return {name: number(value) if isinstance(value, float) else value for name, value in row.items()}


def by_level(found: Mapping[float, Any]) -> dict[str, Any]:
    """Quantiles with their levels as text, in hundredths.

    >>> by_level({0.05: 1.0, 0.5: 2.0})
    {'5': 1.0, '50': 2.0}
    """
    return {f"{100 * level:g}": value for level, value in found.items()}


def mean_interval(values: NDArray[np.float64], confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The interval of a mean over independent histories, by the normal approximation."""
    middle = float(values.mean())
    spread = float(values.std(ddof=1)) if values.size > 1 else 0.0
    half = standard_errors(confidence) * spread / math.sqrt(values.size)
    return middle - half, middle + half
