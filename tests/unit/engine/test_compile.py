"""From a scenario to arrays: shares sum to one, links say who sees and follows whom, and nothing is lost on the way."""

import datetime
import math
from typing import Any

import numpy as np
import pytest
from tests.unit.engine.worlds import HISTORIES, START, act, compiled, lanes, lone, record, small

from groundswell.compile import Compiled, builder, compile_scenario, rows
from groundswell.compile import compiled as bridge
from groundswell.compile.calendar import polling_days
from groundswell.engine import kernel
from groundswell.engine.draws import entity
from groundswell.errors import ScenarioError
from groundswell.scenario.load import load, shipped
from groundswell.scenario.parameters import BY_NAME


@pytest.fixture(scope="module", params=["the small world", *shipped()])
def plan(request) -> Compiled:
    return compiled(small()) if request.param == "the small world" else compile_scenario(load(request.param))


def links(plan: Compiled, kind: str, index: int, what: str) -> dict[int, float]:
    """The links of one thing as {index: weight}."""
    thing = getattr(plan.net, kind)[index]
    rows = plan.net.links[thing[f"{what}_from"] : thing[f"{what}_to"]]
    return {int(link["to"]): float(link["weight"]) for link in rows}


def test_no_bit_hangs_on_how_a_version_of_python_sums(plan, monkeypatch):
    """From 3.12 on `sum` carries along what rounding loses; `fsum` does so to the last bit."""
    for module in (builder, rows, bridge):
        monkeypatch.setattr(module, "sum", math.fsum, raising=False)
    again = compile_scenario(plan.scenario)
    assert all(mine.tobytes() == theirs.tobytes() for mine, theirs in zip(plan.net, again.net, strict=True))
    assert again.people == plan.people


def test_what_a_group_sees_sums_to_one(plan):
    for i in range(len(plan.names.cells)):
        seen = links(plan, "cells", i, "ties")
        total = plan.net.cells.tie_own[i] + plan.net.cells.tie_nation[i] + sum(seen.values())
        assert total == pytest.approx(1.0, abs=1e-12)
        assert i not in seen, "its own ranks are counted apart"


def test_nobody_looks_to_the_other_side(plan):
    side = plan.net.cells.movement
    for i in range(len(plan.names.cells)):
        assert all(side[other] == side[i] for other in links(plan, "cells", i, "ties"))


@pytest.mark.parametrize("share", ["weight", "people_of_nation"])
def test_shares_of_the_country_sum_to_one(share, plan):
    for n in range(len(plan.names.countries)):
        assert plan.net.cells[share][plan.net.cells.country == n].sum() == pytest.approx(1.0, abs=1e-12)


def test_shares_of_a_place_sum_to_one(plan):
    for q in range(len(plan.names.places)):
        here = plan.net.cells.place == q
        assert plan.net.cells.people_of_place[here].sum() == pytest.approx(1.0, abs=1e-12)
        contenders = here & (plan.net.cells.movement > 0)
        expected = 1.0 if (plan.net.cells.weight[contenders] > 0).any() else 0.0
        assert plan.net.cells.place_share[here].sum() == pytest.approx(expected, abs=1e-12)


def test_members_weigh_by_their_number_and_sum_to_one(plan):
    for k, organization in enumerate(plan.scenario.organizations):
        assert sum(links(plan, "organizations", k, "members").values()) == pytest.approx(1.0, abs=1e-12)
        followers = {plan.names.cells[i]: share for i, share in links(plan, "organizations", k, "followers").items()}
        assert followers == {name: share for name, share in organization.members.items() if share > 0}


def test_a_pact_binds_both(plan):
    for tie in plan.scenario.ties:
        if tie.kind == "pact":
            one, other = (plan.names.organizations.index(name) for name in (tie.origin, tie.target))
            assert links(plan, "organizations", one, "pacts")[other] == links(plan, "organizations", other, "pacts")[one] == tie.weight


def test_a_road_leads_one_way(plan):
    roads = {(t.origin, t.target): t.weight for t in plan.scenario.ties if t.kind == "route"}
    names = plan.names.places
    found = {(names[o], name): w for q, name in enumerate(names) for o, w in links(plan, "places", q, "routes").items()}
    assert found == {road: weight for road, weight in roads.items() if weight > 0}


def test_those_who_live_there_feel_a_death_in_full(plan):
    for q, place in enumerate(plan.names.places):
        for i, closeness in links(plan, "places", q, "felt").items():
            if plan.scenario.groups[i].place == place:
                assert closeness == 1.0
            else:
                assert closeness <= plan.scenario.places[q].visibility
            assert plan.scenario.groups[i].side == "movement"


def test_troops_stand_where_the_scenario_has_them(plan):
    for q, place in enumerate(plan.names.places):
        here = {plan.names.forces[f]: persons for f, persons in links(plan, "places", q, "forces").items()}
        assert here == {f.id: f.headcount[place] for f in plan.scenario.forces if f.headcount.get(place)}
    for n, country in enumerate(plan.names.countries):
        armies = [f.kind != "police" for f in plan.scenario.forces if f.country == country]
        assert plan.net.forces.army_share[plan.net.forces.country == n].sum() == pytest.approx(1.0 if any(armies) else 0.0)


def test_acts_lie_on_their_days_in_the_calendar(plan):
    found: dict[str, list[int]] = {}
    for day in range(plan.days):
        dates = plan.net.calendar[0, day]
        for a in range(dates.acts_from, dates.acts_to):
            found.setdefault(plan.names.acts[a], []).append(day)
    inside = {a.id: [(a.date - plan.start).days] for a in plan.scenario.acts if 0 <= (a.date - plan.start).days < plan.days}
    assert found == inside


def test_a_thing_carries_the_address_of_its_name(plan):
    for kind in ("cells", "places", "organizations", "demands", "forces"):
        assert [int(e) for e in getattr(plan.net, kind).entity] == [entity(name) for name in getattr(plan.names, kind)]


def test_days_count_down_to_the_next_ballot(plan):
    last = plan.date(plan.days - 1)
    polls = sorted(date for e in plan.scenario.elections if e.country == plan.names.countries[0] for date in polling_days(e, last))
    for day in (0, plan.days // 2, plan.days - 1):
        ahead = [(poll - plan.date(day)).days for poll in polls if poll >= plan.date(day)]
        assert plan.net.calendar.days_to_election[0, day] == (ahead[0] if ahead else -1)


def test_terms_of_four_and_a_half_years_lose_no_day_between_them():
    ballot = load("one-republic").set("elections.ballot.every", "4.5 years").elections[0]
    polls = polling_days(ballot, ballot.date + datetime.timedelta(days=10 * 365))
    assert [(poll - ballot.date).days for poll in polls] == [0, 1642, 9 * 365]


def test_equal_scenarios_compile_to_equal_bits():
    one, other = compiled(small()), compiled(small())
    assert one.fingerprint() == other.fingerprint()
    assert all(getattr(one.net, kind).tobytes() == getattr(other.net, kind).tobytes() for kind in one.net._fields)


def test_a_fingerprint_tells_worlds_switches_and_engines_apart(monkeypatch):
    base, other = small(), small()
    other["governments"][0]["line"] = 0.8
    marks = {compiled(base).fingerprint(), compiled(other).fingerprint(), compiled(base, ["exhaustion_ends"]).fingerprint()}
    plan = compiled(base)
    monkeypatch.setattr("groundswell.compile.compiled.fingerprint", lambda: "another engine")
    marks.add(plan.fingerprint())
    assert len(marks) == 4
    assert kernel.fingerprint() != "another engine"


def test_the_order_of_switches_does_not_matter():
    off = ["exhaustion_ends", "prices_shock"]
    assert compiled(small(), off).fingerprint() == compiled(small(), off[::-1]).fingerprint()


def test_parameters_not_given_take_their_default_and_a_scenarios_own_value_wins():
    data = small()
    data["parameters"] = {"barrier": record(value=5.5)}
    p = compiled(data).parameter_record(lanes({"call_rate": 0.7}))
    assert (p.call_rate == 0.7).all() and (p.barrier == 5.5).all() and (p.supply_days == BY_NAME["supply_days"].default).all()


def test_a_month_without_an_economy_is_refused():
    data = lone(90)
    missing = data["countries"][0]["economy"].pop(1)["month"]
    with pytest.raises(ScenarioError, match=f"no row for {missing}"):
        compiled(data)


def test_two_names_of_one_address_are_refused(monkeypatch):
    monkeypatch.setattr("groundswell.compile.compiled.entity", lambda name: 7)
    with pytest.raises(ScenarioError, match="the same 32-bit address as 'city'"):
        compiled(small())


def test_acts_before_and_after_the_scenario_never_befall():
    data: dict[str, Any] = small(10)
    data["acts"] = [act("early", -5, demand="bread"), act("late", 20, demand="bread"), act("in-time", 9, demand="bread")]
    plan = compiled(data)
    calendar = plan.net.calendar[0]
    assert [int(n) for n in calendar.acts_to - calendar.acts_from] == [0] * 9 + [1]
    assert plan.names.acts[int(calendar.acts_from[9])] == "in-time"


def test_a_day_number_has_a_date():
    assert compiled(small(10)).date(9) == START + datetime.timedelta(days=9)
    assert HISTORIES.dtype == np.uint64


def test_the_id_of_a_mechanism_is_as_good_as_its_name():
    scene = load("bolivia-autumn")
    assert compile_scenario(scene, ["M12", "supplies_run_down"]).off == ("supplies_run_down",)
