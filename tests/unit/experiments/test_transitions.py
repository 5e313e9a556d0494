"""Experiments on tipping: the same luck at every dose, an agenda that stays where it is put, and nothing that depends on workers."""

import json
from datetime import date

import numpy as np
import pytest
from tests.unit import tiny
from tests.unit.engine import worlds
from tests.unit.test_runs import same

import groundswell as gs
from groundswell.analysis.hysteresis import fold_excess, thresholds
from groundswell.engine.anatomy import switches
from groundswell.engine.run import LANES, advance
from groundswell.ensemble import ScenarioSimulation
from groundswell.errors import UsageError
from groundswell.experiments.ramps import CONDITIONS, DIVERSION, HELD, SETTLE, UNMOVED, approached, in_office, still_course, swept
from groundswell.experiments.recipe import Recipe
from groundswell.experiments.triggers import scaled, trigger_of
from groundswell.scenario.schema import Scenario

SMALL = {"scales": (0, 0.5, 1), "levels": 9, "hold": 20, "ramp_days": 84, "memory": True}
LEVELS = np.linspace(0, 1, 9)
BLOCK = np.arange(LANES, dtype=np.uint64)
ALONE = next(condition for condition in CONDITIONS if condition.name == "visibility")


@pytest.fixture(scope="module")
def made(autumn):
    return gs.transitions(autumn, 40, 3, **SMALL)


@pytest.fixture(scope="module")
def simulation(autumn):
    return ScenarioSimulation(autumn, (DIVERSION,))


def alike(one, other) -> bool:
    """Whether all that two experiments hold agrees to the bit."""
    sweeps = zip(one.sweeps, other.sweeps, strict=True)
    ramps = ((getattr(one.ramp, name), getattr(other.ramp, name)) for name in one.ramp.__dataclass_fields__)
    return (
        all(same(a, b) for a, b in zip(one.curve.sides, other.curve.sides, strict=True))
        and all(np.array_equal(a.up, b.up) and np.array_equal(a.down, b.down) for a, b in sweeps)
        and all(np.array_equal(a, b) for a, b in ramps)
    )


def test_the_number_of_workers_changes_no_bit(made, autumn):
    assert alike(made, gs.transitions(autumn, 40, 3, workers=1, **SMALL))


def test_runs_stand_for_their_scenario(made, autumn):
    given = gs.run(autumn, replicates=64, seed=3, memory=True)
    again = gs.transitions(given, 40, **SMALL)
    assert alike(made, again)
    assert all(np.array_equal(again.parameters[name], values[:40]) for name, values in given.parameters.items())


def test_fewer_histories_are_the_same_histories(made, autumn):
    few = gs.transitions(autumn, 5, 3, **SMALL)
    assert all(np.array_equal(a.up[:5], b.up) for a, b in zip(made.sweeps, few.sweeps, strict=True))
    assert np.array_equal(made.ramp.participation[:5], few.ramp.participation)


def test_the_side_at_scale_one_is_the_run_itself(made, autumn):
    assert same(made.curve.side(1.0), gs.run(autumn, replicates=40, seed=3, memory=True))


def test_until_the_first_act_all_doses_share_their_luck(made):
    first = (made.curve.trigger.first - made.scenario.start).days
    before = [side.trajectory("participation")[1][:, side.trajectory("participation")[0] < first] for side in made.curve.sides]
    after = [side.trajectory("participation")[1][:, -1] for side in made.curve.sides]
    assert all(np.array_equal(before[0], other) for other in before[1:])
    assert not np.array_equal(after[0], after[-1])


def test_a_dose_scales_what_acts_take_and_stops_at_all_there_is(autumn):
    recipe, trigger = Recipe.of(autumn), trigger_of(autumn, "2003-09", 60)
    acts = {act.id: act for act in autumn.acts}
    for scale in (0.0, 0.5, 10.0):
        for act in scaled(recipe, trigger, scale).scenario.acts:
            wanted = min(1.0, scale * acts[act.id].severity) if act.id in trigger.acts else acts[act.id].severity
            assert act.severity == pytest.approx(wanted, abs=1e-12)
    assert scaled(recipe, trigger, 1.0).scenario == autumn


def test_a_window_is_a_month_two_days_or_that_of_the_national_agenda(autumn):
    month = trigger_of(autumn, "2003-09", 60)
    assert month == trigger_of(autumn, (date(2003, 9, 1), "2003-09-30"), 60) == trigger_of(autumn, None, 60)
    assert "gas-plan-2003" in month.acts and month.first <= month.last
    assert (month.until - month.first).days == 59


@pytest.mark.parametrize("window", ["2003-08", ("2003-12-01", "2003-12-30"), "September", ("2003-09-30", "2003-09-01")])
def test_a_window_without_acts_or_without_sense_is_refused(autumn, window):
    with pytest.raises(UsageError, match="window"):
        trigger_of(autumn, window, 60)


@pytest.mark.parametrize(
    "wrong", [{"scales": (-1,)}, {"levels": 2}, {"hold": 0}, {"ramp_days": 3}, {"eruption": 0}, {"horizon": 10}], ids=str
)
def test_arguments_without_sense_are_refused_before_anything_runs(autumn, wrong):
    def never(*_):
        raise AssertionError("something ran")

    with pytest.raises(UsageError, match=next(iter(wrong))):
        gs.transitions(autumn, 32, progress=never, **{**SMALL, **wrong})


def test_a_world_without_a_national_agenda_is_refused(autumn):
    with pytest.raises(UsageError, match="national"):
        gs.transitions(tiny.Tiny(), 32, **SMALL)
    with pytest.raises(UsageError, match="national"):
        gs.transitions(autumn.set("demands.gas.national", False), 32, **SMALL)


def test_all_doses_and_sweeps_have_the_parameters_of_the_run(made):
    for side in made.curve.sides:
        assert all(np.array_equal(side.parameters[name], values) for name, values in made.parameters.items())
    assert made.log_odds.shape == (40,) and (made.log_odds <= made.parameters["demand_weight"]).all()


def test_what_a_condition_switches_off_exists(autumn):
    known = {row.name for row in gs.parameters(autumn)}
    for condition in CONDITIONS:
        assert {DIVERSION, *condition.off} <= set(switches())
        assert {*HELD, *UNMOVED, *condition.held} <= known


def test_lanes_in_another_order_give_the_same_histories(simulation):
    order = np.random.default_rng(1).permutation(LANES)
    one = swept(simulation, 3, BLOCK, 30, LEVELS, 12, {})
    other = swept(simulation, 3, BLOCK[order], 30, LEVELS, 12, {})
    assert np.array_equal(one.up[order], other.up) and np.array_equal(one.down[order], other.down)
    agenda = np.linspace(0, 1, 6)[:, None] + np.zeros(LANES)
    ramps = [approached(simulation, 3, numbers, 30, 42, agenda) for numbers in (BLOCK, BLOCK[order])]
    assert all(np.array_equal(a[order], b) for a, b in zip(*ramps, strict=True))


def test_the_agenda_stays_where_it_is_put_whatever_happens(simulation):
    course = still_course(simulation, 3, BLOCK, 45, 150, HELD)
    nation = course.s.nations[0]
    nation.agenda[:] = 0.7
    daily = np.zeros((len(simulation.compiled.series), 150, LANES), np.float32)
    advance(course, 0, 150, daily, BLOCK, [[] for _ in range(LANES)])
    series = simulation.compiled.series
    assert daily[series.index("killed")].sum() > 0  # deaths would have widened it, and falls would have met it
    assert daily[series.index("stoppage")].max() > 0.1
    assert np.array_equal(nation.agenda, np.full(LANES, 0.7))
    assert not nation.past_falls.any() and not nation.power_transferred.any() and not nation.reaction_won.any()
    assert np.unique(nation.government).size == 1


def test_a_country_held_still_begins_at_rest(simulation):
    course = still_course(simulation, 3, BLOCK, 45, 10, {**HELD, **UNMOVED, "approval_deaths": 0.0, "approval_stoppage": 0.0})
    before = {name: np.array(course.s.nations[0][name]) for name in ("approval", "hope", "unity", "agenda_parked")}
    hardship = np.array(course.s.cells["hardship"])
    daily = np.zeros((len(simulation.compiled.series), 10, LANES), np.float32)
    advance(course, 0, 10, daily, BLOCK, [[] for _ in range(LANES)])
    assert all(np.allclose(course.s.nations[0][name], values, atol=5e-3) for name, values in before.items())
    assert np.allclose(course.s.cells["hardship"], hardship, atol=1e-12)


def test_no_month_begins_in_a_country_held_still_on_the_first_of_one():
    scene = gs.load("bolivia-2003")
    simulation = ScenarioSimulation(scene)
    course = still_course(simulation, 3, BLOCK, (date(2003, 9, 1) - scene.start).days, 40, HELD)
    daily = np.zeros((len(simulation.compiled.series), 40, LANES), np.float32)
    advance(course, 0, 40, daily, BLOCK, [[] for _ in range(LANES)])
    assert np.unique(course.s.cells["present"]).tolist() == [1.0]  # each month some leave, and some move
    assert not course.s.nations["capital_flow"].any() and not course.s.nations["crisis"].any()


def test_the_government_held_still_is_that_of_the_day():
    scene = gs.load("bolivia-2003")
    compiled = ScenarioSimulation(scene).compiled
    heads = {day: compiled.names.governments[in_office(compiled.net, (date.fromisoformat(day) - scene.start).days)] for day in
             ("2000-06-01", "2001-09-01", "2003-09-01")}  # fmt: skip
    assert heads == {"2000-06-01": "banzer", "2001-09-01": "quiroga", "2003-09-01": "sanchez-de-lozada"}


def test_before_a_ramp_moods_are_what_they_usually_are(simulation):
    calm = approached(simulation, 3, BLOCK, 30, 28, np.zeros((4, LANES)))
    assert calm.participation.shape == calm.reported.shape == (LANES, 28)
    assert calm.participation[:, 0].std() > 0 and SETTLE >= 4 * 30  # four memories of the nation's mood
    assert set(np.unique(calm.reported)) <= set(range(len(simulation.compiled.names.places) + 1))


def one_mixed_group(visibility_weight: float, visibility_half: float):
    """The gap of a country of one group that sees only itself, swept by its own agenda with nothing else that moves."""
    data = worlds.lone(30, agenda_exposure=1.0, exclusion=0.0)
    data["demands"].append(worlds.demand("gas", {"city/workers": 1.0}, kind="resource", national=True))
    alone = ScenarioSimulation(Scenario.model_validate(data), (DIVERSION, *ALONE.off))
    held = {
        **ALONE.held, "barrier": 7.0, "demand_weight": 9.0, "visibility_weight": visibility_weight,
        "visibility_half": visibility_half, "approval_weight": 0.0, "rise_rate": 0.3, "fall_rate": 0.2,
    }  # fmt: skip
    levels = np.linspace(0, 1, 91)
    found = swept(alone, 1, BLOCK, 0, levels, 200, held)
    return thresholds(levels, found.up, found.down).gap * held["demand_weight"]


def test_one_mixed_group_remembers_where_the_criterion_says_so_and_nowhere_else():
    """Where w_V > 4(1 + v) the two states overlap over a stretch of log-odds that follows from x = logistic(−θ + w_V·x/(x + v))."""
    x = np.linspace(1e-4, 1 - 1e-4, 400_001)
    for weight, half in ((3.0, 0.1), (4.2, 0.1), (5.0, 0.1), (7.0, 0.1), (7.0, 0.3)):
        needed = np.log(x / (1 - x)) - weight * x / (x + half)  # −θ at which x is at rest
        turns = needed[1:-1][np.diff(np.sign(np.diff(needed))) != 0]
        wide = float(turns[0] - turns[1]) if turns.size == 2 else 0.0
        assert (wide > 0) == (fold_excess(weight, half) > 0)
        gap = one_mixed_group(weight, half)
        # Levels lie 0.1 log-odds apart, so each threshold is right to half of that; near a fold a hold of 200 days ends early.
        assert np.allclose(gap, wide, atol=0.15), (weight, half, gap.mean(), wide)
        assert (gap > 0.05).all() == (wide > 0)


def test_progress_counts_the_histories_of_all_parts(autumn):
    seen = []
    gs.transitions(autumn, 40, 3, **SMALL, progress=lambda *told: seen.append(told))
    counts = [done for done, _, _ in seen]
    assert counts == sorted(counts) and counts[-1] == 10 * 40 and {total for _, total, _ in seen} == {10 * 40}
    assert len({answer["ensemble"] for _, _, answer in seen}) == 10


def test_what_was_run_is_told_as_plain_data(made):
    told = json.loads(json.dumps(made.to_dict()))
    assert told["trigger"]["scales"] == [0.0, 0.5, 1.0] and len(told["trigger"]["run_ids"]) == 3
    assert [sweep["condition"] for sweep in told["sweeps"]] == ["everything", "unscarred", "tireless", "fast", "visibility"]
    assert told["histories"] == 40 and told["seed"] == 3
    with pytest.raises(AttributeError):
        made.seed = 4


def test_the_ramp_erupts_where_it_says_and_its_control_stands_at_half(made):
    ramp = made.ramp
    assert ramp.eruption.shape == (40,) and ramp.participation.shape == ramp.control_participation.shape == (40, 84)
    assert (ramp.eruption < 84).all() and (ramp.eruption != 0).all()
    erupted = ramp.eruption >= 0
    assert erupted.any()
    last = ramp.participation[erupted, ramp.eruption[erupted]]
    assert (last > ramp.participation[erupted, 0]).all()
