"""Every history ends in exactly one way, and what is told sums up."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import groundswell as gs
from groundswell.analysis.endings import whole_parts
from groundswell.analysis.uncertainty import Share, mean_interval, quantiles, rank
from groundswell.analysis.wording import CHANCES, ENDINGS, chance_in_words, out_of_a_hundred


def largest_wave(runs, history):
    """The outcome of the largest wave of a history, read anew from the table of waves."""
    own = runs.episodes[runs.episodes["history"] == history]
    if not len(own):
        return "no_episode"
    return runs.names["outcomes"][own[np.argmax(own["peak"] * own["days"])]["outcome"]]


def test_a_history_ends_as_its_largest_wave_did(runs):
    expected = [largest_wave(runs, history) for history in runs.histories]
    found = gs.endings(runs)
    assert {row.slug: row.share.count for row in found.rows} == {slug: expected.count(slug) for slug in runs.names["endings"]}


def test_the_shares_sum_to_one_and_the_hundred_to_a_hundred(runs):
    found = gs.endings(runs)
    assert sum(found.shares.values()) == pytest.approx(1, abs=1e-12)
    assert sum(found.hundred().values()) == 100
    assert found.to_dict()["shares"] == found.shares


def test_every_ending_the_model_knows_has_words(runs):
    assert set(runs.names["endings"]) == set(ENDINGS)


def test_the_likeliest_ending_has_the_most_histories(runs):
    found = gs.endings(runs)
    assert found.likeliest.share.count == max(row.share.count for row in found.rows)
    assert found[found.likeliest.slug] == found.likeliest
    with pytest.raises(KeyError, match="peace is none of"):
        found["peace"]


def test_the_text_tells_every_ending_that_happened_and_no_other(runs):
    found = gs.endings(runs)
    told = [row for row in found.rows if row.words in str(found)]
    assert told == [row for row in found.rows if row.share.count]


def test_what_nothing_leads_to_is_not_modeled_and_has_no_interval(runs, autumn):
    found = gs.endings(runs)
    assert [row.slug for row in found.not_modeled] == ["government_replaced_policy_changed", "elected_turn"]
    for row in found.rows:
        told = row.to_dict()
        assert told["modeled"] == (told["low"] is not None) == (row.why_not == "")
        assert row.modeled or row.share.count == 0
    assert list(found.to_dict()["shares"]) == list(runs.names["endings"]), "all of them are counted still"


def test_a_switch_or_an_early_election_brings_an_ending_within_reach(autumn):
    slug = "government_replaced_policy_changed"
    off = gs.run(autumn, replicates=64, off=["veto_wins_no_program"], memory=True)
    assert gs.endings(off)[slug].modeled
    soon = gs.endings(gs.run(autumn.set("governments.rodriguez.calls_election_within", 30), replicates=64, memory=True))
    assert soon["elected_turn"].modeled and "early election" in soon["elected_turn"].needs
    assert soon[slug].modeled, "the outsider of the ballot grants what is demanded"


def test_where_civilians_do_not_arm_there_is_no_civil_war(runs, autumn):
    off = gs.endings(gs.run(autumn, replicates=64, off=["bodies_arm"], memory=True))["civil_war"]
    assert gs.endings(runs)["civil_war"].modeled and not off.modeled and "bodies_arm is off" in off.why_not


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=12).filter(any))
def test_whole_parts_sum_to_the_whole_and_are_off_by_less_than_one(counts):
    parts = whole_parts(counts, 100)
    assert sum(parts) == 100
    assert all(abs(part - 100 * count / sum(counts)) < 1 for part, count in zip(parts, counts, strict=True))


@given(st.integers(1, 5000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_an_interval_holds_its_share_and_stays_between_none_and_all(pair):
    found = Share(*pair)
    assert 0 <= found.low <= found.share <= found.high <= 1
    assert 0 < found.margin < 1


def test_more_histories_make_a_share_surer():
    margins = [Share(43 * n, 100 * n).margin for n in (1, 4, 16)]
    assert margins[0] > margins[1] > margins[2]
    assert margins[1] / margins[2] == pytest.approx(2, rel=0.02)  # as one over the root of n; Wilson's correction is of order 1/n


def test_something_is_never_rounded_to_nothing_nor_to_all():
    assert out_of_a_hundred(1e-6) == "fewer than 1" and out_of_a_hundred(1 - 1e-6) == "more than 99"
    assert (out_of_a_hundred(0), out_of_a_hundred(1)) == ("0", "100")


def test_a_greater_chance_never_gets_a_weaker_word():
    words = [word for _, word in CHANCES] + ["nearly all histories"]
    ranks = [words.index(chance_in_words(k / 1000)) for k in range(1001)]
    assert ranks == sorted(ranks) and set(ranks) == set(range(len(words)))


def test_a_quantile_is_the_value_of_some_history():
    values = [1, 2, 2, 50]
    assert set(quantiles(values).values()) <= set(values)


@given(st.lists(st.integers(0, 20), min_size=1, max_size=40), st.integers(-1, 21))
def test_the_rank_of_the_record_counts_those_below_and_half_of_the_equal(values, recorded):
    below, equal = sum(v < recorded for v in values), values.count(recorded)
    assert rank(values, recorded) == pytest.approx((below + equal / 2) / len(values))


def test_histories_that_are_all_alike_give_a_mean_without_doubt():
    assert mean_interval(np.full(10, 3.0)) == (3.0, 3.0)
