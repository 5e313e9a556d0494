"""The same ensemble on a Dask cluster, through the same seam, gives the same bits."""

import os
import re
import tomllib
from pathlib import Path

import pytest
from tests.unit.test_ensemble import files
from tests.unit.test_runs import same
from tests.unit.tiny import Tiny

from groundswell.ensemble import run
from groundswell.scenario.load import load

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def executor():
    """Two workers, each a process of its own."""
    distributed = pytest.importorskip("distributed", reason="Dask's distributed is not installed (the extra `dask`)")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])  # workers import the tiny model
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, memory_limit=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client.get_executor(pure=False)


def test_a_dask_cluster_writes_the_same_bytes_as_threads(tmp_path, executor):
    threads = run(Tiny(), 200, out=tmp_path / "threads")
    cluster = run(Tiny(), 200, out=tmp_path / "cluster", executor=executor, workers=2)
    assert same(threads, cluster)
    assert files(threads) == files(cluster)


def test_a_run_on_a_cluster_can_be_kept_in_memory(executor):
    assert same(run(Tiny(), 100, memory=True), run(Tiny(), 100, memory=True, executor=executor, workers=2))


def test_a_shipped_case_has_the_same_bits_on_a_cluster(tmp_path, executor):
    scene = load("bolivia-autumn")
    threads = run(scene, 128, out=tmp_path / "threads")
    cluster = run(scene, 128, out=tmp_path / "cluster", executor=executor, workers=2)
    assert same(threads, cluster)
    assert files(threads) == files(cluster)


def test_dask_is_an_extra_and_no_code_of_ours_imports_it():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert any(line.startswith("distributed") for line in project["optional-dependencies"]["dask"])
    assert not any(line.startswith(("dask", "distributed")) for line in project["dependencies"])
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    assert not any(re.search(r"^\s*(import|from) (dask|distributed)", text, re.MULTILINE) for text in sources)
