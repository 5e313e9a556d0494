"""The small dramatic world of the engine's tests, shared by the properties."""

from tests.unit.engine.conftest import autumn, autumn_block, autumn_parameters, drama, dramatic

__all__ = ["autumn", "autumn_block", "autumn_parameters", "drama", "dramatic"]
