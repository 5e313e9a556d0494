"""Numbers that self-exciting processes of days have to give back."""

import math
from typing import Any

import numpy as np

from groundswell.models.classic import Check
from groundswell.models.hawkes.likelihood_days import fitted
from groundswell.models.hawkes.moments import variance_days

HISTORIES, DAYS = 4000, 10
RECORDS, RECORD_DAYS = 10, 1826
OWN = "own calculation from the equations"
FITS = "four standard errors of the mean of ten fits, from the spread of twenty, and their bias"
PORTER = "Porter & White (2012)"
KURTOSIS = 4.9  # of the number of events in ten days, from 40,000 histories


def simulated_counts(seed: int = 1, histories: int = HISTORIES, **values: Any) -> list[float]:
    """Events of ten days in each of many settled histories."""
    from groundswell.models.hawkes.hawkes_days import HawkesDays

    model, found = HawkesDays(**values), []
    for history in range(histories):
        state = model.start(seed, history)
        model.advance(state, 0.0, DAYS, seed, history)
        found.append(model.observe(state)["events"])
    return found


def found_again(form: str, seed: int = 1) -> tuple[float, float]:
    """The branching ratio and the exponent of sizes that fits find, on average, in simulated records at the defaults."""
    from groundswell.models.hawkes.hawkes_days import HawkesDays, daily

    model = HawkesDays(form=form, background_rate=0.1, branching_ratio=0.5, decay_rate=0.1, stationary=False)
    fits = [fitted(daily(model, RECORD_DAYS, seed, history)[0], form) for history in range(RECORDS)]
    return float(np.mean([fit.branching_ratio for fit in fits])), float(np.mean([fit.size_exponent for fit in fits]))


def hurdle_wins(seed: int = 1) -> float:
    """The share of simulated records with coordinated days that the hurdle form explains better than the Poisson form."""
    from groundswell.models.hawkes.hawkes_days import HawkesDays, daily

    model = HawkesDays(form="hurdle", background_rate=0.02, branching_ratio=0.5, decay_rate=0.1, stationary=False)
    records = [daily(model, RECORD_DAYS // 2, seed, history)[0] for history in range(RECORDS)]
    return float(np.mean([fitted(one, "hurdle").log_likelihood > fitted(one, "poisson").log_likelihood for one in records]))


def active_share(seed: int = 1, days: int = 200_000) -> float:
    """Days with events over what was expected of them, in the hurdle form."""
    from groundswell.models.hawkes.hawkes_days import HawkesDays, daily

    counts, expected = daily(HawkesDays(form="hurdle"), days, seed, 0)
    return float((counts > 0).sum() / -np.expm1(-expected).sum())


OF_DAYS = (
    Check(
        "events in 10 days, mean of 4,000 simulated histories", 12.5, lambda: float(np.mean(simulated_counts())),
        4 * math.sqrt(variance_days(0.5, 0.6, 1.0, DAYS) / HISTORIES), "four standard errors", OWN,
    ),
    Check(
        "variance over mean in a very long time", 6.25, lambda: variance_days(0.5, 0.6, 1.0, 10**9) / (1.25 * 10**9), 1e-6,
        "a closed form, which does not depend on the size of a step", OWN,
    ),
    Check(
        "events in 10 days, simulated variance over the exact one", 1.0,
        lambda: float(np.var(simulated_counts(), ddof=1)) / variance_days(0.5, 0.6, 1.0, DAYS), 4 * math.sqrt((KURTOSIS - 1) / HISTORIES),
        "four standard errors, by the kurtosis of 40,000 histories", OWN,
    ),
    Check(
        "active days of the hurdle form, over what was expected", 1.0, active_share, 0.01, "four standard errors over 200,000 days", OWN,
    ),
    Check("branching ratio found again, Poisson form", 0.5, lambda: found_again("poisson")[0], 0.13, FITS, OWN, slow=True),
    Check("branching ratio found again, hurdle form", 0.5, lambda: found_again("hurdle")[0], 0.07, FITS, OWN, slow=True),
    Check("exponent of sizes found again, hurdle form", 2.5, lambda: found_again("hurdle")[1], 0.13, FITS, OWN, slow=True),
    Check(
        "simulated records with coordinated days that the hurdle form explains better than the Poisson form, share", 1.0, hurdle_wins, 0.0,
        "an order, in ten records of thirty months; the record of Indonesia does not ship", PORTER, slow=True,
    ),
)  # fmt: skip
