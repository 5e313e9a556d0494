"""What would let a forecast see what it is to foretell, refused. Each guard raises for one way in which that happens.

A guard takes what is about to be used and raises UsageError in four parts; where nothing is wrong it
returns nothing. The ways are those listed by Kapoor & Narayanan (2023), "Leakage and the
reproducibility crisis in machine-learning-based science", as far as they can befall a forecast.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from groundswell.errors import UsageError


class Figure(NamedTuple):
    """A figure for a whole year, such as growth; statistical offices publish it after that year."""

    name: str
    year: int
    value: float


class Span(NamedTuple):
    """A stretch of days, both ends included."""

    first: date
    last: date

    def touches(self, other: "Span", apart: int = 0) -> bool:
        """Whether the two share a day, or lie closer than `apart` days to one another."""
        gap = timedelta(days=apart)
        return self.first <= other.last + gap and other.first <= self.last + gap


class Row(NamedTuple):
    """One period of one unit in a list of onsets: whether one began in it, and whether one was under way before it."""

    unit: str
    period: Hashable
    onset: bool
    under_way: bool


def refuse_after(days: Iterable[date], known_to: date, what: str) -> None:
    """Refuses what happened after the last day on record.

    >>> refuse_after([date(2003, 10, 17)], date(2003, 12, 31), "falls")
    >>> refuse_after([date(2005, 6, 9)], date(2003, 12, 31), "falls")
    Traceback (most recent call last):
    ...
    groundswell.errors.UsageError:    where  falls
         got  2005-06-09
    expected  nothing after 2003-12-31
         try  cut the past first: past.until(day)
    """
    late = sorted(day for day in days if day > known_to)
    if late:
        raise UsageError.of(what, f"{late[0]}", f"nothing after {known_to}", "cut the past first: past.until(day)")


def refuse_window_in_past(first: date, known_to: date, where: str) -> None:
    """Refuses to forecast days that are on record already.

    >>> refuse_window_in_past(date(2004, 1, 1), date(2003, 12, 31), "example")
    """
    if first <= known_to:
        expected = f"a window that begins after {known_to}, the last day on record"
        raise UsageError.of(f"{where}: first", f"{first}", expected, "cut the past before the window: past.until(day)")


def refuse_same_year(figures: Iterable[Figure], issued: date) -> None:
    """Refuses a yearly figure of the year in which the forecast is issued, or of a later one.

    >>> refuse_same_year([Figure("growth", 2002, 0.4)], date(2003, 9, 1))
    """
    for figure in figures:
        if figure.year >= issued.year:
            got = f"the figure of {figure.year} for a forecast issued on {issued}"
            expected = f"figures of {issued.year - 1} or before, since later ones were not out"
            raise UsageError.of(f"figure: {figure.name}", got, expected, "take the year before")


def refuse_incidence(rows: Sequence[Row]) -> None:
    """Refuses to score as an onset what was under way already.

    A period whose unit was in an episode before it can have no onset: it belongs in no list of
    onsets at all, neither as a hit nor as a correct "no".

    >>> refuse_incidence([Row("bolivia", 2003, onset=True, under_way=False)])
    """
    for row in rows:
        if row.under_way:
            got = "an onset in an episode under way" if row.onset else "a row with an episode under way"
            expected = "only periods before which no episode was under way"
            hint = "leave the row out, or call what is scored incidence"
            raise UsageError.of(f"onset: {row.unit}, {row.period}", got, expected, hint)


def refuse_overlap(tuned: Iterable[Span], tested: Iterable[Span], embargo_days: int = 0) -> None:
    """Refuses a test on days that anything was fitted, scaled, filled in or chosen on, or nearer to them than the embargo.

    >>> refuse_overlap([Span(date(2000, 1, 1), date(2003, 12, 31))], [Span(date(2004, 1, 1), date(2005, 12, 31))])
    """
    tests = list(tested)
    for fitted in tuned:
        for test in tests:
            if fitted.touches(test, embargo_days):
                got = f"fitted on {fitted.first} to {fitted.last}, tested on {test.first} to {test.last}"
                expected = f"no day in common, and more than {embargo_days} days between" if embargo_days else "no day in common"
                raise UsageError.of("tuning and test", got, expected, "end the fit earlier, or begin the test later")


def refuse_shared_units(fitted: Iterable[str], tested: Iterable[str]) -> None:
    """Refuses to test on a country or a wave that a model was fitted on, where the split is by country or wave.

    >>> refuse_shared_units(["bolivia"], ["ecuador", "peru"])
    """
    shared = sorted(set(fitted) & set(tested))
    if shared:
        raise UsageError.of("split by unit", f"{shared[0]} on both sides", "no unit on both sides", "move the whole unit to one side")


def refuse_different_rows(rows: Mapping[str, Sequence[Hashable]]) -> None:
    """Refuses to compare models that were not scored on the same cases, each once.

    `rows` gives for each model the cases it was scored on, such as (country, first, last).

    >>> refuse_different_rows({"model": ["a", "b"], "region_rate": ["b", "a"]})
    """
    named = list(rows.items())
    for name, cases in named:
        if len(set(cases)) != len(cases):
            raise UsageError.of(f"rows of {name}", "a case more than once", "each case once", "score each case one time")
    for name, cases in named[1:]:
        differing = set(cases) ^ set(named[0][1])
        if differing:
            got = f"{len(differing)} cases that only one of {name} and {named[0][0]} has, such as {sorted(map(str, differing))[0]}"
            raise UsageError.of(f"rows of {name}", got, "the same cases for every model", "leave out for all what one cannot forecast")
