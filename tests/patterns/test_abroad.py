"""Patterns across a border: what a fall, a broken currency and a lost cause in one country do in another that hears of it.

News goes from the north to the south only, so that what happens in the north is the same with and without the mechanism.
"""

from functools import cache
from typing import Any

import numpy as np
from tests.patterns.measure import Array, Histories, Measured, Pair, Setup, as_stated, mean_and_error, measured, paired, pattern
from tests.patterns.world import GROUPS, START, WHY, act, world

from groundswell.scenario.schema import Scenario

CONTENDERS = {group: values[0] for group, values in GROUPS.items() if values[-1] == "movement"}
QUESTION, WEEK = 60, 7
CRISES, BALLOT = (150, 550), 1100
YEAR = 365


def watched(years: float, **more: Any) -> Scenario:
    """Two republics; the south hears all that happens in the north."""
    news = {"kind": "abroad", "from": "north", "to": "south", "weight": 1.0, "source": WHY}
    return world(years, ("north", "south"), ties=[news], **more)


def efficacy(histories: Histories) -> Array:
    """Mean efficacy of the south's contenders, (looks, histories)."""
    total = sum(CONTENDERS.values())
    states = [share / total * histories.state("cells.efficacy", f"south-{group}") for group, share in CONTENDERS.items()]
    return np.asarray(np.sum(states, axis=0))


def at(looks: list[int], curve: Array, day: Array) -> Array:
    """What each history showed on the first look at or after its own day."""
    rows = np.minimum(np.searchsorted(looks, day), len(looks) - 1)
    return np.asarray(curve[rows, np.arange(curve.shape[1])])


def around(looks: list[int], curve: Array, day: Array, last: int) -> list[float]:
    """The mean over histories of a curve, from each one's own day on, so many looks."""
    return [float(at(looks, curve, day + k * (looks[1] - looks[0])).mean()) for k in range(last)]


@cache
def fall_next_door() -> Pair:
    """A weak president in the north, a question there, and a milder one in the south a month later."""
    acts = [act("north-asks", QUESTION, "resource", "north-resource", 1.0), act("south-asks", 90, "resource", "south-resource", 0.5)]
    scene = watched(3.2, acts=acts)
    for country, seats, approval in (("north", 0.0, 0.1), ("south", 0.3, 0.3)):
        scene = scene.set(f"countries.{country}.removal_quorum", 0.5).set(f"governments.{country}-first.seats_share", seats)
        scene = scene.set(f"governments.{country}-first.approval_at_entry", approval)
        scene = scene.set(f"governments.{country}-first.hope_at_entry", 0.0)
    return paired(scene, "M37", 512, setup=Setup(watch=("cells.efficacy",), every=WEEK), keep=["active_share:south"])


def falls_by(histories: Histories, last: int) -> Array:
    """Falls of the south's governments up to a day, by history."""
    return np.asarray(sum(histories.count("fall", f"south-{name}", last=last) for name in ("first", "caretaker", "outsider", "second")))


def measure_M37() -> Measured:
    """Falls in the south within three years, in histories in which the north's president fell."""
    pair = fall_next_door()
    fell = ~np.isnan(pair.all_on.first_day("fall", "north-first"))
    found = mean_and_error((falls_by(pair.all_on, 3 * YEAR + QUESTION) - falls_by(pair.off, 3 * YEAR + QUESTION))[fell])
    days = list(range(0, 3 * YEAR + QUESTION + 1, 30))
    curves = [[falls_by(side, day)[fell].mean() for day in days] for side in (pair.all_on, pair.off)]
    return measured(
        "M37", "falls of the south's government", found, days, *curves, "days; the north is asked on day 60, the south on day 90"
    )


@pattern("M37")
def test_a_fall_next_door_makes_few_more():
    as_stated(measure_M37())


def test_a_fall_next_door_is_taken_heart_from_within_a_week():
    pair = fall_next_door()
    day = pair.all_on.first_day("fall", "north-first")
    heart = efficacy(pair.all_on) - efficacy(pair.off)
    known = ~np.isnan(day) & (day > QUESTION)
    gained, error = mean_and_error((at(pair.all_on.looks, heart, day + WEEK) - at(pair.all_on.looks, heart, day - WEEK))[known])
    assert gained > 2 * error
    # At most η_V·e_x = 0.07 for the fall itself, and a little that the wave it feeds has taught meanwhile.
    assert 0.02 < gained < 0.2
    early = ~(day <= QUESTION)
    assert np.abs(heart[: QUESTION // WEEK, early]).max() < 1e-3  # before the north rises there is next to nothing to see


@cache
def broken_exemplar() -> Pair:
    """The north lives from foreign capital; the south votes, and names no winner."""
    vote = {"id": "vote", "date": START.fromordinal(START.toordinal() + BALLOT), "country": "south", "source": WHY}
    scene = watched(3.2, elections=[vote]).set("countries.north.debt", 1.0)
    return paired(scene, "M45", 768, setup=Setup(watch=("nations.doubt",)), keep=["approval:south"])


def outsider_wins(histories: Histories) -> Array:
    """1 where the outsider wins the south's ballot."""
    return histories.count("succession", "south-outsider", BALLOT, BALLOT)


def measure_M45() -> Measured:
    """Who wins in the south where a currency broke in the north one and a half to two and a half years before."""
    pair = broken_exemplar()
    day = pair.all_on.first_day("crisis", "north-capital")
    broke = (day >= CRISES[0]) & (day <= CRISES[1])
    found = mean_and_error((outsider_wins(pair.all_on) - outsider_wins(pair.off))[broke])
    doubt = [side.state("nations.doubt", "south")[:, broke].mean(axis=1) for side in (pair.all_on, pair.off)]
    return measured("M45", "share of histories; curves: doubt in the model", found, pair.all_on.looks, *doubt, "days")


@pattern("M45")
def test_who_sees_a_model_break_votes_for_the_outsider():
    as_stated(measure_M45())


def test_where_no_currency_breaks_nobody_doubts():
    pair = broken_exemplar()
    calm = pair.all_on.count("crisis") == 0
    assert calm.sum() > 100
    assert np.array_equal(pair.all_on["approval:south"][calm], pair.off["approval:south"][calm])
    assert pair.all_on.state("nations.doubt", "south")[:, calm].max() == 0.0


@cache
def lost_cause() -> Pair:
    """A government of redistribution in the north whose coalition is divided; the south has disputes of its own."""
    acts = [act(f"tax-{k}", 150 + 100 * k, "tax", "south-tax", 0.8) for k in range(3)]
    scene = watched(1.5, acts=acts).set("governments.north-first.policy", 1.0).set("governments.north-first.unity", 0.0)
    return paired(scene, "M52", 256, setup=Setup(watch=("cells.efficacy",), every=10), keep=["active_share:south"])


def reversed_on(histories: Histories, last: int) -> Array:
    """The day on which a reversal won in the north, by history; NaN where none did so by then."""
    lost = histories.happened("reversal_failed")
    tried = histories.happened("reversal_attempted", "north-capital", last=last)
    won = tried[~np.isin(tried["history"] * 10_000 + tried["day"], lost["history"] * 10_000 + lost["day"])]
    day = np.full(histories.number, np.nan)
    day[won["history"].astype(int)] = won["day"]  # once one has won none is tried again
    return day


def measure_M52() -> Measured:
    """Efficacy of the south's contenders a month after a reversal has won in the north."""
    pair = lost_cause()
    day = reversed_on(pair.all_on, 450)
    won = ~np.isnan(day) & (day > 60)
    looks, (with_it, without) = pair.all_on.looks, [efficacy(side)[:, won] for side in (pair.all_on, pair.off)]
    found = mean_and_error(at(looks, with_it - without, day[won] + 30))
    curves = [around(looks, side, day[won] - 60, 15) for side in (with_it, without)]
    return measured("M52", "log-odds; curves: efficacy, log-odds", found, range(-60, 90, 10), *curves, "days since the reversal")


@pattern("M52")
def test_the_defeat_of_a_case_that_is_watched_takes_heart():
    as_stated(measure_M52())


def test_until_the_defeat_nothing_is_lost():
    pair = lost_cause()
    day = reversed_on(pair.all_on, 450)
    still = np.isnan(reversed_on(pair.all_on, 10_000)) & (pair.all_on.count("intervention") == 0)
    assert still.sum() > 30
    assert np.array_equal(pair.all_on["active_share:south"][still], pair.off["active_share:south"][still])
    assert (~np.isnan(day)).sum() > 30
