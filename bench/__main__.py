"""`python -m bench [names] [--json] [--keep]`: run benchmarks and say what came out."""

import argparse
import datetime
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

HISTORY = Path(__file__).with_name("history.jsonl")


def kernel() -> dict[str, Any]:
    """The two-variable kernel, as in a textbook and in lanes."""
    from bench.mean_field import measure

    return measure()


def model() -> dict[str, Any]:
    """The whole model, a block of histories on one thread."""
    from bench.model import measure

    return measure()


def start() -> dict[str, Any]:
    """Importing, compiling once, starting again."""
    from bench.start_up import measure_start

    return measure_start()


def ensemble() -> dict[str, Any]:
    """A thousand histories on two threads."""
    from bench.model import case
    from bench.start_up import measure_ensemble

    return measure_ensemble(case())


def lines() -> dict[str, Any]:
    """Where a day's time goes, line by line of the model."""
    import numpy as np

    from bench.lines import costs
    from bench.model import case
    from groundswell.compile import compile_scenario
    from groundswell.design import prior_draws
    from groundswell.scenario.load import load

    plan = compile_scenario(load(case()))
    rows = costs(plan, prior_draws(plan.scenario, 1, np.arange(32)))
    return {"case": case(), "lines": [{**row._asdict(), "ns": round(row.ns, 3), "share": round(row.share, 4)} for row in rows]}


def plausible() -> dict[str, Any]:
    """What a thousand histories from the priors do, beside what would be plausible."""
    from bench.plausible import table

    return table()


def transitions() -> dict[str, Any]:
    """Whether a country tips: triggers, hysteresis, two modes, early warning."""
    from bench.transitions import measured

    return measured()


def crises() -> dict[str, Any]:
    """What currency crises on top of recorded series do to the verdict of Bolivia."""
    from bench.crises import measured

    return measured()


def epstein() -> dict[str, Any]:
    """Civil violence: the model's sweep beside two in C, and beside Mesa's own example."""
    from bench.epstein import measure

    return measure()


def epstein_large() -> dict[str, Any]:
    """Civil violence on 4000 by 4000 cells, beside the same two in C."""
    from bench.epstein import LARGE, measure

    return measure(LARGE, mesa=False)


EVERY = (kernel, model, start, ensemble, lines, plausible, transitions, crises, epstein, epstein_large)
BENCHMARKS: dict[str, Callable[[], dict[str, Any]]] = {measure.__name__: measure for measure in EVERY}
USUAL = ("kernel", "model", "start", "ensemble")


def verdicts(found: dict[str, Any]) -> list[str]:
    """What must hold of the figures; only ratios and agreements, for absolute times are a machine's."""
    broken = []
    one = found.get("kernel")
    if one is not None:
        if not one["lanes_equal_one_at_a_time"] or not one.get("lanes_equal_c_twin", True):
            broken.append("kernel: final states differ")
        if one["textbook_in_its_range"] and one["ratio"] < one["least_ratio"]:
            broken.append(f"kernel: lanes are {one['ratio']:.1f} times faster, {one['least_ratio']:.0f} expected")
    for name in ("epstein", "epstein_large"):
        if name in found:
            from bench.epstein import broken as of_epstein

            broken += of_epstein(found[name])
    return broken


def written(value: Any) -> str:
    """A figure for the eye."""
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def table(name: str, figures: dict[str, Any]) -> str:
    """The figures of one benchmark, one a line."""
    rows = [f"  {key.replace('_', ' '):26} {written(value)}" for key, value in figures.items() if not isinstance(value, list)]
    for row in figures.get("lines", []):
        rows.append(f"  {row['ns']:8.2f} ns  {100 * row['share']:5.1f} %  {row['phase']:18} {row['line']}")
    return "\n".join([f"{name}: {BENCHMARKS[name].__doc__}", *rows, *figures.get("page", [])])


def keep(found: dict[str, Any]) -> None:
    """Append the figures to the history of this checkout."""
    import numba

    import groundswell

    when = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    about = {"when": when, "groundswell": groundswell.__version__, "numba": numba.__version__, "processors": os.cpu_count()}
    with HISTORY.open("a", encoding="utf-8") as history:
        history.write(json.dumps({**about, **found}) + "\n")


def main() -> int:
    """Run what is asked for; 1 if a ratio or an agreement does not hold."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(BENCHMARKS)} (usual: {', '.join(USUAL)})")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of text")
    parser.add_argument("--keep", action="store_true", help=f"append the figures to bench/{HISTORY.name}")
    asked = parser.parse_args()
    unknown = [name for name in asked.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"no benchmark named {unknown[0]}; there are {', '.join(BENCHMARKS)}")
    found: dict[str, Any] = {}
    for name in asked.names or USUAL:
        print(f"measuring {name} …", file=sys.stderr)
        found[name] = BENCHMARKS[name]()
        if not asked.json:
            print(table(name, found[name]), flush=True)
    if asked.keep:
        keep(found)
    broken = verdicts(found)
    if asked.json:
        print(json.dumps({**found, "broken": broken}, indent=1))
    print("\n".join(broken) or "all ratios and agreements hold", file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
