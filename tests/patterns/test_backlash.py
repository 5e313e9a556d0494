"""How those answer who stand to lose: rich regions (M30), and opponents after an attempt that failed (M31)."""

from functools import cache

import numpy as np
from tests.patterns.measure import SURE, Array, Histories, Measured, Pair, Setup, as_stated, measured, paired, pattern
from tests.patterns.world import act, with_field, world

LOOK = 30  # days between two looks at demands
TWO_YEARS = 730
YEARS = 5


@cache
def rich_plains(policy: float, share: float = 1.0) -> Pair:
    """A government of some policy; this share of the country's resource lies in the plains."""
    rich = with_field(world(1.2), "places.north-plains.resource_share", share)
    rich = with_field(rich, "governments.north-first.policy", policy)
    return paired(rich, "M30", 128, setup=Setup(watch=("demands.open",), every=LOOK), keep=("policy",))


def autonomy(h: Histories) -> Array:
    """How strongly autonomy is asked for: (looks, histories)."""
    return h.state("demands.open", "north-autonomy")


def measure_M30() -> Measured:
    pair = rich_plains(0.8)
    found = pair.differences(lambda h: autonomy(h)[365 // LOOK])
    curves = [autonomy(h).mean(axis=1) for h in (pair.all_on, pair.off)]
    return measured("M30", "on a scale from 0 to 1; curves: demand for autonomy, 0 to 1", found, pair.all_on.looks, *curves, "days")


@pattern("M30")
def test_a_rich_region_asks_for_autonomy() -> None:
    as_stated(measure_M30())


def test_a_rich_region_is_content_where_nobody_redistributes() -> None:
    assert autonomy(rich_plains(-0.6).all_on).max() < 0.01


def test_a_poor_region_asks_for_no_more_than_other_opponents() -> None:
    assert rich_plains(0.8, share=0.0).differences(lambda h: autonomy(h)[-1]) == (0.0, 0.0)


@cache
def frightened() -> Pair:
    """A question comes back every three months under a government of redistribution, and its opponents try to turn it back."""
    acts = [act(f"contract-{day}", day, "resource", "north-resource", 0.7) for day in range(30, 365 * YEARS, 90)]
    pressed = with_field(world(YEARS, acts=acts), "governments.north-first.policy", 0.8)
    return paired(pressed, "M31", 384, keep=("active:north-plains/business", "policy"))


@cache
def failures() -> list[tuple[int, int]]:
    """Histories whose first attempt failed, with its day, where two years are left; up to then both runs are alike."""
    pair = frightened()
    first, failed = pair.all_on.first_day("reversal_attempted"), pair.all_on.first_day("reversal_failed")
    assert np.array_equal(np.nan_to_num(first, nan=-1), np.nan_to_num(pair.off.first_day("reversal_attempted"), nan=-1))
    last = pair.all_on["policy"].shape[1] - TWO_YEARS - 1
    return [(k, int(day)) for k, day in enumerate(first) if day == failed[k] and day < last]


def after_failure(series: Array) -> Array:
    """A daily series in the two years after the attempt that failed: (such histories, days)."""
    return np.array([series[k, day + 1 : day + 1 + TWO_YEARS] for k, day in failures()])


def turnout(h: Histories) -> Array:
    """Mean active share of opponents in the two years after."""
    return np.asarray(after_failure(h["active:north-plains/business"]).mean(axis=1))


def measure_M31() -> Measured:
    pair, months = frightened(), range(0, TWO_YEARS, 30)
    courses = [after_failure(h["active:north-plains/business"]).mean(axis=0) for h in (pair.all_on, pair.off)]
    curves = [[course[day : day + 30].mean() for day in months] for course in courses]
    return measured("M31", "share of opponents in action", pair.differences(turnout), months, *curves, "days after the attempt")


@pattern("M31")
def test_opponents_stay_at_home_after_a_failure() -> None:
    as_stated(measure_M31())


@pattern("M31", "next")
def test_the_next_attempt_waits_longer() -> None:
    def again(h: Histories) -> Array:
        """Whether another attempt came within two years."""
        rows = h.happened("reversal_attempted")
        return np.array(
            [np.any((rows["history"] == k) & (rows["day"] > day) & (rows["day"] <= day + TWO_YEARS)) for k, day in failures()], float
        )

    mean, error = frightened().differences(again)
    assert mean + SURE * error < 0


def test_a_failure_pushes_the_government_on() -> None:
    with_it, without = (after_failure(h["policy"])[:, 0].mean() for h in (frightened().all_on, frightened().off))
    assert with_it > without
