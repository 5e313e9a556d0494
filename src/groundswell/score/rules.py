"""Proper scores of one forecast after the fact: what it cost to have said this when that happened.

Every score is a loss: 0 is the best there can be, and less is better. A rule is proper if nobody
lowers an expected score by saying anything but what they believe (Gneiting & Raftery 2007).
A finite number of histories gives some outcomes no chance at all, and a logarithm would make of
one such outcome an infinite loss. The logarithmic rules therefore add half a draw to every class
that they tell apart, in proportion to what the draws behind a forecast weigh; forecasts with exact
chances (`draws` infinite) are taken as they are.
"""

import math
from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.errors import UsageError
from groundswell.score import refusals
from groundswell.score.predictive import WEEK, Counts, Dates

# Draws added to each class: the half is that of Krichevsky & Trofimov (1981), the whole that of the ViEWS competition.
HALF_A_DRAW = 0.5
ONE_DRAW = 1.0

# Lower ends of the classes of deaths in the ViEWS competition of 2023 (Hegre et al. 2024); the last class is open.
VIEWS_EDGES = (0.0, 0.5, 2.5, 5.5, 10.5, 25.5, 50.5, 100.5, 250.5, 500.5, 1000.5)

# The share of outcomes that an interval forecast is to hold, unless said otherwise.
NINETY = 0.9

# The order of the variogram score that Scheuerer & Hamill (2015) found to tell forecasts apart best.
VARIOGRAM_ORDER = 0.5

# The most differences held in memory at once by the energy score.
BATCH = 4_000_000


def log_score(chance: ArrayLike, happened: ArrayLike) -> NDArray[np.float64]:
    """What each forecast of an event cost: minus the logarithm of the chance given to what happened.

        S = −ln p if it happened, −ln(1 − p) if not

    p chance (cases,) [0-1]. Infinite where the impossible happened: see `smoothed`.
    Source: Good (1952). Raises UsageError for chances outside 0 to 1 and outcomes other than 0 and 1.

    >>> log_score([0.5, 0.25], [1, 0]).round(3).tolist()
    [0.693, 0.288]
    """
    given, outcome = _paired(chance, happened, "log_score")
    return _minus_log(np.where(outcome, given, 1 - given))


def brier(chance: ArrayLike, happened: ArrayLike) -> NDArray[np.float64]:
    """What each forecast of an event cost: the squared distance between chance and outcome.

        S = (p − o)²

    p chance (cases,) [0-1] · o 1 if it happened, 0 if not. Source: Brier (1950), the half of his sum over both outcomes.
    Raises UsageError for chances outside 0 to 1 and outcomes other than 0 and 1.

    >>> brier([0.5, 0.25], [1, 0]).tolist()
    [0.25, 0.0625]
    """
    given, outcome = _paired(chance, happened, "brier")
    return (given - outcome) ** 2


def brier_skill(chance: ArrayLike, happened: ArrayLike, reference: ArrayLike) -> float:
    """The share of the reference's mean Brier score that the forecasts save: 1 perfect, 0 no gain, negative a loss.

    `reference` is one chance for all cases, or one for each. Its interval is a matter of `skill.skill`.

    >>> round(brier_skill([0.9, 0.1], [1, 0], reference=0.5), 6)
    0.96
    """
    ours = brier(chance, happened)
    theirs = brier(np.broadcast_to(refusals.numeric(reference, "brier_skill: reference"), ours.shape), happened)
    return 1 - float(ours.mean() / theirs.mean()) if theirs.any() else math.nan


def log_score_of_class(chances: ArrayLike, observed: int, draws: float = math.inf, added: float = HALF_A_DRAW) -> float:
    """What a forecast over several outcomes cost, of which exactly one happened: −ln of the chance of that one.

    `chances` (classes,) sum to 1; `observed` is the place of the outcome in them. With a finite
    number of `draws` behind the chances, `added` draws are added to every class first.

    >>> round(log_score_of_class([0.5, 0.25, 0.25], 2), 4)
    1.3863
    """
    given = refusals.sum_to_one(refusals.chances(chances, "log_score_of_class: chances"), "log_score_of_class: chances")
    if not 0 <= observed < given.size:
        expected = f"a place from 0 to {given.size - 1}"
        raise UsageError.of("log_score_of_class: observed", f"{observed}", expected, "give every possible outcome its chance")
    return float(_minus_log(smoothed(given, draws, added)[observed]))


def smoothed(chances: ArrayLike, draws: float, added: float = HALF_A_DRAW) -> NDArray[np.float64]:
    """Chances of classes after some draws more were given to each of them, so that none is left at zero.

        p′_k = (n·p_k + a) / (n + a·K)

    p chance of a class · n draws behind them, weighted ones by what they weigh (`effective_draws`),
    infinite for exact chances, which stay as they are · a draws added · K classes.
    Source: Krichevsky & Trofimov (1981) for the half. Raises UsageError for draws or additions below 0.

    >>> smoothed([0.9, 0.1, 0.0], draws=10).round(3).tolist()
    [0.826, 0.13, 0.043]
    """
    given = refusals.chances(chances, "smoothed: chances")
    if math.isnan(draws) or draws < 0 or not added >= 0:
        raise UsageError.of("smoothed", f"{draws} draws, {added} added", "numbers of 0 or more", "take draws from the forecast")
    return given if math.isinf(draws) else (draws * given + added) / (draws + added * given.size)


def log_score_of_date(
    forecast: Dates, observed: date | None, known_until: date | None = None, length: int = WEEK, added: float = HALF_A_DRAW
) -> float:
    """What a forecast of the date of an event cost: −ln of the chance given to the span of days in which it came.

    The window is cut into spans of `length` days from its first day (weeks, unless said otherwise;
    the last may be shorter) and never; `observed` None is never. `added` draws (half of one) are
    added to each span and to never where the forecast stands on a finite number of draws.
    `known_until` is for a case lost from sight: nothing had happened by the end of that day, and
    what came later is not known. Its cost is −ln of the chance left for all later days and never;
    half a draw is then added to never and to each later span, to a cut span by its days left. This
    is proper if losing sight had nothing to do with the event.

    Raises UsageError for a date before the window.

    >>> fall = Dates(date(2003, 10, 1), [0.0] * 14 + [0.05] * 7, never=0.65)
    >>> round(log_score_of_date(fall, date(2003, 10, 17)), 4)
    1.0498
    >>> round(log_score_of_date(fall, None), 4)
    0.4308
    """
    if known_until is not None and observed is None and known_until < forecast.last:
        return _log_score_of_the_rest(forecast, known_until, length, added)
    return log_score_of_class(forecast.binned(length), forecast.place(observed, length), forecast.draws, added)


def integrated_brier(forecast: Dates, observed: date | None, known_until: date | None = None) -> float:
    """What a forecast of a date cost on an average day: the mean Brier score of "has it happened by now?".

        S = (1/D) Σ_d (F_d − 1{t ≤ d})²

    F_d chance by the end of day d · t day of the event · D days of the window, or those up to
    `known_until` where a case was lost from sight. Needs no smoothing.
    Source: Graf et al. (1999); here each case is scored for the days on which its state was known, without their
    weights for the chance of staying in sight, so compare forecasts over the same cases only.

    >>> integrated_brier(Dates(date(2003, 10, 1), [0.5, 0.5], never=0), date(2003, 10, 2))
    0.125
    """
    by_day, happened = _by_day(forecast, observed, known_until)
    return float(((by_day - happened) ** 2).mean())


def integrated_log(forecast: Dates, observed: date | None, known_until: date | None = None, added: float = HALF_A_DRAW) -> float:
    """The same with the logarithmic score of each day's question, `added` draws given to yes and to no.

    >>> round(integrated_log(Dates(date(2003, 10, 1), [0.5, 0.25], never=0.25), date(2003, 10, 2)), 4)
    0.4904
    """
    by_day, happened = _by_day(forecast, observed, known_until)
    if not math.isinf(forecast.draws):
        by_day = (forecast.draws * by_day + added) / (forecast.draws + 2 * added)
    return float(_minus_log(np.where(happened, by_day, 1 - by_day)).mean())


def crps(forecast: Counts, observed: float) -> float:
    """What a forecast of a count cost, in the unit of the count; for a single number said, the absolute error.

        S = ∫ (F(x) − 1{x ≥ y})² dx = E|X − y| − ½ E|X − X′|

    F chance of x or fewer · y what was observed · X, X′ two independent draws of the forecast.
    The integral is exact for the weighted draws: a sum over the gaps between values.
    Source: continuous ranked probability score, Matheson & Winkler (1976), Hersbach (2000).
    Raises UsageError for an observation that is not a finite number.

    >>> crps(Counts.of_sample([0, 10]), 4)
    2.5
    >>> crps(Counts.of_sample([7]), 4)
    3.0
    """
    return _crps(forecast.values, forecast.weights, refusals.number(observed, "crps: observed"))


def crps_log1p(forecast: Counts, observed: float) -> float:
    """The same on the scale of ln(1 + count), where errors are relative: ten for five costs what a hundred for fifty does.

    Source: Bosse et al. (2023). Raises UsageError for a negative observation.

    >>> round(crps_log1p(Counts.of_sample([99]), 9), 4) == round(math.log(10), 4)
    True
    """
    given = refusals.at_least_zero(observed, "crps_log1p: observed")
    return _crps(np.log1p(forecast.values), forecast.weights, float(np.log1p(given)[0]))


def threshold_weighted_crps(forecast: Counts, observed: float, threshold: float) -> float:
    """The same counted above a threshold alone: what a forecast said of how bad it can become.

        S = ∫_{x ≥ t} (F(x) − 1{x ≥ y})² dx

    t threshold, in the unit of the count. It is the plain score after draws and observation below
    t have been lifted to t. Source: Gneiting & Ranjan (2011); Allen et al. (2023) for the lifting.

    >>> threshold_weighted_crps(Counts.of_sample([0, 10]), 4, threshold=5)
    1.25
    """
    limit = refusals.number(threshold, "threshold_weighted_crps: threshold")
    given = max(refusals.number(observed, "threshold_weighted_crps: observed"), limit)
    return _crps(np.maximum(forecast.values, limit), forecast.weights, given)


def ignorance(forecast: Counts, observed: float, edges: Sequence[float] = VIEWS_EDGES, added: float = ONE_DRAW) -> float:
    """How many bits a forecast lacked to know the class of the count: −log₂ of the chance it gave to that class.

        S = −log₂((n·p_k + a) / (n + a·K))

    p_k chance of the class the count fell in · n draws behind the forecast · a draws added to each
    class (one) · K classes. Classes begin at `edges` (0, ½, 2½, 5½, 10½, 25½, 50½, 100½, 250½,
    500½, 1000½, the last open), each holding its lower end. A forecast with exact chances is not smoothed.
    Source: Roulston & Smith (2002); classes and addition as in the competition of ViEWS, Hegre et al. (2024).
    Raises UsageError for edges that do not rise and for an observation or a value below the first.

    >>> round(ignorance(Counts.of_sample([0] * 1000), 0), 4), round(ignorance(Counts.of_sample([0] * 1000), 3), 4)
    (0.0143, 9.9816)
    """
    given = refusals.number(observed, "ignorance: observed")
    limits = _edges(edges, min(given, float(forecast.values[0])))
    places = np.searchsorted(limits, np.append(forecast.values, given), side="right") - 1
    chances = np.bincount(places[:-1], forecast.weights, limits.size)
    return log_score_of_class(chances, int(places[-1]), forecast.draws, added) / math.log(2)


def interval_score(forecast: Counts, observed: float, level: float = NINETY) -> float:
    """What the central interval of a forecast cost: its width, and a fine for as far as the count fell outside.

        S = (u − l) + (2/α)(l − y)₊ + (2/α)(y − u)₊

    l, u quantiles α/2 and 1 − α/2 of the forecast · α = 1 − `level`. In the unit of the count.
    Source: Gneiting & Raftery (2007).

    >>> interval_score(Counts.of_sample(range(1, 101)), 50), round(interval_score(Counts.of_sample(range(1, 101)), 97), 9)
    (90.0, 130.0)
    """
    tail = (1 - refusals.share(level, "interval_score: level")) / 2
    low, high, given = forecast.quantile(tail), forecast.quantile(1 - tail), refusals.number(observed, "interval_score: observed")
    return high - low + (max(low - given, 0.0) + max(given - high, 0.0)) / tail


def energy_score(values: ArrayLike, observed: ArrayLike, weights: ArrayLike | None = None) -> float:
    """What a forecast of several numbers at once cost, such as all weeks of a wave: the CRPS with distances in space.

        S = E‖X − y‖ − ½ E‖X − X′‖

    `values` (draws, numbers) · y `observed` (numbers,) · `weights` (draws,) relative to one another.
    Numbers of unlike units are to be scaled first. Source: Gneiting & Raftery (2007).
    Raises UsageError for holes and shapes that do not fit.

    >>> energy_score([[0.0, 0.0], [6.0, 8.0]], [3.0, 4.0])
    2.5
    """
    drawn, given, share = _vectors(values, observed, weights, "energy_score")
    rows = max(1, BATCH // drawn.size)
    apart = sum(
        float(share[i : i + rows] @ np.linalg.norm(drawn[i : i + rows, None] - drawn, axis=2) @ share) for i in range(0, len(drawn), rows)
    )
    return float(share @ np.linalg.norm(drawn - given, axis=1)) - apart / 2


def variogram_score(values: ArrayLike, observed: ArrayLike, weights: ArrayLike | None = None, order: float = VARIOGRAM_ORDER) -> float:
    """What a forecast of several numbers cost in how they hang together: the spread between every two of them.

        S = Σ_{i,j} (|y_i − y_j|^h − E|X_i − X_j|^h)²

    Shapes as in `energy_score` · h `order`. Blind to what shifts all numbers alike: give it beside the energy score.
    Source: Scheuerer & Hamill (2015).

    >>> variogram_score([[0.0, 4.0], [0.0, 4.0]], [0.0, 9.0])
    2.0
    """
    drawn, given, share = _vectors(values, observed, weights, "variogram_score")
    if not order > 0:
        raise UsageError.of("variogram_score: order", f"{order}", "a number above 0", "leave it out for ½")
    score = 0.0
    for i in range(given.size):
        expected = share @ np.abs(drawn - drawn[:, i : i + 1]) ** order
        score += float(((np.abs(given - given[i]) ** order - expected) ** 2).sum())
    return score


def _crps(values: NDArray[np.float64], weights: NDArray[np.float64], observed: float) -> float:
    """The integral over the gaps between rising values, each cut in two where the observation lies in it."""
    reached, gaps = np.cumsum(weights)[:-1], np.diff(values)
    before = np.clip(observed - values[:-1], 0.0, gaps)
    inside = float((reached**2 * before + (1 - reached) ** 2 * (gaps - before)).sum())
    return inside + max(float(values[0]) - observed, 0.0) + max(observed - float(values[-1]), 0.0)


def _minus_log(chance: ArrayLike) -> NDArray[np.float64]:
    with np.errstate(divide="ignore"):
        return np.asarray(-np.log(chance) + 0.0, np.float64)


def _paired(chance: ArrayLike, happened: ArrayLike, where: str) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    given = refusals.chances(chance, f"{where}: chance")
    return given, refusals.outcomes(happened, given.size, f"{where}: happened")


def _edges(edges: Sequence[float], least: float) -> NDArray[np.float64]:
    limits = refusals.numbers(edges, "ignorance: edges")
    if (np.diff(limits) <= 0).any():
        raise UsageError.of("ignorance: edges", f"{list(edges)}", "numbers that rise", "sort them and name each once")
    if least < limits[0]:
        raise UsageError.of(
            "ignorance", f"a count of {least:g}", f"{limits[0]:g} or more, where the classes begin", "begin the edges lower"
        )
    return limits


def _vectors(
    values: ArrayLike, observed: ArrayLike, weights: ArrayLike | None, where: str
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    given = refusals.numbers(observed, f"{where}: observed")
    drawn = refusals.numeric(values, f"{where}: values")
    if drawn.ndim != 2 or not len(drawn) or drawn.shape[1] != given.size:
        expected = f"at least one row of {given.size} numbers"
        raise UsageError.of(f"{where}: values", f"an array of shape {drawn.shape}", expected, "one row a draw, one column a number")
    refusals.numbers(drawn.ravel(), f"{where}: values")
    return drawn, given, refusals.relative_weights(weights, len(drawn), f"{where}: weights")


def _days_known(forecast: Dates, known_until: date) -> int:
    if known_until < forecast.first:
        raise UsageError.of("Dates: known_until", f"{known_until}", f"a date from {forecast.first} on", "leave out a case never in sight")
    return min((known_until - forecast.first).days + 1, forecast.chance.size)


def _log_score_of_the_rest(forecast: Dates, known_until: date, length: int, added: float) -> float:
    known, classes = _days_known(forecast, known_until), forecast.binned(length).size
    left = float(forecast.chance[known:].sum()) + forecast.never
    if not math.isinf(forecast.draws):
        spans = np.arange(known, forecast.chance.size) // length
        widths = np.bincount(np.arange(forecast.chance.size) // length)
        left = (forecast.draws * left + added * (1 + float((1 / widths[spans]).sum()))) / (forecast.draws + added * classes)
    return float(_minus_log(min(left, 1.0)))


def _by_day(forecast: Dates, observed: date | None, known_until: date | None) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Chance by the end of each day of which the state is known, and whether it had happened by then."""
    place, days = forecast.place(observed, 1), forecast.chance.size
    known = days if known_until is None or observed is not None else _days_known(forecast, known_until)
    return np.minimum(np.cumsum(forecast.chance)[:known], 1.0), np.arange(known) >= place
