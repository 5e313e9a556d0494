"""Checks of models beside published numbers, as they are read."""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from groundswell.models.reproduce import Row
from groundswell.report.models.scales import figure

MOST_DECIMALS, SIGNIFICANT = 12, 6
HOLDS, FAILS = "holds", "fails"


class Recorded(Protocol):
    """A number on record with how far off is right: a check, or its row once it is computed."""

    @property
    def published(self) -> float: ...
    @property
    def tolerance(self) -> float: ...
    @property
    def relation(self) -> str: ...


class Tally(NamedTuple):
    """How many checks hold, of how many."""

    hold: int
    of: int

    @property
    def words(self) -> str:
        """The count as a sentence.

        >>> Tally(12, 12).words, Tally(11, 12).words
        ('All 12 checks hold.', '11 of 12 checks hold; 1 does not.')
        """
        missing = self.of - self.hold
        if not self.of:
            return "Nothing was checked."
        if not missing:
            return f"All {self.of} checks hold." if self.of > 1 else "The one check holds."
        return f"{self.hold} of {self.of} checks hold; {missing} {'does' if missing == 1 else 'do'} not."


def tally(rows: Iterable[Row]) -> Tally:
    """Counts what holds."""
    found = [row.holds for row in rows]
    return Tally(sum(found), len(found))


def recorded(row: Recorded) -> str:
    """The number on record with what is right beside it."""
    number = precise(row.published, row.tolerance)
    if row.relation == "within":
        return f"{number} ± {figure(row.tolerance)}" if row.tolerance else number
    slack = f", {figure(row.tolerance)} off at most" if row.tolerance else ""
    return f"{row.relation} {number}{slack}"


def precise(value: float, tolerance: float) -> str:
    """A number to one digit beyond what its tolerance can tell.

    >>> precise(0.123456, 0.01), precise(2, 0), precise(0.5, 1e-9), precise(40.04, 0.5)
    ('0.123', '2', '0.5', '40.04')
    """
    if not math.isfinite(value):
        return figure(value)
    digits = SIGNIFICANT
    if tolerance > 0 and value:
        digits = math.floor(math.log10(abs(value))) - math.floor(math.log10(tolerance)) + 2
    return figure(value, min(MOST_DECIMALS, max(3, digits)))


def ordered(rows: Iterable[Row]) -> list[Row]:
    """What does not hold first; within each, as it came."""
    return sorted(rows, key=lambda row: row.holds)


def by_model(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """The rows of each model, models in the order in which they come, what does not hold first."""
    return {name: ordered(row for row in rows if row.model == name) for name in dict.fromkeys(row.model for row in rows)}
