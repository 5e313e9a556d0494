"""Measures of tipping as records: one number with its interval, what followed one dose of a trigger, and all of them together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from groundswell.analysis.expectations import EXPECTED
from groundswell.analysis.uncertainty import Share, number
from groundswell.analysis.wording import columns
from groundswell.runs import STATEMENT


@dataclass(frozen=True)
class Measure:
    """One number with its interval (95 in 100, by drawing histories again), its unit, and how many histories it is of.

    `kind` says which expectation of the literature it stands beside. Where there is nothing to measure all three are None.
    """

    kind: str
    name: str
    words: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    histories: int

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    def cells(self) -> list[str]:
        """The words of a line of a table."""
        if self.value is None:
            return [self.words, "nothing to measure", "", "", str(self.histories)]
        interval = "" if self.low is None or self.high is None else f"{self.low:.3g} to {self.high:.3g}"
        return [self.words, f"{self.value:.3g}", interval, self.unit, str(self.histories)]


@dataclass(frozen=True)
class Dose:
    """What followed the trigger at one scale: sizes (5, 50 and 95 in 100 of the histories), chances, and modes."""

    scale: float
    sizes: Mapping[str, Mapping[float, float]]
    means: Mapping[str, float]
    erupted: Share
    fell: Share
    sarle: Mapping[str, float]
    dip_chance: Mapping[str, float]

    def to_dict(self) -> dict[str, Any]:
        """Plain data; the units are those of `UNITS`."""
        sizes = {name: {f"{100 * level:g}": value for level, value in found.items()} for name, found in self.sizes.items()}
        return {
            "scale": self.scale, "sizes": sizes, "means": dict(self.means), "erupted": self.erupted.to_dict(), "fell": self.fell.to_dict(),
            "sarle": {name: number(value) for name, value in self.sarle.items()}, "dip_chance": dict(self.dip_chance),
        }  # fmt: skip


UNITS = {
    "stoppage_days": "days of a stopped economy", "person_days": "persons × days in action", "deaths": "persons killed by forces",
    "scale": "times the severity of the acts as they were", "erupted": "share of histories", "fell": "share of histories",
    "sarle": "1 (5/9 where uniform)", "dip_chance": "share of uniform samples with as large a dip",
}  # fmt: skip


@dataclass(frozen=True)
class Criticality:
    """Measures of tipping, beside what the literature expects of each kind.

    `histories` were run; `triggered` of them had the acts' government in office, and only these count where acts are scaled.
    """

    scenario: str
    seed: int
    histories: int
    triggered: int
    measures: tuple[Measure, ...]
    doses: tuple[Dose, ...]

    def __getitem__(self, name: str) -> Measure:
        """The measure of a name. Raises KeyError for one that is none."""
        return {measure.name: measure for measure in self.measures}[name]

    def of(self, kind: str) -> tuple[Measure, ...]:
        """The measures of one kind: trigger, tail, hysteresis, bimodality, warning."""
        return tuple(measure for measure in self.measures if measure.kind == kind)

    def text(self) -> str:
        """All measures, kind by kind, under what the literature expects."""
        lines = [f"{self.scenario}, seed {self.seed}, {self.histories} histories, {self.triggered} with the trigger. {STATEMENT}"]
        for kind, expected in EXPECTED.items():
            rows = [["", "measured", "95 in 100", "unit", "histories"], *(measure.cells() for measure in self.of(kind))]
            lines += ["", f"Expected ({expected.source}): {expected.words}", columns(rows, [1, 4])]
        return "\n".join(lines)

    __str__ = text

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "statement": STATEMENT, "scenario": self.scenario, "seed": self.seed, "histories": self.histories,
            "triggered": self.triggered, "measures": [measure.to_dict() for measure in self.measures],
            "doses": [dose.to_dict() for dose in self.doses], "units": dict(UNITS),
            "expected": {kind: expected._asdict() for kind, expected in EXPECTED.items()},
        }  # fmt: skip
