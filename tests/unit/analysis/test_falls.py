"""Falls are told as they happened: which, how often, by which route, when."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest

import groundswell as gs
from groundswell.analysis.falls import fall_days, order_in_history, telling
from groundswell.analysis.wording import ROUTES


@pytest.fixture(scope="module")
def events(runs):
    rows = runs.events
    return rows[rows["kind"] == list(runs.names["event_kinds"]).index("fall")]


def test_the_run_has_falls_to_tell(events):
    assert len(events) > 0


def test_successive_falls_are_those_of_each_history_in_order(runs, events):
    each = [int((events["history"] == history).sum()) for history in runs.histories]
    found = gs.falls(runs)
    assert [row.share.count for row in found.successive] == [sum(n > k for n in each) for k in range(max(each))]
    assert found.any.share.count == sum(n > 0 for n in each)
    assert found.mean == pytest.approx(np.mean(each))


def test_a_government_is_counted_once_a_history(runs, events):
    names = runs.names["governments"]
    expected = {name: len({row["history"] for row in events if names[row["entity"]] == name}) for name in names}
    found = {row.name: row.share.count for row in gs.falls(runs).governments}
    assert found == {name: count for name, count in expected.items() if count}


def test_routes_of_a_fall_sum_to_all_of_its_falls(runs):
    for row in gs.falls(runs).rows:
        assert sum(row.routes.values()) == pytest.approx(1)


def test_dates_of_falls_are_days_on_which_somebody_fell_and_in_order(runs, events):
    days = {runs.date(day).isoformat() for day in events["day"]}
    for row in gs.falls(runs).rows:
        told = [row.dates[level] for level in sorted(row.dates)]
        assert told == sorted(told) and set(told) <= days


def test_a_history_without_a_fall_has_none_for_ever(runs):
    days = fall_days(runs)
    assert (np.isinf(days) == (runs.final["falls"] == 0)).all()
    assert (days[np.isfinite(days)] < runs.days).all()


def test_a_change_of_falls_is_told_by_whether_there_are_any_unless_most_histories_have_several(runs):
    def of(*falls):
        return telling(SimpleNamespace(final={"falls": np.array(falls)}))

    assert telling(runs) == of(*[0] * 10) == of(*[1] * 10) == "government_falls"
    assert of(*[0] * 3, *[5] * 7) == "government_falls", "whether there is one still varies"
    assert of(0, *[3] * 9) == of(*[2] * 10) == "falls"


def test_runs_without_any_fall_say_so(runs):
    quiet = runs.select(runs.final["falls"] == 0)
    found = gs.falls(quiet)
    assert found.any.share.count == 0 and found.rows == () and found.mean == 0
    assert found.text() == f"No government falls in any of {quiet.replicates} histories."
    assert found.to_dict()["any"]["dates"] == {}


def test_the_text_has_a_header_and_tells_the_routes(runs):
    found = gs.falls(runs)
    header, *lines = found.text().splitlines()
    assert header.split() == ["fall", "in", "100", "±", "median", "date", "9", "in", "10", "between", "by"]
    assert len(lines) == min(3, len(found.successive)) + len(found.governments)
    likeliest = max(found.governments, key=lambda row: row.share.count)
    line = next(line for line in lines if line.startswith(likeliest.words))
    assert all(ROUTES[route] in line for route, part in likeliest.routes.items() if part)
    assert line.startswith(likeliest.words) and likeliest.dates[0.5] in line


def test_two_governments_of_one_head_are_told_apart(runs):
    found = gs.falls(runs)
    twice, once = found.any, found.successive[0]
    rows = (replace(twice, name="q-2001", words="Jorge Q."), replace(twice, name="q-2005", words="Jorge Q."), replace(once, words="C. M."))
    text = replace(found, governments=rows).text()
    assert all(f"Jorge Q. ({name})  " in text for name in ("q-2001", "q-2005"))
    assert "C. M.  " in text, "an id only where it is needed"


def test_a_decade_has_its_share_of_falls(runs):
    found = gs.falls(runs)
    years = (date(2003, 12, 31) - date(2003, 8, 1)).days + 1
    assert found.per_decade == pytest.approx(found.mean * 3652.5 / years)


def test_order_in_history_starts_again_with_each():
    assert order_in_history(np.array([1, 1, 1, 5, 7, 7])).tolist() == [0, 1, 2, 0, 0, 1]
    assert order_in_history(np.zeros(0, np.uint64)).tolist() == []
