"""The made-up worlds of the engine's tests, shared by the properties."""

import pytest
from tests.unit.engine.conftest import autumn, autumn_block, autumn_parameters, drama, dramatic
from tests.unit.engine.worlds import compiled, group, place, small

from groundswell.compile import Compiled

__all__ = ["autumn", "autumn_block", "autumn_parameters", "drama", "dramatic"]


@pytest.fixture(scope="module")
def country() -> Compiled:
    """The small world and a place that nobody of the movement lives in and nobody sees."""
    data = small(40)
    data["places"].append(place("wasteland", kind="region", visibility=0.0))
    data["groups"].append(group("wasteland/settlers", side="opposition", kind="settlers", economic_weight=0.0))
    return compiled(data)
