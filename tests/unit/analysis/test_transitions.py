"""Measures of tipping, of runs of the small case: what they are of, what they leave out, and that they say what is expected."""

import json
from dataclasses import replace

import numpy as np
import pytest

import groundswell as gs
from groundswell.analysis import transitions as measured
from groundswell.analysis.expectations import EXPECTED
from groundswell.analysis.triggers import followed, triggered


@pytest.fixture(scope="module")
def made(autumn):
    return gs.transitions(autumn, 64, 3, scales=(0, 0.4, 1, 2), levels=9, hold=20, ramp_days=182, memory=True)


@pytest.fixture(scope="module")
def found(made):
    return gs.criticality(made)


def test_every_kind_of_measure_stands_beside_what_is_expected_of_it(found):
    assert {measure.kind for measure in found.measures} == set(EXPECTED)
    assert len({measure.name for measure in found.measures}) == len(found.measures)
    for expected in EXPECTED.values():
        assert expected.words.endswith(".") and "(" in expected.source and expected.words in found.text()


def test_a_number_lies_in_its_interval_and_has_a_unit(found):
    for measure in found.measures:
        assert measure.unit
        if measure.low is not None and measure.high is not None:
            assert measure.low <= measure.value <= measure.high or measure.name.startswith("sarle"), measure


def test_the_measures_are_plain_data_and_the_same_each_time(made, found):
    assert json.loads(json.dumps(found.to_dict())) == json.loads(json.dumps(gs.criticality(made).to_dict()))


def test_what_followed_is_read_from_the_days_after_the_first_act(made):
    seen = followed(made.curve, made.eruption_mark)
    base, trigger = made.curve.side(1.0), made.curve.trigger
    first, last = ((day - base.start).days for day in (trigger.first, trigger.until))
    killed = base.events_of("killed")
    for row, history in enumerate(base.histories):
        mine = killed[(killed["history"] == history) & (killed["day"] >= first) & (killed["day"] <= last)]
        assert seen.deaths[row, 2] == pytest.approx(mine["amount"].sum())
    assert (seen.peak <= 1).all() and np.array_equal(seen.erupted, seen.peak >= made.eruption_mark)
    # Seven times the weekly values stands for the sum of days: one history lived again, day by day, is as large to a tenth.
    daily = gs.replay(base, int(base.histories[seen.stoppage_days[:, 2].argmax()])).daily["stoppage"][first : last + 1]
    assert seen.stoppage_days[:, 2].max() == pytest.approx(daily.sum(), rel=0.1)


def test_a_stronger_trigger_is_followed_by_more(found):
    means = [dose.means["stoppage_days"] for dose in found.doses]
    assert means == sorted(means)
    shares = [dose.erupted.share for dose in found.doses]
    assert shares == sorted(shares)


def test_only_histories_count_in_which_the_first_act_happened(autumn):
    """With other people in office from the start, the acts of the government they replaced never happen."""
    scene = autumn.set("countries.bolivia.first_government", "mesa")
    for act in ("el-alto-forms-2003",):
        scene = scene.without(f"acts.{act}")
    made = gs.transitions(scene, 32, 3, scales=(1, 2), levels=3, hold=4, ramp_days=28, memory=True)
    assert not triggered(made.curve).any()
    found = gs.criticality(made)
    assert found.triggered == 0 and found["threshold"].value is None and found["gap_fast"].histories <= 32
    assert "nothing to measure" in found.text() and json.dumps(found.to_dict())


def test_no_warning_is_sought_in_the_last_days_before_an_eruption(made, found):
    """What happens there is the eruption itself: changing it moves no measure."""
    late = np.array(made.ramp.participation)
    for row, day in enumerate(made.ramp.eruption):
        late[row, max(0, day - measured.LEAD) :] = 0.123
    changed = gs.criticality(replace(made, ramp=replace(made.ramp, participation=late)))
    assert changed["ramp_variance_participation"] == found["ramp_variance_participation"]


def test_reported_protests_are_counted_in_weeks_that_end_before_the_trigger(made):
    base = made.curve.side(1.0)
    weeks = measured._reported(base, 3, 30)  # 28 days, so four weeks
    rows = base.events_of("protest_event")
    inside = rows[(rows["day"] >= 3) & (rows["day"] <= 30)]
    assert weeks.shape == (64, 4) and weeks.sum() == len(inside)
    assert weeks[0, 3] == (inside["history"] == base.histories[0])[inside["day"] > 23].sum()


def test_a_record_of_counts_is_evened_out_and_one_of_shares_is_a_logarithm():
    assert measured._record("reported", np.ones(16)).tolist() == pytest.approx([np.sqrt(7.375)] * 2)
    assert measured._record("participation", np.array([1.0, 0.0])).tolist() == pytest.approx([0.0, np.log(1e-6)])


def test_histories_with_and_without_the_fold_are_all_of_them(found):
    for name in ("everything", "unscarred", "tireless", "fast", "visibility"):
        apart = found[f"gap_with_fold_{name}"].histories + found[f"gap_without_fold_{name}"].histories
        assert apart == found[f"gap_{name}"].histories


def test_an_unknown_measure_is_a_key_error(found):
    with pytest.raises(KeyError):
        _ = found["gap"]
