"""What is on record on a day: all that had happened by then, told once, and nothing else."""

import csv
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest

import groundswell as gs
from groundswell.errors import UsageError
from groundswell.score.history import DEATHS, EVENTS, FALLS, SAME_CRISIS, Election, Past, Record, Series
from groundswell.score.region import FOLDER, past_of, past_of_country, region

SINCE, END = date(2000, 1, 1), date(2005, 12, 31)


def series(*days: date) -> Series:
    return Series.of([(day, 1) for day in days], SINCE, END)


@pytest.fixture(scope="module")
def bolivia() -> Past:
    return past_of(gs.load("bolivia-2003"))


def test_a_cut_keeps_the_day_of_issue_and_drops_the_next():
    cut = series(date(2003, 12, 31), date(2004, 1, 1)).until(date(2003, 12, 31))
    assert cut.days == (date(2003, 12, 31),)
    assert cut.to == date(2003, 12, 31)


def test_a_record_that_had_not_begun_is_missing_and_not_empty():
    assert series().until(date(1999, 12, 31)) is None
    assert series().until(SINCE).days == ()


def test_nothing_at_all_survives_the_cut_in_any_country():
    late = date(2004, 6, 1)
    full = Record(series(late), series(late), series(late), (Election(late, 4),))
    cut = Past("a", full, {"b": full}, END, END).until(date(2003, 12, 31))
    for record in cut.everywhere().values():
        assert max(record.days()) == date(2003, 12, 31)
        assert record.deaths.days == record.events.days == record.falls.days == record.elections == ()


def test_cutting_twice_is_cutting_at_the_earlier_day(bolivia):
    early = bolivia.until(date(2002, 12, 31))
    twice = bolivia.until(date(2003, 12, 31)).until(date(2002, 12, 31))
    assert early == twice


def test_a_past_cannot_be_cut_at_a_day_it_knows_nothing_of(bolivia):
    cut = bolivia.until(date(2002, 12, 31))
    with pytest.raises(UsageError, match="where the record ends"):
        cut.until(date(2003, 1, 1))


def test_an_embargo_hides_what_had_happened_but_was_not_out(bolivia):
    with_it = bolivia.until(date(2003, 10, 31), embargo_days=30)
    assert with_it.issued == date(2003, 10, 31)
    assert with_it.known_to == date(2003, 10, 1)
    assert with_it.own.falls.days == ()
    assert bolivia.until(date(2003, 10, 31)).own.falls.days == (date(2003, 10, 17),)
    with pytest.raises(UsageError, match="0 days or more"):
        bolivia.until(date(2003, 10, 31), embargo_days=-1)


def test_daily_totals_and_entries_tell_two_places_on_one_day_apart():
    two_places = Series.of([(date(2003, 10, 13), 6), (date(2003, 10, 13), 8)], date(2003, 10, 12), date(2003, 10, 14))
    assert two_places.daily().tolist() == [0, 14, 0]
    assert two_places.entries().tolist() == [0, 2, 0]


@pytest.mark.parametrize(
    ("days", "amounts"),
    [((END + timedelta(days=1),), (1.0,)), ((SINCE, SINCE), (1.0,)), ((SINCE,), (-1.0,)), ((SINCE,), (float("nan"),))],
    ids=["after the span", "an amount missing", "a negative amount", "a hole"],
)
def test_a_series_that_cannot_be_is_refused(days, amounts):
    with pytest.raises(UsageError):
        Series(SINCE, END, days, amounts)


def test_days_out_of_order_are_refused():
    with pytest.raises(UsageError, match="in order"):
        Series(SINCE, END, (date(2003, 1, 2), date(2003, 1, 1)), (1.0, 1.0))


# The record of the case: figures published of it, from its own sources.


def test_bolivia_remembers_the_deaths_of_february_and_october_2003(bolivia):
    deaths = bolivia.own.deaths
    assert deaths.total(date(2003, 2, 1), date(2003, 2, 28)) == 29
    assert deaths.total(date(2003, 9, 12), date(2003, 10, 20)) == 60
    assert deaths.total(date(2005, 5, 1), date(2005, 7, 15)) == 1


def test_the_two_falls_of_bolivia_are_known_when_office_was_left_and_each_once(bolivia):
    assert bolivia.own.falls.days == (date(2003, 10, 17), date(2005, 6, 9))
    assert len(bolivia.until(date(2005, 6, 8)).own.falls.days) == 1


def test_layers_of_events_are_never_added_up(bolivia):
    coded = past_of(gs.load("bolivia-2003"), events_from="coded-chronology")
    span = date(2000, 1, 1), date(2005, 12, 31)
    rows = [row for row in csv.DictReader(_observed().open(encoding="utf-8")) if row["quantity"] == "protest_event"]
    assert bolivia.own.events.total(*span) + coded.own.events.total(*span) == len(rows)
    assert bolivia.own.events.total(*span) == 15


def test_only_the_layer_that_other_countries_have_is_continued_and_compared(bolivia):
    coded = past_of(gs.load("bolivia-2003"), events_from="coded-chronology")
    assert bolivia.own.events.since == date(1990, 1, 1)
    assert coded.own.events.since == date(2000, 1, 1)
    assert all(record.events is None for record in coded.others.values())
    assert all(record.events is not None for record in bolivia.others.values())


def _observed():
    return FOLDER.parents[1] / "scenario" / "library" / "bolivia-2003" / "observed.csv"


def test_a_country_without_a_case_has_its_falls_but_no_deaths():
    peru = past_of_country("peru").until(date(2001, 12, 31))
    assert peru.own.series(DEATHS) is None
    assert peru.own.series(FALLS).days == (date(2000, 11, 21),)
    assert peru.own.series(EVENTS).days
    with pytest.raises(UsageError, match="one of"):
        past_of_country("france")


# The shipped record of the region.


def table(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_region_has_twenty_countries_and_fifteen_crises():
    assert len(region()) == 20
    assert sum(len(record.falls.days) for record in region().values()) == 15


def test_two_falls_within_days_are_one_crisis_and_a_year_apart_are_two():
    assert region()["argentina"].falls.days == (date(1989, 7, 8), date(2001, 12, 20))
    assert region()["venezuela"].falls.days == (date(1993, 5, 21), date(2002, 4, 12))
    assert len(region()["bolivia"].falls.days) == 2


def test_any_span_of_a_crisis_between_ten_days_and_a_year_gives_the_same_list():
    days = {}
    for row in table("falls"):
        if row["protest"] in ("primary", "contributing"):
            days.setdefault(row["country"], []).append(date.fromisoformat(row["date"]))
    gaps = sorted((later - sooner).days for one in days.values() for sooner, later in pairwise(one))
    assert max(gap for gap in gaps if gap <= SAME_CRISIS) == 10
    assert min(gap for gap in gaps if gap > SAME_CRISIS) == 601


@pytest.mark.parametrize("name", ["falls", "countries", "elections", "protests"])
def test_every_row_names_works_of_the_bibliography_and_a_country_of_the_list(name):
    known = {row["id"] for row in table("sources")}
    countries = {row["country"] for row in table("countries")}
    for row in table(name):
        assert row["source"].split() and set(row["source"].split()) <= known, row
        assert row["country"] in countries, row


def test_every_work_of_the_bibliography_is_used():
    used = {source for name in ("falls", "countries", "elections", "protests") for row in table(name) for source in row["source"].split()}
    assert {row["id"] for row in table("sources")} == used


def test_the_outcomes_end_with_the_span_that_was_coded():
    last = max(row["last"] for row in table("countries"))
    assert max(row["date"] for name in ("falls", "elections", "protests") for row in table(name)) <= last


def test_each_election_follows_the_last_within_two_of_its_terms_and_none_is_told_twice():
    for name, record in region().items():
        held = record.elections
        assert list(held) == sorted(set(held)), name
        for sooner, later in pairwise(held):
            assert 200 < (later.day - sooner.day).days < 2 * sooner.term * 366, (name, sooner)


def test_cuba_elects_no_president_by_popular_vote():
    assert {name for name, record in region().items() if not record.elections} == {"cuba"}


def test_a_total_is_the_sum_of_the_days():
    killed = Series.of([(date(2000, 1, 1) + timedelta(days=3 * k), k) for k in range(50)], SINCE, END)
    first, last = date(2000, 2, 1), date(2000, 3, 1)
    daily = killed.daily()[(first - SINCE).days : (last - SINCE).days + 1]
    assert killed.total(first, last) == np.sum(daily)
