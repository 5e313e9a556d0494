"""Which parameters each history has: drawn from the priors, held at one point, or spread evenly.

A draw is addressed by seed, history and the name of the parameter. So a history has the same
parameters in any batch, and adding a parameter changes no draw of the others.
"""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.engine import draws
from groundswell.errors import Problem, UsageError
from groundswell.scenario.parameters import PARAMETERS
from groundswell.scenario.schema import Scenario, Setting

Values = NDArray[np.float64]


class Prior(NamedTuple):
    """What is held to be possible for one parameter before any fit; fixed where both bounds are equal."""

    name: str
    kind: str
    lower: float
    upper: float

    @property
    def median(self) -> float:
        """The value that the prior holds too high as likely as too low."""
        return float(self.quantile(np.array([0.5]))[0])

    def quantile(self, u: Values) -> Values:
        """The values below which the prior puts the shares `u`; equal steps, or equal ratios for "log"."""
        if self.lower == self.upper:
            return np.full(u.shape, self.lower)
        if self.kind == "log":
            width = draws.log(self.upper / self.lower)
            return np.array([self.lower * draws.exp(width * share) for share in u], np.float64)
        return self.lower + (self.upper - self.lower) * u


def priors(scenario: Scenario) -> tuple[Prior, ...]:
    """The prior of every parameter: the table's, unless the scenario sets its own."""
    found = []
    for row in PARAMETERS:
        lower, upper = (row.default, row.default) if row.prior == "fixed" else (row.lower, row.upper)
        prior = Prior(row.name, row.prior, float(lower), float(upper))
        setting = scenario.parameters.get(row.name)
        found.append(prior if setting is None else _set(prior, setting))
    return tuple(found)


def prior_draws(scenario: Scenario, seed: int, histories: Iterable[int]) -> dict[str, Values]:
    """Each history draws its parameters from the priors.

    Returns one array a parameter, with one value a history. A pure function of the seed, the
    history's number and the parameter's name.

    >>> from groundswell.scenario.load import load
    >>> scene = load("bolivia-autumn")
    >>> many, one = prior_draws(scene, 1, range(100)), prior_draws(scene, 1, [42])
    >>> all(many[name][42] == one[name][0] for name in many)
    True
    """
    numbers = np.asarray(list(histories), np.uint64)
    return {prior.name: prior.quantile(_uniform(seed, numbers, prior.name)) for prior in priors(scenario)}


def point_values(scenario: Scenario, values: Mapping[str, float] | None = None) -> dict[str, float]:
    """Every history has the same parameters: those given, and the prior's median for the rest.

    Raises UsageError for names that no parameter has.
    """
    point = {prior.name: prior.median for prior in priors(scenario)}
    given = dict(values or {})
    unknown = [name for name in given if name not in point]
    if unknown:
        raise UsageError(*(_unknown(name, tuple(point)) for name in unknown))
    return point | {name: float(value) for name, value in given.items()}


def latin_hypercube(scenario: Scenario, size: int, seed: int = 1) -> dict[str, Values]:
    """Spreads parameters evenly: of `size` equal slices of each prior, every one is drawn from once.

    Returns one array a parameter, with `size` values; row i of all arrays is one set of parameters.
    After McKay, Beckman & Conover (1979), doi:10.1080/00401706.1979.10489755.
    """
    if size < 1:
        raise UsageError.of("size", str(size), "a whole number of 1 or more", "size=100")
    rows = np.arange(size, dtype=np.uint64)
    return {
        prior.name: prior.quantile(_slices(_uniform(seed, rows, prior.name, 1), _uniform(seed, rows, prior.name, 2)))
        for prior in priors(scenario)
    }


def identity(scenario: Scenario) -> list[list[str | float]]:
    """The priors as plain data, by which a run that draws from them is told from others."""
    return [[prior.name, prior.kind, prior.lower, prior.upper] for prior in priors(scenario)]


def _set(prior: Prior, setting: Setting) -> Prior:
    if setting.value is not None:
        return prior._replace(kind="fixed", lower=setting.value, upper=setting.value)
    lower = prior.lower if setting.lower is None else setting.lower
    upper = prior.upper if setting.upper is None else setting.upper
    kind = "uniform" if prior.kind == "fixed" else prior.kind
    return prior._replace(kind=kind, lower=lower, upper=upper)


def _uniform(seed: int, histories: NDArray[np.uint64], name: str, k: int = 0) -> Values:
    """One number in (0, 1) a history, by the engine's generator on whole arrays."""
    low, high = (np.uint64(word) for word in draws.seed_words(seed))
    purpose = (np.uint64(draws.PRIOR) << draws.PURPOSE_SHIFT) | np.uint64(k)
    day, entity = np.zeros_like(histories), np.full_like(histories, draws.entity(name))
    first, second, _, _ = _plain(draws.philox)(day, entity, np.full_like(histories, purpose), histories, low, high)
    return np.asarray(_plain(draws.unit)(first, second), np.float64)


def _plain(function: Any) -> Any:
    """The Python text of a kernel, which works on whole arrays without being compiled."""
    return getattr(function, "py_func", function)


def _slices(order: Values, within: Values) -> Values:
    rank = np.argsort(np.argsort(order, kind="stable"), kind="stable")
    return (rank + within) / order.size


def _unknown(name: str, known: Sequence[str]) -> Problem:
    close = get_close_matches(name, known, n=1)
    hint = f"did you mean {close[0]}?" if close else "`groundswell show` lists the parameters"
    return Problem(f"point: {name}", "no such parameter", "the name of a parameter", hint)
