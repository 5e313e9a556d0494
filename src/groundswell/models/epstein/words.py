"""An agent as a word of 64 bits, its term in jail, and luck that stays in registers.

    bits  0–12 column · 13–25 row · 26–34 p · 35–42 q · 43 b · 44 active · 45 cop · 47–63 sweeps left in jail

p, q and b are the rule of a citizen (`rules.rule`). A term longer than 65,536 sweeps is kept in part
in `far`, by the full word; no word holds a date, so a run may be of any length.
"""

from typing import NamedTuple

import numpy as np

from groundswell.engine.draws import MASK
from groundswell.models.kernel import kernel

U = np.uint64
ROW, RULE_P, RULE_Q, RULE_B, ACTIVE, COP, LEFT = (U(k) for k in (13, 26, 35, 43, 44, 45, 47))
SIDE, LOW_9, LOW_8, LOW_4 = (U(2**k - 1) for k in (13, 9, 8, 4))
AT, RULE, FREE = U(2**26 - 1), U(2**44 - 2**26), U(2**47 - 1)
NONE, ONE, HALF_WORD, TURN = U(0), U(1), U(16), U(32)
FULL = 2**16  # sweeps that an agent's word can count
WIDTH, HEIGHT, LONGEST, MOVING, RATIO = range(5)  # places in the settings
ACTIVES, JAILED = 0, 1  # places in the counts


class Luck(NamedTuple):
    """The state of a stream (`luck.stream`) as four numbers, which a compiled loop keeps in registers."""

    a: np.uint64
    b: np.uint64
    c: np.uint64
    d: np.uint64


@kernel
def taken_up(stream):
    """The luck of a stream."""
    return Luck(stream[0], stream[1], stream[2], stream[3])


@kernel
def put_back(luck, stream):
    """Writes luck into the array that it is kept in between sweeps."""
    stream[0], stream[1], stream[2], stream[3] = luck.a, luck.b, luck.c, luck.d


@kernel
def drawn(luck):
    """The next word of a stream, as `luck.next_word` gives it, and the luck that is left."""
    a, b, c, d = luck
    total = a + d
    found = ((total << U(23)) | (total >> U(41))) + a
    shifted = b << U(17)
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    return found, Luck(a, b, c, (d << U(45)) | (d >> U(19)))


@kernel
def below(bound, luck):
    """A whole number below `bound`, as `luck.next_below` gives it, and the luck that is left."""
    word, luck = drawn(luck)
    product = (word >> TURN) * bound
    if product & MASK < bound:
        least = (ONE << TURN) % bound
        while product & MASK < least:
            word, luck = drawn(luck)
            product = (word >> TURN) * bound
    return product >> TURN, luck


@kernel
def shuffle(order, luck):
    """Puts agents in an order, each order equally likely (Fisher & Yates 1938), and gives back the luck that is left."""
    for i in range(order.shape[0] - 1, 0, -1):
        j, luck = below(U(i + 1), luck)
        order[i], order[j] = order[j], order[i]
    return luck


@kernel
def place(cells, agents, stream):
    """Puts so many cells first, each choice equally likely: a shuffle that stops early."""
    luck = taken_up(stream)
    for i in range(agents):
        j, luck = below(U(cells.shape[0] - i), luck)
        other = U(i) + j
        cells[i], cells[other] = cells[other], cells[i]
    put_back(luck, stream)


@kernel
def serve(agents, far, who):
    """One sweep of an agent's term passes. Gives back 1 if it was the last, and the citizen is free and quiet."""
    agent = agents[who]
    place = who * U(far.shape[0] > 1)
    last = U(agent >> LEFT == ONE)
    more = last & U(far[place] > 0)
    far[place] -= np.uint32(more)
    agents[who] = agent - (ONE << LEFT) + (more << U(16) << LEFT)
    return np.int64(last - more)


@kernel
def jail(agents, far, who, term):
    """An active citizen goes to jail for so many sweeps; for none, it goes home. Gives back 1 if it is in jail."""
    some = U(term > NONE)
    before = term - some
    far[who * U(far.shape[0] > 1)] = np.uint32(before >> HALF_WORD)
    agents[who] = (agents[who] & ~(ONE << ACTIVE)) | (((before & U(FULL - 1)) + some) << LEFT)
    return np.int64(some)
