"""A planted cause is named by trace and ablation and agrees with a record that names it; where it is absent nothing does."""

import json
from datetime import timedelta

import numpy as np
import pytest
from tests.unit.backtest.planted import DAY, city, written

import groundswell as gs
from groundswell.analysis.quantities import killed_by_day
from groundswell.analysis.record import record_of
from groundswell.backtest.explanations import __main__ as command
from groundswell.backtest.explanations import explanations, questions
from groundswell.backtest.explanations.near import nearest_to
from groundswell.backtest.explanations.outcomes import KINDS, as_on_record, first_falls, read
from groundswell.backtest.explanations.questions import Cause, Outcome
from groundswell.backtest.explanations.reading import questions_beside
from groundswell.backtest.explanations.traces import Moved, Trace
from groundswell.backtest.explanations.verdicts import LEAST_PAIRS, Judged, trace_test, verdict_on
from groundswell.backtest.explanations.worlds import effect_between


@pytest.fixture(scope="module")
def scene():
    return city()


@pytest.fixture(scope="module")
def runs(scene):
    return gs.run(scene, replicates=64, memory=True)


@pytest.fixture(scope="module")
def told(runs, tmp_path_factory):
    return explanations(runs, asked=written(tmp_path_factory.mktemp("asked")), near=12)


@pytest.fixture(scope="module")
def autumn():
    return gs.run(gs.load("bolivia-autumn"), replicates=64, seed=3, memory=True)


def answer_to(runs, tmp_path, *changes):
    return explanations(runs, asked=written(tmp_path, *changes), near=12).answers[0]


def test_trace_and_ablation_name_the_planted_cause_and_agree_with_a_record_that_does(told):
    [answer] = told.answers
    [cause] = answer.tested
    assert answer.verdict == cause.verdict == "agree" and answer.score == (2, 2)
    assert cause.trace.rank == 1 and cause.trace.moved.points > 0 and cause.trace.moved.rising == 1
    assert cause.effect.effect.changed < cause.effect.effect.baseline / 2 and cause.effect.settled
    assert answer.trace.moved[0].line == "prices_shock"
    assert cause.effect.on_record == (1, 1), "any share is as on record, so the absence of the cause undoes nothing"


def test_whether_it_still_comes_as_on_record_without_the_cause_is_told(runs, tmp_path):
    [cause] = answer_to(runs, tmp_path, ("at_least = 0.0", "at_least = 0.01")).tested
    assert cause.effect.on_record[0] > 0.5 > cause.effect.on_record[1]


def test_with_the_planted_cause_off_they_disagree_with_a_record_that_names_it(scene, tmp_path):
    quiet = gs.run(scene, replicates=64, memory=True, off=("prices_shock",))
    answer = answer_to(quiet, tmp_path)
    [cause] = answer.tested
    assert answer.verdict == cause.verdict == "disagree" and answer.score == (0, 2)
    assert cause.trace.moved.points == 0 and cause.trace.rank is None
    assert cause.effect.effect.difference == 0


def test_a_record_that_names_another_cause_disagrees_with_both(runs, tmp_path):
    answer = answer_to(runs, tmp_path, ('line = "prices_shock"', 'line = "defeat_scars"'))
    assert answer.verdict == "disagree"
    assert answer.trace.moved[0].line == "prices_shock"


def test_a_record_that_has_the_sign_wrong_disagrees(runs, tmp_path):
    flipped = [('decision = "raises"', 'decision = "lowers"'), ('outcome = "raises"', 'outcome = "lowers"')]
    assert answer_to(runs, tmp_path, *flipped).verdict == "disagree"


def test_a_cause_that_passes_one_test_of_two_agrees_partly(runs, tmp_path):
    answer = answer_to(runs, tmp_path, ('decision = "raises"', 'decision = "nothing"'))
    assert answer.verdict == "partly" and answer.score == (1, 2)


def test_taking_the_act_out_is_as_good_an_ablation_as_the_line_that_it_works_through(told, runs, tmp_path):
    [cause] = answer_to(runs, tmp_path, ('outcome = "raises"', 'outcome = "raises"\nwithout = ["acts.bread-price"]')).tested
    assert cause.effect.effect.changed == told.answers[0].tested[0].effect.effect.changed


def test_the_contributions_of_a_trace_sum_to_the_change(told):
    trace = told.answers[0].trace
    assert trace.adds_up
    assert sum(row.points for row in trace.moved) == pytest.approx(trace.change, abs=1e-9)  # a sum of some dozen floats
    assert all(sum(row.terms.values()) == pytest.approx(row.points, abs=1e-9) for row in trace.moved)


def test_the_trace_is_the_mean_of_explanations_of_single_histories(told, runs):
    trace = told.answers[0].trace
    single = [gs.explain(runs, history, "city", "2001-04-02", "2001-03-16").by_mechanism()["prices_shock"] for history in trace.histories]
    assert np.mean(single) == pytest.approx(trace.of("prices_shock").points, abs=1e-12)  # the same numbers in another order
    assert trace.of("prices_shock").low <= np.median(single) <= trace.of("prices_shock").high


def test_what_does_not_happen_has_no_cause(runs, tmp_path):
    answer = answer_to(runs, tmp_path, ("at_least = 0.0", "at_least = 0.99"))
    assert answer.verdict == "not answerable" and "0.0 of 100" in answer.why and answer.trace is None


def test_too_few_histories_answer_nothing(runs, tmp_path):
    answer = explanations(runs.select(range(LEAST_PAIRS - 1)), asked=written(tmp_path), near=12).answers[0]
    assert answer.verdict == "not answerable" and f"only {LEAST_PAIRS - 1} histories" in answer.why


RADIO = """
[[question.cause]]
id = "radio"
words = "what the radio said"
absent = "no radio in the model"
events = ["E0002"]
sources = ["chronicle"]
"""


def test_a_cause_that_the_model_lacks_is_told_with_its_reason_and_counts_for_nothing(runs, tmp_path):
    file = written(tmp_path)
    file.write_text(file.read_text(encoding="utf-8") + RADIO, encoding="utf-8")
    answer = explanations(runs, asked=file, near=12).answers[0]
    price, radio = answer.tested
    assert (price.verdict, radio.verdict, radio.why) == ("agree", "not answerable", "no radio in the model")
    assert answer.verdict == "agree" and answer.score == (2, 2)


def test_the_same_call_gives_the_same_bits_and_runs_stand_for_their_scenario(told, scene, tmp_path):
    again = explanations(scene, 64, asked=written(tmp_path), near=12)
    assert again.json() == told.json()


def test_other_luck_gives_other_numbers(told, scene, tmp_path):
    other = explanations(scene, 64, seed=2, asked=written(tmp_path), near=12)
    assert other.provenance["parameters_sha256"] != told.provenance["parameters_sha256"]
    assert other.answers[0].trace.change != told.answers[0].trace.change


def test_the_answers_are_plain_data_that_name_what_they_were_made_from(told, runs):
    plain = json.loads(told.json())
    assert set(plain) == {"case", "provenance", "rule", "measure", "answers"}
    assert plain["provenance"]["seed"] == 1 and plain["provenance"]["replicates"] == 64
    assert plain["provenance"]["compiled"] == runs.spec["identity"]["engine"]
    assert plain["provenance"]["draws"]["draws"] == "prior"
    assert plain["answers"][0]["causes"][0]["change"] == "prices_shock off"
    assert "prices_shock" not in told.text() and "bread went up" in told.text()


def test_after_an_interrupt_there_are_no_answers(scene, tmp_path):
    def stop(done, total, answer):
        if answer["ensemble"] == "prices_shock off":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        explanations(scene, 64, asked=written(tmp_path), progress=stop)


# The rule, on numbers made up.


def trace_of(**points):
    moved = [Moved(line, value, value, value, float(value > 0), float(value < 0), abs(value), {}) for line, value in points.items()]
    return Trace("somewhere", (1,), "", "", 0.0, 0.0, tuple(moved), 0.0, True)


def cause_of(decision, line="prices_shock"):
    return Cause("one", "one", ("E0001",), ("chronicle",), line=line, decision=decision)


@pytest.mark.parametrize("others", [2, 3])
def test_only_the_three_largest_of_a_sign_moved_the_decision(others):
    rivals = {f"rival{k}": 10.0 + k for k in range(others)}
    test = trace_test(cause_of("raises"), trace_of(prices_shock=5.0, fatigue=-50.0, **rivals))
    assert test.rank == others + 1 and test.passed == (others < 3)


def test_a_contribution_that_half_of_the_histories_lack_does_not_pass():
    moved = Moved("prices_shock", 5.0, 0.0, 10.0, 0.5, 0.0, 5.0, {})
    assert not trace_test(cause_of("raises"), Trace("", (1,), "", "", 0.0, 0.0, (moved,), 0.0, True)).passed


@pytest.mark.parametrize(("points", "passed"), [(0.9, True), (-0.9, True), (1.1, False)])
def test_nothing_is_less_than_a_point(points, passed):
    assert trace_test(cause_of("nothing"), trace_of(prices_shock=points)).passed == passed


def test_a_line_that_moved_nothing_did_nothing():
    assert trace_test(cause_of("nothing"), trace_of(fatigue=-5.0)).passed


def test_causes_that_differ_make_a_question_agree_partly():
    rows = {name: Judged(cause_of("raises"), None, None, name, "") for name in ("agree", "partly", "disagree", "not answerable")}
    assert verdict_on((rows["agree"], rows["not answerable"])) == "agree"
    assert verdict_on((rows["agree"], rows["disagree"])) == "partly"
    assert verdict_on((rows["partly"],)) == "partly"
    assert verdict_on((rows["not answerable"],)) == "not answerable"


# What is read off a history.


def outcome(kind, first, last, **own):
    """An outcome between two days of the planted world, given by their numbers."""
    days = [city().start + timedelta(days=day) for day in (first, last)]
    return Outcome(kind, kind, *days, "", **own)


def test_each_kind_of_outcome_is_read_as_one_number_a_history(runs):
    first = {"before": (runs.date(DAY), runs.date(DAY + 14)), "demand": "bread"}
    for kind, row in KINDS.items():
        values = read(runs, outcome(kind, 28, 49, **{name: first[name] for name in row.needs}))
        assert values.shape == (64,) and (~np.isfinite(values) | (values >= 0)).all(), kind


def test_granted_is_the_sum_of_what_was_granted_of_that_demand_in_those_days(runs):
    rows = runs.events_of("concession")
    late = rows[(rows["day"] >= 30) & (rows["day"] <= 50)]
    values = read(runs, outcome("granted", 30, 50, demand="bread"))
    assert values.sum() == pytest.approx(late["amount"].sum(), rel=1e-5)  # amounts are kept in single precision
    assert values.sum() < read(runs, outcome("granted", 0, 59, demand="bread")).sum()


def test_the_share_that_is_left_is_not_told_where_nobody_was_out(runs):
    before = (runs.date(0), runs.date(10))  # the act comes on day 20
    assert np.isnan(read(runs, outcome("left", 28, 49, before=before))).mean() > 0.9


def test_falls_are_those_between_two_days(autumn):
    falls = autumn.events_of("fall")
    last = autumn.date(autumn.days - 1)
    assert np.isfinite(first_falls(autumn, autumn.start, last)).sum() == len(np.unique(falls["history"])) > 0
    day = int(falls["day"].max())
    only = first_falls(autumn, autumn.date(day), last)
    assert set(only[np.isfinite(only)]) == {float(day)}


def test_as_on_record_needs_a_number_within_both_bounds():
    told = Outcome("killed", "", city().start, city().start, "", at_least=2.0, at_most=6.0)
    assert as_on_record(told, np.array([1.0, 2.0, 6.0, 7.0, np.nan])).tolist() == [False, True, True, False, False]


def test_an_effect_is_the_mean_of_differences_pair_by_pair():
    told = Outcome("active", "", city().start, city().start, "")
    effect = effect_between(told, "without", np.array([1.0, 2.0, 3.0]), np.array([0.0, 2.0, 1.0]))
    assert effect.difference == -1 and (effect.up, effect.down, effect.same) == (0, 2, 1)


def test_the_histories_traced_are_the_first_of_the_nearest_among_those_that_went_so(scene, runs, tmp_path):
    [row] = questions_beside(scene, written(tmp_path)).rows
    among = np.arange(64) % 2 == 1
    near = nearest_to(runs, row, (), among, 5)
    stood = among & np.isnan(first_falls(runs, row.first, row.last))  # nobody died or was polled: falls are all there is to compare
    assert near.histories == tuple(np.flatnonzero(stood)[:5]) and near.distance == 0
    assert near.features == ("the first fall",)


def test_histories_with_as_many_dead_as_on_record_are_nearer(autumn):
    asked, record = questions("bolivia-2003").rows[0], record_of(autumn)
    near = nearest_to(autumn, asked, record, np.ones(64, bool), 10)
    dead = killed_by_day(autumn).between(*((day - autumn.start).days for day in (asked.first, asked.last))).total(64)
    known = sum(row.value for row in record if row.quantity == "killed_by_forces" and row.within(asked.first, asked.last))
    apart = np.abs(np.log1p(dead) - np.log1p(known))
    assert near.distance < near.distance_of_all and len(near.histories) == 10
    assert apart[list(near.histories)].mean() < apart.mean()


# The command.


def test_the_command_writes_the_answers_where_it_is_told(told, tmp_path, monkeypatch, capsys):
    asked = []
    monkeypatch.setattr(command, "explanations", lambda *words, **named: asked.append((words, named)) or told)
    file = tmp_path / "answers.json"
    assert command.main(["bolivia-2003", "--replicates", "32", "--seed", "7", "--draws", "prior", "--to", str(file)]) == 0
    assert file.read_text(encoding="utf-8") == told.json()
    assert asked[0][0] == ("bolivia-2003", 32, 7) and asked[0][1]["draws"] == "prior"
    assert "bread went up" in capsys.readouterr().out


def test_the_command_tells_what_is_wrong_with_a_case_and_fails(capsys):
    assert command.main(["bolivia-autumn"]) == 3
    assert "questions.toml" in capsys.readouterr().err
