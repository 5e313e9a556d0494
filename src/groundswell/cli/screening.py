"""The verb that moves many things together: screen."""

from pathlib import Path
from typing import Annotated

import typer

import groundswell as gs
from groundswell.cli import options, output
from groundswell.cli.changes import changed
from groundswell.cli.frame import INTERRUPTED
from groundswell.cli.progress import Progress

PATHS, HISTORIES = 10, 16
Names = Annotated[
    list[str] | None, typer.Argument(metavar="[NAME]...", help="mechanisms and parameters to move; all that can be moved if none is named")
]
Paths = Annotated[int, typer.Option("--trajectories", min=2, max=1024, help="how many random paths; each moves every factor once")]
Each = Annotated[int, typer.Option("--replicates", "-n", min=2, max=1024, help="how many histories at each point, with one luck a path")]
Of = Annotated[str, typer.Option("--of", metavar="OUTCOME", help="which outcome to tell, as in killed, falls, waves; --json has all")]
Removals = Annotated[
    int, typer.Option("--removals", min=0, max=1024, help="also take mechanisms out of the whole model, alone and in pairs: histories each")
]
Samples = Annotated[
    int, typer.Option("--samples", min=0, max=1024, help="also share the variance out among the weightiest: samples, a power of 2")
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
    means = options.means(point, prior, workers, out, memory)
    scene = changed(gs.load(case), changes or [])
    refuse_later(of, removals, samples)
    with Progress.for_verb("screening", quiet, ascii) as progress:
        asked = gs.Screened(scene, {"seed": seed, "progress": progress, **means})
        found = asked.screened(names, trajectories, replicates)
        worth, pairs = asked.removed(found, removals) if removals else (None, None)
        shared = asked.shared(found, samples, replicates) if samples else None
    if as_json:
        parts = {"removed": worth, "pairs": pairs, "shares": shared}
        told = {name: part.to_dict() for name, part in parts.items() if part}
        output.emit({**found.to_dict(), **told, "tried": [one.to_dict() for one in asked.tried]})
    else:
        output.say(gs.screening_in_words(found, of, worth, pairs, shared, **output.paper(ascii)))
    if asked.stopped and not quiet:
        output.remark(f"stopped: what is told rests on {found.trajectories} whole paths; the same command goes on")
    return INTERRUPTED if asked.stopped else 0


def refuse_later(outcome: str, removals: int, samples: int) -> None:
    """Raises UsageError for what would otherwise be refused when minutes have passed."""
    gs.outcome(outcome)
    for option, count in (("--removals", removals), ("--samples", samples)):
        if count == 1:
            raise gs.UsageError.of(option, "1", "2 or more, or 0 for none", f"{option} 64")
    if samples & (samples - 1):
        raise gs.UsageError.of("--samples", str(samples), "a power of 2, or 0 for none", f"--samples {2 ** samples.bit_length()}")


VERBS = (screen,)
