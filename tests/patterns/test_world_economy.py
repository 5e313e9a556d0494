"""Patterns of the economy: currencies that break in clusters, growth that forgives whoever governs, and people who leave."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from tests.patterns.measure import Array, Histories, Measured, Pair, Setup, as_stated, mean_and_error, measured, paired, pattern
from tests.patterns.world import GROUPS, PEOPLE, QUIET, START, WHY, act, world

DECADES, YEAR = 3, 365
COUNTRIES = ("north", "south")


def economy(years: int, month: Callable[[int], dict[str, float]]) -> list[dict[str, Any]]:
    """Monthly series: the quiet ones, and what is otherwise in the month of this number."""
    names = [f"{START.year + k // 12}-{k % 12 + 1:02d}" for k in range(12 * (years + 1))]
    return [{"month": name, **QUIET, **month(k), "source": WHY} for k, name in enumerate(names)]


@cache
def two_that_live_from_capital() -> Pair:
    """Thirty years of two republics that trade and live from foreign capital."""
    trade = {"kind": "trade", "from": "north", "to": "south", "weight": 1.0, "source": WHY}
    scene = world(10 * DECADES, COUNTRIES, ties=[trade])
    for country in COUNTRIES:
        scene = scene.set(f"countries.{country}.debt", 1.0)
    return paired(scene, "M38", 64, keep=["crisis:north", "crisis:south"])


def struck(histories: Histories) -> list[list[Array]]:
    """The days on which each country's currency broke: of each country, of each history."""
    found = []
    for country in COUNTRIES:
        rows = histories.happened("crisis", f"{country}-capital")
        found.append([rows["day"][rows["history"] == k] for k in range(histories.number)])
    return found


def followed(histories: Histories, other: int) -> float:
    """Share of crises with one of the partner's within a year, the partner taken from so many histories further on."""
    north, south = struck(histories)
    near = []
    for k in range(histories.number):
        m = (k + other) % histories.number
        for own, partner in ((north[k], south[m]), (south[k], north[m])):
            near += [bool((abs(partner - day) <= YEAR).any()) for day in own]
    return float(np.mean(near))


def measure_M38() -> Measured:
    """Currency crises of a country in a decade."""
    pair = two_that_live_from_capital()
    found = pair.differences(lambda h: h.count("crisis") / (DECADES * len(COUNTRIES)))
    days = list(range(0, pair.all_on.compiled.days, YEAR))
    curves = [[side.count("crisis", last=day).mean() / len(COUNTRIES) for day in days] for side in (pair.all_on, pair.off)]
    return measured("M38", "crises a decade and country; curves: crises so far", found, [day / YEAR for day in days], *curves, "years")


@pattern("M38")
def test_about_one_currency_breaks_in_a_decade():
    as_stated(measure_M38())


@pattern("M38")
def test_crises_cluster_within_a_year_of_the_partners():
    histories = two_that_live_from_capital().all_on
    together, by_chance = followed(histories, 0), followed(histories, 1)
    # Some 400 crises: the share has an error of about 0.025, that by chance likewise.
    assert together > by_chance + 0.07
    assert 0.1 < together / by_chance < 5
    assert together / by_chance > 1.2


@cache
def rebound() -> Pair:
    """Growth of six in a hundred for two years under a president whom hardly anybody approves of; a tax is resented."""
    months = economy(2, lambda k: {"growth": 6.0})
    scene = world(2, acts=[act("tax", 30, "tax", "north-tax", 0.8)]).set("countries.north.economy", months)
    return paired(scene.set("governments.north-first.approval_at_entry", 0.2), "M43", 128)


def measure_M43() -> Measured:
    """Approval at the end of the second year."""
    pair = rebound()
    found = pair.differences(lambda h: h["approval"][:, -1])
    curves = [side["approval"].mean(axis=0)[:: YEAR // 12] for side in (pair.all_on, pair.off)]
    return measured(
        "M43", "share of people; curves: approval, share of people", found, range(0, pair.all_on.compiled.days, YEAR // 12), *curves, "days"
    )


@pattern("M43")
def test_growth_forgives_whoever_governs():
    as_stated(measure_M43())


def test_with_approval_there_is_less_in_the_streets():
    lower, error = rebound().differences(lambda h: h["participation"][:, YEAR:].mean(axis=1))
    assert lower < -2 * error


@cache
def way_abroad() -> Pair:
    """Hardship of one from the second month of ten years on, for everybody, and a tax every year; the way abroad is open."""
    months = economy(10, lambda k: {"unemployment": QUIET["unemployment"] + (10.0 if k else 0.0)})
    scene = world(10, acts=[act(f"tax-{k}", 30 + YEAR * k, "tax", "north-tax", 0.8) for k in range(10)])
    scene = scene.set("countries.north.economy", months).set("countries.north.exit", 1.0)
    for group in GROUPS:
        scene = scene.set(f"groups.north-{group}.crisis_exposure", 1.0)
    return paired(scene, "M42", 96, setup=Setup(watch=("cells.present", "cells.hardship"), every=30))


def crowd(histories: Histories) -> Array:
    """Persons in action, (histories, looks): of each group its active share of those who are still there."""
    groups = {group: values[0] for group, values in GROUPS.items() if values[-1] == "movement"}
    looks = histories.looks
    return np.asarray(sum(
        PEOPLE * share * histories[f"active:north-{group}"][:, looks].T * histories.state("cells.present", f"north-{group}")
        for group, share in groups.items()
    )).T  # fmt: skip


def measure_M42() -> Measured:
    """The crowd of the second five years, against that without the way abroad."""
    pair = way_abroad()
    with_it, without = crowd(pair.all_on), crowd(pair.off)
    late = [k for k, day in enumerate(pair.all_on.looks) if day > 5 * YEAR]
    found = mean_and_error(with_it[:, late].mean(axis=1) / without[:, late].mean(axis=1) - 1)
    yearly = [slice(k, k + 12) for k in range(0, 120, 12)]
    curves = [[side[:, year].mean() for year in yearly] for side in (with_it, without)]
    return measured("M42", "of the crowd without it; curves: persons in action, mean of the year", found, range(1, 11), *curves, "years")


@pattern("M42")
def test_who_leaves_does_not_march():
    as_stated(measure_M42())


def test_it_takes_years_and_what_is_sent_home_eases_hardship():
    pair = way_abroad()
    abroad = pair.all_on["abroad"].mean(axis=0)
    assert abroad[0] == 0 and (np.diff(abroad) >= 0).all()
    # With everybody at a hardship of one and the way quite open, three in a hundred in a year at most.
    assert 0.005 < abroad[YEAR] < 0.03
    assert 0.1 < abroad[10 * YEAR] < 0.3
    hardship = [side.state("cells.hardship", "north-hills/miners")[-1].mean() for side in (pair.all_on, pair.off)]
    assert hardship[0] < hardship[1] - 0.2
    assert pair.off["abroad"].max() == 0


def test_nobody_leaves_where_there_is_no_hardship_or_no_way():
    for way in (0.0, 1.0):
        scene = world(2).set("countries.north.exit", way)
        if way == 0.0:
            scene = scene.set("countries.north.economy", economy(2, lambda k: {"unemployment": 8.0 + k}))
        assert paired(scene, "M42", 32).all_on["abroad"].max() == 0
