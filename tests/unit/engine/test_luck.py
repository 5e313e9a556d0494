"""Common luck: what is not changed stays the same to the bit, so that a difference is only ever a change's effect."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from tests.unit.engine.worlds import DRAMATIC, HISTORIES, act, compiled, demand, government, group, lanes, place, record, small

from groundswell.compile import Compiled, compile_scenario
from groundswell.design import prior_draws
from groundswell.engine import recorder
from groundswell.engine.run import Block, run_block
from groundswell.scenario.schema import Scenario

Data = dict[str, Any]


def country_added(data: Data, first: bool) -> None:
    """A second country with a city, a group and a government of its own."""
    own = record(
        id="other", name="Other", capital="port", population=300_000, economy=data["countries"][0]["economy"], first_government="junta",
        removal_quorum=0.5, ballot={"outsider": "junta", "establishment": "junta"},
    )  # fmt: skip
    things = {
        "countries": own, "places": place("port", country="other"), "governments": government("junta", country="other", successor=None),
        "groups": group("port/dockers", population=300_000), "demands": demand("bread-there", {"port/dockers": 1.0}, country="other"),
    }  # fmt: skip
    for kind, thing in things.items():
        data[kind].insert(0 if first else len(data[kind]), thing)


def quiet_place_added(data: Data, first: bool) -> None:
    """A place far from everything, whose only group stands aside and carries no weight in the economy."""
    at = 0 if first else len(data["places"])
    data["places"].insert(at, place("ridge", kind="region", visibility=0.0))
    data["groups"].insert(at, group("ridge/settlers", side="opposition", kind="settlers", economic_weight=0.0, agenda_exposure=0.0))


def idle_things_added(data: Data, first: bool) -> None:
    """An organization without members, a demand that concerns nobody, an act that asks for nothing, a force without a headcount."""
    things = {
        "organizations": record(id="club", name="Club", country="land", line=0.0, electoral_stake=0.0, trust=0.5, members={}),
        "demands": demand("parks", {}), "acts": act("decree", 5, kind="promise", demand=None, severity=0.0),
        "forces": record(
            id="guard", name="Guard", country="land", kind="professional_army", headcount={}, loyalty_lowest=0.1, loyalty_highest=0.2
        ),
        "governments": government("pretender"),
    }  # fmt: skip
    for kind, thing in things.items():
        data[kind].insert(0 if first else len(data[kind]), thing)


MEANS = ("active_share", "roads_blocked")  # over all people, or all places, of whom there are more now
ADDITIONS = {"a country": country_added, "a quiet place with a group": quiet_place_added, "things that nobody uses": idle_things_added}


def dramatic_block(data: Data) -> Block:
    return run_block(compiled(data), lanes(DRAMATIC), 1, HISTORIES)


@pytest.fixture(scope="module")
def base() -> Block:
    return dramatic_block(small(60))


@pytest.mark.parametrize("first", [True, False], ids=["put first", "put last"])
@pytest.mark.parametrize("name", ADDITIONS)
def test_adding_moves_nobody_elses_luck(name, first, base):
    data = small(60)
    ADDITIONS[name](data, first)
    grown = dramatic_block(data)
    for row, series in enumerate(base.series):
        if series in MEANS and name.startswith("a quiet"):
            continue
        there = grown.series.index(series if series in grown.series else f"{series}:land")
        assert grown.daily[there].tobytes() == base.daily[row].tobytes(), series
    assert set(base.series) - set(grown.series) <= {s for s in base.series if ":" not in s}


def test_taking_a_place_away_moves_nobody_elses_luck(base):
    data = small(60)
    quiet_place_added(data, first=True)
    data["places"].pop(0), data["groups"].pop(0)
    assert dramatic_block(data).daily.tobytes() == base.daily.tobytes()


def test_the_order_of_a_list_is_not_part_of_luck(base):
    # Sums over cells run in the order of the list, so their last bits may differ; what is drawn may not.
    data = small(60)
    for kind in ("organizations", "governments", "demands", "places"):
        data[kind].reverse()
    turned = dramatic_block(data)
    early = base.series.index("active:city/workers"), turned.series.index("active:city/workers")
    assert np.allclose(base.daily[early[0], :6], turned.daily[early[1], :6], rtol=1e-5, atol=1e-9)


def set_to_itself(scenario: Scenario) -> Scenario:
    return scenario.set("governments.mesa.line", next(g.line for g in scenario.governments if g.id == "mesa"))


def reloaded(scenario: Scenario) -> Scenario:
    return Scenario.model_validate(scenario.model_dump(mode="json", by_alias=True))


def another_title(scenario: Scenario) -> Scenario:
    return scenario.set("title", "The same world under another name")


NULL_CHANGES: dict[str, Callable[[Scenario], Scenario]] = {
    "a value set to itself": set_to_itself, "written out and read again": reloaded, "another title": another_title,
    "changed and changed back": lambda s: set_to_itself(s.set("governments.mesa.line", 0.9).set("governments.mesa.line", 0.04)),
}  # fmt: skip


@pytest.mark.parametrize("name", NULL_CHANGES)
def test_a_null_change_gives_a_difference_of_exactly_zero(name, autumn, autumn_parameters, autumn_block):
    changed = compile_scenario(NULL_CHANGES[name](autumn.scenario))
    same = run_block(changed, prior_draws(changed.scenario, 1, HISTORIES), 1, HISTORIES)
    assert np.abs(same.daily - autumn_block.daily).max() == 0.0
    assert same.events.tobytes() == autumn_block.events.tobytes()
    assert same.episodes.tobytes() == autumn_block.episodes.tobytes()
    assert all((same.final[key] == values).all() for key, values in autumn_block.final.items())


def first_day_apart(one: Block, other: Block) -> int:
    """The first day on which any series of any history differs; the number of days if there is none."""
    apart = (one.daily != other.daily).any(axis=(0, 2))
    return int(apart.argmax()) if apart.any() else apart.size


def act_day(plan: Compiled, name: str) -> int:
    """The day number of an act."""
    return next((a.date - plan.scenario.start).days for a in plan.scenario.acts if a.id == name)


@pytest.mark.parametrize("name", ["gas-plan-2003", "el-alto-forms-2003", "highland-jailing-2003"])
def test_taking_an_act_away_changes_no_day_before_it(name, autumn, autumn_parameters, autumn_block):
    without = run_block(compile_scenario(autumn.scenario.without(f"acts.{name}")), autumn_parameters, 1, HISTORIES)
    assert first_day_apart(without, autumn_block) == act_day(autumn, name)


def test_a_change_of_a_later_government_changes_no_day_before_it_enters(autumn, autumn_parameters, autumn_block):
    other = run_block(compile_scenario(autumn.scenario.set("governments.mesa.approval_at_entry", 0.3)), autumn_parameters, 1, HISTORIES)
    entered = autumn_block.events[autumn_block.events["kind"] == recorder.SUCCESSION]
    assert entered.size, "somebody fell in these histories"
    for r in range(len(HISTORIES)):
        own = entered[entered["history"] == r]
        until = int(own["day"].min()) if own.size else autumn_block.daily.shape[1]
        assert other.daily[:, :until, r].tobytes() == autumn_block.daily[:, :until, r].tobytes()
    assert first_day_apart(other, autumn_block) < autumn_block.daily.shape[1]


def test_a_parameter_that_nothing_uses_yet_changes_nothing_until_it_does(drama, dramatic, base):
    # Deaths in an operation count only from the first operation on.
    other = run_block(drama, dramatic | lanes({"operation_deaths": 41.0}), 1, HISTORIES)
    began = base.events[base.events["kind"] == recorder.OPERATION]
    assert first_day_apart(other, base) == began["day"].min()


def test_histories_of_one_run_do_not_share_their_luck(base):
    active = base.daily[base.series.index("active:city/workers")]
    assert len({active[5, r] for r in range(active.shape[1])}) == active.shape[1]


def test_a_name_alone_decides_the_luck_of_a_thing():
    # The same world in which one group has another name: its luck is new, that of the others is not, until they meet.
    data = small(3)
    data["acts"], data["organizations"], data["ties"] = [], [], []
    renamed = small(3)
    renamed["acts"], renamed["organizations"], renamed["ties"] = [], [], []
    renamed["groups"][0] = group("city/toilers")
    for one in renamed["demands"]:
        one["exposure"] = {name.replace("workers", "toilers"): share for name, share in one["exposure"].items()}
    old, new = dramatic_block(data), dramatic_block(renamed)
    assert (old.daily[old.series.index("active:city/workers"), 0] != new.daily[new.series.index("active:city/toilers"), 0]).any()
    for other in ("active:hill/neighbors", "active:valley/peasants", "active:valley/business"):
        assert (old.daily[old.series.index(other), 0] == new.daily[new.series.index(other), 0]).all()
