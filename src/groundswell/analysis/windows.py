"""Windows of time in which deaths are counted, read from the record and not from what was simulated."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from groundswell.analysis.record import Observation

QUIET_DAYS = 21  # a gap longer than this ends a burst of deaths
BURST_LEAST = 5  # dead that make a burst worth a window of its own
TO_A_FALL = 30  # days up to a recorded fall


class Window(NamedTuple):
    """A span of days, both ends included, what it is, and whether what is counted in it is counted in no other independent one."""

    name: str
    first: date
    last: date
    independent: bool = False


def windows_of(record: Sequence[Observation], first: date, last: date) -> list[Window]:
    """All of a run, its calendar years, the windows that the record names, bursts of deaths, the month to each fall.

    Years are independent of each other, or the whole run where it lies within one; all others are views of the same deaths.
    """
    deaths = [row for row in record if row.quantity == "killed_by_forces" and row.value]
    apart = years(first, last)
    return [
        Window("the whole run", first, last, not apart), *(year._replace(independent=True) for year in apart),
        *named(record), *bursts(deaths), *to_falls(record, first),
    ]  # fmt: skip


def years(first: date, last: date) -> list[Window]:
    """Calendar years, where there is more than one.

    >>> [window.name for window in years(date(2000, 1, 1), date(2001, 1, 31))]
    ['2000', 'January 2001']
    """
    if first.year == last.year:
        return []
    found = []
    for year in range(first.year, last.year + 1):
        begin, end = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
        found.append(Window(_partial(begin, end), begin, end))
    return found


def _partial(begin: date, end: date) -> str:
    whole = (begin.month, begin.day, end.month, end.day) == (1, 1, 12, 31)
    months = f"{begin:%B}" if begin.month == end.month else f"{begin:%B}-{end:%B}"
    return str(begin.year) if whole else f"{months} {begin.year}"


def named(record: Sequence[Observation]) -> list[Window]:
    """Windows that the table of observations names itself: rows of quantity `window`, their note the name."""
    return [Window(row.note or f"{row.first} to {row.last}", row.first, row.last) for row in record if row.quantity == "window"]


def bursts(deaths: Sequence[Observation]) -> list[Window]:
    """Spans of recorded deaths with no quiet of more than QUIET_DAYS in them, and BURST_LEAST dead at least."""
    found: list[list[Observation]] = []
    for row in sorted(deaths, key=lambda row: row.first):
        if found and (row.first - max(other.last for other in found[-1])).days <= QUIET_DAYS:
            found[-1].append(row)
        else:
            found.append([row])
    large = [rows for rows in found if sum(row.value or 0 for row in rows) >= BURST_LEAST]
    return [Window("a burst on record", rows[0].first, max(row.last for row in rows)) for rows in large]


def to_falls(record: Sequence[Observation], first: date) -> list[Window]:
    """The month up to each recorded fall, whether or not anybody died in it."""
    falls = [row.first for row in record if row.quantity == "fall"]
    name, month = f"{TO_A_FALL} days to the fall on record", timedelta(days=TO_A_FALL)
    return [Window(name, max(first, day - month), day) for day in falls]
