"""Each baseline says what its name promises, in worlds made so that the right answer is known."""

import re
from datetime import date, timedelta

import numpy as np
import pytest

import groundswell as gs
from groundswell.errors import UsageError
from groundswell.score.baselines import ALL, BY_NAME, NotOnRecord, all_counts, all_dates, analog_episodes, hawkes, hazard_by_calendar
from groundswell.score.baselines import last_months_draw as draw
from groundswell.score.baselines.baseline import Ahead, stretches
from groundswell.score.baselines.luck import poisson, uniforms
from groundswell.score.baselines.negative_binomial import fitted as fitted_scatter
from groundswell.score.baselines.rates import Rate, dispersion, negative_binomials, spread
from groundswell.score.history import Election, Past, Record, Series
from groundswell.score.predictive import Counts, Dates
from groundswell.score.region import past_of, past_of_country

SINCE, END = date(1990, 1, 1), date(2003, 12, 31)
FIRST, LAST = date(2004, 3, 1), date(2004, 5, 29)  # ninety days
YEAR = 365.25


def on(*days: date, amount: float = 1) -> Series:
    return Series.of([(day, amount) for day in days], SINCE, END)


def spaced(every: int, start: date = SINCE, end: date = END) -> list[date]:
    return [start + timedelta(days=days) for days in range(0, (end - start).days + 1, every)]


def past(own: Record, **others: Record) -> Past:
    return Past("here", own, others, END, END)


@pytest.fixture(scope="module")
def bolivia() -> Past:
    return past_of(gs.load("bolivia-2003")).until(date(2003, 12, 31))


# What all have in common.


def test_the_ten_have_names_words_and_a_source_with_a_year():
    assert len({baseline.name for baseline in ALL}) == len(ALL) == 10
    for baseline in ALL:
        assert re.fullmatch(r"[a-z_]+", baseline.name)
        assert len(baseline.words.split()) > 5
        assert re.search(r"\((1[89]|20)\d\d\)", baseline.source), baseline.name


def test_every_baseline_says_something_of_bolivia_or_why_not(bolivia):
    said = [all_counts(bolivia, FIRST, LAST, quantity) for quantity in ("deaths", "events")] + [all_dates(bolivia, FIRST, LAST)]
    for answers in said:
        assert list(answers) == [baseline.name for baseline in ALL]
        for answer in answers.values():
            assert isinstance(answer, Counts | Dates) or len(answer.reason) > 10
    for name in BY_NAME:
        assert any(not isinstance(answers[name], NotOnRecord) for answers in said), name


def test_a_forecast_is_of_the_window_asked_for(bolivia):
    for answer in all_dates(bolivia, FIRST, LAST).values():
        if isinstance(answer, Dates):
            assert (answer.first, answer.last) == (FIRST, LAST)


@pytest.mark.parametrize("baseline", ALL, ids=lambda one: one.name)
def test_the_same_seed_gives_the_same_forecast(bolivia, baseline):
    quantity = "events" if baseline.name == "hawkes_events" else "deaths"
    if baseline.name in ("region_rate", "country_rate_shrunk", "hazard_by_calendar"):
        quantity = "events"
    one, again = (baseline.counts(bolivia, FIRST, LAST, quantity, seed=5) for _ in range(2))
    assert one.values.tolist() == again.values.tolist()
    assert one.weights.tolist() == again.weights.tolist()


def test_only_simulated_baselines_depend_on_the_seed(bolivia):
    moved = set()
    for name, baseline in BY_NAME.items():
        for quantity in ("deaths", "events"):
            try:
                two = [baseline.counts(bolivia, FIRST, LAST, quantity, seed=seed) for seed in (1, 2)]
            except NotOnRecord:
                continue
            if two[0].weights.tolist() != two[1].weights.tolist():
                moved.add(name)
    assert moved == {"hawkes_deaths", "hawkes_events"}


def test_a_longer_window_never_has_less_chance_of_a_fall(bolivia):
    for name, baseline in BY_NAME.items():
        try:
            short, long = (baseline.dates(bolivia, FIRST, last).ever for last in (LAST, LAST + timedelta(days=90)))
        except NotOnRecord:
            continue
        if name == "analog_episodes":  # whose neighbors change with the window
            continue
        assert short < long, name


def test_other_quantities_are_refused(bolivia):
    with pytest.raises(UsageError, match="deaths or events"):
        BY_NAME["region_rate"].counts(bolivia, FIRST, LAST, "falls")


@pytest.mark.parametrize("baseline", ALL, ids=lambda one: one.name)
def test_where_nothing_is_on_record_no_number_is_given(baseline):
    nothing = past(Record())
    for ask in (baseline.counts, baseline.dates):
        with pytest.raises(NotOnRecord):
            ask(nothing, FIRST, LAST)


def test_the_reason_names_what_is_missing():
    ecuador = past_of_country("ecuador").until(date(2004, 12, 31))
    window = date(2005, 4, 1), date(2005, 4, 30)
    assert "no deaths of ecuador" in all_counts(ecuador, *window)["constant_hazard"].reason
    assert "no deaths of other countries" in all_counts(ecuador, *window)["region_rate"].reason
    assert "speaks of deaths alone" in all_counts(ecuador, *window, "events")["hawkes_deaths"].reason


def test_a_record_that_ends_early_is_not_taken_for_quiet():
    stale = Record(deaths=Series(date(2000, 1, 1), date(2002, 12, 31)), falls=Series(date(1989, 1, 1), END))
    with pytest.raises(NotOnRecord, match="ends on 2002-12-31"):
        BY_NAME["persistence"].counts(past(stale), FIRST, LAST)


def test_a_record_shorter_than_a_year_has_no_last_twelve_months():
    short = past(Record(deaths=Series(date(2003, 6, 1), END)))
    for name in ("persistence", "last_months_draw"):
        with pytest.raises(NotOnRecord, match="at least 365 days"):
            BY_NAME[name].counts(short, FIRST, LAST)


# Rates.


def test_the_own_rate_is_the_gamma_posterior_of_jeffreys():
    one_fall = past(Record(falls=on(date(1997, 5, 5))))
    days = (END - SINCE).days + 1
    chance = BY_NAME["constant_hazard"].dates(one_fall, FIRST, LAST).ever
    assert chance == pytest.approx(1 - (days / (days + 90)) ** 1.5, abs=1e-12)


def test_the_shrunk_rate_lies_between_the_countrys_and_the_regions():
    regional = {f"c{k}": Record(falls=on(*spaced(3650, SINCE + timedelta(days=30 * k)))) for k in range(9)}
    for own in (on(*spaced(700)), on()):
        here = past(Record(falls=own), **regional)
        chances = [BY_NAME[name].dates(here, FIRST, LAST).ever for name in ("constant_hazard", "country_rate_shrunk", "region_rate")]
        alone, shrunk, region = chances
        assert min(alone, region) < shrunk < max(alone, region)


def test_a_longer_record_is_drawn_less_to_the_region():
    region = [10.0] * 9
    days = [YEAR * 10] * 9
    own_rate = 5 / YEAR
    pull = []
    for years in (1, 4, 16):
        mean = spread([*region, 5 * years], [*days, YEAR * years]).of(5 * years, YEAR * years).mean
        pull.append(own_rate - mean)
    assert pull[0] > pull[1] > pull[2] > 0


def test_the_spread_of_rates_in_a_made_region_is_found_again():
    # 200 units, shape 2, mean 3 a unit of time: a spread of sqrt(1/2) of the mean. The tolerance is
    # three times the error of a mean (0.05 relative) and of a shape (about 0.14 relative) from 200 units.
    rng = np.random.default_rng(3)
    counts = rng.poisson(rng.gamma(2.0, 1.5, 200))
    found = spread(list(counts), [1.0] * 200)
    assert found.weights @ found.means == pytest.approx(3.0, rel=0.2)
    assert np.exp(found.weights @ np.log(found.shapes)) == pytest.approx(2.0, rel=0.45)


def test_shrinking_beats_both_the_own_and_the_common_rate_where_countries_differ():
    # Made countries of ten years whose rates differ by a gamma of shape 1; each is scored on ten more years.
    rng = np.random.default_rng(8)
    rates = rng.gamma(1.0, 0.15, 120)
    seen, coming = rng.poisson(rates * 10), rng.poisson(rates * 10)
    common = spread(list(seen), [10.0] * 120)
    cost = {"own": [], "shrunk": [], "region": []}
    for before, after in zip(seen, coming, strict=True):
        three = {"own": Rate.known(before, 10), "shrunk": common.of(before, 10), "region": Rate.known(seen.sum(), 1200)}
        for name, rate in three.items():
            cost[name].append(-np.log(rate.counts(10.0).chance_between(after, after)))
    for other in ("own", "region"):
        gain = np.array(cost[other]) - np.array(cost["shrunk"])
        assert gain.mean() > 2 * gain.std() / np.sqrt(gain.size), other


def test_the_chances_of_a_rate_hold_in_a_made_world():
    # 4000 countries with known exposure: the share in which an event came must be the mean chance told,
    # since prior and world agree. Three standard errors of a share of 4000.
    rng = np.random.default_rng(11)
    theta = rng.gamma(0.5, 1 / 5.0, 4000)
    seen = rng.poisson(theta * 10)
    told = np.array([float(1 - Rate(np.ones(1), np.array([0.5 + n]), np.array([15.0])).spared(3.0)[0]) for n in seen])
    came = rng.random(4000) < 1 - np.exp(-3 * theta)
    assert abs(came.mean() - told.mean()) < 3 * np.sqrt(told.mean() * (1 - told.mean()) / 4000)


def test_negative_binomials_have_the_mean_and_variance_they_are_given():
    told = negative_binomials(np.array([0.5, 0.5]), np.array([2.0, 8.0]), np.array([4.0, 6.0]))
    mean = 0.5 * 4 + 0.5 * 6
    square = 0.5 * (4 + 16 / 2 + 16) + 0.5 * (6 + 36 / 8 + 36)
    assert told.mean == pytest.approx(mean, rel=1e-4)  # a millionth of the chance is moved to the last count
    assert told.weights @ told.values**2 == pytest.approx(square, rel=1e-3)


def test_scatter_is_one_for_a_poisson_process_and_more_for_bursts():
    rng = np.random.default_rng(2)
    days = [SINCE + timedelta(days=int(day)) for day in rng.integers(0, 5000, 400)]
    bursts = [day + timedelta(days=shift) for day in spaced(180) for shift in range(10)]
    # 167 stretches: Pearson's statistic has a standard error of sqrt(2/166) = 0.11.
    assert dispersion([on(*days)], 30) < 1.33
    assert dispersion([on(*bursts)], 30) > 3


def test_climatology_counts_every_stretch_of_every_country():
    busy, quiet = Record(events=on(*spaced(10))), Record(events=on())
    told = BY_NAME["region_rate"].counts(past(quiet, b=busy), FIRST, LAST, "events")
    assert told.chance_between(0, 0) == pytest.approx(0.5)
    assert told.chance_between(9, 9) == pytest.approx(0.5)


# The calendar.


def test_falls_that_all_came_in_march_raise_march():
    marches = [date(year, 3, 1 + year % 20) for year in range(1990, 2004)]
    regional = {f"c{k}": Record(falls=on(*marches[k::3])) for k in range(3)}
    here = past(Record(falls=on()), **regional)
    march, september = (BY_NAME["hazard_by_calendar"].dates(here, date(2004, month, 1), date(2004, month, 30)).ever for month in (3, 9))
    flat = BY_NAME["country_rate_shrunk"].dates(here, date(2004, 3, 1), date(2004, 3, 30)).ever
    assert march > 3 * september
    assert march > 2 * flat > 2 * september


def test_falls_before_elections_raise_the_year_before_the_next_is_due():
    elections = tuple(Election(date(year, 6, 1), 4) for year in (1990, 1994, 1998, 2002))
    before = [date(year, month, 9) for year, month in ((1993, 8), (1993, 12), (1994, 2), (1997, 10), (1998, 1), (2001, 9), (2002, 3))]
    regional = {f"c{k}": Record(falls=on(*before[k::3]), elections=elections) for k in range(3)}
    here = past(Record(falls=on(), elections=elections), **regional)
    chance = [BY_NAME["hazard_by_calendar"].dates(here, date(year, 7, 1), date(year, 9, 28)).ever for year in (2004, 2005)]
    assert chance[1] > 2 * chance[0]  # the next is due in June 2006


def test_a_calendar_without_a_pattern_leaves_the_shrunk_rate_alone():
    regional = {f"c{k}": Record(falls=on(*spaced(397, SINCE + timedelta(days=40 * k)))) for k in range(6)}
    here = past(Record(falls=on(*spaced(397))), **regional)
    flat, calendar = (BY_NAME[name].dates(here, FIRST, LAST).ever for name in ("country_rate_shrunk", "hazard_by_calendar"))
    assert calendar == pytest.approx(flat, rel=0.1)


def test_factors_leave_the_average_day_as_it_is():
    marches = {f"c{k}": Record(falls=on(*[date(year, 3, 5) for year in range(1990 + k, 2004, 4)])) for k in range(4)}
    here = past(Record(falls=on()), **marches)
    series = {name: record.falls for name, record in here.everywhere().items()}
    month, _ = hazard_by_calendar.factors(here, series)
    every_day = hazard_by_calendar.months(SINCE, (END - SINCE).days + 1)
    assert month[every_day].mean() == pytest.approx(1.0, abs=1e-9)


def test_an_election_called_early_is_unknown_before_it_is_held():
    held = (Election(date(2002, 6, 30), 5),)
    december_2005 = hazard_by_calendar.phases(date(2005, 12, 1), 1, held)[0]
    assert december_2005 == hazard_by_calendar.BETWEEN
    assert hazard_by_calendar.phases(date(2007, 1, 1), 1, held)[0] == hazard_by_calendar.BEFORE
    assert hazard_by_calendar.phases(date(1999, 1, 1), 1, held)[0] == hazard_by_calendar.UNKNOWN


# What was, stays.


def test_after_a_quiet_year_persistence_says_quiet_whatever_was_before():
    stormy = on(*[day for day in spaced(1) if day.year < 2003], amount=5)
    told = BY_NAME["persistence"].counts(past(Record(deaths=stormy)), FIRST, LAST)
    assert told.quantile(0.5) == 0
    assert told.mean < 0.2
    assert BY_NAME["constant_hazard"].counts(past(Record(deaths=stormy)), FIRST, LAST).mean > 300


def test_after_a_stormy_year_persistence_says_storm():
    stormy = on(*[day for day in spaced(1) if day.year == 2003])
    told = BY_NAME["persistence"].counts(past(Record(deaths=stormy)), FIRST, LAST)
    assert told.mean == pytest.approx(90, rel=0.01)


def test_a_shaken_country_is_at_the_risk_of_shaken_countries():
    pairs = {f"c{k}": Record(falls=on(date(1993 + k, 2, 1), date(1993 + k, 9, 1))) for k in range(8)}
    shaken, quiet = on(date(2003, 11, 1)), on(date(1996, 1, 1))
    chance = [BY_NAME["persistence"].dates(past(Record(falls=own), **pairs), FIRST, LAST).ever for own in (shaken, quiet)]
    assert chance[0] > 3 * chance[1]


def test_months_are_drawn_from_the_last_twelve_alone():
    sooner, lately = spaced(1, end=date(2002, 12, 31)), spaced(30, date(2003, 1, 1))
    told = BY_NAME["last_months_draw"].counts(past(Record(deaths=on(*sooner, *lately))), FIRST, LAST)
    assert set(told.values) <= {2.0, 3.0, 4.0}  # three months of one, now and then of two or none
    assert told.mean == pytest.approx(3, abs=0.1)


def test_a_window_longer_than_the_year_drawn_from_is_made_of_its_months():
    year = on(*spaced(10, date(2003, 1, 1)), amount=2)
    told = BY_NAME["last_months_draw"].counts(past(Record(deaths=year)), date(2004, 1, 1), date(2006, 12, 31))
    assert told.mean == pytest.approx(2 * 1096 / 10, rel=0.03)
    assert told.quantile(0.95) > told.quantile(0.05), "months are drawn one by one, so that the sum is not certain"


def test_drawing_months_is_what_a_lottery_does():
    rng = np.random.default_rng(4)
    daily = rng.poisson(0.3, 365)
    exact = draw.drawn(daily, 20)
    starts = rng.integers(0, 346, 20000)
    by_lot = np.bincount([daily[start : start + 20].sum() for start in starts], minlength=exact.size) / 20000
    assert np.abs(exact - by_lot).max() < 4 * np.sqrt(0.25 / 20000)  # four standard errors of a share


def test_parts_of_a_window_are_even_and_no_longer_than_a_month():
    for days in (1, 30, 31, 76, 365, 1000):
        lengths = draw.parts(days)
        assert sum(lengths) == days
        assert max(lengths) <= draw.MONTH
        assert max(lengths) - min(lengths) <= 1


# Scatter.


def test_the_mean_and_scatter_of_made_counts_are_found_again():
    # 300 counts of mean 6 and size 1.5: standard errors of 0.32 for the mean and about 0.15 for the size.
    rng = np.random.default_rng(5)
    counts = rng.poisson(rng.gamma(1.5, 4.0, 300)).astype(float)
    weights, sizes, means = fitted_scatter(counts)
    assert weights @ means == pytest.approx(6.0, abs=1.0)
    assert np.exp(weights @ np.log(sizes)) == pytest.approx(1.5, abs=0.5)


def test_even_counts_are_told_more_sharply_than_scattered_ones_of_the_same_mean():
    even = on(*spaced(10))
    bursts = on(*[day + timedelta(days=shift) for day in spaced(360) for shift in range(36)])
    widths = []
    for series in (even, bursts):
        told = BY_NAME["negative_binomial"].counts(past(Record(deaths=series)), FIRST, LAST)
        widths.append(told.quantile(0.95) - told.quantile(0.05))
    assert widths[1] > 2 * widths[0]


def test_intervals_of_the_scatter_cover_as_often_as_they_say():
    # 200 made countries of 40 stretches and the one that follows; intervals of nine tenths must cover
    # between 0.9 and, since counts are whole numbers, a little more. Three standard errors below 0.9.
    rng = np.random.default_rng(6)
    covered = 0
    for _ in range(200):
        counts = rng.poisson(rng.gamma(0.7, 6.0, 41)).astype(float)
        told = negative_binomials(*fitted_scatter(counts[:-1]))
        covered += told.quantile(0.05) <= counts[-1] <= told.quantile(0.95)
    assert covered / 200 > 0.9 - 3 * np.sqrt(0.09 / 200)


def test_stretches_are_counted_back_from_the_end():
    ten = Series(date(2003, 1, 1), date(2003, 1, 10), (date(2003, 1, 1), date(2003, 1, 10)), (7.0, 2.0))
    assert stretches(ten, 3).tolist() == [0.0, 0.0, 2.0]


# Self-excitation.


def made_hawkes(background: float, brood: float, span: float, days: int, seed: int) -> np.ndarray:
    """A self-exciting process in days, simulated the slow way: each event has its own children, each with its own delay."""
    rng = np.random.default_rng(seed)
    counts = np.zeros(days)
    parents = rng.integers(0, days, rng.poisson(background * days)).tolist()
    while parents:
        born = parents.pop()
        counts[born] += 1
        for _ in range(rng.poisson(brood)):
            child = born + rng.geometric(1 - np.exp(-1 / span))
            if child < days:
                parents.append(int(child))
    return counts


@pytest.mark.parametrize(("brood", "span"), [(0.6, 8.0), (0.3, 3.0)])
def test_the_parameters_of_a_made_process_are_found_again(brood, span):
    background = 0.1
    within = {"brood": 0, "span": 0, "background": 0}
    for seed in range(6):
        fit = hawkes.fitted(made_hawkes(background, brood, span, 4000, seed))
        for name, truth, values in (
            ("brood", brood, fit.brood), ("span", np.log(span), np.log(fit.span)), ("background", background, fit.background)
        ):  # fmt: skip
            mean = fit.weights @ values
            spread_of_it = np.sqrt(fit.weights @ (values - mean) ** 2)
            within[name] += abs(mean - truth) < 2.5 * spread_of_it
    # Each of six falls outside of 2.5 posterior deviations with a chance of a few hundredths: one may.
    assert min(within.values()) >= 5, within


def test_events_without_a_tie_show_no_brood_and_bursts_do():
    rng = np.random.default_rng(1)
    lone = hawkes.fitted(rng.poisson(0.15, 4000).astype(float))
    bursts = hawkes.fitted(made_hawkes(0.05, 0.7, 5.0, 4000, 1))
    assert lone.weights @ lone.brood < 0.25
    assert bursts.weights @ bursts.brood > 0.5


def test_simulated_futures_have_the_mean_that_branching_theory_gives():
    # Long after the record, μ/(1 − η) events a day. The variance of a count of many days is about
    # μ/(1 − η)³ a day, and the mean of 4000 futures may be off by four standard errors.
    one = hawkes.Excited(*(np.array([value]) for value in (1.0, 0.2, 0.5, 6.0, 0.0)))
    told = hawkes.simulated(one, Ahead(FIRST, LAST, days=90, lead=100), (1.0,), seed=1, name="test")
    error = np.sqrt(90 * 0.2 / 0.5**3 / hawkes.PATHS)
    assert told.mean() == pytest.approx(90 * 0.2 / 0.5, abs=4 * error)
    assert told.var() > 1.5 * told.mean()


def test_a_burst_on_the_last_days_raises_the_next_days_and_not_the_next_year():
    calm = [day for day in spaced(120) for day in (day, day + timedelta(days=1), day + timedelta(days=2), day + timedelta(days=3))]
    here, stirred = (past(Record(events=on(*days))) for days in (calm, [*calm, *spaced(1, END - timedelta(days=3))]))
    soon = [BY_NAME["hawkes_events"].counts(one, date(2004, 1, 1), date(2004, 1, 5), "events").mean for one in (here, stirred)]
    late = [BY_NAME["hawkes_events"].counts(one, date(2004, 12, 1), date(2004, 12, 31), "events").mean for one in (here, stirred)]
    assert soon[1] > 2 * soon[0]
    assert late[1] == pytest.approx(late[0], rel=0.25)  # the burst adds a little to the average, too


def test_the_dead_are_those_of_incidents_on_record():
    tolls = Series.of([(day, 7.0) for day in spaced(100)], SINCE, END)
    told = BY_NAME["hawkes_deaths"].counts(past(Record(deaths=tolls)), FIRST, LAST)
    assert np.all(told.values % 7 == 0)


def test_one_lethal_day_teaches_nothing_of_excitement():
    with pytest.raises(NotOnRecord, match="at least 2"):
        BY_NAME["hawkes_deaths"].counts(past(Record(deaths=on(date(2003, 2, 12), amount=15))), FIRST, LAST)


def test_counts_by_inversion_are_poisson():
    counts = poisson(np.full(20000, 3.0), uniforms(1, "test", 0, 0, 20000))
    assert counts.mean() == pytest.approx(3.0, abs=4 * np.sqrt(3 / 20000))
    assert counts.var() == pytest.approx(3.0, abs=4 * np.sqrt((3 + 2 * 9) / 20000))


# Analogs.


def warned(shift: int = 0) -> Record:
    """A country in which a week of daily protest comes every four hundred days, and a fall ten days after its end."""
    starts = spaced(400, SINCE + timedelta(days=100 + shift), END - timedelta(days=300))
    days = [start + timedelta(days=day) for start in starts for day in range(7)]
    return Record(events=on(*days), falls=on(*[start + timedelta(days=17) for start in starts]))


def test_what_followed_such_weeks_before_is_told_to_follow_again():
    others = {f"c{k}": warned(11 * k) for k in range(19)}
    burst = Record(events=on(*spaced(1, END - timedelta(days=6))), falls=on())
    calm = Record(events=on(), falls=on())
    window = date(2004, 1, 1), date(2004, 1, 30)
    after_burst, after_calm = (BY_NAME["analog_episodes"].dates(past(own, **others), *window) for own in (burst, calm))
    assert after_burst.ever > 0.5
    assert after_calm.ever < 0.1
    assert after_burst.chance_between(date(2004, 1, 2), date(2004, 1, 16)) > 0.8 * after_burst.ever


def test_a_hundred_quiet_neighbors_do_not_rule_a_fall_out():
    others = {f"c{k}": Record(events=on(*spaced(50)), falls=on()) for k in range(5)}
    told = BY_NAME["analog_episodes"].dates(past(Record(events=on(*spaced(50)), falls=on()), **others), FIRST, LAST)
    assert 0 < told.ever < 0.01


def test_moments_that_are_equally_near_are_all_taken():
    table = np.zeros((500, 3))
    assert analog_episodes.nearest(table, np.zeros(3), 10).size == 500


def test_too_few_weeks_with_an_outcome_give_no_analog():
    short = past(Record(deaths=Series.of([(date(2003, 2, 12), 15)], date(2002, 6, 1), END)))
    with pytest.raises(NotOnRecord, match="weeks"):
        BY_NAME["analog_episodes"].counts(short, FIRST, LAST)
