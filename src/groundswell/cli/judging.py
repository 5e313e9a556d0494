"""Verbs that judge a fitted case: backtest."""

from pathlib import Path
from typing import Annotated, Any

import typer

from groundswell.cli import options, output
from groundswell.cli.progress import Progress

Cases = Annotated[list[str] | None, typer.Option("--cases", metavar="CASE", help="ask about this case only (may be repeated)")]
Against = Annotated[list[str] | None, typer.Option("--against", metavar="NAME", help="this baseline, not all (may be repeated)")]
Refits = Annotated[Path | None, typer.Option("--refits", metavar="FOLDER", help="fits to score too, those beside the scenario unless told")]
Written = Annotated[Path | None, typer.Option("--verdict", metavar="FILE", help="measure all that a verdict tells, and write it there")]
PerDraw = Annotated[int, typer.Option("--per-draw", min=1, help="histories of each draw, to tell two countries apart")]


def backtest(
    case: options.Case,
    cases: Cases = None,
    against: Against = None,
    prior: options.Prior = False,
    refits: Refits = None,
    verdict: Written = None,
    per_draw: PerDraw = 32,
    replicates: options.Replicates = 1000,
    seed: options.Seed = 1,
    workers: options.Workers = None,
    quiet: options.Quiet = False,
    ascii: options.Ascii = False,
    as_json: options.AsJson = False,
) -> int:
    """Ask a fitted case what its protocol kept back, and score the answers beside those of every baseline."""
    import groundswell as gs

    if verdict is not None:
        output.refuse_target("--verdict", verdict)
    asked: dict[str, Any] = {
        "cases": cases or None, "draws": "prior" if prior else None, "refits": refits, "replicates": replicates, "seed": seed,
        "workers": workers,
    }  # fmt: skip
    with Progress.for_verb("asking", quiet, ascii) as progress:
        if verdict is None:
            found = gs.backtest(case, against=against or "all", progress=progress, **asked)
        else:
            found = gs.judge(case, per_draw=per_draw, progress=progress, **asked)
    if verdict is not None:
        found.write(verdict)
    if as_json:
        output.emit(found.to_dict())
    else:
        output.say(gs.fitted(found.text(), **output.paper(ascii)))
    if verdict is not None and not quiet:
        output.remark(f"verdict written to {verdict}")
    return 0


VERBS: tuple[Any, ...] = (backtest,)
