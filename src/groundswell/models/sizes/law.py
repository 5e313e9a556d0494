"""The exact law of groups that merge and shatter, in a very large crowd (Eguíluz & Zimmermann 2000).

Groups of one gain by shattering and lose by merging; a balance for each size gives a sum over pairs,
which the numbers of Catalan solve.
"""

import math

from groundswell.models.given import given, given_whole


def agents_in_groups(size: int, shatter_chance: float) -> float:
    """The share of agents in groups of `size`: Cat(s − 1) a^(s−1) g₁^s.

    >>> round(agents_in_groups(1, 0.05), 5)
    0.51282
    """
    size, chance = given_whole("agents_in_groups: size", size, "size=2"), _chance("agents_in_groups", shatter_chance)
    if size < 1:
        return 0.0
    if size == 1:
        return 1 / (2 - chance)
    return 0.0 if chance == 1 else math.exp(_log_share(size, chance))


def _log_share(size: int, chance: float) -> float:
    """The logarithm of the share of agents in groups of a size, where some merge."""
    alone = 1 / (2 - chance)
    catalan = math.lgamma(2 * size - 1) - math.lgamma(size) - math.lgamma(size + 1)
    return catalan + (size - 1) * math.log((1 - chance) * alone) + size * math.log(alone)


def _chance(where: str, value: float, below: bool = False) -> float:
    """A chance of shattering. Raises UsageError."""
    return given(f"{where}: shatter_chance", value, "shatter_chance=0.05", low=0.0, high=1.0, below=below)


def groups_per_agent(shatter_chance: float) -> float:
    """How many groups there are for each agent: 2 − (2 − ν) ln(2 − ν) / (1 − ν).

    >>> round(groups_per_agent(0.05), 5)
    0.62919
    """
    nu = _chance("groups_per_agent", shatter_chance)
    return 1.0 if nu == 1 else 2 - (2 - nu) * math.log1p(1 - nu) / (1 - nu)


def groups_of_size(size: int, shatter_chance: float) -> float:
    """The share of groups that have `size` agents.

    >>> sum(groups_of_size(size, 0.5) for size in range(1, 200)) > 1 - 1e-9
    True
    """
    return agents_in_groups(size, shatter_chance) / (size * groups_per_agent(shatter_chance))


def cutoff_size(shatter_chance: float) -> float:
    """The size at which the tail of groups is cut off: −1 / ln[4(1 − ν)/(2 − ν)²]; infinite where nothing shatters.

    >>> round(cutoff_size(0.05))
    1520
    """
    shatter_chance = _chance("cutoff_size", shatter_chance)
    kept = (shatter_chance / (2 - shatter_chance)) ** 2
    if kept == 0:
        return math.inf
    return 0.0 if kept >= 1 else -1 / math.log1p(-kept)


def mean_group_of_an_agent(shatter_chance: float) -> float:
    """Agents in the group of a picked agent, on average: 1/ν, because shattering and merging change the number of groups alike.

    >>> mean_group_of_an_agent(0.05)
    20.0
    """
    return 1 / shatter_chance if _chance("mean_group_of_an_agent", shatter_chance) else math.inf


def local_exponent(size: int, shatter_chance: float) -> float:
    """How steeply the number of groups falls from one size to twice that size, as an exponent.

    Raises UsageError where all groups shatter at once, so that there are none of two.

    >>> round(local_exponent(50, 1e-6), 2)
    2.51
    """
    size, chance = given_whole("local_exponent: size", size, "size=20", low=1), _chance("local_exponent", shatter_chance, below=True)
    return 1 + (_log_share(size, chance) - _log_share(2 * size, chance)) / math.log(2)
