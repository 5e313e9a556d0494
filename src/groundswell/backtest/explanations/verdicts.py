"""The rule by which trace, ablation and record agree. Stated here before any question was asked of the model."""

from typing import Any, Literal, NamedTuple

from groundswell.analysis.effects import Effect
from groundswell.backtest.explanations.questions import Cause
from groundswell.backtest.explanations.traces import Moved, Trace

Verdict = Literal["agree", "partly", "disagree", "not answerable"]

FIRST = 3  # how many of the largest contributions of a sign count as what moved the decision
MOST_HISTORIES = 0.5  # share of the histories beyond which a contribution is that of most of them
NOTHING = 1.0  # percentage points of readiness below which a line moved nothing
LEAST_PART = 0.1  # of the outcome: an effect smaller than that explains little of it
LEAST_PAIRS = 30  # pairs of histories below which no effect is told
LEAST_SHARE = 0.05  # of the histories: what happens in fewer of them the model does not show
LEAST_NEAR = 8  # histories below which no trace is told

RULE = (
    "Asked are histories in which, where a question says so, a government falls between two days; of those in which the "
    "outcome is as on record, the trace takes the ones nearest to the record in the days of the question.",
    f"Trace: a line that the account says raises (lowers) readiness passes if its mean contribution has that sign, is among the {FIRST} "
    "largest of that sign, and has it in more than half of the histories. One said to do nothing passes if it moves readiness by less "
    f"than {NOTHING:g} percentage point in the mean of amounts.",
    "Ablation: a cause that the account says raises (lowers) the outcome passes if without it, under the same luck, the outcome is "
    "lower (higher); if the interval of the difference leaves out zero at 0.05 over the number of effects that all questions ask "
    f"about; and if the difference is at least {LEAST_PART:.0%} of the larger of both means.",
    "A cause agrees if it passes all tests that the account allows, partly if some, and disagrees if none. A question likewise: it "
    "agrees if all its causes do, disagrees if all do, and agrees partly otherwise.",
    f"Not answerable are: a cause for which the model has nothing; an effect on fewer than {LEAST_PAIRS} pairs, or on an outcome that "
    f"is as on record in fewer than {LEAST_SHARE:.0%} of the histories; a trace of fewer than {LEAST_NEAR} histories; and a question "
    "whose own outcome is that rare, or all of whose causes are.",
)


class TraceTest(NamedTuple):
    """Whether a line moved the decision as the account says: its contribution, its place among those of that sign."""

    expected: str
    moved: Moved
    rank: int | None
    passed: bool

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {"expected": self.expected, "rank": self.rank, "passed": self.passed, **self.moved._asdict()}


class EffectTest(NamedTuple):
    """Whether the outcome is otherwise without the cause, as the account says.

    `part` is the difference as a share of the larger of both means. `on_record` is the share of histories in which the
    outcome is as on record, with the cause and without it; the rule does not look at it.
    """

    expected: str
    effect: Effect
    settled: bool
    part: float
    on_record: tuple[float, float]
    passed: bool

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        told = {name: getattr(self.effect, name) for name in ("pairs", "baseline", "changed", "difference", "low", "high")}
        plain = {"expected": self.expected, "words": self.effect.quantity.words, "unit": self.effect.quantity.unit}
        shares = {"as_on_record": self.on_record[0], "as_on_record_without": self.on_record[1]}
        return {**plain, **told, **shares, "settled": self.settled, "part": self.part, "passed": self.passed}


class Judged(NamedTuple):
    """A cause of the account with its tests; a test is None where the account asks for none, or none could be made."""

    cause: Cause
    trace: TraceTest | None
    effect: EffectTest | None
    verdict: Verdict
    why: str

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        tests = {name: test.to_dict() if test else None for name, test in (("trace", self.trace), ("effect", self.effect))}
        return {**self.cause.to_dict(), "tests": tests, "verdict": self.verdict, "why": self.why}


def trace_test(cause: Cause, trace: Trace | None) -> TraceTest | None:
    """Holds a line against the trace."""
    if cause.decision is None or cause.line is None or trace is None:
        return None
    moved = trace.of(cause.line)
    if cause.decision == "nothing":
        return TraceTest(cause.decision, moved, None, moved.size < NOTHING)
    sign = 1 if cause.decision == "raises" else -1
    rank = trace.rank(cause.line, sign)
    often = (moved.rising if sign > 0 else moved.falling) > MOST_HISTORIES
    return TraceTest(cause.decision, moved, rank, rank is not None and rank <= FIRST and often)


def effect_test(cause: Cause, effect: Effect | None, effects: int, on_record: tuple[float, float]) -> EffectTest | None:
    """Holds a cause against the difference that its absence makes, one of so many effects asked about."""
    if cause.outcome is None or effect is None:
        return None
    sign = -1 if cause.outcome == "raises" else 1
    larger = max(abs(effect.baseline), abs(effect.changed))
    part = abs(effect.difference) / larger if larger > 0 else 0.0
    settled = effect.settled_among(effects)
    passed = settled and sign * effect.difference > 0 and part >= LEAST_PART
    return EffectTest(cause.outcome, effect, settled, part, on_record, passed)


def tested(cause: Cause, trace: TraceTest | None, effect: EffectTest | None, why: str) -> Judged:
    """The verdict on a cause; `why` says what could not be tested."""
    if cause.absent is not None:
        return Judged(cause, None, None, "not answerable", cause.absent)
    return Judged(cause, trace, effect, verdict_of([test.passed for test in (trace, effect) if test is not None]), why)


def verdict_of(passed: list[bool]) -> Verdict:
    """All, some or none of what could be tested.

    >>> verdict_of([True, False]), verdict_of([])
    ('partly', 'not answerable')
    """
    if not passed:
        return "not answerable"
    return "agree" if all(passed) else "partly" if any(passed) else "disagree"


def verdict_on(rows: tuple[Judged, ...]) -> Verdict:
    """The verdict on a question, from those on its causes."""
    told = {row.verdict for row in rows if row.verdict != "not answerable"}
    if not told:
        return "not answerable"
    return told.pop() if len(told) == 1 else "partly"
