"""The Arab Spring model against a second writing of the paper: both follow it exactly, so only rounding may differ."""

import math

import numpy as np
import pytest
from tests.blind.classics import lang_de_sterck as twin

from groundswell.models.arab_spring.lang_de_sterck import LangDeSterck, after, equilibria, region, settles_at, stalemate, time_until

SETS = 50
ROUNDING = 1e-9
NAMES = {
    "standoff": "neutral band",
    "stable police state": "tips at beta",
    "failed state": "lasting unrest",
    "meta-stable or unstable police state": "tips at visibility",
}


def worlds(seed: int) -> list[tuple[float, float, float, float, float]]:
    rng = np.random.default_rng(seed)
    return [(*10 ** rng.uniform(-1, 1, 2), *rng.uniform(0, 1, 2), rng.uniform(0, 1)) for _ in range(SETS)]


@pytest.mark.parametrize("seed", [1, 2])
def test_the_course_and_its_end_are_the_same(seed):
    for c1, c2, alpha, beta, r0 in worlds(seed):
        model = LangDeSterck(c1, c2, alpha, beta, r0)
        times = [0.0, 0.01, 0.3, 1.0, 4.0, 30.0]
        ours = [after(model, r0, time) for time in times]
        assert ours == pytest.approx(twin.path(times, r0, c1, c2, alpha, beta), abs=ROUNDING)
        assert settles_at(model, r0) == pytest.approx(twin.long_run(r0, c1, c2, alpha, beta), abs=ROUNDING)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_time_to_any_share_is_the_same(seed):
    rng = np.random.default_rng(seed)
    reached = 0
    for c1, c2, alpha, beta, r0 in worlds(seed):
        target = float(rng.uniform(0, 1))
        ours, theirs = time_until(LangDeSterck(c1, c2, alpha, beta, r0), r0, target), twin.time_to_reach(target, r0, c1, c2, alpha, beta)
        reached += math.isfinite(theirs)
        assert ours == pytest.approx(theirs, rel=ROUNDING)
    assert reached > 5


@pytest.mark.parametrize("seed", [1, 2])
def test_the_regions_and_what_is_stable_in_them_are_the_same(seed):
    seen = set()
    for c1, c2, alpha, beta, r0 in worlds(seed):
        model, theirs = LangDeSterck(c1, c2, alpha, beta, r0), twin.equilibria(c1, c2, alpha, beta)
        assert NAMES[region(model)] == twin.regime(c1, c2, alpha, beta)
        assert stalemate(model) == pytest.approx(twin.balance_share(c1, c2))
        assert equilibria(model) == pytest.approx(sorted({*theirs["stable"], *(theirs["neutral"] or ())}))
        seen.add(region(model))
    assert len(seen) == 4
