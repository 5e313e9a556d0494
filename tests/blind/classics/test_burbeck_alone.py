"""The riot in one place: invariant, final size and peak."""

import numpy as np
import pytest
from tests.blind.classics import burbeck as model


def test_final_share_and_peak() -> None:
    assert [model.final_share(r0) for r0 in (1.5, 2.0, 3.0)] == pytest.approx([0.582812, 0.796812, 0.940480], abs=1e-6)
    assert [model.peak_share(r0) for r0 in (2.0, 3.0)] == pytest.approx([0.153426, 0.300463], abs=1e-6)
    assert model.final_share(0.9) == 0.0
    assert model.final_size(1e-9, 1.0, 1.0, 2.0) == pytest.approx(0.796812, abs=1e-6)


def test_trajectory_keeps_the_invariant() -> None:
    rng = np.random.default_rng(1)
    for _ in range(5):
        activity, reservoir, omega, beta = rng.uniform(0.5, 5), rng.uniform(50, 500), rng.uniform(0.2, 1), rng.uniform(0.002, 0.02)
        lam, sig = model.trajectory(np.linspace(0, 200, 201), activity, reservoir, omega, beta)
        values = [model.invariant(a, s, omega, beta) for a, s in zip(lam, sig, strict=True)]
        assert values == pytest.approx([values[0]] * len(values), rel=1e-8)
        assert sig[-1] == pytest.approx(model.reservoir_left(activity, reservoir, omega, beta), rel=1e-3)
        dense, _ = model.trajectory(np.linspace(0, 60, 6001), activity, reservoir, omega, beta)
        assert dense.max() == pytest.approx(model.peak_activity(activity, reservoir, omega, beta), rel=1e-4)


def test_shock_below_threshold_only_decays() -> None:
    lam, _ = model.trajectory(np.linspace(0, 30, 301), 10.0, 100.0, 1.0, 0.009)
    assert np.all(np.diff(lam) < 0)
