"""The verb that moves many things together: screen."""

from pathlib import Path
from typing import Annotated, Any

import typer

from groundswell.cli import options, output
from groundswell.cli.changes import changed
from groundswell.cli.frame import INTERRUPTED
from groundswell.cli.progress import Progress

PATHS, HISTORIES = 10, 16
MECHANISMS, PARAMETERS = 4, 2  # of the handful that is moved together
Names = Annotated[
    list[str] | None, typer.Argument(metavar="[NAME]...", help="mechanisms and parameters to move; all that can be moved if none is named")
]
Paths = Annotated[int, typer.Option("--trajectories", min=2, max=1000, help="how many random paths; each moves every factor once")]
Each = Annotated[int, typer.Option("--replicates", "-n", min=2, max=1000, help="how many histories at each point, of one luck along a path")]
Of = Annotated[str, typer.Option("--of", metavar="OUTCOME", help="which outcome to tell, as in killed, falls, waves; --json has all")]
Removals = Annotated[
    int, typer.Option("--removals", min=0, max=1000, help="also take mechanisms out of the whole model, alone and in pairs: histories each")
]
Samples = Annotated[
    int, typer.Option("--samples", min=0, max=1000, help="also share the variance out among the weightiest: samples, a power of 2")
]


def screen(
    case: options.Case,
    names: Names = None,
    of: Of = "killed",
    trajectories: Paths = PATHS,
    replicates: Each = HISTORIES,
    removals: Removals = 0,
    samples: Samples = 0,
    seed: options.Seed = 1,
    workers: options.Workers = None,
    changes: options.Changes = None,
    point: options.Point = False,
    prior: options.Prior = False,
    out: options.RunsFolder = Path("runs"),
    memory: options.InMemory = False,
    quiet: options.Quiet = False,
    ascii: options.Ascii = False,
    as_json: options.AsJson = False,
) -> int:
    """Move all mechanisms and parameters along random paths, and say which matter for which outcome, and which do nothing."""
    import groundswell as gs

    means = {"seed": seed, "workers": workers, "out": out, "memory": memory, **options.parameters(point, prior)}
    scene = changed(gs.load(case), changes or [])
    gs.outcome(of)
    with Progress.for_verb("screening", quiet, ascii) as progress:
        tried = [gs.screen(scene, names or None, trajectories, replicates, progress=progress, **means)]
        found = gs.screening(tried[0])
        worth, shared = None, None
        if removals and not tried[-1].stopped:
            tried.append(gs.remove(scene, None, found.foremost(2 * MECHANISMS, "mechanism"), removals, progress=progress.of("removing"), **means))
            worth = None if tried[-1].stopped else gs.removed(tried[-1])
        if samples and not tried[-1].stopped:
            handful = found.handful(MECHANISMS, PARAMETERS)
            tried.append(gs.decompose(scene, handful, samples, replicates, progress=progress.of("sharing out"), **means))
            shared = gs.shares(tried[-1])
    if as_json:
        output.emit(answer(found, worth, shared, tried))
    else:
        output.say(gs.screening_in_words(found, of, shared, worth, **output.paper(ascii)))
    return finished(tried, quiet)


def answer(found: Any, worth: Any, shared: Any, tried: list[Any]) -> dict[str, Any]:
    """All that was found, as plain data."""
    parts = {"removed": worth, "shares": shared}
    return {**found.to_dict(), **{name: part.to_dict() for name, part in parts.items() if part}, "tried": [one.to_dict() for one in tried]}


def finished(tried: list[Any], quiet: bool) -> int:
    """The exit code; says where Ctrl-C has left points out."""
    last = tried[-1]
    if not last.stopped:
        return 0
    if not quiet:
        output.remark(f"stopped: {last.whole:,} of {len(last.points):,} points are whole; the same command goes on")
    return INTERRUPTED


VERBS = (screen,)
