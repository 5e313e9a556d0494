"""What reaches the palace, and what it does in answer: M11, M12, M25, M26, M28, M29, M33."""

from functools import cache
from typing import Any

import numpy as np
from tests.patterns.measure import (
    Array,
    Histories,
    Measured,
    Pair,
    Setup,
    as_stated,
    mean_and_error,
    means,
    measured,
    paired,
    pattern,
)
from tests.patterns.world import GROUPS, act, demand, with_field, world

from groundswell.scenario.schema import Scenario

CONTENDERS = [f"north-{group}" for group, values in GROUPS.items() if values[-1] == "movement"]
MONTH, YEAR = 30, 365
PUT = 60  # day on which the national question is put
QUESTION = act("question", PUT, "resource", "north-resource", 1.0)


def with_groups(scene: Scenario, field: str, value: float) -> Scenario:
    """The same world with one field of all contenders otherwise."""
    for group in CONTENDERS:
        scene = with_field(scene, f"groups.{group}.{field}", value)
    return scene


def governed(scene: Scenario, **fields: float) -> Scenario:
    """The same world with a first government that differs."""
    for field, value in fields.items():
        scene = with_field(scene, f"governments.north-first.{field}", value)
    return scene


def roused(**government: float) -> Scenario:
    """A republic whose contenders are organized and make the national question wholly their own, under a harsh government.

    In the republic as it ships the streets hardly ever grow large enough to bring anybody down.
    """
    scene = with_groups(with_groups(world(2, acts=[QUESTION]), "agenda_exposure", 1.0), "organized", 0.9)
    return governed(scene, line=0.9, **government)


def gave_way(h: Histories) -> Array:
    """1 for each history in which a demand is granted or a government falls."""
    return np.asarray(np.minimum(1.0, h.count("fall") + h.count("concession")))


def fell(h: Histories) -> Array:
    """1 for each history in which a government falls."""
    return np.asarray(np.minimum(1.0, h.count("fall")))


def share_by_day(h: Histories, kinds: tuple[str, ...] = ("fall",)) -> list[float]:
    """The share of histories in which such a thing has happened, by day."""
    firsts = np.fmin.reduce([h.first_day(kind) for kind in kinds])
    return [float((firsts <= day).mean()) for day in range(h.compiled.days)]


def share_of_falls(mechanism: str, pair: Pair) -> Measured:
    """The share of histories in which the government falls, by day."""
    curves = (share_by_day(h) for h in (pair.all_on, pair.off))
    return measured(mechanism, "share of histories", pair.differences(fell), range(pair.all_on.compiled.days), *curves, "day")


# M11: two worlds of equal crowds, one with blockade power where the roads are. Both under a government that seats protect
# from its congress, or it would fall by votes, which count stopped work and not cut roads.


@cache
def roads(cut: bool) -> Pair:
    """A roused republic whose people can close roads, or cannot."""
    scene = roused(seats_share=0.6, approval_at_entry=0.25)
    return paired(scene if cut else with_groups(scene, "blockade_power", 0.0), "M11", 512, keep=("participation", "roads_blocked"))


def measure_M11() -> Measured:
    """The share of histories in which something gives way, where roads can be cut."""
    pair = roads(cut=True)
    curves = (share_by_day(h, ("fall", "concession")) for h in (pair.all_on, pair.off))
    return measured("M11", "share of histories", pair.differences(gave_way), range(pair.all_on.compiled.days), *curves, "day")


@pattern("M11")
def test_where_roads_are_cut_more_gives_way() -> None:
    as_stated(measure_M11())


@pattern("M11")
def test_of_two_equal_crowds_the_one_on_the_road_wins_more() -> None:
    on_the_road, beside_it = (roads(cut).all_on for cut in (True, False))
    more, error = mean_and_error(gave_way(on_the_road) - gave_way(beside_it))
    assert more > 2 * error
    peaks = [float(h["participation"].max(axis=1).mean()) for h in (on_the_road, beside_it)]
    assert abs(peaks[0] - peaks[1]) < peaks[1] / 50  # no larger crowd, by 2 %


@pattern("M11")
def test_governments_fall_while_the_roads_are_cut() -> None:
    """A fall is ten times as likely on a day with a fifth of all roads blocked as on another."""
    h = roads(cut=True).all_on
    cut = h["roads_blocked"] > 1 / 5
    falls = h.happened("fall", first=1)
    on_such_days = cut[falls["history"].astype(int), falls["day"] - 1].sum()
    others = len(falls) - on_such_days
    assert on_such_days / cut.sum() > 10 * max(others, 1) / (~cut).sum()


# M12: roads to the capital are closed by a standing blockade.


@cache
def besieged() -> Pair:
    """Five groups of villages close the only road of the hills by turns, each when the one before tires.

    At the defaults no group can hold a road for three weeks, and its demand is soon granted: so the villages relieve one
    another every five days, and what each asks is threatened again every two. No troops are near.
    """
    raw = world(0.5).model_dump(by_alias=True)
    peasants = next(group for group in raw["groups"] if group["id"] == "north-hills/peasants")
    villages = [f"north-hills/village-{k}" for k in range(5)]
    each = {"population": peasants["population"] / len(villages), "blockade_power": 1.0, "organized": 0.8, "efficacy": 0.3}
    raw["groups"] = [group for group in raw["groups"] if group is not peasants] + [peasants | each | {"id": name} for name in villages]
    land = [demand(f"north-land-{k}", "north", "livelihood", {name: 1.0}) for k, name in enumerate(villages)]
    raw["demands"] = [*without_peasants(raw["demands"], "exposure"), *land]
    raw["organizations"] = without_peasants(raw["organizations"], "members")
    raw["organizations"][-1]["members"] |= dict.fromkeys(villages, 0.7)
    raw["acts"] = [act(f"turn-{k}-{j}", MONTH + 5 * k + 2 * j, "livelihood", f"north-land-{k}", 1.0) for k in range(5) for j in range(10)]
    raw["ties"] = [tie | ({"weight": 1.0} if (tie["kind"], tie["from"]) == ("route", "north-hills") else {}) for tie in raw["ties"]]
    return paired(Scenario.model_validate(raw | {"forces": []}), "M12", 128)


def without_peasants(records: tuple[dict[str, Any], ...], field: str) -> list[dict[str, Any]]:
    """Records without the peasants of the hills among those whom they concern; none that concerned only them."""
    left = [record | {field: {k: v for k, v in record[field].items() if k != "north-hills/peasants"}} for record in records]
    return [record for record in left if record[field]]


def siege_days(h: Histories) -> tuple[Array, Array, Array, Array]:
    """By history: the days on which the road closed, half the stock was gone, the road opened, and the stock was back."""
    road = 3 * h["roads_blocked"]  # a mean of three places, and only the hills are cut
    closed = first_after(road > 1 / 2, np.zeros(h.number))
    half = first_after(h["siege"] > 1 / 2, closed)
    opened = first_after(road < 1 / 4, half)
    return closed, half, opened, first_after(h["siege"] < 1 / 20, opened)


def first_after(happens: Array, day: Array) -> Array:
    """The first day, from a day on, on which something happens in each history; NaN if never."""
    days = np.arange(happens.shape[1])
    found = np.where(happens & (days >= np.nan_to_num(day, nan=np.inf)[:, None]), days, np.inf).min(axis=1)
    return np.where(np.isfinite(found), found, np.nan)


def measure_M12() -> Measured:
    """Days from the closing of the road until half of the capital's stock is gone; without the mechanism it never is."""
    pair = besieged()
    closed, half, _, _ = siege_days(pair.all_on)
    curves = ([1.0 - gone for gone in means(h["siege"])] for h in (pair.all_on, pair.off))
    return measured(
        "M12",
        "days; curves: supplies of the capital, 1 when full",
        mean_and_error(half - closed),
        range(pair.all_on.compiled.days),
        *curves,
        "day",
    )


@pattern("M12")
def test_half_of_the_stock_is_gone_in_one_to_three_weeks() -> None:
    as_stated(measure_M12())
    closed, half, _, _ = siege_days(besieged().all_on)
    assert ((half - closed >= 8) & (half - closed <= 21)).mean() > 9 / 10
    assert np.isnan(siege_days(besieged().off)[1]).all()


@pattern("M12")
def test_shelves_are_full_again_within_fifteen_days_of_opening() -> None:
    _, half, opened, full = siege_days(besieged().all_on)
    assert ((full - opened)[~np.isnan(half)] <= 15).mean() > 9 / 10


# M25 and M26: a national question and a harsh government.


@cache
def divided() -> Pair:
    """The roused republic, with a coalition that deaths and stopped work can wear down, and without."""
    return paired(roused(), "M25", 768, keep=("unity",))


def measure_M25() -> Measured:
    """The share of histories in which the government falls, where coalitions can crack."""
    return share_of_falls("M25", divided())


@pattern("M25")
def test_more_governments_fall_where_coalitions_crack() -> None:
    as_stated(measure_M25())


def test_a_coalition_cracks_under_the_wave_and_not_before_it() -> None:
    unity = divided().all_on["unity"]
    assert unity[:, :PUT].min(axis=1).mean() > 0.69  # .7 at rest
    assert unity[:, PUT : 3 * MONTH].min(axis=1).mean() < 0.5


@cache
def disunited() -> Pair:
    """The roused republic under a coalition of unity .3 from the first day."""
    return paired(roused(unity=0.3), "M26", 512, keep=())


def measure_M26() -> Measured:
    """The share of histories in which the government falls, where a divided coalition lets its head go."""
    return share_of_falls("M26", disunited())


@pattern("M26")
def test_a_divided_coalition_lets_its_head_go() -> None:
    as_stated(measure_M26())


@pattern("M26")
def test_without_a_crowd_nobody_is_let_go() -> None:
    assert not disunited().all_on.count("fall", last=PUT - 1).any()


# M28: a national question under a mild government.


@cache
def diverted() -> tuple[Pair, Array, Array]:
    """A national question under the mildest government; the histories in which it moves the agenda, and when.

    Counted where it does so within 90 days, while the question burns: later there is little left to move.
    """
    pair = paired(governed(world(2.5, acts=[QUESTION]), line=0.0), "M28", 512, keep=("agenda",))
    days = pair.all_on.first_day("diversion", first=PUT, last=PUT + 3 * MONTH)
    found = np.flatnonzero(~np.isnan(days))
    return pair, found, days[found].astype(int)


def agenda_after(h: Histories, lag: int) -> Array:
    """The agenda so many days after it was moved in the histories in which it was."""
    _, found, days = diverted()
    return np.asarray(h["agenda"][found, days + lag])


def measure_M28() -> Measured:
    """The agenda 30 days after the government moves it."""
    pair, _, _ = diverted()
    lags = range(-MONTH, 4 * MONTH)
    curves = ([float(agenda_after(h, lag).mean()) for lag in lags] for h in (pair.all_on, pair.off))
    found = mean_and_error(agenda_after(pair.all_on, MONTH) - agenda_after(pair.off, MONTH))
    return measured("M28", "on a scale from 0 to 1; curves: national agenda, 0 to 1", found, lags, *curves, "days from the move")


@pattern("M28")
def test_a_question_moved_to_another_venue_stands_lower_a_month_later() -> None:
    as_stated(measure_M28())
    pair, _, _ = diverted()
    assert np.array_equal(agenda_after(pair.all_on, -1), agenda_after(pair.off, -1))


@pattern("M28")
def test_it_is_back_in_part_within_two_years() -> None:
    """In most histories by a tenth of all there is to ask, above where it stood a month after the move."""
    pair, found, days = diverted()
    later = np.array([pair.all_on["agenda"][r, day + MONTH : day + 2 * YEAR].max() for r, day in zip(found, days, strict=True)])
    assert (later - agenda_after(pair.all_on, MONTH) > 1 / 10).mean() > 1 / 2


# M29: a question on the table, then a lull.


@cache
def lull() -> Pair:
    """The question is put once; its wave is over within two months, and the question is not."""
    return paired(world(2, acts=[QUESTION]), "M29", setup=Setup(watch=("demands.open",)))


def measure_M29() -> Measured:
    """What opponents ask for, a year after the question was put."""
    pair = lull()
    asked = [h.state("demands.open", "north-autonomy") for h in (pair.all_on, pair.off)]
    look = next(k for k, day in enumerate(pair.all_on.looks) if day >= PUT + YEAR)
    curves = (values.mean(axis=1) for values in asked)
    return measured(
        "M29",
        "on a scale from 0 to 1; curves: demand of opponents, 0 to 1",
        mean_and_error(asked[0][look] - asked[1][look]),
        pair.all_on.looks,
        *curves,
        "day",
    )


@pattern("M29")
def test_in_a_lull_opponents_ask_for_more() -> None:
    as_stated(measure_M29())


@pattern("M29")
def test_opponents_regroup_in_months_and_not_while_the_streets_are_full() -> None:
    asked = dict(zip(lull().all_on.looks, measure_M29().with_it, strict=True))
    quarter, year = asked[PUT + 3 * MONTH], asked[PUT + 12 * MONTH]
    assert asked[PUT + MONTH] < quarter / 10
    assert year > 3 / 2 * quarter


# M33: a head falls over a program and over a veto.


@cache
def headless(veto: bool) -> tuple[Pair, Array, Array]:
    """The roused republic under a weak coalition, asked for a program or only to stop; the histories with a fall, and when."""
    scene = roused(unity=0.3, seats_share=0.3).set("demands.north-resource.veto", veto)
    pair = paired(scene, "M33", 256, keep=("agenda", "agenda_parked"))
    days = pair.all_on.first_day("fall", last=2 * YEAR - 4 * MONTH)
    found = np.flatnonzero(~np.isnan(days))
    return pair, found, days[found].astype(int)


def outstanding(h: Histories, veto: bool, lag: int) -> Array:
    """What is open or parked of the question so many days after the fall."""
    _, found, days = headless(veto)
    return np.asarray(h["agenda"][found, days + lag] + h["agenda_parked"][found, days + lag])


def left(veto: bool, lag: int) -> tuple[float, float]:
    """What the mechanism leaves of the question, so many days after the fall."""
    pair, _, _ = headless(veto)
    return mean_and_error(outstanding(pair.all_on, veto, lag) - outstanding(pair.off, veto, lag))


def measure_M33() -> Measured:
    """What is open or parked of a program 30 days after the fall."""
    pair, _, _ = headless(veto=False)
    lags = range(-MONTH, 3 * MONTH)
    curves = ([float(outstanding(h, False, lag).mean()) for lag in lags] for h in (pair.all_on, pair.off))
    return measured(
        "M33",
        "on a scale from 0 to 1; curves: what is open or parked of the program, 0 to 1",
        left(False, MONTH),
        lags,
        *curves,
        "days from the fall",
    )


@pattern("M33")
def test_who_brings_down_a_head_has_not_won_the_program() -> None:
    as_stated(measure_M33())
    assert left(False, 1)[0] > left(False, MONTH)[0]  # from the next day


@pattern("M33")
def test_who_only_asked_to_stop_something_has_won_it() -> None:
    assert left(True, MONTH) == (0.0, 0.0)
