"""Computes histories again from the recipe of their run."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.ensemble import Simulation
from groundswell.experiments.recipe import Recipe
from groundswell.store import Block, Shard, Table, Tables, block_tables

if TYPE_CHECKING:
    from groundswell.runs import Runs


class Again(NamedTuple):
    """One block of histories, computed again, and the lane of the history that was asked for."""

    block: Block
    tables: Tables
    lane: int


def again(runs: "Runs", history: int) -> Again:
    """One history day by day, with the others that march in its block. Raises RunError if the engine has changed."""
    simulation = Recipe.of(runs).simulation_of(runs)
    first = history // simulation.lanes * simulation.lanes
    histories = np.arange(first, first + simulation.lanes, dtype=np.uint64)
    parameters = simulation.parameters(runs.seed, histories)
    block = simulation.block(parameters, runs.seed, histories)
    exact = runs.spec["identity"]["precision"] == "exact"
    return Again(block, block_tables(histories, parameters, block, simulation.names, exact), history - first)


def shard_again(runs: "Runs", simulation: Simulation, shard: Shard) -> Tables:
    """The tables of one shard, computed again."""
    return simulation.tables(runs.seed, shard.histories, runs.spec["identity"]["precision"])


def differing(one: Table, other: Table) -> list[str]:
    """The columns in which two tables differ, to the bit."""
    shared = [name for name in one if name in other]
    return [name for name in [*one, *other] if name not in shared] + [name for name in shared if not _same(one[name], other[name])]


def of_history(table: Table, history: int) -> Table:
    """The rows of one history."""
    keep = table["history"] == history
    return {name: column[keep] for name, column in table.items()}


def _same(one: NDArray[np.generic], other: NDArray[np.generic]) -> bool:
    return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
