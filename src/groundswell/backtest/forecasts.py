"""What each forecaster says to each question: forms of the model by their histories, baselines by the record up to the day of issue."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from groundswell.analysis.record import NATIONAL, Observation
from groundswell.analysis.uncertainty import number
from groundswell.backtest.estimates import LEAST, SPAN, Labels, resampled
from groundswell.backtest.questions import APPROVAL, FIRST_FALL, KILLED, Answer, Forecast, Question
from groundswell.backtest.seen import Seen, Values
from groundswell.score import rules
from groundswell.score.baselines import ALL
from groundswell.score.baselines.baseline import Baseline, NotOnRecord
from groundswell.score.history import Past
from groundswell.score.predictive import Counts, Dates

SAMPLES = 500  # samples of draws, for the interval of a score
LAST_POLL = "last_poll"
BASELINE_WORDS = {**{one.name: one.words for one in ALL}, LAST_POLL: "The last poll before the day of issue goes on"}


class Case(NamedTuple):
    """What is on record of a case, and what a forecaster may know of it: `past` is whole and must be cut."""

    name: str
    record: tuple[Observation, ...]
    past: Past


@dataclass(frozen=True)
class Said:
    """What one forecaster said to one question, and what it cost.

    `loss` is None where nothing could be said, and `why` says why. `histories` stand behind it, of `asked` that were run;
    baselines have none. `sampled` are losses when the draws behind the histories are drawn again (samples,).
    """

    question: str
    forecaster: str
    model: bool
    loss: float | None = None
    also: dict[str, float | None] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)
    histories: int | None = None
    asked: int | None = None
    why: str = ""
    forecast: Forecast | None = field(default=None, repr=False, compare=False)
    sampled: Values | None = field(default=None, repr=False, compare=False)

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        names = ("question", "forecaster", "model", "loss", "also", "told", "histories", "asked", "why")
        return {name: getattr(self, name) for name in names}


def of_model(name: str, question: Question, found: Answer, seen: Seen, seed: int = 1) -> Said:
    """What the histories of a form say to a question, those in which the government on record is in office."""
    able = question.eligible(seen)
    many, asked = int(able.sum()), seen.histories
    if many < LEAST:
        return Said(question.name, name, True, histories=many, asked=asked, why=f"{many} histories can answer, fewer than {LEAST}")
    values = question.values(seen)[able]
    forecast = question.forecast(values)
    sampled = resampled_losses(question, found, values, seen.draw[able], seed)
    return _said(question, name, True, found, forecast, many, asked, sampled)


def of_baselines(question: Question, found: Answer, case: Case, names: Sequence[str] | None = None, seed: int = 1) -> list[Said]:
    """What every baseline says to a question from what was on record on its day of issue, or why it says nothing."""
    wanted = [one for one in ALL if names is None or one.name in names]
    if question.kind == APPROVAL:
        return [_last_poll(question, found, case.record)] if names is None or LAST_POLL in names else []
    past = case.past.until(question.issued)
    return [_of_baseline(one, question, found, past, seed) for one in wanted]


def resampled_losses(question: Question, found: Answer, values: Values, draw: Labels, seed: int, samples: int = SAMPLES) -> Values:
    """Losses of the forecasts that are made when the draws are drawn again, each with its histories (samples,)."""
    return np.array([question.score(question.forecast(values[rows]), found) for rows in resampled(draw, seed, samples)])


def _of_baseline(one: Baseline, question: Question, found: Answer, past: Past, seed: int) -> Said:
    try:
        forecast: Forecast = (
            one.dates(past, question.first, question.last, seed)
            if question.kind == FIRST_FALL
            else one.counts(past, question.first, question.last, seed=seed)
        )
    except NotOnRecord as reason:
        return Said(question.name, one.name, False, why=reason.reason)
    return _said(question, one.name, False, found, forecast)


def _last_poll(question: Question, found: Answer, record: Sequence[Observation]) -> Said:
    """The newest national poll that was out on the day of issue."""
    known = [row for row in record if (row.quantity, row.place) == ("approval", NATIONAL) and row.last <= question.issued]
    told = [row for row in known if row.value is not None]
    if not told:
        return Said(question.name, LAST_POLL, False, why="no poll before the day of issue")
    newest = max(told, key=lambda row: row.last)
    return _said(question, LAST_POLL, False, found, Counts([newest.value or 0.0], [1.0]))


def _said(
    question: Question, name: str, model: bool, found: Answer, forecast: Forecast, histories: int | None = None,
    asked: int | None = None, sampled: Values | None = None,
) -> Said:  # fmt: skip
    also = {key: number(value) for key, value in _also(question, forecast, found).items()}
    loss = question.score(forecast, found)
    return Said(question.name, name, model, loss, also, _told(forecast, found), histories, asked, "", forecast, sampled)


def _also(question: Question, forecast: Forecast, found: Answer) -> dict[str, float]:
    """Further scores, never alone: each says something that the first does not."""
    if isinstance(forecast, Dates):
        whole = {"integrated_brier": rules.integrated_brier(forecast, found.day), "ever": forecast.ever}
        ended = found.until is not None and found.until != found.day
        return whole | ({"loss_by_last_day": rules.log_score_of_date(forecast, found.until)} if ended else {})
    crps = rules.crps(forecast, found.number)
    if question.kind == KILLED:
        missed, width = rules.ignorance(forecast, found.number), rules.interval_score(forecast, found.number)
        return {"crps": crps, "ignorance": missed, "interval_90": width}
    return {"crps": crps}


def _told(forecast: Forecast, found: Answer) -> dict[str, Any]:
    """The forecast in numbers: its chance of ever and its dates, or its quantiles and where the record lies in them."""
    if isinstance(forecast, Dates):
        dates = [forecast.quantile(level) for level in SPAN]
        return {"ever": forecast.ever, **dict(zip(("low", "median", "high"), map(_iso, dates), strict=True))}
    low, middle, high = (forecast.quantile(level) for level in SPAN)
    below, at = forecast.chance_between(-np.inf, np.nextafter(found.number, -np.inf)), forecast.chance_between(found.number, found.number)
    return {"low": low, "median": middle, "high": high, "rank": below + at / 2, "inside": bool(low <= found.number <= high)}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
