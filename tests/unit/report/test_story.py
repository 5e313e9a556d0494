"""A story tells what is in the events of its history, on the right side and in the right week, and nothing else."""

import re
from datetime import date, timedelta

import numpy as np
import pytest

import groundswell as gs
from groundswell.report.record import observations
from groundswell.report.story import LONGEST, Teller


@pytest.fixture(scope="module")
def fallen(runs):
    """A history in which a government falls."""
    return int(runs.histories[np.flatnonzero(runs.final["falls"] > 0)[0]])


@pytest.fixture(scope="module")
def teller(runs, scene, fallen):
    return Teller(runs, scene, fallen, observations(scene))


def every_week(teller):
    return teller.weeks(longest=10_000)


def killed(sentences):
    told = [sentence for sentence in sentences if sentence.startswith("Forces kill")]
    counts = [re.search(r"kill ([\d,]+) people", sentence.replace("one person", "1 people"))[1] for sentence in told]
    return sum(int(count.replace(",", "")) for count in counts)


def test_weeks_come_in_order_and_only_those_in_which_most_happened(teller):
    weeks = teller.weeks(5)
    assert len(weeks) == 5
    assert [week.first for week in weeks] == sorted(week.first for week in weeks)
    assert len(teller.weeks()) <= LONGEST


def test_every_fall_is_told_on_its_day(teller, runs, fallen):
    falls = [row for row in runs.events_of("fall") if row["history"] == fallen]
    told = [sentence for week in teller.weeks() for sentence in week.told if " falls, by " in sentence]
    assert len(falls) == len(told) > 0
    assert told[0].startswith(f"{runs.date(int(falls[0]['day'])):%-d %b}: ")


def test_the_deaths_that_are_told_sum_to_those_that_happened(teller, runs, fallen):
    total = killed(sentence for week in every_week(teller) for sentence in week.told)
    assert total == int(runs.final["killed_by_forces"][list(runs.histories).index(fallen)])


def test_the_record_stands_beside_the_week_it_happened_in(teller):
    week = next(week for week in every_week(teller) if week.first <= date(2003, 10, 17) <= week.last)
    assert any("Gonzalo Sánchez de Lozada falls" in sentence for sentence in week.recorded)


def test_recorded_deaths_are_told_once_each(teller, scene):
    total = killed(sentence for week in every_week(teller) for sentence in week.recorded)
    assert total == sum(row.value for row in observations(scene) if row.quantity == "killed_by_forces")


def test_what_government_did_is_said_to_be_given(teller, scene):
    told = [sentence for week in every_week(teller) for sentence in week.told]
    given = [sentence for sentence in told if ", given: " in sentence]
    assert given
    names = {act.name for act in scene.acts}
    assert all(sentence.partition(", given: ")[2].removesuffix(".") in names for sentence in given)


def test_a_week_holds_seven_days_and_the_levels_of_its_history(teller, runs, fallen):
    days, values = runs.trajectory("approval")
    for week in teller.weeks():
        assert week.last - week.first == timedelta(days=6)
        k = (week.first - runs.start).days // 7
        assert week.approval == values[list(runs.histories).index(fallen), k]
        assert days[k] == (week.first - runs.start).days


def test_the_same_history_is_told_in_the_same_words(runs, scene, fallen, teller):
    again = Teller(runs.select([fallen]), scene, fallen, observations(scene))
    assert again.weeks() == teller.weeks()


def test_the_report_tells_the_history_nearest_the_record_with_its_distance(page, runs):
    text = page.root.by_id("story").text
    found = gs.nearest(runs)
    assert f"History {found.history} of 64 lies nearest to the record: distance {found.distance:.2f}" in text
    assert found.measure in text
    assert "not because it is typical" in text
