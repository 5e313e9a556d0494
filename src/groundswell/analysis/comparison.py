"""One recorded value beside the histories, and all of them together."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from numpy.typing import NDArray

from groundswell.analysis.uncertainty import Share, quantiles, rank
from groundswell.analysis.windows import Window
from groundswell.analysis.wording import columns, out_of_a_hundred

BAND = (0.05, 0.5, 0.95)
WIDE_FACTOR = 10  # a span of counts is wide if its upper end is more than so many times its lower one, with one added to both
WIDE_PART = 0.5  # a span of shares is wide if it is more than so much of 0 to 1; one of dates, of the days compared

# What independent rows of one quantity are called when they are counted together.
COUNTED = {
    "killed_by_forces": "counts of deaths",
    "approval": "polls of approval",
    "approval_year_mean": "yearly means of approval",
    "falls": "counts of falls",
    "protest_event": "counts of weeks with a reported protest",
    "highways_shut": "shares of blocked roads",
}


@dataclass(frozen=True)
class Comparison:
    """One recorded value beside the histories.

    `median`, `low` and `high` hold half and nine in ten of the histories; `rank` is the record's
    place among them [0-1]; dates are ISO texts. `independent` rows share no recorded event or poll
    with another independent row; all others show the same events once more. `leans_on` names acts
    that were read from what is compared here. `histories` is how many could be compared, and where
    none can, `why` says why not and the numbers are None.

    A row with a `chance` is no test: it is the share of histories in which what is on record
    happens, and `climatology` is the share if it happened as often, but on any day alike.
    """

    quantity: str
    words: str
    place: str
    first: date
    last: date
    unit: str
    record: float | str | None
    median: float | str | None = None
    low: float | str | None = None
    high: float | str | None = None
    inside: bool | None = None
    rank: float | None = None
    share: float | None = None
    histories: int = 0
    why: str = ""
    independent: bool = False
    leans_on: tuple[str, ...] = ()
    chance: Share | None = None
    climatology: float | None = None

    @property
    def verdict(self) -> str:
        """Inside or outside the span, a chance, or not comparable."""
        if self.chance is not None:
            return "chance"
        return "not comparable" if self.inside is None else "inside" if self.inside else "outside"

    @property
    def wide(self) -> bool:
        """Whether the span is so wide that a record inside it says little."""
        if isinstance(self.low, str) and isinstance(self.high, str):
            return date.fromisoformat(self.high) - date.fromisoformat(self.low) > WIDE_PART * (self.last - self.first)
        if not isinstance(self.low, float) or not isinstance(self.high, float):
            return False
        return self.high - self.low > WIDE_PART if self.unit == "share" else self.high + 1 > WIDE_FACTOR * (self.low + 1)

    @property
    def told(self) -> str:
        """The verdict, and whether the span is wide."""
        return f"{self.verdict}, wide" if self.wide else self.verdict

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        dates = {"first": self.first.isoformat(), "last": self.last.isoformat()}
        chance = None if self.chance is None else self.chance.to_dict()
        return {**plain, **dates, "leans_on": list(self.leans_on), "chance": chance, "verdict": self.verdict, "wide": self.wide}


class Tally(NamedTuple):
    """Independent rows of one kind: how many, how many hold the record, and how many are wide."""

    words: str
    rows: int
    inside: int
    wide: int

    def text(self) -> str:
        """The counts in a phrase."""
        wide = "all" if self.wide == self.rows else f"{self.wide} of them"
        return f"{self.inside} of {self.rows} {self.words}" + (f" ({wide} with a wide span)" if self.wide else "")


@dataclass(frozen=True)
class Comparisons:
    """All comparisons of a run with the record of its case, and what cannot be compared."""

    histories: int
    rows: tuple[Comparison, ...]
    not_comparable: dict[str, str]
    not_observed: dict[str, str]

    @property
    def compared(self) -> tuple[Comparison, ...]:
        """The rows with a verdict of inside or outside, views of the same events among them."""
        return tuple(row for row in self.rows if row.inside is not None)

    @property
    def chances(self) -> tuple[Comparison, ...]:
        """The rows that are shares of histories in which what is on record happens."""
        return tuple(row for row in self.rows if row.chance is not None)

    @property
    def independent(self) -> tuple[Comparison, ...]:
        """The rows with a verdict that share no recorded event with another of them: the only ones that may be counted."""
        return tuple(row for row in self.compared if row.independent)

    @property
    def inside(self) -> int:
        """How many independent recorded values lie within the span of nine in ten histories."""
        return sum(row.inside is True for row in self.independent)

    def of(self, quantity: str) -> tuple[Comparison, ...]:
        """The rows of one quantity."""
        return tuple(row for row in self.rows if row.quantity == quantity)

    def tallies(self) -> list[Tally]:
        """Independent rows counted, quantity by quantity."""
        kinds = dict.fromkeys(row.quantity for row in self.independent)
        return [_tally(COUNTED.get(kind, kind), [row for row in self.independent if row.quantity == kind]) for kind in kinds]

    def text(self) -> str:
        """A table of what was compared, what is a chance, and what has nothing beside it."""
        if not self.rows:
            return "Nothing is on record for these dates."
        head = ["", "record", "median", "90 of 100 histories", "below", ""]
        lines = [columns([head, *map(_line, self.compared)], [1, 2, 3, 4]), *map(_chance, self.chances)]
        lines += [f"Within the span, of rows that share no event: {tally.text()}." for tally in self.tallies()]
        return "\n".join([*lines, *(f"Not comparable: {name} ({why})." for name, why in self.not_comparable.items())])

    __str__ = text

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "histories": self.histories, "independent": len(self.independent), "inside": self.inside,
            "tallies": [tally._asdict() for tally in self.tallies()], "rows": [row.to_dict() for row in self.rows],
            "not_comparable": self.not_comparable, "not_observed": self.not_observed,
        }  # fmt: skip


def held_against(
    quantity: str, words: str, place: str, window: Window, unit: str, recorded: float, values: NDArray[Any], share: float | None = None
) -> Comparison:
    """A recorded value beside one value a history: the median, the span of nine in ten, and whether it is inside."""
    low, median, high = (quantiles(values, BAND)[level] for level in BAND)
    return Comparison(
        quantity, words, place, window.first, window.last, unit, float(recorded), median, low, high,
        bool(low <= recorded <= high), rank(values, recorded), share, len(values), independent=window.independent,
    )  # fmt: skip


def _tally(words: str, rows: list[Comparison]) -> Tally:
    return Tally(words, len(rows), sum(row.inside is True for row in rows), sum(row.wide for row in rows))


def _line(row: Comparison) -> list[str]:
    below = "" if row.rank is None else f"{100 * row.rank:.0f} %"
    return [row.words, _shown(row.record), _shown(row.median), f"{_shown(row.low)} to {_shown(row.high)}", below, ", ".join(_remarks(row))]


def _remarks(row: Comparison) -> Iterator[str]:
    yield row.told
    if row.leans_on:
        yield "leans on an input"


def _chance(row: Comparison) -> str:
    even = "" if row.climatology is None else f", {out_of_a_hundred(row.climatology)} if spread evenly over the days"
    return f"{row.words}: in {out_of_a_hundred(row.share or 0)} of 100 histories{even}"


def _shown(value: float | str | None) -> str:
    if value is None or isinstance(value, str):
        return value or "none"
    return f"{value:.0f}" if value == round(value) else f"{value:.2f}"
