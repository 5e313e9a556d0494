"""What binds a government: its lenders (M16), the two poles it stands between (M27), and powers that provoke (M47)."""

from functools import cache

import numpy as np
from tests.patterns.measure import SURE, Array, Histories, Measured, Pair, as_stated, measured, paired, pattern
from tests.patterns.world import GROUPS, act, with_field, world

from groundswell.scenario.schema import Scenario

ASKED = 400  # the day of the dispute in a country whose budget has long felt its lenders
TWO_MONTHS = 60
QUESTION, TAX, LATER = 10, 75, 100  # a question, a tax while elites still fear it, and a look 90 days after the question
DECREE = 40
IN_ACTION = 0.05  # share of those who could be out from which a group is in action
CONTENDERS = [name for name, values in GROUPS.items() if values[-1] == "movement"]


@cache
def debtors(debt: float) -> Pair:
    """A country asks to undo a tax; lenders hold the budget, or nobody does."""
    dispute = world(1.4, acts=[act("tax-rise", ASKED, "tax", "north-tax", 0.9)])
    for field in ("debt", "lender_program"):
        dispute = with_field(dispute, f"countries.north.{field}", debt)
    return paired(dispute, "M16", 512, keep=("room",))


def granted_by(h: Histories, day: int) -> Array:
    """Whether the tax has been taken back by then: one number a history."""
    return np.minimum(1.0, h.count("concession", "north-tax", ASKED, day))


def measure_M16() -> Measured:
    pair, days = debtors(1.0), range(ASKED, ASKED + TWO_MONTHS + 1)
    curves = [[granted_by(h, day).mean() for day in days] for h in (pair.all_on, pair.off)]
    found = pair.differences(lambda h: granted_by(h, days[-1]))
    return measured("M16", "share of histories", found, range(TWO_MONTHS + 1), *curves, "days after the tax rose")


@pattern("M16")
def test_who_owes_grants_less() -> None:
    as_stated(measure_M16())


def test_lenders_take_nothing_from_who_owes_nothing() -> None:
    assert debtors(0.0).differences(lambda h: granted_by(h, ASKED + TWO_MONTHS)) == (0.0, 0.0)


def test_who_owes_from_the_first_day_has_no_room_on_the_first_day() -> None:
    assert debtors(1.0).all_on["room"][:, 0].max() < 0.1  # what little there is comes from growth
    assert debtors(0.0).all_on["room"].min() == 1.0


@cache
def balancers(seats: float) -> Pair:
    """A national question on the table; when elites have come to fear it, a tax as well."""
    acts = [act("contract", QUESTION, "resource", "north-resource", 0.8), act("tax-rise", TAX, "tax", "north-tax", 0.8)]
    return paired(with_field(world(0.6, acts=acts), "governments.north-first.seats_share", seats), "M27", 1024, keep=("unity",))


def measure_M27() -> Measured:
    pair, days = balancers(0.0), range(0, 211, 5)
    curves = [h["unity"].mean(axis=0)[:211:5] for h in (pair.all_on, pair.off)]
    return measured(
        "M27",
        "on a scale from 0 to 1; curves: unity of the coalition, 0 to 1",
        pair.differences(lambda h: h["unity"][:, LATER]),
        days,
        *curves,
        "days",
    )


@pattern("M27")
def test_a_balancer_loses_unity() -> None:
    as_stated(measure_M27())


@pattern("M27", "granted")
def test_a_balancer_grants_less_in_the_month_after_the_tax() -> None:
    mean, error = balancers(0.0).differences(lambda h: h.count("concession", None, TAX, TAX + 30))
    assert mean + SURE * error < 0


def test_who_has_half_the_seats_is_torn_by_nobody() -> None:
    pair = balancers(0.5)
    stays = pair.all_on.count("fall") == 0  # whoever follows has fewer seats
    assert stays.mean() > 0.5
    assert np.array_equal(pair.all_on["unity"][stays], pair.off["unity"][stays])


def decreed(severity: float, line: float, efficacy: float) -> Scenario:
    """A tax, and ten days later emergency powers."""
    acts = [act("tax-rise", DECREE - 10, "tax", "north-tax", severity), act("decree", DECREE, "emergency", None)]
    found = with_field(world(0.25, acts=acts), "governments.north-first.line", line)
    for name in CONTENDERS:
        found = with_field(found, f"groups.north-{name}.efficacy", efficacy)
    return found


@cache
def sympathy() -> Pair:
    """The tax weighs on all, so that all sympathize with those who are out already."""
    return paired(decreed(0.7, line=0.7, efficacy=0.2), "M47", 768)


@cache
def no_sympathy() -> Pair:
    """The tax is hardly felt (sympathy stays below that from which a decree is an attack), yet confident people are out;
    the government was mild, so that a decree makes acting much riskier than before."""
    return paired(decreed(0.45, line=0.2, efficacy=1.0), "M47", 768)


def groups_in_action(h: Histories) -> Array:
    """How many groups of contenders are in action: (histories, days)."""
    return np.sum([h[f"active:north-{name}"] / GROUPS[name][1] > IN_ACTION for name in CONTENDERS], axis=0)


def in_action_within(h: Histories, first: int, last: int) -> Array:
    """How many groups were in action on one of these days after the decree."""
    days = slice(DECREE + first, DECREE + last + 1)
    return np.sum([(h[f"active:north-{n}"][:, days] / GROUPS[n][1] > IN_ACTION).any(axis=1) for n in CONTENDERS], axis=0).astype(float)


def measure_M47() -> Measured:
    pair, days = sympathy(), range(-10, 31)
    curves = [groups_in_action(h).mean(axis=0)[DECREE - 10 : DECREE + 31] for h in (pair.all_on, pair.off)]
    return measured(
        "M47", "groups in action", pair.differences(lambda h: in_action_within(h, 1, 7)), days, *curves, "days after the decree"
    )


@pattern("M47")
def test_a_decree_brings_out_who_sympathizes() -> None:
    as_stated(measure_M47())


def test_nobody_minds_a_decree_before_it_comes() -> None:
    before = [h["participation"][:, : DECREE + 1] for h in (sympathy().all_on, sympathy().off)]
    undecreed = sympathy().all_on.count("emergency", None, 0, DECREE - 1) == 0  # some governments do not wait for the date
    assert undecreed.mean() > 0.5
    assert np.array_equal(*(series[undecreed] for series in before))


@pattern("M47", "without_sympathy")
def test_a_decree_sends_home_who_does_not_sympathize() -> None:
    mean, error = no_sympathy().differences(lambda h: in_action_within(h, 1, 7))
    assert mean + SURE * error < 0
