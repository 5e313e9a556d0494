"""What is told of one run of a classic model, gathered once for the terminal and for the page."""

import inspect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.analysis.uncertainty import quantile_rows
from groundswell.models.classic import Check, Classic, Observable
from groundswell.models.picture import Picture
from groundswell.models.reproduce import Row
from groundswell.report.models.courses import Course
from groundswell.report.models.scales import figure
from groundswell.report.words import rough

if TYPE_CHECKING:
    from groundswell.runs import Runs

MOST_LISTED = 8  # numbers of a parameter that is a list of them
DIGITS = 6
UNSAID = ("Raises ", ">>>")  # how paragraphs of a docstring begin that speak to programmers


class Parameter(NamedTuple):
    """One parameter as it was set: its value and its default in words, what it may be, and what it means."""

    name: str
    value: str
    default: str
    bounds: str
    unit: str
    meaning: str

    @property
    def is_changed(self) -> bool:
        """Whether it was set to something else than it is unless told."""
        return self.value != self.default


class Final(NamedTuple):
    """An observable at the end: the levels 5, 25, 50, 75, 95 in 100 over histories, and their mean."""

    quantiles: tuple[float, ...]
    mean: float

    @property
    def median(self) -> float:
        """Half of the histories lie above."""
        return self.quantiles[2]

    @property
    def is_one(self) -> bool:
        """Whether all histories end the same."""
        return self.quantiles[0] == self.quantiles[-1]


@dataclass(frozen=True)
class ModelMaterial:
    """All that is told of a run of a model.

    `courses` has an array (5, times) of quantiles for each observable; `rows` are checks that were computed, or none.
    """

    name: str
    title: str
    says: str
    about: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    observables: tuple[Observable, ...]
    unit: str
    times: NDArray[np.float64]
    courses: Mapping[str, NDArray[np.float64]]
    finals: Mapping[str, Final]
    picture: Picture
    checks: tuple[Check, ...]
    rows: tuple[Row, ...]
    departs: tuple[str, ...]
    sources: tuple[str, ...]
    random: bool
    seed: int
    histories: int
    run_id: str
    command: str
    folder: str = ""

    @property
    def rough(self) -> str:
        """The tag of what rests on few histories; none where all histories are the same."""
        return rough(self.histories) if self.random else ""

    @property
    def fans(self) -> tuple[Course, ...]:
        """The course of each observable that changes over time."""
        found = [
            Course(one.name, one.meaning, one.unit, self.unit, self.times, self.courses[one.name])
            for one in self.observables
            if one.name in self.courses
        ]
        return tuple(one for one in found if one.changes)


def material(
    model: Classic,
    times: ArrayLike,
    courses: Mapping[str, ArrayLike],
    *,
    seed: int = 1,
    run_id: str = "",
    rows: Iterable[Row] = (),
    folder: str = "",
    options: str = "",
) -> ModelMaterial:
    """What is told of histories of a model: `courses` has an array (histories, times) for each observable.

    `rows` are its checks, computed; `options` is what the command was told besides parameters, histories and seed.
    """
    seen = {name: np.atleast_2d(np.asarray(values, np.float64)) for name, values in courses.items()}
    levels = {name: quantile_rows(values) for name, values in seen.items()}
    finals = {name: Final(tuple(levels[name][:, -1].tolist()), float(values[:, -1].mean())) for name, values in seen.items()}
    histories = len(next(iter(seen.values()))) if seen else 0
    settings = "".join(f" --set {name}={_typed(value)}" for name, value in changed(model).items())
    return ModelMaterial(
        name=model.name, title=model.title, says=model.says, about=about(type(model)), parameters=parameters(model),
        observables=model.observables, unit=model.time.unit, times=np.asarray(times, np.float64), courses=levels, finals=finals,
        picture=model.picture(), checks=model.reproduces, rows=tuple(rows), departs=model.departs, sources=works(model),
        random=model.random, seed=seed, histories=histories, run_id=run_id, folder=folder,
        command=f"groundswell models run {model.name}{settings} --replicates {histories} --seed {seed}{options}",
    )  # fmt: skip


def of_runs(runs: "Runs", rows: Iterable[Row] = ()) -> ModelMaterial:
    """What is told of runs of a classic model. Raises UsageError for other runs."""
    from groundswell.errors import UsageError
    from groundswell.models import by_name
    from groundswell.report.terminal import shorter

    asked = runs.spec["identity"]
    if "model" not in asked:
        raise UsageError.of("runs", f"runs of the scenario {runs.spec['case']}", "runs of a classic model", "groundswell.summary(runs)")
    model = by_name(asked["model"]["name"]).of(**asked["model"]["parameters"])
    courses = {name: runs.trajectory(name) for name in model.seen()}
    times = next(iter(courses.values()))[0]
    spans = (("until", asked["until"], model.time.until), ("every", asked["every"], model.time.every))
    options = "".join(f" --{name} {value:g}" for name, value, usual in spans if value != usual)
    return material(
        model, times, {name: values for name, (_, values) in courses.items()}, seed=runs.seed, run_id=runs.run_id, rows=rows,
        folder=shorter(runs.run_dir) if runs.run_dir else "", options=options,
    )  # fmt: skip


def changed(model: Classic) -> dict[str, Any]:
    """The parameters that are set to something else than they are unless told."""
    usual = type(model)().plain()
    return {name: value for name, value in model.plain().items() if value != usual[name]}


def parameters(model: Classic) -> tuple[Parameter, ...]:
    """The parameters of a model, in the order in which it declares them."""
    usual, bounds = type(model)().plain(), model.bounds()
    return tuple(
        Parameter(name, worded(value), worded(usual[name]), str(bounds[name]), bounds[name].unit, bounds[name].meaning)
        for name, value in model.plain().items()
    )


def worded(value: Any) -> str:
    """A value of a parameter as it is read.

    >>> worded(0.25), worded(True), worded("normal"), worded([]), worded([1, 2])
    ('0.25', 'yes', 'normal', 'none', '1, 2')
    """
    if isinstance(value, list):
        listed = ", ".join(map(worded, value[:MOST_LISTED]))
        more = f", … ({len(value)} in all)" if len(value) > MOST_LISTED else ""
        return f"{listed}{more}" if value else "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else figure(value, DIGITS)


def _typed(value: Any) -> str:
    """A value as the command takes it."""
    return ",".join(map(str, value)) if isinstance(value, list) else str(value).lower() if isinstance(value, bool) else str(value)


def about(cls: type[Classic]) -> tuple[str, ...]:
    """What a model says of itself, paragraph by paragraph, its equations among them; what is for programmers is left out."""
    paragraphs = inspect.cleandoc(cls.__doc__ or "").split("\n\n")
    return tuple(text for text in paragraphs if text and not text.startswith(UNSAID))


def is_equation(paragraph: str) -> bool:
    """Whether a paragraph is set line by line: all of it is indented, or its lines say what equals what.

    >>> is_equation("x' = −a x,   x(0) = 1"), is_equation("It falls, since a = 1 makes it so.")
    (True, False)
    """
    lines = paragraph.splitlines()
    if all(line.startswith("  ") for line in lines):
        return True
    return all((" = " in line or " ← " in line) and not line.rstrip().endswith((".", ";")) for line in lines)


def works(model: Classic) -> tuple[str, ...]:
    """The works a model is from."""
    return tuple(filter(None, (work.strip() for work in model.source.split(";"))))
