"""Which parameters each history has: fitted draws, draws from the priors, one point for all, or an even spread.

A draw is addressed by seed, history and the name of the parameter. So a history has the same
parameters in any batch, and adding a parameter changes no draw of the others.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import NDArray

from groundswell.compile import resolve_parameters
from groundswell.engine import draws
from groundswell.engine.quiet import stays_quiet
from groundswell.errors import Problem, UsageError
from groundswell.scenario.fitted import NOT_IDENTIFIED, Fitted, standings
from groundswell.scenario.given import refuse_no_scenario
from groundswell.scenario.parameters import Parameter
from groundswell.scenario.schema import Scenario
from groundswell.scenario.words import shown

Values = NDArray[np.float64]
Draws = Literal["fitted", "prior"]

PICK = "fitted draws"  # whose luck picks a row of the table; no parameter has this name
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
    asked = [row for row in rows if row.name in QUIET]
    return _until_quiet(_from_priors(rows, seed, numbers), rows, lambda who, k: _from_priors(asked, seed, numbers[who], k))


def fitted_draws(scenario: Scenario, seed: int, histories: Iterable[int], fitted: Fitted | None = None) -> dict[str, Values]:
    """Each history takes one of the fitted draws, by its weight, whole: what was fitted together stays together.

    Parameters that the table lacks keep the value at which they are held, or are drawn from their
    priors, with the draws of `prior_draws`. What the scenario itself sets, at a value or in a range,
    goes before the table.

    A row of the table is taken as it is: the fit has asked of it what it must hold. Where one of the
    four parameters of the quiet condition comes from elsewhere, the mixture is new, and a history in
    which a country without demands would not stay quiet takes another draw, whole, until it would;
    with it those of the four that are drawn from priors. Raises UsageError if no mixture is quiet, and
    for a scenario without a fit.

    `fitted` is the table, that of the scenario unless told. A pure function of the table, the seed and
    the history's number.
    """
    table = scenario.fitted if fitted is None else fitted
    if table is None:
        raise _no_fit(scenario)
    numbers, rows = np.asarray(list(histories), np.uint64), resolve_parameters(scenario)
    taken = [name for name in table.columns if name not in scenario.parameters]
    drawn = _from_priors(rows, seed, numbers) | _from_table(table, taken, seed, numbers)
    if set(QUIET) <= set(taken):
        return drawn
    others = [row for row in rows if row.name in QUIET and row.name not in taken]
    whole = taken if set(QUIET) & set(taken) else []
    return _until_quiet(
        drawn, rows, lambda who, k: _from_priors(others, seed, numbers[who], k) | _from_table(table, whole, seed, numbers[who], k)
    )


def _from_priors(rows: Iterable[Parameter], seed: int, numbers: NDArray[np.uint64], k: int = 0) -> dict[str, Values]:
    return {row.name: quantile(row, _uniform(seed, numbers, row.name, k)) for row in rows}


def _from_table(table: Fitted, names: Iterable[str], seed: int, numbers: NDArray[np.uint64], k: int = 0) -> dict[str, Values]:
    """The values of the draws that these histories pick, each with the chance of its weight."""
    picked = np.searchsorted(np.array(table.cumulative), _uniform(seed, numbers, PICK, k), side="right")
    last = len(table) - 1  # where rounding leaves the sum a bit under one
    return {name: np.array(table.columns[name], np.float64)[np.minimum(picked, last)] for name in names}


def _until_quiet(
    drawn: dict[str, Values], rows: Iterable[Parameter], again: Callable[[NDArray[np.intp], int], dict[str, Values]]
) -> dict[str, Values]:
    """What was drawn, and drawn again for the histories of a country that would not stay quiet without demands."""
    for attempt in range(ATTEMPTS):
        restless = np.flatnonzero(~quiet(drawn))
        if restless.size == 0:
            return drawn
        for name, values in again(restless, AGAIN + attempt).items():
            drawn[name][restless] = values
    fixed = ", ".join(row.name for row in rows if row.name in QUIET and row.prior == "fixed") or "their ranges"
    hint = f"look at {fixed}: a lower visibility_weight or a higher barrier lets people go home"
    raise UsageError.of("parameters", f"no quiet country in {ATTEMPTS} draws", "priors under which one exists", hint)


def quiet(drawn: Mapping[str, Values]) -> NDArray[np.bool_]:
    """Which of these sets of parameters describe a country that stays quiet without demands (`engine.quiet`)."""
    columns = [drawn[name] for name in QUIET]
    return np.array([stays_quiet(*row) for row in zip(*columns, strict=True)], np.bool_)


def point_values(scenario: Scenario, values: Mapping[str, float] | None = None, fitted: Fitted | None = None) -> dict[str, float]:
    """Every history has the same parameters: those given, else those of the best fitted draw, else the prior's median.

    The best draw is the one nearest to the record; what the scenario itself sets goes before it.
    `fitted` is the table, that of the scenario unless told. Raises UsageError for names that no parameter has.
    """
    table = scenario.fitted if fitted is None else fitted
    point = {row.name: float(row.default) for row in resolve_parameters(scenario)}
    if table is not None:
        point |= {name: column[table.best] for name, column in table.columns.items() if name not in scenario.parameters}
    given = dict(values or {})
    unknown = [name for name in given if name not in point]
    if unknown:
        raise UsageError(*(_unknown(name, tuple(point)) for name in unknown))
    return point | {name: float(value) for name, value in given.items()}


@dataclass(frozen=True)
class Design:
    """Where the histories of an ensemble have their parameters from: fitted draws, the priors, or one point for all.

    `fitted` is the table that is drawn from, or whose best draw the point is; `values` are what was
    set for a point by hand.

    >>> from groundswell.scenario.load import load
    >>> scene = load("bolivia-autumn")
    >>> Design.chosen(scene).draws, Design.chosen(scene, point={"barrier": 6}).draws
    ('prior', 'point')
    """

    draws: Literal["fitted", "prior", "point"]
    fitted: Fitted | None = None
    values: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def chosen(
        cls, scenario: Scenario, draws: "Draws | Fitted | Design | None" = None, point: Mapping[str, float] | None = None
    ) -> "Design":
        """The design that was asked for; unless told, the fitted draws of a scenario that has some, else the priors.

        Raises UsageError for what is no scenario, for a point that is no map of numbers, for fitted draws of a scenario
        without a fit, and for both draws and a point.
        """
        refuse_no_scenario(scenario)
        if point is not None:
            refuse_no_point(point)
            if draws is not None and not isinstance(draws, Design):
                raise UsageError.of("draws, point", "both", "one of them", "leave one of them out")
            return cls("point", scenario.fitted, dict(point))
        if isinstance(draws, Design):
            return draws
        if isinstance(draws, Fitted):
            return cls("fitted", draws)
        if draws not in ("fitted", "prior", None):
            raise UsageError.of("draws", f"{draws!r}", "'fitted', 'prior' or a table of fitted draws", "draws='prior'")
        if draws == "prior" or (draws is None and scenario.draws is None and scenario.fitted is None):
            return cls("prior")
        if scenario.fitted is None:
            raise _no_fit(scenario)
        return cls("fitted", scenario.fitted)

    @classmethod
    def kept(cls, identity: Mapping[str, Any]) -> Self:
        """The design of a run, from the identity that the run has kept."""
        design = identity["design"]
        fit = Fitted.of_plain(identity["fit"]) if "fit" in identity else None
        return cls(design["draws"], None if design["draws"] == "prior" else fit, design.get("point") or {})

    def parameters(self, scenario: Scenario, seed: int, histories: NDArray[np.uint64]) -> dict[str, Values]:
        """The parameters of these histories, one array a parameter."""
        if self.draws == "prior":
            return prior_draws(scenario, seed, histories)
        if self.draws == "fitted":
            return fitted_draws(scenario, seed, histories, self.fitted)
        values = point_values(scenario, self.values, self.fitted)
        return {name: np.full(len(histories), value) for name, value in values.items()}

    def identity(self, scenario: Scenario) -> dict[str, Any]:
        """What tells this design from others, as plain data."""
        if self.draws == "point":
            return {"draws": "point", "point": point_values(scenario, self.values, self.fitted)}
        table = {} if self.fitted is None else {"of": self.fitted.of, "sha256": self.fitted.sha256}
        return {"draws": self.draws, **table, "priors": identity(scenario)}


def told(scenario: Scenario, identity: Mapping[str, Any]) -> dict[str, Any]:
    """Which parameters the histories of a run have, in words and as plain data, from the identity that the run has kept.

    `not_identified` names the parameters that the fit could not tell. Nothing for a run of something else than a scenario.
    """
    design = identity.get("design")
    if not isinstance(design, Mapping):
        return {}
    fit = Fitted.of_plain(identity["fit"]) if "fit" in identity else None
    unsure = [name for name, word in standings(scenario, fit).items() if word == NOT_IDENTIFIED]
    from_fit = {"of": fit.of, "number": len(fit), "sha256": fit.sha256, "protocol": fit.protocol} if fit is not None else {"of": None}
    words = _in_words(design["draws"], fit, [name for name in scenario.parameters if fit is not None and name in fit.columns])
    return {"draws": design["draws"], "words": words, **from_fit, "not_identified": unsure}


def _in_words(draws: str, fit: Fitted | None, own: Sequence[str]) -> str:
    if draws == "fitted" and fit is not None:
        return fit.words + (f"; set by the scenario: {', '.join(own)}" if own else "")
    many = "" if fit is None else f"{len(fit):,} fitted draws of {fit.of}"
    if draws == "point":
        return f"one set for all histories: {f'the best of {many}' if many else 'the middle of each prior'}, where no value was set"
    return f"drawn from the priors{f', and not from the {many}' if many else ''}"


def refuse_no_point(point: object) -> None:
    """Raises UsageError for a point that is no map of parameters to numbers; which names there are is asked of the scenario."""
    hint = 'point={} for the best fitted draw or the middle of each prior, or point={"barrier": 6}'
    if not isinstance(point, Mapping):
        raise UsageError.of("point", shown(point), "a map of parameters to numbers", hint)
    wrong = [(name, value) for name, value in point.items() if not _is_number(value)]
    if wrong:
        raise UsageError(*(Problem(f"point: {name}", shown(value), "a number", hint) for name, value in wrong))


def _is_number(value: object) -> bool:
    """Whether a parameter can have this value: true and false are no numbers, nor is what is not finite."""
    return isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool) and bool(np.isfinite(value))


def _no_fit(scenario: Scenario) -> UsageError:
    if scenario.draws is None:
        return UsageError.of("draws", f"{scenario.id}, which names no fitted draws", "a scenario with `draws`", 'draws="prior"')
    hint = 'load the scenario from its file, or take draws="prior"'
    return UsageError.of("draws", f"{scenario.id}, whose {scenario.draws} was not read", "fitted draws", hint)


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
    hint = f"did you mean {close[0]}?" if close else "`groundswell show CASE --part parameters` lists them"
    return Problem(f"point: {name}", "no such parameter", "the name of a parameter", hint)
