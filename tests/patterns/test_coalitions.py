"""What divides those who could act together (M21), and what they remember of having done so (M36)."""

from datetime import timedelta
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
from tests.patterns.world import GROUPS, START, WHY, act, with_field, world

CONTENDERS = [name for name, values in GROUPS.items() if values[-1] == "movement"]
KEPT_OUT = [name for name in CONTENDERS if GROUPS[name][4] >= 0.4]
VOTE, YEAR = 700, slice(335, 700)
MONTH = 35  # days of a window of the figure
BLOCKS = 64  # parts that are left out in turn to learn the error of a correlation
HILLS = [name for name in GROUPS if name.startswith("hills")]
DISPUTE = slice(60, 120)


@cache
def coalition() -> Pair:
    """Before a vote those whom identity keeps out ask for land and for pits; the others ask for nothing and can only join them.

    A dispute of all, which the stated world leaves open, makes them act together whomever they look at (a correlation of .92
    and more); whether people join who have nothing to ask for hangs on what they see.
    """
    acts = [act(f"{what}-{day}", day, "livelihood", f"north-{what}", 0.8) for what in ("land", "pits") for day in (350, 450, 550)]
    ballot = {"id": "vote", "date": START + timedelta(days=VOTE), "country": "north", "source": WHY}
    divided = world(1.95, acts=acts, elections=[ballot])
    for name in CONTENDERS:
        divided = with_field(divided, f"groups.north-{name}.exclusion", 0.9 if name in KEPT_OUT else 0.0)
    keep = [f"active:north-{name}" for name in CONTENDERS]
    return paired(divided, "M21", 768, setup=Setup(watch=("nations.boundary",), every=MONTH), keep=keep)


def out(h: Histories, names: list[str], days: slice) -> Array:
    """Action of the mobilizable of these groups, mean over some days: one number a history."""
    return np.mean([h[f"active:north-{name}"][:, days].mean(axis=1) / GROUPS[name][1] for name in names], axis=0)


def both_kinds(h: Histories, days: slice) -> Array:
    """Action of those kept out, and of the others: (2, histories)."""
    others = [name for name in CONTENDERS if name not in KEPT_OUT]
    return np.array([out(h, KEPT_OUT, days), out(h, others, days)])


def together(action: Array) -> float:
    """Correlation over histories of the action of the two kinds of groups."""
    return float(np.corrcoef(action)[0, 1])


def divided_by(pair: Pair, days: slice) -> tuple[float, float]:
    """How far the correlation is lower, and its error by leaving out one part of the histories after the other (jackknife)."""
    with_it, without = (both_kinds(h, days) for h in (pair.all_on, pair.off))
    part = np.arange(pair.all_on.number) % BLOCKS
    whole = together(with_it) - together(without)
    rest = np.array([together(with_it[:, part != k]) - together(without[:, part != k]) for k in range(BLOCKS)])
    return mean_and_error(BLOCKS * whole - (BLOCKS - 1) * rest)


def measure_M21() -> Measured:
    pair, firsts = coalition(), range(0, VOTE, MONTH)
    curves = [[together(both_kinds(h, slice(day, day + MONTH))) for day in firsts] for h in (pair.all_on, pair.off)]
    return measured("M21", "correlation", divided_by(pair, YEAR), firsts, *curves, "days; the vote is on the last")


@pattern("M21")
def test_a_prize_divides_a_coalition() -> None:
    as_stated(measure_M21())


def test_nothing_divides_it_before_there_is_something_to_win() -> None:
    boundary = coalition().all_on.state("nations.boundary", "north").mean(axis=1)
    assert boundary[0] == 0.0
    assert boundary[330 // MONTH] < 0.2 * boundary[-1]  # before the last year there is only the hope a government came with


def test_nobody_is_divided_who_sees_only_their_own() -> None:
    asked = world(0.8, acts=[act("tax", 200, "tax", "north-tax", 0.7)])
    alone, divided = (histories_of(asked, off, 32) for off in (("neighbors_emulated", "boundaries_activate"), ("neighbors_emulated",)))
    assert all(np.array_equal(alone[name], divided[name]) for name in alone.daily)


@cache
def siege() -> Pair:
    """A tax is asked for everywhere; roads can be blocked in the hills alone, which remember."""
    called = world(0.7, acts=[act("tax-rise", 60, "tax", "north-tax", 0.7)])
    for name in GROUPS:
        field, value = ("memory", 0.8) if name in HILLS else ("blockade_power", 0.0)
        called = with_field(called, f"groups.north-{name}.{field}", value)
    return paired(called, "M36", 256, keep=["roads_blocked", "active_share"] + [f"active:north-{name}" for name in HILLS])


def participation(h: Histories, days: slice) -> Array:
    """Share of the hills' mobilizable in action, by economic weight, mean over some days: one number a history."""
    weights = {name: GROUPS[name][0] * GROUPS[name][2] for name in HILLS}
    found = [weights[name] * h[f"active:north-{name}"][:, days].mean(axis=1) / GROUPS[name][1] for name in HILLS]
    return np.asarray(np.sum(found, axis=0) / sum(weights.values()))


def blocked_for_out(h: Histories, days: slice) -> Array:
    """Blocked roads of the hills over participation there; the country's mean is over three places, of which two block nothing."""
    return np.asarray(3 * h["roads_blocked"][:, days].mean(axis=1) / participation(h, days))


def measure_M36() -> Measured:
    pair, firsts = siege(), range(60, 120, 5)
    curves = [[blocked_for_out(h, slice(day, day + 5)).mean() for day in firsts] for h in (pair.all_on, pair.off)]
    found = pair.differences(lambda h: blocked_for_out(h, DISPUTE))
    return measured("M36", "blocked roads over participation", found, [day - 60 for day in firsts], *curves, "days after the tax rose")


@pattern("M36")
def test_who_remembers_blocks_more_for_as_many_people() -> None:
    as_stated(measure_M36())


def test_the_form_changes_more_than_the_level() -> None:
    form, _ = siege().differences(lambda h: blocked_for_out(h, DISPUTE))
    level, error = siege().differences(lambda h: participation(h, DISPUTE))
    before = [f(siege().off, DISPUTE).mean() for f in (blocked_for_out, participation)]
    assert abs(level) + SURE * error < form / before[0] * before[1]
