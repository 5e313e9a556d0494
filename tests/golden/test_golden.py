"""The same scenario and seed give the same bits as when they were last looked at.

These marks alone are no evidence that a result is right: they only say that it is the old one.
What is right is said by the tests of theory, of properties and by the second implementations.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.golden.autumn import kept, told

ROOT = Path(__file__).parents[2]
WHAT_TO_DO = "if this change of results is meant, follow tests/golden/README.md"
TELL = "import json; from tests.golden.autumn import told; print(json.dumps(told()))"


@pytest.fixture(scope="module")
def now():
    return told()


@pytest.mark.parametrize("part", ["counts", "outcomes", "series", "final", "events", "episodes"])
def test_64_histories_of_the_autumn_of_2003_are_the_old_ones(part, now):
    assert now[part] == kept()[part], WHAT_TO_DO


@pytest.mark.verify
def test_kernels_for_the_plainest_processor_give_the_same_bits(now, tmp_path):
    # No wide vectors, no fused multiply-add: the same sums in the same order. Compiles everything once more.
    environment = {
        **os.environ, "NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": "", "GROUNDSWELL_CACHE": str(tmp_path),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-c", TELL], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == now
