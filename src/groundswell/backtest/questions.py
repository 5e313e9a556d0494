"""What a protocol keeps back: the questions, what the record answers, and what histories say to each.

A question is put to what a forecaster knew on its day of issue. Histories answer it if the government
that was in office that evening, as on record, is in office in them too; how many these are is always told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from groundswell.analysis.record import NATIONAL, Observation
from groundswell.backtest.seen import Flags, Seen, Values
from groundswell.calibrate.protocol import FILE
from groundswell.calibrate.written import DAY, TEXT, read_toml, tables, twice, wrong_types
from groundswell.errors import Problem, ScenarioError
from groundswell.scenario.load import find, load
from groundswell.scenario.schema import Scenario
from groundswell.score import rules
from groundswell.score.predictive import Counts, Dates

FIRST_FALL, KILLED, APPROVAL = "first_fall", "killed", "approval"
KINDS = (FIRST_FALL, KILLED, APPROVAL)
NEEDED = ("name", "case", "kind", "words", "issued", "last")
TYPES = {"name": TEXT, "case": TEXT, "kind": TEXT, "words": TEXT, "issued": DAY, "first": DAY, "last": DAY, "governs": TEXT}
ONE_DAY = timedelta(days=1)
Forecast = Counts | Dates


@dataclass(frozen=True)
class Question:
    """One thing that is kept back from the fit.

    `issued` is the day after which nothing may be known; from `first` to `last` is the window asked about, from the day
    after unless told; `governs` is the government in office that evening, none if that does not matter.
    """

    name: str
    case: str
    kind: str
    words: str
    issued: date
    last: date
    first: date
    governs: str | None = None

    def eligible(self, seen: Seen) -> Flags:
        """Which histories can answer: those in which the same government is in office on the evening of issue."""
        return np.ones(seen.histories, np.bool_) if self.governs is None else seen.governs(self.governs, self.issued)

    def values(self, seen: Seen) -> Values:
        """What each history answers: days from the start of the window to the first fall after issue (infinite for none),
        persons killed, or the share that a poll in the middle of the window shows (n,).
        """
        if self.kind == FIRST_FALL:
            return seen.next_fall(seen.day(self.first)) - seen.day(self.first)
        if self.kind == KILLED:
            return np.asarray(seen.killed_between(self.first, self.last).sum(axis=0), np.float64)
        return np.asarray(seen.poll[(seen.day(self.first) + seen.day(self.last)) // 2], np.float64)

    def forecast(self, values: Values) -> Forecast:
        """The forecast that such answers make: of a date, or of a number."""
        return Dates.of_sample(self.first, self.last, values) if self.kind == FIRST_FALL else Counts.of_sample(values)

    def score(self, forecast: Forecast, answer: "Answer") -> float:
        """What the forecast cost: a log score by weeks, CRPS of log(1 + count), or the absolute error of the median."""
        if isinstance(forecast, Dates):
            return rules.log_score_of_date(forecast, answer.day)
        if self.kind == KILLED:
            return rules.crps_log1p(forecast, answer.number)
        return abs(forecast.quantile(0.5) - answer.number)


SCORES = {
    FIRST_FALL: "log score of the date, by weeks [nats]",
    KILLED: "CRPS of log(1 + persons killed)",
    APPROVAL: "absolute error of the median [share]",
}


class Answer(NamedTuple):
    """What the record says: a day (none if it never came to that) or a number; `until` is the last day of a fall that took days."""

    day: date | None = None
    number: float = np.nan
    until: date | None = None

    def plain(self) -> str | float | None:
        """The answer as JSON can hold it: "none" where nothing fell."""
        if not np.isnan(self.number):
            return self.number
        return "none" if self.day is None else self.day.isoformat()


def questions(case: str | Path) -> tuple[Question, ...]:
    """The questions of the protocol of a case.

    Raises ScenarioError for a case without a protocol, and for every fault of its questions.

    >>> [row.governs for row in questions("bolivia-2003") if row.kind == "first_fall"][:1]
    ['mesa']
    """
    file = find(case)[0].parent / FILE
    if not file.is_file():
        raise ScenarioError.of(str(case), f"no file {FILE} beside the scenario", "a protocol with questions", "see that of bolivia-2003")
    content = read_toml(file)
    rows, last = tables(content, "question"), content.get("last")
    problems = list(_faults(file.name, rows, last if DAY.holds(last) else None, load(case)))
    if problems:
        raise ScenarioError(*problems)
    return tuple(Question(**{"first": row["issued"] + ONE_DAY, **row}) for row in rows)


def answer(question: Question, record: Sequence[Observation]) -> Answer:
    """What the record says to a question. Raises ScenarioError where it says nothing.

    A fall is dated to its first day on record, as where a fit looks at it.
    """
    if question.kind == FIRST_FALL:
        falls = [row for row in record if row.quantity == "fall" and question.first <= row.first <= question.last]
        first = min(falls, key=lambda row: row.first, default=None)
        return Answer() if first is None else Answer(first.first, until=first.last)
    if question.kind == KILLED:
        rows = [row for row in record if row.quantity == "killed_by_forces" and row.within(question.first, question.last)]
        return Answer(number=float(sum(row.value or 0 for row in rows)))
    asked = ("approval", NATIONAL, question.first, question.last)
    for row in record:
        if (row.quantity, row.place, row.first, row.last) == asked and row.value is not None:
            return Answer(number=row.value)
    hint = "ask about the days of a poll in observed.csv"
    raise ScenarioError.of(f"question {question.name}", "no poll of these days on record", "the days of a recorded poll", hint)


def _faults(name: str, rows: Sequence[Mapping[str, Any]], fitted_until: Any, own: Scenario) -> Iterator[Problem]:
    if not rows:
        yield Problem(f"{name}: question", "none", "at least one [[question]]", "see the protocol of bolivia-2003")
    yield from twice(f"{name}: question", (row.get("name") for row in rows))
    known = {own.id: own}
    for k, row in enumerate(rows):
        where = f"{name}: question {row.get('name', k + 1)}"
        missing, unknown = [field for field in NEEDED if field not in row], sorted(set(row) - set(Question.__dataclass_fields__))
        if missing or unknown:
            got = f"without {', '.join(missing)}" if missing else f"with {', '.join(unknown)}"
            yield Problem(where, got, f"the fields {', '.join(Question.__dataclass_fields__)}", f"{', '.join(NEEDED)} are needed")
            continue
        wrong = list(wrong_types(where, row, TYPES))
        if wrong:
            yield from wrong
            continue
        asked = known[row["case"]] if row["case"] in known else known.setdefault(row["case"], load(row["case"]))
        yield from _faults_of(where, row, asked, fitted_until if asked is own else None)


def _faults_of(where: str, row: Mapping[str, Any], scenario: Scenario, fitted_until: Any) -> Iterator[Problem]:
    if row["kind"] not in KINDS:
        yield Problem(f"{where}: kind", repr(row["kind"]), f"one of {', '.join(KINDS)}", "correct the kind")
    first = row.get("first", row["issued"] + ONE_DAY)
    if not max(scenario.start, row["issued"] + ONE_DAY) <= first <= row["last"] <= scenario.end:
        expected = f"days after {row['issued']}, from {scenario.start} to {scenario.end}"
        yield Problem(where, f"{first} to {row['last']}", expected, "a question asks for days that nobody has seen")
    if fitted_until is not None and row["issued"] < fitted_until:
        hint = "a case that was fitted is asked about what came after"
        yield Problem(f"{where}: issued", f"{row['issued']}", f"{fitted_until}, the last day of the fit, or later", hint)
    governments = [government.id for government in scenario.governments]
    if row.get("governs") is not None and row["governs"] not in governments:
        yield Problem(f"{where}: governs", repr(row["governs"]), f"one of {', '.join(governments)}", "correct the government")
