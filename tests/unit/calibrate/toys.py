"""Problems with known answers. They live in a module of their own so that workers in other processes can import them."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from groundswell.calibrate import luck
from groundswell.calibrate.problem import Simulated

NOISE = 3001  # a purpose of draws that nothing in the package uses


@dataclass(frozen=True)
class Gaussian:
    """Each of the first coordinates is measured once with normal error; the others do nothing.

    ceiling the largest sum of coordinates that the prior allows · lost the share of simulations that fail
    """

    observed: tuple[float, ...]
    sigma: float = 0.05
    useless: int = 0
    ceiling: float = np.inf
    lost: float = 0.0
    pause: float = 0.0
    before: Callable[[Any], None] | None = field(default=None, compare=False)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f"p{k}" for k in range(len(self.observed) + self.useless))

    @property
    def summary_names(self) -> tuple[str, ...]:
        return tuple(f"s{k}" for k in range(len(self.observed)))

    def inside(self, points):
        return points.sum(axis=1) < self.ceiling

    def simulate(self, points, seed, numbers):
        time.sleep(self.pause)
        if self.before is not None:
            self.before(numbers)
        size = len(self.observed)
        measured = points[:, :size] + self.sigma * luck.normals(seed, NOISE, numbers, 0, size)
        distance = np.sqrt(((measured - np.array(self.observed)) ** 2).sum(axis=1))
        failed = luck.uniforms(seed, NOISE, numbers, 1, 1)[:, 0] < self.lost
        return Simulated(np.where(failed, np.nan, distance), measured)

    def identity(self):
        return {"observed": list(self.observed), "sigma": self.sigma, "useless": self.useless, "lost": self.lost}

    def posterior(self, grid: int = 400):
        """Means and sds of the exact posterior of two measured coordinates, by sums over a grid."""
        middle = (np.arange(grid) + 0.5) / grid
        a, b = np.meshgrid(middle, middle, indexing="ij")
        mass = np.exp(-0.5 * ((a - self.observed[0]) ** 2 + (b - self.observed[1]) ** 2) / self.sigma**2)
        mass = mass * (a + b < self.ceiling)
        mass = mass / mass.sum()
        mean = np.array([(mass * a).sum(), (mass * b).sum()])
        return mean, np.sqrt(np.array([(mass * (a - mean[0]) ** 2).sum(), (mass * (b - mean[1]) ** 2).sum()]))


@dataclass(frozen=True)
class Moons:
    """Two crescents: the record leaves open on which side of a mirror the point lies (Greenberg et al. 2019)."""

    names: tuple[str, ...] = ("a", "b")
    summary_names: tuple[str, ...] = ("x", "y")

    def inside(self, points):
        return np.ones(len(points), bool)

    def simulate(self, points, seed, numbers):
        a, b = (2.0 * points - 1.0).T
        angle = np.pi * (luck.uniforms(seed, NOISE, numbers, 0, 1)[:, 0] - 0.5)
        radius = 0.1 + 0.01 * luck.normals(seed, NOISE, numbers, 1, 1)[:, 0]
        x = radius * np.cos(angle) + 0.25 - np.abs(a + b) / np.sqrt(2.0)
        y = radius * np.sin(angle) + (b - a) / np.sqrt(2.0)
        return Simulated(np.hypot(x, y), np.column_stack([x, y]))

    def identity(self):
        return {"moons": 2}


@dataclass(frozen=True)
class DieOnce:
    """Ends the worker at the first chunk that holds a candidate; a file remembers that it has."""

    file: Path
    candidate: int

    def __call__(self, numbers):
        if self.candidate in numbers and not self.file.exists():
            import os

            self.file.touch()
            os._exit(1)
