"""Verbs that compute histories: run, and what it prints."""

from pathlib import Path
from typing import Any

from groundswell.cli import options, output
from groundswell.cli.changes import changed
from groundswell.cli.frame import INTERRUPTED
from groundswell.cli.progress import Progress


def run(
    case: options.Case,
    replicates: options.Replicates = 1000,
    seed: options.Seed = 1,
    workers: options.Workers = None,
    isolate: options.Isolate = False,
    off: options.Off = None,
    changes: options.Changes = None,
    point: options.Point = False,
    out: options.RunsFolder = Path("runs"),
    memory: options.InMemory = False,
    why: options.Why = True,
    why_replicates: options.WhyReplicates = 256,
    quiet: options.Quiet = False,
    ascii: options.Ascii = False,
    as_json: options.AsJson = False,
) -> int:
    """Simulate many histories of a case, and say what happened in them and why."""
    import groundswell as gs

    scene = changed(gs.load(case), changes or [])
    progress = Progress(quiet=quiet or (as_json and not output.watched()), ascii=ascii)
    progress.compiling_unless(gs.is_compiled())
    with progress.of("running"):
        runs = gs.run(
            scene, replicates, seed, workers=workers, isolate=isolate, off=off or [], point={} if point else None,
            out=out, memory=memory, progress=progress,
        )  # fmt: skip
    ablation = None
    if why and runs.stopped_at is None:
        with progress.of("asking why"):
            ablation = gs.ablate(runs, replicates=why_replicates, out=out / "without", memory=memory, workers=workers, progress=progress)
    tell(runs, ablation, as_json, ascii)
    whole = runs.stopped_at is None and (ablation is None or is_whole(ablation))
    return 0 if whole else INTERRUPTED


def is_whole(ablation: Any) -> bool:
    """Whether no mechanism was left out by Ctrl-C."""
    import groundswell as gs

    wanted = [mechanism.name for mechanism in gs.mechanisms() if mechanism.name not in ablation.baseline.spec["identity"]["off"]]
    return len(ablation) >= len(wanted) and all(pair.replicates == ablation.baseline.replicates for pair in ablation)


def tell(runs: Any, why: Any, as_json: bool, ascii: bool) -> None:
    """Prints what a run says."""
    import groundswell as gs

    if as_json:
        output.emit(gs.findings(runs, why).to_dict())
    else:
        letters = ascii or not output.speaks_unicode()
        output.say(gs.summary(runs, why, width=output.width(), ascii=letters, color=output.in_color()))


VERBS = (run,)
