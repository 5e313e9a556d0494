"""A row of the table of parameters, with a prior or with one value for all histories."""

import math
from typing import Literal, NamedTuple

Prior = Literal["uniform", "log", "fixed"]

PROTOTYPE = "assumed: range that a 20-cell prototype of this model found workable on Bolivia's record to 2003"
HELD = "assumed: held at the value of a 20-cell prototype of this model; the record to 2003 does not identify it"
JUDGED = "assumed: order of magnitude judged from the record's narrative; nobody has measured it"


class Parameter(NamedTuple):
    """One row of the table."""

    name: str
    symbol: str
    unit: str
    lower: float
    upper: float
    prior: Prior
    fixed: float | None
    source: str
    meaning: str

    @property
    def default(self) -> float:
        """The prior's median, or the fixed value."""
        if self.fixed is not None:
            return self.fixed
        return math.sqrt(self.lower * self.upper) if self.prior == "log" else (self.lower + self.upper) / 2


def drawn(name: str, symbol: str, unit: str, lower: float, upper: float, meaning: str, source: str = PROTOTYPE) -> Parameter:
    """A row with a prior: uniform, or log-uniform if the upper bound is five times the lower or more."""
    prior: Prior = "log" if lower > 0 and upper / lower >= 5 else "uniform"
    return Parameter(name, symbol, unit, lower, upper, prior, None, source, meaning)


def held(name: str, symbol: str, unit: str, value: float, bounds: tuple[float, float], meaning: str, source: str = HELD) -> Parameter:
    """A row with one value for all histories."""
    return Parameter(name, symbol, unit, bounds[0], bounds[1], "fixed", value, source, meaning)


SHARE, POSITIVE, DAYS = (0.0, 1.0), (0.0, 100.0), (1.0, 10_000.0)
