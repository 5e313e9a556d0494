"""How histories end: the outcome of the largest wave of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.reach import NEEDS, out_of_reach
from groundswell.analysis.uncertainty import Share
from groundswell.analysis.wording import columns, ending_in_words, out_of_a_hundred

if TYPE_CHECKING:
    from groundswell.runs import Runs

HUNDRED = 100


@dataclass(frozen=True)
class Ending:
    """One way to end, and how many histories ended so.

    `why_not` is the reason where no history of the run can end so: its share is 0 by construction
    and has no sampling error. `needs` says what an ending asks for that is seldom there.
    """

    slug: str
    words: str
    share: Share
    why_not: str = ""
    needs: str = ""

    @property
    def modeled(self) -> bool:
        """Whether any history of the run could end so."""
        return not self.why_not

    def to_dict(self) -> dict[str, Any]:
        """Plain data; without interval or words where nothing is modeled."""
        found = {"slug": self.slug, "meaning": self.words, "modeled": self.modeled, **self.share.to_dict()}
        if not self.modeled:
            found |= {"low": None, "high": None, "margin": None, "words": "not modeled"}
        return {**found, "why_not": self.why_not, "needs": self.needs}


@dataclass(frozen=True)
class Endings:
    """All ways to end, in a fixed order; the counts sum to the number of histories."""

    histories: int
    rows: tuple[Ending, ...]

    def __getitem__(self, slug: str) -> Ending:
        """The row of one ending. Raises KeyError for a slug that is none."""
        return next((row for row in self.rows if row.slug == slug), None) or self._missing(slug)

    @property
    def shares(self) -> dict[str, float]:
        """Share of the histories by slug, zeros included; sums to 1."""
        return {row.slug: row.share.share for row in self.rows}

    @property
    def not_modeled(self) -> tuple[Ending, ...]:
        """The endings that no history of the run could have."""
        return tuple(row for row in self.rows if not row.modeled)

    @property
    def likeliest(self) -> Ending:
        """The ending that most histories have."""
        return max(self.rows, key=lambda row: row.share.count)

    def hundred(self) -> dict[str, int]:
        """Whole numbers out of 100 that sum to 100: largest remainders, the first of equals."""
        return dict(zip(self.shares, whole_parts([row.share.count for row in self.rows], HUNDRED), strict=True))

    def text(self) -> str:
        """A line for each ending that any history has, the most frequent first."""
        rows = sorted((row for row in self.rows if row.share.count), key=lambda row: -row.share.count)
        return columns([_line(row) for row in rows], [1, 2])

    __str__ = text

    def to_dict(self) -> dict[str, Any]:
        """Plain data: `shares` by slug, `squares` of a hundred, and a row each with count, interval and words."""
        return {"histories": self.histories, "shares": self.shares, "squares": self.hundred(), "rows": [row.to_dict() for row in self.rows]}

    def _missing(self, slug: str) -> Ending:
        raise KeyError(f"{slug} is none of {', '.join(self.shares)}")


def endings(runs: "Runs") -> Endings:
    """Counts how histories ended, each by its largest wave, or by having none.

    A wave counts all groups in action, opponents of the movement among them. Of several countries it is the largest wave
    anywhere; `runs.of("north")` has the endings of one.

    >>> import groundswell as gs
    >>> runs = gs.run(gs.load("bolivia-autumn"), replicates=64, memory=True)
    >>> found = gs.endings(runs)
    >>> sum(row.share.count for row in found.rows), sum(found.hundred().values())
    (64, 100)
    """
    slugs, counts = np.unique(runs.final["ending"], return_counts=True)
    found = dict(zip(slugs.tolist(), counts.tolist(), strict=True))
    shares = {slug: Share(found.get(slug, 0), runs.replicates) for slug in runs.names["endings"]}
    never = out_of_reach(runs)
    rows = (Ending(slug, ending_in_words(slug), share, never.get(slug, ""), NEEDS.get(slug, "")) for slug, share in shares.items())
    return Endings(runs.replicates, tuple(rows))


def _line(row: Ending) -> list[str]:
    return [row.words, f"{out_of_a_hundred(row.share.share)} in 100", f"±{100 * row.share.margin:.0f}", row.share.words]


def whole_parts(counts: Sequence[int], whole: int) -> list[int]:
    """Counts in proportion, as whole numbers that sum to `whole`.

    >>> whole_parts([1, 1, 1], 100)
    [34, 33, 33]
    """
    exact: NDArray[np.float64] = np.asarray(counts, np.float64) * whole / sum(counts)
    parts = np.floor(exact).astype(int)
    largest = np.argsort(parts - exact, kind="stable")[: whole - int(parts.sum())]
    parts[largest] += 1
    return [int(part) for part in parts]
