"""What changes a people over years: a name for being kept out (M22), closures (M23), a reform (M24), a sudden decline (M49)."""

from functools import cache

import numpy as np
from tests.patterns.measure import (
    SURE,
    Array,
    Histories,
    Measured,
    Pair,
    Setup,
    as_stated,
    histories_of,
    mean_and_error,
    measured,
    paired,
    pattern,
)
from tests.patterns.world import GROUPS, PEOPLE, WHY, act, with_field, world

from groundswell.scenario.schema import Scenario

CONTENDERS = [name for name, values in GROUPS.items() if values[-1] == "movement"]
HILLS = [name for name in GROUPS if name.startswith("hills")]
ACTIVE = [f"active:north-{name}" for name in CONTENDERS]
CAPITAL = "active_share:north-capital"
YEARS, YEAR = 20, 365.25
CLOSURE, MONTH = 800, 30
SHOCK, STANDING = 59, 1130  # the first of March, and the last day of a dispute of three years


def day_of(year: float) -> int:
    """The first day of a year from the start."""
    return round(YEAR * year)


def yearly(kind: str, demand: str) -> list[dict[str, object]]:
    """The same dispute in March of every year."""
    return [act(f"{demand}-{year}", day_of(year) + 60, kind, demand, 0.7) for year in range(YEARS)]


def between(series: Array, first: float, last: float) -> Array:
    """The mean of a daily series from one year to another: one number a history."""
    return np.asarray(series[:, day_of(first) : day_of(last)].mean(axis=1))


def by_year(series: Array) -> list[float]:
    """The mean over histories, year by year."""
    return [float(between(series, year, year + 1).mean()) for year in range(YEARS)]


@cache
def connected() -> Pair:
    """Roads, radio and schools reach the hills; everybody has the same dispute over a tax every year."""
    reached = world(YEARS, acts=yearly("tax", "north-tax"))
    for name in HILLS:
        reached = with_field(reached, f"groups.north-{name}.communication", 0.9)
    return paired(reached, "M22", 64, keep=ACTIVE)


def kept_out(h: Histories) -> Array:
    """Active share of the people of the hills, who are kept out for what they are: (histories, days)."""
    people = [GROUPS[name][0] for name in HILLS]
    return np.average([h[f"active:north-{name}"] for name in HILLS], axis=0, weights=people)


def measure_M22() -> Measured:
    pair = connected()
    found = pair.differences(lambda h: between(kept_out(h), 15, YEARS))
    return measured(
        "M22", "share of the excluded in action", found, range(YEARS), by_year(kept_out(pair.all_on)), by_year(kept_out(pair.off)), "years"
    )


@pattern("M22")
def test_those_kept_out_act_more_once_it_has_a_name() -> None:
    as_stated(measure_M22())


def test_it_takes_decades_to_get_a_name() -> None:
    early, late = (connected().differences(lambda h, span=span: between(kept_out(h), *span))[0] for span in ((0, 2), (15, YEARS)))
    assert early < 0.1 * late


@cache
def closure() -> Pair:
    """In the third year the pits close; most miners go to the capital's neighborhoods, as few did every year before."""
    flow = {"from": "north-hills/miners", "to": "north-capital/neighbors", "yearly_share": 0.01, "dismissed_share": 0.8, "source": WHY}
    closed = world(YEARS, acts=[*yearly("tax", "north-tax"), act("closure", CLOSURE, "layoff", "north-pits", 1.0)], flows=[flow])
    return paired(closed, "M23", 64, setup=Setup(watch=("cells.present", "cells.organized"), every=MONTH), keep=[*ACTIVE, CAPITAL])


@cache
def crowds(all_on: bool) -> dict[str, Array]:
    """Persons in action by group, of one person of the country on the first day: (histories, days)."""
    h = closure().all_on if all_on else closure().off
    look = np.minimum(np.arange(h[ACTIVE[0]].shape[1]) // MONTH, len(h.looks) - 1)
    people = {name: GROUPS[name][0] * h.state("cells.present", f"north-{name}") for name in CONTENDERS}
    return {name: people[name][look].T * h[f"active:north-{name}"] for name in CONTENDERS}


def share_in_capital(all_on: bool, first: float, last: float) -> Array:
    """Share of the country's crowd that stands in the capital, over some years: one number a history."""
    out = {name: between(crowd, first, last) for name, crowd in crowds(all_on).items()}
    return np.asarray(sum(out[name] for name in CONTENDERS if name.startswith("capital")) / sum(out.values()))


def moved(first: float, last: float) -> tuple[float, float]:
    """How far the crowd has moved to the capital, and its error."""
    return mean_and_error(share_in_capital(True, first, last) - share_in_capital(False, first, last))


def measure_M23() -> Measured:
    curves = [[share_in_capital(all_on, year, year + 1).mean() for year in range(YEARS)] for all_on in (True, False)]
    return measured(
        "M23",
        "share of the country's crowd; curves: share of the country's crowd in the capital",
        moved(15, YEARS),
        range(YEARS),
        *curves,
        "years",
    )


@pattern("M23")
def test_the_crowd_moves_to_where_those_dismissed_have_gone() -> None:
    as_stated(measure_M23())


def test_the_crowd_stays_where_it_was_until_the_pits_close() -> None:
    assert moved(0, CLOSURE / YEAR)[0] < 0.1 * moved(15, YEARS)[0]


def test_newcomers_organize_with_a_lag_of_years() -> None:
    organized = closure().all_on.state("cells.organized", "north-capital/neighbors").mean(axis=1)
    month = CLOSURE // MONTH
    before, after, later = organized[month], organized[month + 2], organized[month + 60]
    assert after < before
    assert 0.25 < (later - after) / (before - after) < 0.9  # back in part after five years


def test_those_who_have_moved_are_counted_where_they_are() -> None:
    here = [name for name in CONTENDERS if name.startswith("capital")]
    looks = closure().all_on.looks
    persons = sum(crowds(True)[name][:, looks] for name in here)
    told = closure().all_on[CAPITAL][:, looks] * sum(GROUPS[name][0] for name in here)
    assert np.allclose(told, persons, rtol=0.02, atol=1e-6)  # people are looked at in the morning, action in the evening


def test_a_closure_raises_the_demand_it_is_about() -> None:
    closed = world(0.2, acts=[act("closure", 30, "layoff", "north-pits", 0.5)])
    h = histories_of(closed, ("classes_recompose",), 32, setup=Setup(watch=("demands.open",), every=1), keep=())
    pits = h.state("demands.open", "north-pits")
    assert pits[:31].max() == 0.0
    assert pits[31].min() > 0.5  # on the morning after, before anybody could grant it


def test_a_group_that_everybody_leaves_keeps_its_last_person() -> None:
    flow = {"from": "north-hills/miners", "to": "north-capital/neighbors", "yearly_share": 0.5, "dismissed_share": 1.0, "source": WHY}
    closed = world(1, acts=[act("closure", 30, "layoff", "north-pits", 1.0)], flows=[flow])
    h = histories_of(closed, (), 32, setup=Setup(watch=("cells.present",)))
    persons = GROUPS["hills/miners"][0] * PEOPLE * h.state("cells.present", "north-hills/miners")
    assert np.allclose(persons[2:], 1.0)  # one person, to within what is lost by rounding
    assert all(np.isfinite(series).all() for series in h.daily.values())


@cache
def reformed() -> Pair:
    """Land is given to peasants on day 30; there is a dispute over land every year."""
    acts = [act("reform", 30, "reform", "north-land", 0.8), *yearly("livelihood", "north-land")]
    return paired(world(YEARS, acts=acts), "M24", 64, keep=["active:north-hills/peasants"])


def peasants(h: Histories) -> Array:
    """Active share of the peasants: (histories, days)."""
    return h["active:north-hills/peasants"]


def measure_M24() -> Measured:
    pair = reformed()
    found = pair.differences(lambda h: between(peasants(h), 1, 10))
    return measured(
        "M24", "share of peasants in action", found, range(YEARS), by_year(peasants(pair.all_on)), by_year(peasants(pair.off)), "years"
    )


@pattern("M24")
def test_who_was_given_land_stays_quiet() -> None:
    as_stated(measure_M24())


def test_a_reform_quiets_less_in_its_second_decade() -> None:
    with_it, without = (peasants(h) for h in (reformed().all_on, reformed().off))
    first, second = (between(with_it, *span) - between(without, *span) for span in ((1, 10), (11, YEARS)))
    mean, error = mean_and_error(second - first)
    assert mean - SURE * error > 0
    mean, error = mean_and_error(second)
    assert mean + SURE * error < 0


def crisis(unemployment: float) -> Scenario:
    """A question that stands for three years, and unemployment as given from the first of March on."""
    asked = world(3.1, acts=[act(f"contract-{day}", day, "resource", "north-resource", 0.4) for day in range(30, STANDING, 90)])
    for month in asked.countries[0].economy:
        if month.month >= "2001-03":
            asked = with_field(asked, f"countries.north.economy.{month.month}.unemployment", unemployment)
    return asked


@cache
def declined() -> Pair:
    """Unemployment goes from 8 to 20 in one month."""
    return paired(crisis(20.0), "M49", 384, keep=("active_share",))


@cache
def undisturbed() -> Histories:
    """The same histories where unemployment stays at 8."""
    return histories_of(crisis(8.0), (), 384, keep=("active_share",))


def in_year(h: Histories, number: int) -> Array:
    """Active share of the country in a year after the shock: one number a history."""
    first = SHOCK + 365 * (number - 1)
    return np.asarray(h["active_share"][:, first : first + 365].mean(axis=1))


def measure_M49() -> Measured:
    pair, months = declined(), range(0, STANDING, MONTH)
    curves = [[h["active_share"][:, day : day + MONTH].mean() for day in months] for h in (pair.all_on, pair.off)]
    found = pair.differences(lambda h: in_year(h, 1))
    return measured("M49", "share of people in action", found, [day - SHOCK for day in months], *curves, "days after unemployment rose")


@pattern("M49")
def test_sudden_decline_first_keeps_people_at_home() -> None:
    as_stated(measure_M49())


@pattern("M49", "third")
def test_it_keeps_nobody_at_home_in_the_third_year() -> None:
    mean, error = declined().differences(lambda h: in_year(h, 3))
    assert mean + SURE * error >= 0


@pattern("M49", "lag")
def test_protest_falls_below_its_level_without_a_crisis_and_overshoots_later() -> None:
    half_year = slice(SHOCK, SHOCK + 182)
    early, error = mean_and_error(
        declined().all_on["active_share"][:, half_year].mean(axis=1) - undisturbed()["active_share"][:, half_year].mean(axis=1)
    )
    assert early + SURE * error < 0
    late, error = mean_and_error(in_year(declined().all_on, 3) - in_year(undisturbed(), 3))
    assert late - SURE * error > 0
    at_once, error = mean_and_error(in_year(declined().off, 1) - in_year(undisturbed(), 1))
    assert at_once - SURE * error > 0  # with this off, the load alone gives a rise from the first year
