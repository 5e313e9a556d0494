"""A sweep over a town kept in bits: for vision that fits in a window of 15 by 15 cells.

Agents act one after the other in an order drawn anew, each on what those before it left behind. All
that one sees is in three maps (`windows`); the ids of agents by cell are written where somebody
becomes active and read where somebody active is taken, and are out of date elsewhere. Memory that
an agent will need is asked for some agents ahead, which changes nothing but the time it takes.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.models.epstein.windows import REACH, fetch, ones, trailing, two_counts, window
from groundswell.models.epstein.words import (
    ACTIVE,
    ACTIVES,
    AT,
    COP,
    HEIGHT,
    JAILED,
    LEFT,
    LONGEST,
    LOW_4,
    LOW_8,
    LOW_9,
    MOVING,
    NONE,
    ONE,
    ROW,
    RULE_B,
    RULE_P,
    RULE_Q,
    SIDE,
    WIDTH,
    U,
    below,
    jail,
    put_back,
    serve,
    shuffle,
    taken_up,
)
from groundswell.models.kernel import inlined, kernel

SOON, NEXT = 40, 14  # how many agents ahead a word, and then its maps, are asked for
BORDER, LAST_ROW = U(2 * REACH), U(2 * REACH + 1)
STRIP, HALF_STRIP, BYTE = U(4), U(16), U(8)
PAIRS, FOURS, EIGHTS, EACH, TOP = (U(int(digits * 8, 16)) for digits in ("55", "33", "0f", "01", "80"))
TWO, THREE, SEVEN, FIRST_64, MANY = U(2), U(3), U(7), U(64), U(255)


class Town(NamedTuple):
    """A torus with its agents. `far` has one place where no term is long; settings and counts by the places of `words`."""

    agents: NDArray[np.uint64]
    order: NDArray[np.uint32]
    empty: NDArray[np.uint32]
    acting: NDArray[np.uint32]
    police: NDArray[np.uint32]
    ids: NDArray[np.uint32]
    masks: NDArray[np.uint32]
    far: NDArray[np.uint32]
    luck: NDArray[np.uint64]
    settings: NDArray[np.int64]
    counts: NDArray[np.int64]


class Torus(NamedTuple):
    """The size of a torus, and of a strip of its maps."""

    width: Any
    height: Any
    tall: Any


def _places_of_bits() -> NDArray[np.uint8]:
    """Where bit number n of a byte is, by 8·byte + n."""
    places = np.zeros((256, 8), np.uint8)
    for byte in range(256):
        found = [bit for bit in range(8) if byte >> bit & 1]
        places[byte, : len(found)] = found
    return places.ravel()


PLACES = _places_of_bits()


@kernel
def torus(settings):
    """The size of a torus; a strip has two rows more than it shows, so that sixteen can be read from each."""
    height = U(settings[HEIGHT])
    return Torus(U(settings[WIDTH]), height, height + BORDER + TWO)


@kernel
def corner(x, y, size):
    """Where the window of a cell begins, in the words of a map."""
    return ((x >> STRIP) + ONE) * size.tall + y


@kernel
def total(seen):
    """How many bits the four words of a window have."""
    return ones(seen[0]) + ones(seen[1]) + ones(seen[2]) + ones(seen[3])


@kernel
def nth(seen, k):
    """Where bit number k of a window is: 16 times its row plus its column."""
    first = ones(seen[0])
    second = first + ones(seen[1])
    third = second + ones(seen[2])
    past, beyond, last = NONE - U(k >= first), NONE - U(k >= second), NONE - U(k >= third)
    word = seen[0] ^ ((seen[0] ^ seen[1]) & past) ^ ((seen[1] ^ seen[2]) & beyond) ^ ((seen[2] ^ seen[3]) & last)
    start = (past & FIRST_64) + (beyond & FIRST_64) + (last & FIRST_64)
    k -= (past & first) + (beyond & (second - first)) + (last & (third - second))
    pairs = word - ((word >> ONE) & PAIRS)
    fours = (pairs & FOURS) + ((pairs >> TWO) & FOURS)
    sums = ((fours + (fours >> STRIP)) & EIGHTS) * EACH  # in each byte, the bits of all up to it
    at = trailing(((sums | TOP) - (k + ONE) * EACH) & TOP) - SEVEN
    k -= ((sums << BYTE) >> at) & MANY
    return start + at + U(PLACES[(((word >> at) & MANY) << THREE) + k])


@kernel
def stepped(start, by, size):
    """The column or row `by` places after the first that is seen from another."""
    to = start + by + size - U(REACH)
    to = to - size if to >= size else to
    return to - size if to >= size else to


@kernel
def mark(strips, x, y, on, size):
    """Sets or clears the bit of a cell, in each strip and border that shows it."""
    px, py = x + U(REACH), y + U(REACH)
    _write(strips, px, py, on, size.tall)
    if px < BORDER or px >= size.width or py < BORDER or py >= size.height:
        qx = px + size.width if px < BORDER else (px - size.width if px >= size.width else px)
        qy = py + size.height if py < BORDER else (py - size.height if py >= size.height else py)
        _write(strips, qx, py, on, size.tall)
        _write(strips, px, qy, on, size.tall)
        _write(strips, qx, qy, on, size.tall)


@kernel
def _write(strips, px, py, on, tall):
    place = (px >> STRIP) * tall + py
    left, right = np.uint32(ONE << ((px & LOW_4) + HALF_STRIP)), np.uint32(ONE << (px & LOW_4))
    if on:
        strips[place] |= left
        strips[place + tall] |= right
    else:
        strips[place] &= ~left
        strips[place + tall] &= ~right


@kernel
def ask_ahead(order, agents, empty, acting, police, size, turn):
    """Asks for the memory of agents whose turn comes soon."""
    if turn + SOON < order.shape[0]:
        fetch(agents, U(order[turn + SOON]))
    if turn + NEXT < order.shape[0]:
        ahead = agents[order[turn + NEXT]]
        at = corner(ahead & SIDE, (ahead >> ROW) & SIDE, size)
        for strips in (empty, acting, police):
            fetch(strips, at)
            fetch(strips, at + LAST_ROW)


@inlined
def move(empty, size, x, y, seen, choices, luck):
    """An agent goes to one of the empty cells in its vision, each equally likely."""
    k, luck = below(choices, luck)
    k = nth(seen, k)
    nx, ny = stepped(x, k & LOW_4, size.width), stepped(y, k >> STRIP, size.height)
    mark(empty, x, y, True, size)
    mark(empty, nx, ny, False, size)
    return nx, ny, luck


@kernel
def rises(acting, police, masks, size, agent, x, y):
    """A citizen is active iff C·q < p·A + b, for C cops and A active citizens, itself among them, in its vision."""
    seen = two_counts(acting, police, corner(x, y, size), x & LOW_4, masks, NONE)
    crowd, cops = (seen & MANY) + ONE, seen >> BYTE
    return cops * ((agent >> RULE_Q) & LOW_8) < ((agent >> RULE_P) & LOW_9) * crowd + ((agent >> RULE_B) & ONE)


@kernel
def arrest(agents, acting, ids, far, settings, counts, size, x, y, seen, choices, luck):
    """A cop takes one of the active citizens in its vision, each equally likely, for a term drawn up to the longest."""
    k, luck = below(choices, luck)
    k = nth(seen, k)
    x, y = stepped(x, k & LOW_4, size.width), stepped(y, k >> STRIP, size.height)
    mark(acting, x, y, False, size)
    term, luck = below(U(settings[LONGEST] + 1), luck)
    counts[ACTIVES] -= 1
    counts[JAILED] += jail(agents, far, U(ids[y * size.width + x]), term)
    return luck


@kernel
def sweep(agents, order, empty, acting, police, ids, masks, far, settings, counts, size, luck):
    """Every agent once, in a new order."""
    moving = settings[MOVING] != 0
    luck = shuffle(order, luck)
    for turn in range(order.shape[0]):
        ask_ahead(order, agents, empty, acting, police, size, turn)
        who = U(order[turn])
        agent = agents[who]
        if agent >> LEFT:
            counts[JAILED] -= serve(agents, far, who)
            continue
        x, y, kind = agent & SIDE, (agent >> ROW) & SIDE, (agent >> COP) & ONE
        nx, ny = x, y
        if moving:
            seen = window(empty, corner(x, y, size), x & LOW_4, masks, kind)
            choices = total(seen)
            if choices:
                nx, ny, luck = move(empty, size, x, y, seen, choices, luck)
        agent = (agent & ~AT) | (ny << ROW) | nx
        if kind:
            mark(police, x, y, False, size)
            mark(police, nx, ny, True, size)
            agents[who] = agent
            seen = window(acting, corner(nx, ny, size), nx & LOW_4, masks, ONE)
            choices = total(seen)
            if choices:
                luck = arrest(agents, acting, ids, far, settings, counts, size, nx, ny, seen, choices, luck)
            continue
        was = (agent >> ACTIVE) & ONE
        if was:
            mark(acting, x, y, False, size)
        now = U(rises(acting, police, masks, size, agent, nx, ny))
        agents[who] = (agent & ~(ONE << ACTIVE)) | (now << ACTIVE)
        if now:
            mark(acting, nx, ny, True, size)
            ids[ny * size.width + nx] = np.uint32(who)
        counts[ACTIVES] += np.int64(now) - np.int64(was)
    return luck


@kernel
def march(town, series):
    """A sweep for each row of the series, into which go the active and the jailed at its end."""
    agents, order, empty, acting, police, ids, masks, far, stream, settings, counts = town
    size, luck = torus(settings), taken_up(stream)
    for row in range(series.shape[0]):
        luck = sweep(agents, order, empty, acting, police, ids, masks, far, settings, counts, size, luck)
        series[row, 0], series[row, 1] = counts[ACTIVES], counts[JAILED]
    put_back(luck, stream)
