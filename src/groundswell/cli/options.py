"""The arguments and options that verbs share, each worded once."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

import groundswell as gs

WHY_REPLICATES = 256  # four shards: a share of falls is then known to about four in 100, pair by pair
MOST_HISTORIES = 10_000_000  # what `run` of the library takes

Case = Annotated[str, typer.Argument(metavar="CASE", help="name of a shipped case, or path of a scenario file or its folder")]
RunPath = Annotated[Path, typer.Argument(metavar="RUN", help="folder of a run, as the last line of `groundswell run` names it")]
AsJson = Annotated[bool, typer.Option("--json", help="print one JSON object, also when failing")]
Replicates = Annotated[
    int, typer.Option("--replicates", "-n", min=1, max=MOST_HISTORIES, help=f"how many histories, at most {MOST_HISTORIES:,}")
]
Seed = Annotated[int, typer.Option(min=0, help="the seed; the same seed gives the same histories")]
Workers = Annotated[int | None, typer.Option(min=1, help="how many workers; one for each processor unless told")]
Isolate = Annotated[bool, typer.Option("--isolate", help="workers are processes and not threads")]
Off = Annotated[list[str] | None, typer.Option("--off", metavar="NAME", help="switch a mechanism off, by name or id (may be repeated)")]
Changes = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="change the scenario, as in governments.mesa.line=0.5 (may be repeated)"),
]
Point = Annotated[
    bool, typer.Option("--point", help="all histories have the same parameters: the best fitted draw, else the middle of each prior")
]
Prior = Annotated[
    bool, typer.Option("--prior", help="each history draws its parameters from the priors, also where the case has fitted draws")
]
RunsFolder = Annotated[Path, typer.Option("--out", metavar="FOLDER", help="where run folders are kept")]
OutFile = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="write to a file instead")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="no progress and no remarks")]
Ascii = Annotated[bool, typer.Option("--ascii", help="draw with plain letters only")]
Country = Annotated[str | None, typer.Option("--country", metavar="NAME", help="which country; needed for a run of several")]
InMemory = Annotated[bool, typer.Option("--memory", help="keep nothing on disk")]
Why = Annotated[bool, typer.Option("--why/--no-why", help="also remove each mechanism in turn, and say what mattered")]
WhyReplicates = Annotated[int, typer.Option(min=1, help="how many histories are run again without each mechanism")]
ReportFile = Annotated[Path | None, typer.Option("--report", metavar="FILE", help="also write the page that `report` writes")]


def seen_from(made: Any, countries: Sequence[str], country: str | None) -> Any:
    """Runs, or pairs of them, seen from one country. Raises UsageError where there are several and none is named."""
    if country is not None:
        return made.of(country)
    if len(countries) > 1:
        raise gs.UsageError.of("--country", "nothing", f"one of {', '.join(countries)}", f"--country {countries[0]}")
    return made


def refuse_other_country(country: str | None, *scenes: Any) -> None:
    """Raises UsageError for a country that a scenario does not have, before minutes have passed."""
    for scene in scenes:
        names = [one.id for one in scene.countries]
        if country is not None and country not in names:
            got, hint = f"`{country}`, which {scene.id} lacks", f"--country {names[0]}"
            raise gs.UsageError.of("--country", got, f"one of {', '.join(names)}", hint)


def opened(run: Path, seed: int | None, country: str | None) -> Any:
    """A finished run from its folder, seen from one country."""
    runs = gs.Runs.open(run, seed)
    return seen_from(runs, runs.countries, country)


def means(point: bool, prior: bool, workers: int | None, out: Path, memory: bool) -> dict[str, Any]:
    """What every verb that simulates passes on: where parameters are from, who works, where runs are kept."""
    return {"workers": workers, "out": out, "memory": memory, **parameters(point, prior)}


def parameters(point: bool, prior: bool) -> dict[str, Any]:
    """Where histories have their parameters from, in the words of the library. Raises UsageError for both options."""
    if point and prior:
        raise gs.UsageError.of("--point, --prior", "both", "one of them", "leave one of them out")
    return {"point": {}} if point else {"draws": "prior"} if prior else {}
