"""Numbers that self-exciting processes have to give back."""

import math

import numpy as np

from groundswell.models.classic import Check
from groundswell.models.hawkes.likelihood import agreement, fitted, residuals
from groundswell.models.hawkes.moments import cluster_size_chance, fano, fano_limit, mean_events, variance_events

DAYS, HISTORIES = 10.0, 4000
KURTOSIS = 5.8  # of the number of events in ten days, from 120,000 histories
RECORDS, RECORD_DAYS, RECORD_RATE = 20, 1826.0, 3.0  # five years of simulated record with three events a day, twenty times over
OWN = "own calculation from the equations"
IRAQ = "Lewis, Mohler, Brantingham & Bertozzi (2012)"
TIE = "a closed form that ends in a 5 at the digit where the number on record is rounded"
EXACT, ROUNDED = "a closed form, to rounding of the arithmetic", "a closed form; the number on record is rounded to its last digit"


def simulated_counts(seed: int = 1, histories: int = HISTORIES) -> list[float]:
    """Events of ten days in each of many settled histories, at the default parameters."""
    from groundswell.models.hawkes.hawkes import Hawkes

    model, found = Hawkes(), []
    for history in range(histories):
        state = model.start(seed, history)
        model.advance(state, 0.0, DAYS, seed, history)
        found.append(model.observe(state)["events"])
    return found


def simulated_mean(seed: int = 1) -> float:
    """The mean of those counts."""
    return float(np.mean(simulated_counts(seed)))


def simulated_variance(seed: int = 1) -> float:
    """The variance of those counts."""
    return float(np.var(simulated_counts(seed), ddof=1))


def found_again(share: float, memory: float, seed: int = 1) -> tuple[float, float]:
    """Share of offspring and memory [days] that fits find, on average, in simulated records."""
    from groundswell.models.hawkes.hawkes import Hawkes, event_times

    model = Hawkes(background_rate=RECORD_RATE * (1 - share), branching_ratio=share, decay_rate=1 / memory, stationary=False)
    fits = [fitted(event_times(model, RECORD_DAYS, seed, history), RECORD_DAYS) for history in range(RECORDS)]
    memories = sorted(1 / fit.decay_rate for fit in fits)
    return float(np.mean([fit.branching_ratio for fit in fits])), memories[RECORDS // 2]


def passes(seed: int = 1, records: int = 200) -> float:
    """The share of simulated records whose residuals, by the true parameters, pass as right at five in a hundred."""
    from groundswell.models.hawkes.hawkes import Hawkes, event_times

    model = Hawkes(stationary=False)
    gaps = [residuals(event_times(model, 300.0, seed, history), 0.5, 0.6, 1.0) for history in range(records)]
    return float(np.mean([agreement(one).chance > 0.05 for one in gaps]))


OF_MOMENTS = (
    Check("events in 10 days, mean", 12.5, lambda: mean_events(0.5, 0.6, 10), 1e-6, EXACT, OWN),
    Check("events in 10 days, variance", 62.019, lambda: variance_events(0.5, 0.6, 1.0, 10), 5e-4, ROUNDED, OWN),
    Check("variance over mean, 10 days", 4.9615, lambda: fano(0.6, 1.0, 10), 5e-5, ROUNDED, OWN),
    Check("variance over mean, 100 days", 6.1187, lambda: fano(0.6, 1.0, 100), 5e-5 + 1e-9, TIE, OWN),
    Check("variance over mean, for ever", 6.25, lambda: fano_limit(0.6), 1e-6, EXACT, OWN),
    Check("chance that a cluster is 1 event", 0.54881, lambda: cluster_size_chance(1, 0.6), 5e-6, ROUNDED, OWN),
    Check("chance that a cluster is 2 events", 0.18072, lambda: cluster_size_chance(2, 0.6), 5e-6, ROUNDED, OWN),
    Check("chance that a cluster is 3 events", 0.08926, lambda: cluster_size_chance(3, 0.6), 5e-6, ROUNDED, OWN),
    Check(
        "events in 10 days, mean of 4,000 simulated histories", 12.5, simulated_mean, 4 * math.sqrt(62.019 / HISTORIES),
        "four standard errors", OWN,
    ),
    Check(
        "events in 10 days, variance of 4,000 simulated histories", 62.019, simulated_variance,
        4 * 62.019 * math.sqrt((KURTOSIS - 1) / HISTORIES), "four standard errors, by the kurtosis of 120,000 simulated histories", OWN,
    ),
    Check("residuals that pass at 0.05, share of 200 records", 0.95, passes, 4 * math.sqrt(0.95 * 0.05 / 200), "four standard errors", OWN),
    Check(
        "offspring share found again in simulated records, calmest district", 0.37, lambda: found_again(0.37, 14.0)[0], 0.12,
        "four standard errors of the mean of twenty fits (0.09, from the spread of sixty), and their bias of 0.03", IRAQ, slow=True,
    ),
    Check(
        "offspring share found again in simulated records, most excited district", 0.50, lambda: found_again(0.50, 14.0)[0], 0.09,
        "four standard errors of the mean of twenty fits (0.07, from the spread of sixty), and their bias of 0.02", IRAQ, slow=True,
    ),
    Check(
        "memory in days found again in simulated records", 14.0, lambda: found_again(0.50, 14.0)[1], 5.0,
        "four standard errors of the median of twenty fits, from the spread of sixty", IRAQ, slow=True,
    ),
)  # fmt: skip
