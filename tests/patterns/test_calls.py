"""What organizations do: M18, M20, M32."""

from datetime import timedelta
from functools import cache

import numpy as np
from tests.patterns.measure import Array, Histories, Measured, Pair, as_stated, mean_and_error, means, measured, paired, pattern
from tests.patterns.world import START, WHY, act, demand, world

from groundswell.scenario.schema import Scenario

MONTH = 30
WORKERS = {"north-capital/workers": 1.0, "north-hills/miners": 1.0}
FARMERS = {"north-hills/peasants": 1.0, "north-plains/farmhands": 1.0}


# M18: an organization with stake 1 and one with none, an election on day 300.

VOTE = 300
BEFORE = range(VOTE - 200, VOTE)
RAISED = 100  # day on which both bases come to ask for more


@cache
def near_a_vote() -> Pair:
    """Union and league ask for the same from the same day; the union's leaders may win office."""
    vote = {
        "id": "vote", "date": START + timedelta(days=VOTE), "country": "north", "winner": "north-second",
        "inauguration": START + timedelta(days=VOTE + 2 * MONTH), "structural": "part of what the test sets up", "source": WHY,
    }  # fmt: skip
    pay = demand("north-pay", "north", "wage", WORKERS | FARMERS)
    scene = world(1.2, demands=[pay], acts=[act("pay", RAISED, "wage", "north-pay", 0.6)], elections=[vote])
    for name, stake in {"union": 1.0, "league": 0.0}.items():
        scene = scene.set(f"organizations.north-{name}.electoral_stake", stake).set(f"organizations.north-{name}.line", 0.3)
    return paired(scene, "M18", 512, keep=())


def calls(name: str) -> tuple[float, float]:
    """How many more calls an organization makes in the 200 days before the vote where ambition restrains leaders."""
    return near_a_vote().differences(lambda h: h.count("call", f"north-{name}", BEFORE.start, BEFORE.stop - 1))


def calls_by_day(h: Histories, name: str, days: range) -> list[float]:
    """Mean number of calls up to each day, from the first of them."""
    happened = h.happened("call", name, days.start, days.stop - 1)["day"]
    return [float((happened <= day).sum() / h.number) for day in days]


def measure_M18() -> Measured:
    """Calls before the vote by the organization with something to win."""
    pair = near_a_vote()
    curves = (calls_by_day(h, "north-union", BEFORE) for h in (pair.all_on, pair.off))
    return measured(
        "M18", "calls a history; curves: calls a history so far", calls("union"), range(-len(BEFORE), 0), *curves, "days to the vote"
    )


@pattern("M18")
def test_who_may_win_the_vote_calls_less_before_it() -> None:
    as_stated(measure_M18())


@pattern("M18")
def test_who_has_nothing_to_win_calls_as_before() -> None:
    """Within a twentieth of a call: some of what the union does not do, the league does not hear of."""
    difference, error = calls("league")
    assert abs(difference) + 2 * error < 1 / 20


# M20: two organizations with a pact of 1, only one with a demand of its own.

ASKED = 30


def allied(interest: float) -> Scenario:
    """Workers and miners ask for pay; neighbors, whose boards have a pact with the union, care for it so far."""
    pay = demand("north-pay", "north", "wage", WORKERS | ({"north-capital/neighbors": interest} if interest else {}))
    scene = world(0.4, demands=[pay], acts=[act("pay", ASKED, "wage", "north-pay", 1.0)])
    return scene.set("ties.pact:north-union:north-boards.weight", 1.0)


@cache
def with_an_ally(interest: float) -> Pair:
    """Histories of such a demand, with organizations that heed their allies and without."""
    return paired(allied(interest), "M20", 512, keep=())


def follows(interest: float, h: Histories) -> Array:
    """1 where the boards call within 30 days of the union's first call, NaN where the union never calls."""
    first = with_an_ally(interest).all_on.first_day("call", "north-union", ASKED)
    then = h.first_day("call", "north-boards", ASKED)
    return np.where(np.isnan(first), np.nan, (then >= first) & (then <= first + MONTH))


def following(interest: float) -> tuple[float, float]:
    """How much more often the boards follow where organizations heed their allies."""
    return with_an_ally(interest).differences(lambda h: follows(interest, h))


def measure_M20() -> Measured:
    """Calls by the other organization within 30 days of a call by the first.

    A pact alone calls out nobody at the defaults: it weighs .2, and leaders call from .5. So the other's members are given
    a faint interest in what the first one asks, too weak to be called out for.
    """
    pair = with_an_ally(0.4)
    days = range(ASKED, ASKED + 2 * MONTH)
    curves = (calls_by_day(h, "north-boards", days) for h in (pair.all_on, pair.off))
    return measured("M20", "share of histories; curves: calls a history so far", following(0.4), days, *curves, "day")


@pattern("M20")
def test_an_ally_follows_within_a_month() -> None:
    as_stated(measure_M20())


def test_an_ally_whose_members_want_nothing_does_not_follow() -> None:
    assert following(0.0) == (0.0, 0.0)


# M32: the same strike, once after a long one and once out of nothing.

CLIMAX = 210  # day of the strike that both worlds share


@cache
def strikes(after: bool) -> Pair:
    """A strike over the national question on day 210, with another half a year before it or not."""
    dates = [MONTH, CLIMAX] if after else [CLIMAX]
    scene = world(1, acts=[act(f"strike-{day}", day, "resource", "north-resource", 1.0) for day in dates])
    return paired(scene.set("governments.north-first.line", 0.3), "M32")


def councils_at_the_climax(h: Histories) -> Array:
    """Councils of the capital on the day of the second month-long strike on which most are out."""
    window = slice(CLIMAX, CLIMAX + MONTH)
    peak = h["participation"][:, window].argmax(axis=1)
    return np.asarray(h["councils"][:, window][np.arange(h.number), peak])


def measure_M32() -> Measured:
    """Councils at the climax of a strike that comes after a long one."""
    pair = strikes(after=True)
    curves = (means(h["councils"]) for h in (pair.all_on, pair.off))
    return measured(
        "M32",
        "on a scale from 0 to 1; curves: councils of the capital, 0 to 1",
        pair.differences(councils_at_the_climax),
        range(pair.all_on.compiled.days),
        *curves,
        "day",
    )


@pattern("M32")
def test_councils_are_there_at_the_climax() -> None:
    as_stated(measure_M32())


@pattern("M32")
def test_after_a_long_strike_there_are_more_of_them_than_out_of_nothing() -> None:
    long, short = (councils_at_the_climax(strikes(after).all_on) for after in (True, False))
    more, error = mean_and_error(long - short)
    assert more > 2 * error
    assert long.mean() > 2 * short.mean()


@pattern("M32")
def test_a_strike_out_of_nothing_needs_weeks_to_build_councils() -> None:
    """After a week a tenth of what there is after a month, or less."""
    councils = means(strikes(after=False).all_on["councils"])
    assert councils[CLIMAX + 7] < councils[CLIMAX + MONTH] / 10
