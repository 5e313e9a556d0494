"""Patterns of what comes from outside: pressure whose means have an end, mediators, and what standing alone does."""

from functools import cache
from typing import Any

import numpy as np
from tests.patterns.measure import Array, Histories, Measured, Pair, Setup, as_stated, mean_and_error, measured, paired, pattern
from tests.patterns.world import START, WHY, act, world

from groundswell.scenario.schema import Scenario

YEAR = 365
LAST = START.fromordinal(START.toordinal() + 10 * YEAR)


def power(**more: Any) -> dict[str, Any]:
    """A power that minds a turn in the north fully, and has the means to press one country."""
    return {"id": "power", "name": "power", "capacity": 1.0, "interest": {"north": 1.0}, **more, "source": WHY}


def redistributes(years: float, powers: list[dict[str, Any]]) -> Scenario:
    """A government that grants what is asked, and those who mind."""
    return world(years, outside_powers=powers).set("governments.north-first.policy", 1.0)


@cache
def pressed(bound: float) -> Pair:
    """Five years under pressure, with so much of the power's means bound elsewhere from the first day to the last."""
    elsewhere = [{"from": START, "to": LAST, "share": bound}]
    return paired(redistributes(5, [power(commitments=elsewhere)]), "M39", 384, keep=["policy"], setup=Setup(watch=("nations.pressure",)))


def blows(histories: Histories, last: int = 10_000) -> Array:
    """Attempts at reversal and interventions, by history."""
    return histories.count("reversal_attempted", last=last) + histories.count("intervention", last=last)


def measure_M39() -> Measured:
    """Attempts at reversal and interventions in five years, the power's hands free."""
    pair = pressed(0.0)
    days = list(range(0, 5 * YEAR, 90))
    curves = [[blows(side, day).mean() for day in days] for side in (pair.all_on, pair.off)]
    return measured("M39", "attempts and interventions", pair.differences(blows), days, *curves, "days")


@pattern("M39")
def test_a_power_that_minds_brings_reversals():
    as_stated(measure_M39())


@pattern("M39")
def test_a_power_whose_hands_are_bound_does_not_step_in():
    free, half, bound = (pressed(part).all_on for part in (0.0, 0.6, 1.0))
    assert bound.count("intervention").sum() == 0
    assert half.count("intervention").sum() == 0
    assert bound.state("nations.pressure", "north").max() == 0.0
    assert 0 < half.state("nations.pressure", "north").max() < 0.401  # what is left of its means, and rounding
    # A ten-thousandth a day at most, in five years 0.18; less, as policy and pressure end with the government.
    assert 0.01 < free.count("intervention").mean() < 0.18
    assert np.array_equal(bound["policy"], pressed(1.0).off["policy"])


@cache
def mediated(trust: float) -> Pair:
    """A national question and a tax on one day, the roads to the capital cut for weeks, and a third party."""
    acts = [act("question", 60, "resource", "north-resource", 1.0), act("tax", 60, "tax", "north-tax", 1.0)]
    return paired(world(1, acts=acts).set("countries.north.mediator", trust), "M40", 512)


def days_from_peak(histories: Histories) -> Array:
    """Days from the peak of the siege to the end of the largest wave, by history; NaN without a wave."""
    found = np.full(histories.number, np.nan)
    for row in np.sort(histories.episodes, order="person_days"):
        siege = histories["siege"][int(row["history"]), row["onset"] : row["end"] + 1]
        found[int(row["history"])] = row["end"] - row["onset"] - siege.argmax()
    return found


def measure_M40() -> Measured:
    """Days from the peak of the siege to the end of the wave."""
    pair = mediated(1.0)
    found = mean_and_error(days_from_peak(pair.all_on) - days_from_peak(pair.off))
    curves = [side["stoppage"].mean(axis=0)[50:250:5] for side in (pair.all_on, pair.off)]
    unit = "days; curves: part of the economy that stands still"
    return measured("M40", unit, found, range(50, 250, 5), *curves, "days; demands on day 60")


@pattern("M40")
def test_a_mediator_shortens_what_hurts_both():
    as_stated(measure_M40())


@pattern("M40")
def test_mediation_begins_when_both_sides_hurt():
    histories = mediated(1.0).all_on
    hurt = np.sqrt(histories["siege"] * histories["stoppage"])
    begun = histories.happened("mediation")
    assert len(begun) > 256
    # Three times the usual hurt of the year at least: what begins in quiet days is rare.
    assert hurt[begun["history"].astype(int), begun["day"]].mean() > 3 * hurt.mean()
    assert (begun["day"] < 60).mean() < 0.05
    assert mediated(0.0).all_on.count("mediation").sum() == 0


@cache
def alone(aid: float) -> Pair:
    """Five years under full pressure, with or without a patron; the army does not follow those who would turn things back.

    Half of the seats or more are the government's, so that neither street nor congress brings it down.
    """
    patron = {"id": "patron", "name": "patron", "capacity": 1.0, "aid": {"north": aid}, "source": WHY}
    scene = redistributes(5, [power(), patron]).set("governments.north-first.seats_share", 0.7)
    for force in ("police", "army"):
        scene = scene.set(f"forces.north-{force}.loyalty_lowest", 0.0).set(f"forces.north-{force}.loyalty_highest", 0.1)
    return paired(scene, "M41", 256, keep=["policy"])


def governs(pair: Pair) -> Array:
    """Histories in which the first government is in office to the end, with and without the mechanism."""
    return np.asarray((pair.all_on.count("fall") == 0) & (pair.off.count("fall") == 0))


def measure_M41() -> Measured:
    """Policy after five years of a government that is alone, where it still governs.

    Where it was brought down the policy is another's; a government that has softened is brought down less often, which
    hides over all histories what happened to those that stood.
    """
    pair = alone(0.0)
    stood = governs(pair)
    found = mean_and_error((pair.all_on["policy"] - pair.off["policy"])[stood, -1])
    curves = [side["policy"][stood].mean(axis=0)[::60] for side in (pair.all_on, pair.off)]
    return measured(
        "M41", "on a scale from −1 to 1; curves: policy, −1 to 1", found, range(0, pair.all_on.compiled.days, 60), *curves, "days"
    )


@pattern("M41")
def test_standing_alone_softens_a_government():
    as_stated(measure_M41())


@pattern("M41")
def test_it_takes_years_and_the_government_survives():
    pair = alone(0.0)
    assert (pair.all_on.count("fall") == 0).mean() > 0.5
    softened = (pair.all_on["policy"] - pair.off["policy"])[governs(pair)].mean(axis=0)
    assert -0.01 < softened[YEAR // 2] <= 0
    assert softened[5 * YEAR] < 2 * softened[2 * YEAR] < 0


@pattern("M41")
def test_a_patron_spares_a_government_the_turn():
    pair = alone(1.0)
    assert np.array_equal(pair.all_on["policy"], pair.off["policy"])
