"""One run of the small case, and its report, for all tests of this folder."""

import pytest
from tests.unit.report.reading import Page, read

import groundswell as gs

HISTORIES = 64


@pytest.fixture(scope="session")
def scene():
    return gs.load("bolivia-autumn")


@pytest.fixture(scope="session")
def runs(scene):
    return gs.run(scene, replicates=HISTORIES, seed=1, memory=True)


@pytest.fixture(scope="session")
def pair(scene, runs):
    return gs.ablate(runs, "repression_backfires", replicates=HISTORIES, memory=True)


@pytest.fixture(scope="session")
def explanation(runs):
    return gs.explain(runs, history=None, place="el-alto", day="2003-10-12")


@pytest.fixture(scope="session")
def page(scene, runs, pair, explanation, tmp_path_factory) -> Page:
    return read(gs.report(scene, runs, pair, explanation, to=tmp_path_factory.mktemp("report") / "autumn.html"))
