"""Patterns of what a government and an economy do to people: prices, crises, contracts, honeymoons."""

from functools import cache

import numpy as np
from tests.patterns.measure import Array, Histories, Measured, Pair, as_stated, means, measured, paired, pattern
from tests.patterns.world import act, with_field, world

YEAR = 365
TAX, CONTRACT = "north-tax", "north-resource"


@cache
def tax() -> Pair:
    """A tax rises on day 30."""
    return paired(world(0.5, acts=[act("tax-rises", 30, "tax", TAX, 0.6)]), "M02")


def measure_M02() -> Measured:
    pair = tax()
    found = pair.differences(lambda h: h["active_share"][:, 30:45].mean(axis=1))
    curves = [means(h["active_share"][:, :90]) for h in (pair.all_on, pair.off)]
    return measured("M02", "share of people in action", found, range(90), *curves, "day")


@pattern("M02")
def test_a_tax_brings_people_out_within_two_weeks() -> None:
    as_stated(measure_M02())


def test_nobody_asks_for_anything_before_a_tax_rises() -> None:
    pair = tax()
    assert np.array_equal(pair.all_on["active_share"][:, :30], pair.off["active_share"][:, :30])


@cache
def crisis() -> Pair:
    """Unemployment goes from 8 to 16 over six months; a tax rises again and again, so that a dispute stands."""
    taxes = [act(f"tax-{day}", day, "tax", TAX, 0.6) for day in range(20, 730, 120)]
    quiet = world(2, acts=taxes)
    economy = [m.model_dump() | {"unemployment": min(16.0, 8.0 + 8.0 * k / 6)} for k, m in enumerate(quiet.countries[0].economy)]
    return paired(with_field(quiet, "countries.north.economy", economy), "M03")


def measure_M03() -> Measured:
    pair = crisis()
    found = pair.differences(lambda h: h["active_share"][:, YEAR:].mean(axis=1))
    weeks = range(0, 730, 7)
    curves = [[float(h["active_share"][:, day : day + 7].mean()) for day in weeks] for h in (pair.all_on, pair.off)]
    return measured("M03", "share of people in action", found, weeks, *curves, "day")


@pattern("M03")
def test_a_crisis_adds_to_a_dispute_a_year_later() -> None:
    as_stated(measure_M03())


def test_a_crisis_does_not_tell_the_month() -> None:
    """In the month of the shock the difference is less than a tenth of that of the second year."""
    pair = crisis()
    first, _ = pair.differences(lambda h: h["active_share"][:, 31:62].mean(axis=1))
    assert abs(first) < measure_M03().difference / 10


def peak(h: Histories) -> Array:
    """Peak of participation in the 60 days after an act of day 30."""
    return np.asarray(h["participation"][:, 30:91].max(axis=1))


@cache
def threat(kind: str) -> Pair:
    """A resource contract or a price rise of the same severity on day 30; both concern the same people equally."""
    exposure = with_field(world(0.5), f"demands.{TAX}.exposure", dict(world(0.5).demands[0].exposure))
    asked = CONTRACT if kind == "resource" else TAX
    return paired(with_field(exposure, "acts.act", act("act", 30, kind, asked, 0.6)), "M04")


def measure_M04() -> Measured:
    pair = threat("resource")
    curves = [means(h["participation"][:, :120]) for h in (pair.all_on, pair.off)]
    return measured("M04", "share of contenders in action", pair.differences(peak), range(120), *curves, "day")


@pattern("M04")
def test_a_contract_over_a_shared_resource_mobilizes() -> None:
    as_stated(measure_M04())


def test_a_price_is_no_threat_to_a_resource() -> None:
    assert threat("price").differences(peak) == (0.0, 0.0)


@cache
def honeymoon() -> Pair:
    """A government enters with approval .7 and nothing else happens."""
    return paired(with_field(world(2), "countries.north.first_government", "north-outsider"), "M15", 64)


def measure_M15() -> Measured:
    pair = honeymoon()
    found = pair.differences(lambda h: h["approval"][:, YEAR])
    curves = [means(h["approval"][:, :730], 7) for h in (pair.all_on, pair.off)]
    return measured("M15", "share of people; curves: approval, share of people", found, range(0, 730, 7), *curves, "day in office")


@pattern("M15")
def test_the_trust_of_a_new_government_wears_off_in_a_year() -> None:
    as_stated(measure_M15())
