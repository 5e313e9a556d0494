"""Ablation and comparison share all luck, say what they changed, and refuse what cannot be paired."""

import numpy as np
import pytest
from tests.unit.test_runs import same

import groundswell as gs
from groundswell.engine.anatomy import switches
from groundswell.errors import UsageError
from groundswell.experiments.compare import differences


@pytest.fixture(scope="module")
def why(runs):
    return gs.ablate(runs, ["blockades_bite", "neighbors_emulated"], memory=True)


def test_all_ensembles_of_an_ablation_share_seed_histories_and_parameters(why, runs):
    for pair in why:
        assert pair.changed.seed == pair.baseline.seed == runs.seed
        assert np.array_equal(pair.changed.histories, pair.baseline.histories)
        assert all(np.array_equal(pair.changed.parameters[name], values) for name, values in pair.baseline.parameters.items())


def test_an_ablation_is_the_run_without_the_mechanism(why, autumn):
    alone = gs.run(autumn, replicates=64, seed=3, off=("blockades_bite",), memory=True)
    assert same(why.without["blockades_bite"], alone)
    assert not same(why.without["blockades_bite"], why.baseline)


def test_a_scenario_and_its_runs_give_the_same_ablation(why, autumn):
    again = gs.ablate(autumn, "blockades_bite", replicates=64, seed=3, memory=True)
    assert same(again.baseline, why.baseline) and same(again.without["blockades_bite"], why.without["blockades_bite"])


def test_runs_made_at_a_point_are_ablated_at_that_point(autumn):
    fixed = gs.run(autumn, replicates=32, seed=3, memory=True, point={"barrier": 5.0})
    pair = gs.ablate(fixed, "exhaustion_ends", memory=True)["exhaustion_ends"]
    assert (pair.changed.final["barrier"] == 5.0).all()


@pytest.mark.parametrize("where", [{"point": {}}, {"draws": "prior"}])
def test_finished_runs_keep_their_parameters_and_refuse_others(runs, where):
    with pytest.raises(UsageError, match="the parameters they have"):
        gs.ablate(runs, "exhaustion_ends", memory=True, **where)


def test_a_mechanism_already_off_stays_off_on_both_sides(autumn):
    without = gs.run(autumn, replicates=32, seed=3, memory=True, off=("repression_backfires",))
    pair = gs.ablate(without, "blockades_bite", memory=True)["blockades_bite"]
    assert pair.changed.spec["identity"]["off"] == ["blockades_bite", "repression_backfires"]


def test_a_mechanism_is_switched_off_by_its_id_as_by_its_name(runs, autumn):
    told = {name: gs.run(autumn, replicates=32, seed=3, memory=True, off=name) for name in ("M05", "repression_backfires")}
    assert told["M05"].run_id == told["repression_backfires"].run_id
    assert told["M05"].spec["identity"]["off"] == ["repression_backfires"]
    assert gs.ablate(runs, ["m05", "repression_backfires", "M11"], memory=True).names == ("repression_backfires", gs.mechanism("M11").name)


@pytest.mark.parametrize("names", ["repression_backfire", ["blockades_bite", "repression_backfire"]])
def test_a_mechanism_that_does_not_exist_is_refused_before_anything_runs(autumn, names):
    def never(*_):
        raise AssertionError("something ran")

    with pytest.raises(UsageError, match="did you mean `repression_backfires`"):
        gs.ablate(autumn, names, memory=True, progress=never)


def test_to_remove_nothing_is_refused_before_anything_runs(autumn):
    def never(*_):
        raise AssertionError("something ran")

    with pytest.raises(UsageError, match="no mechanism") as caught:
        gs.ablate(autumn, [], memory=True, progress=never)
    assert all(caught.value.problems[0])


def test_progress_counts_the_histories_of_all_ensembles(autumn):
    seen = []
    gs.ablate(autumn, ["blockades_bite"], replicates=64, memory=True, progress=lambda *told: seen.append(told))
    counts = [done for done, _, _ in seen]
    assert counts == sorted(counts) and counts[-1] == 128 and {total for _, total, _ in seen} == {128}
    assert {answer["ensemble"] for _, _, answer in seen} == {"baseline", "blockades_bite"}


def test_after_an_interrupt_the_finished_mechanisms_are_kept(runs):
    def stop(done, total, answer):
        if answer["ensemble"] == "exhaustion_ends":
            raise KeyboardInterrupt

    why = gs.ablate(runs, ["blockades_bite", "exhaustion_ends", "crisis_weighs"], memory=True, progress=stop)
    assert why.names == ("blockades_bite",) and why["blockades_bite"].replicates == 64


def test_without_names_every_mechanism_is_switched_off_once(runs, monkeypatch):
    seen = []
    monkeypatch.setattr("groundswell.experiments.budget.ensemble.run", lambda simulation, **_: seen.append(simulation.off) or runs)
    assert gs.ablate(runs, memory=True).names == switches()
    assert seen == [(name,) for name in switches()]


def test_asking_for_a_pair_that_was_not_run_says_which_were(why):
    with pytest.raises(UsageError, match="did you mean `blockades_bite`"):
        _ = why["blockade_bite"]
    assert len(why) == 2 and [pair.name for pair in why] == list(why.names)


def test_ensembles_of_different_luck_are_no_pair(runs, autumn):
    other = gs.run(autumn, replicates=64, seed=4, memory=True)
    with pytest.raises(UsageError, match="seeds 3 and 4"):
        gs.compare(runs, other)


def test_only_histories_that_both_have_are_paired(runs):
    pair = gs.compare(runs, runs.select(range(10)))
    assert pair.replicates == 10 and pair.identical and pair.words == "nothing changed"


def test_a_scenario_compared_with_itself_is_identical(autumn):
    pair = gs.compare(autumn, autumn, replicates=32, memory=True)
    assert pair.identical and pair.baseline.run_id == pair.changed.run_id


def test_what_was_changed_is_said(autumn):
    line = autumn.set("governments.sanchez-de-lozada.line", 0.5)
    assert differences(autumn, line) == "governments.sanchez-de-lozada.line: 1.0 → 0.5"
    both = line.without("acts.gas-plan-2003")
    assert differences(autumn, both) == "governments.sanchez-de-lozada.line: 1.0 → 0.5; without acts.gas-plan-2003"
    assert differences(both, autumn) == "governments.sanchez-de-lozada.line: 0.5 → 1.0; with acts.gas-plan-2003"
    assert differences(autumn, autumn.set("parameters.barrier", 5)) == "with parameters.barrier"
    assert differences(autumn, autumn.set("end", "2003-12-30")) == "end: 2003-12-31 → 2003-12-30"
    assert differences(autumn, autumn) == "nothing changed"


def test_ctrl_c_on_the_first_side_begins_no_second_one(autumn):
    seen = []

    def stop(done, total, answer):
        seen.append(answer["ensemble"])
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        gs.compare(autumn, autumn.without("acts.gas-plan-2003"), replicates=128, memory=True, workers=1, progress=stop)
    assert set(seen) == {"baseline"}


def test_ctrl_c_on_the_second_side_pairs_what_both_have(autumn):
    def stop(done, total, answer):
        if answer["ensemble"] == "changed" and answer["histories"]:
            raise KeyboardInterrupt

    pair = gs.compare(autumn, autumn.without("acts.gas-plan-2003"), replicates=640, memory=True, workers=1, progress=stop)
    assert 64 <= pair.replicates < 640
    assert pair.stopped_at == pair.replicates == pair.to_dict()["stopped_at"]
    assert f"Stopped at {pair.replicates}" in gs.comparison_in_words(pair, [], gs.flow(pair))


@pytest.mark.parametrize(("path", "day"), [("end", "2003-12-30"), ("start", "2003-08-02")])
def test_cases_over_other_days_are_not_compared(autumn, path, day):
    with pytest.raises(UsageError, match=day) as refused:
        gs.compare(autumn, autumn.set(path, day), replicates=64, memory=True)
    assert f"--set {path}={getattr(autumn, path)}" in refused.value.problems[0].hint


@pytest.mark.parametrize("verb", [gs.ablate, lambda scene, **means: gs.compare(scene, scene, **means)])
def test_more_histories_than_can_be_kept_are_refused_at_once(autumn, verb):
    for many in (10_000_001, 10**20):
        with pytest.raises(UsageError, match="10,000,000"):
            verb(autumn, replicates=many, memory=True)


def test_plain_data_says_what_it_speaks_of(why, runs):
    told = "This speaks of the model and its assumptions, and not of the world."
    assert why.to_dict()["statement"] == gs.compare(runs, runs).to_dict()["statement"] == told
    assert gs.findings(runs).to_dict()["statement"] == told
