"""The country goes on as it did on average: one rate, from its own record alone."""

import numpy as np

from groundswell.score.baselines.baseline import Ahead, Baseline, on_record
from groundswell.score.baselines.rates import Rate
from groundswell.score.history import FALLS, Past
from groundswell.score.predictive import Counts, Dates


def _counts(past: Past, ahead: Ahead, quantity: str, seed: int) -> Counts:
    series = on_record(past, quantity)
    return Rate.known(sum(series.amounts), series.length).counts(ahead.days)


def _dates(past: Past, ahead: Ahead, seed: int) -> Dates:
    falls = on_record(past, FALLS)
    return Rate.known(len(falls.days), falls.length).dates(ahead.first, np.ones(ahead.days))


BASELINE = Baseline(
    "constant_hazard",
    "The country's own average rate over all days on record, with half an event added for doubt; deaths and events as a Poisson process",
    "Jeffreys (1946), An invariant form for the prior probability in estimation problems, Proceedings of the Royal Society A 186",
    _counts,
    _dates,
)
