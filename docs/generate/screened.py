"""Screens the worlds that the page on mechanisms tells of, and keeps what was found: `python -m docs.generate.screened [WORLD ...]`.

It takes minutes, so the numbers are kept as tables in `docs/generate/screening`, and pictures in `docs/images`; the page is
written from the tables. Points that were computed are kept in `runs/screening` and used again.
"""

import csv
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import groundswell as gs
from groundswell.cli.progress import Progress
from groundswell.engine.kernel import fingerprint

KEPT = Path(__file__).with_name("screening")
IMAGES = Path(__file__).parents[1] / "images"
RUNS = Path("runs") / "screening"
DIGITS = 6


class World(NamedTuple):
    """A world, and what is spent on it: paths, histories at each of their points, histories without mechanisms, samples (0 for none)."""

    case: str
    trajectories: int
    histories: int
    removals: int
    samples: int


WORLDS = (
    World("bolivia-2003", 24, 16, 256, 64),
    World("one-republic", 10, 16, 64, 32),
    World("two-republics", 10, 16, 64, 0),
)


def main() -> None:
    """Screens the worlds that are named, or all that ship."""
    asked = sys.argv[1:] or [world.case for world in WORLDS if world.case in gs.cases()]
    known = {world.case: world for world in WORLDS}
    for case in asked:
        if case not in known:
            sys.exit(f"{case}: none of {', '.join(known)}")
    with Progress.for_verb("screening", False, False) as progress:
        for case in asked:
            keep(known[case], progress)


def keep(world: World, progress: Progress, to: Path = KEPT, images: Path = IMAGES, runs: Path = RUNS) -> None:
    """Screens one world and writes its tables and its picture. Raises KeyboardInterrupt after Ctrl-C: the same call goes on."""
    asked = gs.Screened(gs.load(world.case), {"progress": progress.of(world.case), "out": runs, "seed": 1})
    found = asked.screened(None, world.trajectories, world.histories)
    worth, pairs = asked.removed(found, world.removals)
    shared = asked.shared(found, world.samples, world.histories) if world.samples else None
    if asked.stopped:
        raise KeyboardInterrupt
    to.mkdir(exist_ok=True, parents=True)
    write(to / f"{world.case}-settings.csv", [settings(world, asked, found, shared)])
    write(to / f"{world.case}-factors.csv", factors(found, worth))
    write(to / f"{world.case}-effects.csv", (row for row in found.rows() if row["size"]))
    write(to / f"{world.case}-worth.csv", (row for row in worth.rows() if not row["nought"]))
    write(to / f"{world.case}-pairs.csv", (row for row in pairs.rows() if row["other"] and not row["nought"]) if pairs else [])
    write(to / f"{world.case}-shares.csv", shared.rows() if shared else [])
    from groundswell.report.matrix import matrix_svg

    (images / f"screening-{world.case}.svg").write_text(matrix_svg(found) + "\n", encoding="utf-8")


def settings(world: World, asked: gs.Screened, found: Any, shared: Any) -> dict[str, Any]:
    """How the world was screened."""
    scene = asked.scene
    counted = {"points": sum(len(one.points) for one in asked.tried), "histories_run": sum(one.runs.replicates for one in asked.tried)}
    return {
        **world._asdict(), "seed": found.seed, "days": (scene.end - scene.start).days + 1, "first": scene.start, "last": scene.end,
        "countries": len(scene.countries), **counted, "mechanisms": found.kinds.count("mechanism"),
        "parameters": found.kinds.count("parameter"), "restless": shared.restless if shared else 0, "engine": fingerprint()[:16],
    }  # fmt: skip


def factors(found: Any, worth: Any) -> Iterable[dict[str, Any]]:
    """Of every factor: on which share of its steps it changes anything, and whether it does in the whole model."""
    for name, kind, touched in zip(found.factors, found.kinds, found.touched, strict=True):
        whole = "" if kind != "mechanism" else str(name not in worth.idle)
        yield {"factor": name, "kind": kind, "touched": touched, "in_the_whole": whole, "weight": found.weight(name)}


def write(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Rows as a table; numbers in six digits. A table without rows is an empty file."""
    told = [{name: short(value) for name, value in row.items()} for row in rows]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(told[0]) if told else [], lineterminator="\n")
        if told:
            writer.writeheader()
        writer.writerows(told)


def short(value: Any) -> str:
    """A value as a table keeps it."""
    return f"{value:.{DIGITS}g}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    main()
