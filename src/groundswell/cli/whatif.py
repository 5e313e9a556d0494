"""Verbs that ask what if: ablate and compare. Both sides have the same luck, history by history."""

from pathlib import Path
from typing import Annotated, Any

import typer

from groundswell.cli import options, output
from groundswell.cli.changes import changed, left_out
from groundswell.cli.frame import INTERRUPTED
from groundswell.cli.progress import Progress

PAIRS = 400  # paired histories, unless told
Names = Annotated[
    list[str] | None, typer.Argument(metavar="[NAME]...", help="mechanisms to remove, by name or id, one at a time; all if none is named")
]
Quantity = Annotated[str, typer.Option("--of", metavar="QUANTITY", help="what to measure, as in government_falls, killed, killed:PLACE")]
Seen = Annotated[str | None, typer.Option("--country", metavar="NAME", help="one of several countries; all together unless told")]
Other = Annotated[str | None, typer.Argument(metavar="[OTHER]", help="the case to compare with; or change CASE with --set and --without")]


def ablate(
    case: options.Case,
    names: Names = None,
    of: Quantity = "government_falls",
    country: Seen = None,
    replicates: options.Replicates = PAIRS,
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
    """Run the same histories with and without mechanisms, and say what each is worth."""
    import groundswell as gs

    means = options.means(point, prior, workers, out, memory)
    scene = changed(gs.load(case), changes or [])
    options.refuse_other_country(country, scene)
    gs.quantity(gs.foreseen(scene, country), of)  # refused before minutes have passed
    with Progress.for_verb("running", quiet, ascii) as progress:
        why = gs.ablate(scene, names or None, replicates, seed, progress=progress, **means)
    why = why if country is None else why.of(country)
    effects = gs.effect(why, of)
    if as_json:
        output.emit(
            {"scenario": scene.id, "seed": seed, **why.to_dict(), "quantity": of, "effects": effects.to_dict()["rows"]}
        )
    else:
        output.say(gs.effects_in_words(effects, why.baseline, **output.paper(ascii)))
    return 0 if was_whole(why, quiet, names) else INTERRUPTED


def was_whole(ablation: Any, quiet: bool, names: list[str] | None = None) -> bool:
    """Whether Ctrl-C has left no mechanism out; says so where it has."""
    import groundswell as gs

    whole, removed = is_whole(ablation, names), len(ablation)
    if not (whole or quiet):
        wanted = len(names or gs.mechanisms())
        was = "mechanism was" if wanted == 1 else "mechanisms was" if removed == 1 else "mechanisms were"
        output.remark(f"stopped: {removed} of {wanted} {was} removed; the same command goes on")
    return whole


def is_whole(ablation: Any, names: list[str] | None = None) -> bool:
    """Whether Ctrl-C has left no mechanism out."""
    import groundswell as gs

    off = ablation.baseline.spec["identity"]["off"]
    wanted = {gs.mechanism(name).name for name in names or [row.id for row in gs.mechanisms()]} - set(off)
    return wanted <= set(ablation.names) and all(pair.replicates == ablation.baseline.replicates for pair in ablation)


def compare(
    case: options.Case,
    other: Other = None,
    changes: options.Changes = None,
    without: Annotated[list[str] | None, typer.Option("--without", metavar="PATH", help="leave a record out, as in acts.gas-plan")] = None,
    of: Annotated[list[str] | None, typer.Option("--of", metavar="QUANTITY", help="what to measure (may be repeated)")] = None,
    country: Seen = None,
    replicates: options.Replicates = PAIRS,
    seed: options.Seed = 1,
    workers: options.Workers = None,
    point: options.Point = False,
    prior: options.Prior = False,
    out: options.RunsFolder = Path("runs"),
    memory: options.InMemory = False,
    quiet: options.Quiet = False,
    ascii: options.Ascii = False,
    as_json: options.AsJson = False,
) -> int:
    """Run a case and a changed one under the same luck, and say what the change does."""
    import groundswell as gs

    means = options.means(point, prior, workers, out, memory)
    before = gs.load(case)
    after = left_out(changed(gs.load(other) if other else before, changes or []), without or [])
    options.refuse_other_country(country, before, after)
    for quantity in of or ():
        gs.quantity(gs.foreseen(before, country), quantity)
    with Progress.for_verb("running", quiet, ascii) as progress:
        pair = gs.compare(before, after, replicates, seed, progress=progress, **means)
    pair = pair if country is None else pair.of(country)
    effects = [gs.effect(pair, quantity) for quantity in of or MEASURED]
    if as_json:
        found = {"effects": [row.to_dict() for row in effects], "flow": gs.flow(pair).to_dict()}
        output.emit({"scenario": before.id, "other": after.id, **pair.to_dict(), **found})
    else:
        output.say(gs.comparison_in_words(pair, effects, gs.flow(pair), **output.paper(ascii)))
    if pair.stopped_at is not None:
        output.remark(f"stopped at {pair.stopped_at:,} pairs of {replicates:,}: the finished histories are kept; the same command goes on")
    return 0 if pair.replicates == replicates else INTERRUPTED


MEASURED = ("government_falls", "killed", "a_wave", "largest_peak")
VERBS = (ablate, compare)
