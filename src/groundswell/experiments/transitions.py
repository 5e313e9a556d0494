"""Whether a country tips: a trigger made weaker and stronger, the agenda swept up and down, and a slow approach to an eruption."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from groundswell.ensemble import Progress, ScenarioSimulation, numbered
from groundswell.ensemble.work import processors
from groundswell.errors import UsageError
from groundswell.experiments.budget import Budget
from groundswell.experiments.ramps import CONDITIONS, DIVERSION, STEP, Branches, Condition, agenda_log_odds, approached, swept
from groundswell.experiments.recipe import Recipe
from groundswell.experiments.triggers import Trigger, Window, scaled, trigger_of
from groundswell.runs import STATEMENT, Runs
from groundswell.scenario.edit import refuse_several

if TYPE_CHECKING:
    from groundswell.design import Draws
    from groundswell.scenario.fitted import Fitted
    from groundswell.scenario.schema import Scenario

Values = NDArray[np.float64]
Made = TypeVar("Made")

SCALES = (0.0, 0.1, 0.2, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0)  # about equal ratios around the acts as they were
AS_IT_WAS = 1.0
HORIZON = 90  # days: three times the longest wave on record before 2004 leaves room for what follows a trigger
ERUPTION = 0.1  # stoppage of a tenth of the economy: assumed, the same mark as in the page on plausibility
HOLD = 120  # days at each level: six times the slowest relaxation of the priors, so that lag stays under the step of levels
LEVELS = 41  # steps of 0.025 in the agenda
RAMP_DAYS = 730  # two years from nothing to full salience: slow against all but efficacy, scars and approval


@dataclass(frozen=True)
class TriggerCurve:
    """The same histories with the acts of a window scaled: `sides[k]` are the runs at `scales[k]`, one luck for all."""

    trigger: Trigger
    scales: tuple[float, ...]
    sides: tuple[Runs, ...]

    def side(self, scale: float) -> Runs:
        """The runs at a scale."""
        return self.sides[self.scales.index(scale)]


@dataclass(frozen=True)
class Sweep:
    """The agenda swept up and down: participation at each level, (histories, levels), under one condition."""

    condition: Condition
    levels: Values
    hold: int
    up: Values
    down: Values


@dataclass(frozen=True)
class SlowRamp:
    """Two years of slowly rising agenda, and the same histories under a constant one.

    Participation [share] and places with a reported protest are by day, (histories, days). `eruption` is the first day
    on which stoppage reaches the mark, -1 where it never does. The control holds each history at half the agenda at
    which it erupts: the mean of its ramp until then.
    """

    eruption: NDArray[np.int64]
    participation: Values
    reported: Values
    control_participation: Values
    control_reported: Values


@dataclass(frozen=True)
class Transitions:
    """What three experiments on tipping did, history by history. `criticality` measures it.

    Row k of every array is history `histories[k]`, with the parameters that `run` gives it. `log_odds` is what the
    agenda, fully raised, adds to the mean urge to act.
    """

    scenario: "Scenario"
    seed: int
    histories: NDArray[np.uint64]
    parameters: Mapping[str, Values]
    log_odds: Values
    eruption_mark: float
    curve: TriggerCurve
    sweeps: tuple[Sweep, ...]
    ramp: SlowRamp

    def to_dict(self) -> dict[str, Any]:
        """Plain data: what was run, not what came of it."""
        trigger = self.curve.trigger
        return {
            "statement": STATEMENT, "scenario": self.scenario.id, "seed": self.seed, "histories": len(self.histories),
            "eruption_mark": {"value": self.eruption_mark, "unit": "share of the economy stopped"},
            "trigger": {
                "acts": list(trigger.acts), "first": trigger.first.isoformat(), "last": trigger.last.isoformat(),
                "until": trigger.until.isoformat(), "scales": list(self.curve.scales),
                "run_ids": [side.run_id for side in self.curve.sides],
            },
            "sweeps": [_told(sweep) for sweep in self.sweeps],
            "ramp": {"days": self.ramp.participation.shape[1], "erupted": int((self.ramp.eruption >= 0).sum())},
        }  # fmt: skip


def transitions(
    scenario: "Scenario | Runs",
    replicates: int = 128,
    seed: int = 1,
    *,
    window: Window | None = None,
    scales: Sequence[float] = SCALES,
    horizon: int = HORIZON,
    eruption: float = ERUPTION,
    levels: int = LEVELS,
    hold: int = HOLD,
    ramp_days: int = RAMP_DAYS,
    executor: Executor | None = None,
    out: str | Path | None = None,
    memory: bool = False,
    point: Mapping[str, float] | None = None,
    draws: "Draws | Fitted | None" = None,
    progress: Progress | None = None,
    workers: int | None = None,
) -> Transitions:
    """Tries whether a country tips: weaker and stronger triggers, an agenda raised and lowered, a slow approach.

    Three experiments on the same histories, with the luck that `run` gives them, and the parameters: those of the
    fitted draws, if the scenario has some, else of the priors, unless `draws` or `point` say otherwise. (1) The acts
    of a `window` (a month, or two days; else the month of the first act on the national agenda) are scaled by each of
    `scales`, and what follows is kept for `horizon` days. (2) In a country held still on the eve of the first of
    these acts the national agenda is swept up through `levels` levels and down again, each held for `hold` days:
    with every mechanism on, without scars of defeat, without fatigue, without all that remembers, and with visibility
    alone; falls of government and moods are held off. (3) In the same country, moods and all, the agenda rises from
    nothing for `ramp_days` days, beside a control that stands still; `eruption` is the stoppage [share] from which a
    wave counts as one.

    Runs instead of a scenario are the side at scale 1, with their seed, parameters and the first `replicates` of their
    histories. The same arguments give the same bits for any `workers`; sweeps and ramps are computed by threads here,
    whatever the `executor`. `progress` is called as by `run`, with histories counted over all parts. Ctrl-C ends it.

    Raises UsageError for a scenario without acts in the window or without a national agenda, and arguments without
    sense; RunError as `run` does.

    >>> import groundswell as gs
    >>> made = gs.transitions(gs.load("bolivia-autumn"), 32, scales=(0.5, 1), levels=5, hold=20, ramp_days=60, memory=True)
    >>> made.curve.scales, made.sweeps[0].up.shape, made.ramp.participation.shape
    ((0.5, 1.0), (32, 5), (32, 60))
    """
    given = scenario if isinstance(scenario, Runs) else None
    chosen = _scales(scales)
    _refuse(scenario, eruption=eruption, levels=levels, hold=hold, ramp_days=ramp_days)
    recipe = Recipe.of(scenario, point, draws)
    trigger = trigger_of(recipe.scenario, window, horizon)
    histories = numbered(replicates) if given is None else given.histories[:replicates]
    parts = len(chosen) - (given is not None) + len(CONDITIONS) + 2
    budget = Budget(histories, seed if given is None else given.seed, parts, executor, out, memory, progress, workers)
    curve = _curve(budget, recipe, trigger, chosen, given)
    base = curve.side(AS_IT_WAS)
    blocks = _Blocks(budget, Recipe.of(base), (trigger.first - base.start).days)
    sweeps = tuple(_sweep(blocks, condition, np.linspace(0.0, 1.0, levels), hold) for condition in CONDITIONS)
    ramp = _ramp(blocks, ramp_days, eruption)
    known = {name: np.asarray(values, np.float64) for name, values in base.parameters.items()}
    odds = agenda_log_odds(blocks.simulation(()), known)
    return Transitions(base.scenario, base.seed, base.histories, known, odds, eruption, curve, sweeps, ramp)


@dataclass
class _Blocks:
    """Blocks of histories of one recipe, computed by threads, in their order, and counted as the budget counts."""

    budget: Budget
    recipe: Recipe
    day: int

    def simulation(self, off: Sequence[str]) -> ScenarioSimulation:
        """The recipe with more mechanisms off."""
        recipe = self.recipe
        for name in off:
            recipe = recipe.without(name)
        return recipe.simulation()

    def each(self, label: str, compute: Callable[[NDArray[np.uint64]], Made]) -> list[Made]:
        """What `compute` makes of each block; the first runs alone, so that kernels are compiled once."""
        firsts = self.firsts()
        found = [compute(firsts[0])]
        self._tell(label, len(found))
        with ThreadPoolExecutor(self.budget.workers or processors(), "groundswell") as crew:
            for made in crew.map(compute, firsts[1:]):
                found.append(made)
                self._tell(label, len(found))
        self.budget.finished += 1
        return found

    def firsts(self) -> list[NDArray[np.uint64]]:
        """The numbers of each block in which a history lies."""
        lanes = self.recipe.simulation().lanes
        starts = np.unique(self.budget.histories.astype(np.uint64) // np.uint64(lanes)) * np.uint64(lanes)
        return [np.arange(int(start), int(start) + lanes, dtype=np.uint64) for start in starts]

    def rows(self, arrays: Sequence[Values]) -> Values:
        """The rows of the histories that were asked for, from blocks that hold more."""
        numbers = np.concatenate(self.firsts())
        return np.concatenate(arrays)[np.searchsorted(numbers, self.budget.histories)]

    def _tell(self, label: str, blocks: int) -> None:
        if self.budget.progress is not None:
            whole = len(self.budget.histories)
            done = min(whole, round(whole * blocks / len(self.firsts())))
            answer = {"ensemble": label, "histories": done, "reused": 0}
            self.budget.progress(self.budget.finished * whole + done, self.budget.ensembles * whole, answer)


def _curve(budget: Budget, recipe: Recipe, trigger: Trigger, scales: tuple[float, ...], given: Runs | None) -> TriggerCurve:
    sides = []
    for scale in scales:
        if scale == AS_IT_WAS and given is not None:
            sides.append(given.select(budget.histories))
            continue
        sides.append(budget.run(scaled(recipe, trigger, scale), f"trigger times {scale:g}"))
        if budget.stopped:
            raise KeyboardInterrupt
    return TriggerCurve(trigger, scales, tuple(sides))


def _sweep(blocks: _Blocks, condition: Condition, levels: Values, hold: int) -> Sweep:
    simulation = blocks.simulation((DIVERSION, *condition.off))

    def compute(histories: NDArray[np.uint64]) -> Branches:
        return swept(simulation, blocks.budget.seed, histories, blocks.day, levels, hold, condition.held)

    found = blocks.each(f"agenda up and down: {condition.name}", compute)
    up, down = (blocks.rows([getattr(branches, name) for branches in found]) for name in Branches._fields)
    return Sweep(condition, levels, hold, up, down)


def _ramp(blocks: _Blocks, days: int, mark: float) -> SlowRamp:
    simulation = blocks.simulation((DIVERSION,))
    rise = np.linspace(0.0, 1.0, -(-days // STEP))
    lanes = simulation.lanes
    halves: dict[int, Values] = {}

    def rising(histories: NDArray[np.uint64]) -> tuple[NDArray[Any], ...]:
        agenda = np.repeat(rise[:, None], lanes, axis=1)
        seen = approached(simulation, blocks.budget.seed, histories, blocks.day, days, agenda)
        erupted = _first_day(seen.stoppage, mark)
        halves[int(histories[0])] = np.where(erupted >= 0, rise[erupted // STEP] / 2, 0.0)
        return erupted, seen.participation, seen.reported

    def standing(histories: NDArray[np.uint64]) -> tuple[NDArray[Any], ...]:
        agenda = np.repeat(halves[int(histories[0])][None, :], len(rise), axis=0)
        seen = approached(simulation, blocks.budget.seed, histories, blocks.day, days, agenda)
        return seen.participation, seen.reported

    ramps, controls = blocks.each("slow ramp", rising), blocks.each("control of the ramp", standing)
    columns = [*zip(*ramps, strict=True), *zip(*controls, strict=True)]
    erupted, *others = (blocks.rows(column) for column in columns)
    return SlowRamp(erupted.astype(np.int64), *others)


def _first_day(stoppage: Values, mark: float) -> NDArray[np.int64]:
    """The first day at or above the mark, -1 without one, and -1 where it stands there already on the first day."""
    above = stoppage >= mark
    return np.where(above.any(axis=1) & ~above[:, 0], above.argmax(axis=1), -1)


def _scales(scales: Sequence[float]) -> tuple[float, ...]:
    chosen = tuple(sorted({float(scale) for scale in scales} | {AS_IT_WAS}))
    if chosen[0] < 0 or not np.isfinite(chosen[-1]):
        raise UsageError.of("scales", str(list(scales)), "numbers of 0 or more", "scales=(0.5, 1, 2)")
    return chosen


def _refuse(world: Any, eruption: float, **counts: int) -> None:
    """Raises UsageError for what cannot be tried."""
    scenario = Recipe.of(world).scenario if isinstance(world, Runs) else world
    least = {"levels": 3, "hold": 4, "ramp_days": STEP}  # two steps; a quarter of a hold to read; one step of the ramp
    for name, count in counts.items():
        if count < least[name]:
            raise UsageError.of(name, str(count), f"a whole number of {least[name]} or more", f"{name}={least[name]}")
    if not 0 < eruption < 1:
        raise UsageError.of("eruption", str(eruption), "a share of the economy between 0 and 1", f"eruption={ERUPTION}")
    if hasattr(scenario, "countries"):
        refuse_several(scenario, "transitions")
    if not any(demand.national for demand in getattr(scenario, "demands", ())):
        got = f"{getattr(scenario, 'id', type(scenario).__name__)}, which has none"
        raise UsageError.of("scenario", got, "a scenario with a national demand, the agenda that is swept", "mark one demand as national")


def _told(sweep: Sweep) -> dict[str, Any]:
    condition = sweep.condition
    return {
        "condition": condition.name, "words": condition.words, "off": list(condition.off), "held": dict(condition.held),
        "levels": {"values": sweep.levels.tolist(), "unit": "share, salience of the national agenda"},
        "hold": {"value": sweep.hold, "unit": "days"},
    }  # fmt: skip
