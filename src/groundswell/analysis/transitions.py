"""What experiments on tipping found: sizes against triggers, hysteresis, two modes, early warning; each with its interval."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.analysis import hysteresis, triggers
from groundswell.analysis.bimodality import dip_chance, sarle
from groundswell.analysis.early_warning import INDICATORS, Told, told_apart, trends_of
from groundswell.analysis.measures import Criticality, Dose, Measure
from groundswell.analysis.triggers import Followed
from groundswell.analysis.uncertainty import Share, number, quantiles

if TYPE_CHECKING:
    from groundswell.runs import Runs
    from groundswell.scenario.schema import Scenario

Values = NDArray[np.float64]
Rows = NDArray[np.int64]

AS_IT_WAS = 1.0  # scale of the acts as the scenario has them
BAND = (0.05, 0.5, 0.95)
BEFORE = 182  # days before the trigger in which a warning is sought: half a year leaves windows of a dozen weeks
LEAD = 14  # days before an eruption in which no warning is sought: by then it has begun; assumed
LEAST = 1e-6  # participation below which nobody is out, so that there is a logarithm: a few people of a country
STEADY = 0.375  # added to counts before the root, which evens out their variance (Anscombe 1948)
WEEK = triggers.WEEK
SIZES = {"stoppage_days": "stoppage-days", "person_days": "person-days"}
SERIES = {"participation": "log participation", "reported": "root of reported protests a week"}


class Made(Protocol):
    """What `transitions` hands over: histories, their parameters, a trigger curve, sweeps of the agenda, a slow ramp."""

    @property
    def scenario(self) -> "Scenario": ...
    @property
    def seed(self) -> int: ...
    @property
    def histories(self) -> NDArray[np.uint64]: ...
    @property
    def parameters(self) -> Mapping[str, Values]: ...
    @property
    def log_odds(self) -> Values: ...
    @property
    def eruption_mark(self) -> float: ...
    @property
    def curve(self) -> Any: ...
    @property
    def sweeps(self) -> Sequence[Any]: ...
    @property
    def ramp(self) -> Any: ...


def criticality(made: Made) -> Criticality:
    """Measures what experiments on tipping did: each number with its interval, beside what the literature expects.

    Size against trigger, with the threshold at which half of the histories erupt, elasticities below and above it and
    across each history's own; the tail of wave sizes; the gap between the thresholds of a rising and a falling agenda,
    beside the criterion of a fold; two modes; and how well rising variance and memory tell eruptions from controls.

    >>> import groundswell as gs
    >>> made = gs.transitions(gs.load("bolivia-autumn"), 32, scales=(0.5, 1), levels=9, hold=20, ramp_days=60, memory=True)
    >>> gs.criticality(made)["gap_visibility"].unit
    'share of agenda'
    """
    counted = triggers.triggered(made.curve)
    followed = triggers.followed(made.curve, made.eruption_mark).only(counted)
    measures = [
        *_of_triggers(made, followed), *_of_tail(made), *_of_hysteresis(made), *_of_modes(made, followed),
        *_of_ramp(made), *_of_season(made, followed, counted),
    ]  # fmt: skip
    doses = tuple(_dose(scale, k, followed) for k, scale in enumerate(made.curve.scales))
    return Criticality(made.scenario.id, made.seed, len(made.histories), int(counted.sum()), tuple(measures), doses)


def _of_triggers(made: Made, followed: Followed) -> Iterator[Measure]:
    scales = np.asarray(made.curve.scales)
    erupted, many = followed.erupted, len(followed.erupted)

    def half(rows: Rows) -> float:
        return triggers.threshold(scales, erupted[rows])

    at = half(np.arange(many)) if many else float("nan")
    yield _measure("trigger", "threshold", "scale at which half of histories erupt", triggers.interval(half, many), "times the acts", many)
    as_it_was = made.curve.scales.index(AS_IT_WAS)
    yield _share("trigger", "erupts", "an eruption follows the acts as they were", erupted[:, as_it_was])
    yield _share("trigger", "falls", "a government falls after the acts as they were", followed.fell[:, as_it_was])
    positive = scales > 0
    for name, words in SIZES.items():
        sizes = np.maximum(getattr(followed, name)[:, positive], LEAST)
        yield from _elasticities(name, words, scales[positive], sizes, at)
        yield from _own(name, words, scales[positive], sizes, erupted[:, positive])


def _elasticities(name: str, words: str, scales: Values, sizes: Values, at: float) -> Iterator[Measure]:
    """Elasticity and R² over the scales below and above the one at which half erupt; all are below one that is never reached."""
    below = scales < (at if np.isfinite(at) else np.inf)
    for side, part in (("below", below), ("above", ~below)):

        def slope(rows: Rows, part: Any = part) -> float:
            return triggers.elasticity(scales[part], sizes[rows][:, part])

        def told(rows: Rows, part: Any = part) -> float:
            return triggers.explained(scales[part], sizes[rows][:, part])

        found = {"elasticity": triggers.interval(slope, len(sizes)), "explained": triggers.interval(told, len(sizes))}
        for kind, of in (("elasticity", f"elasticity of {words}"), ("explained", f"R² of log {words} on log scale")):
            yield _measure("trigger", f"{kind}_{name}_{side}", f"{of} {side} it", found[kind], "1", len(sizes))


def _own(name: str, words: str, scales: Values, sizes: Values, erupted: Any) -> Iterator[Measure]:
    """The same within histories, below, across and above the scale at which each erupts itself."""
    first = triggers.own_thresholds(erupted)
    number_of = np.arange(len(scales))[None, :]
    for side, part in (("below", number_of < first[:, None]), ("above", number_of >= first[:, None])):
        own = triggers.within_own(scales, sizes, part)
        found, many = triggers.interval(own.slope, len(sizes)), int((part.sum(axis=1) > 1).sum())
        yield _measure("trigger", f"own_elasticity_{name}_{side}", f"elasticity of {words} {side} each history's own", found, "1", many)
    across = triggers.across_own(scales, sizes, first)
    yield _median("trigger", f"own_elasticity_{name}_across", f"elasticity of {words} across each history's own, median", across, "1")


def _of_tail(made: Made) -> Iterator[Measure]:
    tail = triggers.tail_of_waves(made.curve.sides[made.curve.scales.index(AS_IT_WAS)])
    many = len(made.histories)
    words = "exponent of the density of wave sizes, largest fifth of waves"
    yield _measure("tail", "tail_exponent", words, (tail.exponent, tail.low, tail.high), "1", many)
    words = "orders of magnitude that these waves span"
    yield _measure("tail", "tail_orders", words, _alone(tail.orders), "decimal orders", many)


def _of_hysteresis(made: Made) -> Iterator[Measure]:
    excess = hysteresis.fold_excess(made.parameters["visibility_weight"], made.parameters["visibility_half"])
    yield _share("hysteresis", "fold", "parameters meet the criterion of a fold", excess > 0)
    for sweep in made.sweeps:
        name, words = sweep.condition.name, sweep.condition.words
        found = hysteresis.thresholds(sweep.levels, sweep.up, sweep.down)
        step = float(np.diff(sweep.levels).max())
        for branch in ("up", "down"):
            of, values = f"threshold {branch}, {words}", getattr(found, branch)
            yield _mean("hysteresis", f"threshold_{branch}_{name}", of, values, "share of agenda")
        yield _mean("hysteresis", f"gap_{name}", f"gap, {words}", found.gap, "share of agenda")
        yield _mean("hysteresis", f"gap_log_odds_{name}", f"gap, {words}", found.gap * made.log_odds, "log-odds")
        yield _mean("hysteresis", f"loop_{name}", f"mean gap over all heights, {words}", found.loop, "share of agenda")
        known = np.isfinite(found.gap)
        yield _share("hysteresis", f"wide_{name}", f"gap wider than a step of levels, {words}", found.gap[known] > step)
        for yes, which in ((True, "with"), (False, "without")):
            gap = np.where((excess > 0) == yes, found.gap * made.log_odds, np.nan)
            yield _mean("hysteresis", f"gap_{which}_fold_{name}", f"gap {which} the fold, {words}", gap, "log-odds")
        yield _ranked(f"fold_and_gap_{name}", f"rank correlation of w_V − 4(1 + v) with the gap, {words}", excess, found.gap)


def _ranked(name: str, words: str, excess: Values, gap: Values) -> Measure:
    known = np.isfinite(gap)
    one, other = excess[known], gap[known]
    found = triggers.interval(lambda rows: hysteresis.ranks_together(one[rows], other[rows]), int(known.sum()))
    return _measure("hysteresis", name, words, found, "1", int(known.sum()))


def _modes(followed: Followed, k: int) -> dict[str, tuple[str, Values]]:
    """The quantities of which two modes are asked, at one scale."""
    days = np.log(np.maximum(followed.stoppage_days[:, k], LEAST))
    return {
        "peak": ("peak stoppage", followed.peak[:, k]), "log_stoppage_days": ("log of stoppage-days", days),
        "approval": ("approval on the last day", followed.approval[:, k]), "deaths": ("deaths", followed.deaths[:, k]),
    }  # fmt: skip


def _of_modes(made: Made, followed: Followed) -> Iterator[Measure]:
    if not len(followed.peak):
        return
    half = triggers.nearest_to_half(followed.erupted)
    at_half = f"scale {made.curve.scales[half]:g}, where about half erupt"
    for key, k, where in (("as_it_was", made.curve.scales.index(AS_IT_WAS), "acts as they were"), ("half", half, at_half)):
        for name, (words, values) in _modes(followed, k).items():
            yield from _two_modes(f"{name}_{key}", f"{words}, {where}", values)


def _two_modes(name: str, words: str, values: Values) -> Iterator[Measure]:
    def coefficient(rows: Rows) -> float:
        return sarle(values[rows])

    many = len(values)
    of_sarle = triggers.interval(coefficient, many)
    yield _measure("bimodality", f"sarle_{name}", f"Sarle's coefficient of {words}", of_sarle, "1 (5/9 if uniform)", many)
    of_dip = f"chance of as large a dip under one mode, {words}"
    yield _measure("bimodality", f"dip_chance_{name}", of_dip, _alone(dip_chance(values)), "share of samples", many)


def _of_ramp(made: Made) -> Iterator[Measure]:
    """How well trends before an eruption tell the ramp from its control; histories with and without the fold apart."""
    ramp = made.ramp
    used = np.flatnonzero(ramp.eruption > LEAD)
    ends = ramp.eruption[used] - LEAD
    excess = hysteresis.fold_excess(made.parameters["visibility_weight"], made.parameters["visibility_half"])[used]
    for name, words in SERIES.items():
        both = (getattr(ramp, name), getattr(ramp, f"control_{name}"))
        shown = [trends_of([_record(name, series[row, :end]) for row, end in zip(used, ends, strict=True)]) for series in both]
        for sign in INDICATORS:
            values = np.concatenate([side[sign] for side in shown])
            yield _ramp_told(f"ramp_{sign}_{name}", f"ramp against control, trend of {sign} of {words}", values, np.ones(len(used), bool))
            for yes, which in ((True, "with"), (False, "without")) if name == "participation" else ():
                chosen = (excess > 0) == yes
                told = f"the same, histories {which} the fold"
                yield _ramp_told(f"ramp_{sign}_{name}_{which}_fold", told, values, chosen)


def _ramp_told(name: str, words: str, values: Values, chosen: NDArray[np.bool_]) -> Measure:
    """The first half of the values is of ramps, the second of controls, both in the order of the histories."""
    many = len(chosen)
    rows = np.flatnonzero(np.concatenate([chosen, chosen]))
    found = told_apart(values[rows], rows < many, rows % max(many, 1))
    return _told("warning", name, words, found, found.first)


def _of_season(made: Made, followed: Followed, counted: NDArray[np.bool_]) -> Iterator[Measure]:
    """How well trends in the half year before the trigger tell which histories will erupt, at the scale where half do."""
    base = made.curve.sides[made.curve.scales.index(AS_IT_WAS)]
    half = triggers.nearest_to_half(followed.erupted) if len(followed.erupted) else 0
    last = (made.curve.trigger.first - base.start).days - 1
    first = max(0, last + 1 - BEFORE)
    series = {"participation": triggers.weekly(base, "participation", first, last), "reported": _reported(base, first, last)}
    for name, words in SERIES.items():
        shown = trends_of([_record("weekly" if name == "participation" else "counts", row) for row in series[name][counted]])
        for sign in INDICATORS:
            told = f"half a year before the trigger, trend of {sign} of {words}"
            apart = told_apart(shown[sign], followed.erupted[:, half])
            yield _told("warning", f"season_{sign}_{name}", told, apart, apart.first + apart.second)


def _record(kind: str, values: Values) -> Values:
    """A record in the form in which its trends are read."""
    if kind == "reported":
        whole = len(values) // WEEK * WEEK
        return _record("counts", values[len(values) - whole :].reshape(-1, WEEK).sum(axis=1))
    return np.sqrt(values + STEADY) if kind == "counts" else np.log(np.maximum(values, LEAST))


def _reported(runs: "Runs", first: int, last: int) -> Values:
    """Places with a reported protest, summed by weeks that end on the last day, (histories, weeks)."""
    rows, weeks = runs.events_of("protest_event"), (last + 1 - first) // WEEK
    rows = rows[(rows["day"] > last - WEEK * weeks) & (rows["day"] <= last)]
    found = np.zeros((runs.replicates, weeks))
    np.add.at(found, (np.searchsorted(runs.histories, rows["history"]), weeks - 1 - (last - rows["day"]) // WEEK), 1.0)
    return found


def _dose(scale: float, k: int, followed: Followed) -> Dose:
    sizes = {name: np.asarray(getattr(followed, name)[:, k]) for name in ("stoppage_days", "person_days", "deaths")}
    modes = {name: values for name, (_, values) in _modes(followed, k).items()}
    some = len(followed.peak) > 0
    return Dose(
        scale, {name: quantiles(values, BAND) for name, values in sizes.items()} if some else {},
        {name: float(values.mean()) for name, values in sizes.items()} if some else {},
        Share(int(followed.erupted[:, k].sum()), len(followed.erupted)), Share(int(followed.fell[:, k].sum()), len(followed.fell)),
        {name: sarle(values) for name, values in modes.items()}, {name: dip_chance(values) for name, values in modes.items() if some},
    )  # fmt: skip


def _measure(kind: str, name: str, words: str, found: tuple[float, ...], unit: str, histories: int) -> Measure:
    value, low, high = (number(part) for part in found)
    return Measure(kind, name, words, value, None if value is None else low, None if value is None else high, unit, histories)


def _alone(value: float) -> tuple[float, float, float]:
    """A number without an interval."""
    return value, float("nan"), float("nan")


def _share(kind: str, name: str, words: str, yes: ArrayLike) -> Measure:
    flags = np.asarray(yes, bool)
    share = Share(int(flags.sum()), flags.size)
    found = (share.share, share.low, share.high) if flags.size else (float("nan"),) * 3
    return _measure(kind, name, words, found, "share of histories", flags.size)


def _mean(kind: str, name: str, words: str, values: Values, unit: str) -> Measure:
    gap = hysteresis.mean_gap(values)
    return _measure(kind, name, words, (gap.mean, gap.low, gap.high), unit, gap.histories)


def _median(kind: str, name: str, words: str, values: Values, unit: str) -> Measure:
    known = values[np.isfinite(values)]

    def middle(rows: Rows) -> float:
        return float(np.median(known[rows]))

    return _measure(kind, name, words, triggers.interval(middle, known.size), unit, known.size)


def _told(kind: str, name: str, words: str, found: Told, histories: int) -> Measure:
    return _measure(kind, name, f"{words}: AUC", (found.auc, found.low, found.high), "1 (½ tells nothing)", histories)
