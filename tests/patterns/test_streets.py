"""Patterns of people in the street: when they wait for each other, tire, go home to a new head, or to the ballot."""

import re
from datetime import timedelta
from functools import cache

import numpy as np
from tests.patterns.measure import Array, Histories, Measured, Pair, as_stated, mean_and_error, means, measured, opposite, paired, pattern
from tests.patterns.world import START, act, world

from groundswell.engine.state import STREET

QUESTION, DAY = "north-resource", 60
VOTE, COUNTED, NEAR = 500, 365, 180  # the ballot's day; from so many days before it counts; stretch that is compared
KEPT = ("active_share", "participation", "agenda", "agenda_parked", "killed")


@cache
def question(severity: float, off: str, replicates: int = 512, years: float = 2) -> Pair:
    """A national question is put on day 60; nobody is organized beyond what ships."""
    return paired(world(years, acts=[act("question", DAY, "resource", QUESTION, severity)]), off, replicates, keep=KEPT)


def jumps(h: Histories) -> Array:
    """Which histories have a wave, in person-days, of more than twice the median's."""
    wave = h.largest_wave("person_days")
    return (wave > 2 * np.median(wave)).astype(float)


def measure_M01() -> Measured:
    """The statement leaves open how strongly the question is put: here so that it may catch on or not."""
    pair = question(0.5, "M01")
    sizes = [np.sort(h.largest_wave("person_days"))[4::8] / 1e6 for h in (pair.all_on, pair.off)]
    ranks = (np.arange(len(sizes[0])) + 0.5) / len(sizes[0])
    return measured(
        "M01",
        "share of histories; curves: million person-days in the largest wave",
        pair.differences(jumps),
        ranks,
        *sizes,
        "share of histories with a smaller wave",
    )


@pattern("M01")
def test_hidden_discontent_stays_hidden_or_erupts() -> None:
    as_stated(measure_M01())


def test_an_eruption_is_as_large_after_a_lesser_question() -> None:
    """Median waves differ by less than a twentieth where one question weighs a quarter more; a scale would make it a quarter."""
    sizes = [np.median(question(severity, "M01", 256).all_on.largest_wave("person_days")) for severity in (0.8, 1.0)]
    assert abs(sizes[1] / sizes[0] - 1) < 0.05


def wave_days(h: Histories) -> Array:
    return h.largest_wave("days")


def measure_M13() -> Measured:
    """Nobody grants a national question; it is put at full strength, so that the wave has one beginning."""
    pair = question(1.0, "M13")
    curves = [means(h["active_share"], 5) for h in (pair.all_on, pair.off)]
    return measured("M13", "days; curves: share of people in action", pair.differences(wave_days), range(0, 731, 5), *curves, "day")


@pattern("M13")
def test_a_wave_that_wins_nothing_wears_itself_out() -> None:
    as_stated(measure_M13())


@pattern("M13", "weeks")
def test_such_a_wave_is_over_in_two_to_ten_weeks() -> None:
    assert 14 <= np.median(wave_days(question(1.0, "M13").all_on)) <= 70


@cache
def fall() -> Pair:
    """A question put at full strength: the street brings a president down in about one history of a hundred; other falls do not count."""
    return question(1.0, "M14", 1024, 1)


def around_fall(h: Histories, days: range, quantity: str) -> Array:
    """A quantity from some days before the first fall in the street to some days after (histories that have one, days)."""
    rows = h.happened("fall", "north-first", DAY, 300)
    firsts = {int(row["history"]): int(row["day"]) for row in rows[rows["amount"] == STREET]}
    return np.array([h[quantity][r, day + np.array(days)] for r, day in sorted(firsts.items())])


def measure_M14() -> Measured:
    days = range(-20, 61)
    on, off = (around_fall(h, days, "participation") for h in (fall().all_on, fall().off))
    third = [turnout[:, 23] / turnout[:, 20] for turnout in (on, off)]
    found = mean_and_error(third[0] - third[1])
    ratios = " and ".join(f"{ratio.mean():.2g} {which}" for ratio, which in zip(third, ("with the mechanism", "without"), strict=True))
    rests = f"{ratios}, in the {len(on)} of {fall().all_on.number:,} histories in which the street brings the president down"
    return measured(
        "M14",
        f"of the turnout on the day of the fall ({rests}); curves: share of contenders in action",
        found,
        days,
        on.mean(axis=0),
        off.mean(axis=0),
        "days after the fall",
    )


@pattern("M14")
def test_a_new_head_sends_people_home_in_three_days() -> None:
    as_stated(measure_M14())


def test_what_a_new_head_does_says_on_how_few_histories_it_rests() -> None:
    """The 1,024 histories hold about a dozen falls by the street, and who reads the mean is told so, and both of its sides."""
    few = re.search(r"\(([\d.]+) with the mechanism and ([\d.]+) without, in the (\d+) of 1,024 histories", measure_M14().unit)
    assert few is not None
    assert float(few[1]) < 0.1 < 0.5 < float(few[2])
    assert int(few[3]) == len(around_fall(fall().all_on, range(1), "participation")) < 50


def test_what_was_asked_is_still_there_a_month_after_the_fall() -> None:
    """Half and more of the question, open or parked, in the mean of the histories."""
    left = sum(around_fall(fall().all_on, range(30, 31), quantity) for quantity in ("agenda", "agenda_parked"))
    assert left.mean() > 0.5


@cache
def vote(blocked: float) -> Pair:
    """An election on day 500; a tax rises again and again, so that there is something to go out for."""
    taxes = [act(f"tax-{day}", day, "tax", "north-tax", 0.6) for day in range(20, VOTE, 120)]
    ballot = {"id": "vote", "date": START + timedelta(days=VOTE), "country": "north", "blocked": blocked, "source": "assumed: a test"}
    return paired(world(1.5, acts=taxes, elections=[ballot]), "M17", 384, keep=KEPT)


def measure_vote(blocked: float) -> Measured:
    pair, weeks = vote(blocked), range(0, VOTE, 7)
    found = pair.differences(lambda h: h["active_share"][:, VOTE - NEAR : VOTE].mean(axis=1))
    curves = [[float(h["active_share"][:, day : day + 7].mean()) for day in weeks] for h in (pair.all_on, pair.off)]
    return measured("M17", "share of people in action", found, weeks, *curves, "day; the vote is on day 500")


def measure_M17() -> Measured:
    return measure_vote(0.0)


def measure_M17_blocked() -> Measured:
    return measure_vote(1.0)


@pattern("M17")
def test_a_ballot_that_is_open_draws_people_from_the_street() -> None:
    as_stated(measure_M17())


@pattern("M17", "blocked")
def test_a_ballot_that_is_blocked_sends_them_there() -> None:
    opposite(measure_M17_blocked())


def test_a_vote_that_is_far_off_holds_nobody_back() -> None:
    """But where a government fell, and an election was called sooner."""
    pair, far = vote(0.0), VOTE - COUNTED
    calm = pair.all_on.count("fall", last=far) == 0
    assert calm.mean() > 0.9
    assert np.array_equal(*(h["active_share"][calm, :far] for h in (pair.all_on, pair.off)))
