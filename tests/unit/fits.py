"""The small case with a fit beside it that nobody made: draws from the priors, weighted, some said to be identified."""

import csv
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from groundswell.design import prior_draws
from groundswell.scenario.load import LIBRARY, load

CASE = "bolivia-autumn"
PROTOCOL = "5ca1ab1e" * 8
FOUR = ("barrier", "exclusion_weight", "visibility_weight", "visibility_half")
NAMES = (*FOUR, "demand_weight", "outrage_weight", "fall_approval")  # the last is held where nothing is fitted
SURE = ("barrier", "demand_weight")
MADE = {"protocol": PROTOCOL, "seed": 7, "budget": {"evaluations": 2000}, "engine": "e" * 64}


def fitted_case(
    folder: Path, names: Sequence[str] = NAMES, weights: Sequence[float] | None = None, draws: int = 40, made: Mapping[str, object] = MADE
) -> Path:
    """A copy of the small case, with draws of these parameters beside it; the folder that holds it."""
    case = folder / CASE
    shutil.copytree(LIBRARY / CASE, case)
    text = (case / "scenario.yaml").read_text(encoding="utf-8")
    (case / "scenario.yaml").write_text(f"{text.rstrip()}\ndraws: draws.csv\n", encoding="utf-8")
    write_draws(case, names, [1 / draws] * draws if weights is None else weights)
    write_identification(case, names)
    (case / "fit.json").write_text(json.dumps(made), encoding="utf-8")
    return case


def write_draws(case: Path, names: Sequence[str], weights: Sequence[float], seed: int = 99) -> None:
    """A table of draws that keep a country without demands quiet; the last but one is nearest to the record."""
    values = prior_draws(load(CASE), seed, range(len(weights))) | {"fall_approval": [3 + k / len(weights) for k in range(len(weights))]}
    rows = [[k, weight, 1 + abs(k - len(weights) + 2), *(float(values[name][k]) for name in names)] for k, weight in enumerate(weights)]
    written(case / "draws.csv", [["draw", "weight", "distance", *names], *rows])


def write_identification(case: Path, names: Sequence[str]) -> None:
    """What the fit says of each parameter: it can tell those in SURE."""
    header = ["parameter", "prior_sd", "posterior_sd", "width_ratio", "recovery_r", "identified", "why"]
    sure = [1.0, 0.25, 0.25, 0.95, "yes", "recovered, and four times narrower than before"]
    unsure = [1.0, 0.9, 0.9, 0.4, "no", "recovered with r .4, in the words of nobody"]
    written(case / "identification.csv", [header, *([name, *(sure if name in SURE else unsure)] for name in names)])


def written(path: Path, rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def heavy(share: float, draws: int, number: int) -> list[float]:
    """Weights of so many draws, of which one has this share and all others the same."""
    rest = (1 - share) / (draws - 1)
    return [share if k == number else rest for k in range(draws)]
