"""From a scenario to arrays: the only bridge between files and the fast core."""

from groundswell.compile.builder import Names, resolve_parameters
from groundswell.compile.compiled import Compiled, compile_scenario, refuse_unknown, switched

__all__ = ["Compiled", "Names", "compile_scenario", "refuse_unknown", "resolve_parameters", "switched"]
