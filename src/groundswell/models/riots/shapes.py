"""What riots of many places have in common: one shape, and a wave."""

import numpy as np

from groundswell.models.luck import Floats
from groundswell.models.riots.bonnasse_gahot import BonnasseGahot, course

EVERY = 0.1  # day, how closely the courses are looked at
AROUND = 5.0  # days before and after a peak that are compared
LEAST = 0.5  # acts a day at the peak below which a place does not count
LONG = 60  # days


def aligned(model: BonnasseGahot) -> Floats:
    """The course of each place, with its peak at time 0 and as high as 1: one row a place, five days to both sides.

    A place counts if it has half an act a day at its peak, and if its peak has five days on both sides.

    >>> courses = aligned(BonnasseGahot())
    >>> len(courses), float(courses.max())
    (96, 1.0)
    """
    _, rioting = course(model, LONG, EVERY)
    side = round(AROUND / EVERY)
    tops = [(k, int(rioting[:, k].argmax())) for k in range(rioting.shape[1]) if rioting[:, k].max() >= LEAST]
    kept = [(k, top) for k, top in tops if side <= top < len(rioting) - side]
    return np.array([rioting[top - side : top + side + 1, k] / rioting[top, k] for k, top in kept]).reshape(len(kept), 2 * side + 1)


def likeness(model: BonnasseGahot) -> float:
    """The mean correlation of a place's course, aligned and scaled, with the mean of all; 0 where no place counts.

    >>> likeness(BonnasseGahot()) > 0.95
    True
    """
    courses = aligned(model)
    if not len(courses):
        return 0.0
    mean = courses.mean(axis=0)
    return float(np.mean([_correlation(one, mean) for one in courses]))


def wave(model: BonnasseGahot) -> float:
    """The rank correlation of how far a place is from the trigger with the day of its peak: 1 where riots spread like a ring.

    >>> wave(BonnasseGahot()) > 0.5
    True
    """
    times, rioting = course(model, LONG, EVERY)
    days = [times[int(column.argmax())] for column in rioting.T]
    return _correlation(_ranks(model.region().distance), _ranks(np.array(days)))


def _ranks(values: Floats) -> Floats:
    """The place in line of each value, equal ones sharing theirs."""
    return np.array([(np.sum(values < value) + np.sum(values <= value) - 1) / 2 for value in values])


def _correlation(a: Floats, b: Floats) -> float:
    a, b = a - a.mean(), b - b.mean()
    spread = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / spread if spread > 0 else 0.0
