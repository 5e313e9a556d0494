"""Whether one forecaster beat another over the same questions, and whether chances meant what they said."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from groundswell.analysis.uncertainty import number
from groundswell.backtest.estimates import TAILS
from groundswell.backtest.forecasts import SAMPLES, Said
from groundswell.backtest.forms import FULL, PRIOR
from groundswell.backtest.questions import APPROVAL, FIRST_FALL, KILLED, SCORES, Answer, Question
from groundswell.backtest.seen import Values
from groundswell.score import luck, reliability
from groundswell.score.guards import refuse_different_rows
from groundswell.score.predictive import Counts
from groundswell.score.skill import skill

FELL = "falls on record"
GROUPS = {
    FELL: "questions whose answer is a fall on record",
    FIRST_FALL: "all questions after a first fall",
    KILLED: "all questions after deaths by forces",
    APPROVAL: "all questions after polls",
}
PIT_BINS = 5  # eight questions fill no more


@dataclass(frozen=True)
class Contest:
    """The judged form against another forecaster, over the questions of one group that both answer.

    `difference` is the mean loss of the other less ours: above zero ours is better. Three intervals (95 in 100) say how sure
    that is: `by_draw` draws the draws behind histories again, the cases being as they are; `by_case` draws cases again, the
    scores being as they are; `by_both` does both. None where there is one case, of which nobody can say how cases differ.
    `ours_is` names the form that is called ours: the judged one, or the full model where a refit is compared at its budget.
    """

    group: str
    other: str
    score: str
    ours: float
    theirs: float
    difference: float
    by_draw: tuple[float, float]
    by_case: tuple[float, float] | None
    by_both: tuple[float, float] | None
    questions: tuple[str, ...]
    cases: int
    ours_is: str = ""

    @property
    def excludes_zero(self) -> bool:
        """Whether the widest interval there is lies above zero."""
        ends = self.by_both or self.by_draw
        return ends[0] > 0

    @property
    def doubt(self) -> str:
        """What the number of cases means for the intervals."""
        if self.cases == 1:
            return "one case: nothing here says how cases differ"
        if self.cases < FEW:
            return f"{self.cases} cases: intervals over cases end at the cases themselves, and are too narrow"
        return ""

    def text(self) -> str:
        """One line."""
        ends = self.by_both or self.by_draw
        doubt = f" ({self.doubt})" if self.doubt else ""
        who = f"{GROUPS[self.group]}, {self.ours_is} against {self.other}"
        return f"{who}: {self.difference:+.3f} [{ends[0]:+.3f} to {ends[1]:+.3f}]{doubt}"

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self) | {"questions": list(self.questions), "excludes_zero": self.excludes_zero, "doubt": self.doubt}


FEW = 10  # units under which simulated worlds show intervals of the bootstrap to be much too narrow (score.skill)


def contests(judged: str, asked: Sequence[Question], answers: Mapping[str, Answer], said: Sequence[Said], seed: int) -> list[Contest]:
    """The judged form against every other forecaster, and the full model at the refits' budget against every refit."""
    table = {(row.forecaster, row.question): row for row in said if row.loss is not None}
    others = [name for name in dict.fromkeys(row.forecaster for row in said) if name != judged]
    refits = [name for name in dict.fromkeys(row.forecaster for row in said if row.model) if name not in (judged, PRIOR, FULL)]
    pairs = [(judged, other) for other in others] + [(FULL, other) for other in refits if FULL in others]
    found = []
    for group, rows in grouped(asked, answers).items():
        for mine, other in pairs:
            both = [row for row in rows if (mine, row.name) in table and (other, row.name) in table]
            if both:
                ours, theirs = ([table[name, row.name] for row in both] for name in (mine, other))
                found.append(replace(contest(group, other, both, ours, theirs, seed), ours_is=mine))
    return found


def grouped(asked: Sequence[Question], answers: Mapping[str, Answer]) -> dict[str, list[Question]]:
    """The questions that are compared together: their scores have one unit."""
    falls = [row for row in asked if row.kind == FIRST_FALL]
    kinds = {kind: [row for row in asked if row.kind == kind] for kind in (FIRST_FALL, KILLED, APPROVAL)}
    return {FELL: [row for row in falls if answers[row.name].day is not None], **kinds}


def contest(group: str, other: str, both: Sequence[Question], ours: Sequence[Said], theirs: Sequence[Said], seed: int) -> Contest:
    """One contest, over questions that both answer. Raises UsageError where they do not answer the same."""
    refuse_different_rows({"ours": [row.question for row in ours], other: [row.question for row in theirs]})
    mine, rival = (np.array([row.loss for row in rows], np.float64) for rows in (ours, theirs))
    units = [row.case for row in both]
    apart = _sampled(theirs) - _sampled(ours)
    many = len(set(units))
    by_case = skill(mine, rival, units, seed) if many > 1 else None
    return Contest(
        group, other, SCORES[both[0].kind], float(mine.mean()), float(rival.mean()), float((rival - mine).mean()),
        _ends(apart.mean(axis=1)), None if by_case is None else (by_case.low, by_case.high),
        None if by_case is None else _ends(_over_cases(apart, units, seed)), tuple(row.name for row in both), many,
    )  # fmt: skip


def honesty(judged: str, asked: Sequence[Question], answers: Mapping[str, Answer], said: Sequence[Said], seed: int) -> dict[str, Any]:
    """Whether the counts that the judged form gave mean what they say: where the record lies in them, and how often inside.

    The forecasts of one case share their histories, so that bands for independent ones are too narrow.
    """
    rows = [row for row in said if row.forecaster == judged and isinstance(row.forecast, Counts)]
    counted = {question.name for question in asked if question.kind == KILLED}
    rows = [row for row in rows if row.question in counted]
    if not rows:
        return {}
    forecasts = [row.forecast for row in rows if isinstance(row.forecast, Counts)]
    observed = [answers[row.question].number for row in rows]
    covered = reliability.coverage(forecasts, observed)
    return {
        "questions": [row.question for row in rows],
        "pit": [number(float(place)) for place in reliability.pit(forecasts, observed, seed)],
        "pit_histogram": [{key: number(value) for key, value in row._asdict().items()} for row in _bins(forecasts, observed)],
        "coverage": [
            {"level": row.level, "held": row.covered.count, "of": row.covered.of, "promised": row.expected,
             "band": [row.band_low, row.band_high]}
            for row in covered
        ],
    }  # fmt: skip


def _bins(forecasts: Sequence[Counts], observed: Sequence[float]) -> Iterator[reliability.Bin]:
    yield from reliability.pit_histogram(forecasts, observed, PIT_BINS)


def _sampled(rows: Sequence[Said]) -> Values:
    """Losses (samples, questions) when draws are drawn again; those of a baseline are always the same."""
    return np.stack([np.full(SAMPLES, row.loss or 0.0) if row.sampled is None else row.sampled for row in rows], axis=1)


def _over_cases(apart: Values, units: Sequence[str], seed: int) -> Values:
    """Mean differences (samples,) when in each sample of draws the cases are drawn again too, each with all its questions."""
    names = sorted(set(units))
    place = np.array([names.index(unit) for unit in units])
    picked = (luck.uniforms(seed, "backtest.cases", range(len(apart)), len(names)) * len(names)).astype(np.int64)
    times = np.stack([(picked == k).sum(axis=1) for k in range(len(names))], axis=1)[:, place]
    return np.asarray((apart * times).sum(axis=1) / times.sum(axis=1), np.float64)


def _ends(values: Values) -> tuple[float, float]:
    low, high = np.quantile(values, TAILS)
    return (float(low), float(high)) if math.isfinite(low) else (math.nan, math.nan)
