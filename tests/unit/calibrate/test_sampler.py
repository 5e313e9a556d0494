"""The sampler finds posteriors that are known, and the same bits whoever does the work and whatever interrupts it."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Executor, Future
from pathlib import Path
from threading import Lock

import numpy as np
import pytest
from tests.unit.calibrate.toys import DieOnce, Gaussian, Moons

from groundswell.calibrate import luck, proposals
from groundswell.calibrate.problem import Population, Simulated
from groundswell.calibrate.proposals import AroundParticles, Blend, FromPrior
from groundswell.calibrate.sampler import leveled, sample
from groundswell.errors import RunError, UsageError

ROOT = Path(__file__).parents[3]
ERRORS = 5.0  # standard errors: two in three million samples lie farther out
SMALL = {"seed": 1, "particles": 100, "keep": 50, "budget": 400}
TOY = Gaussian((0.4, 0.55), ceiling=1.2)


@pytest.fixture(scope="module")
def reference() -> str:
    return sample(TOY, **SMALL, workers=1).digest()


def assert_near(found, expected, error, what):
    assert (np.abs(found - expected) < ERRORS * error).all(), f"{what}: {found}, expected {expected} ± {error}"


# What is found


def test_a_gaussian_posterior_has_its_mean_and_its_spread():
    toy = Gaussian((0.4, 0.55))
    found = sample(toy, seed=3, particles=1000, keep=500, budget=12_000)
    # What came within the threshold is wider than the posterior by the spread of a disk of that radius: ε²/4 a side.
    sd = np.sqrt(toy.sigma**2 + found.threshold**2 / 4)
    assert found.threshold < toy.sigma
    assert_near(found.mean(), np.array(toy.observed), sd / np.sqrt(found.ess), "mean")
    assert_near(found.sd(), sd, sd / np.sqrt(2 * found.ess), "sd")


def test_a_condition_on_two_parameters_cuts_the_posterior_where_it_should():
    toy = Gaussian((0.5, 0.6), sigma=0.15, ceiling=1.0)
    found = sample(toy, seed=3, particles=1000, keep=500, budget=12_000)
    mean, sd = toy.posterior()
    # The threshold widens by ε²/4 at most, which bends the mean by less than ε²/(4σ) where the posterior is cut.
    slack = found.threshold**2 / (4 * toy.sigma)
    assert toy.inside(found.points).all()
    assert all(0.3 < row.inside < 1.0 for row in found.generations), "the kernel reaches over the edge"
    assert (np.abs(found.mean() - mean) < ERRORS * sd / np.sqrt(found.ess) + slack).all()
    assert (np.abs(found.sd() - sd) < ERRORS * sd / np.sqrt(2 * found.ess) + slack).all()


def test_two_moons_are_both_found_and_bent_as_they_are():
    found = sample(Moons(), seed=3, particles=1000, keep=500, budget=10_000)
    a, b = (2.0 * found.points - 1.0).T
    side = float(found.weights[a + b > 0].sum())
    assert_near(side, 0.5, 0.5 / np.sqrt(found.ess), "weight of one moon")
    # On each crescent the point lies a tenth from a center: the hypotenuse is known but for luck, threshold and its noise.
    distance = np.hypot(0.25 - np.abs(a + b) / np.sqrt(2.0), (b - a) / np.sqrt(2.0))
    assert_near(float((found.weights * distance).sum()), 0.1, 0.01 + found.threshold, "radius of the crescent")
    assert (found.weights * (np.abs(a + b) / np.sqrt(2.0) > 0.3)).sum() > 0.4, "the whole crescent and not its middle"


def test_parameters_that_do_nothing_keep_the_prior_even_if_there_are_many():
    found = sample(Gaussian((0.4, 0.4, 0.4), useless=27), seed=3, particles=1000, keep=500, budget=12_000)
    prior = np.sqrt(1 / 12)
    assert found.ess > 100, "a fifth of the particles"
    assert_near(found.mean()[3:], 0.5, prior / np.sqrt(found.ess), "means")
    assert_near(found.sd()[3:], prior, prior * np.sqrt(0.2 / found.ess), "sds")  # a uniform number's squares vary by 0.8


def test_every_generation_comes_closer_or_stays():
    found = sample(TOY, **SMALL)
    thresholds = [row.threshold for row in found.generations]
    assert thresholds == sorted(thresholds, reverse=True)
    assert thresholds[-1] == found.distances.max() < thresholds[0]
    assert found.evaluations == SMALL["budget"] and len(found.points) == SMALL["keep"]
    assert found.weights.sum() == pytest.approx(1.0, abs=1e-12)


def test_those_kept_are_the_best_of_all_candidates(tmp_path):
    found = sample(TOY, **SMALL, out=tmp_path)
    from groundswell.calibrate.generations import Ledger

    ledger = Ledger(tmp_path, TOY.names, TOY.summary_names)
    tried = np.concatenate([ledger.generation(k).distances for k in range(4)])
    assert np.array_equal(np.sort(found.distances), np.sort(tried)[: SMALL["keep"]])


def test_it_stops_when_new_candidates_are_no_better():
    found = sample(TOY, **SMALL | {"budget": 100_000}, least_acceptance=0.25)
    assert found.generations[-1].acceptance < 0.25 <= found.generations[-2].acceptance


def test_a_population_passed_as_start_saves_a_small_budget():
    earlier = sample(Gaussian((0.42, 0.52)), seed=3, particles=400, keep=200, budget=4000)
    toy = Gaussian((0.4, 0.55))
    cold = sample(toy, seed=4, particles=400, keep=200, budget=1200)
    warm = sample(toy, seed=4, particles=400, keep=200, budget=1200, start=earlier)
    assert warm.threshold < 0.6 * cold.threshold
    sd = np.sqrt(toy.sigma**2 + warm.threshold**2 / 4)
    assert_near(warm.mean(), np.array(toy.observed), sd / np.sqrt(warm.ess), "mean")
    assert_near(warm.sd(), sd, sd / np.sqrt(2 * warm.ess), "sd")


def test_a_start_far_from_the_answer_does_not_hide_it():
    wrong = sample(Gaussian((0.9, 0.1), sigma=0.02), seed=3, particles=400, keep=200, budget=4000)
    toy = Gaussian((0.3, 0.7))
    found = sample(toy, seed=4, particles=1000, keep=500, budget=10_000, start=wrong)
    sd = np.sqrt(toy.sigma**2 + found.threshold**2 / 4)
    assert_near(found.mean(), np.array(toy.observed), sd / np.sqrt(found.ess), "mean")


# Densities


def populated(points, weights=None) -> Population:
    n, d = points.shape
    names = tuple(f"p{k}" for k in range(d))
    weights = np.full(n, 1 / n) if weights is None else weights / weights.sum()
    return Population(names, (), points, weights, np.zeros(n), np.empty((n, 0)), np.arange(n, dtype=np.uint64))


def prior_points(size, dimensions, seed=9):
    return luck.uniforms(seed, luck.PSEUDO, np.arange(size, dtype=np.uint64), 0, dimensions)


@pytest.mark.parametrize("blended", [False, True])
def test_a_proposal_draws_from_the_density_it_tells(blended):
    around = AroundParticles.of(populated(0.15 + 0.6 * prior_points(60, 2) ** 2, prior_points(60, 1)[:, 0]))
    proposal = Blend(around, FromPrior(2), 0.25) if blended else around
    middle = (np.arange(200) + 0.5) / 200
    grid = np.stack(np.meshgrid(middle, middle, indexing="ij"), axis=-1).reshape(-1, 2)
    mass = np.exp(proposal.log_density(grid)) / len(grid)
    assert mass.sum() == pytest.approx(1.0, abs=2e-3)  # the error of midpoints, 200 a side
    drawn = proposal.attempt(1, np.arange(20_000, dtype=np.uint64), 0)
    for moment in (lambda x: x[:, 0], lambda x: x[:, 1] ** 2, lambda x: x[:, 0] * x[:, 1]):
        found, expected = moment(drawn), (mass * moment(grid)).sum()
        assert_near(found.mean(), expected, found.std() / np.sqrt(len(drawn)) + 4e-4, "moment")


def test_narrow_kernels_follow_parted_populations_and_one_wide_one_many_parameters():
    clumps = np.concatenate([0.1 + 0.02 * prior_points(100, 2), 0.9 + 0.02 * prior_points(100, 2, seed=8)])
    parted, many = AroundParticles.of(populated(clumps)), AroundParticles.of(populated(prior_points(200, 30)))
    assert len(parted.centers) == 200 and parted.root[0, 0] < 0.3 * np.std(luck.logit(clumps)[:, 0])
    assert len(many.centers) == 1


def test_correlations_that_chance_explains_are_taken_out():
    independent = np.cov(luck.logit(prior_points(80, 30)).T)
    drawn = proposals.drawn_to_diagonal(independent, np.full(80, 1 / 80))
    off = ~np.eye(30, dtype=bool)
    assert np.abs(drawn[off]).max() < 0.35 * np.abs(independent[off]).max()
    line = prior_points(80, 1)
    tied = np.cov(luck.logit(np.hstack([line, line**2])).T)
    kept = proposals.drawn_to_diagonal(tied, np.full(80, 1 / 80))
    assert kept[0, 1] == pytest.approx(tied[0, 1], rel=1e-3)


# The same bits


def test_a_candidate_draws_the_same_luck_in_any_company():
    numbers = np.array([3, 70, 2**31 - 1], np.uint64)
    together = luck.normals(5, luck.KICK, numbers, 2, 4)
    for row, number in zip(together, numbers, strict=True):
        assert np.array_equal(luck.normals(5, luck.KICK, np.array([number]), 2, 6)[0, :4], row)


@pytest.mark.parametrize("how", [{"workers": 2}, {"workers": 2, "batch": 7}, {"workers": 1, "batch": 64}, {"batch": 1000}])
def test_any_number_of_workers_and_any_batch_find_the_same_bits(how, reference):
    assert sample(TOY, **SMALL, **how).digest() == reference


@pytest.mark.slow
def test_processes_find_the_same_bits(tmp_path, reference):
    assert sample(TOY, **SMALL, isolate=True, workers=2, batch=23, out=tmp_path).digest() == reference


class Backwards(Executor):
    """An executor that does what it was given last first, and only when it is asked for."""

    def __init__(self) -> None:
        self.queue = []

    def submit(self, function, /, *arguments):
        future = Later(self)
        self.queue.append((future, function, arguments))
        return future


class Later(Future):
    def __init__(self, executor) -> None:
        super().__init__()
        self.executor = executor

    def result(self, timeout=None):
        while not self.done():
            future, function, arguments = self.executor.queue.pop()
            future.set_result(function(*arguments))
        return super().result(timeout)


def test_an_executor_of_any_order_finds_the_same_bits(reference):
    assert sample(TOY, **SMALL, executor=Backwards(), workers=3, batch=11).digest() == reference


class Counted:
    """Counts what is simulated, on any thread."""

    def __init__(self) -> None:
        self.lock, self.numbers = Lock(), []

    def __call__(self, numbers):
        with self.lock:
            self.numbers.extend(numbers.tolist())


def interrupted_at(call):
    calls = iter(range(10_000))

    def progress(*_):
        if next(calls) == call:
            raise KeyboardInterrupt

    return progress


@pytest.mark.parametrize("call", range(0, 24, 3))
def test_whatever_chunk_it_is_interrupted_at_it_goes_on_and_ends_with_the_same_bits(tmp_path, call, reference):
    counted = Counted()
    toy = Gaussian(TOY.observed, ceiling=TOY.ceiling, before=counted)
    with pytest.raises(KeyboardInterrupt):
        sample(toy, **SMALL, out=tmp_path, batch=23, workers=2, progress=interrupted_at(call))
    assert sample(toy, **SMALL, out=tmp_path, batch=64, workers=1).digest() == reference
    assert sorted(counted.numbers) == list(range(SMALL["budget"])), "no candidate is lost, none is simulated twice"


def test_a_finished_fit_simulates_nothing_again_and_a_larger_budget_only_what_is_new(tmp_path):
    counted = Counted()
    toy = Gaussian(TOY.observed, ceiling=TOY.ceiling, before=counted)
    first = sample(toy, **SMALL, out=tmp_path)
    again = sample(toy, **SMALL, out=tmp_path)
    assert again.digest() == first.digest() and len(counted.numbers) == 400
    more = sample(toy, **SMALL | {"budget": 600}, out=tmp_path)
    assert len(counted.numbers) == 600
    assert more.digest() == sample(TOY, **SMALL | {"budget": 600}).digest()
    assert sample(toy, **SMALL, out=tmp_path).digest() == first.digest(), "the smaller budget is still there"


SCRIPT = """
import sys
from groundswell.calibrate.sampler import sample
from tests.unit.calibrate.toys import Gaussian

if __name__ == "__main__":
    sample(Gaussian((0.4, 0.55), ceiling=1.2, pause=0.1), seed=1, particles=100, keep=50, budget=400, batch=10, workers=2, out=sys.argv[1])
"""


@pytest.mark.slow
def test_after_kill_9_it_goes_on_and_ends_with_the_same_bits(tmp_path, reference):
    (tmp_path / "program.py").write_text(SCRIPT)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    out = tmp_path / "fit"
    program = subprocess.Popen([sys.executable, str(tmp_path / "program.py"), str(out)], env=environment, start_new_session=True)
    deadline = time.monotonic() + 60
    while len(list(out.glob("chunk-*.parquet"))) < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(program.pid, signal.SIGKILL)
    program.wait()
    kept = sum(1 for _ in out.glob("*.parquet"))
    assert kept >= 1 and not (out / "generation-003.parquet").exists(), "it was killed on its way"
    assert sample(TOY, **SMALL, out=out).digest() == reference


@pytest.mark.slow
def test_a_worker_that_dies_is_told_and_the_same_call_goes_on(tmp_path, reference):
    toy = Gaussian(TOY.observed, ceiling=TOY.ceiling, before=DieOnce(tmp_path / "died", 150))
    with pytest.raises(RunError) as caught:
        sample(toy, **SMALL, out=tmp_path / "fit", isolate=True, workers=1, batch=20)
    assert "same call again" in caught.value.problems[0].hint
    assert sample(toy, **SMALL, out=tmp_path / "fit").digest() == reference


# The folder


@pytest.mark.parametrize(
    "other", [{"seed": 2}, {"particles": 120}, {"keep": 60}, {"problem": Gaussian((0.4, 0.6), ceiling=1.2)}], ids=str
)
def test_the_folder_of_another_fit_is_refused_by_name(tmp_path, other):
    sample(TOY, **SMALL | {"budget": 100}, out=tmp_path)
    with pytest.raises(RunError) as caught:
        sample(**{"problem": TOY, **SMALL, **other}, out=tmp_path)
    (problem,) = caught.value.problems
    assert problem.where.endswith("fit.json") and next(iter(other)) in problem.got and "out" in problem.hint


def test_few_heavy_particles_do_not_draw_all_candidates_to_themselves():
    found = sample(TOY, **SMALL)
    one = np.full(len(found.weights), 1e-9)
    one[7] = 1.0
    level = leveled(found.with_points(found.points, one))
    assert 1.0 / (level.weights**2).sum() == pytest.approx(len(one) / 4, rel=1e-6)
    assert level.weights.argmax() == 7, "the order of weights stays"
    assert leveled(found) is found, "weights that are even enough are left alone"


def test_the_folder_of_another_start_is_refused(tmp_path):
    start = sample(TOY, **SMALL)
    sample(TOY, **SMALL, out=tmp_path)
    with pytest.raises(RunError, match="another start"):
        sample(TOY, **SMALL, out=tmp_path, start=start)


def test_a_folder_with_other_things_in_it_is_refused(tmp_path):
    (tmp_path / "thesis.tex").touch()
    with pytest.raises(RunError, match=r"no fit\.json"):
        sample(TOY, **SMALL, out=tmp_path)


def test_a_damaged_chunk_is_simulated_again_and_a_damaged_generation_is_told(tmp_path, reference):
    with pytest.raises(KeyboardInterrupt):
        sample(TOY, **SMALL, out=tmp_path, batch=20, workers=1, progress=interrupted_at(9))
    chunk = next(tmp_path.glob("chunk-*.parquet"))
    chunk.write_bytes(chunk.read_bytes()[:-40])
    assert sample(TOY, **SMALL, out=tmp_path).digest() == reference
    generation = tmp_path / "generation-001.parquet"
    generation.write_bytes(generation.read_bytes()[:-40])
    with pytest.raises(RunError) as caught:
        sample(TOY, **SMALL, out=tmp_path)
    assert caught.value.problems[0].where.endswith("generation-001.parquet")


def test_a_generation_leaves_one_file_and_no_chunks(tmp_path):
    sample(TOY, **SMALL, out=tmp_path, batch=13)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fit.json", *(f"generation-{k:03d}.parquet" for k in range(4))]


def test_what_a_killed_write_left_is_swept_after_a_day(tmp_path):
    old, young = tmp_path / ".chunk-0.parquet.host-1-a.tmp", tmp_path / ".chunk-1.parquet.host-1-b.tmp"
    for path, age in ((old, 90_000), (young, 600)):
        path.touch()
        os.utime(path, (time.time() - age, time.time() - age))
    sample(TOY, **SMALL, out=tmp_path)
    assert young.exists() and not old.exists()


# What goes wrong


def test_failed_simulations_are_counted_and_never_kept():
    found = sample(Gaussian((0.4, 0.55), lost=0.3), **SMALL)
    assert np.isfinite(found.distances).all()
    failed = sum(row.failed for row in found.generations)
    assert abs(failed - 0.3 * 400) < ERRORS * np.sqrt(0.3 * 0.7 * 400)


def test_a_problem_that_always_fails_is_told():
    with pytest.raises(RunError, match="100 of 100 simulations failed"):
        sample(Gaussian((0.4, 0.55), lost=1.1), **SMALL)


def test_a_prior_that_allows_nothing_is_told():
    with pytest.raises(RunError, match="allows some places"):
        sample(Gaussian((0.4, 0.55), ceiling=-1.0), **SMALL)


def test_an_error_in_a_simulation_is_told_in_four_parts_and_keeps_what_is_finished(tmp_path, reference):
    def fail(numbers):
        if 250 in numbers:
            raise ZeroDivisionError("no police left")

    toy = Gaussian(TOY.observed, ceiling=TOY.ceiling, before=fail)
    with pytest.raises(RunError) as caught:
        sample(toy, **SMALL, out=tmp_path, workers=1)
    (problem,) = caught.value.problems
    assert problem.where == "Gaussian.simulate" and "no police left" in problem.got and "NaN" in problem.hint
    assert (tmp_path / "generation-001.parquet").exists()
    assert sample(TOY, **SMALL, out=tmp_path).digest() == reference


def test_a_simulation_of_another_shape_is_told():
    class Wide(Gaussian):
        def simulate(self, points, seed, numbers):
            found = super().simulate(points, seed, numbers)
            return Simulated(found.distance, found.summaries[:, :1])

    with pytest.raises(UsageError, match=r"Wide\.simulate"):
        sample(Wide((0.4, 0.55)), **SMALL)


@pytest.mark.parametrize(
    "senseless", [{"seed": -1}, {"keep": 1}, {"keep": 101}, {"budget": 99}, {"batch": 0}, {"budget": 2**31}], ids=str
)
def test_arguments_without_sense_are_refused(senseless):
    with pytest.raises(UsageError) as caught:
        sample(TOY, **SMALL | senseless)
    assert caught.value.problems[0].where == next(iter(senseless))


def test_a_start_with_other_parameters_is_refused():
    with pytest.raises(UsageError, match="start"):
        sample(TOY, **SMALL, start=sample(Gaussian((0.4,)), **SMALL))


def test_progress_tells_how_far_it_is():
    told = []
    sample(TOY, **SMALL, progress=lambda done, budget, answer: told.append((done, budget, answer)))
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert told[-1][:2] == (400, 400) and told[-1][2]["seconds_left"] == 0.0
    assert told[0][2]["threshold"] is None and told[-1][2]["threshold"] > 0
