"""The benchmark of civil violence: equal states first, a yardstick that earns its name, ratios of one run."""

import subprocess

import pytest
from bench import epstein as bench
from bench.mean_field import compiler
from bench.timing import best_side_by_side

needs_c = pytest.mark.skipif(compiler() is None, reason="there is no C compiler on this machine")


@pytest.fixture(scope="module")
def yardsticks(tmp_path_factory):
    return bench.compiled(tmp_path_factory.mktemp("c"))


@needs_c
@pytest.mark.parametrize("ratio", ["floor", "real", "rounded"])
@pytest.mark.parametrize("shape", ["square", "disc", "diamond"])
def test_the_sweep_and_both_in_c_end_in_the_same_state(yardsticks, ratio, shape):
    assert bench.same_state(yardsticks, 40, 50, ratio=ratio, vision_shape=shape, legitimacy=0.6)


@needs_c
def test_they_do_so_with_long_terms_without_movement_and_with_two_visions(yardsticks):
    for values in ({"longest_jail_term": 10**6}, {"movement": False}, {"citizen_vision": 5, "cop_vision": 3}):
        assert bench.same_state(yardsticks, 30, 80, legitimacy=0.5, **values), values


@needs_c
def test_another_town_is_noticed(yardsticks):
    model, state = bench.town(20)
    naive = bench.Naive.of(model, state)
    assert naive.agrees(state)
    naive.march(yardsticks.naive, 1)
    assert not naive.agrees(state)


@needs_c
@pytest.mark.verify
def test_the_sweep_is_about_as_fast_as_a_reference_worth_the_name():
    assert bench.broken(bench.measure(mesa=False)) == []


def test_what_does_not_hold_is_told():
    fine = {"40_same_state": True, "40_kernel_to_reference": 1.1, "40_naive_to_reference": 20.0, "times_mesa_square": 1400.0}
    assert bench.broken(fine) == []
    assert bench.broken(fine | {"40_same_state": False}) == ["epstein: 40 same state: final states differ"]
    assert "1.20 times as long as the reference" in bench.broken(fine | {"40_kernel_to_reference": 1.2})[0]
    assert "no yardstick" in bench.broken(fine | {"40_naive_to_reference": 9.0})[0]
    assert "900 times as fast as Mesa" in bench.broken(fine | {"times_mesa_square": 900.0})[0]


def test_without_a_compiler_or_mesa_the_reason_is_told(monkeypatch):
    monkeypatch.setattr(bench, "compiler", lambda: None)
    assert bench.measure(mesa=False) == {
        "c_skipped": "there is no C compiler on this machine, so there is nothing to compare the kernel with"
    }
    monkeypatch.setattr(bench, "with_mesa", lambda: subprocess.run(["false"], check=True))
    assert "could not be run here" in bench.beside_mesa()["mesa_skipped"]


def test_calls_take_turns():
    order = []
    best_side_by_side({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, tries=2)
    assert order == ["a", "b"] * 3
