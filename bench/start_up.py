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
import json, time; begun, cpu = time.perf_counter(), time.process_time()
import numpy as np
from groundswell.compile import compile_scenario
from groundswell.engine.run import run_block
from groundswell.scenario.load import load
run_block(compile_scenario(load("bolivia-autumn")), {}, 1, np.arange(32))
print(json.dumps([time.perf_counter() - begun, time.process_time() - cpu]))
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
    """Seconds until the package is imported, until kernels are compiled, and until they are found compiled."""
    with tempfile.TemporaryDirectory() as cache:
        cold = told_by(FIRST_BLOCK, GROUNDSWELL_CACHE=cache)
        warm = min(told_by(FIRST_BLOCK, GROUNDSWELL_CACHE=cache) for _ in range(3))
        megabytes = sum(path.stat().st_size for path in Path(cache).rglob("*") if path.is_file()) / 2**20
    return {
        "import_seconds": min(told_by(IMPORT) for _ in range(5)), "cold_seconds": cold[0], "cold_cpu_seconds": cold[1],
        "warm_seconds": warm[0], "warm_cpu_seconds": warm[1], "kernels_mb": megabytes,
    }  # fmt: skip


def measure_ensemble(case: str) -> dict[str, Any]:
    """A thousand histories on two threads, written to disk, kernels warm."""
    with tempfile.TemporaryDirectory() as folder:
        return {"case": case, "histories": 1000, "threads": 2, **told_by(THOUSAND, case, folder)}
