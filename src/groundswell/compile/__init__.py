"""From a scenario to arrays: the only bridge between files and the fast core."""

from groundswell.compile.builder import Names, resolve_parameters
from groundswell.compile.compiled import Compiled, compile_scenario, switched

__all__ = ["Compiled", "Names", "compile_scenario", "resolve_parameters", "switched"]
