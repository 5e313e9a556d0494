"""Whether a country tips: the tables of `docs/explanation/critical-transitions.md`, measured."""

from typing import Any

import groundswell as gs
from groundswell.analysis.expectations import EXPECTED
from groundswell.analysis.measures import Criticality, Dose, Measure

CASE, REPLICATES, SEED = "bolivia-2003", 256, 1
LEFT_OUT = ("person_days", "sarle_deaths", "dip_chance_deaths", "threshold_", "wide_")  # in the data; on the page they would repeat


def measured() -> dict[str, Any]:
    """All measures as plain data, and the page's tables as lines of Markdown."""
    made = gs.transitions(gs.load(CASE), REPLICATES, SEED, memory=True)
    found = gs.criticality(made)
    draws = made.curve.sides[0].spec["identity"]["design"]["draws"]
    return {"case": CASE, "draws": draws, "histories": found.histories, "page": page(found, draws), "measures": [found.to_dict()]}


def page(found: Criticality, draws: str) -> list[str]:
    """The tables of the page, kind by kind."""
    lines = [f"{found.histories} histories of `{found.scenario}`, seed {found.seed}, {draws} draws; {found.triggered} with the trigger."]
    for kind in EXPECTED:
        lines += ["", f"### {kind}", "", *table(found.of(kind))]
        lines += ["", *doses(found.doses)] if kind == "trigger" else []
    return lines


def table(measures: tuple[Measure, ...]) -> list[str]:
    """A line a measure, but for those that would repeat."""
    shown = [measure for measure in measures if not any(part in measure.name for part in LEFT_OUT)]
    return ["| measure | measured | 95 in 100 | unit | histories |", "|---|---|---|---|---|", *(row(measure.cells()) for measure in shown)]


def doses(found: tuple[Dose, ...]) -> list[str]:
    """A line a scale: what followed the trigger."""
    head = [
        "| scale | erupt, of 100 | falls, of 100 | stoppage-days, 5 / 50 / 95 | deaths, 5 / 50 / 95 | Sarle, peak | dip, peak |",
        "|---|---|---|---|---|---|---|",
    ]
    return head + [
        row([
            f"{dose.scale:g}", f"{100 * dose.erupted.share:.0f}", f"{100 * dose.fell.share:.0f}", span(dose, "stoppage_days", ".2f"),
            span(dose, "deaths", ".0f"), f"{dose.sarle['peak']:.2f}", f"{dose.dip_chance['peak']:.3f}",
        ])
        for dose in found
    ]  # fmt: skip


def span(dose: Dose, name: str, form: str) -> str:
    """Three quantiles of a size."""
    return " / ".join(format(value, form) for value in dose.sizes[name].values())


def row(cells: list[str]) -> str:
    """A line of a table."""
    return f"| {' | '.join(cells)} |"
