"""The country is like any of its region: climatology, without a word on the country itself."""

import numpy as np

from groundswell.score.baselines.baseline import Ahead, Baseline, cannot, comparable, falls_on_record, stretches
from groundswell.score.baselines.rates import Rate
from groundswell.score.history import Past
from groundswell.score.predictive import Counts, Dates


def _counts(past: Past, ahead: Ahead, quantity: str, seed: int) -> Counts:
    """Every stretch of this length in every country is as likely as any other to come again."""
    seen = np.concatenate([stretches(series, ahead.days) for series in comparable(past, quantity).values()])
    if not seen.size:
        raise cannot(f"no country has {ahead.days} days of {quantity} on record", "a window no longer than the record")
    return Counts.of_sample(seen)


def _dates(past: Past, ahead: Ahead, seed: int) -> Dates:
    falls = falls_on_record(past).values()
    known = Rate.known(sum(len(one.days) for one in falls), sum(one.length for one in falls))
    return known.dates(ahead.first, np.ones(ahead.days))


BASELINE = Baseline(
    "region_rate",
    "Falls at the rate of all countries of the region together; counts drawn from all stretches of the same length in all of them",
    "Murphy (1992), Climatology, persistence, and their linear combination as standards of reference in skill scores, "
    "Weather and Forecasting 7",
    _counts,
    _dates,
)
