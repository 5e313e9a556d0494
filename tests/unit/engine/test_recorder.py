"""What is kept of a history: series that add up, events that tell what happened, episodes as they are defined."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.engine.worlds import DRAMATIC, HISTORIES, compiled, lanes, record, small

from groundswell.compile import Compiled
from groundswell.engine import recorder
from groundswell.engine.recorder import EPISODE_DAYS, EPISODE_GAP, EVENT, OUTCOMES, find_episodes, read_outcome
from groundswell.engine.run import Block, run_block, start
from groundswell.engine.state import FALL_ROUTES, LANES
from groundswell.engine.step import step

Span = tuple[int, int]


def spans_of(active: Sequence[float], share: float) -> list[Span]:
    """What the compiled reader finds."""
    spans = np.zeros((len(active) // EPISODE_GAP + 2, 2), "i8")
    found = find_episodes(np.array(active, "f4"), share, spans)
    return [(int(first), int(last)) for first, last in spans[:found]]


def spans_by_definition(active: Sequence[float], share: float) -> list[Span]:
    """The definition read aloud: three days in a row begin an episode, eight quiet days in a row end it."""
    above = [value >= share for value in active]
    days, spans, day = len(above), [], 0
    while day + EPISODE_DAYS <= days:
        if not all(above[day : day + EPISODE_DAYS]):
            day += 1
            continue
        last = end = day + EPISODE_DAYS - 1
        while end + 1 < days and end - last < EPISODE_GAP + 1:
            end += 1
            last = end if above[end] else last
        spans.append((day, last))
        day = end + 1
    return spans


@given(st.lists(st.sampled_from([0.0, 0.0, 0.02, 0.2]), max_size=90))
def test_episodes_are_found_as_they_are_defined(active):
    assert spans_of(active, 0.01) == spans_by_definition(active, 0.01)


EXAMPLES: dict[str, tuple[str, list[Span]]] = {
    "two days are not an episode": ("..##.....", []),
    "three days are": ("..###....", [(2, 4)]),
    "seven quiet days are bridged": ("###" + "." * 7 + "#", [(0, 10)]),
    "eight are not": ("###" + "." * 8 + "#", [(0, 2)]),
    "eight part two episodes": ("###" + "." * 8 + "###", [(0, 2), (11, 13)]),
    "an episode may last to the end": (".....####", [(5, 8)]),
    "nothing at all": ("", []),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_of_episodes(name):
    picture, spans = EXAMPLES[name]
    assert spans_of([0.02 if day == "#" else 0.0 for day in picture], 0.01) == spans


def events(*rows: tuple[int, int, float]) -> Any:
    """Events of one history: (day, kind, amount)."""
    return np.array([(0, day, kind, 0, amount) for day, kind, amount in rows], EVENT)


STREET, TRANSFER, REVERSAL, INTERVENED = (float(FALL_ROUTES.index(route)) for route in ("street", "transfer", "reversal", "intervention"))
OUTCOME_CASES: dict[str, tuple[Any, str]] = {
    "nothing happened": (events(), "subsided"),
    "a demand granted in full": (events((12, recorder.CONCESSION, 0.8)), "conceded"),
    "crumbs": (events((12, recorder.CONCESSION, 0.1)), "subsided"),
    "a fall, and the next one keeps the course": (
        events((15, recorder.FALL, STREET), (15, recorder.SUCCESSION, -0.3)), "government_replaced_policy_kept",
    ),
    "a fall, and the next one changes it": (
        events((15, recorder.FALL, STREET), (15, recorder.SUCCESSION, 0.8)), "government_replaced_policy_changed",
    ),
    "a fall in the week after": (
        events((26, recorder.FALL, STREET), (26, recorder.SUCCESSION, -0.3)), "government_replaced_policy_kept",
    ),
    "a fall long after": (events((40, recorder.FALL, STREET)), "subsided"),
    "a fall before": (events((9, recorder.FALL, STREET)), "subsided"),
    "an early election a month later": (events((48, recorder.ELECTION, 1.0)), "elected_turn"),
    "a reversal": (
        events((15, recorder.ATTEMPT, 1.0), (15, recorder.FALL, REVERSAL), (15, recorder.SUCCESSION, -0.8)), "reaction_prevailed",
    ),
    "an attempt that failed": (events((15, recorder.ATTEMPT, 1.0), (15, recorder.ATTEMPT_FAILED, 1.0)), "subsided"),
    "councils that a reversal ends": (
        events((15, recorder.TRANSFERRED, 1.0), (20, recorder.ATTEMPT, 1.0), (20, recorder.SUCCESSION, -0.8)),
        "reaction_prevailed",
    ),
    "councils that a reversal fails to end": (
        events((15, recorder.TRANSFERRED, 1.0), (20, recorder.ATTEMPT, 1.0), (20, recorder.ATTEMPT_FAILED, 1.0)), "power_transferred",
    ),
    "an outside power that steps in": (
        events((15, recorder.INTERVENTION, 1.0), (15, recorder.FALL, INTERVENED), (15, recorder.SUCCESSION, 0.8)), "reaction_prevailed",
    ),
    "power to the councils": (events((15, recorder.TRANSFERRED, 1.0), (15, recorder.FALL, TRANSFER)), "power_transferred"),
}  # fmt: skip


@pytest.mark.parametrize("name", OUTCOME_CASES)
def test_an_episode_of_days_10_to_20_ends_as_its_events_say(name):
    happened, outcome = OUTCOME_CASES[name]
    assert OUTCOMES[read_outcome(happened, (10, 20), True, 0.25, False)] == outcome


def test_councils_that_hold_the_capital_when_it_ends_are_dual_power():
    assert OUTCOMES[read_outcome(events(), (10, 20), True, 0.25, True)] == "dual_power"


def test_where_both_sides_are_armed_at_the_end_it_is_civil_war_whoever_fell_before():
    happened = events((15, recorder.FALL, STREET), (15, recorder.SUCCESSION, -0.3))
    assert OUTCOMES[read_outcome(happened, (10, 20), True, 0.25, False, True)] == "civil_war"


def test_an_episode_reads_the_arms_of_its_last_day():
    course = np.zeros((recorder.WIDTH, 40), "f4")
    course[recorder.NATIONAL_SERIES.index("active_share"), 10:20] = 0.2
    waves = recorder.Waves(0.1, 0.25, True)
    for day, outcome in ((18, "subsided"), (19, "civil_war"), (20, "subsided")):
        armed = np.array(course)
        armed[recorder.ARMS, day] = 0.6
        (row,) = recorder.episodes_of(armed, events(), waves, 100.0)
        assert OUTCOMES[row[-1]] == outcome, "only the last day of the wave counts"


def test_a_country_is_as_armed_as_the_place_where_the_weaker_side_is_strongest(drama, dramatic, told):
    course = start(drama, dramatic, 1, HISTORIES)
    for day in range(30):
        step(*course, day)
        weaker = np.minimum(course.s.places.arms_movement, course.s.places.arms_opposition).max(axis=0)
        assert (series(told, "arms")[day] == weaker.astype("f4")).all()


def test_a_fall_that_carries_the_whole_program_changes_policy():
    happened = events((15, recorder.FALL, STREET), (15, recorder.SUCCESSION, -0.3))
    assert OUTCOMES[read_outcome(happened, (10, 20), False, 0.25, False)] == "government_replaced_policy_changed"


@pytest.fixture(scope="module")
def told(drama: Compiled, dramatic: dict[str, Any]) -> Block:
    return run_block(drama, dramatic, 1, HISTORIES)


def series(block: Block, name: str) -> Any:
    return block.daily[block.series.index(name)]


def test_the_national_share_is_the_mean_over_people(drama, told):
    people = np.array([g.population for g in drama.scenario.groups])
    groups = np.stack([series(told, f"active:{g.id}") for g in drama.scenario.groups])
    expected = np.tensordot(people / people.sum(), groups, 1)
    # Four sums of float32 numbers, each rounded to 6e-8 of itself.
    assert np.allclose(series(told, "active_share"), expected, rtol=4e-7, atol=1e-9)


def test_the_share_of_a_place_is_the_mean_over_its_people(drama, told):
    here = [g for g in drama.scenario.groups if g.place == "valley"]
    people = np.array([g.population for g in here])
    expected = np.tensordot(people / people.sum(), np.stack([series(told, f"active:{g.id}") for g in here]), 1)
    assert np.allclose(series(told, "active_share:valley"), expected, rtol=4e-7, atol=1e-9)


def test_the_dead_of_the_places_are_the_dead_of_the_country(drama, told):
    assert (sum(series(told, f"killed:{place}") for place in drama.names.places) == series(told, "killed")).all()


def test_a_row_of_events_is_written_for_each_day_and_place_with_deaths(drama, told):
    killed = told.events[told.events["kind"] == recorder.KILLED]
    for q, name in enumerate(drama.names.places):
        table = np.zeros((drama.days, LANES), "f4")
        own = killed[killed["entity"] == q]
        table[own["day"], own["history"].astype(int)] = own["amount"]
        assert (table == series(told, f"killed:{name}")).all()
        assert own.size == (table > 0).sum()


def test_falls_told_are_falls_counted(told):
    falls = told.events[told.events["kind"] == recorder.FALL]
    assert falls.size
    counted = np.bincount(falls["history"].astype(int), minlength=LANES)
    assert (counted >= told.final["past_falls"]).all() and ((counted > 0) == (told.final["past_falls"] > 0)).all(), "falls are forgotten"


def test_somebody_follows_every_fall_and_every_election_unless_councils_rule(told):
    for r in range(LANES):
        own = told.events[told.events["history"] == r]
        left = own[np.isin(own["kind"], (recorder.FALL, recorder.ELECTION))]
        to_councils = (left["kind"] == recorder.FALL) & (left["amount"] == TRANSFER)
        assert set(left[~to_councils]["day"]) <= set(own[own["kind"] == recorder.SUCCESSION]["day"])


def test_the_last_to_enter_is_in_office_at_the_end(told):
    for r in range(LANES):
        entered = told.events[(told.events["history"] == r) & (told.events["kind"] == recorder.SUCCESSION)]
        assert told.final["government"][r] == (entered["entity"][-1] if entered.size else 0)


TURNS = ((recorder.CALL, recorder.CALL_OFF), (recorder.OPERATION, recorder.OPERATION_ENDS), (recorder.MUTINY, recorder.MUTINY_ENDS))


def test_beginnings_and_ends_take_turns(told):
    for begins, ends in TURNS:
        for r in range(LANES):
            own = told.events[(told.events["history"] == r) & np.isin(told.events["kind"], (begins, ends))]
            for thing in set(own["entity"]):
                kinds = own[own["entity"] == thing]["kind"]
                assert (kinds[::2] == begins).all() and (kinds[1::2] == ends).all(), recorder.EVENT_KINDS[begins]


def test_series_tell_the_state_of_the_day(drama, dramatic, told):
    course = start(drama, dramatic, 1, HISTORIES)
    for day in range(30):
        step(*course, day)
        nation, today = course.s.nations[0], course.today.nations[0]
        for name in ("approval", "unity", "agenda", "hope", "threat", "policy", "room", "crisis", "abroad"):
            assert (series(told, name)[day] == nation[name].astype("f4")).all(), name
        for name in ("stoppage", "siege", "participation", "killed", "crowd_capital"):
            assert (series(told, name)[day] == today[name].astype("f4")).all(), name
        assert (series(told, "siege:hill")[day] == (1.0 - course.s.places[1].stock).astype("f4")).all()


def test_an_episode_tells_what_its_days_hold(drama, told):
    active, killed = series(told, "active_share"), series(told, "killed")
    assert told.episodes.size
    for e in told.episodes:
        r, days = int(e["history"]), slice(int(e["onset"]), int(e["end"]) + 1)
        assert e["days"] == e["end"] - e["onset"] + 1
        assert e["peak"] == active[days, r].max() == active[e["peak_day"], r]
        assert e["deaths"] == killed[days, r].sum()
        assert e["person_days"] == pytest.approx(drama.people[0] * active[days, r].astype(float).sum(), rel=1e-9)


def test_all_that_can_be_told_happens_in_the_small_world():
    world = small(90)
    world["countries"][0] |= {"debt": 1.0, "mediator": 1.0}
    world["outside_powers"] = [record(id="far", name="Far", capacity=1.0, interest={"land": 1.0})]
    rates = dict.fromkeys(("crisis_rate", "intervention_rate", "mediation_rate", "arms_rate", "arms_fight_rate"), 1.0)
    block = run_block(compiled(world), lanes(DRAMATIC | rates), 2, HISTORIES)
    assert {recorder.EVENT_KINDS[k] for k in set(block.events["kind"])} == set(recorder.EVENT_KINDS)
