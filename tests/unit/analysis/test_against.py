"""The record is set beside the histories as it is, and where one of them is the record, everything agrees."""

import csv
from datetime import date, timedelta

import numpy as np
import pytest

import groundswell as gs
from groundswell.analysis.against import COMPARED, NOT_COMPARABLE, evenly
from groundswell.analysis.comparison import Comparison
from groundswell.analysis.leaning import MONTH, leans_on
from groundswell.analysis.offices import government_at, in_office
from groundswell.analysis.polls import over_window
from groundswell.analysis.quantities import killed_by_day
from groundswell.analysis.record import NATIONAL, Observation, read_record, record_of, table_of
from groundswell.analysis.windows import BURST_LEAST, QUIET_DAYS, Window, bursts, windows_of, years
from groundswell.errors import ScenarioError, UsageError

COLUMNS = ["quantity", "place", "date", "end_date", "value", "low", "high", "unit", "precision", "who", "note", "source", "licence"]
POLLS = (date(2003, 9, 5), date(2003, 11, 14))  # kept days, so that a poll can be read back to the bit


def written(path, rows):
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, COLUMNS)
        writer.writeheader()
        writer.writerows({name: row.get(name, "") for name in COLUMNS} for row in rows)
    return path


def as_record(runs, history, path):
    """What a chronicler of one simulated history would have written down."""
    rows, kinds = [], list(runs.names["event_kinds"])
    for row in runs.events[runs.events["history"] == history]:
        day = runs.date(row["day"]).isoformat()
        if kinds[row["kind"]] == "killed":
            rows.append({"quantity": "killed_by_forces", "place": runs.names["places"][row["entity"]], "date": day, "value": row["amount"]})
        if kinds[row["kind"]] == "fall":
            rows.append({"quantity": "fall", "place": NATIONAL, "date": day, "value": 1, "note": runs.names["governments"][row["entity"]]})
    days, weeks = runs.trajectory("poll")
    for poll in POLLS:
        value = weeks[runs.histories == history, days == (poll - runs.start).days][0]
        rows.append({"quantity": "approval", "place": NATIONAL, "date": poll.isoformat(), "value": repr(float(value))})
    return written(path, rows)


@pytest.fixture(scope="module")
def fallen(runs):
    """A history with a fall and many dead."""
    killed = np.where(runs.final["falls"] > 0, runs.final["killed_by_forces"], -1)
    return int(runs.histories[killed.argmax()])


@pytest.fixture(scope="module")
def own(runs, fallen, tmp_path_factory):
    return as_record(runs, fallen, tmp_path_factory.mktemp("record") / "observed.csv")


@pytest.fixture(scope="module")
def six_years():
    return gs.run(gs.load("bolivia-2003"), replicates=64, memory=True)


def test_the_history_that_is_the_record_is_the_nearest_to_it(runs, fallen, own):
    found = gs.nearest(runs, own)
    assert found.history == fallen
    assert found.distance == pytest.approx(0, abs=1e-6)
    assert found.closer_than(fallen) == (runs.replicates - 1) / runs.replicates


def test_what_is_on_record_of_a_history_is_what_it_had(runs, fallen, own):
    found = gs.against_record(runs, own)
    row = runs.histories == fallen
    total = runs.final["killed_by_forces"][row][0]
    assert found.of("killed_by_forces")[0].record == total
    assert sum(each.record for each in found.of("killed_by_forces") if each.place != NATIONAL) == total
    daily = killed_by_day(runs.select([fallen])).killed
    assert found.of("largest_day")[0].record == daily.max()
    assert found.of("days_with_deaths")[0].record == len(daily)
    assert found.of("days_of_many_deaths")[0].record == (daily >= 5).sum()
    assert found.of("falls")[0].record == runs.final["falls"][row][0]


def test_one_history_alone_agrees_with_itself_in_everything(runs, fallen, own):
    found = gs.against_record(runs.select([fallen]), own)
    assert len(found.compared) > 10 and all(row.inside for row in found.compared) and found.inside == len(found.independent)
    assert all(row.median == row.record for row in found.compared if isinstance(row.record, float) and row.unit != "share")


def test_the_verdict_is_what_the_numbers_say(runs):
    found = gs.against_record(runs)
    assert len(found.compared) > 10
    for row in found.compared:
        assert row.inside == (row.low <= row.record <= row.high), row.words
        assert row.low <= row.median <= row.high, row.words
        assert 0 <= row.rank <= 1
    assert found.inside == sum(row.inside for row in found.compared if row.independent)


def test_the_totals_are_those_of_the_table(runs):
    rows = [row for row in read_record(table_of(runs.scenario)) if row.quantity == "killed_by_forces"]
    found = gs.against_record(runs).of("killed_by_forces")
    assert found[0].record == sum(row.value for row in rows) == 61
    el_alto = next(row for row in found if row.place == "el-alto")
    assert el_alto.record == sum(row.value for row in rows if row.place == "el-alto")


def test_killed_in_all_places_is_killed_everywhere(runs):
    everywhere = killed_by_day(runs).total(runs.replicates)
    apart = sum(killed_by_day(runs, place).total(runs.replicates) for place in runs.names["places"])
    assert np.array_equal(everywhere, apart) and np.array_equal(everywhere, runs.final["killed_by_forces"])


def test_what_has_nothing_beside_it_is_named_with_the_reason(runs, tmp_path):
    found = gs.against_record(runs)
    assert {"crowd", "killed_other"} <= found.not_comparable.keys()
    assert all(found.not_comparable.values()) and "active_share" in found.not_observed
    odd = written(tmp_path / "odd.csv", [{"quantity": "rumors", "place": NATIONAL, "date": "2003-10-01", "value": 3}])
    found = gs.against_record(runs, odd)
    assert found.rows == () and "rumors" in found.not_comparable and "rumors" not in NOT_COMPARABLE
    assert found.text().startswith("Nothing is on record")


@pytest.mark.parametrize("case", ["bolivia-autumn", "bolivia-2003"])
def test_every_quantity_on_record_of_a_case_is_compared_or_says_why_not(case):
    found = {row.quantity for row in read_record(table_of(gs.load(case)))}
    assert found <= {*COMPARED, *NOT_COMPARABLE} and not set(COMPARED) & NOT_COMPARABLE.keys()


def test_a_recorded_fall_asks_who_fell_and_when(runs, fallen, own):
    rows = gs.against_record(runs, own).of("fall_near_date")
    share = rows[0].share
    day = next(row.first for row in read_record(own) if row.quantity == "fall")
    falls = runs.events_of("fall")
    near = np.abs(falls["day"] - (day - runs.start).days) <= 30
    assert share == len(set(falls["history"][near].tolist())) / runs.replicates
    assert rows[1].share <= share, "the same government falls no more often than any"


def test_a_fall_near_the_date_is_a_chance_and_no_test(runs, fallen, own):
    found = gs.against_record(runs, own)
    rows = found.of("fall_near_date")
    assert rows and found.chances == rows and not set(rows) & set(found.compared)
    for row in rows:
        assert (row.inside, row.verdict, row.low, row.high) == (None, "chance", None, None)
        assert row.chance.low <= row.share == row.chance.share <= row.chance.high


def test_a_chance_stands_beside_falls_spread_evenly():
    falls, days, of = 0.6, 61, 2223
    drawn = np.random.default_rng(7)
    days_of_falls = [drawn.integers(0, of, drawn.poisson(falls)) for _ in range(20_000)]
    share = np.mean([bool((found < days).any()) for found in days_of_falls])
    assert evenly(falls, days, of) == pytest.approx(share, abs=0.003)


def test_independent_rows_count_no_death_and_no_poll_twice(six_years):
    found = gs.against_record(six_years)
    deaths = [row for row in found.of("killed_by_forces") if row.independent]
    assert sum(row.record for row in deaths) == found.of("killed_by_forces")[0].record
    days = [row.first + timedelta(days=k) for row in deaths for k in range((row.last - row.first).days + 1)]
    assert len(days) == len(set(days)) == six_years.days
    polls = [row for row in found.independent if row.quantity.startswith("approval")]
    asked = [row.first + timedelta(days=k) for row in polls for k in range((row.last - row.first).days + 1)]
    assert len(polls) > 10 and len(asked) == len(set(asked))
    assert not any(row.independent for row in found.of("approval_same_government"))


def test_places_bursts_and_the_worst_day_are_views_of_the_same_deaths(runs):
    found = gs.against_record(runs)
    apart = [row for row in found.of("killed_by_forces") if row.independent]
    assert [row.words[:32] for row in apart] == ["killed by forces, the whole run "], "an autumn lies within one year"
    assert not any(row.independent for name in ("largest_day", "days_with_deaths", "fall_date") for row in found.of(name))
    assert sum(tally.rows for tally in found.tallies()) == len(found.independent)
    assert sum(tally.inside for tally in found.tallies()) == found.inside


@pytest.mark.parametrize(
    ("unit", "low", "high", "wide"),
    [
        ("persons", 0.0, 9.0, False), ("persons", 0.0, 10.0, True), ("persons", 27.0, 1840.0, True), ("persons", 100.0, 900.0, False),
        ("share", 0.2, 0.69, False), ("share", 0.2, 0.71, True),
        ("date", "2003-01-01", "2003-06-30", False), ("date", "2003-01-01", "2003-08-01", True),
    ],
)  # fmt: skip
def test_a_span_is_wide_by_a_stated_factor(unit, low, high, wide):
    row = Comparison("a", "b", NATIONAL, date(2003, 1, 1), date(2003, 12, 31), unit, low, low, low, high, True)
    assert row.wide is wide
    assert row.told == ("inside, wide" if wide else "inside") and row.to_dict()["wide"] is wide


def test_rows_lean_on_acts_dated_from_the_answer_and_on_the_grievance_of_the_police():
    acts = gs.load("bolivia-2003").acts
    jailing, tax = (next(act for act in acts if act.id == name) for name in ("highland-jailing-2003", "wage-tax-2003"))
    assert (jailing.dated_from, tax.police_grievance > 0) == ("answer", True)
    month, day = timedelta(days=MONTH), timedelta(days=1)
    end = date(2003, 10, 20)
    assert jailing.id in leans_on(acts, jailing.date + month, end) and jailing.id not in leans_on(acts, jailing.date + month + day, end)
    assert jailing.id not in leans_on(acts, jailing.date - day, end), "a window that holds the act itself opens before it"
    assert tax.id in leans_on(acts, date(2003, 1, 14), tax.date) and tax.id not in leans_on(acts, date(2003, 1, 14), tax.date - day)
    assert tax.id in leans_on(acts, tax.date + month, end) and tax.id not in leans_on(acts, tax.date + month + day, end)


def test_the_row_of_february_2003_leans_on_the_tax(six_years):
    rows = {row.words: row for row in gs.against_record(six_years).rows}
    february = next(row for words, row in rows.items() if "February 2003" in words)
    assert "wage-tax-2003" in february.leans_on and february.to_dict()["leans_on"] == list(february.leans_on)
    assert rows["killed by forces, 2004"].leans_on == ()


def test_approval_under_the_same_government_leaves_out_the_others(runs):
    found = gs.against_record(runs, None)
    same = in_office(runs, (date(2003, 11, 30) - runs.start).days) == list(runs.names["governments"]).index("mesa")
    rows = found.of("approval_same_government")
    assert bool(rows) == (same.sum() >= 20)
    assert all(row.histories < runs.replicates for row in rows)


def test_the_record_knows_who_governed(runs):
    record = record_of(runs)
    assert government_at(runs.scenario, record, date(2003, 10, 16)) == "sanchez-de-lozada"
    assert government_at(runs.scenario, record, date(2003, 10, 18)) == "mesa"


def test_on_the_last_day_the_office_is_held_by_whom_the_engine_says(runs):
    assert np.array_equal(in_office(runs, runs.days - 1), runs.final["government"])


def test_years_hold_every_day_once():
    first, last = date(2000, 1, 1), date(2006, 1, 31)
    days = [window.first + timedelta(days=k) for window in years(first, last) for k in range((window.last - window.first).days + 1)]
    assert days == [first + timedelta(days=k) for k in range((last - first).days + 1)]


def observation(day, value, quantity="killed_by_forces"):
    return Observation(quantity, "el-alto", day, day, value, None, None, "persons", "day", "", "")


def test_a_burst_ends_with_a_long_quiet_and_small_ones_are_no_window():
    begin = date(2003, 10, 1)
    close = [observation(begin, BURST_LEAST), observation(begin + timedelta(days=QUIET_DAYS), 1)]
    far = observation(begin + timedelta(days=2 * QUIET_DAYS + 1), BURST_LEAST - 1)
    assert bursts([*close, far]) == [Window("a burst on record", begin, begin + timedelta(days=QUIET_DAYS))]


def test_a_table_may_name_windows_of_its_own(runs, tmp_path):
    rows = [{"quantity": "window", "place": NATIONAL, "date": "2003-09-12", "end_date": "2003-10-20", "note": "the uprising"}]
    killed = [{"quantity": "killed_by_forces", "place": "el-alto", "date": "2003-10-12", "value": 30}]
    table = written(tmp_path / "own.csv", rows + killed)
    assert Window("the uprising", date(2003, 9, 12), date(2003, 10, 20)) in windows_of(read_record(table), runs.start, runs.date(152))
    assert any("the uprising" in row.words and row.record == 30 for row in gs.against_record(runs, table).rows)


def test_a_poll_between_kept_days_lies_on_the_line_between_them():
    days, weeks = np.array([0, 7, 14]), np.array([[0.0, 0.7, 0.7], [1.0, 1.0, 0.3]], np.float32)
    assert over_window(days, weeks, 1, 1).tolist() == pytest.approx([0.1, 1.0])
    assert over_window(days, weeks, 7, 14).tolist() == pytest.approx([0.7, 0.65])


def test_a_run_opened_from_its_folder_finds_the_record_of_its_case(kept):
    opened = gs.Runs.open(kept.run_dir)
    assert gs.against_record(opened).to_dict() == gs.against_record(kept).to_dict()


def test_a_table_with_faults_tells_them_all(tmp_path):
    bad = written(tmp_path / "bad.csv", [{"quantity": "fall", "date": "2003-17-10", "value": "many"}, {"quantity": "fall", "date": ""}])
    with pytest.raises(ScenarioError) as caught:
        read_record(bad)
    assert [problem.where for problem in caught.value.problems] == ["bad.csv:2: date", "bad.csv:2: value", "bad.csv:3: date"]
    (tmp_path / "short.csv").write_text("quantity,date\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="no column place"):
        read_record(tmp_path / "short.csv")
    with pytest.raises(UsageError, match="no such file"):
        read_record(tmp_path / "none.csv")


def test_overlapping_sources_count_a_week_of_protest_once(runs, tmp_path):
    event = {"quantity": "protest_event", "value": 1, "date": "2003-09-01", "end_date": "2003-09-12"}
    table = written(tmp_path / "twice.csv", [event | {"place": "el-alto"}, event | {"place": NATIONAL, "date": "2003-09-03"}])
    (row,) = gs.against_record(runs, table).of("protest_event")
    first, last = ((date(2003, 9, day) - runs.start).days // 7 for day in (1, 12))
    assert row.record == last - first + 1
    reported = runs.events_of("protest_event")
    weeks = [len(set((reported["day"][reported["history"] == history] // 7).tolist())) for history in runs.histories]
    assert row.low <= sorted(weeks)[len(weeks) // 2] <= row.high and row.median in weeks


def test_a_share_of_blocked_roads_is_held_against_the_roads_of_the_model(runs, tmp_path):
    told = {"quantity": "highways_shut", "place": NATIONAL, "date": "2003-10-10", "value": 0.67}
    (row,) = gs.against_record(runs, written(tmp_path / "roads.csv", [told])).of("highways_shut")
    assert 0 <= row.low <= row.median <= row.high <= 1 and row.record == 0.67


def test_a_poll_errs_around_approval_as_a_sample_does(runs):
    error = runs.trajectory("poll")[1].astype(float) - runs.trajectory("approval")[1]
    people = runs.parameters["poll_sample"][0]
    assert 0 < error.std() < 0.5 / np.sqrt(people)  # the greatest error of a sample is that at one half
    assert abs(error.mean()) < 0.001


def test_without_anything_comparable_no_history_is_nearest(runs, tmp_path):
    with pytest.raises(UsageError, match="nothing that can be compared"):
        gs.nearest(runs, written(tmp_path / "empty.csv", []))


def test_the_typical_history_of_an_ending_ends_so_and_is_in_the_middle(runs):
    for slug in set(runs.final["ending"].tolist()):
        assert runs.final["ending"][runs.histories == gs.typical(runs, slug)][0] == slug
    alone = int(runs.histories[7])
    assert gs.typical(runs.select([alone])) == alone
    with pytest.raises(UsageError, match="did you mean"):
        gs.typical(runs, "concede")
