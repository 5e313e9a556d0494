"""Epstein's Model I against what must hold whatever the luck, its closed forms, and (long) the outbursts that need the floored ratio."""

import numpy as np
import pytest
from tests.blind.classics import epstein as model


def test_ratio_rules() -> None:
    assert [model.seen_ratio(5, 2, rule) for rule in ("real", "floor", "rounded")] == [2.5, 2.0, 2.0]
    assert [model.seen_ratio(7, 2, rule) for rule in ("real", "floor", "rounded")] == [3.5, 3.0, 4.0]
    assert model.seen_ratio(2, 3, "rounded") == 1.0
    assert model.arrest_chance(1, 1, 2.3, "real") == pytest.approx(0.8997, abs=5e-5)
    assert model.arrest_chance(1, 1, np.log(10), "real") == pytest.approx(0.9)


def test_decision_is_strict() -> None:
    assert not model.decide(0.5, 1.0, 0.5, 0, 1, threshold=0.25)
    assert model.decide(0.5, 1.0, 0.5, 0, 1, threshold=0.2499)
    # Fewer cops than actives: the floored ratio sees no risk at all.
    assert model.decide(0.9, 1.0, 0.82, 3, 4, ratio="floor")
    assert not model.decide(0.9, 1.0, 0.82, 3, 4, ratio="real")


def test_vision_shapes() -> None:
    assert len(model.offsets(7, "square")) == 224
    assert len(model.offsets(7, "disc")) == 148
    assert len(model.offsets(7, "diamond")) == 112
    assert len(model.offsets(1.7, "disc")) == 8
    assert all(len(cells) == 24 for cells in model.seen_cells(5, 7, "square"))


def test_counts_add_up_and_the_rules_of_the_board_hold() -> None:
    rng = np.random.default_rng(1)
    society = model.Society(rng, size=16, citizen_vision=3, cop_vision=4, longest_term=5)
    served: dict[int, tuple[int, int]] = {}
    for _ in range(60):
        society.sweep(0.6)
        assert len({agent.cell for agent in society.citizens + society.cops}) == len(society.citizens) + len(society.cops)
        assert all(society.board[agent.cell] is agent for agent in society.citizens + society.cops)
        for number, (term, cell) in served.items():
            if term > 1:
                prisoner = society.citizens[number]
                assert (prisoner.state, prisoner.term, prisoner.cell) == (model.JAILED, term - 1, cell)
        served = {n: (citizen.term, citizen.cell) for n, citizen in enumerate(society.citizens) if citizen.state == model.JAILED}
        assert all(1 <= term <= 5 for term, _ in served.values())
    series = model.sweep_series(np.random.default_rng(2), 30, 0.7, size=16, citizen_vision=3, cop_vision=3)
    assert all(sum(counts) == round(0.7 * 256) for counts in zip(series.actives, series.jailed, series.quiet, strict=True))


def test_full_legitimacy_and_no_cops() -> None:
    assert sum(model.sweep_series(np.random.default_rng(3), 3, 1.0).actives) == 0
    shares = []
    for seed in range(6):
        series = model.sweep_series(np.random.default_rng(seed), 2, 0.82, cop_density=0.0, citizen_vision=1)
        assert series.actives[0] == series.actives[1]
        shares.append(series.actives[-1] / 1120)
    exact = model.share_active_without_cops(0.82)
    assert exact == pytest.approx(0.4444, abs=5e-5)
    assert abs(np.mean(shares) - exact) < 3 * np.sqrt(exact * (1 - exact) / (6 * 1120))


def test_share_active_is_the_area() -> None:
    rng = np.random.default_rng(4)
    hardship, risk_aversion = rng.random(20000), rng.random(20000)
    for legitimacy, cops, actives, ratio in ((0.3, 2, 3, "real"), (0.82, 3, 4, "real"), (0.82, 3, 4, "floor"), (0.1, 3, 1, "floor")):
        drawn = np.mean([model.decide(h, r, legitimacy, cops, actives, ratio=ratio) for h, r in zip(hardship, risk_aversion, strict=True)])
        exact = model.share_active(legitimacy, cops, actives, ratio=ratio)
        assert abs(drawn - exact) < 4 * np.sqrt(exact * (1 - exact) / 20000) + 1e-9


def test_schedules() -> None:
    series = model.sweep_series(
        np.random.default_rng(5),
        4,
        [1.0, 1.0, 0.2, 0.2],
        cops_left=[10, 10, 6, 3],
        size=14,
        citizen_vision=2,
        cop_vision=2,
        cop_density=0.05,
    )
    assert series.cops == [10, 10, 6, 3]
    assert series.actives[:2] == [0, 0]
    assert series.actives[2] > 0


def test_outbursts_of_a_series() -> None:
    found = model.outbursts([0, 51, 60, 50, 0, 80, 90], 50)
    assert [(burst.first, burst.last, burst.total, burst.peak) for burst in found] == [(1, 2, 111, 60), (5, 6, 170, 90)]
    assert model.waiting_times(found) == [4]


@pytest.mark.verify
def test_outbursts_need_the_floored_ratio() -> None:
    floored = [model.sweep_series(np.random.default_rng(seed), 500, ratio="floor").actives for seed in (10, 11, 12)]
    real = model.sweep_series(np.random.default_rng(13), 500, ratio="real").actives
    assert model.outbursts(real) == []
    peaks = [burst.peak for actives in floored for burst in model.outbursts(actives)]
    assert 260 <= np.median(peaks) <= 360
    assert np.mean([number < 10 for actives in floored for number in actives]) > 0.9
