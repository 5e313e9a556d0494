"""What the command prints of classics: as plain data, as text, as a page; and of a sweep, as a table and a picture."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from groundswell.models.classic import Classic
from groundswell.models.picture import Axis, Curve, Picture
from groundswell.models.reproduce import Row
from groundswell.report.lines import Paper, table
from groundswell.report.models.letters import picture_lines
from groundswell.report.models.material import of_runs
from groundswell.report.models.page import model_page, rows_page
from groundswell.report.models.scales import figure
from groundswell.report.models.told import run_in_words
from groundswell.report.words import MODEL_ONLY
from groundswell.runs import LEVELS

if TYPE_CHECKING:
    from groundswell.analysis.sweeps import Response
    from groundswell.runs import Runs

MOST_CURVES = 6  # of a sweep that are drawn together
LEAST_POINTS = 3  # of a sweep that is drawn at all


def model_summary(runs: "Runs", width: int = 100, ascii: bool = False, color: bool = False) -> str:
    """What a run of a classic gave, for a terminal. Raises UsageError for other runs.

    >>> import groundswell as gs
    >>> runs = gs.run(gs.models.by_name("kuran")(), replicates=1, memory=True)
    >>> "opposition" in model_summary(runs)
    True
    """
    return run_in_words(of_runs(runs), width, ascii, color)


def model_findings(runs: "Runs") -> dict[str, Any]:
    """What a run of a classic gave, as plain data: parameters, what is seen at the end, and its course.

    `observables` are means over histories, which of one history are its values; `quantiles` hold the values
    that 5, 25, 50, 75 and 95 in 100 histories lie at or below; `courses` their means at `times`.

    >>> import groundswell as gs
    >>> runs = gs.run(gs.models.by_name("granovetter").of(spread=0.2), replicates=1, memory=True)
    >>> round(model_findings(runs)["observables"]["active_share"], 2)
    1.0
    """
    told = of_runs(runs)
    asked = runs.spec["identity"]
    levels = [f"{100 * level:g}" for level in LEVELS]
    courses = {name: runs.trajectory(name)[1].mean(axis=0).tolist() for name in told.finals}
    return {
        "model": told.name, "title": told.title, "statement": MODEL_ONLY, "parameters": asked["model"]["parameters"],
        "seed": runs.seed, "histories": runs.replicates, "run_id": runs.run_id, "run": runs.run_dir and str(runs.run_dir),
        "time": runs.spec["time"], "observables": {name: final.mean for name, final in told.finals.items()},
        "units": {one.name: one.unit for one in told.observables},
        "quantiles": {name: dict(zip(levels, final.quantiles, strict=True)) for name, final in told.finals.items()},
        "times": told.times.tolist(), "courses": courses, "stopped_at": runs.stopped_at,
    }  # fmt: skip


def model_contents(model: Classic) -> dict[str, Any]:
    """What a classic is, as plain data: parameters with bounds and units, what is seen of it, what it is held against.

    >>> import groundswell as gs
    >>> model_contents(gs.models.by_name("burbeck")())["name"]
    'burbeck'
    """
    values, usual = model.plain(), type(model)().plain()
    parameters = {
        name: {
            "value": values[name], "default": usual[name], "meaning": one.meaning, "unit": one.unit, "allowed": str(one),
            **({"choices": list(one.choices)} if one.choices else {"lowest": one.low, "highest": one.high}),
        }
        for name, one in model.bounds().items()
    }  # fmt: skip
    told = ("name", "published", "tolerance", "relation", "why", "source")
    checks = [{name: getattr(one, name) for name in told} for one in model.reproduces]
    seen = [{"name": one.name, "meaning": one.meaning, "unit": one.unit} for one in model.observables]
    return {
        "name": model.name, "title": model.title, "says": model.says, "source": model.source, "random": model.random,
        "time": {"unit": model.time.unit, "until": model.time.until, "every": model.time.every},
        "parameters": parameters, "observables": seen, "reproduces": checks, "departs": list(model.departs),
    }  # fmt: skip


def model_report(runs: "Runs", to: str | Path, rows: Iterable[Row] = ()) -> Path:
    """Writes what a run of a classic gave as one page that needs no network. Raises UsageError for other runs, RunError
    where the file cannot be written.

    >>> import groundswell as gs
    >>> runs = gs.run(gs.models.by_name("kuran")(), replicates=1, memory=True)
    >>> model_report(runs, to="kuran.html").name
    'kuran.html'
    """
    from groundswell.report.page import written

    return written(model_page(of_runs(runs, rows)), Path(to))


def reproductions_report(rows: Sequence[Row], to: str | Path) -> Path:
    """Writes checks of classics, computed, as one page. Raises RunError where the file cannot be written."""
    from groundswell.report.page import written

    return written(rows_page(rows), Path(to))


def response_in_words(response: "Response", width: int = 100, ascii: bool = False, color: bool = False) -> str:
    """A sweep for a terminal: the picture of the answer where the first parameter is a number, and a line a point.

    >>> import groundswell as gs
    >>> found = gs.sweep(gs.models.by_name("granovetter")(), {"spread": [0.1, 0.2]}, replicates=1, memory=True)
    >>> "0.2" in response_in_words(gs.response(found, "active_share"))
    True
    """
    paper = Paper(width, ascii, color)
    several = any(row.histories > 1 for row in response.rows)
    each = f"{response.rows[0].histories:,} {'histories' if several else 'history'} each"
    head = paper.bold(f"{response.case} · {response.words} · {len(response.rows)} points, {each}")
    picture = response_picture(response)
    header = [*response.names, "mean", *(["95 in 100 of the mean", "5 to 95 in 100 histories"] if several else [])]
    lines = [[*(_short(row.values[name]) for name in response.names), figure(row.mean)] for row in response.rows]
    if several:
        lines = [[*line, *_spreads(row)] for line, row in zip(lines, response.rows, strict=True)]
    drawn = [*picture_lines(paper, picture), ""] if picture else []
    return paper.finished([head, *paper.wrapped(MODEL_ONLY), "", *drawn, *table(paper, [header, *lines], list(range(len(header))))])


def response_picture(response: "Response") -> Picture | None:
    """The answer against the first parameter, a curve for each value of the others; nothing where that says nothing."""
    first, others = response.names[0], response.names[1:]
    curves: dict[str, list[tuple[float, float]]] = {}
    for row in response.rows:
        if not isinstance(row.values[first], int | float) or not np.isfinite(row.mean):
            return None
        name = ", ".join(f"{one} = {_short(row.values[one])}" for one in others) or "mean over histories"
        curves.setdefault(name, []).append((float(row.values[first]), row.mean))
    if len(curves) > MOST_CURVES or min(map(len, curves.values())) < LEAST_POINTS:
        return None
    drawn = tuple(Curve(name, [x for x, _ in sorted(points)], [y for _, y in sorted(points)]) for name, points in curves.items())
    summary = f"{response.words} of {response.case} against {first}."
    return Picture(f"{response.words} against {first}", Axis(first), Axis(response.words, response.unit), drawn, summary)


def _short(value: Any) -> str:
    return figure(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _spreads(row: Any) -> list[str]:
    low, high = row.quantiles[LEVELS[0]], row.quantiles[LEVELS[-1]]
    return [f"{figure(row.low)} to {figure(row.high)}", f"{figure(low)} to {figure(high)}"]
