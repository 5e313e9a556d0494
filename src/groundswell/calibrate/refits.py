"""Fits variants of a model at one reduced budget, each from the draws of the full fit: what is compared is as well fitted."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from groundswell.calibrate.fit import Fit, Progress, calibrate
from groundswell.engine.anatomy import mechanisms, switches
from groundswell.errors import UsageError

SKELETON_WITHOUT = ("M05", "M08", "M10", "M11", "M12")  # backfire, victory, neighbors, blockades, supplies


def variants() -> dict[str, tuple[str, ...]]:
    """What is refitted: the full model, the skeleton, and the model without each of its mechanisms; names to what is absent.

    >>> variants()["full"], len(variants()["skeleton"])
    ((), 5)
    """
    bare = tuple(row.name for row in mechanisms() if row.id in SKELETON_WITHOUT)
    return {"full": (), "skeleton": bare} | {name: (name,) for name in switches()}


def refit(
    fit: Fit, out: str | Path, *, workers: int | None = None, progress: Progress | None = None, only: tuple[str, ...] = ()
) -> Iterator[tuple[str, Fit]]:
    """Refits each variant, or `only` those named, and hands them out one by one; what is in `out` already is not done again.

    Each starts around the draws of `fit` and has the reduced budget of its protocol; its files are in a folder of its name.
    Raises UsageError for a name that no variant has.
    """
    unknown = [name for name in only if name not in variants()]
    if unknown:
        raise UsageError.of("refit: only", ", ".join(unknown), f"some of {', '.join(variants())}", "leave it out to refit all")
    wanted: Mapping[str, tuple[str, ...]] = {name: variants()[name] for name in only} if only else variants()
    total = len(wanted) * fit.protocol.reduced.evaluations
    for k, (name, off) in enumerate(wanted.items()):
        before = k * fit.protocol.reduced.evaluations
        found = calibrate(
            fit.protocol, scenario=fit.problem.scenario, size="reduced", off=off, start=fit.population, out=Path(out) / name / "work",
            workers=workers, progress=_teller(progress, before, total, name),
        )  # fmt: skip
        found.write(Path(out) / name)
        yield name, found


def _teller(progress: Progress | None, before: int, total: int, name: str) -> Progress | None:
    if progress is None:
        return None

    def tell(done: int, _: int, answer: dict[str, Any]) -> object:
        return progress(before + done, total, {**answer, "variant": name})

    return tell
