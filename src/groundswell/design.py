"""Which parameters each history has: drawn from the priors, held at one point, or spread evenly.

A draw is addressed by seed, history and the name of the parameter. So a history has the same
parameters in any batch, and adding a parameter changes no draw of the others.
"""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.compile import resolve_parameters
from groundswell.engine import draws
from groundswell.engine.quiet import stays_quiet
from groundswell.errors import Problem, UsageError
from groundswell.scenario.parameters import Parameter
from groundswell.scenario.schema import Scenario

Values = NDArray[np.float64]

AGAIN = 16  # draws of one parameter numbered from here repeat the first; smaller numbers have other uses
ATTEMPTS = 1000  # draws before a prior is refused
QUIET = ("barrier", "exclusion_weight", "visibility_weight", "visibility_half")  # what the quiet condition reads


def quantile(prior: Parameter, u: Values) -> Values:
    """The values below which the prior puts the shares `u`: in equal steps, or in equal ratios for "log"."""
    if prior.fixed is not None:
        return np.full(u.shape, float(prior.fixed))
    if prior.prior == "log":
        width = draws.log(prior.upper / prior.lower)
        return np.array([prior.lower * draws.exp(width * share) for share in u], np.float64)
    return prior.lower + (prior.upper - prior.lower) * u


def prior_draws(scenario: Scenario, seed: int, histories: Iterable[int]) -> dict[str, Values]:
    """Each history draws its parameters from the priors; four of them again until a country without demands stays quiet.

    The four are those that the condition reads, so that no other parameter moves when one of them is set otherwise.
    Raises UsageError if the priors hold no quiet country.

    Returns one array a parameter, with one value a history. A pure function of the seed, the
    history's number and the parameter's name.

    >>> from groundswell.scenario.load import load
    >>> scene = load("bolivia-autumn")
    >>> many, one = prior_draws(scene, 1, range(100)), prior_draws(scene, 1, [42])
    >>> all(many[name][42] == one[name][0] for name in many)
    True
    """
    numbers, rows = np.asarray(list(histories), np.uint64), resolve_parameters(scenario)
    drawn = {row.name: quantile(row, _uniform(seed, numbers, row.name)) for row in rows}
    asked = [row for row in rows if row.name in QUIET]
    for attempt in range(ATTEMPTS):
        restless = np.flatnonzero(~quiet(drawn))
        if restless.size == 0:
            return drawn
        for row in asked:
            drawn[row.name][restless] = quantile(row, _uniform(seed, numbers[restless], row.name, AGAIN + attempt))
    fixed = ", ".join(row.name for row in asked if row.prior == "fixed") or "their ranges"
    hint = f"look at {fixed}: a lower visibility_weight or a higher barrier lets people go home"
    raise UsageError.of("parameters", f"no quiet country in {ATTEMPTS} draws", "priors under which one exists", hint)


def quiet(drawn: Mapping[str, Values]) -> NDArray[np.bool_]:
    """Which of these sets of parameters describe a country that stays quiet without demands (`engine.quiet`)."""
    columns = [drawn[name] for name in QUIET]
    return np.array([stays_quiet(*row) for row in zip(*columns, strict=True)], np.bool_)


def point_values(scenario: Scenario, values: Mapping[str, float] | None = None) -> dict[str, float]:
    """Every history has the same parameters: those given, and the prior's median for the rest.

    Raises UsageError for names that no parameter has.
    """
    point = {row.name: float(row.default) for row in resolve_parameters(scenario)}
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
    numbers = np.arange(size, dtype=np.uint64)
    return {
        row.name: quantile(row, _slices(_uniform(seed, numbers, row.name, 1), _uniform(seed, numbers, row.name, 2)))
        for row in resolve_parameters(scenario)
    }


def identity(scenario: Scenario) -> list[list[str | float]]:
    """The priors as plain data, by which a run that draws from them is told from others."""
    rows = resolve_parameters(scenario)
    return [[row.name, row.prior, row.lower, row.upper] if row.fixed is None else [row.name, row.fixed] for row in rows]


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
