"""How far chance alone moves a share that is counted over so many histories."""

import math
from statistics import NormalDist

CONFIDENCE = 0.95
FEW = 10  # numbers drawn again: an interval of 95 in 100 that is made of fewer holds the mean of normal numbers under 90 times in 100


def standard_errors(confidence: float = CONFIDENCE) -> float:
    """How many standard errors either side hold so much of a normal distribution.

    >>> round(standard_errors(0.95), 2)
    1.96
    """
    return NormalDist().inv_cdf((1 + confidence) / 2)


def share_margin(count: int, of: int) -> float:
    """Half the width of the interval of a share (95 in 100), which is never nothing: not where all have it, nor where none has.

    After Wilson (1927), doi:10.1080/01621459.1927.10502953.

    >>> round(share_margin(50, 100), 3), round(share_margin(100, 100), 3)
    (0.096, 0.018)
    """
    if not of:
        return math.nan
    z2, share = standard_errors() ** 2, count / of
    return math.sqrt(z2 * (share * (1 - share) + z2 / (4 * of)) / of) / (1 + z2 / of)
