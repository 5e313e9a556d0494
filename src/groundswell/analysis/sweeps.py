"""What a sweep says: one quantity at every point of its grid."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from groundswell.analysis.quantities import quantity
from groundswell.analysis.uncertainty import by_level, mean_interval, number, quantiles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from groundswell.runs import Runs


class Swept(Protocol):
    """What `sweep` gives back."""

    @property
    def case(self) -> str: ...
    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def points(self) -> "Sequence[Any]": ...


class At(NamedTuple):
    """One point: the values, how many histories, the mean with its interval (95 in 100), and quantiles over histories."""

    values: Mapping[str, Any]
    histories: int
    mean: float
    low: float
    high: float
    quantiles: Mapping[float, float]
    run: str


@dataclass(frozen=True)
class Response:
    """One quantity over a grid."""

    case: str
    quantity: str
    words: str
    unit: str
    names: tuple[str, ...]
    rows: tuple[At, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        rows = [
            {
                "values": dict(row.values), "histories": row.histories, "mean": number(row.mean), "low": number(row.low),
                "high": number(row.high), "quantiles": by_level(row.quantiles), "run_id": row.run,
            }
            for row in self.rows
        ]  # fmt: skip
        asked = {"quantity": self.quantity, "words": self.words, "unit": self.unit}
        return {"case": self.case, **asked, "names": list(self.names), "rows": rows}


def response(sweep: Swept, name: str) -> Response:
    """One quantity at every point of a sweep: of a scenario as in `effect`, of a classic model one of the things seen of it.

    Raises UsageError for a quantity unknown.

    >>> import groundswell as gs
    >>> from groundswell.models.thresholds.granovetter import Granovetter
    >>> found = gs.sweep(Granovetter(), {"spread": [0.1, 0.2]}, replicates=1, memory=True)
    >>> [round(row.mean, 2) for row in gs.response(found, "active_share").rows]
    [0.01, 1.0]
    """
    asked = quantity(sweep.points[0].runs, name)
    return Response(sweep.case, asked.name, asked.words, asked.unit, sweep.names, tuple(_row(point, name) for point in sweep.points))


def _row(point: Any, name: str) -> At:
    runs: Runs = point.runs
    values = quantity(runs, name).read(runs)
    low, high = mean_interval(values)
    return At(point.values, runs.replicates, float(values.mean()), low, high, quantiles(values), runs.run_id)
