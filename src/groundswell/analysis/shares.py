"""What a handful of factors share of the variance of an outcome: each alone, each with all others, every two together."""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from groundswell.analysis.screening import MATTERS, Seen, Tried, Values, refuse_other
from groundswell.analysis.uncertainty import plain
from groundswell.errors import UsageError
from groundswell.factors import SEEDS, salib, unit_cube
from groundswell.runs import STATEMENT
from groundswell.sampling import CONFIDENCE, FEW, standard_errors

RESAMPLES = 500  # of the samples, for an interval
ALIKE = "Constant values encountered"  # what SALib warns of where samples that are drawn again are all the same


class Share(NamedTuple):
    """A part of the variance of one outcome, with half the width of its interval (95 in 100).

    `order` is "first" (one factor alone), "total" (one with all that it does together with others) or "second" (what two do
    together beyond the sum of both). Estimates of small shares may lie under 0. `clear` says whether it would still be above
    nothing if all shares of its order were asked about at once. A share that lies beyond the whole by more than its margin, and
    any of fewer than ten samples, is not clear.
    """

    outcome: str
    order: str
    factor: str
    other: str
    value: float
    margin: float
    clear: bool

    @property
    def told(self) -> bool:
        """Whether it is clear and large enough to be listed."""
        return listed(self.clear, self.value)


@dataclass(frozen=True)
class Shares:
    """The shares of all factors in the variance of all outcomes; outcomes that never vary have none.

    `restless` is the share of points at which a country without demands would never be quiet, were all mechanisms on.
    """

    case: str
    seed: int
    samples: int
    histories: int
    factors: tuple[str, ...]
    outcomes: tuple[Seen, ...]
    shares: tuple[Share, ...]
    restless: float

    def of(self, outcome: str, order: str) -> tuple[Share, ...]:
        """The shares of one order in one outcome, the largest first."""
        found = [one for one in self.shares if (one.outcome, one.order) == (outcome, order)]
        return tuple(sorted(found, key=lambda one: -one.value))

    def rows(self) -> Iterator[dict[str, Any]]:
        """Every share as plain data."""
        for one in self.shares:
            yield one._asdict()

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        rows = [plain(row) for row in self.rows()]
        return {
            "statement": STATEMENT, "scenario": self.case, "seed": self.seed, "samples": self.samples, "histories": self.histories,
            "factors": list(self.factors), "restless": self.restless, "shares": rows,
        }  # fmt: skip


def listed(clear: bool, value: float) -> bool:
    """Whether a share of the variance is one that lists tell of: clear, and a twentieth or more.

    >>> listed(True, 0.3), listed(True, 0.04), listed(False, 0.3)
    (True, False, False)
    """
    return clear and value >= MATTERS


def shares(tried: Tried) -> Shares:
    """Shares out the variance of every outcome: to factors alone, with all others, and to every pair.

    Indices of first, second and total order (Sobol' 2001, doi:10.1016/S0378-4754(00)00270-6; Saltelli and others 2010,
    doi:10.1016/j.cpc.2009.09.018), by SALib, with intervals from drawing samples again.

    Raises UsageError for what was not made by `decompose`, where Ctrl-C has cut it to fewer than two samples, and without
    the extra `sensitivity`.

    >>> import groundswell as gs
    >>> scene = gs.load("bolivia-autumn")
    >>> tried = gs.decompose(scene, ["repression_backfires", "barrier"], samples=4, histories=4, memory=True)
    >>> len(gs.shares(tried).of("killed", "total"))
    2
    """
    refuse_other(tried, "sequence", "decompose")
    names = tried.points.factors.names
    block = 2 * len(names) + 2
    samples = tried.whole // block
    if samples < 2:
        raise UsageError.of("shares", f"{samples} whole samples", "two or more", "let `decompose` run longer: the same call goes on")
    found: list[Share] = []
    for one in tried.seen:
        found += _of_outcome(one.name, names, tried.values(one.name)[: samples * block].mean(axis=1), tried.seed, len(tried.seen))
    restless = float(tried.points.restless[: samples * block].mean())
    told = tuple(one._replace(clear=one.clear and samples >= FEW) for one in found)
    return Shares(tried.case, tried.seed, samples, tried.histories, names, tuple(tried.seen), told, restless)


def _of_outcome(outcome: str, names: tuple[str, ...], means: Values, seed: int, outcomes: int) -> Iterator[Share]:
    """All shares in one outcome; none where it never varies."""
    if not np.ptp(means):  # rounding leaves equal numbers a standard deviation
        return
    reader = salib("analyze.sobol")
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.filterwarnings("ignore", ALIKE, UserWarning)  # what never varies has no shares, and few samples none that is clear
        told = reader.analyze(unit_cube(names), means, calc_second_order=True, num_resamples=RESAMPLES, seed=seed % SEEDS)
    pairs = list(combinations(range(len(names)), 2))
    for k, name in enumerate(names):
        for order, key in (("first", "S1"), ("total", "ST")):
            yield _share(outcome, order, (name, ""), told[key][k], told[f"{key}_conf"][k], outcomes * len(names))
    for i, k in pairs:
        yield _share(outcome, "second", (names[i], names[k]), told["S2"][i, k], told["S2_conf"][i, k], outcomes * len(pairs))


def _share(outcome: str, order: str, factors: tuple[str, str], value: float, margin: float, questions: int) -> Share:
    wider = standard_errors(1 - (1 - CONFIDENCE) / questions) / standard_errors()
    clear = bool(wider * margin < value <= 1 + wider * margin)
    return Share(outcome, order, *factors, float(value), float(margin), clear)
