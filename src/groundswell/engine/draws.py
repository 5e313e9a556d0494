"""Luck that has an address instead of an order, and exp and log that are the same on every machine.

A draw is a pure function of (seed, history, day, purpose, entity, k): no state, so no order.
Philox4x32-10 after Salmon, Moraes, Dror & Shaw (2011), "Parallel random numbers: as easy as
1, 2, 3"; the counter words are day, entity, purpose·2²⁰ + k and history.
"""

import hashlib
import math
from typing import Any

import numpy as np

from groundswell.engine.kernel import inlined, kernel
from groundswell.engine.state import KEYS, LANES
from groundswell.engine.views import blank_record

# Purposes are append-only: a number once given is never given again.
MOOD_REGION, MOOD_NATION, MOOD_PLACE, CROWD, CALL = 1, 2, 3, 4, 5
CLASH, OPERATION, OPERATION_DEATHS, MUTINY, MUTINY_DEATHS = 6, 7, 8, 9, 10
CONCESSION, DIVERSION, FALL, BALLOT, REVERSAL = 11, 12, 13, 14, 15
TRANSFER, LOYALTY, PRIOR, REFUSAL, POLL = 16, 17, 18, 19, 20
REPORT, RETURN = 21, 22
FLOW, CRISIS, LEADER, POST, DECREE = 23, 24, 25, 26, 27
FIGHT, INTERVENTION, MEDIATION, EROSION = 28, 29, 30, 31

MASK = np.uint64(0xFFFFFFFF)
SHIFT = np.uint64(32)
ROUND_A, ROUND_B = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
WEYL_A, WEYL_B = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
PURPOSE_SHIFT = np.uint64(20)
LOW_6 = np.uint64(6)
TWO_26, TWO_M52 = 67108864.0, 2.0**-52

LOG2_E = 1.4426950408889634
LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
ROUNDER = 6755399441055744.0  # 1.5·2⁵²: adding and subtracting it rounds to the nearest whole number
SQRT_2 = math.sqrt(2.0)
HALF_PI = math.pi / 2
BIAS = 1023
EXPONENT_SHIFT = 52
MANTISSA = np.int64(0x000FFFFFFFFFFFFF)
ONE_BITS = np.int64(0x3FF0000000000000)


@inlined
def philox(day, entity, purpose, history, low, high):
    """Ten rounds of Philox4x32 on one counter block; four 32-bit words, each in a uint64."""
    a, b, c, d = day, entity, purpose, history
    for _ in range(10):
        left, right = ROUND_A * a, ROUND_B * c
        a, b, c, d = (right >> SHIFT) ^ b ^ low, right & MASK, (left >> SHIFT) ^ d ^ high, left & MASK
        low, high = (low + WEYL_A) & MASK, (high + WEYL_B) & MASK
    return a, b, c, d


@inlined
def unit(high_word, low_word):
    """52 random bits as a number strictly between 0 and 1."""
    return (np.float64(high_word >> LOW_6) * TWO_26 + np.float64(low_word >> LOW_6) + 0.5) * TWO_M52


@kernel
def uniform_pair(keys, r, day, entity, purpose, k):
    """Two uniform numbers in (0, 1) for lane ``r``."""
    word = (np.uint64(purpose) << PURPOSE_SHIFT) | np.uint64(k)
    a, b, c, d = philox(np.uint64(day), entity, word, keys.history[r], keys.low, keys.high)
    return unit(a, b), unit(c, d)


@kernel
def uniform(keys, r, day, entity, purpose, k):
    """One uniform number in (0, 1) for lane ``r``."""
    first, _ = uniform_pair(keys, r, day, entity, purpose, k)
    return first


@kernel
def exp(x):
    """e to the x, by halving the range and a polynomial; no library call, so the same bits everywhere."""
    x = min(max(x, -700.0), 700.0)
    n = (x * LOG2_E + ROUNDER) - ROUNDER
    t = (x - n * LN2_HIGH) - n * LN2_LOW
    y = 1.0 + t * (1.0 / 12.0)
    y = 1.0 + t * (1.0 / 11.0) * y
    y = 1.0 + t * 0.1 * y
    y = 1.0 + t * (1.0 / 9.0) * y
    y = 1.0 + t * 0.125 * y
    y = 1.0 + t * (1.0 / 7.0) * y
    y = 1.0 + t * (1.0 / 6.0) * y
    y = 1.0 + t * 0.2 * y
    y = 1.0 + t * 0.25 * y
    y = 1.0 + t * (1.0 / 3.0) * y
    y = 1.0 + t * 0.5 * y
    y = 1.0 + t * y
    return y * np.int64((np.int64(n) + BIAS) << EXPONENT_SHIFT).view(np.float64)


@kernel
def log(x):
    """Natural logarithm of a positive number, by the series of the inverse hyperbolic tangent."""
    bits = np.float64(x).view(np.int64)
    exponent = np.float64((bits >> EXPONENT_SHIFT) - BIAS)
    mantissa = np.int64((bits & MANTISSA) | ONE_BITS).view(np.float64)
    large = mantissa > SQRT_2
    mantissa = 0.5 * mantissa if large else mantissa
    exponent = exponent + 1.0 if large else exponent
    t = (mantissa - 1.0) / (mantissa + 1.0)
    q = t * t
    y = ((1 / 21 * q + 1 / 19) * q + 1 / 17) * q + 1 / 15
    y = ((y * q + 1 / 13) * q + 1 / 11) * q + 1 / 9
    y = (((y * q + 1 / 7) * q + 1 / 5) * q + 1 / 3) * q + 1.0
    return exponent * LN2_HIGH + (exponent * LN2_LOW + 2.0 * t * y)


@kernel
def log1p(x):
    """log(1 + x) for counts x ≥ 0."""
    return log(1.0 + x)


@kernel
def logistic(x):
    """1 / (1 + e⁻ˣ)."""
    return 1.0 / (1.0 + exp(-x))


@kernel
def chance(rate):
    """Probability that an event of this daily rate happens within the day: 1 − e^(−rate)."""
    return 1.0 - exp(-rate)


@kernel
def cosine_turn(u):
    """cos(2πu) for u in [0, 1], from the two polynomials on an eighth of a turn."""
    quarter = (4.0 * u + ROUNDER) - ROUNDER
    t = (4.0 * u - quarter) * HALF_PI
    q = t * t
    cos = 1.0 + q * (-1 / 2 + q * (1 / 24 + q * (-1 / 720 + q * (1 / 40320 + q * (-1 / 3628800 + q * (1 / 479001600))))))
    sin = t * (1.0 + q * (-1 / 6 + q * (1 / 120 + q * (-1 / 5040 + q * (1 / 362880 + q * (-1 / 39916800 + q * (1 / 6227020800)))))))
    step = np.int64(quarter) & 3
    value = sin if (step & 1) else cos
    return -value if (step == 1 or step == 2) else value


@kernel
def normals(keys, day, entity, purpose, row):
    """A row of standard normal numbers, one a lane (Box & Muller 1958)."""
    low, high, history = keys.low, keys.high, keys.history
    word, date = np.uint64(purpose) << PURPOSE_SHIFT, np.uint64(day)
    for r in range(LANES):
        a, b, c, d = philox(date, entity, word, history[r], low, high)
        row[r] = math.sqrt(-2.0 * log(unit(a, b))) * cosine_turn(unit(c, d))


@kernel
def uniforms(keys, day, entity, purpose, row):
    """A row of uniform numbers in (0, 1), one a lane: the first of each lane's pair."""
    low, high, history = keys.low, keys.high, keys.history
    word, date = np.uint64(purpose) << PURPOSE_SHIFT, np.uint64(day)
    for r in range(LANES):
        a, b, _, _ = philox(date, entity, word, history[r], low, high)
        row[r] = unit(a, b)


@kernel
def poisson(mean, u):
    """A Poisson count of this mean by inversion of one uniform number; means above 700 count as 700."""
    mean = min(mean, 700.0)
    term = exp(-mean)
    total, count = term, 0.0
    while u > total and term > 0.0:
        count += 1.0
        term *= mean / count
        total += term
    return count


@kernel
def geometric(mean, u):
    """A count of at least 1 with this mean (> 1): 1 + ⌊log u / log(1 − 1/mean)⌋."""
    return 1.0 + math.floor(log(u) / log(1.0 - 1.0 / mean))


def entity(name: str) -> int:
    """The 32-bit address of a name, so that adding a thing moves nobody else's luck."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")


def seed_words(seed: int) -> tuple[int, int]:
    """The two 32-bit key words of a master seed."""
    digest = hashlib.sha256(b"gs1" + str(seed).encode()).digest()
    return int.from_bytes(digest[:4], "big"), int.from_bytes(digest[4:8], "big")


def new_keys(seed: int, histories: Any) -> Any:
    """The key record of one block: seed words and the history number of each lane, 32 bits each.

    Raises ValueError for another number of histories than lanes, and for a number that does not fit.
    """
    numbers = np.asarray(histories, np.uint64)
    if numbers.shape != (LANES,) or numbers.max() > MASK:
        raise ValueError(f"a block has {LANES} histories, numbered from 0 to 2**32 - 1")
    keys = blank_record(KEYS)
    keys.low, keys.high = (np.uint64(word) for word in seed_words(seed))
    keys.history[:] = numbers
    return keys
