"""Explanations that hold, or do not: for each question the trace, the ablation and the record side by side."""

from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING

from groundswell.backtest.explanations.answers import Answer, Asking, Explanations
from groundswell.backtest.explanations.provenance import provenance_of
from groundswell.backtest.explanations.questions import Questions, questions
from groundswell.backtest.explanations.reading import questions_beside
from groundswell.backtest.explanations.verdicts import RULE
from groundswell.backtest.explanations.worlds import Worlds
from groundswell.ensemble import Progress, numbered
from groundswell.experiments.budget import Budget
from groundswell.experiments.recipe import Recipe
from groundswell.runs import Runs
from groundswell.scenario.load import load

if TYPE_CHECKING:
    from groundswell.design import Draws
    from groundswell.scenario.fitted import Fitted
    from groundswell.scenario.schema import Scenario

__all__ = ["Answer", "Explanations", "Questions", "explanations", "questions"]

NEAR = 20  # histories that a trace is the mean of: enough for nine in ten of them to mean something


def explanations(
    case: "str | Path | Scenario | Runs",
    replicates: int = 400,
    seed: int = 1,
    *,
    near: int = NEAR,
    asked: Questions | str | Path | None = None,
    executor: Executor | None = None,
    out: str | Path | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
    draws: "Draws | Fitted | None" = None,
) -> Explanations:
    """Asks a case why things came as they did, and holds trace, ablation and record against each other.

    The questions lie in `questions.toml` beside the scenario, or are `asked`, read or in a file. For each, the decision of
    a group is traced in the `near` histories that come nearest to the record in its days; the histories are lived again
    without each cause that the record names, under the same luck; and a rule stated beforehand says whether the two agree
    with the record. Given Runs, they are the histories that are asked, with their seed and their parameters, the first
    `replicates` of them. Nothing is kept on disk unless `out` names a folder for the ensembles. `progress` is called as
    by `ablate`. The same call gives the same answers, to the bit.

    Raises ScenarioError for a case without questions or with faults in them, RunError as `run` does, KeyboardInterrupt
    after Ctrl-C, since half of the answers would be none.

    >>> from dataclasses import replace
    >>> import groundswell as gs
    >>> every = questions("bolivia-2003")
    >>> one = replace(every, rows=every.rows[4:5])
    >>> told = gs.explanations("bolivia-2003", replicates=32, near=8, asked=one)
    >>> [answer.question.words for answer in told.answers]
    ['Why did the blockades of September 2000 end?']
    """
    made = case if isinstance(case, Runs) else None
    scenario = _scenario(case)
    rows = asked if isinstance(asked, Questions) else questions_beside(scenario, asked)
    histories = numbered(replicates) if made is None else made.histories[:replicates]
    luck = seed if made is None else made.seed
    budget = Budget(histories, luck, len(rows.changes) + (made is None), executor, out, out is None, progress, workers)
    baseline = budget.run(Recipe.of(scenario, None, draws), "as it is") if made is None else made.select(histories)
    worlds = Worlds.lived(baseline, rows, budget)
    answers = tuple(_answers(Asking(baseline, rows, worlds, near)))
    return Explanations(scenario.id, answers, RULE, provenance_of(baseline, rows, near))


def _answers(asking: Asking) -> Iterator[Answer]:
    for row in asking.questions.rows:
        yield asking.answer(row)


def _scenario(case: "str | Path | Scenario | Runs") -> "Scenario":
    if isinstance(case, Runs):
        return case.scenario
    return load(case) if isinstance(case, (str, Path)) else case
