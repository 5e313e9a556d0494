"""Finds out which parameters a fit could find at all: the truth is planted, and the fit has to dig it up.

From a table of points drawn from the prior, each with some simulated histories, one history is taken out and handed
to the fit as if it were the record. The rest of the table answers: the nearest candidates are kept (rejection), then
moved by regression. Over many such planted records the mean of the posterior is compared with the truth.

    r = correlation of posterior mean and truth        width = posterior sd / prior sd, root mean square over records

Were posteriors exact, r² = 1 − width². A parameter is identified when r ≥ 0.9 and width ≤ 0.5, which is a little more than
the 0.44 that goes with r = 0.9: what is claimed to be known may not be wider than what is found.

The record is one history, with all the luck of one. A distance may be told for each history of a candidate: then each
is a candidate of its own, and the posterior is that of Bayes' rule as the threshold shrinks. Or it may be told for a
candidate as a whole, as a score of all its histories: then those are kept whose histories together foretell the record
best, which can be a narrower set than the posterior. Either way each history enters the regression as a row of its
own, and `covered` tells whether the width that comes out can be believed.

Source:  cross-validation of rejection and regression, Csilléry, François & Blum (2012); bootstrap, Efron (1979).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.calibrate import luck
from groundswell.calibrate.adjust import Adjusted, regression
from groundswell.calibrate.problem import Values
from groundswell.errors import UsageError

BAR = 0.9  # least correlation of a parameter that is called identified; the bar itself suffices
WIDEST = 0.5  # posterior sd in prior sd of a parameter that is called identified, at most
PRIOR_SD = math.sqrt(1.0 / 12.0)  # of a uniform number
RESAMPLES = 1000  # of the planted records: the ends of an interval of 95 % rest on 25 of them each
TAIL = 0.025
CENTRAL = (0.5, 0.9)

Distance = Callable[[Values, Values], Values]


class Recovered(NamedTuple):
    """How well one parameter is dug up."""

    parameter: str
    r: float  # correlation of posterior mean and truth; 0 where the posterior mean never moves
    low: float  # of r, 95 % by resampling planted records
    high: float
    width: float  # posterior sd / prior sd
    covered: tuple[float, float]  # share of truths inside the central 50 % and 90 % of the posterior
    identified: bool

    @property
    def label(self) -> str:
        """What is to stand wherever the parameter's value is told."""
        return "identified" if self.identified else "not identified"


@dataclass(frozen=True)
class Recovery:
    """What many planted records have shown; one row a record, one column a parameter."""

    parameters: tuple[Recovered, ...]
    truths: Values
    means: Values
    sds: Values
    cumulative: Values  # posterior weight below the truth [0–1]; even where posteriors are calibrated

    def __getitem__(self, parameter: str) -> Recovered:
        return next(row for row in self.parameters if row.parameter == parameter)

    @property
    def identified(self) -> tuple[str, ...]:
        """The parameters that are identified."""
        return tuple(row.parameter for row in self.parameters if row.identified)


class Table(NamedTuple):
    """A reference table: points drawn from the prior (n, d) and the summaries of each one's histories (n, h, k)."""

    points: Values
    histories: Values


def recover(
    table: Table,
    distance: Distance,
    names: Sequence[str],
    *,
    seed: int,
    records: int = 200,
    keep: int = 200,
    adjust: bool = True,
) -> Recovery:
    """Plants `records` histories of the table one after the other and digs for their parameters with the rest of it.

    `distance(record (k,), histories (n, h, k))` tells how far each history of each candidate is from a record (n, h), or
    each candidate as a whole (n,); NaN never counts as near. The `keep` nearest of them make a posterior, moved by
    regression unless `adjust` is false.

    Raises UsageError for a table of other shapes, or too small for so many records or so many kept.

    >>> import numpy as np
    >>> from groundswell.calibrate import luck
    >>> numbers = np.arange(2000, dtype=np.uint64)
    >>> points = luck.uniforms(1, luck.PRIOR_POINT, numbers, 0, 2)
    >>> noise = luck.normals(1, luck.PSEUDO, numbers, 0, 4)[:, :, None]
    >>> table = Table(points, points[:, None, :1] + 0.01 * noise)      # four histories; the second parameter does nothing
    >>> near = lambda record, histories: abs(histories[:, :, 0] - record[0]).mean(axis=1)
    >>> found = recover(table, near, ("a", "b"), seed=1, records=50, keep=50)
    >>> found["a"].label, found["b"].label
    ('identified', 'not identified')
    """
    _refuse(table, names, records, keep)
    chosen, lane = planted(seed, len(table.points), table.histories.shape[1], records)
    rows = [_dig(table, distance, int(i), int(j), keep, adjust) for i, j in zip(chosen, lane, strict=True)]
    means, sds, cumulative = (np.array(column) for column in zip(*rows, strict=True))
    truths = table.points[chosen]
    samples = _resamples(seed, records)
    told = [_judge(name, truths[:, k], means[:, k], sds[:, k], cumulative[:, k], samples) for k, name in enumerate(names)]
    return Recovery(tuple(told), truths, means, sds, cumulative)


def planted(seed: int, candidates: int, histories: int, records: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Which candidates give a record, none twice, and which of its histories it is."""
    numbers = np.arange(candidates, dtype=np.uint64)
    order, lane = luck.uniforms(seed, luck.PSEUDO, numbers, 0, 2).T
    chosen = np.argsort(order, kind="stable")[:records]
    return chosen, np.minimum((lane[chosen] * histories).astype(np.intp), histories - 1)


def posterior(points: Values, histories: Values, distances: Values, record: Values, keep: int, adjust: bool = True) -> Adjusted:
    """The nearest candidates (n,) or histories (n, h), equally weighted and moved to the record by regression."""
    count = histories.shape[1]
    order = np.argsort(distances, axis=None, kind="stable")
    near = order[np.isfinite(distances.ravel()[order])][:keep]
    rows = near if distances.ndim == 2 else (near[:, None] * count + np.arange(count)).ravel()
    spread, weights = points[rows // count], np.full(len(rows), 1.0 / len(rows))
    if not adjust:
        return Adjusted(spread, weights, np.empty((0, points.shape[1])), np.zeros(points.shape[1]), 0.0)
    far = distances.ravel()[rows] if distances.ndim == 2 else np.repeat(distances[near], count)
    return regression(spread, weights, far, histories.reshape(-1, histories.shape[2])[rows], record)


def _dig(table: Table, distance: Distance, candidate: int, lane: int, keep: int, adjust: bool) -> tuple[Values, Values, Values]:
    """Mean and sd of the posterior of one planted record, and the weight below the truth."""
    record = table.histories[candidate, lane]
    distances = np.array(distance(record, table.histories), np.float64)
    distances[candidate] = np.nan
    found = posterior(table.points, table.histories, distances, record, keep, adjust)
    share = found.weights[:, None]
    mean = (share * found.points).sum(axis=0)
    sd = np.sqrt((share * (found.points - mean) ** 2).sum(axis=0))
    return mean, sd, (share * (found.points < table.points[candidate])).sum(axis=0)


def _judge(name: str, truth: Values, mean: Values, sd: Values, below: Values, samples: NDArray[np.intp]) -> Recovered:
    r = float(correlation(truth, mean))
    resampled = np.sort(correlation(truth[samples], mean[samples]))
    low, high = (float(resampled[int(level * (RESAMPLES - 1))]) for level in (TAIL, 1.0 - TAIL))
    width = math.sqrt(float((sd**2).mean())) / PRIOR_SD
    half, most = (float((np.abs(below - 0.5) <= 0.5 * share).mean()) for share in CENTRAL)
    return Recovered(name, r, low, high, width, (half, most), identified(r, width))


def identified(r: float, width: float) -> bool:
    """Whether a parameter may be told as a finding: r at the bar or above it, and a posterior no wider than its own bar.

    >>> identified(0.9, 0.44), identified(0.89, 0.44), identified(0.95, 0.6)
    (True, False, False)
    """
    return r >= BAR and width <= WIDEST


def correlation(left: Values, right: Values) -> Any:
    """Pearson's r along the last axis; 0 where one side does not vary."""
    a, b = left - left.mean(axis=-1, keepdims=True), right - right.mean(axis=-1, keepdims=True)
    size = np.sqrt((a**2).sum(axis=-1) * (b**2).sum(axis=-1))
    return np.where(size > 0.0, (a * b).sum(axis=-1) / np.where(size > 0.0, size, 1.0), 0.0)


def _resamples(seed: int, records: int) -> NDArray[np.intp]:
    """Planted records drawn with replacement, one row a resample."""
    numbers = np.arange(RESAMPLES, dtype=np.uint64)
    drawn = luck.uniforms(seed, luck.RESAMPLE, numbers, 0, records)
    return np.minimum((drawn * records).astype(np.intp), records - 1)


def _refuse(table: Table, names: Sequence[str], records: int, keep: int) -> None:
    size = len(table.points)
    if table.points.shape != (size, len(names)) or table.histories.ndim != 3 or len(table.histories) != size:
        got = f"points {table.points.shape}, histories {table.histories.shape}, {len(names)} names"
        raise UsageError.of("table", got, "points (n, d), histories (n, h, k), d names", "one row a candidate in both")
    if not 3 <= records <= size:
        raise UsageError.of("records", str(records), f"from 3 to the {size} candidates of the table", f"records={min(200, size)}")
    if not 2 <= keep < size:
        raise UsageError.of("keep", str(keep), f"from 2 to fewer than the {size} candidates of the table", f"keep={max(2, size // 20)}")
