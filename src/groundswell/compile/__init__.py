"""From a scenario to arrays: the only bridge between files and the fast core."""

from groundswell.compile.builder import Names, resolve_parameters
from groundswell.compile.compiled import Compiled, compile_scenario, name_series, name_things, switched

__all__ = ["Compiled", "Names", "compile_scenario", "name_series", "name_things", "resolve_parameters", "switched"]
