"""What a mechanism does: the same histories with it and without it."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING

from groundswell.engine.anatomy import switches
from groundswell.ensemble import Progress, numbered
from groundswell.errors import UsageError
from groundswell.experiments.budget import Budget
from groundswell.experiments.pairs import Ablation, seen_alike
from groundswell.experiments.recipe import Recipe
from groundswell.runs import Runs
from groundswell.switches import names_of

if TYPE_CHECKING:
    from groundswell.design import Draws
    from groundswell.scenario.fitted import Fitted
    from groundswell.scenario.schema import Scenario


def ablate(
    scenario: "Scenario | Runs",
    names: str | Sequence[str] | None = None,
    replicates: int = 400,
    seed: int = 1,
    *,
    executor: Executor | None = None,
    out: str | Path | None = None,
    memory: bool = False,
    point: Mapping[str, float] | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
    draws: "Draws | Fitted | None" = None,
) -> Ablation:
    """Simulates the same histories again and again, each time without one mechanism.

    `names` are mechanisms to switch off, by id or name, one at a time; without any, all of them. The baseline is
    run once; given Runs instead of a scenario, they are the baseline, with their seed, their
    parameters and the first `replicates` of their histories; of one country of several the whole world is
    run without the mechanism, and the same country looked at. Every ensemble has the same seed,
    histories and parameters, so that differences are those of the mechanism and not of luck; where
    those of a scenario have their parameters from is said by `draws` and `point`, as for `run`.
    `progress` is called as by `run`, with histories counted over all ensembles, and the name of
    the one under way in the answer, as "ensemble". After Ctrl-C the mechanisms that have finished
    histories are kept and no others begun.

    Raises UsageError for a mechanism that does not exist, for an empty list of them, and for `draws` or `point` beside Runs;
    RunError as `run` does.

    >>> import groundswell as gs
    >>> why = gs.ablate(gs.load("bolivia-autumn"), "repression_backfires", replicates=64, memory=True)
    >>> why.names, why["repression_backfires"].replicates
    (('repression_backfires',), 64)
    """
    wanted = asked(names)
    recipe = Recipe.of(scenario, point, draws)
    given = scenario if isinstance(scenario, Runs) else None
    histories = numbered(replicates) if given is None else given.histories[:replicates]
    ensembles, luck = len(wanted) + (given is None), seed if given is None else given.seed
    budget = Budget(histories, luck, ensembles, executor, out, memory, progress, workers)
    baseline = budget.run(recipe, "baseline") if given is None else given.select(histories)
    without: dict[str, Runs] = {}
    for name in wanted:
        changed = None if budget.stopped else budget.keep_what_finished(recipe.without(name), name)
        if changed is None:
            break
        without[name] = seen_alike(baseline, changed)
    return Ablation(baseline, without)


def asked(names: str | Sequence[str] | None) -> tuple[str, ...]:
    """The switches of the mechanisms to remove, of all where none are told. Raises UsageError for an empty list of them."""
    wanted = switches() if names is None else names_of(names)
    if not wanted:
        expected = "a mechanism or more, by id or name"
        raise UsageError.of("names", "no mechanism", expected, 'names=["M05"], or leave it out to remove all, one at a time')
    return wanted
