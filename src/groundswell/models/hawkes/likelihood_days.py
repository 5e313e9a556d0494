"""How well a self-exciting process explains a record of days, and the best one.

Poisson form: ln L = Σ nₜ ln λₜ − λₜ − ln nₜ!        Hurdle form: a quiet day counts −λₜ, one with
nₜ events ln(1 − e^(−λₜ)) − a ln nₜ − ln ζ(a). With λₜ = μ + n Σ_{s<t} w_s (1 − ρ)ρ^(t−s−1), ρ = e^(−β).
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.errors import UsageError
from groundswell.models.given import given, given_record
from groundswell.models.hawkes.kernels import stirred_by_day
from groundswell.models.peak import peak, peak_on
from groundswell.models.zeta import zeta

Floats = NDArray[np.float64]
STEEPEST, FLATTEST = 50.0, 1.0001  # exponents that a fit may find
SPANS, SHRINKS = 25, 40
SHORTEST = 0.1  # days of memory
STEPS, TINY = 100, 1e-12
FAR = 700.0  # an expectation above which a quiet day cannot be
WORDS = {"form": ("poisson", "hurdle"), "excites": ("events", "days")}
FEWEST = 3  # days with events from which three numbers are learned


class FitOfDays(NamedTuple):
    """The process that explains a record of days best; the exponent of sizes is 0 in the Poisson form."""

    background_rate: float
    branching_ratio: float
    decay_rate: float
    size_exponent: float
    log_likelihood: float


def intensities(
    counts: Sequence[float] | Floats, background_rate: float, branching_ratio: float, decay_rate: float,
    excites: str = "events", stirred: float = 0.0,
) -> Floats:  # fmt: skip
    """λ of each day of a record, given the days before it (days,).

    `stirred` is what the days before the record left behind; `excites` says whether every event
    excites, or every day with events as much as any other.

    >>> intensities([2, 0, 1], 0.5, 0.0, 1.0).tolist()
    [0.5, 0.5, 0.5]
    """
    _words(excites=excites)
    given("intensities: background_rate", background_rate, "background_rate=0.5", low=0.0)
    given("intensities: branching_ratio", branching_ratio, "branching_ratio=0.6", low=0.0)
    given("intensities: decay_rate", decay_rate, "decay_rate=1.0", low=0.0, above=True)
    given("intensities: stirred", stirred, "stirred=0", low=0.0)
    return background_rate + branching_ratio * _stirred(_checked(counts), decay_rate, excites, stirred)


def log_likelihood(
    counts: Sequence[float] | Floats, background_rate: float, branching_ratio: float, decay_rate: float,
    form: str = "poisson", size_exponent: float = 2.5, excites: str = "events", stirred: float = 0.0,
) -> float:  # fmt: skip
    """The log-likelihood of the number of events on each day of a record.

    >>> round(log_likelihood([0, 1], 0.5, 0.0, 1.0), 6) == round(math.log(0.5) - 1, 6)
    True
    """
    _words(form=form)
    given("log_likelihood: size_exponent", size_exponent, "size_exponent=2.5", low=1.0, above=True)
    days = _checked(counts)
    expected = intensities(days, background_rate, branching_ratio, decay_rate, excites, stirred)
    occurs = _of_poisson(days, expected) if form == "poisson" else _of_hurdle(days, expected)
    return occurs + (_of_orders(days) if form == "poisson" else _of_sizes(days, size_exponent))


def fitted(counts: Sequence[float] | Floats, form: str = "poisson", excites: str = "events") -> FitOfDays:
    """The process, starting with nothing stirred up, that makes a record of days most likely.

    For each memory the likelihood is concave in μ and n together, so Newton's steps find its peak; the
    memory is sought from a tenth of a day to twice the record, on a grid that is refined. n may come out
    above 1, for a record that grows to its end.
    Raises UsageError for fewer than three days with events.

    >>> fit = fitted([1, 0, 0, 2, 1, 0, 0, 0, 1, 3, 1, 0] * 5)
    >>> 0 < fit.branching_ratio < 1
    True
    """
    _words(form=form, excites=excites)
    days = _checked(counts)
    if (days > 0).sum() < FEWEST:
        raise UsageError.of(
            "hawkes-days: counts", f"{int((days > 0).sum())} days with events", f"at least {FEWEST}", "a longer record"
        )  # fmt: skip
    grid = np.linspace(math.log(1 / (2 * days.size)), math.log(1 / SHORTEST), SPANS).tolist()
    decay = math.exp(peak_on(lambda x: _best_for(days, form, excites, math.exp(x))[2], grid, SHRINKS))
    background, branching, occurs = _best_for(days, form, excites, decay)
    exponent = 0.0 if form == "poisson" else size_exponent_of(days[days > 0])
    sizes = _of_orders(days) if form == "poisson" else _of_sizes(days, exponent)
    return FitOfDays(background, branching, decay, exponent, occurs + sizes)


def size_exponent_of(sizes: Sequence[float] | Floats) -> float:
    """The exponent a that makes sizes k ≥ 1 with chances k^(−a)/ζ(a) most likely, at most 50.

    >>> round(size_exponent_of([1, 1, 1, 2, 1, 3, 1, 1]), 1)
    2.7
    """
    mean = float(np.log(np.asarray(sizes, np.float64)).mean())
    return peak(lambda a: -a * mean - math.log(zeta(a)), FLATTEST, STEEPEST)


def _words(**words: str) -> None:
    """Raises UsageError for a form, or a way to excite, that there is not."""
    for name, word in words.items():
        if word not in WORDS[name]:
            raise UsageError.of(f"hawkes-days: {name}", f"`{word}`", f"one of {', '.join(WORDS[name])}", f"{name}={WORDS[name][0]}")


def _best_for(days: Floats, form: str, excites: str, decay: float) -> tuple[float, float, float]:
    """The best μ and n of one memory, and their likelihood but for sizes: Newton's steps, halved where they overshoot."""
    stirred = _stirred(days, decay, excites, 0.0)
    law = _of_poisson if form == "poisson" else _of_hurdle
    background, branching = 0.5 * float(days.mean()) + TINY, 0.5
    best = law(days, background + branching * stirred)
    for _ in range(STEPS):
        up, across = _newton(days, form, stirred, background, branching)
        size, gain = 1.0, -1.0
        while gain < 0 and size > TINY:
            tried = max(background + size * up, background / 10), max(branching + size * across, 0.0)
            gain = law(days, tried[0] + tried[1] * stirred) - best
            size /= 2
        if gain < 0:
            break
        (background, branching), best = tried, best + gain
        if gain < TINY:
            break
    return background, branching, best


def _newton(days: Floats, form: str, stirred: Floats, background: float, branching: float) -> tuple[float, float]:
    """Newton's step in μ and n; in μ alone where n is 0 and wants to be less, or where the two do the same."""
    first, second = _slopes(days, form, background + branching * stirred)
    slope, slope_n = float(first.sum()), float(first @ stirred)
    bend, mixed, bend_n = float(second.sum()), float(second @ stirred), float(second @ stirred**2)
    turn = bend * bend_n - mixed * mixed
    if (branching == 0 and slope_n <= 0) or turn <= TINY * bend * bend_n:
        return (-slope / bend if bend < 0 else background), 0.0
    return (mixed * slope_n - bend_n * slope) / turn, (mixed * slope - bend * slope_n) / turn


def _slopes(days: Floats, form: str, expected: Floats) -> tuple[Floats, Floats]:
    """First and second derivative of each day's log-likelihood by λ."""
    if form == "poisson":
        ratio = days / expected
        return ratio - 1, -ratio / expected
    odds = 1 / np.expm1(np.minimum(expected, FAR))
    return np.where(days > 0, odds, -1.0), np.where(days > 0, -odds * (1 + odds), 0.0)


def _of_poisson(days: Floats, expected: Floats) -> float:
    happened = days > 0
    if (expected[happened] <= 0).any():
        return -math.inf
    return float(days[happened] @ np.log(expected[happened]) - expected.sum())


def _of_hurdle(days: Floats, expected: Floats) -> float:
    happened = days > 0
    if (expected[happened] <= 0).any():
        return -math.inf
    return float(np.log(-np.expm1(-expected[happened])).sum() - expected[~happened].sum())


def _of_orders(days: Floats) -> float:
    """−Σ ln nₜ!"""
    return -math.fsum(math.lgamma(n + 1) for n in days.tolist())


def _of_sizes(days: Floats, exponent: float) -> float:
    sizes = days[days > 0]
    return -exponent * float(np.log(sizes).sum()) - sizes.size * math.log(zeta(exponent))


def _stirred(days: Floats, decay: float, excites: str, stirred: float) -> Floats:
    weights = days if excites == "events" else (days > 0).astype(np.float64)
    return np.asarray(stirred_by_day(weights, decay, stirred)[:-1])


def _checked(counts: Sequence[float] | Floats) -> Floats:
    """The counts as an array. Raises UsageError."""
    days = given_record("hawkes-days: counts", counts, "[0, 2, 1]: the events of each day")
    if not np.isfinite(days).all() or (days < 0).any() or (days != np.floor(days)).any():
        raise UsageError.of(
            "hawkes-days: counts", "something that is no count", "a whole number from 0 for each day", "0 for a day without events"
        )  # fmt: skip
    return days
