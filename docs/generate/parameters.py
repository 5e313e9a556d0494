"""The page of parameters: every number of the model that is no fact of a scenario."""

from collections.abc import Iterable
from functools import cache

from docs.generate.markdown import code, link, number, page, section, table
from docs.generate.mechanisms import reads_waves, users
from groundswell.design import QUIET
from groundswell.report.case import fit_in_words
from groundswell.scenario import parameters as rows
from groundswell.scenario.fitted import standings
from groundswell.scenario.load import load, shipped
from groundswell.scenario.parameters import BY_NAME, PARAMETERS, Parameter
from groundswell.scenario.schema import Scenario

GETS = """Every number of the model that is not a fact of a scenario: its symbol, unit, prior, default, where the range comes
from, what it means, and which lines of the day use it."""

HOW = """*Prior*: a uniform or log-uniform range from which each history draws its own value, or *held*, one value for all
histories. *Default* is the median of the prior, taken for all histories by `--point` where nothing was fitted. A scenario
may fix a parameter or narrow its range; see [the scenario format](scenario-format.md#setting). In the priors no parameter
depends on another, except for the four below."""

NO_FIT = """No case ships fitted draws: every parameter here is *held* or *not fitted*, and every run draws from these priors."""

FITS = """These cases ship draws of their parameters that were fitted to a record, and runs of them take those instead of the priors
([choose parameters](../how-to/choose-parameters.md)). The column *fit* says what that record can tell: a parameter that
is *not identified* was fitted and could not be told, so what a run owes to it is owed to its prior. In all other cases,
every parameter is *held* or *not fitted*."""

JOINTLY = """Four parameters are drawn together: {names}. Each history draws them from the ranges below and draws all four
again until a group of middling exclusion (x̄ = ½) that nothing moves, all of it in the street, would go home; `groundswell.engine.quiet`
has the equation. About one first draw in nine is refused. What histories use is therefore the stated range cut by that
condition: strong visibility seldom meets a low barrier. No other parameter moves when one of the four is set to another
value. The condition asks for the middling group only: groups shut out by identity, or a government below the reference
approval, can keep people out without any demand. Runs with `--point` and Latin hypercubes take the ranges as they stand."""

PROTOTYPES = """In the column *source*. The prototypes named there were trials of earlier equations and are not part of this version,
so nobody can check these ranges against them; take them for judgment."""

# The texts that many rows share get a short mark; the page says each in full once.
MARKS = {rows.PROTOTYPE: "range", rows.HELD: "held", rows.JUDGED: "judged"}


def parameters_page() -> str:
    """The whole page."""
    drawn = sum(row.fixed is None for row in PARAMETERS)
    count = f"{len(PARAMETERS)} parameters: {drawn} drawn by each history, {len(PARAMETERS) - drawn} held."
    marks = f"{PROTOTYPES}\n\n" + "\n".join(f"- *{mark}*: {text}" for text, mark in MARKS.items())
    jointly = section(2, "Drawn together", JOINTLY.format(names=code(QUIET)))
    tables = (group_section(name, group) for name, group in groups())
    return page("Parameters", GETS, HOW, count, fits(), jointly, section(2, "Marks", marks), *tables)


@cache
def fitted_cases() -> tuple[Scenario, ...]:
    """The shipped cases that have a fit of their own."""
    return tuple(scene for name in shipped() if (scene := load(name)).fitted is not None and scene.fitted.of == name)


def fits() -> str:
    """Which cases have fitted draws."""
    cases = [f"- [{scene.id}]({scene.id}.md#parameters): {fit_in_words(scene)}" for scene in fitted_cases()]
    return "\n\n".join([FITS, "\n".join(cases)]) if cases else NO_FIT


def fit_of(name: str) -> str:
    """What each fit says of a parameter."""
    return ", ".join(f"{scene.id}: {standings(scene)[name]}" for scene in fitted_cases())


def groups() -> list[tuple[str, tuple[Parameter, ...]]]:
    """The parameters by the group that the table keeps them in, in its order."""
    found = {name: value for name, value in vars(rows).items() if name != "PARAMETERS" and is_group(value)}
    return sorted(found.items(), key=lambda pair: PARAMETERS.index(pair[1][0]))


def is_group(value: object) -> bool:
    """Whether a value is a tuple of parameters."""
    return isinstance(value, tuple) and bool(value) and all(isinstance(one, Parameter) for one in value)


def group_section(name: str, group: Iterable[Parameter]) -> str:
    """One group as a table."""
    used = users()
    fit = ["fit"] if fitted_cases() else []
    lines = [[*row_of(row, used[row.name]), *(fit and [fit_of(row.name)])] for row in group]
    return section(2, name.replace("_", " ").capitalize(), table([*HEADER, *fit], lines, right=[4]))


HEADER = ["name", "symbol", "unit", "prior", "default", "source", "meaning", "used by"]


def row_of(row: Parameter, used: Iterable[str]) -> list[str]:
    """One parameter as a row of the table; its name can be linked to."""
    elsewhere = "[waves and endings](quantities.md#episodes-and-endings)" if reads_waves(row.name) else "ties, before the first day"
    lines = ", ".join(link(name, "mechanisms.md") for name in used) or elsewhere
    name, default = f'<a id="{row.name}"></a>`{row.name}`', number(float(f"{row.default:.3g}"))
    return [name, row.symbol, row.unit, prior(row), default, MARKS.get(row.source, row.source), row.meaning, lines]


def prior(row: Parameter) -> str:
    """The prior in words."""
    if row.fixed is not None:
        return "held"
    jointly = ", [drawn together](#drawn-together)" if row.name in QUIET else ""
    return f"{'log-uniform' if row.prior == 'log' else 'uniform'} {number(row.lower)} to {number(row.upper)}{jointly}"


assert len(BY_NAME) == len(PARAMETERS)
