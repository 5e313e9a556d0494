"""Self-exciting point processes: Hawkes (1971), "Spectra of some self-exciting and mutually exciting point processes", Biometrika 58,
83-90; the cluster picture of Hawkes & Oakes (1974); daily counts and the hurdle form after Porter & White (2012), "Self-exciting hurdle
models for terrorist activity", Annals of Applied Statistics 6, 106-124.

Continuous time: intensity lambda(t) = mu + sum over events t_i < t (strict) of n * beta * exp(-beta (t - t_i)).
mu > 0 is the background rate (events per unit of time), n >= 0 the branching ratio (mean number of direct offspring), beta > 0 the decay
rate (one over the mean delay). An event does not excite itself. Records start empty: nothing before time 0 excites anything after it.
Everything here is written as the double sum it is, without a recursion.
"""

import math
from collections.abc import Callable

import numpy as np
from scipy.optimize import minimize, minimize_scalar
from scipy.special import gammaln, zeta

# ---------------------------------------------------------------- continuous time


def intensity(time: float, events: np.ndarray, mu: float, n: float, beta: float) -> float:
    """lambda just before `time`: only events strictly earlier count. `events`: times in any order."""
    past = np.asarray(events, dtype=float)
    past = past[past < time]
    return mu + float(np.sum(n * beta * np.exp(-beta * (time - past))))


def compensator(time: float, events: np.ndarray, mu: float, n: float, beta: float) -> float:
    """Integral of lambda from 0 to `time`: mu * time + n * sum over t_i < time of (1 - exp(-beta (time - t_i)))."""
    past = np.asarray(events, dtype=float)
    past = past[past < time]
    return mu * time + n * float(np.sum(1.0 - np.exp(-beta * (time - past))))


def log_likelihood(events: np.ndarray, end: float, mu: float, n: float, beta: float) -> float:
    """Log-likelihood of all events of [0, end], starting empty: sum of log lambda(t_i) less the compensator at `end`.

    `events` lie in [0, end]. Two events at the same moment do not excite each other (strictly earlier ones only).
    """
    return sum(math.log(intensity(time, events, mu, n, beta)) for time in events) - compensator(end, events, mu, n, beta)


def residual_times(events: np.ndarray, mu: float, n: float, beta: float) -> np.ndarray:
    """The compensator at each event in order of time: a unit Poisson process if the model is true."""
    return np.array([compensator(time, events, mu, n, beta) for time in sorted(events)])


def residual_gaps(events: np.ndarray, mu: float, n: float, beta: float) -> np.ndarray:
    """Differences of the residual times, the first one counted from 0: independent unit exponentials if the model is true."""
    return np.diff(residual_times(events, mu, n, beta), prepend=0.0)


def residual_distance(events: np.ndarray, mu: float, n: float, beta: float) -> float:
    """Largest distance, from both sides of each step, between the residual gaps' distribution and 1 - exp(-x)."""
    gaps = np.sort(residual_gaps(events, mu, n, beta))
    model = 1.0 - np.exp(-gaps)
    count = len(gaps)
    return max(max((i + 1) / count - model[i], model[i] - i / count) for i in range(count))


def mean_rate(mu: float, n: float) -> float:
    """Events per unit of time of the stationary process, mu / (1 - n), for n < 1."""
    if not 0 <= n < 1:
        raise ValueError("only a branching ratio below one has a stationary state")
    return mu / (1.0 - n)


def count_mean(length: float, mu: float, n: float) -> float:
    """Mean number of events in a window of `length` of the stationary process."""
    return mean_rate(mu, n) * length


def count_variance(length: float, mu: float, n: float, beta: float) -> float:
    """Variance of the number of events in a window of `length` of the stationary process.

    The covariance density at lag s > 0 is c exp(-kappa s) with kappa = beta (1 - n) and c = rate * n * beta * (2 - n) / (2 (1 - n));
    integrating it twice over the window and adding the Poisson part gives rate * T + 2 c (T / kappa - (1 - exp(-kappa T)) / kappa^2).
    """
    rate, kappa = mean_rate(mu, n), beta * (1.0 - n)
    c = rate * n * beta * (2.0 - n) / (2.0 * (1.0 - n))
    return rate * length + 2.0 * c * (length / kappa - (1.0 - math.exp(-kappa * length)) / kappa**2)


def fano(length: float, mu: float, n: float, beta: float) -> float:
    """Variance over mean of the counts; an infinite `length` gives the limit 1 / (1 - n)^2."""
    if math.isinf(length):
        return 1.0 / (1.0 - n) ** 2
    return count_variance(length, mu, n, beta) / count_mean(length, mu, n)


def count_mean_from_empty(length: float, mu: float, n: float, beta: float) -> float:
    """Mean number of events in [0, length] when nothing came before time 0.

    The mean intensity m solves m' = beta (mu - (1 - n) m), m(0) = mu. With n = 1 it grows without end: m = mu (1 + beta t).
    """
    if n == 1.0:
        return mu * length + mu * beta * length**2 / 2.0
    kappa, limit = beta * (1.0 - n), mu / (1.0 - n)
    return limit * length + (mu - limit) * (1.0 - math.exp(-kappa * length)) / kappa


def borel(size: int, n: float) -> float:
    """P(a cluster has `size` events, the first one included) = exp(-n k) (n k)^(k-1) / k!, k = 1, 2, ..."""
    if n == 0.0:
        return 1.0 if size == 1 else 0.0
    return math.exp(-n * size + (size - 1) * math.log(n * size) - math.lgamma(size + 1))


def simulate(rng: np.random.Generator, end: float, mu: float, n: float, beta: float, burn: float = 0.0) -> np.ndarray:
    """Sorted event times in [0, end], by clusters.

    Immigrants: Poisson with rate mu on [-burn, end]. Every event has a Poisson(n) number of direct offspring, each after its own
    exponential delay of mean 1 / beta. burn = 0 is the process starting empty; a long burn comes near the stationary one.
    """
    immigrants = rng.uniform(-burn, end, rng.poisson(mu * (end + burn)))
    waiting = [float(time) for time in immigrants]
    events = []
    while waiting:
        parent = waiting.pop()
        if parent > end:
            continue
        events.append(parent)
        for _ in range(rng.poisson(n)):
            waiting.append(parent + float(rng.exponential(1.0 / beta)))
    return np.array(sorted(time for time in events if time >= 0.0))


def cluster_size(rng: np.random.Generator, n: float) -> int:
    """Number of events of one whole cluster, the immigrant included, for n < 1."""
    size, alive = 0, 1
    while alive:
        size += alive
        alive = int(rng.poisson(n, alive).sum())
    return size


# ---------------------------------------------------------------- daily counts


def daily_intensity(counts: np.ndarray, mu: float, n: float, beta: float) -> np.ndarray:
    """lambda_t = mu + n * sum over s < t of N_s * g(t - s), with g(d) = (1 - exp(-beta)) exp(-beta (d - 1)), d = 1, 2, ..., summing to one.

    `counts`: N_0, N_1, ... whole numbers, one a day; nothing happened before day 0, so lambda_0 = mu. mu in events a day, beta per day.
    """
    counts = np.asarray(counts, dtype=float)
    result = []
    for today in range(len(counts)):
        lags = today - np.arange(today)
        result.append(mu + n * float(np.sum(counts[:today] * (1.0 - math.exp(-beta)) * np.exp(-beta * (lags - 1)))))
    return np.array(result)


def daily_log_likelihood(counts: np.ndarray, mu: float, n: float, beta: float) -> float:
    """Log-likelihood of the counts with N_t ~ Poisson(lambda_t) given the days before; the -log N_t! terms are included."""
    counts = np.asarray(counts, dtype=float)
    rates = daily_intensity(counts, mu, n, beta)
    return float(np.sum(counts * np.log(rates) - rates - gammaln(counts + 1.0)))


def hurdle_log_likelihood(counts: np.ndarray, mu: float, n: float, beta: float, exponent: float) -> float:
    """Log-likelihood of the counts under the hurdle form.

    lambda_t as in daily_intensity, with the full counts N_s as history. P(N_t = 0) = exp(-lambda_t); given N_t > 0, P(N_t = k) =
    k^-exponent / zeta(exponent), k = 1, 2, ..., exponent > 1. The exponent is one number here; in the paper's best form
    it moves with the past.
    """
    counts = np.asarray(counts)
    total = 0.0
    for count, rate in zip(counts, daily_intensity(counts, mu, n, beta), strict=True):
        if count == 0:
            total -= rate
        else:
            total += math.log(-math.expm1(-rate)) - exponent * math.log(count) - math.log(zeta(exponent))
    return total


def simulate_daily(rng: np.random.Generator, days: int, mu: float, n: float, beta: float) -> np.ndarray:
    """Counts of `days` days with N_t ~ Poisson(lambda_t), starting empty."""
    counts: list[int] = []
    for _ in range(days):
        rate = daily_intensity(np.array([*counts, 0]), mu, n, beta)[-1]
        counts.append(int(rng.poisson(rate)))
    return np.array(counts)


def simulate_hurdle(rng: np.random.Generator, days: int, mu: float, n: float, beta: float, exponent: float) -> np.ndarray:
    """Counts of `days` days under the hurdle form, starting empty."""
    counts: list[int] = []
    for _ in range(days):
        rate = daily_intensity(np.array([*counts, 0]), mu, n, beta)[-1]
        counts.append(int(rng.zipf(exponent)) if rng.random() < -math.expm1(-rate) else 0)
    return np.array(counts)


# ---------------------------------------------------------------- fits


def best(negative: Callable[[float, float, float], float], starts: list[tuple[float, float, float]]) -> tuple[float, float, float, float]:
    """Smallest value of negative(mu, n, beta) over positive numbers, by Nelder-Mead in their logarithms from each start, best kept.

    Returns mu, n, beta and the largest log-likelihood. n is not held below one.
    """

    def objective(logs: np.ndarray) -> float:
        if np.any(np.abs(logs) > 30):
            return math.inf
        return negative(*np.exp(logs))

    options = {"xatol": 1e-9, "fatol": 1e-10, "maxiter": 4000, "maxfev": 4000}
    results = [minimize(objective, np.log(start), method="Nelder-Mead", options=options) for start in starts]
    found = min(results, key=lambda result: result.fun)
    mu, n, beta = np.exp(found.x)
    return float(mu), float(n), float(beta), -float(found.fun)


def fit(events: np.ndarray, end: float) -> tuple[float, float, float, float]:
    """Most likely (mu, n, beta) for events of [0, end] starting empty, and their log-likelihood.

    The double sum is done for all pairs at once here; the value is that of log_likelihood.
    """
    times = np.sort(np.asarray(events, dtype=float))
    gap = times[:, None] - times[None, :]
    earlier = gap > 0

    def negative(mu: float, n: float, beta: float) -> float:
        excitement = np.where(earlier, np.exp(-beta * np.where(earlier, gap, 0.0)), 0.0).sum(axis=1)
        rates = mu + n * beta * excitement
        return mu * end + n * float(np.sum(1.0 - np.exp(-beta * (end - times)))) - float(np.sum(np.log(rates)))

    rate = len(times) / end
    return best(negative, [(rate * (1 - n), n, beta * rate) for n in (0.2, 0.7) for beta in (0.3, 3.0)])


def fit_daily(counts: np.ndarray) -> tuple[float, float, float, float]:
    """Most likely (mu, n, beta) of the Poisson form for daily counts, and the log-likelihood with its factorial terms."""
    rate = max(float(np.mean(counts)), 1e-3)
    return best(lambda mu, n, beta: -daily_log_likelihood(counts, mu, n, beta), [(rate * (1 - n), n, b) for n, b in ((0.3, 0.2), (0.7,
    1.0))])


def fit_zeta(sizes: np.ndarray) -> float:
    """Most likely exponent in (1, 50] of P(k) = k^-a / zeta(a) for whole sizes >= 1."""
    sizes = np.asarray(sizes, dtype=float)
    logs = float(np.sum(np.log(sizes)))

    def negative(exponent: float) -> float:
        return exponent * logs + len(sizes) * math.log(zeta(exponent))

    return float(minimize_scalar(negative, bounds=(1.0 + 1e-9, 50.0), method="bounded", options={"xatol": 1e-10}).x)


def fit_hurdle(counts: np.ndarray) -> tuple[float, float, float, float, float]:
    """Most likely (mu, n, beta, exponent) of the hurdle form and its log-likelihood; the two parts share no parameter: fitted apart."""
    counts = np.asarray(counts)
    exponent = fit_zeta(counts[counts > 0])
    rate = max(float(np.mean(counts > 0)), 1e-3)
    starts = [(rate * (1 - n), n, b) for n, b in ((0.3, 0.2), (0.7, 1.0))]
    mu, n, beta, value = best(lambda mu, n, beta: -hurdle_log_likelihood(counts, mu, n, beta, exponent), starts)
    return mu, n, beta, exponent, value
