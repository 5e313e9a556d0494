"""One measured line of a verdict: what was measured, of which unit, what the record says, and what was aimed at."""

from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Self

from groundswell.analysis.uncertainty import number
from groundswell.backtest.estimates import Estimate, Told

AT_LEAST, AT_MOST, NEAR, RANKED = "at least", "at most", "near", "ranked"


class Aim(NamedTuple):
    """What a number was to reach: at least or at most a bound, within a distance of the record, or the record's rank in the middle.

    `kind` "near": the value within `bound` of the record; "ranked": the record's rank from `bound` to 1 − `bound`.
    """

    kind: str
    bound: float

    def met(self, found: Estimate, record: Told) -> bool | None:
        """Whether it is reached; None where there is no number.

        >>> Aim("at least", 0.6).met(Estimate("share", 0.7, 0.6, 0.8, 100), None)
        True
        """
        if self.kind == RANKED:
            return None if found.rank is None else self.bound <= found.rank <= 1 - self.bound
        if not isinstance(found.value, float):
            return None
        if self.kind == NEAR:
            return isinstance(record, float) and abs(found.value - record) <= self.bound
        return found.value >= self.bound if self.kind == AT_LEAST else found.value <= self.bound

    @property
    def words(self) -> str:
        """The aim for a reader."""
        if self.kind == RANKED:
            return f"record inside the middle {100 - 200 * self.bound:.0f} of 100"
        return f"within {self.bound:g} of the record" if self.kind == NEAR else f"{self.kind} {self.bound:g}"


@dataclass(frozen=True)
class Line:
    """One line: its name and group, what it says, its unit, the number, the record, and the aim if there is one.

    `fitted` says that the fit has looked at it, so that agreement is no evidence. `also` is another count on record, with
    `also_words` saying of what, and `also_rank` where it lies among the histories.
    """

    name: str
    group: str
    words: str
    unit: str
    found: Estimate
    record: Told = None
    aim: Aim | None = None
    fitted: bool = False
    note: str = ""
    also: float | None = None
    also_words: str = ""
    also_rank: float | None = None

    @property
    def missed(self) -> bool | None:
        """Whether an aim is missed; None without an aim, and where there is no number to hold against it."""
        met = None if self.aim is None else self.aim.met(self.found, self.record)
        return None if met is None else not met

    def renamed(self, suffix: str, words: str) -> Self:
        """The same line of another kind of world, with no aim of its own."""
        return replace(self, name=f"{self.name}-{suffix}", words=f"{self.words}, {words}", aim=None)

    def heading(self) -> dict[str, Any]:
        """What is the same for all forms of the model, as plain data."""
        aim = None if self.aim is None else {**self.aim._asdict(), "words": self.aim.words}
        record = number(self.record) if isinstance(self.record, float) else self.record
        return {
            "name": self.name, "group": self.group, "words": self.words, "unit": self.unit, "record": record, "aim": aim,
            "fitted": self.fitted, "note": self.note, "also": self.also, "also_words": self.also_words,
        }  # fmt: skip

    def told(self) -> dict[str, Any]:
        """What one form of the model gives, as plain data."""
        return {**self.found.plain(), "inside": self.found.inside, "missed": self.missed, "also_rank": self.also_rank}
