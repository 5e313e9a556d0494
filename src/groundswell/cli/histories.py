"""Verbs that compute histories: run, and what it prints."""

from pathlib import Path
from typing import Any

from groundswell.cli import options, output
from groundswell.cli.changes import changed
from groundswell.cli.folders import without
from groundswell.cli.frame import INTERRUPTED, in_parts
from groundswell.cli.progress import Progress
from groundswell.cli.whatif import was_whole


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

    means = options.means(point, prior, workers, out, memory)
    if report is not None:
        output.refuse_target("--report", report)
    scene = changed(gs.load(case), changes or [])
    if report is not None and len(scene.countries) > 1:
        names = ", ".join(one.id for one in scene.countries)
        hint = f"groundswell report RUN --country {scene.countries[0].id}, when it is done"
        raise gs.UsageError.of("--report", f"a case of several countries: {names}", "a page of one country", hint)
    progress = Progress.for_verb("running", quiet, ascii)
    with progress.of("running"):
        runs = gs.run(scene, replicates, seed, isolate=isolate, off=off or [], progress=progress, **means)
    ablation = None
    if why and runs.stopped_at is None:
        with progress.of("asking why"):
            ablation = gs.ablate(runs, replicates=why_replicates, out=without(out), memory=memory, workers=workers, progress=progress)
    if not as_json:
        output.say(gs.summary(runs, ablation, **output.paper(ascii)), runs.run_dir)
    page, refused = (None, None) if report is None else written(report, runs, ablation)
    if as_json:
        output.emit(gs.findings(runs, ablation).to_dict() | {"report": page} | told(refused), runs.run_dir)
    elif page is not None and not quiet:
        output.remark(f"report written to {page}")
    elif refused is not None:
        raise refused
    whole = runs.stopped_at is None and (ablation is None or was_whole(ablation, quiet))
    return (0 if refused is None else refused.exit_code) if whole else INTERRUPTED


def written(report: Path, runs: Any, ablation: Any) -> tuple[Path | None, Any]:
    """The page of a run, or why it could not be written: the answer is printed all the same."""
    import groundswell as gs

    try:
        return gs.report(runs.scenario, runs, *([ablation] if ablation else []), to=report), None
    except gs.RunError as refused:
        return None, refused


def told(refused: Any) -> dict[str, Any]:
    """What an answer holds beside its numbers when the page of it could not be written."""
    return {} if refused is None else {"error": in_parts(refused)}


VERBS = (run,)
