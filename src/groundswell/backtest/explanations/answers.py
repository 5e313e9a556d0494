"""The answer to each question: how often it came as on record, the trace, the tests of the account, the verdict."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from groundswell.analysis.effects import Effect
from groundswell.analysis.record import Observation, record_of
from groundswell.backtest.explanations.near import MEASURE, Near, nearest_to
from groundswell.backtest.explanations.outcomes import KINDS, as_on_record
from groundswell.backtest.explanations.questions import Cause, Outcome, Question, Questions
from groundswell.backtest.explanations.traces import Trace, traced
from groundswell.backtest.explanations.verdicts import (
    LEAST_NEAR,
    LEAST_PAIRS,
    LEAST_SHARE,
    Judged,
    Verdict,
    effect_test,
    tested,
    trace_test,
    verdict_on,
)
from groundswell.backtest.explanations.worlds import Worlds

if TYPE_CHECKING:
    from groundswell.runs import Runs

SHOWN = 3  # of the model's own largest effects
DIGITS = 6  # of a number in the JSON


@dataclass(frozen=True)
class Answer:
    """What the model answers to one question, beside what the record does.

    histories how many could be asked · as_on_record share of them in which the outcome is as on record · recorded the
    outcome on record, where somebody observed it · near, trace None where too few histories went so · largest the causes, of
    all that any question names, whose absence makes most of a difference to this outcome
    """

    question: Question
    histories: int
    as_on_record: float
    recorded: float | None
    near: Near | None
    trace: Trace | None
    tested: tuple[Judged, ...]
    largest: tuple[tuple[Effect, bool], ...]
    verdict: Verdict
    why: str

    @property
    def score(self) -> tuple[int, int]:
        """How many tests were passed, of how many that could be made."""
        made = [test.passed for row in self.tested for test in (row.trace, row.effect) if test is not None]
        return sum(made), len(made)

    def text(self) -> str:
        """The verdict in a line, and a line for each cause."""
        passed, made = self.score
        lines = [f"{self.question.words}  {self.verdict} ({passed} of {made} tests){f': {self.why}' if self.why else ''}"]
        return "\n".join([*lines, *(f"  {row.verdict:<15}{row.cause.words}{_tests(row)}" for row in self.tested)])

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        passed, made = self.score
        largest = [{**effect.to_dict(), "settled_among_all": settled} for effect, settled in self.largest]
        return {
            "question": self.question.to_dict(), "unit": KINDS[self.question.outcome.kind].unit, "histories": self.histories,
            "as_on_record": self.as_on_record, "recorded": self.recorded, "near": self.near and self.near.to_dict(),
            "trace": self.trace and self.trace.to_dict(),
            "causes": [row.to_dict() for row in self.tested], "largest": largest, "tests_passed": passed, "tests_made": made,
            "verdict": self.verdict, "why": self.why,
        }  # fmt: skip


def _tests(row: Judged) -> str:
    told = [f"trace {row.trace.moved.points:+.1f} points: {'yes' if row.trace.passed else 'no'}"] if row.trace else []
    if row.effect:
        effect = row.effect.effect
        told += [f"without it {effect.baseline:.3g} → {effect.changed:.3g}: {'yes' if row.effect.passed else 'no'}"]
    return f" ({'; '.join(told) or row.why})" if told or row.why else ""


@dataclass(frozen=True)
class Explanations:
    """The answers to all questions about a case, the rule by which they were judged, and what they were made from."""

    case: str
    answers: tuple[Answer, ...]
    rule: tuple[str, ...]
    provenance: Mapping[str, Any]

    def text(self) -> str:
        """Each answer in a few lines."""
        return "\n\n".join(answer.text() for answer in self.answers)

    __str__ = text

    def to_dict(self) -> dict[str, Any]:
        """Plain data, numbers with six digits."""
        plain = {"case": self.case, "provenance": dict(self.provenance), "rule": list(self.rule), "measure": MEASURE}
        found: dict[str, Any] = rounded({**plain, "answers": [answer.to_dict() for answer in self.answers]})
        return found

    def json(self) -> str:
        """The answers as JSON text, as they lie beside the scenario."""
        return json.dumps(self.to_dict(), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


@dataclass(frozen=True)
class Asking:
    """What answers are made from: the histories as they are, the questions, the worlds without a cause."""

    runs: "Runs"
    questions: Questions
    worlds: Worlds
    near: int

    @cached_property
    def record(self) -> tuple[Observation, ...]:
        """What was observed in the days of the run."""
        return record_of(self.runs)

    def answer(self, row: Question) -> Answer:
        """One answer."""
        actual, outcome = self.worlds.actual, row.outcome
        eligible = actual.eligible(row, outcome)
        alike = eligible & as_on_record(outcome, actual.outcomes[outcome])
        share = float(alike.sum() / eligible.sum()) if eligible.any() else 0.0
        near = nearest_to(self.runs, row, self.record, alike, self.near) if alike.sum() >= LEAST_NEAR else None
        trace = None if near is None else traced(self.runs, row, near.histories)
        rows = tuple(self._tested(row, cause, trace) for cause in row.causes)
        why = _why(row, int(eligible.sum()), share)
        verdict = "not answerable" if why else verdict_on(rows)
        return Answer(
            row, int(eligible.sum()), share, recorded(outcome, self.record), near, trace, rows, tuple(self._largest(row)), verdict, why
        )

    def _tested(self, row: Question, cause: Cause, trace: Trace | None) -> Judged:
        effect, why = self._effect(row, cause)
        outcome, change = cause.at or row.outcome, str(cause.change)
        on_record = (0.0, 0.0) if effect is None else self.worlds.still_on_record(row, outcome, change)
        if cause.decision is not None and trace is None:
            why = "; ".join(part for part in ("too few histories went as on record to trace", why) if part)
        return tested(cause, trace_test(cause, trace), effect_test(cause, effect, self.questions.effects, on_record), why)

    def _effect(self, row: Question, cause: Cause) -> tuple[Effect | None, str]:
        """What the absence of a cause does to the outcome it is asked about; or why that cannot be told."""
        if cause.outcome is None:
            return None, ""
        outcome = cause.at or row.outcome
        effect = self.worlds.effect(row, outcome, str(cause.change))
        if effect is None or effect.pairs < LEAST_PAIRS:
            return None, f"{effect.pairs if effect else 0} pairs of histories can be asked, fewer than {LEAST_PAIRS}"
        known = self.worlds.actual.eligible(row, outcome)
        share = float(as_on_record(outcome, self.worlds.actual.outcomes[outcome])[known].mean())
        if share < LEAST_SHARE:
            return None, f"as on record in {100 * share:.0f} of 100 histories only: {outcome.words}"
        return effect, ""

    def _largest(self, row: Question) -> Iterator[tuple[Effect, bool]]:
        """The largest effects on the outcome, of all causes that any question names, and whether each is settled among them."""
        found = [self.worlds.effect(row, row.outcome, change) for change in self.worlds.changed]
        told = [effect for effect in found if effect is not None and effect.pairs >= LEAST_PAIRS and effect.difference != 0]
        for effect in sorted(told, key=lambda one: -abs(one.difference))[:SHOWN]:
            yield effect, effect.settled_among(len(self.worlds.changed))


def _why(row: Question, histories: int, share: float) -> str:
    """Why the model cannot answer a question at all; empty where it can."""
    if histories < LEAST_PAIRS:
        given = "" if row.given_fall is None else f" with a fall from {row.given_fall[0]} to {row.given_fall[1]}"
        return f"only {histories} histories{given} can be asked, fewer than {LEAST_PAIRS}"
    if share < LEAST_SHARE:
        return f"it came as on record in {100 * share:.1f} of 100 histories, and what does not happen has no cause"
    return ""


def recorded(outcome: Outcome, record: tuple[Observation, ...]) -> float | None:
    """The outcome on record; None where nobody observed it."""
    rows = [row for row in record if row.within(outcome.first, outcome.last)]
    if outcome.kind == "killed":
        killed = [row for row in rows if row.quantity == "killed_by_forces" and outcome.place in (None, row.place)]
        return float(sum(row.value or 0.0 for row in killed))
    return float(any(row.quantity == "fall" for row in rows)) if outcome.kind == "fell" else None


def rounded(value: Any) -> Any:
    """Plain data with numbers of few digits, so that a file of them can be read and compared."""
    if isinstance(value, (float, np.floating)):
        return float(f"{value:.{DIGITS}g}") if np.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): rounded(part) for key, part in value.items()}
    return [rounded(part) for part in value] if isinstance(value, (list, tuple)) else value
