"""Parameters that were fitted to a record: weighted draws of many at once, and which of them the record can tell.

A fit leaves three files: `draws.csv` with one row a draw, `identification.csv` with one row a
parameter, and `fit.json`, which says how the fit was made. `fit_files` reads them; here is what
they hold, and the one word that every parameter is told with.
"""

import csv
import hashlib
import io
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Any, NamedTuple, Self

from groundswell.scenario.parameters import PARAMETERS, Parameter

DRAW, WEIGHT, DISTANCE = "draw", "weight", "distance"
OF_A_DRAW = (DRAW, WEIGHT, DISTANCE)
LEAST_RECOVERY = 0.9  # correlation of true and recovered values under which a parameter is not identified
IDENTIFIED, NOT_IDENTIFIED, NOT_FITTED, HELD = "identified", "not identified", "not fitted", "held"
SPAN = (0.05, 0.95)  # nine in ten draws
SHORT_HASH = 8  # letters of a hash that tell one protocol from another


class Identification(NamedTuple):
    """What a fit learned of one parameter.

    Standard deviations before and after, in the parameter's unit, and their ratio. `recovery_r` is the
    correlation of true and recovered values on simulated records; None where nobody tried.
    """

    parameter: str
    prior_sd: float
    posterior_sd: float
    width_ratio: float
    recovery_r: float | None
    identified: bool
    why: str


@dataclass(frozen=True)
class Fitted:
    """Weighted draws from what a record leaves possible.

    `of` is the case whose record it was. Draw k has weight, distance (lower is nearer to the
    record) and one value a parameter: `columns[name][k]`.

    >>> fit = Fitted("a-case", (0.25, 0.75), (2.0, 1.0), {"barrier": (5.0, 6.0)})
    >>> fit.best, fit.quantile("barrier", 0.5), fit.words
    (1, 6.0, 'fitted draws: 2 weighted, of a-case')
    """

    of: str
    weights: tuple[float, ...]
    distances: tuple[float, ...]
    columns: Mapping[str, tuple[float, ...]]
    identification: Mapping[str, Identification] = field(default_factory=dict)
    provenance: Mapping[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.weights)

    @cached_property
    def cumulative(self) -> tuple[float, ...]:
        """The weight of each draw and all before it, as a share of the whole."""
        sums = tuple(accumulate(self.weights))
        return tuple(part / sums[-1] for part in sums)

    @property
    def best(self) -> int:
        """The number of the draw nearest to the record; the first of equals."""
        return self.distances.index(min(self.distances))

    @cached_property
    def sha256(self) -> str:
        """The hash of the draws, however their file writes them."""
        return hashlib.sha256("\n".join(self._draws()).encode()).hexdigest()

    @property
    def protocol(self) -> str | None:
        """The hash of the protocol by which it was fitted, if `fit.json` names it."""
        named = self.provenance.get("protocol")
        return named if isinstance(named, str) and named else None

    @property
    def words(self) -> str:
        """How many draws of which case, by which protocol."""
        by = f", protocol {self.protocol[:SHORT_HASH]}" if self.protocol else ""
        return f"fitted draws: {len(self):,} weighted, of {self.of}{by}"

    def quantile(self, name: str, share: float) -> float:
        """The value of a parameter that this share of the weight lies at or below."""
        ordered = sorted(zip(self.columns[name], self.weights, strict=True))
        sums = tuple(accumulate(weight for _, weight in ordered))
        return ordered[min(bisect_left(sums, share * sums[-1]), len(ordered) - 1)][0]

    def span(self, name: str) -> tuple[float, float]:
        """Between which values nine in ten of the draws lie, by weight."""
        low, high = (self.quantile(name, share) for share in SPAN)
        return low, high

    def plain(self) -> dict[str, Any]:
        """All of it as plain data, tables as lines of CSV: what a run keeps, so that it needs no file to be made again."""
        return {
            "of": self.of, "sha256": self.sha256, "draws": list(self._draws()),
            "identification": list(self._identification()), "provenance": dict(self.provenance),
        }  # fmt: skip

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any]) -> Self:
        """The fit that `plain` has written."""
        draws, known = list(csv.reader(plain["draws"])), csv.DictReader(plain["identification"])
        columns = dict(zip(draws[0], zip(*([float(cell) for cell in row] for row in draws[1:]), strict=True), strict=True))
        weights, distances = columns.pop(WEIGHT), columns.pop(DISTANCE)
        columns.pop(DRAW)
        found = {row["parameter"]: identification(row) for row in known}
        return cls(plain["of"], weights, distances, columns, found, plain["provenance"])

    def _draws(self) -> Iterator[str]:
        rows = zip(range(len(self)), self.weights, self.distances, *self.columns.values(), strict=True)
        return _lines([(*OF_A_DRAW, *self.columns), *rows])

    def _identification(self) -> Iterator[str]:
        rows = [[*row[:4], "" if row.recovery_r is None else row.recovery_r, "yes" if row.identified else "no", row.why]
                for row in self.identification.values()]  # fmt: skip
        return _lines([Identification._fields, *rows])


def _lines(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Rows as lines of CSV; a float is written with as many digits as bring it back to the bit."""
    for row in rows:
        text = io.StringIO()
        csv.writer(text, lineterminator="").writerow(row)
        yield text.getvalue()


def identification(cells: Mapping[str, str]) -> Identification:
    """A row of `identification.csv` that is known to be sound."""
    recovery = float(cells["recovery_r"]) if cells["recovery_r"] else None
    prior, posterior, ratio = (float(cells[name]) for name in ("prior_sd", "posterior_sd", "width_ratio"))
    return Identification(cells["parameter"], prior, posterior, ratio, recovery, cells["identified"] == "yes", cells["why"])


def standings(scenario: Any, fitted: Fitted | None = None) -> dict[str, str]:
    """What is known of each parameter: identified, not identified, not fitted, or held.

    A parameter is identified if the fit says so, and not identified if the fit tried and could not
    tell it, or did not say. What a scenario fixes is held, and a range of its own was not fitted.
    `fitted` is the fit to go by, that of the scenario unless told.

    >>> from groundswell.scenario.load import load
    >>> set(standings(load("bolivia-autumn")).values()) == {"not fitted", "held"}
    True
    """
    fit = scenario.fitted if fitted is None else fitted
    return {row.name: _standing(row, scenario.parameters.get(row.name), fit) for row in PARAMETERS}


def _standing(row: Parameter, own: Any, fit: Fitted | None) -> str:
    if own is not None:
        return HELD if own.value is not None else NOT_FITTED
    if fit is not None and (row.name in fit.columns or row.name in fit.identification):
        found = fit.identification.get(row.name)
        return IDENTIFIED if found is not None and found.identified else NOT_IDENTIFIED
    return HELD if row.fixed is not None else NOT_FITTED
