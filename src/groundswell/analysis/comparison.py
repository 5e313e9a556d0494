"""One recorded value beside the histories, and all of them together."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from numpy.typing import NDArray

from groundswell.analysis.uncertainty import quantiles, rank
from groundswell.analysis.windows import Window
from groundswell.analysis.wording import columns

BAND = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Comparison:
    """One recorded value beside the histories.

    `median`, `low` and `high` hold half and nine in ten of the histories; `rank` is the record's
    place among them [0-1]; dates are ISO texts. `histories` is how many could be compared, and
    where none can, `why` says why not and the numbers are None.
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

    @property
    def verdict(self) -> str:
        """Inside, outside, or not comparable."""
        return "not comparable" if self.inside is None else "inside" if self.inside else "outside"

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {**plain, "first": self.first.isoformat(), "last": self.last.isoformat(), "verdict": self.verdict}


@dataclass(frozen=True)
class Comparisons:
    """All comparisons of a run with the record of its case, and what cannot be compared."""

    histories: int
    rows: tuple[Comparison, ...]
    not_comparable: dict[str, str]
    not_observed: dict[str, str]

    @property
    def compared(self) -> tuple[Comparison, ...]:
        """The rows with a verdict."""
        return tuple(row for row in self.rows if row.inside is not None)

    @property
    def inside(self) -> int:
        """How many recorded values lie within the span of nine in ten histories."""
        return sum(row.inside is True for row in self.rows)

    def of(self, quantity: str) -> tuple[Comparison, ...]:
        """The rows of one quantity."""
        return tuple(row for row in self.rows if row.quantity == quantity)

    def text(self) -> str:
        """A table of what was compared, how many lie inside, and what has nothing beside it."""
        if not self.rows:
            return "Nothing is on record for these dates."
        head = ["", "record", "median", "90 of 100 histories", ""]
        body = [_line(row) for row in self.compared]
        count = f"{self.inside} of {len(self.compared)} recorded values lie within the span of 90 of 100 histories."
        rest = [f"Not comparable: {name} ({why})." for name, why in self.not_comparable.items()]
        return "\n".join([columns([head, *body], [1, 2, 3]), count, *rest])

    __str__ = text

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "histories": self.histories, "compared": len(self.compared), "inside": self.inside,
            "rows": [row.to_dict() for row in self.rows], "not_comparable": self.not_comparable, "not_observed": self.not_observed,
        }  # fmt: skip


def held_against(
    quantity: str, words: str, place: str, window: Window, unit: str, recorded: float, values: NDArray[Any], share: float | None = None
) -> Comparison:
    """A recorded value beside one value a history: the median, the span of nine in ten, and whether it is inside."""
    low, median, high = (quantiles(values, BAND)[level] for level in BAND)
    return Comparison(
        quantity, words, place, window.first, window.last, unit, float(recorded), median, low, high,
        bool(low <= recorded <= high), rank(values, recorded), share, len(values),
    )  # fmt: skip


def _line(row: Comparison) -> list[str]:
    return [row.words, _shown(row.record), _shown(row.median), f"{_shown(row.low)} to {_shown(row.high)}", row.verdict]


def _shown(value: float | str | None) -> str:
    if value is None or isinstance(value, str):
        return value or "none"
    return f"{value:.0f}" if value == round(value) else f"{value:.2f}"
