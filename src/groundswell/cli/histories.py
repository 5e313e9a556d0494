"""Verbs that compute histories: run, and what it prints."""

from pathlib import Path
from typing import Any

from groundswell.cli import options, output
from groundswell.cli.changes import changed
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
    quiet: options.Quiet = False,
    ascii: options.Ascii = False,
    as_json: options.AsJson = False,
) -> int:
    """Simulate many histories of a case, and say what happened in them and why."""
    import groundswell as gs

    scene = changed(gs.load(case), changes or [])
    progress = Progress(quiet=quiet or (as_json and not output.watched()), ascii=ascii)
    with progress:
        progress.compiling_unless(gs.is_compiled())
        runs = gs.run(
            scene, replicates, seed, workers=workers, isolate=isolate, off=off or [], point={} if point else None,
            out=out, memory=memory, progress=progress,
        )  # fmt: skip
    tell(runs, (), as_json, ascii)
    return 0 if runs.stopped_at is None else 130


def tell(runs: Any, effects: Any, as_json: bool, ascii: bool) -> None:
    """Prints what a run says."""
    import groundswell as gs

    if as_json:
        output.emit(gs.findings(runs, effects).to_dict())
    else:
        plain = ascii or not output.speaks_unicode()
        output.say(gs.summary(runs, effects, width=output.width(), ascii=plain, color=output.in_color()))


VERBS = (run,)
