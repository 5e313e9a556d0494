"""Questions about a case, each with the account that the record gives. Written down before the model is asked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal, NamedTuple

FILE = "questions.toml"
FALL = re.compile(r"fall(?P<offset>[+-]\d+)?")

Sign = Literal["raises", "lowers"]


class When(NamedTuple):
    """A day by the calendar, or so many days after the first fall of a history within the days that the question gives.

    >>> str(When(None, 5)), str(When(date(2003, 10, 12)))
    ('5 days after the fall', '2003-10-12')
    """

    date: date | None
    offset: int = 0

    def __str__(self) -> str:
        if self.date is not None:
            return self.date.isoformat()
        days = "the day" if self.offset == 0 else f"{abs(self.offset)} day{'' if abs(self.offset) == 1 else 's'}"
        return f"{days} {'of' if self.offset == 0 else 'after' if self.offset > 0 else 'before'} the fall"


@dataclass(frozen=True)
class Outcome:
    """What is read off each history, between two days, and what makes it as on record.

    kind one of `outcomes.KINDS` · place or demand it is read of · before the days that a share is taken of · at_least,
    at_most between which it is as on record · source where these come from
    """

    kind: str
    words: str
    first: date
    last: date
    source: str
    place: str | None = None
    demand: str | None = None
    before: tuple[date, date] | None = None
    at_least: float | None = None
    at_most: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return _plain(self)


@dataclass(frozen=True)
class Cause:
    """One thing that the record's account names.

    line of the model that stands for it · decision what it does to readiness in the group asked about · outcome what it
    does to the outcome, or to `at` where it shows elsewhere · off, settings, without what the world without it is · absent
    why the model has nothing that stands for it · events, sources, claims where the record says so
    """

    id: str
    words: str
    events: tuple[str, ...]
    sources: tuple[str, ...]
    claims: tuple[str, ...] = ()
    line: str | None = None
    decision: Sign | Literal["nothing"] | None = None
    outcome: Sign | None = None
    off: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    at: Outcome | None = None
    absent: str | None = None

    @property
    def change(self) -> "Change":
        """The world without the cause, as a change of the model or of the scenario."""
        if self.settings or self.without:
            return Change("", tuple(sorted(self.settings.items())), self.without)
        return Change(self.off or self.line or "")

    def to_dict(self) -> dict[str, Any]:
        """Plain data; `change` says what the world without it is."""
        return {**_plain(self), "change": str(self.change) if self.outcome else None}


class Change(NamedTuple):
    """What is otherwise in the world without a cause: a mechanism off, values set, records taken out.

    >>> str(Change("blockades_bite")), str(Change("", (), ("acts.gas-plan-2003",)))
    ('blockades_bite off', 'without acts.gas-plan-2003')
    """

    off: str
    settings: tuple[tuple[str, Any], ...] = ()
    without: tuple[str, ...] = ()

    def __str__(self) -> str:
        told = [f"{self.off} off"] if self.off else []
        told += [f"{path} put in" if isinstance(value, Mapping) else f"{path} = {value:g}" for path, value in self.settings]
        return "; ".join(told + ([f"without {', '.join(self.without)}"] if self.without else []))


@dataclass(frozen=True)
class Question:
    """A question in plain words, whose decision is traced and when, the outcome, and the record's account with its causes.

    first, last days in which histories are compared with the record · place, group, reference, day as for `explain` ·
    given_fall only histories in which a government falls between these days are asked
    """

    id: str
    words: str
    says: str
    first: date
    last: date
    place: str
    group: str | None
    reference: When
    day: When
    given_fall: tuple[date, date] | None
    outcome: Outcome
    causes: tuple[Cause, ...]
    events: tuple[str, ...]
    sources: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {**_plain(self), "reference": str(self.reference), "day": str(self.day)}


@dataclass(frozen=True)
class Questions:
    """All questions of a case, in order, and the sha256 of the file that they stand in."""

    case: str
    rows: tuple[Question, ...]
    digest: str

    @property
    def changes(self) -> tuple[Change, ...]:
        """Every world without a cause that an outcome is read in, once each, in order."""
        asked = [cause for row in self.rows for cause in row.causes if cause.outcome]
        return tuple({str(cause.change): cause.change for cause in asked}.values())

    @property
    def effects(self) -> int:
        """How many effects on outcomes the questions ask about."""
        return sum(cause.outcome is not None for row in self.rows for cause in row.causes)


def _plain(record: Any) -> dict[str, Any]:
    """A record as plain data: dates as text, tuples as lists, records within it likewise."""
    return {name: _value(getattr(record, name)) for name in record.__dataclass_fields__}


def _value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_value(part) for part in value]
    return value.to_dict() if hasattr(value, "to_dict") else dict(value) if isinstance(value, Mapping) else value


def questions(case: str | Path) -> Questions:
    """Opens the questions of a case: what is asked of its histories, and what the record answers.

    Raises ScenarioError for a case without questions and for every fault in them.

    >>> asked = questions("bolivia-2003")
    >>> len(asked.rows), asked.rows[0].words
    (10, 'Why did El Alto rise on 9–12 October 2003?')
    """
    from groundswell.backtest.explanations.reading import questions_beside
    from groundswell.scenario.load import load

    return questions_beside(load(case))
