"""Whether the record lies inside the cloud of simulated summaries: a model that cannot make the record's like is misspecified."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from groundswell.analysis.uncertainty import number, rank
from groundswell.backtest.estimates import NOTHING, Estimate, quantity
from groundswell.backtest.lines import AT_MOST, Aim, Line
from groundswell.backtest.seen import Values
from groundswell.backtest.worlds import World
from groundswell.calibrate.sight import Sight
from groundswell.calibrate.targets import read_all

CLOUD = "cloud"
INSIDE = Aim(AT_MOST, 0.95)
ENOUGH = 2  # histories a summary that a covariance takes, at least
FURTHEST = 3  # summaries told by which the record is furthest from the middle of the cloud


class Distances(NamedTuple):
    """Squared Mahalanobis distances: of the record from all histories, and of each history from all others (n,).

    `never` are columns in which all histories agree and the record does not: along them it is infinitely far.
    """

    record: float
    histories: Values
    never: tuple[int, ...]


def distances(cloud: Values, record: Values) -> Distances:
    """How far the record (k,) lies from a cloud (n, k), and each of its points from the others.

        D² = (y − m)ᵀ S⁻¹ (y − m)        D²_i = (n/(n−1))² (n−2)·a/(1 − a·n/(n−1)),  a = (x_i − m)ᵀ A⁻¹ (x_i − m)

    m mean and S covariance of the cloud · A = (n−1)·S · D²_i that of point i from the other n − 1, by the formula of
    Sherman & Morrison (1950), so that the record and the histories are asked alike. Columns without spread are left out.
    Source: Mahalanobis (1936).

    >>> found = distances(np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([9.0]))
    >>> bool(found.record > found.histories.max()), found.never
    (True, ())
    """
    spread = cloud.std(axis=0) > 0
    never = tuple(int(k) for k in np.flatnonzero(~spread & (cloud[0] != record)))
    used = (cloud[:, spread] - cloud[:, spread].mean(axis=0)) / cloud[:, spread].std(axis=0)
    there = (record[spread] - cloud[:, spread].mean(axis=0)) / cloud[:, spread].std(axis=0)
    inverse, n = np.linalg.pinv(used.T @ used, hermitian=True), len(cloud)
    a = np.einsum("ij,jk,ik->i", used, inverse, used)
    own = (n / (n - 1)) ** 2 * (n - 2) * a / np.maximum(1 - a * n / (n - 1), np.finfo(float).tiny)
    return Distances(np.inf if never else float((n - 1) * there @ inverse @ there), own, never)


def cloud(world: World) -> Iterator[Line]:
    """Where the record's summaries lie among those of the histories, all targets of the fit taken together."""
    problem = world.protocol.problem(world.scenario, world.form.off)
    summaries, record = read_all(problem.targets, _seen_by_the_fit(world, problem.days)), problem.record
    words = "share of histories nearer to the cloud of all others than the record is, over the targets of the fit"
    if len(summaries) < ENOUGH * len(record):
        note = f"{len(summaries)} histories are too few for {len(record)} targets"
        yield Line("record-in-cloud", CLOUD, words, "share of histories", NOTHING, aim=INSIDE, note=note)
        return
    found = distances(summaries, record)
    where = rank(found.histories, found.record)
    yield Line(
        "record-in-cloud", CLOUD, words, "share of histories", Estimate("share", where, None, None, len(summaries)), aim=INSIDE,
        note=_furthest(world, summaries, record, found.never),
    )  # fmt: skip
    far = Estimate("statistic", number(float(np.sqrt(found.record))), None, None, len(summaries))
    yield Line("record-distance", CLOUD, "distance of the record from the cloud", "standard deviations", far)
    spread = quantity(np.sqrt(found.histories))
    yield Line("cloud-distance", CLOUD, "distance of a history from the cloud of all others", "standard deviations", spread)


def _seen_by_the_fit(world: World, days: int) -> Sight:
    """The days that the fit sees."""
    seen = world.base
    killed, poll = seen.killed[:, :days].astype(np.float64), seen.poll[:days].astype(np.float64)
    return Sight(seen.start, seen.places, killed, seen.falls, seen.reported, poll)


def _furthest(world: World, summaries: Values, record: Values, never: tuple[int, ...]) -> str:
    """The targets by which the record is furthest from the middle, in words."""
    names = [target.words for target in world.protocol.targets]
    if never:
        return f"no history has the record's value of: {'; '.join(names[k] for k in never)}"
    spread = np.where(summaries.std(axis=0) > 0, summaries.std(axis=0), np.inf)
    apart = np.abs(record - summaries.mean(axis=0)) / spread
    worst = np.argsort(-apart, kind="stable")[:FURTHEST]
    return "furthest: " + "; ".join(f"{names[k]} ({apart[k]:.1f} standard deviations)" for k in worst)
