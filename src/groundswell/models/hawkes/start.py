"""Where a process that has gone on for ever stands at time 0."""

import math

from groundswell.models.luck import normals, uniforms

LEAST = 1e-12  # of such a shape not one draw in 10⁹ can be told from 0
PURPOSE = "hawkes settled"
TRIES = 64  # a try fails less than once in twenty, so that all fail once in 10⁸³


def gamma_draw(mean: float, variance: float, seed: int, history: int) -> float:
    """A number of the gamma law with this mean and variance (Marsaglia & Tsang 2000).

    >>> gamma_draw(0.0, 0.0, 1, 0)
    0.0
    """
    if mean <= 0 or variance <= 0:
        return max(mean, 0.0)
    scale = variance / mean
    shape = mean / scale
    if shape < LEAST:
        return 0.0
    low = (shape + 1 if shape < 1 else shape) - 1 / 3
    near, chances = normals(seed, history, PURPOSE, TRIES), uniforms(seed, history, PURPOSE, TRIES + 1, turn=1)
    for z, u in zip(near.tolist(), chances.tolist(), strict=False):
        cube = (1 + z / math.sqrt(9 * low)) ** 3
        if cube > 0 and math.log(u) < 0.5 * z * z + low - low * cube + low * math.log(cube):
            thinner = float(chances[TRIES]) ** (1 / shape) if shape < 1 else 1.0
            return low * cube * scale * thinner
    return mean
