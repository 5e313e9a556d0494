"""Verbs on finished runs: replay, explain, report, reproduce, gc."""

import secrets
from pathlib import Path
from typing import Annotated, Any

import typer

from groundswell.cli import options, output
from groundswell.cli.frame import INTERRUPTED
from groundswell.cli.options import Ascii, AsJson, Quiet, RunPath
from groundswell.cli.progress import Progress
from groundswell.cli.whatif import was_whole

MANY = 200  # histories from which asking all of them takes seconds
Seed = Annotated[int | None, typer.Option("--seed", min=0, help="which of the seeds in the folder; the one run last unless told")]
History = Annotated[int, typer.Option("--history", min=0, help="the number of a history, from 0")]


def replay(
    run: RunPath,
    history: History,
    country: options.Country = None,
    seed: Seed = None,
    every: Annotated[bool, typer.Option("--all", help="all events, and not only the weightiest")] = False,
    ascii: Ascii = False,
    as_json: AsJson = False,
) -> int:
    """Live one history of a run again, day by day, and tell what happens in it."""
    import groundswell as gs

    found = gs.replay(options.opened(run, seed, country), history)
    if as_json:
        output.emit(found.to_dict())
    else:
        output.say(gs.fitted(found.text(None) if every else found.text(), **output.paper(ascii)))
    return 0 if found.exact else 1


def explain(
    run: RunPath,
    place: Annotated[str, typer.Option(help="where, as in el-alto")],
    day: Annotated[str, typer.Option(help="when, as in 2003-10-12")],
    since: Annotated[str | None, typer.Option(help="the day to compare with; four weeks before unless told")] = None,
    group: Annotated[str | None, typer.Option(help="one group of the place, as in neighbors")] = None,
    history: Annotated[int | None, typer.Option(min=0, help="one history; the mean of all unless told")] = None,
    country: options.Country = None,
    seed: Seed = None,
    ascii: Ascii = False,
    as_json: AsJson = False,
) -> None:
    """Say what made people readier to act, mechanism by mechanism, in parts that sum to the change."""
    import groundswell as gs

    runs = options.opened(run, seed, country)
    if history is None and runs.replicates >= MANY:
        output.remark(f"asking all {runs.replicates:,} histories; --history N asks one")
    found = gs.explain(runs, history, place, day, since, group)
    if as_json:
        output.emit(found.to_dict())
    else:
        output.say(gs.fitted(found.text(), **output.paper(ascii)))


def report(
    run: RunPath,
    to: Annotated[Path, typer.Option("--out", metavar="FILE", help="the page to write")] = Path("report.html"),
    country: options.Country = None,
    why: options.Why = True,
    why_replicates: options.WhyReplicates = options.WHY_REPLICATES,
    seed: Seed = None,
    workers: options.Workers = None,
    quiet: Quiet = False,
    ascii: Ascii = False,
    as_json: AsJson = False,
) -> int:
    """Write what happened in a run, and why, as one page that works without network."""
    import groundswell as gs

    if to.is_dir() or to.parent.is_dir():
        output.refuse_target("--out", to)
    runs = options.opened(run, seed, country)
    if runs.clock == "time":
        return told_of_model(runs, run, to, as_json)
    ablations, explained = [], []
    if why:
        with Progress.for_verb("asking why", quiet, ascii) as progress:
            ablations = [gs.ablate(runs, replicates=why_replicates, out=without(run.parent), workers=workers, progress=progress)]
        explained = [gs.explain(runs, *gs.busiest(runs))]
    written = gs.report(runs.scenario, runs, *ablations, *explained, to=to)
    if as_json:
        asked = {"mechanisms_removed": sum(map(len, ablations)), "explained": next(map(moment, explained), None)}
        output.emit({"run": run, "report": written, "bytes": written.stat().st_size, **asked})
    else:
        output.say(str(written))
    return 0 if all(was_whole(one, quiet) for one in ablations) else INTERRUPTED


def told_of_model(runs: Any, run: Path, to: Path, as_json: bool) -> int:
    """The page of a run of a classic model, which has no mechanisms to ask."""
    import groundswell as gs

    written = gs.model_report(runs, to=to)
    if as_json:
        output.emit({"run": run, "report": written, "bytes": written.stat().st_size})
    else:
        output.say(str(written))
    return 0


def moment(explained: Any) -> dict[str, Any]:
    """Which day of which place of one history was explained."""
    return {"history": explained.histories[0], "place": explained.place, "day": explained.day.isoformat()}


def without(folder: Path) -> Path:
    """Where the ensembles are kept that lack a mechanism: beside the runs, and out of the way."""
    return folder / "without"


def reproduce(
    run: RunPath,
    histories: Annotated[int, typer.Option("--histories", min=1, help="how many histories to draw, with all of their shards")] = 10,
    every: Annotated[bool, typer.Option("--all", help="all histories of the run")] = False,
    seed: Seed = None,
    quiet: Quiet = False,
    ascii: Ascii = False,
    as_json: AsJson = False,
) -> int:
    """Compute histories of a run again, drawn at random, and compare every bit with what was kept."""
    import groundswell as gs

    runs = gs.Runs.open(run, seed)
    known = runs.histories.tolist()
    chosen = None if every else sorted(secrets.SystemRandom().sample(known, min(histories, len(known))))
    with Progress.for_verb("comparing", quiet, ascii) as progress:
        found = gs.reproduce(runs, lambda done, total: progress(done, total, {}), chosen)
    if as_json:
        output.emit({"run": run, **found.to_dict()})
    else:
        output.say(gs.fitted(found.text(), **output.paper(ascii)))
    return 0 if found.exact else 1


def gc(
    folder: Annotated[Path, typer.Argument(metavar="[FOLDER]", help="where run folders are kept")] = Path("runs"),
    as_json: AsJson = False,
) -> None:
    """Remove what interrupted writes have left in run folders more than a day ago."""
    import groundswell as gs

    removed = gs.gc(folder)
    if as_json:
        output.emit({"folder": folder, "removed": removed})
    else:
        output.say("\n".join([*map(str, removed), f"{len(removed)} temporary files removed"]))


VERBS: tuple[Any, ...] = (replay, explain, report, reproduce, gc)
