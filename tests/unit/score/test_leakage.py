"""Nothing that a forecast is to foretell reaches it: every way in which it could is planted here, and caught."""

from datetime import date, timedelta

import numpy as np
import pytest

import groundswell as gs
from groundswell.errors import UsageError
from groundswell.score import guards
from groundswell.score.baselines import ALL, BY_NAME, NotOnRecord
from groundswell.score.guards import Figure, Row, Span
from groundswell.score.history import Election, Past, Record, Series
from groundswell.score.region import past_of

ISSUED = date(2003, 12, 31)
FIRST, LAST = date(2004, 1, 1), date(2004, 6, 30)
END = date(2005, 12, 31)


@pytest.fixture(scope="module")
def whole() -> Past:
    return past_of(gs.load("bolivia-2003"))


def planted(past: Past, days: list[date]) -> Past:
    """The same past with a great wave and a fall in every country on some days, and an election."""

    def added(series: Series | None, amount: float) -> Series | None:
        if series is None:
            return None
        entries = [*zip(series.days, series.amounts, strict=True), *((day, amount) for day in days)]
        return Series.of(entries, series.since, series.to)

    def changed(record: Record) -> Record:
        elections = tuple(sorted((*record.elections, *(Election(day, 1) for day in days))))
        return Record(added(record.deaths, 50), added(record.events, 40), added(record.falls, 1), elections)

    others = {name: changed(record) for name, record in past.others.items()}
    return Past(past.country, changed(past.own), others, past.known_to, past.issued)


def answers(past: Past) -> dict[tuple[str, str], object]:
    """What every baseline says of every quantity, as plain lists, or its reason for silence."""
    found: dict[tuple[str, str], object] = {}
    for baseline in ALL:
        for quantity in ("deaths", "events"):
            try:
                forecast = baseline.counts(past, FIRST, LAST, quantity)
                found[baseline.name, quantity] = (forecast.values.tolist(), forecast.weights.tolist())
            except NotOnRecord as reason:
                found[baseline.name, quantity] = reason.reason
        try:
            found[baseline.name, "falls"] = baseline.dates(past, FIRST, LAST).chance.tolist()
        except NotOnRecord as reason:
            found[baseline.name, "falls"] = reason.reason
    return found


@pytest.fixture(scope="module")
def told(whole) -> dict[tuple[str, str], object]:
    return answers(whole.until(ISSUED))


def test_no_baseline_changes_when_what_comes_after_the_cut_changes(whole, told):
    later = [ISSUED + timedelta(days=days) for days in (1, 2, 3, 40, 41, 42, 200, 400)]
    assert answers(planted(whole, later).until(ISSUED)) == told


def test_every_baseline_changes_when_what_comes_before_the_cut_changes(whole, told):
    sooner = [ISSUED - timedelta(days=days) for days in (0, 1, 2, 40, 41, 42)]
    changed = answers(planted(whole, sooner).until(ISSUED))
    silent = {key for key, answer in told.items() if isinstance(answer, str)}
    same = {key for key, answer in told.items() if key not in silent and changed[key] == answer}
    assert same == set()


def test_an_event_planted_after_the_cut_is_caught(whole):
    cut = whole.until(ISSUED)
    late = Series.of([(FIRST, 9)], date(2000, 1, 1), END)
    for own, others in ((Record(deaths=late), {}), (Record(), {"peru": Record(falls=late)})):
        with pytest.raises(UsageError, match="nothing after 2003-12-31"):
            Past("bolivia", own, others, cut.known_to, ISSUED)


def test_an_election_planted_after_the_cut_is_caught():
    with pytest.raises(UsageError, match="2005-12-18"):
        Past("bolivia", Record(elections=(Election(date(2005, 12, 18), 5),)), {}, ISSUED, ISSUED)


def test_a_quiet_span_after_the_cut_is_caught_as_well():
    with pytest.raises(UsageError, match="2005-12-31"):
        Past("bolivia", Record(falls=Series(date(1989, 1, 1), END)), {}, ISSUED, ISSUED)


def test_a_record_that_is_known_after_the_issue_date_is_caught():
    with pytest.raises(UsageError, match="known_to"):
        Past("bolivia", Record(), {}, known_to=date(2004, 1, 1), issued=ISSUED)


@pytest.mark.parametrize("baseline", ALL, ids=lambda one: one.name)
def test_no_baseline_forecasts_days_that_are_on_record(whole, baseline):
    for ask in (baseline.counts, baseline.dates):
        with pytest.raises(UsageError, match="a window that begins after") as refused:
            ask(whole.until(ISSUED), ISSUED, LAST)
        assert not isinstance(refused.value, NotOnRecord)


def test_the_days_of_an_embargo_are_not_forecast_either(whole):
    past = whole.until(ISSUED, embargo_days=60)
    with pytest.raises(UsageError, match="a window that begins after"):
        BY_NAME["region_rate"].dates(past, date(2003, 12, 1), LAST)


def test_a_yearly_figure_of_the_same_year_is_caught():
    known = [Figure("growth", 2002, 0.5), Figure("growth", 2001, -0.3)]
    guards.refuse_same_year(known, date(2003, 12, 31))
    for year in (2003, 2004):
        with pytest.raises(UsageError, match="later ones were not out"):
            guards.refuse_same_year([*known, Figure("growth", year, 0.7)], date(2003, 12, 31))


def test_an_onset_scored_as_incidence_is_caught():
    first = Row("bolivia", 2003, onset=True, under_way=False)
    quiet = Row("peru", 2003, onset=False, under_way=False)
    guards.refuse_incidence([first, quiet])
    for onset in (True, False):
        with pytest.raises(UsageError, match="under way"):
            guards.refuse_incidence([first, quiet, Row("bolivia", 2004, onset=onset, under_way=True)])


def test_tuning_on_days_of_the_test_is_caught():
    test = Span(date(2004, 1, 1), date(2005, 12, 31))
    guards.refuse_overlap([Span(date(2000, 1, 1), date(2003, 12, 31))], [test])
    for first, last in ((date(2000, 1, 1), date(2004, 1, 1)), (date(2005, 6, 1), date(2005, 6, 9)), (date(2005, 12, 31), date(2007, 1, 1))):
        with pytest.raises(UsageError, match="no day in common"):
            guards.refuse_overlap([Span(first, last)], [test])


def test_tuning_inside_the_embargo_before_the_test_is_caught():
    fitted, test = Span(date(2000, 1, 1), date(2003, 12, 31)), Span(date(2004, 3, 1), date(2004, 12, 31))
    guards.refuse_overlap([fitted], [test], embargo_days=60)
    with pytest.raises(UsageError, match="more than 61 days between"):
        guards.refuse_overlap([fitted], [test], embargo_days=61)


def test_a_country_on_both_sides_of_a_split_is_caught():
    with pytest.raises(UsageError, match="peru on both sides"):
        guards.refuse_shared_units(["bolivia", "peru"], ["peru", "ecuador"])


def test_models_scored_on_different_rows_are_caught():
    guards.refuse_different_rows({"model": [1, 2], "region_rate": [2, 1], "persistence": [1, 2]})
    with pytest.raises(UsageError, match="the same cases for every model"):
        guards.refuse_different_rows({"model": [1, 2], "region_rate": [1, 2, 3]})
    with pytest.raises(UsageError, match="the same cases for every model"):
        guards.refuse_different_rows({"model": [1, 2], "region_rate": [1, 3]})


def test_a_row_scored_twice_is_caught():
    with pytest.raises(UsageError, match="each case once"):
        guards.refuse_different_rows({"model": [1, 2, 2], "region_rate": [1, 2, 2]})


def test_analogs_end_before_the_record_does(whole):
    from groundswell.score.baselines.analog_episodes import candidates
    from groundswell.score.baselines.baseline import Ahead

    events = whole.until(ISSUED).own.events
    ahead = Ahead(FIRST, LAST, days=180, lead=45)
    places = candidates(events, ahead)
    assert np.all(places + 1 + ahead.lead + ahead.days <= events.length)
    assert places.max() + 1 + ahead.lead + ahead.days == events.length, "the latest that can be used is used"
