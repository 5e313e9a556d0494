"""Leaders and those who join them: leaders lag behind their base (M19), activists connect organizations (M34)."""

from functools import cache

import numpy as np
from tests.patterns.measure import SURE, Array, Histories, Measured, Pair, Setup, as_stated, mean_and_error, measured, paired, pattern
from tests.patterns.world import act, with_field, world

ORGANIZATIONS = ("north-union", "north-boards", "north-league")
FOUR_YEARS = 1461
LOOK = 30  # days between two looks at leaders


@cache
def standing_question() -> Pair:
    """A question that is put again every two months for four years, under leaders who begin as conciliators."""
    acts = [act(f"contract-{day}", day, "resource", "north-resource", 0.9) for day in range(30, FOUR_YEARS, 60)]
    asked = world(4.1, acts=acts)
    for name in ORGANIZATIONS:
        asked = with_field(asked, f"organizations.{name}.line", -0.8)
    return paired(asked, "M19", 128, setup=Setup(watch=("organizations.line",), every=LOOK), keep=("agenda",))


def lines(h: Histories) -> Array:
    """The mean line of the three leaderships: (looks, histories)."""
    return np.asarray(h.states["organizations.line"].mean(axis=1))


def measure_M19() -> Measured:
    pair, look = standing_question(), FOUR_YEARS // LOOK
    years = [day / 365.25 for day in pair.all_on.looks]
    found = pair.differences(lambda h: lines(h)[look])
    return measured(
        "M19",
        "on a scale from −1 to 1; curves: line of the leaders, −1 to 1",
        found,
        years,
        lines(pair.all_on).mean(axis=1),
        lines(pair.off).mean(axis=1),
        "years",
    )


@pattern("M19")
def test_leaders_follow_their_base() -> None:
    as_stated(measure_M19())


def test_leaders_follow_with_a_lag_of_years() -> None:
    gap = lines(standing_question().all_on).mean(axis=1) - lines(standing_question().off).mean(axis=1)
    assert gap[60 // LOOK] < 0.1 * gap[FOUR_YEARS // LOOK]  # hardly in the first two months
    half = next(look for look, moved in enumerate(gap) if moved > 0.5 * gap[FOUR_YEARS // LOOK])
    assert 0.5 * 365 < half * LOOK < 2 * 365  # half of the way: within one to four years for the whole


@cache
def activists(density: float) -> Pair:
    """Three organizations without pacts share a dispute over a tax; activists join them to one another."""
    shared = world(1, acts=[act("tax-rise", 60, "tax", "north-tax", 0.7)])
    for tie in [tie.id for tie in shared.ties if tie.kind == "pact"]:
        shared = shared.without(f"ties.{tie}")
    for name in ORGANIZATIONS:
        shared = with_field(shared, f"organizations.{name}.militants", density)
    return paired(shared, "M34", 512, keep=("active_share",))


def calling(h: Histories) -> Array:
    """How many organizations call, day by day: (histories, days)."""
    turned = np.zeros(h["active_share"].shape)
    for kind, change in (("call", 1), ("call_off", -1)):
        rows = h.happened(kind)
        np.add.at(turned, (rows["history"].astype(int), rows["day"]), change)
    return turned.cumsum(axis=1)


def days_together(h: Histories) -> Array:
    """Days on which two or more call."""
    return (calling(h) >= 2).sum(axis=1).astype(float)


def measure_M34() -> Measured:
    pair, days = activists(0.8), range(30, 151)
    curves = [calling(h).mean(axis=0)[30:151] for h in (pair.all_on, pair.off)]
    return measured(
        "M34",
        "days; curves: share of histories in which two or more call together",
        pair.differences(days_together),
        [day - 60 for day in days],
        *curves,
        "days after the tax rose",
    )


@pattern("M34")
def test_activists_bring_organizations_together() -> None:
    as_stated(measure_M34())


def test_fewer_activists_bring_less_together() -> None:
    dense, thin = (days_together(activists(density).all_on) for density in (0.8, 0.0))
    mean, error = mean_and_error(dense - thin)
    assert mean - SURE * error > 0


def test_nobody_calls_together_without_a_dispute() -> None:
    quiet = [calling(h)[:, :60].mean() for h in (activists(0.8).all_on, activists(0.8).off)]
    assert max(quiet) < 0.01
