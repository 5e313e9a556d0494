"""Verbs that compute histories: run, and what it prints."""

from pathlib import Path

from groundswell.cli import options, output
from groundswell.cli.changes import changed
from groundswell.cli.folders import without
from groundswell.cli.frame import INTERRUPTED
from groundswell.cli.progress import Progress
from groundswell.cli.whatif import is_whole


def run(
    case: options.Case,
    replicates: options.Replicates = 1000,
    seed: options.Seed = 1,
    workers: options.Workers = None,
    isolate: options.Isolate = False,
    off: options.Off = None,
    changes: options.Changes = None,
    point: options.Point = False,
    prior: options.Prior = False,
    out: options.RunsFolder = Path("runs"),
    memory: options.InMemory = False,
    why: options.Why = True,
    why_replicates: options.WhyReplicates = options.WHY_REPLICATES,
    report: options.ReportFile = None,
    quiet: options.Quiet = False,
    ascii: options.Ascii = False,
    as_json: options.AsJson = False,
) -> int:
    """Simulate many histories of a case, and say what happened in them and why."""
    import groundswell as gs

    if point and prior:
        raise gs.UsageError.of("--point, --prior", "both", "one of them", "leave one of them out")
    if report is not None and not report.parent.is_dir():
        raise gs.UsageError.of("--report", str(report), "a file in a folder that exists", f"make {report.parent} first")
    scene = changed(gs.load(case), changes or [])
    progress = Progress.for_verb("running", quiet, ascii)
    with progress.of("running"):
        runs = gs.run(
            scene, replicates, seed, workers=workers, isolate=isolate, off=off or [], point={} if point else None,
            out=out, memory=memory, progress=progress,
        )  # fmt: skip
    ablation = None
    if why and runs.stopped_at is None:
        with progress.of("asking why"):
            ablation = gs.ablate(runs, replicates=why_replicates, out=without(out), memory=memory, workers=workers, progress=progress)
    if not as_json:
        output.say(gs.summary(runs, ablation, **output.paper(ascii)))
    page = None if report is None else gs.report(scene, runs, *([ablation] if ablation else []), to=report)
    if as_json:
        output.emit(gs.findings(runs, ablation).to_dict() | {"report": page})
    elif page is not None:
        output.remark(f"report written to {page}")
    whole = runs.stopped_at is None and (ablation is None or is_whole(ablation))
    return 0 if whole else INTERRUPTED


VERBS = (run,)
