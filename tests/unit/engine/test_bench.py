"""The benchmarks measure what they say: final states first, then ratios of the same run, never seconds."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from bench import __main__ as bench
from bench.lines import timed_march
from bench.mean_field import LEAST_RATIO, TEXTBOOK_NS, agreement, by_lanes, by_run, compiler, in_lanes, measure, textbook, world

from groundswell.engine.anatomy import anatomy

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def agreed():
    return agreement(steps=60)


def test_lanes_end_where_one_run_at_a_time_ends_to_the_bit(agreed):
    assert agreed["lanes_equal_one_at_a_time"]


def test_the_textbook_ends_there_but_for_rounding(agreed):
    # The two exponentials differ by up to 4 ulp of numbers below one, and the steps draw states together.
    assert agreed["furthest_from_textbook"] < 1e-13


@pytest.mark.skipif(compiler() is None, reason="there is no C compiler on this machine")
def test_the_twin_in_c_ends_there_to_the_bit(agreed):
    assert agreed["lanes_equal_c_twin"]


@pytest.mark.parametrize("steps", [0, 1, 2, 7])
def test_any_number_of_steps_ends_in_the_right_buffer(steps):
    w = world(1)
    for ours, theirs in zip(by_lanes(w, in_lanes, steps), by_run(w, textbook, steps), strict=True):
        assert np.allclose(ours, theirs, rtol=0, atol=1e-13)


@pytest.mark.slow
def test_lanes_are_at_least_four_times_as_fast_as_the_textbook():
    figures = measure()
    low, high = TEXTBOOK_NS
    if not low <= figures["textbook_ns"] <= high:
        pytest.skip(f"a textbook loop costs {figures['textbook_ns']:.0f} ns here, not {low:.0f} to {high:.0f}: nothing to compare with")
    assert figures["ratio"] >= LEAST_RATIO


def test_a_ratio_that_does_not_hold_is_told():
    fine = {"lanes_equal_one_at_a_time": True, "lanes_equal_c_twin": True, "textbook_in_its_range": True, "ratio": 5.0, "least_ratio": 4.0}
    assert bench.verdicts({"kernel": fine}) == []
    assert bench.verdicts({"kernel": fine | {"ratio": 3.0}}) == ["kernel: lanes are 3.0 times faster, 4 expected"]
    assert bench.verdicts({"kernel": fine | {"ratio": 3.0, "textbook_in_its_range": False}}) == []
    assert bench.verdicts({"kernel": fine | {"lanes_equal_c_twin": False}}) == ["kernel: final states differ"]


def test_every_line_of_the_model_has_its_clock():
    _, names = timed_march()
    assert [name for name, _ in names] == [*(line.name for line in anatomy()), "note_series", "note_events"]


def test_figures_are_kept_only_when_asked(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(bench, "HISTORY", tmp_path / "history.jsonl")
    monkeypatch.setitem(bench.BENCHMARKS, "start", lambda: {"import_seconds": 0.1})
    monkeypatch.setattr(sys, "argv", ["bench", "start", "--json"])
    assert bench.main() == 0
    assert json.loads(capsys.readouterr().out) == {"start": {"import_seconds": 0.1}, "broken": []}
    assert not (tmp_path / "history.jsonl").exists()
    monkeypatch.setattr(sys, "argv", ["bench", "start", "--keep"])
    assert bench.main() == 0
    (kept,) = (tmp_path / "history.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(kept)["start"] == {"import_seconds": 0.1}


def test_an_unknown_benchmark_is_refused_with_the_names_there_are():
    done = subprocess.run([sys.executable, "-m", "bench", "speed"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "no benchmark named speed; there are kernel, model, start, ensemble, lines" in done.stderr
