"""Luck of the classics: every number has an address, and a stream for where order is the model.

A number is a pure function of seed, history, purpose and its place in line: whoever asks for
numbers 10 to 20 gets the same as one who asks for all. Where one draw decides what the next is for
(agents that act one after the other), a stream is used; its state is part of the model's.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.draws import MASK, PURPOSE_SHIFT, SHIFT, cosine_turn, entity, log, philox, seed_words, unit
from groundswell.models.kernel import kernel

Floats = NDArray[np.float64]
STREAM_WORDS = 4
LOW_32 = np.uint64(32)
TWO_M53 = 2.0**-53
ELEVEN = np.uint64(11)


@kernel
def fill(values, first, turn, name, history, low, high, normal):
    """Writes numbers `first`, `first` + 1, … of an address: uniform in (0, 1), or standard normal."""
    for i in range(values.shape[0]):
        k = np.uint64(first + i)
        word = (np.uint64(turn) << PURPOSE_SHIFT) & MASK
        a, b, c, d = philox(k & MASK, name, word | (k >> SHIFT), history, low, high)
        if normal:
            values[i] = math.sqrt(-2.0 * log(unit(a, b))) * cosine_turn(unit(c, d))
        else:
            values[i] = unit(a, b)


def uniforms(seed: int, history: int, purpose: str, count: int, first: int = 0, turn: int = 0) -> Floats:
    """Numbers `first` to `first` + `count` - 1 of a purpose, uniform in (0, 1). `turn` (below 4096) tells repeats apart.

    >>> a, b = uniforms(1, 0, "example", 5), uniforms(1, 0, "example", 2, first=3)
    >>> bool((a[3:] == b).all())
    True
    """
    return _filled(seed, history, purpose, count, first, turn, normal=False)


def normals(seed: int, history: int, purpose: str, count: int, first: int = 0, turn: int = 0) -> Floats:
    """Like `uniforms`, standard normal (Box & Muller 1958).

    >>> bool(abs(normals(1, 0, "example", 10_000).mean()) < 0.05)
    True
    """
    return _filled(seed, history, purpose, count, first, turn, normal=True)


def _filled(seed: int, history: int, purpose: str, count: int, first: int, turn: int, normal: bool) -> Floats:
    values = np.empty(count)
    low, high = seed_words(seed)
    name = np.uint64(entity(purpose))
    fill(values, first, turn, name, np.uint64(history), np.uint64(low), np.uint64(high), normal)
    return values


def stream(seed: int, history: int, purpose: str) -> NDArray[np.uint64]:
    """The state of a stream: four words of 64 bits, which `next_word` moves on.

    >>> stream(1, 0, "example").shape
    (4,)
    """
    parts = _filled(seed, history, purpose, 2 * STREAM_WORDS, 0, 0, normal=False)
    halves = np.floor(parts * 2.0**32).astype(np.uint64)
    return (halves[::2] << LOW_32) | halves[1::2]


@kernel
def next_word(state):
    """The next 64 random bits of a stream: xoshiro256++ (Blackman & Vigna 2021)."""
    total = state[0] + state[3]
    found = ((total << np.uint64(23)) | (total >> np.uint64(41))) + state[0]
    shifted = state[1] << np.uint64(17)
    state[2] ^= state[0]
    state[3] ^= state[1]
    state[1] ^= state[2]
    state[0] ^= state[3]
    state[2] ^= shifted
    state[3] = (state[3] << np.uint64(45)) | (state[3] >> np.uint64(19))
    return found


@kernel
def next_unit(state):
    """The next uniform number in (0, 1) of a stream."""
    return (np.float64(next_word(state) >> ELEVEN) + 0.5) * TWO_M53


@kernel
def next_below(state, bound):
    """A whole number from 0 to `bound` - 1 (`bound` below 2³²), each equally likely (Lemire 2019)."""
    size = np.uint64(bound)
    product = (next_word(state) >> LOW_32) * size
    low = product & MASK
    if low < size:
        least = (np.uint64(1) << LOW_32) % size
        while low < least:
            product = (next_word(state) >> LOW_32) * size
            low = product & MASK
    return np.int64(product >> LOW_32)


def numbered(seed: int, history: int, purpose: str, count: int, bound: int, first: int = 0, turn: int = 0) -> NDArray[np.int64]:
    """Whole numbers from 0 to `bound` - 1, to within 2⁻⁵² times `bound` equally likely.

    >>> bool(numbered(1, 0, "example", 100, 6).max() < 6)
    True
    """
    found: NDArray[Any] = np.floor(uniforms(seed, history, purpose, count, first, turn) * bound).astype(np.int64)
    return np.minimum(found, bound - 1)
