"""One run of the small case for all tests of this folder."""

import pytest

import groundswell as gs


@pytest.fixture(scope="session")
def autumn():
    return gs.load("bolivia-autumn")


@pytest.fixture(scope="session")
def runs(autumn):
    return gs.run(autumn, replicates=64, seed=3, memory=True)


@pytest.fixture(scope="session")
def kept(autumn, tmp_path_factory):
    return gs.run(autumn, replicates=64, seed=3, out=tmp_path_factory.mktemp("runs"))
