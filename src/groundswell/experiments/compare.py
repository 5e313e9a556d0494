"""What a change does: two scenarios under the same luck."""

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from groundswell.design import Design
from groundswell.ensemble import Progress, numbered
from groundswell.errors import UsageError
from groundswell.experiments.budget import Budget
from groundswell.experiments.pairs import Pair, paired, seen_alike
from groundswell.experiments.recipe import Recipe
from groundswell.runs import Runs
from groundswell.scenario.given import refuse_no_scenario

if TYPE_CHECKING:
    from groundswell.design import Draws
    from groundswell.scenario.fitted import Fitted
    from groundswell.scenario.schema import Scenario


def compare(
    baseline: "Scenario | Runs",
    changed: "Scenario | Runs",
    replicates: int = 400,
    seed: int = 1,
    *,
    name: str = "changed",
    executor: Executor | None = None,
    out: str | Path | None = None,
    memory: bool = False,
    point: Mapping[str, float] | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
    draws: "Draws | Fitted | None" = None,
) -> Pair:
    """Simulates two scenarios under the same luck, history by history.

    A draw is addressed by what it is for and by the names of things, so both sides share every
    draw that both use, and a change that changes nothing gives a difference of exactly zero. Runs
    may stand for a scenario that has been run; the other side then takes its seed and histories.
    Where one side is one country of several, the whole world is run, and the same country of the other side is taken.
    Both sides have their parameters from the same place: from what `draws` or `point` say, as for
    `run`, else from where finished runs have theirs, else from the fitted draws of the baseline, if it
    has some, else from the priors.
    After Ctrl-C the histories that both sides have are paired, and `stopped_at` says how many; it
    is a KeyboardInterrupt while the second side has none, and what was written stays.

    Raises UsageError for scenarios over different days, and when two finished ensembles share no
    histories or differ in seed, ScenarioError
    for a world that cannot run, RunError as `run` does.

    >>> import groundswell as gs
    >>> scene = gs.load("bolivia-autumn")
    >>> pair = gs.compare(scene, scene, replicates=64, memory=True)
    >>> gs.effect(pair, "killed").difference
    0.0
    """
    refuse_other_days(baseline, changed)
    done = [side for side in (baseline, changed) if isinstance(side, Runs)]
    histories = done[0].histories[:replicates] if done else numbered(replicates)
    means = (executor, out, memory, progress, workers)
    budget = Budget(histories, done[0].seed if done else seed, 2 - len(done), *means)
    design = shared_design(baseline, changed, point, draws)
    before = baseline if isinstance(baseline, Runs) else budget.run(Recipe(baseline, (), design), "baseline")
    if budget.stopped:
        raise KeyboardInterrupt
    after = changed if isinstance(changed, Runs) else budget.run(Recipe(changed, (), design), name)
    return paired(name, differences(baseline, changed), seen_alike(after, before), seen_alike(before, after))


def shared_design(
    baseline: "Scenario | Runs", changed: "Scenario | Runs", point: Mapping[str, float] | None, draws: "Draws | Fitted | None"
) -> Design:
    """Where both sides have their parameters from.

    Beside runs at a point, what the other scenario sets otherwise than theirs is no part of that point.
    """
    done = [side for side in (baseline, changed) if isinstance(side, Runs)]
    if not done or point is not None or draws is not None:
        return Design.chosen(baseline.whole.scenario if isinstance(baseline, Runs) else baseline, draws, point)
    one, other = (side.scenario.parameters if isinstance(side, Runs) else side.parameters for side in (baseline, changed))
    design = Recipe.of(done[0]).design
    return replace(design, values={name: value for name, value in design.values.items() if one.get(name) == other.get(name)})


def refuse_other_days(baseline: "Scenario | Runs", changed: "Scenario | Runs") -> None:
    """Raises UsageError unless both sides are scenarios, or runs of them, that last from the same day to the same day."""
    one, other = (side.whole.scenario if isinstance(side, Runs) else side for side in (baseline, changed))
    for scene in (one, other):
        refuse_no_scenario(scene)
    if (one.start, one.end) == (other.start, other.end):
        return
    spans = [f"{scene.id} from {scene.start} to {scene.end}" for scene in (one, other)]
    dates = f"--set start={one.start} --set end={one.end}"
    hint = f"compare {one.id} with a variant of its own, or give the other its days: {dates}"
    raise UsageError.of("compare", " and ".join(spans), "two scenarios over the same days: luck is shared day by day", hint)


def differences(baseline: "Scenario | Runs", changed: "Scenario | Runs") -> str:
    """What is otherwise in the second scenario, in a phrase."""
    one, other = (side.whole.scenario if isinstance(side, Runs) else side for side in (baseline, changed))
    found = [section for section in type(one).model_fields if getattr(one, section) != getattr(other, section)]
    details = [detail for section in found for detail in _records(section, getattr(one, section), getattr(other, section))]
    return "; ".join(details) or "nothing changed"


def _records(section: str, before: object, after: object) -> list[str]:
    """The records of one section that were added, taken away or changed."""
    if not (isinstance(before, tuple) and isinstance(after, tuple)):
        return [f"{section}: {before} → {after}"] if not isinstance(before, dict) else _entries(section, before, after)
    return _entries(section, {_name(row): row for row in before}, {_name(row): row for row in after})


def _name(record: object) -> str:
    return str(getattr(record, "id", record))


def _entries(section: str, before: Mapping[str, object], after: object) -> list[str]:
    """The entries of a map of records that differ, in order."""
    if not isinstance(after, Mapping):
        return [section]
    gone = [f"without {section}.{name}" for name in before if name not in after]
    new = [f"with {section}.{name}" for name in after if name not in before]
    return gone + new + [line for name in before if name in after for line in _fields(f"{section}.{name}", before[name], after[name])]


def _fields(path: str, before: object, after: object) -> list[str]:
    if before == after:
        return []
    names = [name for name in getattr(type(before), "model_fields", ()) if name not in ("source", "sources")]
    told = [(f"{path}.{name}", getattr(before, name), getattr(after, name)) for name in names]
    changed = [f"{where}: {old} → {new}" if isinstance(old, (int, float, str)) else where for where, old, new in told if old != new]
    return changed or [path]
