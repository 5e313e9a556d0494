"""The two-variable kernel: 600 cells that each see six others, once as in a textbook and once in lanes.

    V_i = mean of the six neighbors' A
    u_i = w·V_i − b − F_i
    A_i ← A_i + κ(1/(1 + e^(−u_i)) − A_i),    F_i ← F_i + c·A_i(1 − e^(−V_i)) − f·F_i

A share in action, F fatigue, b the barrier of a run; two state variables, two exponentials and
about ten other operations a cell-step. The textbook runs one history at a time with the library's exponential; the lanes run 32
side by side with the engine's. A third loop, one at a time with the engine's exponential, must give
the bits of the lanes, and so must its twin in C, where a C compiler is found.
"""

import ctypes
import math
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from bench.timing import best_seconds
from groundswell.engine.draws import exp
from groundswell.engine.kernel import kernel
from groundswell.engine.state import LANES

CELLS, NEIGHBORS, STEPS, BLOCKS = 600, 6, 100, 2
WEIGHT, PACE, TIRING, FADING, PART = 7.0, 0.2, 0.08, 0.025, 1.0 / NEIGHBORS
TEXTBOOK_NS = (10.0, 20.0)  # what a textbook loop costs where this comparison means something
LEAST_RATIO = 4.0
TWIN = Path(__file__).with_name("mean_field.c")


@kernel
def textbook(active, tired, barrier, neighbors, steps):
    """One run at a time, with the exponential of the C library."""
    runs, cells = active.shape
    now = np.empty(cells)
    for r in range(runs):
        for _ in range(steps):
            now[:] = active[r]
            for i in range(cells):
                seen = 0.0
                for k in range(NEIGHBORS):
                    seen += now[neighbors[i, k]]
                seen *= PART
                urge = WEIGHT * seen - barrier[r] - tired[r, i]
                active[r, i] = now[i] + PACE * (1.0 / (1.0 + math.exp(-urge)) - now[i])
                tired[r, i] += TIRING * active[r, i] * (1.0 - math.exp(-seen)) - FADING * tired[r, i]


@kernel
def one_at_a_time(active, tired, barrier, neighbors, steps):
    """The same loop with the engine's exponential: what the lanes must agree with to the bit."""
    runs, cells = active.shape
    now = np.empty(cells)
    for r in range(runs):
        for _ in range(steps):
            now[:] = active[r]
            for i in range(cells):
                seen = 0.0
                for k in range(NEIGHBORS):
                    seen += now[neighbors[i, k]]
                seen *= PART
                urge = WEIGHT * seen - barrier[r] - tired[r, i]
                active[r, i] = now[i] + PACE * (1.0 / (1.0 + exp(-urge)) - now[i])
                tired[r, i] += TIRING * active[r, i] * (1.0 - exp(-seen)) - FADING * tired[r, i]


@kernel
def in_lanes(active, tired, barrier, neighbors, steps):
    """Blocks of 32 runs march side by side: state[block, cell, lane]; two buffers take turns."""
    blocks, cells = active.shape[0], active.shape[1]
    spare = np.empty((cells, LANES))
    for block in range(blocks):
        a, f, b = active[block], tired[block], barrier[block]
        now, later = a, spare
        for _ in range(steps):
            for i in range(cells):
                here, out, fatigue, near = now[i], later[i], f[i], neighbors[i]
                one, two, three, four, five, six = now[near[0]], now[near[1]], now[near[2]], now[near[3]], now[near[4]], now[near[5]]
                for r in range(LANES):
                    seen = (one[r] + two[r] + three[r] + four[r] + five[r] + six[r]) * PART
                    urge = WEIGHT * seen - b[r] - fatigue[r]
                    acting = here[r] + PACE * (1.0 / (1.0 + exp(-urge)) - here[r])
                    out[r] = acting
                    fatigue[r] += TIRING * acting * (1.0 - exp(-seen)) - FADING * fatigue[r]
            now, later = later, now
        a[:] = now


class World(NamedTuple):
    """Barriers of the runs, who sees whom, and how everybody begins (run, cell)."""

    barrier: Any
    neighbors: Any
    active: Any
    tired: Any


def world(blocks: int = BLOCKS) -> World:
    """So many blocks of runs, with fixed neighbors and beginnings."""
    choose, runs = np.random.default_rng(600), blocks * LANES
    neighbors = np.array([choose.choice(CELLS, NEIGHBORS, replace=False) for _ in range(CELLS)])
    return World(np.linspace(1.5, 4.5, runs), neighbors, choose.random((runs, CELLS)) * 0.1, np.zeros((runs, CELLS)))


def by_run(w: World, loop: Any, steps: int) -> tuple[Any, Any]:
    """Final states of a loop that takes one run at a time."""
    active, tired = w.active.copy(), w.tired.copy()
    loop(active, tired, w.barrier, w.neighbors, steps)
    return active, tired


def to_lanes(state: Any) -> Any:
    """(run, cell) to (block, cell, lane)."""
    return np.ascontiguousarray(state.reshape(-1, LANES, CELLS).transpose(0, 2, 1))


def from_lanes(state: Any) -> Any:
    """(block, cell, lane) to (run, cell)."""
    return np.ascontiguousarray(state.transpose(0, 2, 1)).reshape(-1, CELLS)


def by_lanes(w: World, loop: Any, steps: int) -> tuple[Any, Any]:
    """Final states of a loop that takes blocks of runs."""
    active, tired = to_lanes(w.active), to_lanes(w.tired)
    loop(active, tired, w.barrier.reshape(-1, LANES), w.neighbors, steps)
    return from_lanes(active), from_lanes(tired)


def compiler() -> str | None:
    """A C compiler of this machine, if there is one."""
    return shutil.which("gcc") or shutil.which("cc")


def c_twin(folder: Path) -> Any:
    """The lanes in C, called as the kernel is; without contraction, or its sums would be other sums."""
    library = folder / "mean_field.so"
    flags = ["-O3", "-march=native", "-ffp-contract=off", "-fopenmp-simd", "-fPIC", "-shared"]
    subprocess.run([str(compiler()), *flags, str(TWIN), "-o", str(library)], check=True)
    function = ctypes.CDLL(str(library)).in_lanes

    def loop(active: Any, tired: Any, barrier: Any, neighbors: Any, steps: int) -> None:
        pointers = [part.ctypes.data_as(ctypes.c_void_p) for part in (active, tired, np.ascontiguousarray(barrier), neighbors)]
        function(*pointers, ctypes.c_long(active.shape[0]), ctypes.c_long(CELLS), ctypes.c_long(steps))

    return loop


def agreement(blocks: int = 1, steps: int = STEPS) -> dict[str, Any]:
    """How far final states lie apart: the library's exponential by rounding, all others not at all."""
    w = world(blocks)
    ours, plain, library = by_lanes(w, in_lanes, steps), by_run(w, one_at_a_time, steps), by_run(w, textbook, steps)
    found: dict[str, Any] = {
        "lanes_equal_one_at_a_time": all(np.array_equal(a, b) for a, b in zip(ours, plain, strict=True)),
        "furthest_from_textbook": max(float(np.abs(a - b).max()) for a, b in zip(ours, library, strict=True)),
    }
    if compiler():
        with tempfile.TemporaryDirectory() as folder:
            twin = by_lanes(w, c_twin(Path(folder)), steps)
        found["lanes_equal_c_twin"] = all(np.array_equal(a, b) for a, b in zip(ours, twin, strict=True))
    return found


def measure() -> dict[str, Any]:
    """Nanoseconds a cell-step of each loop, their ratio, and whether their final states agree."""
    w = world()
    work = CELLS * STEPS * w.barrier.size
    times = {
        "textbook_ns": best_seconds(lambda: by_run(w, textbook, STEPS)) / work * 1e9,
        "one_at_a_time_ns": best_seconds(lambda: by_run(w, one_at_a_time, STEPS)) / work * 1e9,
        "lanes_ns": best_seconds(lambda: by_lanes(w, in_lanes, STEPS)) / work * 1e9,
    }
    if compiler():
        with tempfile.TemporaryDirectory() as folder:
            twin = c_twin(Path(folder))
            times["c_twin_ns"] = best_seconds(lambda: by_lanes(w, twin, STEPS)) / work * 1e9
    ratio = times["textbook_ns"] / times["lanes_ns"]
    fair = TEXTBOOK_NS[0] <= times["textbook_ns"] <= TEXTBOOK_NS[1]
    return {**times, "ratio": ratio, "least_ratio": LEAST_RATIO, "textbook_in_its_range": fair, **agreement()}
