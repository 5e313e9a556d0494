"""Riots of many places, what is counted of them, and what the counts tell."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from groundswell.errors import UsageError
from groundswell.models.ode import solved
from groundswell.models.riots import spread
from groundswell.models.riots.bonnasse_gahot import BonnasseGahot, course, expected, reproduction
from groundswell.models.riots.burbeck import Burbeck
from groundswell.models.riots.fit import FREE, fit, log_likelihood, means, profile
from groundswell.models.riots.places import departments, french_nights, vehicles
from groundswell.models.riots.shapes import aligned, likeness, wave
from groundswell.models.riots.simplex import least

FOUR = {"east": (0.0, 12.0, -40.0, 300.0), "north": (0.0, 5.0, 30.0, -120.0), "people": (5.0, 1.0, 2.0, 4.0)}


@st.composite
def countries(draw: st.DrawFn) -> BonnasseGahot:
    places = draw(st.integers(1, 6))
    spots = st.lists(st.floats(-300, 300), min_size=places, max_size=places).map(tuple)
    return BonnasseGahot(
        response=draw(st.sampled_from(["linear", "saturating"])),
        contagion=draw(st.floats(0, 0.02)),
        ceiling=draw(st.floats(0, 5)),
        steepness=draw(st.floats(0, 0.1)),
        threshold=draw(st.sampled_from([0.0, 0.5, 20.0])),
        leaving_rate=draw(st.floats(0.01, 3)),
        reservoir=draw(st.floats(1, 3000)),
        shock=draw(st.floats(0, 50)),
        baseline=draw(st.floats(0, 20)),
        reach=draw(st.floats(0.1, 100)),
        exponent=draw(st.floats(0, 4)),
        media=draw(st.floats(0, 1)),
        trigger=draw(st.integers(0, places - 1)),
        east=draw(spots),
        north=draw(spots),
        people=draw(st.lists(st.floats(0.1, 9), min_size=places, max_size=places).map(tuple)),
    )


@pytest.mark.parametrize("check", [one for one in BonnasseGahot.reproduces if not one.slow], ids=lambda one: one.name)
def test_every_quick_number_on_record_comes_out(check) -> None:
    assert check.holds(check.ours())


@given(countries())
@settings(max_examples=20)
def test_the_kernel_goes_where_the_slow_solver_goes(model: BonnasseGahot) -> None:
    region = model.region()
    size = len(region.susceptible)

    def slope(_: float, both: np.ndarray) -> np.ndarray:
        susceptible, rioters = both[:size], both[size:]
        felt = region.weights @ rioters
        if model.response == "linear":
            joining = model.contagion * np.maximum(0, felt)
        else:
            joining = np.where(felt > model.threshold, model.ceiling * -np.expm1(-model.steepness * (felt - model.threshold)), 0.0)
        return np.concatenate([-susceptible * joining, susceptible * joining - model.leaving_rate * rioters])

    begun = np.zeros(2 * size)
    begun[:size], begun[size + model.trigger] = region.susceptible, model.shock
    state = model.start(1, 0)
    model.advance(state, 0, 6, 1, 0)
    known = solved(slope, begun, 0, 6)
    assert np.concatenate([state.susceptible, state.rioters]) == pytest.approx(known, rel=1e-6, abs=1e-7)


@given(countries())
@settings(max_examples=15)
def test_what_is_seen_stays_in_its_bounds_and_time_may_be_split(model: BonnasseGahot) -> None:
    whole, split = model.start(3, 1), model.start(3, 1)
    model.advance(whole, 0, 9, 3, 1)
    for t0, t1 in ((0, 2.4), (2.4, 5), (5, 9)):
        model.advance(split, t0, t1, 3, 1)
    seen, other = model.observe(whole), model.observe(split)
    for one in model.observables:
        assert one.low <= seen[one.name] <= one.high and math.isfinite(seen[one.name])
        told = one.name != "distance" or seen["rioting"] > 1e-3  # where next to nothing riots, its mean place is noise
        if "counted" not in one.name and told:
            assert other[one.name] == pytest.approx(seen[one.name], rel=1e-7, abs=1e-7)
    days = model.start(3, 1)
    for day in range(9):
        model.advance(days, day, day + 1, 3, 1)
    assert model.observe(days) == seen


def test_one_place_is_the_epidemic_of_burbeck() -> None:
    one = BonnasseGahot(east=(0.0,), north=(0.0,), people=(7.0,), contagion=0.01, reservoir=300, shock=2, leaving_rate=0.9)
    other = Burbeck(susceptible=300, rioters=2, contagion=0.01, leaving_rate=0.9)
    state, same = one.start(1, 0), other.start(1, 0)
    one.advance(state, 0, 14, 1, 0)
    other.advance(same, 0, 14, 1, 0)
    assert state.rioters[0] == pytest.approx(same.rioters, rel=1e-7)


def test_nearer_places_feel_more_and_media_are_felt_alike_everywhere() -> None:
    places = BonnasseGahot(**FOUR, reach=20, exponent=1.5).region().weights
    assert places[0, 0] == 1 and places[0, 1] > places[0, 2] > places[0, 3] > 0
    assert (BonnasseGahot(**FOUR, media=1).region().weights == 1).all()
    assert (BonnasseGahot(**FOUR, exponent=0).region().weights == 1).all()
    assert BonnasseGahot(**FOUR, exponent=20, reach=0.01).region().weights[0, 1] < 1e-30


def test_a_threshold_that_nobody_reaches_stops_the_riots_where_they_began() -> None:
    model = BonnasseGahot(**FOUR, response="saturating", threshold=1e5, shock=50)
    _, rioting = course(model, 5)
    assert rioting[-1, 0] == pytest.approx(50 * math.exp(-5 * model.leaving_rate), rel=1e-8)
    assert rioting[:, 1:].max() == 0


def test_a_weak_saturating_response_is_a_linear_one() -> None:
    linear = BonnasseGahot(**FOUR, contagion=0.002, reservoir=500, shock=1.0)
    saturating = replace(linear, response="saturating", ceiling=20.0, steepness=0.0001)
    assert course(saturating, 8)[1] == pytest.approx(course(linear, 8)[1], rel=0.02)
    assert reproduction(saturating, saturating.region()) == pytest.approx(reproduction(linear, linear.region()))


def test_r0_is_the_largest_eigenvalue_and_tells_growth_from_decay() -> None:
    model = BonnasseGahot(**FOUR, contagion=0.001, reservoir=900, leaving_rate=0.5)
    region = model.region()
    known = np.linalg.eigvals(np.diag(region.susceptible) @ region.weights).real.max() * 0.001 / 0.5
    assert reproduction(model, region) == pytest.approx(known, rel=1e-6)
    for ratio in (0.9, 1.1):
        tuned = replace(model, contagion=0.001 * ratio / known, shock=1e-6)
        total = course(tuned, 200)[1].sum(axis=1)
        assert (total[150] > total[100]) == (ratio > 1)


def test_only_the_scale_of_people_matters() -> None:
    model, doubled = BonnasseGahot(**FOUR), BonnasseGahot(**(FOUR | {"people": (10.0, 2.0, 4.0, 8.0)}))
    assert (course(model, 9)[1] == course(doubled, 9)[1]).all()


@pytest.mark.parametrize("mean", [1e-9, 0.3, 1.0, 7.7, 55.5, 1234.5, 3e6])
def test_a_count_is_the_quantile_of_a_poisson_law(mean: float) -> None:
    for chance in (1e-9, 0.01, 0.2, 0.5, 0.77, 0.999, 1 - 1e-9):
        count = spread.poisson(mean, chance, 0.0)
        law = stats.poisson(mean)
        assert law.cdf(count) >= chance * (1 - 1e-7) and (count == 0 or law.cdf(count - 1) <= chance * (1 + 1e-7))


@pytest.mark.parametrize("seed", [1, 2])
def test_counts_have_the_mean_and_the_variance_of_poisson_numbers(seed: int) -> None:
    model = BonnasseGahot(**FOUR, baseline=40.0, shock=6.0)
    counts = []
    for history in range(1500):
        state = model.start(seed, history)
        counts.append(state.begun)
    mean = expected(model, model.start(seed, 0))
    assert np.mean(counts, axis=0) == pytest.approx(mean, abs=4 * math.sqrt(mean.max() / 1500))  # four standard errors
    assert np.var(counts, axis=0) == pytest.approx(mean, rel=4 * math.sqrt(2.5 / 1500))


def test_counting_never_changes_the_riots() -> None:
    seen = []
    for seed in (1, 2):
        state = BonnasseGahot().start(seed, 0)
        BonnasseGahot().advance(state, 0, 10, seed, 0)
        seen.append((state.rioters.tobytes(), state.counted))
    assert seen[0][0] == seen[1][0] and seen[0][1] != seen[1][1]


def test_the_departments_and_the_nights_that_ship() -> None:
    places = departments()
    assert len(places) == len({place.name for place in places}) == 96 and places[0].name == "Seine-Saint-Denis"
    paris, marseille, lille = (next(place for place in places if place.name == name) for name in ("Paris", "Bouches-du-Rhône", "Nord"))
    assert math.dist((paris.east, paris.north), (marseille.east, marseille.north)) == pytest.approx(661, rel=0.02)
    assert math.dist((paris.east, paris.north), (lille.east, lille.north)) == pytest.approx(204, rel=0.02)
    assert sum(vehicles().values()) == 8952 and vehicles()[10] == 1408 and 3 not in vehicles()
    assert [night.day for night in french_nights()] == list(range(20))


def test_places_share_one_shape_only_if_they_riot_at_all() -> None:
    courses = aligned(BonnasseGahot())
    assert courses.shape[1] == 101 and (courses[:, 50] == 1).all()
    quiet = BonnasseGahot(contagion=0)
    assert likeness(quiet) == 0 and wave(quiet) == 0


@pytest.mark.parametrize("dimension", [1, 2, 4])
def test_the_simplex_finds_what_another_one_finds(dimension: int) -> None:
    def valley(p: list[float]) -> float:
        rest = sum(3 * (p[k] - p[k - 1] ** 2) ** 2 for k in range(1, dimension))
        return (p[0] - 0.7) ** 2 + rest

    ours = least(valley, [-0.5] * dimension, close=1e-12)
    known = optimize.minimize(valley, [-0.5] * dimension, method="Nelder-Mead", options={"fatol": 1e-12, "xatol": 1e-8, "maxiter": 5000})
    assert ours.at == pytest.approx(list(known.x), abs=1e-4) and ours.value <= known.fun + 1e-8


def test_the_simplex_walks_round_what_is_no_number() -> None:
    found = least(lambda p: math.nan if p[0] < 0 else (p[0] - 1) ** 2, [3.0])
    assert found.at == pytest.approx([1.0], abs=1e-3)


@pytest.mark.slow
def test_a_fit_of_simulated_counts_finds_the_course_again() -> None:
    true = BonnasseGahot(**FOUR, contagion=0.0012, reservoir=2000, leaving_rate=0.6, shock=4.0, baseline=60.0)
    for seed in (1, 2):
        state, counts = true.start(seed, 0), {}
        for day in range(24):
            true.advance(state, day, day + 1, seed, 0)
            counts[day] = int(true.observe(state)["counted"])
        found = fit(replace(true, contagion=0.002, reservoir=1200, leaving_rate=0.8, baseline=30), counts)
        assert found.log_likelihood >= log_likelihood(true, counts)
        assert 0.4 < found.dispersion < 2.2  # 24 counts less 5: a chi-square of 19 over 19
        assert means(found.model, 23) == pytest.approx(means(true, 23), rel=0.15)
        for name, factor in found.factors.items():
            ratio = getattr(found.model, name) / getattr(true, name)
            assert 1 / factor**1.6 < ratio < factor**1.6, name  # 1.6 × 1.96 is 3.1 standard errors


@pytest.mark.slow
def test_the_fit_of_the_french_nights_is_the_likeliest_by_another_walk_too() -> None:
    found = fit(BonnasseGahot())
    begun = np.log([getattr(found.model, name) * 1.05 for name in FREE])

    def surprise(point: np.ndarray) -> float:
        return -log_likelihood(replace(found.model, **dict(zip(FREE, np.exp(point).tolist(), strict=True))), vehicles())

    other = optimize.minimize(surprise, begun, method="Nelder-Mead", options={"maxfev": 1200, "fatol": 1e-6, "xatol": 1e-5})
    assert found.log_likelihood >= -other.fun - 0.01
    for name in FREE:  # the defaults are this fit, rounded
        assert getattr(found.model, name) == pytest.approx(getattr(BonnasseGahot(), name), rel=0.02)
    for check in BonnasseGahot.reproduces:
        assert not check.slow or check.holds(check.ours())


@pytest.mark.slow
def test_counts_of_the_whole_country_do_not_tell_how_far_riots_reach() -> None:
    fits = profile(BonnasseGahot(), "media", (0.001, 0.3, 1.0))
    likeliest = max(one.log_likelihood for _, one in fits)
    assert all(likeliest - one.log_likelihood < 2 * one.dispersion for _, one in fits)  # less than two of log-likelihood, once widened


def test_a_fit_needs_something_to_begin_with() -> None:
    with pytest.raises(UsageError, match="positive number"):
        fit(BonnasseGahot(shock=0.0))


def test_bad_parameters_are_told() -> None:
    with pytest.raises(UsageError) as refused:
        BonnasseGahot(reach=0.0, media=2.0, response="cubic", east=(math.inf,))
    assert len(refused.value.problems) == 4
    for wrong in ({"east": (1.0,)}, {"trigger": 96}, FOUR | {"people": (0.0,) * 4}, {"contagion": 1.0}):
        with pytest.raises(UsageError) as refused:
            BonnasseGahot(**wrong)
        assert len(refused.value.problems) == 1


def test_only_whole_days_are_counted() -> None:
    model = BonnasseGahot(**FOUR, shock=30, baseline=400)
    state, daily, means_so_far = model.start(5, 2), [], 0.0
    assert model.observe(state)["counted"] == model.observe(state)["counted_so_far"] == 0
    for day in range(10):
        mean = model.observe(state)["expected"]
        model.advance(state, day, day + 0.5, 5, 2)
        assert model.observe(state)["counted_so_far"] == sum(daily)  # the day that has begun is not over
        model.advance(state, day + 0.5, day + 1, 5, 2)
        daily.append(model.observe(state)["counted"])
        means_so_far += mean
        assert abs(daily[-1] - mean) < 5 * math.sqrt(mean)  # the count of the day that is over has the mean of its beginning
    assert len(daily) == 10 and model.observe(state)["counted_so_far"] == sum(daily)
    assert abs(sum(daily) - means_so_far) < 4 * math.sqrt(means_so_far)
