"""Verbs on classic models: list, show, run, reproduce. And sweep, which takes a model or a case."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

import groundswell as gs
from groundswell.cli import options, output
from groundswell.cli.changes import changed, value
from groundswell.cli.frame import INTERRUPTED, meant
from groundswell.cli.progress import Progress

MOST_HISTORIES = options.MOST_HISTORIES
HISTORIES = 64  # of a model with luck, unless told
Name = Annotated[str, typer.Argument(metavar="NAME", help="name of a model, as `groundswell models list` tells it")]
Settings = Annotated[
    list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="a parameter of the model, as in spread=0.12 (may be repeated)")
]
Histories = Annotated[
    int | None,
    typer.Option("--replicates", "-n", min=1, max=MOST_HISTORIES, help=f"how many histories; 1 where nothing is random, else {HISTORIES}"),
]
Until = Annotated[float | None, typer.Option(help="how long, in the model's own unit; as long as it is usually run unless told")]
Every = Annotated[float | None, typer.Option(help="how often it is looked at, in the model's own unit")]
Over = Annotated[
    list[str],
    typer.Argument(metavar="KEY=VALUES...", help="what is moved: spread=0.05:0.3:26 for 26 values between two, or spread=0.1,0.2"),
]

Of = Annotated[
    str | None, typer.Option("--of", metavar="QUANTITY", help="what is read at every point; the first thing seen of a model unless told")
]

HELP = "The classic models: list, show, run, reproduce."
models = typer.Typer(cls=TyperGroup, add_completion=False, rich_markup_mode=None, no_args_is_help=True, help=HELP)


@models.command("list")
def list_(ascii: options.Ascii = False, as_json: options.AsJson = False) -> None:
    """List the classic models, and what each says about uprisings."""
    if as_json:
        rows = [{"name": one.name, "title": one.title, "says": one.says, "source": one.source} for one in gs.models.ALL]
        output.emit({"models": rows})
    else:
        output.say(gs.models_in_words(gs.models.ALL, **output.paper(ascii)))


@models.command()
def show(name: Name, changes: Settings = None, ascii: options.Ascii = False, as_json: options.AsJson = False) -> None:
    """Tell what a model says, its parameters with bounds and units, what is seen of it, and draw its picture."""
    model = made(name, changes)
    if as_json:
        output.emit(gs.model_contents(model))
    else:
        output.say(gs.model_in_words(model, **output.paper(ascii)))


@models.command()
def run(
    name: Name,
    changes: Settings = None,
    replicates: Histories = None,
    seed: options.Seed = 1,
    until: Until = None,
    every: Every = None,
    workers: options.Workers = None,
    isolate: options.Isolate = False,
    out: options.RunsFolder = Path("runs"),
    memory: options.InMemory = False,
    report: options.ReportFile = None,
    quiet: options.Quiet = False,
    ascii: options.Ascii = False,
    as_json: options.AsJson = False,
) -> int:
    """Run a model, keep its histories, and say what was seen of them."""
    if report is not None:
        output.refuse_target("--report", report)
    course = gs.over(made(name, changes), until, every)
    wanted = replicates or (HISTORIES if course.model.random else 1)
    with Progress("running", quiet, ascii) as progress:
        runs = gs.run(course, wanted, seed, workers=workers, isolate=isolate, out=out, memory=memory, progress=progress)
    page = None if report is None else gs.model_report(runs, to=report)
    if as_json:
        output.emit(gs.model_findings(runs) | {"report": page}, runs.run_dir)
    else:
        output.say(gs.model_summary(runs, **output.paper(ascii)), runs.run_dir)
    if page is not None and not (quiet or as_json):
        output.remark(f"report written to {page}")
    if runs.stopped_at is not None:
        kept = "; the same command goes on" if runs.run_dir else ""
        output.remark(f"stopped: {runs.replicates:,} of {wanted:,} histories are finished{kept}")
    return 0 if runs.stopped_at is None else INTERRUPTED


@models.command()
def reproduce(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="one model; all of them with --all")] = None,
    every: Annotated[bool, typer.Option("--all", help="every check of every model (some minutes)")] = False,
    fast: Annotated[bool, typer.Option("--fast", help="only the checks that take no time")] = False,
    report: Annotated[Path | None, typer.Option("--report", metavar="FILE", help="also write the rows as a page")] = None,
    quiet: options.Quiet = False,
    ascii: options.Ascii = False,
    as_json: options.AsJson = False,
) -> int:
    """Compute what is on record about a model again: published number, ours, tolerance, and whether it holds."""
    if report is not None:
        output.refuse_target("--report", report)
    if (name is None) != every:
        raise gs.UsageError.of("groundswell models reproduce", "a name and --all" if name else "nothing", "a name, or --all", "--all")
    chosen = gs.models.ALL if name is None else (gs.models.by_name(name),)
    with Progress("reproducing", quiet, ascii) as progress:
        rows = list(gs.reproductions(chosen, fast, lambda done, total, label: progress(done, total, {"ensemble": label})))
    if report is not None:
        gs.reproductions_report(rows, to=report)
    if as_json:
        output.emit({"checks": len(rows), "hold": sum(row.holds for row in rows), "rows": [row.to_dict() for row in rows]})
    else:
        output.say(gs.reproductions_in_words(rows, **output.paper(ascii)))
    return 0 if all(row.holds for row in rows) else 1


def sweep(
    what: Annotated[str, typer.Argument(metavar="MODEL|CASE", help="a classic model, a shipped case, or a scenario file")],
    over: Over,
    of: Of = None,
    changes: Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="what is changed at all points")] = None,
    replicates: Histories = None,
    seed: options.Seed = 1,
    until: Until = None,
    workers: options.Workers = None,
    point: options.Point = False,
    prior: options.Prior = False,
    out: options.RunsFolder = Path("runs"),
    memory: options.InMemory = False,
    quiet: options.Quiet = False,
    ascii: options.Ascii = False,
    as_json: options.AsJson = False,
) -> int:
    """Run a model or a case at every combination of some values, with the same luck, and say what comes of them."""
    values = once("groundswell sweep", [grid_of(one) for one in over])
    refuse_both(values, changes or [])
    thing, asked, wanted = swept(what, changes, until, replicates, of)
    with Progress("sweeping", quiet, ascii) as progress:
        found = gs.sweep(thing, values, wanted, seed, progress=progress, **options.means(point, prior, workers, out, memory))
    answer = gs.response(found, asked)
    if as_json:
        output.emit({**answer.to_dict(), "seed": seed, "whole": found.whole})
    else:
        output.say(gs.response_in_words(answer, **output.paper(ascii)))
    return 0 if found.whole else INTERRUPTED


def swept(what: str, changes: list[str] | None, until: float | None, replicates: int | None, of: str | None) -> tuple[Any, str, int]:
    """What is swept, what is read of it, and how many histories each point has."""
    if what in gs.models.WHERE:
        course = gs.over(made(what, changes), until)
        return course, seen_of(course.model, of), replicates or (HISTORIES if course.model.random else 1)
    near = meant(what, [*gs.models.WHERE, *gs.cases()])
    if near and not Path(what).exists() and what not in gs.cases():
        raise gs.UsageError.of("groundswell sweep", f"`{what}`", "a classic model, a shipped case, or a scenario file", near)
    if until is not None:
        raise gs.UsageError.of("--until", f"{until:g} for the case {what}", "a classic model", "--set end=DATE for a case")
    return changed(gs.load(what), changes or []), of or "government_falls", replicates or HISTORIES


def made(name: str, changes: Sequence[str] | None) -> Any:
    """The model with its parameters set."""
    return gs.models.by_name(name).of(**once("--set", [setting(one, name) for one in changes or ()]))


def seen_of(model: Any, name: str | None) -> str:
    """What is read of a model: the first thing seen of it unless told. Raises UsageError for what is not seen of it."""
    known = model.seen()
    if name is not None and name not in known:
        raise gs.UsageError.of("--of", f"`{name}`", f"one of {', '.join(known)}", meant(name, known) or f"--of {known[0]}")
    return name or known[0]


def once(where: str, pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Pairs as a map. Raises UsageError where a key is given twice."""
    keys = [key for key, _ in pairs]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise gs.UsageError.of(where, f"`{twice[0]}` twice", "each parameter once", "leave one of the two out")
    return dict(pairs)


def refuse_both(values: dict[str, Any], changes: Sequence[str]) -> None:
    """Raises UsageError where a parameter is moved and set at once."""
    both = sorted(set(values) & {change.partition("=")[0].strip() for change in changes})
    if both:
        got = f"`{both[0]}`, which the sweep moves"
        raise gs.UsageError.of("--set", got, "other parameters than those that are moved", "leave one of the two out")


def setting(change: str, name: str) -> tuple[str, str]:
    """One `KEY=VALUE`. Raises UsageError where there is no equals sign."""
    key, equals, text = change.partition("=")
    if not equals or not key.strip():
        example = next(iter(gs.models.by_name(name).bounds()))
        raise gs.UsageError.of("--set", f"`{change}`", "a parameter, an equals sign and a value", f"--set {example}=…")
    return key.strip().replace("-", "_"), text.strip()


def grid_of(text: str) -> tuple[str, list[Any]]:
    """`KEY=LOW:HIGH:COUNT` or `KEY=A,B,C`. Raises UsageError for anything else.

    >>> grid_of("spread=0:1:3"), grid_of("law=normal,uniform")
    (('spread', [0.0, 0.5, 1.0]), ('law', ['normal', 'uniform']))
    """
    key, _, values = text.partition("=")
    parts = values.split(":")
    try:
        if not key or not values:
            raise ValueError(text)
        if len(parts) == 3:
            return key, list(gs.values_between(float(parts[0]), float(parts[1]), int(parts[2])))
        if len(parts) == 1:
            return key, [value(one.strip()) for one in values.split(",")]
        raise ValueError(text)
    except ValueError:
        expected = "KEY=LOW:HIGH:COUNT or KEY=A,B,C"
        raise gs.UsageError.of("groundswell sweep", f"`{text}`", expected, "spread=0.05:0.3:26") from None


VERBS = (sweep,)
