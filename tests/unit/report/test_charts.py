"""Charts show a spread and never one line, and a record only over what was observed."""

import json
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import groundswell as gs
from groundswell.analysis.uncertainty import LEVELS
from groundswell.errors import UsageError
from groundswell.report.falling import fall_dates_of
from groundswell.report.layers import apart
from groundswell.report.palette import LIGHT
from groundswell.report.panels import Interval, contributions_panel, density_panel, fan_panel, intervals_panel, places_panel
from groundswell.report.quantities import ACTIVE, APPROVAL, DEATHS, QUANTITIES
from groundswell.report.record import marks_of, observations
from groundswell.report.spread import BINS, FIELDS, SHADE_STARTS, Mark, shade_of, spread, summed_up

START = date(2003, 8, 1)
DAYS = np.arange(0, 140, 7)


def synthetic(quantity, courses, marks=()):
    return summed_up(quantity, "", START, DAYS, np.asarray(courses, float)).with_marks(marks)


@pytest.fixture(scope="module")
def two_ended():
    """Half of the histories end at 5 in 100, half at 80 in 100, and none between."""
    low, high = np.linspace(0.3, 0.05, len(DAYS)), np.linspace(0.3, 0.8, len(DAYS))
    wiggle = np.linspace(-0.01, 0.01, 50)[:, None]
    return synthetic(APPROVAL, np.vstack([low + wiggle, high + wiggle]))


def layers(chart):
    """Every single layer of a chart: its mark, what it encodes, and its rows."""
    told = chart.to_dict()
    parts = told.get("spec", told)["layer"]
    return [(part["mark"], {name: one.get("field") for name, one in part["encoding"].items()}, rows(part, told)) for part in parts]


def rows(part, told):
    data = part.get("data") or told["data"]
    return json.loads(data["values"]) if "values" in data else json.loads(told["datasets"][data["name"]])


def test_a_fan_has_two_bands_and_a_median(two_ended):
    drawn = layers(fan_panel(two_ended))
    areas = [(encoded["y"], encoded["y2"]) for mark, encoded, _ in drawn if mark["type"] == "area"]
    lines = [encoded["y"] for mark, encoded, _ in drawn if mark["type"] == "line"]
    assert areas == [("p05", "p95"), ("p25", "p75")]
    assert lines == ["p50"]


def test_the_median_is_never_drawn_alone(two_ended):
    for chart in (fan_panel(two_ended), places_panel([two_ended], {"": "all"})):
        kinds = [mark["type"] for mark, _, _ in layers(chart)]
        assert kinds.index("area") < kinds.index("line")


def test_every_line_of_a_fan_says_what_it_is(two_ended):
    names = next(rows for mark, _, rows in layers(fan_panel(two_ended)) if mark["type"] == "text")
    assert [row["name"] for row in names] == ["90 in 100", "50 in 100", "median"]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6), st.floats(0, 0.2))
def test_names_at_the_end_of_a_fan_do_not_overlap_and_keep_their_order(places, gap):
    moved = apart(sorted(places, reverse=True), gap)
    assert all(high - low >= gap - 1e-12 for high, low in pairwise(moved))
    assert all(after >= before for after, before in zip(moved, sorted(places, reverse=True), strict=True))


def test_bands_nest_at_all_times(runs):
    for quantity in QUANTITIES:
        assert (np.diff(spread(runs, quantity).quantiles, axis=0) >= 0).all()


def test_a_fan_ends_where_the_record_is_held_against(runs):
    killed = gs.against_record(runs).of("killed_by_forces")[0]
    low, _, median, _, high = spread(runs, DEATHS).quantiles[:, -1].tolist()
    assert (low, median, high) == (killed.low, killed.median, killed.high)


def test_a_fan_shows_the_quantiles_of_the_histories(runs):
    _, values = runs.trajectory("killed")
    totals = np.cumsum(values.astype(float), axis=1)
    assert np.array_equal(spread(runs, DEATHS).quantiles, np.quantile(totals, LEVELS, axis=0, method="inverted_cdf"))


@pytest.mark.parametrize("quantity", QUANTITIES, ids=lambda one: one.series)
def test_a_density_counts_every_history_once_at_all_times(runs, quantity):
    found = spread(runs, quantity)
    assert np.allclose(found.shares.sum(axis=1), 1, rtol=1e-12)
    assert found.shares.shape[1] == BINS


def test_a_density_shows_two_ridges_where_a_fan_shows_one_band(two_ended):
    full = np.flatnonzero(two_ended.shares[-1] > 0.1)
    assert np.diff(full).max() >= 10, "the ridges are ten bins apart and more"
    empty = (two_ended.shares[-1] == 0)[full.min() : full.max()]
    assert empty.sum() >= 9
    low, high = two_ended.quantiles[1, -1], two_ended.quantiles[3, -1]
    assert high - low > 0.5, "the fan's inner band spans the gap in which no history lies"


def test_the_cells_of_a_density_cover_what_is_not_empty_and_nothing_twice(two_ended):
    drawn = sum((cell.last - cell.first).days * (cell.high - cell.low) for cell in two_ended.cells())
    height = two_ended.edges[1]
    full = sum(
        (two_ended.ends[k + 1] - two_ended.ends[k]) * height * (row > 0).sum() for k, row in enumerate(two_ended.shares)
    )
    assert drawn == pytest.approx(full)


@given(st.floats(0, 1))
def test_a_shade_says_how_many_of_a_hundred(share):
    shade = int(shade_of(np.array([share]))[0])
    assert (shade == 0) == (share < 1e-20)
    if shade:
        assert 100 * share >= SHADE_STARTS[shade - 1] - 1e-6
        assert shade == len(SHADE_STARTS) or 100 * share <= SHADE_STARTS[shade] + 1e-6


def test_darker_shades_are_drawn_darker(two_ended):
    _, encoded, cells = layers(density_panel(two_ended))[0]
    assert encoded["opacity"] == "opacity"
    assert len({row["opacity"] for row in cells}) > 1
    assert all(0 < row["opacity"] <= 1 for row in cells)


def test_the_record_is_ink_diamonds_at_its_dates(two_ended):
    mark = Mark(date(2003, 9, 1), date(2003, 9, 30), 0.4, 0.35, 0.45)
    for panel in (fan_panel, density_panel):
        drawn = layers(panel(two_ended.with_marks([mark])))
        points = [(mark, rows) for mark, _, rows in drawn if mark["type"] == "point"]
        assert len(points) == 1
        assert points[0][0]["shape"] == "diamond"
        assert points[0][0]["color"] == LIGHT["ink"]
        assert [(row["middle"], row["value"]) for row in points[0][1]] == [("2003-09-15", 0.4)]
        used = [mark["color"] for mark, _, _ in drawn if mark["type"] != "point" and mark["type"] != "rule"]
        assert LIGHT["ink"] not in used, "what is simulated is never ink"


def test_what_nobody_observes_takes_no_record(scene):
    record = observations(scene)
    assert marks_of(record, DEATHS)
    assert marks_of(record, ACTIVE) == ()


def test_recorded_deaths_add_up_to_the_record_month_by_month(scene):
    record = observations(scene)
    marks = marks_of(record, DEATHS)
    killed = [row for row in record if row.quantity == "killed_by_forces"]
    assert marks[-1].value == sum(row.value for row in killed)
    assert [mark.value for mark in marks] == sorted(mark.value for mark in marks)
    by_place = [marks_of(record, DEATHS, place.id) for place in scene.places]
    assert sum(one[-1].value for one in by_place if one) == marks[-1].value


@pytest.mark.parametrize("quantity", [one.series for one in QUANTITIES])
@pytest.mark.parametrize("chart", [gs.charts.fan, gs.charts.density], ids=["fan", "density"])
def test_a_chart_says_when_it_is_rough_and_when_nothing_was_observed(runs, chart, quantity):
    title = chart(runs, quantity).to_dict()["title"]
    assert "rough: 64 histories" in title["subtitle"]
    observed = next(one for one in QUANTITIES if one.series == quantity).is_observed
    assert ("not observed anywhere" in title["subtitle"]) is not observed


def test_dates_are_drawn_in_universal_time_and_named(runs):
    axis = layers_of_time(gs.charts.fan(runs, "approval"))
    assert axis["scale"]["type"] == "utc"
    assert axis["scale"]["domain"][0] == runs.start.isoformat()
    assert axis["axis"]["format"] == "%b %Y"


def layers_of_time(chart):
    return chart.to_dict()["layer"][0]["encoding"]["x"]


def test_an_unknown_quantity_is_refused_with_those_that_are_known(runs):
    with pytest.raises(UsageError, match="approval, killed, active_share, stoppage"):
        gs.charts.fan(runs, "happiness")


def test_all_places_are_drawn_on_the_same_axes(runs):
    told = gs.charts.places(runs, "killed").to_dict()
    domains = {tuple(part["encoding"]["y"]["scale"]["domain"]) for part in told["spec"]["layer"]}
    assert len(domains) == 1
    assert len({row["place"] for row in rows({}, told)}) == len(runs.scenario.places)


def test_every_fall_is_in_one_month_of_one_government(runs, scene):
    found = fall_dates_of(runs, observations(scene))
    drawn = sum(float(row.in_100.sum()) for row in found.rows) * runs.replicates / 100
    assert drawn == pytest.approx(len(runs.events_of("fall")))


def test_a_recorded_fall_stands_in_the_row_of_its_government(runs, scene):
    rows = {row.government: row.recorded for row in fall_dates_of(runs, observations(scene)).rows}
    assert rows["sanchez-de-lozada"] == (date(2003, 10, 17),)


def test_an_interval_is_drawn_around_its_value_beside_zero():
    drawn = layers(intervals_panel([Interval("without fear", -3, -5, -1)], "in 100 histories"))
    spans = [(encoded["x"], encoded["x2"]) for mark, encoded, _ in drawn if mark["type"] == "rule" and encoded.get("x2")]
    assert spans == [("low", "high")]
    assert any(rows == [{"zero": 0}] for _, _, rows in drawn)


def test_contributions_print_their_number_and_their_side():
    parts = [Interval("outrage", 12.6, 0, 0), Interval("fatigue", -9.3, 0, 0)]
    told = layers(contributions_panel(parts, "percentage points"))[0][2]
    assert [(row["told"], row["side"]) for row in told] == [("+12.6", "more"), ("−9.3", "less")]


def test_a_chart_is_checked_by_the_grammar_it_is_written_in(runs):
    for chart in (gs.charts.fan(runs), gs.charts.density(runs), gs.charts.places(runs), gs.charts.fall_dates(runs)):
        chart.to_dict(validate=True)


def test_rows_that_go_into_a_chart_do_not_grow_with_histories(runs):
    few, many = (spread(part, APPROVAL) for part in (runs.select(runs.histories[:8]), runs))
    assert len(few.rows()) == len(many.rows())
    assert set(many.rows()[0]) == {"date", *FIELDS}
