"""The autumn of 2003 and a small dramatic world, compiled once for all tests of the engine."""

from typing import Any

import numpy as np
import pytest
from tests.unit.engine.worlds import DRAMATIC, HISTORIES, compiled, everything, lanes, small

from groundswell.compile import Compiled, compile_scenario
from groundswell.design import prior_draws
from groundswell.engine.run import Block, run_block
from groundswell.scenario.load import load


@pytest.fixture(scope="session")
def autumn() -> Compiled:
    return compile_scenario(load("bolivia-autumn"))


@pytest.fixture(scope="session")
def autumn_parameters(autumn: Compiled) -> dict[str, Any]:
    return prior_draws(autumn.scenario, 1, HISTORIES)


@pytest.fixture(scope="session")
def autumn_block(autumn: Compiled, autumn_parameters: dict[str, Any]) -> Block:
    return run_block(autumn, autumn_parameters, 1, HISTORIES)


@pytest.fixture(scope="session")
def drama() -> Compiled:
    return compiled(small(60))


@pytest.fixture(scope="session")
def whole() -> Compiled:
    return compiled(everything(100))


@pytest.fixture(scope="session")
def dramatic() -> dict[str, np.ndarray]:
    return lanes(DRAMATIC)
