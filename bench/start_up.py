"""How long one waits: importing, compiling once, starting again; and a thousand histories from start to end."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
IMPORT = """
import time; begun = time.perf_counter()
import groundswell
print(time.perf_counter() - begun)
"""
FIRST_BLOCK = """
import json, time
moments = [("", time.process_time(), time.perf_counter())]
def passed(phase): moments.append((phase, time.process_time(), time.perf_counter()))
import numpy as np
from groundswell.compile import compile_scenario
from groundswell.engine.run import run_block
from groundswell.scenario.load import load
passed("imports")
plan = compile_scenario(load("bolivia-autumn")); passed("scenario")
run_block(plan, {}, 1, np.arange(32)); passed("kernels")
run_block(plan, {}, 1, np.arange(32)); passed("block")
told = {f"{phase}_cpu_seconds": cpu - before for (_, before, _), (phase, cpu, _) in zip(moments, moments[1:])}
told["cpu_seconds"], told["seconds"] = (moments[-1][k] - moments[0][k] for k in (1, 2))
print(json.dumps(told))
"""
THOUSAND = """
import json, resource, sys, time; begun = time.perf_counter()
import groundswell as gs
scene = gs.load(sys.argv[1]); loaded = time.perf_counter()
gs.run(scene, replicates=1000, seed=1, out=sys.argv[2], workers=2); done = time.perf_counter()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"run_seconds": done - loaded, "with_imports_seconds": done - begun, "peak_mb": peak}))
"""


def told_by(program: str, *arguments: str, **environment: str) -> Any:
    """What a fresh interpreter prints, as JSON."""
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": path, **environment}, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def measure_start() -> dict[str, Any]:
    """Seconds until a first block is done, phase by phase: kernels to be compiled (cold), and found compiled (warm).

    Python keeps its bytecode, whatever this shell says, and has written it before anything is timed.
    """
    with tempfile.TemporaryDirectory() as cache:
        python = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": os.path.join(cache, "bytecode")}
        kernels = os.path.join(cache, "kernels")
        alone = [told_by(IMPORT, **python) for _ in range(5)]
        told_by(FIRST_BLOCK, **python)  # writes bytecode; with the usual cache of kernels, it rarely compiles
        cold = told_by(FIRST_BLOCK, **python, GROUNDSWELL_CACHE=kernels)
        warm = min((told_by(FIRST_BLOCK, **python, GROUNDSWELL_CACHE=kernels) for _ in range(3)), key=lambda told: told["cpu_seconds"])
        megabytes = sum(path.stat().st_size for path in Path(kernels).rglob("*") if path.is_file()) / 2**20
    starts = {f"{start}_{name}": figure for start, told in (("cold", cold), ("warm", warm)) for name, figure in told.items()}
    return {"import_seconds": min(alone), **starts, "kernels_mb": megabytes}


def measure_ensemble(case: str) -> dict[str, Any]:
    """A thousand histories on two threads, written to disk, kernels warm."""
    with tempfile.TemporaryDirectory() as folder:
        return {"case": case, "histories": 1000, "threads": 2, **told_by(THOUSAND, case, folder)}
