"""The fast parts: events one after another in continuous time, and days one after another."""

import math

import numpy as np

from groundswell.engine.draws import exp, log
from groundswell.models.kernel import kernel
from groundswell.models.luck import next_unit

LAST, EXCESS, NEXT, OF_BACKGROUND = 0, 1, 2, 3  # what a moment is: last event, excess just after it, next event, and whence it comes
EVENTS, BACKGROUND = 0, 1
STIRRED, TOTAL, ACTIVE, TODAY, LARGEST = 0, 1, 2, 3, 4  # what a day is
PART = 500.0  # a Poisson count of a larger mean is the sum of several


@kernel
def schedule(moment, luck, background, decay):
    """Draws when the next event comes, and from which of two clocks: an even one, and one that runs down."""
    even = -log(next_unit(luck)) / background if background > 0 else np.inf
    reach = -np.inf
    spark = log(next_unit(luck))
    if moment[EXCESS] > 0:
        reach = 1.0 + decay * spark / moment[EXCESS]
    excited = -log(reach) / decay if reach > 0 else np.inf
    moment[NEXT] = moment[LAST] + min(even, excited)
    moment[OF_BACKGROUND] = 1.0 if even <= excited else 0.0


@kernel
def move(moment, counts, luck, background, branching, decay, until, times):
    """Lives through all events up to `until`, or until `times`, where it has room, is full; how many were written."""
    written, room = 0, times.shape[0]
    while moment[NEXT] <= until and (room == 0 or written < room):
        moment[EXCESS] = moment[EXCESS] * exp(-decay * (moment[NEXT] - moment[LAST])) + branching * decay
        moment[LAST] = moment[NEXT]
        counts[EVENTS] += 1
        if moment[OF_BACKGROUND] > 0:
            counts[BACKGROUND] += 1
        if room > 0:
            times[written] = moment[LAST]
            written += 1
        schedule(moment, luck, background, decay)
    return written


@kernel
def stirred_before(times, decay):
    """β Σ e^(−β(tᵢ − tⱼ)) over the events before each event i, by recursion."""
    found = np.zeros(times.shape[0])
    for i in range(1, times.shape[0]):
        found[i] = (found[i - 1] + decay) * math.exp(-decay * (times[i] - times[i - 1]))
    return found


@kernel
def stirred_by_day(counts, decay, stirred):
    """Σ n_s (1 − ρ) ρ^(t−s−1) on the morning of each day, and of the day after the last."""
    keeps = math.exp(-decay)
    found = np.empty(counts.shape[0] + 1)
    found[0] = stirred
    for t in range(counts.shape[0]):
        found[t + 1] = keeps * found[t] + (1.0 - keeps) * counts[t]
    return found


@kernel
def poisson(mean, luck):
    """A Poisson count of any mean, by inversion of one uniform number for each part of the mean."""
    count, left = 0.0, mean
    while left > 0:
        part = min(left, PART)
        left -= part
        u, term = next_unit(luck), exp(-part)
        reached, k = term, 0.0
        while u > reached and term > 0.0:
            k += 1.0
            term *= part / k
            reached += term
        count += k
    return count


@kernel
def zeta_size(exponent, luck):
    """A whole number k ≥ 1 with chances in proportion to k^(−a), by rejection (Devroye 1986)."""
    power = exponent - 1.0
    full = exp(power * log(2.0))
    while True:
        k = np.floor(exp(-log(next_unit(luck)) / power))
        v = next_unit(luck)
        ratio = exp(power * log(1.0 + 1.0 / k))
        rise = (ratio - 1.0) * k if k < 1e8 else power
        if v * rise / (full - 1.0) <= ratio / full:
            return k


@kernel
def live_days(day, luck, days, background, branching, keeps, hurdle, exponent, by_days, record):
    """Lives through some days; writes the number of events of each, and what was expected, where there is room."""
    for t in range(days):
        expected = background + branching * day[STIRRED]
        if hurdle:
            count = zeta_size(exponent, luck) if next_unit(luck) < 1.0 - exp(-expected) else 0.0
        else:
            count = poisson(expected, luck)
        weight = (1.0 if count > 0 else 0.0) if by_days else count
        day[STIRRED] = keeps * day[STIRRED] + (1.0 - keeps) * weight
        day[TOTAL] += count
        day[TODAY] = count
        day[ACTIVE] += 1.0 if count > 0 else 0.0
        day[LARGEST] = max(day[LARGEST], count)
        if t < record.shape[1]:
            record[0, t], record[1, t] = count, expected
