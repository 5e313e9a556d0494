"""An explanation lives the same history again, and its parts sum to what changed."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import groundswell as gs
from groundswell.engine.anatomy import anatomy
from groundswell.engine.run import advance, start
from groundswell.errors import UsageError
from groundswell.experiments.ledger import Moment, keep_books, path_weights
from groundswell.experiments.recipe import Recipe
from groundswell.experiments.stepping import DECISION, course_at, lines_on, run_lines
from groundswell.experiments.terms import WORDS, people_of, stocks

HISTORIES = np.arange(32, dtype=np.uint64)


def simulation_of(runs):
    return Recipe.of(runs).simulation_of(runs)


def morning_of(runs, day):
    made = simulation_of(runs)
    return course_at(made.compiled, made.parameters(runs.seed, HISTORIES), runs.seed, HISTORIES, day)


@pytest.fixture(scope="module")
def fall(runs):
    """A history with a fall, and the day of it."""
    row = runs.events_of("fall")[0]
    return int(row["history"]), int(row["day"])


@pytest.fixture(scope="module", params=[(), ("neighbors_emulated", "repression_backfires")], ids=["all on", "two off"])
def compiled(autumn, request):
    from groundswell.compile import compile_scenario

    return compile_scenario(autumn, request.param)


def test_a_history_lived_line_by_line_has_the_bits_of_one_that_marched(compiled):
    marched, stepped = (start(compiled, {}, 1, HISTORIES) for _ in range(2))
    daily = np.zeros((len(compiled.series), compiled.days, 32), np.float32)
    for day in range(compiled.days):
        advance(marched, day, day + 1, daily, HISTORIES, [[] for _ in range(32)])
        run_lines(stepped, lines_on(stepped), day)
        assert marched.s.flat.tobytes() == stepped.s.flat.tobytes(), f"state of day {day}"
        same_day = [
            np.array_equal(getattr(marched.today, kind)[name], getattr(stepped.today, kind)[name])
            for kind in ("nations", "places", "cells")
            for name in ("participation", "seen", "urge", "target", "killed", "risk")
            if name in (getattr(stepped.today, kind).dtype.names or ())
        ]
        assert len(same_day) > 5 and all(same_day), f"what held on day {day}"


QUESTIONS = [
    {"history": 5, "place": "el-alto", "day": "2003-10-12"},
    {"history": 40, "place": "altiplano", "day": "2003-10-12", "group": "peasants"},
    {"history": 5, "place": "el-alto", "day": "2003-12-31", "reference": "2003-08-01"},
    {"history": [1, 33, 63], "place": "la-paz", "day": 100, "reference": 99},
    {"history": None, "place": "cochabamba", "day": "2003-11-02", "reference": "2003-09-14"},
]


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: f"{asked['place']} {asked['day']}")
def test_the_parts_sum_to_the_change(runs, asked):
    found = gs.explain(runs, **asked)
    assert found.adds_up and found.residual < 1e-7  # percentage points: 1e-9 of a share
    assert found.total == pytest.approx(found.change, abs=1e-7)
    assert sum(found.by_mechanism().values()) == pytest.approx(found.change, abs=1e-7)


def test_the_parts_sum_to_the_change_across_a_fall(runs, fall):
    history, day = fall
    found = gs.explain(runs, history, "el-alto", min(day + 10, runs.days - 1), reference=max(0, day - 10))
    assert found.adds_up
    assert "successor_demobilizes" in found.by_mechanism()


def test_readiness_is_what_the_engine_decided_by(runs):
    day, reference = 72, 44
    made = simulation_of(runs)
    cell = list(runs.names["cells"]).index("el-alto/neighbors")
    mobilizable = made.compiled.net.cells["mobilizable"][cell]
    expected = []
    for when in (reference, day):
        course = morning_of(runs, when + 1)  # the evening of the day itself: today still holds it
        expected.append(100 * course.today.cells["target"][cell][5] / mobilizable)
        expected.append(100 * course.s.cells["active"][cell][5] / mobilizable)
    found = gs.explain(runs, 5, "el-alto", day, reference=reference, group="neighbors")
    told = [found.before, found.active_before, found.after, found.active_after]
    assert told == pytest.approx(expected, rel=1e-14)  # the same bits but for the order of a product and a division


def test_each_term_moves_by_what_was_booked_to_it(runs):
    first, last = 40, 75
    made = simulation_of(runs)
    people = people_of(made.compiled.net, np.arange(len(runs.names["cells"])))
    books = keep_books(morning_of(runs, first), people, first, last)
    ends = []
    for day in (first, last):
        course = morning_of(runs, day)
        lines = lines_on(course)
        run_lines(course, lines[: [line.name for line in lines].index(DECISION)], day)
        ends.append(stocks(course, people))
    for term, after in ends[1].items():
        booked = sum((change for (_, other), change in books.moved.items() if other == term), np.zeros_like(after))
        if term == "organized":
            continue  # a factor of the calls, and booked together with them: what they make of the urge is summed below
        np.testing.assert_allclose(booked, after - ends[0][term], atol=1e-12, err_msg=term)
    every = sum(change for (_, term), change in books.moved.items() if term != "stamina")
    np.testing.assert_allclose(every, books.after.urge - books.before.urge, atol=1e-11)


def restless(scene):
    """The same country with memories, a debt, layoffs, a reform and flows between groups: all that can add to the decision."""
    data = scene.model_dump(mode="json", by_alias=True)
    for group in data["groups"]:
        group |= {"memory": 0.6, "communication": 0.8}
    data["countries"][0] |= {"debt": 1.0, "exit": 0.5, "lender_program": 0.8, "mediator": 0.8}
    why = {"source": "assumed: made up for a test"}
    own = {"government": "any", "structural": "comes whoever governs", "severity": 0.5, "demand": data["demands"][1]["id"], **why}
    dated = (("layoff", "2003-08-05"), ("reform", "2003-09-02"))
    data["acts"] += [{"id": f"made-up-{kind}", "name": kind, "date": day, "kind": kind, **own} for kind, day in dated]
    groups = [group["id"] for group in data["groups"]]
    data["flows"] = [{"from": groups[0], "to": groups[1], "yearly_share": 0.4, "dismissed_share": 0.5, **why}]
    parameters = {"demoralization_gain": 1.0, "organizing_months": 3.0, "crisis_rate": 0.3}
    data["parameters"] |= {name: {"value": value, **why} for name, value in parameters.items()}
    return gs.Scenario.model_validate(data)


def test_the_parts_sum_where_everything_moves(autumn):
    runs = gs.run(restless(autumn), replicates=32, seed=3, memory=True)
    terms = set()
    for place in runs.names["places"]:
        found = gs.explain(runs, None, place, "2003-12-02", reference="2003-08-03")
        assert found.adds_up and found.residual < 1e-7, place
        terms |= {row.term for row in found.rows}
    assert {"roots", "demoralized", "organized", "call"} <= terms


def test_a_call_counts_by_the_people_who_are_organized(autumn):
    """What calls and organization make of the urge, together, is the change of their product."""
    runs = gs.run(restless(autumn), replicates=32, seed=3, memory=True)
    people, first, last = people_of(simulation_of(runs).compiled.net, np.arange(len(runs.names["cells"]))), 5, 120
    books = keep_books(morning_of(runs, first), people, first, last)
    booked = sum(change for (_, term), change in books.moved.items() if term in ("call", "organized"))
    ends = [moment.organized * moment.noticed["call"] for moment in (books.before, books.after)]
    expected = simulation_of(runs).parameters(runs.seed, HISTORIES)["call_weight"] * (ends[1] - ends[0])
    np.testing.assert_allclose(booked, expected, atol=1e-12)
    assert (books.after.organized != books.before.organized).any()


def test_what_was_seen_is_split_among_the_places_it_was_seen_in(runs):
    found = gs.explain(runs, 5, "el-alto", "2003-10-12")
    row = next(row for row in found.rows if (row.mechanism, row.term) == ("neighbors_emulated", "seen"))
    assert sum(row.parts.values()) == pytest.approx(row.points, abs=1e-9)
    assert {"La Paz", "national news"} <= row.parts.keys()


def test_without_a_death_no_killing_moves_anybody(runs):
    killed = runs.events_of("killed")
    first = {int(h): int(killed[killed["history"] == h]["day"].min(initial=runs.days - 1)) for h in runs.histories}
    history, day = max(first.items(), key=lambda item: item[1])
    assert day > 20
    found = gs.explain(runs, history, "el-alto", day, reference=0)
    assert "repression_backfires" not in found.by_mechanism()
    assert not any(row.term == "outrage" for row in found.rows)
    later = gs.explain(runs, 5, "el-alto", "2003-10-12", reference=0)
    assert "repression_backfires" in later.by_mechanism(), "where people died it is there"


def test_a_mechanism_that_is_off_moves_nothing(autumn):
    off = ("neighbors_emulated", "exhaustion_ends")
    runs = gs.run(autumn, replicates=32, seed=3, off=off, memory=True)
    found = gs.explain(runs, 5, "el-alto", "2003-10-20")
    assert found.adds_up and not set(off) & set(found.by_mechanism())
    assert not any(row.term == "stamina" for row in found.rows)


def test_where_nobody_waits_for_others_nothing_that_is_seen_counts(autumn):
    runs = gs.run(autumn, replicates=32, seed=3, off=("preferences_falsified",), memory=True)
    found = gs.explain(runs, 5, "el-alto", "2003-10-20")
    assert found.adds_up and found.rows and not any(row.term == "seen" for row in found.rows)


def test_the_mean_of_histories_is_the_mean_of_their_explanations(runs):
    several = gs.explain(runs, [2, 9, 50], "el-alto", "2003-10-12")
    singles = [gs.explain(runs, history, "el-alto", "2003-10-12") for history in (2, 9, 50)]
    assert several.change == pytest.approx(np.mean([one.change for one in singles]))
    for row in several.rows:
        points = [{(each.mechanism, each.term): each.points for each in one.rows}.get((row.mechanism, row.term), 0.0) for one in singles]
        assert row.points == pytest.approx(np.mean(points), abs=1e-9)
        assert min(points) - 1e-9 <= row.low <= row.high <= max(points) + 1e-9


def test_a_place_counts_its_groups_by_how_many_could_be_mobilized(runs, autumn):
    groups = [group for group in autumn.groups if group.place == "el-alto"]
    parts = [(group.population * group.mobilizable_share, gs.explain(runs, 5, "el-alto", 72, group=group.id)) for group in groups]
    together = gs.explain(runs, 5, "el-alto", 72)
    size = sum(weight for weight, _ in parts)
    assert len(parts) > 1
    assert together.change == pytest.approx(sum(weight * one.change for weight, one in parts) / size)


def test_the_reference_is_four_weeks_before_unless_told(runs):
    found = gs.explain(runs, 5, "el-alto", "2003-10-12")
    assert found.day - found.reference == timedelta(days=28)
    assert gs.explain(runs, 5, "el-alto", 10).reference == runs.start


def test_every_row_names_a_line_of_the_model_and_a_term(runs):
    lines = {line.name: line for line in anatomy()}
    found = gs.explain(runs, None, "el-alto", "2003-11-20", reference="2003-08-02")
    for row in found.rows:
        assert row.id == lines[row.mechanism].id and WORDS[row.term] in row.words
    told = found.to_dict()
    assert told["adds_up"] is True and len(told["rows"]) == len(found.rows)
    assert "it adds up" in found.text() and "about the model" in found.text()


def test_everything_wrong_with_a_question_is_told_at_once(runs):
    with pytest.raises(UsageError) as caught:
        gs.explain(runs, 99, "el-lato", "2003-17-01")
    assert [problem.where for problem in caught.value.problems] == ["history", "place", "day"]
    assert caught.value.problems[1].hint == "did you mean `el-alto`?"
    with pytest.raises(UsageError, match="did you mean `el-alto/neighbors`"):
        gs.explain(runs, 1, "el-alto", "2003-10-12", group="neighbours")
    with pytest.raises(UsageError, match="a day before 2003-10-12"):
        gs.explain(runs, 1, "el-alto", "2003-10-12", reference="2003-10-12")
    with pytest.raises(UsageError, match="a day from 2003-08-01 to 2003-12-31"):
        gs.explain(runs, 1, "el-alto", "2004-01-01")


numbers = st.floats(-12, 12)
shares = st.floats(0, 1)


@given(numbers, numbers, shares, shares)
def test_the_path_between_two_days_gives_the_whole_change(u0, u1, s0, s1):
    ends = [Moment(np.array([[u]]), np.array([[s]]), *(np.zeros((1, 1)) for _ in range(3)), {}, {}, {}) for u, s in ((u0, s0), (u1, s1))]
    urge, stamina = path_weights(*ends)
    change = s1 / (1 + np.exp(-u1)) - s0 / (1 + np.exp(-u0))
    assert urge * (u1 - u0) + stamina * (s1 - s0) == pytest.approx(change, abs=1e-12)
    assert (urge >= 0).all() and (stamina >= 0).all(), "more urge, or more stamina, never makes less ready"
