"""Verbs that fit parameters to a record: calibrate."""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from groundswell.cli import options, output
from groundswell.cli.progress import Progress

Size = Literal["full", "reduced", "small"]
Budget = Annotated[Size, typer.Option("--budget", help="which budget of the case's protocol to spend")]
Records = Annotated[
    int, typer.Option(min=0, help="also fit so many simulated records of known parameters, to learn which can be known at all")
]
Variants = Annotated[
    bool, typer.Option("--variants", help="also refit the skeleton and the model without each mechanism, at the reduced budget")
]
Folder = Annotated[Path, typer.Option("--out", metavar="FOLDER", help="where the fit is kept; the same command goes on from there")]


def calibrate(
    case: options.Case,
    budget: Budget = "small",
    records: Records = 0,
    off: options.Off = None,
    variants: Variants = False,
    workers: options.Workers = None,
    out: Folder = Path("fits"),
    quiet: options.Quiet = False,
    ascii: options.Ascii = False,
    as_json: options.AsJson = False,
) -> int:
    """Fit the parameters of a case to its record by its protocol, and say which of them the record can tell."""
    import groundswell as gs

    folder = out / "-".join([Path(case).name, budget, *(["without", *sorted(off)] if off else [])])
    with Progress.for_verb("fitting", quiet, ascii) as progress:
        fit = gs.calibrate(
            case, size=budget, off=tuple(off or ()), out=folder / "work", workers=workers, progress=progress, records=records
        )
        fit.write(folder)
        refitted = dict(gs.refit(fit, folder / "refits", workers=workers, progress=progress.of("refitting"))) if variants else {}
    nearness = {name: one.population.threshold for name, one in refitted.items()}
    if as_json:
        output.emit(fit.to_dict() | {"folder": str(folder), "refits": nearness}, folder)
    else:
        output.say(gs.fitted(fit.in_words(), **output.paper(ascii)), folder)
        for name, distance in nearness.items():
            output.say(f"refit {name}: within {distance:.3g} of the record", folder)
        output.say(f"written to {folder}: draws.csv, fit.json{', identification.csv' if records else ''}", folder)
    return 0


VERBS: tuple[Any, ...] = (calibrate,)
