"""What is known exactly of events that bring forth events: how many, how unevenly, how far one goes."""

import math

from groundswell.models.given import given, given_whole

SMALL = 1e-4  # below, the exact difference is lost to rounding and a series takes its place


BOUNDS = {  # of numbers: one as it may be, the least, the greatest, and whether these do not belong
    "background_rate": (0.5, 0.0, math.inf, False, False),
    "branching_ratio": (0.6, 0.0, 1.0, False, True),
    "decay_rate": (1.0, 0.0, math.inf, True, False),
    "duration": (10.0, 0.0, math.inf, False, False),
}


def _checked(where: str, **values: float) -> None:
    """Raises UsageError for a number that no process has."""
    for name, value in values.items():
        example, low, high, above, below = BOUNDS[name]
        given(f"{where}: {name}", value, f"{name}={example:g}", low, high, above, below)


def mean_events(background_rate: float, branching_ratio: float, duration: float) -> float:
    """Events expected in a time of any length once the process has settled: μT / (1 − n).

    >>> mean_events(0.5, 0.6, 10)
    12.5
    """
    _checked("mean_events", background_rate=background_rate, branching_ratio=branching_ratio, duration=duration)
    return background_rate * duration / (1 - branching_ratio)


def variance_events(background_rate: float, branching_ratio: float, decay_rate: float, duration: float) -> float:
    """How much the number of events in a time of one length varies (Hawkes 1971).

    λ̄T + 2C₀ [T/κ − (1 − e^(−κT))/κ²], with κ = β(1 − n), C₀ = λ̄nβ(2 − n) / (2(1 − n)), λ̄ = μ/(1 − n).

    >>> round(variance_events(0.5, 0.6, 1.0, 10), 3)
    62.019
    """
    _checked("variance_events", background_rate=background_rate, branching_ratio=branching_ratio, decay_rate=decay_rate, duration=duration)
    n, rate = branching_ratio, background_rate / (1 - branching_ratio)
    kappa = decay_rate * (1 - n)
    covariance = rate * n * decay_rate * (2 - n) / (2 * (1 - n))
    return rate * duration + 2 * covariance * _ramp(kappa * duration) * duration**2


def _ramp(x: float) -> float:
    """(x − 1 + e^(−x)) / x²."""
    if x < SMALL:
        return 0.5 - x / 6 + x * x / 24
    return (x + math.expm1(-x)) / (x * x)


def expected_from_rest(background_rate: float, branching_ratio: float, decay_rate: float, duration: float) -> float:
    """Events expected in a time that begins with nothing stirred up: λ̄T − nλ̄ (1 − e^(−κT))/κ, with κ = β(1 − n).

    >>> round(expected_from_rest(0.5, 0.6, 1.0, 1e9) - mean_events(0.5, 0.6, 1e9), 3)
    -1.875
    """
    settled = mean_events(background_rate, branching_ratio, duration)
    x = decay_rate * (1 - branching_ratio) * duration
    return settled * (1 + branching_ratio * math.expm1(-x) / x) if x > 0 else background_rate * duration


def fano(branching_ratio: float, decay_rate: float, duration: float) -> float:
    """Variance over mean of the number of events; 1 where nothing brings forth anything.

    >>> round(fano(0.6, 1.0, 100), 5)
    6.11875
    """
    given("fano: duration", duration, "duration=10", low=0.0, above=True)
    _checked("fano", branching_ratio=branching_ratio, decay_rate=decay_rate)
    return variance_events(1.0, branching_ratio, decay_rate, duration) / mean_events(1.0, branching_ratio, duration)


def fano_limit(branching_ratio: float) -> float:
    """Variance over mean in a very long time: 1 / (1 − n)².

    >>> round(fano_limit(0.6), 6)
    6.25
    """
    _checked("fano_limit", branching_ratio=branching_ratio)
    return 1 / (1 - branching_ratio) ** 2


def cluster_size_chance(size: int, branching_ratio: float) -> float:
    """The chance that one background event and all that follows from it are `size` events: the law of Borel.

    P(k) = e^(−nk) (nk)^(k−1) / k!

    >>> [round(cluster_size_chance(k, 0.6), 5) for k in (1, 2, 3)]
    [0.54881, 0.18072, 0.08926]
    """
    given("cluster_size_chance: branching_ratio", branching_ratio, "branching_ratio=0.6", low=0.0, high=1.0)
    size = given_whole("cluster_size_chance: size", size, "size=2")
    if size < 1:
        return 0.0
    if branching_ratio == 0:
        return 1.0 if size == 1 else 0.0
    expected = branching_ratio * size
    return math.exp(-expected + (size - 1) * math.log(expected) - math.lgamma(size + 1))


def stationary_stir(background_rate: float, branching_ratio: float, decay_rate: float) -> tuple[float, float]:
    """Mean and variance of the intensity above its background once the process has settled.

    >>> [round(x, 6) for x in stationary_stir(0.5, 0.6, 1.0)]
    [0.75, 0.5625]
    """
    _checked("stationary_stir", background_rate=background_rate, branching_ratio=branching_ratio, decay_rate=decay_rate)
    n = branching_ratio
    return n * background_rate / (1 - n), n * n * decay_rate * background_rate / (2 * (1 - n) ** 2)


def variance_days(background_rate: float, branching_ratio: float, decay_rate: float, days: int) -> float:
    """How much the number of events in some days varies in the Poisson form of `hawkes-days`, once settled.

    With ρ = e^(−β), r = ρ + (1 − ρ)n and V = (1 − ρ)²λ̄/(1 − r²): a day's variance is γ₀ = λ̄ + n²V, two days h apart
    covary by n c r^(h−1) with c = ρnV + (1 − ρ)γ₀.

    >>> variance_days(0.5, 0.0, 1.0, 10)
    5.0
    """
    days = given_whole("variance_days: days", days, "days=10")
    n, rate = branching_ratio, background_rate / (1 - branching_ratio)
    keeps = math.exp(-decay_rate)
    day = rate + n * n * stationary_stir_days(background_rate, n, decay_rate)[1]
    ahead = keeps * n * stationary_stir_days(background_rate, n, decay_rate)[1] + (1 - keeps) * day
    left = -math.expm1(-decay_rate) * (1 - n)  # 1 − r
    pairs = (days - _geometric(left, days)) / left
    return days * day + 2 * n * ahead * pairs


def _geometric(left: float, days: int) -> float:
    """Σ r^h over h below `days`, with r = 1 − left."""
    return -math.expm1(days * math.log1p(-left)) / left if left < 1 else 1.0


def stationary_stir_days(background_rate: float, branching_ratio: float, decay_rate: float) -> tuple[float, float]:
    """Mean and variance of what has been stirred up on a morning, Σ n_s (1 − ρ)ρ^(t−s−1), once settled.

    >>> [round(x, 6) for x in stationary_stir_days(0.5, 0.0, 1.0)]
    [0.5, 0.231059]
    """
    _checked("stationary_stir_days", background_rate=background_rate, branching_ratio=branching_ratio, decay_rate=decay_rate)
    new = -math.expm1(-decay_rate)
    stays = 1 - new * (1 - branching_ratio)
    rate = background_rate / (1 - branching_ratio)
    return rate, new * new * rate / (1 - stays * stays)
