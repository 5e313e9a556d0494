"""What forecasters without a model say to the same lines, from what was on record on the day before each window."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

from groundswell.analysis.record import Observation
from groundswell.backtest.estimates import SPAN, Estimate
from groundswell.backtest.measures import days
from groundswell.backtest.measures.days import Span
from groundswell.backtest.measures.deaths import WINDOWS
from groundswell.backtest.measures.falls import FELL, STAYED
from groundswell.backtest.questions import ONE_DAY
from groundswell.score import rules
from groundswell.score.baselines import ALL
from groundswell.score.baselines.baseline import Baseline, NotOnRecord
from groundswell.score.history import Past

Told = dict[str, dict[str, Any]]


def baselines(past: Past, record: tuple[Observation, ...]) -> dict[str, Told]:
    """What each baseline says to each line that it can speak of, by line and baseline.

    Those of the years of the fit are given the record up to the day before the window; the model was fitted to the window itself.
    """
    found: dict[str, Told] = {}
    for one in ALL:
        for line, estimate in _lines(one, past, record):
            found.setdefault(line, {})[one.name] = estimate.plain()
    return found


def _lines(one: Baseline, past: Past, record: tuple[Observation, ...]) -> Iterator[tuple[str, Estimate]]:
    for name, (span, _) in FELL.items():
        yield from _told(name, partial(_fell, one, past, span))
    for name, (span, _) in STAYED.items():
        yield from _told(name, partial(_stayed, one, past, span))
    for name, span in (("log-score-autumn", days.SEASON), ("log-score-later", days.LATER)):
        fell = min(row.first for row in record if row.quantity == "fall" and span.first <= row.first <= span.last)
        yield from _told(name, partial(_score, one, past, span, fell))
    yield from _told("fell-later", partial(_fell, one, past, days.LATER))
    yield from _told("fell-2005-wave", partial(_wave, one, past))
    for window in WINDOWS:
        if not window.places:
            yield from _told(window.name, partial(_killed, one, past, window.span))


def _told(name: str, ask: Callable[[], Estimate]) -> Iterator[tuple[str, Estimate]]:
    try:
        yield name, ask()
    except NotOnRecord:
        return


def _fell(one: Baseline, past: Past, span: Span) -> Estimate:
    return _share(one.dates(past.until(span.first - ONE_DAY), span.first, span.last).ever)


def _stayed(one: Baseline, past: Past, span: Span) -> Estimate:
    return _share(1 - one.dates(past.until(span.first - ONE_DAY), span.first, span.last).ever)


def _wave(one: Baseline, past: Past) -> Estimate:
    """The chance of the first fall of the years kept back in the wave of 2005, issued when the fit ends."""
    forecast = one.dates(past.until(days.LAST_FITTED), days.LATER.first, days.LATER.last)
    return _share(forecast.chance_between(days.WAVE_2005.first, days.WAVE_2005.last))


def _score(one: Baseline, past: Past, span: Span, fell: date) -> Estimate:
    forecast = one.dates(past.until(span.first - ONE_DAY), span.first, span.last)
    return Estimate("statistic", rules.log_score_of_date(forecast, fell), None, None, 0)


def _killed(one: Baseline, past: Past, span: Span) -> Estimate:
    issued = min(span.first - ONE_DAY, days.LAST_FITTED)
    forecast = one.counts(past.until(issued), span.first, span.last)
    low, middle, high = (forecast.quantile(level) for level in SPAN)
    return Estimate("quantity", middle, low, high, 0)


def _share(value: float) -> Estimate:
    return Estimate("share", value, None, None, 0)
