"""Mesa's own example of civil violence, timed: run by a Python that has Mesa, prints one JSON object.

Nothing of the example is changed but, for the square neighborhood, the class of its grid.
"""

import json
import statistics
import sys
import time

UNTIMED = 4


def timed(grid: str, size: int, steps: int) -> dict[str, float]:
    """Microseconds of CPU that an agent takes in a step, the best step and the median one."""
    import mesa
    from mesa.examples.advanced.epstein_civil_violence import model as example

    own = mesa.discrete_space.OrthogonalVonNeumannGrid
    mesa.discrete_space.OrthogonalVonNeumannGrid = getattr(mesa.discrete_space, grid)
    try:
        town = example.EpsteinCivilViolence(width=size, height=size, legitimacy=0.8, cop_density=0.074, max_jail_term=30, seed=1)
    finally:
        mesa.discrete_space.OrthogonalVonNeumannGrid = own
    times = []
    for _ in range(UNTIMED + steps):
        begun = time.process_time()
        town.step()
        times.append((time.process_time() - begun) * 1e6 / len(town.agents))
    return {"best": min(times[UNTIMED:]), "median": statistics.median(times[UNTIMED:]), "agents": len(town.agents)}


def main() -> None:
    """Time both neighborhoods."""
    import mesa

    size, steps = int(sys.argv[1]), int(sys.argv[2])
    grids = {"square": "OrthogonalMooreGrid", "diamond": "OrthogonalVonNeumannGrid"}
    print(json.dumps({"version": mesa.__version__, **{shape: timed(grid, size, steps) for shape, grid in grids.items()}}))


if __name__ == "__main__":
    main()
