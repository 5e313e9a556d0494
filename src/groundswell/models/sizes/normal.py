"""The area under a Gaussian hill that is cut off at 0, where it is next to nothing as well."""

import math

FAR = 25.0  # from here on, the error function is taken by its series far out
SERIES = (1.0, -0.5, 0.75, -1.875, 6.5625)  # of √π t e^(t²) erfc(t), in powers of 1/t²


def log_area(slope: float, bend: float) -> float:
    """ln ∫ e^(−θz − bz²) dz over z from 0 on, for b > 0 and any θ.

    >>> round(log_area(0.0, 1.0), 9) == round(math.log(math.sqrt(math.pi) / 2), 9)
    True
    """
    t = slope / (2 * math.sqrt(bend))
    return 0.5 * math.log(math.pi / (4 * bend)) + log_scaled(t)


def log_scaled(t: float) -> float:
    """ln (e^(t²) erfc(t)).

    >>> round(log_scaled(0.0), 9)
    0.0
    """
    if t < FAR:
        return t * t + math.log(math.erfc(t))
    return math.log(math.fsum(number * t ** (-2 * k) for k, number in enumerate(SERIES)) / (t * math.sqrt(math.pi)))
