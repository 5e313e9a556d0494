"""What winning, losing, seeing and acting teach: M08, M09, M10, M35."""

from functools import cache

import numpy as np
from tests.patterns.measure import Array, Histories, Measured, Pair, Setup, as_stated, mean_and_error, means, measured, paired, pattern
from tests.patterns.world import GROUPS, act, demand, with_field, world

from groundswell.scenario.schema import Scenario

CONTENDERS = [f"north-{group}" for group, values in GROUPS.items() if values[-1] == "movement"]
MONTH, YEAR = 30, 365
FIRST = 30  # day of the first dispute
AGAIN = FIRST + YEAR


# M08: a local demand is granted early; another is raised a year later.


@cache
def won_and_raised_again() -> Pair:
    """The capital's groups ask for lower rates; a year later a middling national question is put.

    A second local demand would be granted the sooner the more come out for it, which hides how many would have come; and a
    burning question brings out everybody, whatever they believe.
    """
    rates = demand("north-rates", "north", "price", {name: 1.0 for name in CONTENDERS if name.startswith("north-capital")})
    acts = [act("rates", FIRST, "price", "north-rates", 1.0), act("question", AGAIN, "resource", "north-resource", 0.5)]
    return paired(world(2, demands=[rates], acts=acts), "M08")


def second_dispute(h: Histories) -> Array:
    """Participation in the month of the second dispute."""
    return np.asarray(h["participation"][:, AGAIN : AGAIN + MONTH].mean(axis=1))


def measure_M08() -> Measured:
    """Participation in the second dispute, with victories that embolden and without."""
    pair, days = won_and_raised_again(), slice(AGAIN - MONTH, AGAIN + 2 * MONTH)
    curves = (means(h["participation"][:, days]) for h in (pair.all_on, pair.off))
    found = pair.differences(second_dispute)
    return measured("M08", "share of the mobilizable in action", found, range(-MONTH, 2 * MONTH), *curves, "days from the second dispute")


@pattern("M08")
def test_after_a_win_more_come_out_a_year_later() -> None:
    as_stated(measure_M08())


def test_the_first_demand_was_granted_and_a_win_changes_nothing_before_it() -> None:
    pair = won_and_raised_again()
    assert pair.all_on.count("concession", "north-rates", last=AGAIN).min() >= 1
    assert np.array_equal(pair.all_on["participation"][:, :FIRST], pair.off["participation"][:, :FIRST])


# M09: a strike that wears itself out; the same demand again two years later, or five.


def worn_out(years: float) -> Scenario:
    """A strike over the national question, and the same so many years later, each weeks long.

    Local demands are soon granted at the defaults, and then nobody has lost. So what is asked is the national question,
    which no government grants, and the one in office has no troops, offers no vote and cannot be outvoted: the strike can
    only wear itself out.
    """
    dates = {"strike": FIRST, "strike-again": FIRST + round(years * YEAR)}
    scene = world(years + 1, acts=[act(name, day, "resource", "north-resource", 1.0) for name, day in dates.items()])
    scene = scene.without("forces.north-police").without("forces.north-army")
    for group in CONTENDERS:
        scene = with_field(scene, f"groups.{group}.organized", 0.9)
    return with_field(with_field(scene, "governments.north-first.line", 1.0), "governments.north-first.seats_share", 0.9)


@cache
def lost_and_raised_again(years: int) -> Pair:
    """Histories of a strike that lost and of the next one, so many years later."""
    return paired(worn_out(years), "M09")


def next_strike(years: int) -> tuple[float, float]:
    """What the scar changes in participation in the first two months of the next strike."""
    day = FIRST + years * YEAR
    return lost_and_raised_again(years).differences(lambda h: np.asarray(h["participation"][:, day : day + 2 * MONTH].mean(axis=1)))


def measure_M09() -> Measured:
    """Participation in the strike two years after one that lost."""
    pair, day = lost_and_raised_again(2), FIRST + 2 * YEAR
    curves = (means(h["participation"][:, day - MONTH : day + 2 * MONTH]) for h in (pair.all_on, pair.off))
    return measured(
        "M09", "share of the mobilizable in action", next_strike(2), range(-MONTH, 2 * MONTH), *curves, "days from the second strike"
    )


@pattern("M09")
def test_those_who_lost_come_out_in_smaller_numbers_two_years_later() -> None:
    as_stated(measure_M09())


@pattern("M09")
def test_half_of_the_scar_is_left_after_five_years() -> None:
    """Three standard errors of the difference at five years, so that luck decides in one of a thousand seeds."""
    (early, _), (late, error) = next_strike(2), next_strike(5)
    assert late + 3 * error < early / 2 < 0


# M10: one place has a demand, the place next to it the same demand at half the exposure.


@cache
def next_door() -> Pair:
    """The capital's groups ask for lower rates; in the hills next to it they matter half as much."""
    exposure = {name: 0.9 if name.startswith("north-capital") else 0.45 for name in CONTENDERS if "plains" not in name}
    rates = demand("north-rates", "north", "price", exposure)
    return paired(world(1, demands=[rates], acts=[act("rates", FIRST, "price", "north-rates", 1.0)]), "M10")


def measure_M10() -> Measured:
    """Active share of the hills in the 30 days after the capital began to rise."""
    pair, series = next_door(), "active_share:north-hills"
    found = pair.differences(lambda h: np.asarray(h[series][:, FIRST : FIRST + MONTH].mean(axis=1)))
    curves = (means(h[series][:, : 3 * MONTH]) for h in (pair.all_on, pair.off))
    return measured(
        "M10",
        "share of the neighbor's people in action",
        found,
        range(-FIRST, 3 * MONTH - FIRST),
        *curves,
        "days from the rise of the first place",
    )


@pattern("M10")
def test_the_place_next_door_follows_within_a_month() -> None:
    as_stated(measure_M10())


def test_while_nobody_acts_there_is_nothing_to_follow() -> None:
    """A hundredth of what follows the rise: the few who act by chance are all that can be seen."""
    found = measure_M10()
    before = abs(np.mean(found.with_it[:FIRST]) - np.mean(found.without[:FIRST]))
    assert before < found.difference / 100


# M35: a demand that nobody grants, twice with a year between.


@cache
def twice_for_nothing() -> Pair:
    """The national question is put on day 60 and again a year later."""
    acts = [
        act("question", 2 * MONTH, "resource", "north-resource", 1.0),
        act("again", 2 * MONTH + YEAR, "resource", "north-resource", 1.0),
    ]
    return paired(world(2, acts=acts), "M35", setup=Setup(watch=("cells.efficacy",)))


def efficacy_of_those_who_took_part(h: Histories) -> Array:
    """Efficacy of contenders, weighted by their days of action in the first wave, (looks, histories)."""
    mobilizable = {name: GROUPS[name.removeprefix("north-")][1] for name in CONTENDERS}
    days = np.array([h[f"active:{name}"][:, 2 * MONTH : 3 * MONTH].sum(axis=1) / share for name, share in mobilizable.items()])
    efficacy = np.array([h.state("cells.efficacy", name) for name in CONTENDERS])
    return np.asarray((efficacy * days[:, None]).sum(axis=0) / days.sum(axis=0))


def measure_M35() -> Measured:
    """Efficacy of those who took part, a month after the first wave's month."""
    pair = twice_for_nothing()
    on, off = (efficacy_of_those_who_took_part(h) for h in (pair.all_on, pair.off))
    look = pair.all_on.looks.index(4 * MONTH)
    return measured(
        "M35",
        "log-odds; curves: efficacy, log-odds",
        mean_and_error(on[look] - off[look]),
        pair.all_on.looks,
        on.mean(axis=1),
        off.mean(axis=1),
        "day",
    )


@pattern("M35")
def test_acting_teaches_those_who_act_even_for_nothing() -> None:
    as_stated(measure_M35())


@pattern("M35")
def test_what_was_learned_stays_for_months_and_grows_with_the_second_wave() -> None:
    found = measure_M35()
    gain = dict(zip(found.x, np.array(found.with_it) - found.without, strict=True))
    assert gain[2 * MONTH] < found.difference / 50
    assert gain[10 * MONTH] > 3 / 4 * found.difference
    assert gain[17 * MONTH] > 5 / 4 * found.difference
