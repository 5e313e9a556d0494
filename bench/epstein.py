"""Civil violence (Epstein 2002): the sweep of the model beside two in C, and beside Mesa's own example.

The naive C looks at every cell in vision, as one writes it first; the reference in C does what the
model's sweep does. All three begin with the same town and the same luck and must end in the same
state before any clock runs. Times are of one core, nanoseconds of CPU an agent takes in a sweep,
the shuffle of the order included, best of several turns taken in alternation.
"""

import ctypes
import json
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from bench.mean_field import compiler
from bench.timing import best_side_by_side
from groundswell.models.epstein.epstein import Epstein, State
from groundswell.models.epstein.town import Vision, citizens, digest, march, situation
from groundswell.models.epstein.words import LONGEST, ROW, SIDE

HERE = Path(__file__).parent
AGENT_SWEEPS = 1.5e6  # that a turn of the clock takes at least, but for the naive
NAIVE_AGENT_SWEEPS = 1e5
TURNS, NAIVE_TURNS = 9, 3
TOWN = {"legitimacy": 0.8, "cop_density": 0.074, "ratio": "rounded", "longest_jail_term": 30}
SIZES, LARGE = (40, 200, 1000), (4000,)
MOST_OF_REFERENCE = {40: 1.15, 200: 1.3, 1000: 1.15, 4000: 1.3}
LEAST_OF_NAIVE = {40: 15.0, 1000: 25.0}
LEAST_OF_MESA = 1000.0
MESA_STEPS = 30
MESA_PYTHON = "GROUNDSWELL_MESA_PYTHON"


class Rules(ctypes.Structure):
    """What the naive one is told."""

    _fields_ = (
        *((name, ctypes.c_int32) for name in ("width", "height", "citizens", "agents", "citizens_see", "cops_see", "ratio", "moving")),
        ("longest", ctypes.c_int64),
        *((name, ctypes.c_double) for name in ("grievance_gain", "threshold", "arrest_constant")),
    )


class Yardsticks(NamedTuple):
    """The two sweeps in C."""

    naive: Any
    reference: Any


def compiled(folder: Path) -> Yardsticks:
    """Compiles both; each with the level of optimization that it is faster with."""
    libraries = []
    for name, level in (("naive", "-O3"), ("reference", "-O2")):
        library = folder / f"epstein_{name}.so"
        flags = [level, "-march=native", "-ffp-contract=off", "-fPIC", "-shared"]
        subprocess.run([str(compiler()), *flags, str(HERE / f"epstein_{name}.c"), "-o", str(library), "-lm"], check=True)
        libraries.append(ctypes.CDLL(str(library)).march)
    return Yardsticks(*libraries)


def pointers(*arrays: Any) -> list[Any]:
    """Arrays as C takes them."""
    return [array.ctypes.data_as(ctypes.c_void_p) for array in arrays]


def town(size: int, **values: Any) -> tuple[Epstein, State]:
    """A town of so many rows and columns that has seen three sweeps."""
    model = Epstein(width=size, height=size, **(TOWN | values))
    state = model.start(1, 0, in_strips=True)
    model.series(state, 3, 1, 0)
    return model, state


def by_reference(march_in_c: Any, state: State, sweeps: int) -> None:
    """Some sweeps by the reference, of the town itself."""
    t = state.town
    width, height, longest, moving = (ctypes.c_long(int(setting)) for setting in t.settings[:4])
    arrays = pointers(t.agents, t.order)
    rest = pointers(t.empty, t.acting, t.police, t.ids, t.masks, t.far, t.luck)
    march_in_c(*arrays, ctypes.c_long(len(t.order)), *rest, width, height, longest, moving, ctypes.c_long(sweeps))


class Naive(NamedTuple):
    """A town as the naive one keeps it."""

    rules: Rules
    steps: tuple[Any, Any]
    hardship: Any
    aversion: Any
    x: Any
    y: Any
    left: Any
    active: Any
    order: Any
    luck: Any

    @classmethod
    def of(cls, model: Epstein, state: State) -> "Naive":
        """The same town."""
        t, people = state.town, citizens(model.made_of, 1, 0)
        see = [Vision(model.vision_shape, radius).steps(15, 15) for radius in (model.citizen_vision, model.cop_vision)]
        down, across = (np.array([step[k] for steps in see for step in steps], np.int32) for k in (0, 1))
        ratio = ("floor", "real", "rounded").index(model.ratio)
        sizes = (model.width, model.height, model.citizens, len(t.agents), len(see[0]), len(see[1]), ratio, model.movement)
        rules = Rules(*sizes, int(t.settings[LONGEST]), 1 - state.legitimacy, model.threshold, model.arrest_constant)
        x, y = ((part & SIDE).astype(np.int32) for part in (t.agents, t.agents >> ROW))
        now = situation(t)
        left, active = now.terms.astype(np.int64), now.active.astype(np.uint8)
        return cls(rules, (across, down), people.hardship, people.aversion, x, y, left, active, now.order.copy(), now.luck.copy())

    def march(self, march_in_c: Any, sweeps: int) -> None:
        """Some sweeps."""
        march_in_c(ctypes.byref(self.rules), ctypes.c_long(sweeps), *pointers(*self.steps, *self[2:]))

    def agrees(self, state: State) -> bool:
        """Whether a town is where this one is."""
        found = situation(state.town)
        cells = self.y.astype(np.int64) * self.rules.width + self.x
        return all(map(np.array_equal, (cells, self.active, self.left, self.order, self.luck), found))


def same_state(yardsticks: Yardsticks, size: int, sweeps: int, **values: Any) -> bool:
    """Whether all three end in the same state."""
    (model, ours), (_, theirs) = town(size, **values), town(size, **values)
    naive = Naive.of(model, ours)
    march(ours.town, sweeps)
    by_reference(yardsticks.reference, theirs, sweeps)
    naive.march(yardsticks.naive, sweeps)
    return digest(situation(ours.town)) == digest(situation(theirs.town)) and naive.agrees(ours)


def side_by_side(yardsticks: Yardsticks, size: int) -> dict[str, float]:
    """Nanoseconds an agent takes in a sweep, of all three, and their ratios."""
    (model, ours), (_, theirs) = town(size), town(size)
    agents = len(ours.town.agents)
    sweeps = max(1, round(AGENT_SWEEPS / agents))
    work: dict[str, Callable[[], Any]] = {
        "kernel": lambda: march(ours.town, sweeps),
        "reference": lambda: by_reference(yardsticks.reference, theirs, sweeps),
    }
    best = {name: taken / sweeps / agents * 1e9 for name, taken in best_side_by_side(work, TURNS).items()}
    naive, few = Naive.of(model, ours), max(1, round(NAIVE_AGENT_SWEEPS / agents))
    turns = NAIVE_TURNS if agents < 2e6 else 1
    slow = best_side_by_side({"naive": lambda: naive.march(yardsticks.naive, few)}, turns, warm=turns > 1)["naive"] / few / agents * 1e9
    return {
        f"{size}_kernel_ns": best["kernel"],
        f"{size}_reference_ns": best["reference"],
        f"{size}_naive_ns": slow,
        f"{size}_kernel_to_reference": best["kernel"] / best["reference"],
        f"{size}_naive_to_reference": slow / best["reference"],
    }


def agreement(yardsticks: Yardsticks, sizes: tuple[int, ...]) -> dict[str, bool]:
    """The same state at each size, and in an active town, with other vision, other ratios and long terms at the smaller."""
    found = {f"{size}_same_state": same_state(yardsticks, size, max(1, round(NAIVE_AGENT_SWEEPS / size**2))) for size in sizes}
    if max(sizes) <= 1000:
        found["active_same_state"] = same_state(yardsticks, 100, 60, legitimacy=0.6, cop_density=0.02, longest_jail_term=100_000)
        found["disc_floor_same_state"] = same_state(yardsticks, 47, 60, vision_shape="disc", ratio="floor", legitimacy=0.6)
        found["diamond_real_same_state"] = same_state(yardsticks, 47, 60, vision_shape="diamond", ratio="real", legitimacy=0.5)
    return found


def with_mesa() -> dict[str, Any]:
    """What Mesa's example takes, by a Python that has it: one that is named, or one made for this run and thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        python = os.environ.get(MESA_PYTHON)
        if python is None:
            venv.create(folder, with_pip=True)
            python = str(Path(folder) / "bin" / "python")
            print("installing Mesa for this run only …", file=sys.stderr)
            subprocess.run([python, "-m", "pip", "install", "--quiet", "mesa[network]"], check=True, capture_output=True, text=True)
        script = [python, str(HERE / "epstein_mesa.py"), "40", str(MESA_STEPS)]
        return json.loads(subprocess.run(script, check=True, capture_output=True, text=True).stdout)


def one_run(shape: str) -> float:
    """Nanoseconds an agent takes in a sweep of a 40 by 40 town, through the model's own face, counts kept of each sweep."""
    model = Epstein(**TOWN, vision_shape=shape)
    state, sweeps = model.start(1, 0), 2000
    best = best_side_by_side({"run": lambda: model.series(state, sweeps, 1, 0)}, TURNS)["run"]
    return best / sweeps / len(state.town.agents) * 1e9


def beside_mesa() -> dict[str, Any]:
    """How many times faster than Mesa's example a 40 by 40 town is, with both neighborhoods; or why that is not known."""
    try:
        theirs = with_mesa()
    except (OSError, subprocess.CalledProcessError) as error:
        last = str(getattr(error, "stderr", "") or error).strip().splitlines()[-1:]
        return {"mesa_skipped": "Mesa could not be run here: " + "".join(last)}
    found: dict[str, Any] = {"mesa_version": theirs["version"]}
    for shape in ("square", "diamond"):
        ours = one_run(shape)
        found |= {f"mesa_{shape}_us": theirs[shape]["best"], f"mesa_{shape}_median_us": theirs[shape]["median"]}
        found |= {f"{shape}_run_ns": ours, f"times_mesa_{shape}": theirs[shape]["best"] * 1e3 / ours}
    return found


def measure(sizes: tuple[int, ...] = SIZES, mesa: bool = True) -> dict[str, Any]:
    """Agreement first, then times."""
    found: dict[str, Any] = {}
    if compiler() is None:
        found["c_skipped"] = "there is no C compiler on this machine, so there is nothing to compare the kernel with"
    else:
        with tempfile.TemporaryDirectory() as folder:
            yardsticks = compiled(Path(folder))
            found |= agreement(yardsticks, sizes)
            for size in sizes:
                found |= side_by_side(yardsticks, size)
    return found | (beside_mesa() if mesa else {})


def broken(found: dict[str, Any]) -> list[str]:
    """What does not hold: equal states, the yardstick's own worth, and the ratios."""
    faults = [f"{name.replace('_', ' ')}: final states differ" for name, same in found.items() if name.endswith("same_state") and not same]
    for size, least in LEAST_OF_NAIVE.items():
        times = found.get(f"{size}_naive_to_reference", least)
        if times < least:
            faults.append(f"at {size} the reference is no yardstick: {times:.1f} times as fast as the naive, {least:.0f} expected")
    for size, most in MOST_OF_REFERENCE.items():
        times = found.get(f"{size}_kernel_to_reference", most)
        if times > most:
            faults.append(f"at {size} the kernel takes {times:.2f} times as long as the reference, {most} at most expected")
    times = found.get("times_mesa_square", LEAST_OF_MESA)
    if times < LEAST_OF_MESA:
        faults.append(f"{times:.0f} times as fast as Mesa, {LEAST_OF_MESA:.0f} expected")
    return [f"epstein: {fault}" for fault in faults]
