"""What is moved when many things are moved together: switches of mechanisms, parameters, and the designs that move them.

A design is drawn before anything is run. It is a table in the unit cube with a column a factor: a mechanism is on from ½
upwards, a parameter lies at that share of its prior. Random designs and what is computed from them are SALib's
(the extra `sensitivity`), which samples and analyzes apart from running.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.compile import resolve_parameters
from groundswell.design import QUIET, Values, quantile, quiet
from groundswell.engine.anatomy import switches
from groundswell.errors import Problem, UsageError
from groundswell.scenario.parameters import Parameter
from groundswell.scenario.schema import Scenario
from groundswell.scenario.words import meant
from groundswell.switches import by_number, by_word

ON = 0.5  # of the unit interval: a switch is on from here upwards
LEVELS = 4  # of a path: 0, 1/3, 2/3, 1, as Morris (1991) has them; a step is then two thirds and flips every switch
STEP = LEVELS / (2 * (LEVELS - 1))  # of the unit interval, one step of a path
ATTEMPTS = 16  # times that paths are drawn, since those through a country that is never quiet are left out
SEEDS = 2**32  # of SALib
MOST_TRIED = 1024  # paths, or samples of a sequence


@dataclass(frozen=True)
class Factors:
    """What is moved: mechanisms, by their switches, and parameters, over their priors.

    `rest` are the values at which the parameters of the quiet condition stand where they are not moved: those of the scenario
    or the middle of their priors, unless told.
    """

    mechanisms: tuple[str, ...]
    parameters: tuple[Parameter, ...] = ()
    rest: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, scenario: Scenario, names: str | Sequence[str] | None = None) -> "Factors":
        """The factors of these names (of mechanisms ids too), or of a single one.

        Without names every mechanism, and every parameter that has a prior.

        Raises UsageError for a name that is neither, for a parameter that is held at one value, and for a name said twice.
        """
        known = {row.name: row for row in resolve_parameters(scenario)}
        rest = {name: float(known[name].default) for name in QUIET}
        if names is None:
            return cls(switches(), tuple(row for row in known.values() if row.fixed is None), rest)
        words = by_word()
        told = (names,) if isinstance(names, str) else names
        names = [words[name.lower()].name if name.lower() in words else name for name in told]
        problems = [problem for name in dict.fromkeys(names) for problem in _faults(name, known, names.count(name))]
        if problems or not names:
            raise UsageError(*problems or [Problem("factors", "no name", "mechanisms and parameters", "leave them out for all")])
        return cls(tuple(name for name in names if name in switches()), tuple(known[name] for name in names if name in known), rest)

    @property
    def names(self) -> tuple[str, ...]:
        """All factors, in the order of the columns."""
        return (*self.mechanisms, *(row.name for row in self.parameters))

    @property
    def kinds(self) -> tuple[str, ...]:
        """Of each factor: "mechanism" or "parameter"."""
        return ("mechanism",) * len(self.mechanisms) + ("parameter",) * len(self.parameters)

    def identity(self) -> list[list[Any]]:
        """The factors as plain data."""
        return [*([name] for name in self.mechanisms), *([row.name, row.prior, row.lower, row.upper] for row in self.parameters)]


@dataclass(frozen=True)
class Points:
    """A design: a row a point and a column a factor in the unit cube; points with the same `luck` have the same histories."""

    factors: Factors
    unit: Values
    luck: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.unit)

    @cached_property
    def on(self) -> NDArray[np.bool_]:
        """Which mechanisms are on, (points, mechanisms)."""
        return np.asarray(self.unit[:, : len(self.factors.mechanisms)] >= ON, np.bool_)

    @cached_property
    def values(self) -> dict[str, Values]:
        """The value of each parameter at each point."""
        first = len(self.factors.mechanisms)
        return {row.name: quantile(row, self.unit[:, first + k]) for k, row in enumerate(self.factors.parameters)}

    def off(self, point: int) -> tuple[str, ...]:
        """The mechanisms that are off at a point."""
        return tuple(name for name, on in zip(self.factors.mechanisms, self.on[point], strict=True) if not on)

    @cached_property
    def restless(self) -> NDArray[np.bool_]:
        """At which points a country without demands would never be quiet, were all mechanisms on (the condition of the priors).

        Of its four parameters, those that are not moved stand where `Factors.rest` has them.
        """
        return ~_quiet(self.values, len(self), self.factors.rest)


def paths(factors: Factors, number: int, seed: int) -> Points:
    """So many paths of Morris: from a random point of a grid, one factor after another makes one step, in random order.

    All points of a path have the same luck, each path another. Paths on which a country without demands would not stay
    quiet are left out, as such draws are of the priors. Equal arguments give equal designs. After Morris (1991),
    doi:10.1080/00401706.1991.10484804.

    Raises UsageError without the extra `sensitivity`, for a number or seed without sense, and where too few paths are quiet.
    """
    refuse_count("trajectories", number, 2)
    found: list[Values] = []
    for attempt in range(ATTEMPTS):
        found += _calm_paths(factors, number, (seed * ATTEMPTS + attempt) % SEEDS)
        if len(found) >= number:
            size = len(factors.names) + 1
            return Points(factors, np.concatenate(found[:number]), np.repeat(np.arange(number, dtype=np.int64), size))
    got = f"{len(found)} paths of {ATTEMPTS * number} through countries that can be quiet"
    raise UsageError.of("trajectories", got, f"{number}", "give barrier or visibility_weight a narrower range in the scenario")


def _calm_paths(factors: Factors, number: int, seed: int) -> list[Values]:
    """Of so many paths those that never leave the countries that stay quiet without demands."""
    drawn = salib("sample.morris").sample(unit_cube(factors.names), number, num_levels=LEVELS, seed=seed)
    unit, size = np.asarray(drawn, np.float64), len(factors.names) + 1
    restless = Points(factors, unit, np.zeros(len(unit), np.int64)).restless.reshape(number, size)
    return [path for path, out in zip(unit.reshape(number, size, size - 1), restless, strict=True) if not out.any()]


def sequence(factors: Factors, samples: int, seed: int) -> Points:
    """The points from which first, second and total order shares of variance are computed, all with one luck.

    A scrambled sequence of Sobol', twice as wide as there are factors, and its columns crossed: 2 · factors + 2 points a
    sample. After Saltelli (2002), doi:10.1016/S0010-4655(02)00280-1.

    Raises UsageError without the extra `sensitivity`, for fewer than two factors, and for samples that are no power of 2.
    """
    refuse_count("samples", samples, 2)
    if samples & (samples - 1):
        hint = f"samples={2 ** samples.bit_length()}"
        raise UsageError.of("samples", str(samples), "a power of 2, for which the sequence is balanced", hint)
    if len(factors.names) < 2:
        raise UsageError.of("factors", f"{len(factors.names)} of them", "two or more, to share the variance", "name another mechanism")
    drawn = salib("sample.sobol").sample(unit_cube(factors.names), samples, calc_second_order=True, seed=seed % SEEDS)
    unit = np.asarray(drawn, np.float64)
    return Points(factors, unit, np.zeros(len(unit), np.int64))


def removals(factors: Factors, pairs: Iterable[str] = ()) -> Points:
    """Everything on, then every mechanism off alone, then two at a time those of `pairs`; all with one luck.

    Raises UsageError for a parameter among the factors and for a pair of something that is no factor.

    >>> removals(Factors(("a", "b", "c")), ["a", "b"]).unit.astype(int).tolist()
    [[1, 1, 1], [0, 1, 1], [1, 0, 1], [1, 1, 0], [0, 0, 1]]
    """
    names, chosen = list(factors.mechanisms), list(dict.fromkeys(pairs))
    if factors.parameters:
        raise UsageError.of("factors", factors.parameters[0].name, "mechanisms alone, which can be removed", "leave parameters out")
    stray = [name for name in chosen if name not in names]
    if stray:
        raise UsageError.of("pairs", stray[0], "mechanisms that are removed alone too", "name it among the factors")
    gone = [(), *((name,) for name in names), *combinations(sorted(chosen, key=names.index), 2)]
    unit = np.array([[0.0 if name in some else 1.0 for name in names] for some in gone])
    return Points(factors, unit, np.zeros(len(unit), np.int64))


def salib(module: str) -> Any:
    """A module of SALib. Raises UsageError, naming the extra, where SALib is not installed."""
    try:
        return import_module(f"SALib.{module}")
    except ImportError as error:
        hint = "pip install 'groundswell[sensitivity]'; in a checkout `make test` brings it"
        raise UsageError.of("screen", "no SALib, which draws and reads the design", "the extra `sensitivity`", hint) from error


def refuse_count(what: str, count: object, least: int) -> None:
    """Raises UsageError for a count that is no whole number, too small, or more than is ever tried."""
    if not isinstance(count, int) or isinstance(count, bool) or not least <= count <= MOST_TRIED:
        raise UsageError.of(what, str(count), f"a whole number from {least} to {MOST_TRIED:,}", f"{what}={max(least, 16)}")


def unit_cube(names: Sequence[str]) -> dict[str, Any]:
    """These factors as SALib is told of them: each from 0 to 1."""
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}


def _quiet(values: Mapping[str, Values], size: int, rest: Mapping[str, float]) -> NDArray[np.bool_]:
    """Where the condition of the priors holds; nothing is asked where none of its parameters is moved."""
    moved = {name: values[name] for name in QUIET if name in values}
    if not moved:
        return np.ones(size, np.bool_)
    return quiet({name: np.full(size, value) for name, value in rest.items()} | moved)


def _faults(name: str, known: Mapping[str, Parameter], times: int) -> list[Problem]:
    """What is wrong with one name among the factors."""
    if times > 1:
        return [Problem("factors", f"`{name}` {times} times", "each factor once", "leave the others out")]
    if name in switches() or (name in known and known[name].fixed is None):
        return []
    if name in known:
        hint = f"give it a range in the scenario: parameters.{name}"
        return [Problem("factors", f"`{name}`, held at {known[name].default:g}", "a parameter with a prior", hint)]
    near = by_number(name, by_word()) or meant(name, [*switches(), *known])
    hint = near or "`groundswell show CASE --part all` lists mechanisms and parameters"
    return [Problem("factors", f"`{name}`", "a mechanism, by id or name, or a parameter with a prior", hint)]
