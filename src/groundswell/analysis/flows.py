"""What becomes of the endings of one ensemble in another with the same luck."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from groundswell.analysis.effects import Paired
from groundswell.analysis.endings import whole_parts
from groundswell.analysis.wording import columns, ending_in_words

if TYPE_CHECKING:
    from groundswell.runs import Runs

HUNDRED = 100


@dataclass(frozen=True)
class Flow:
    """How many pairs of histories end so in the baseline and so in the changed ensemble.

    `counts` has a row for each ending of the baseline and a column for each of the changed.
    """

    name: str
    words: str
    pairs: int
    slugs: tuple[str, ...]
    counts: dict[tuple[str, str], int]
    fell: int
    fell_no_more: int
    fell_only_now: int
    first_apart: str | None

    @property
    def unmoved(self) -> int:
        """Pairs that end alike."""
        return sum(count for (before, after), count in self.counts.items() if before == after)

    def text(self) -> str:
        """Sentences on falls and endings, as numbers out of 100 pairs that sum to 100."""
        gone, new, same = whole_parts([self.fell_no_more, self.fell_only_now, self.pairs - self.fell_no_more - self.fell_only_now], HUNDRED)
        kept, moved = whole_parts([self.unmoved, self.pairs - self.unmoved], HUNDRED)
        lines = [
            f"Of 100 paired histories, {gone} that saw a fall no longer do, {new} that saw none now do, {same} are unmoved in this.",
            f"{kept} end as before, {moved} otherwise." + (f" They first differ on {self.first_apart}." if self.first_apart else ""),
        ]
        moves = sorted(((count, ends) for ends, count in self.counts.items() if ends[0] != ends[1]), reverse=True)
        rows = [[ending_in_words(before), "→", ending_in_words(after), f"{count} of {self.pairs}"] for count, (before, after) in moves]
        return "\n".join(lines + ([columns(rows, [3])] if rows else []))

    __str__ = text

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        moves = [{"before": before, "after": after, "pairs": count} for (before, after), count in self.counts.items()]
        return {
            "name": self.name, "words": self.words, "pairs": self.pairs, "flow": moves, "unmoved": self.unmoved, "fell": self.fell,
            "fell_no_more": self.fell_no_more, "fell_only_now": self.fell_only_now, "first_apart": self.first_apart, "text": self.text(),
        }  # fmt: skip


def flow(pair: Paired) -> Flow:
    """Follows every pair of histories from its ending without the change to its ending with it.

    Of several countries a history ends by its largest wave anywhere, and a fall is one in any of them.

    >>> import groundswell as gs
    >>> scene = gs.load("bolivia-autumn")
    >>> print(gs.flow(gs.compare(scene, scene, replicates=64, memory=True)))
    Of 100 paired histories, 0 that saw a fall no longer do, 0 that saw none now do, 100 are unmoved in this.
    100 end as before, 0 otherwise.
    """
    before, after = (np.asarray(runs.final["ending"]) for runs in (pair.baseline, pair.changed))
    slugs = tuple(pair.baseline.names["endings"])
    cells = {(one, other): int(((before == one) & (after == other)).sum()) for one in slugs for other in slugs}
    fell, falls_now = (np.asarray(runs.final["falls"] > 0) for runs in (pair.baseline, pair.changed))
    return Flow(
        pair.name, pair.words, len(before), slugs, {ends: count for ends, count in cells.items() if count}, int(fell.sum()),
        int((fell & ~falls_now).sum()), int((~fell & falls_now).sum()), first_apart(pair.baseline, pair.changed),
    )  # fmt: skip


def first_apart(baseline: "Runs", changed: "Runs") -> str | None:
    """The first date on which any pair of histories tells a different event; None if none ever does."""
    one, other = (tabulated(runs) for runs in (baseline, changed))
    differing = [key for key in one.keys() | other.keys() if one.get(key) != other.get(key)]
    return baseline.date(min(day for _, day in differing)).isoformat() if differing else None


def tabulated(runs: "Runs") -> dict[tuple[int, int], bytes]:
    """The events of each day of each history, by name of kind, as they were written."""
    rows = runs.events
    keys = rows["history"].astype(np.int64) * runs.days + rows["day"]
    starts = np.flatnonzero(np.diff(keys, prepend=-1))
    parts = np.split(rows, starts[1:]) if len(rows) else []
    return {(int(part["history"][0]), int(part["day"][0])): part[["kind", "entity", "amount"]].tobytes() for part in parts}
