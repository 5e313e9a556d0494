"""What each line of the day costs: its part of the time of a run on one processor.

Times are those of a machine, so parts are kept, in `costs.csv`; `python -m docs.generate --costs` measures them anew.
"""

import csv
from pathlib import Path

CASE = "bolivia-2003"
KEPT = Path(__file__).with_name("costs.csv")


def kept() -> dict[str, float]:
    """The part of a day's time that each line takes, as last measured."""
    if not KEPT.is_file():
        return {}
    with KEPT.open(encoding="utf-8", newline="") as file:
        return {row["line"]: float(row["share"]) for row in csv.DictReader(file)}


def measure() -> None:
    """Times every line of the day and keeps its part, to a thousandth."""
    import numpy as np
    from bench.lines import costs

    from groundswell.compile import compile_scenario
    from groundswell.design import prior_draws
    from groundswell.scenario.load import load

    scene = load(CASE)
    rows = costs(compile_scenario(scene), prior_draws(scene, 1, np.arange(32)))
    with KEPT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("line", "share"))
        writer.writerows((row.line, f"{row.share:.3f}") for row in rows)


def told(line: str) -> str:
    """The cost of a line in words; nothing where it was not measured."""
    share = kept().get(line)
    if share is None:
        return ""
    part = f"about {100 * share:.0f} %" if share >= 0.01 else "under 1 %"
    return f"{part} of the time of a run of {CASE}"
