"""Numbers that unrest which spreads like fire has to give back."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.models.classic import Check

OWN = "own calculation from the equations"
STEPS, SETTLING = 20_000, 500
SIDE, GROWTH, SPARK = 30, 0.05, 0.02


def sizes(seed: int = 1, **values: Any) -> NDArray[np.int64]:
    """Places in unrest in each of many steps."""
    from groundswell.models.sizes.braha import Braha, unrest_sizes

    return unrest_sizes(Braha(**values), SETTLING, STEPS, seed, 0)


def balance(seed: int = 1) -> float:
    """Places in unrest per step over those that grow discontented again, p times the empty ones."""
    from groundswell.models.sizes.braha import Braha

    model = Braha()
    state = model.start(seed, 0)
    model.advance(state, 0, STEPS, seed, 0)
    seen = model.observe(state)
    return seen["mean_unrest"] / (model.growth_chance * seen["mean_empty"])


def alone(seed: int = 1) -> tuple[float, float]:
    """Mean and variance of places in unrest where none spreads, over those of a binomial law."""
    found = sizes(seed, side=SIDE, growth_chance=GROWTH, spark_chance=SPARK, spread_chance=0.0)
    chance = GROWTH * SPARK / (GROWTH + SPARK)
    mean = SIDE**2 * chance
    return float(found.mean()) / mean, float(found.var()) / (mean * (1 - chance))


def uneven(spread: float, seed: int = 1) -> float:
    """Variance over mean of places in unrest, with sparks a thousandth as frequent as growth."""
    found = sizes(seed, side=60, growth_chance=0.02, spark_chance=2e-5, spread_chance=spread, weak_link_chance=0.0)
    return float(found.var()) / float(found.mean())


OF_UNREST = (
    Check(
        "places in unrest per step, over growth chance times empty places", 1.0, balance, 0.01,
        "exact in the long run: four standard errors over 20,000 steps, and the change of empty places since the start", "Braha (2012)",
    ),
    Check(
        "mean of places in unrest where none spreads, over the binomial one", 1.0, lambda: alone()[0],
        4 * math.sqrt(1 / (STEPS * SIDE**2 * GROWTH * SPARK / (GROWTH + SPARK))), "four standard errors", OWN,
    ),
    Check(
        "variance of places in unrest where none spreads, over the binomial one", 1.0, lambda: alone()[1], 4 * math.sqrt(2.2 / STEPS),
        "four standard errors", OWN,
    ),
    Check(
        "variance over mean of places in unrest, everything spreads and sparks are rare", 100.0, lambda: uneven(1.0), 0.0,
        "an order: a heavy tail, where independent places have at most 1", "Drossel & Schwabl (1992)", "at least", slow=True,
    ),
    Check(
        "variance over mean of places in unrest, nothing spreads and sparks are rare", 1.0, lambda: uneven(0.0),
        4 * math.sqrt(2.2 / STEPS) + 0.05, "four standard errors, and pairs of steps that are not quite independent", OWN, slow=True,
    ),
)  # fmt: skip
