"""Patterns of governing with a movement: leaders who take posts, and a base that moves the policy of those it keeps in office."""

from functools import cache

import numpy as np
from tests.patterns.measure import Measured, Pair, Setup, as_stated, mean_and_error, measured, paired, pattern
from tests.patterns.world import START, WHY, act, world

from groundswell.compile.compiled import Compiled
from groundswell.engine.run import Course

YEAR, OFFICE = 365, 30
DISPUTE, SETTLED = 60, 425


@cache
def posts(policy: float) -> Pair:
    """A government of this policy line takes office by a ballot; a tax is resented twice a year for seven years."""
    day = START.fromordinal(START.toordinal() + OFFICE)
    won = {
        "id": "won", "date": day, "country": "north", "winner": "north-outsider", "inauguration": day,
        "structural": "part of what the test sets up", "source": WHY,
    }  # fmt: skip
    acts = [act(f"tax-{k}", 60 + 180 * k, "tax", "north-tax", 0.8) for k in range(14)]
    scene = world(7, acts=acts, elections=[won]).set("governments.north-outsider.policy", policy)
    return paired(scene, "M44", 192, keep=["active_share"], setup=Setup(watch=("organizations.coopted",)))


def calls(first: int, last: int) -> tuple[float, float]:
    """Calls between two years after the government came, with less without."""
    return posts(0.8).differences(lambda h: h.count("call", first=OFFICE + first * YEAR, last=OFFICE + last * YEAR - 1))


def measure_M44() -> Measured:
    """Calls by organizations in the two years after the government took office."""
    pair = posts(0.8)
    years = range(7)
    curves = [
        [side.count("call", first=OFFICE + year * YEAR, last=OFFICE + (year + 1) * YEAR - 1).mean() for year in years]
        for side in (pair.all_on, pair.off)
    ]
    return measured("M44", "calls; curves: calls in the year", calls(0, 2), [year + 1 for year in years], *curves, "year of the government")


@pattern("M44")
def test_leaders_who_take_posts_call_less():
    as_stated(measure_M44())


@pattern("M44")
def test_posts_bind_for_one_to_three_years():
    first, later = calls(0, 3)[0] / 3, calls(5, 7)[0] / 2
    assert first < 0 and abs(later) < abs(first) / 2
    histories = posts(0.8).all_on
    held = np.mean(histories.states["organizations.coopted"], axis=(1, 2))
    assert 330 <= histories.looks[int(held.argmax())] <= 450  # posts are given in a government's first year


def test_who_grants_nothing_gives_no_posts():
    pair = posts(-0.1)
    assert np.array_equal(pair.all_on["active_share"], pair.off["active_share"])


def settle(course: Course, compiled: Compiled) -> None:
    """The dispute is over: nothing is asked any more."""
    course.s.demands["open"][:] = 0.0
    course.s.demands["parked"][:] = 0.0


@cache
def base(rests: float) -> Pair:
    """A government of policy -0.5 that rests so far on a base, and a dispute over taxes for a year, which then is settled."""
    acts = [act(f"tax-{k}", DISPUTE + 30 * k, "tax", "north-tax", 0.9) for k in range(12)]
    scene = world(2.5, acts=acts).set("governments.north-first.policy", -0.5).set("governments.north-first.base", rests)
    return paired(scene, "M50", 256, keep=["policy", "participation"], setup=Setup(mornings={SETTLED: settle}))


def moved(day: int) -> tuple[float, float]:
    """How far policy stands from where it would without the mechanism, where the first government is still in office."""
    pair = base(1.0)
    stood = (pair.all_on.count("fall") == 0) & (pair.off.count("fall") == 0)
    return mean_and_error((pair.all_on["policy"] - pair.off["policy"])[stood, day])


def measure_M50() -> Measured:
    """Policy after 60 days of the dispute, of whoever governs."""
    pair = base(1.0)
    found = pair.differences(lambda h: h["policy"][:, DISPUTE + 60])
    curves = [side["policy"].mean(axis=0)[::15] for side in (pair.all_on, pair.off)]
    return measured(
        "M50",
        "on a scale from −1 to 1; curves: policy, −1 to 1",
        found,
        range(0, pair.all_on.compiled.days, 15),
        *curves,
        "days; dispute on days 60 to 425",
    )


@pattern("M50")
def test_a_base_that_stirs_moves_policy_in_weeks():
    as_stated(measure_M50())
    assert moved(DISPUTE - 1)[0] < moved(DISPUTE + 60)[0] / 10


@pattern("M50", "later")
def test_half_a_year_after_the_dispute_policy_is_back():
    left, error = moved(SETTLED + 183)
    assert left + 2 * error < moved(SETTLED)[0] / 4  # gone: less than a quarter of what it was


def test_policy_goes_back_once_the_base_is_quiet():
    course = [moved(day)[0] for day in range(SETTLED, 2 * YEAR + 150, 60)]
    assert (np.diff(course) < 0).all()
    assert course[-1] < course[0] / 2


def test_a_government_without_a_base_keeps_its_policy():
    pair = base(0.0)
    stood = (pair.all_on.count("fall") == 0) & (pair.all_on.count("succession") == 0)
    assert (pair.all_on["policy"][stood] == np.float32(-0.5)).all()
