"""The same sweep with every cell in vision looked at: for vision of any size, on a torus of any size.

Where a window of 15 by 15 cells holds all that agents see, it ends in the same state as the maps of
bits (`strips`), with the same luck.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.models.epstein.rules import seen_ratio
from groundswell.models.epstein.words import (
    ACTIVE,
    ACTIVES,
    AT,
    COP,
    HEIGHT,
    JAILED,
    LEFT,
    LONGEST,
    MOVING,
    NONE,
    ONE,
    RATIO,
    ROW,
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
from groundswell.models.kernel import kernel

CALM, ACTING, POLICE, EMPTY = range(4)  # what is on a cell
NOBODY = -1  # the code of an empty cell; that of any other is 4 times the agent plus what it is


class Field(NamedTuple):
    """A torus with its agents, a code of who is on each cell, and the steps (down, across) to all cells that citizens and cops see."""

    agents: NDArray[np.uint64]
    order: NDArray[np.uint32]
    codes: NDArray[np.int64]
    citizens_see: NDArray[np.int64]
    cops_see: NDArray[np.int64]
    critical: NDArray[np.float64]
    far: NDArray[np.uint32]
    luck: NDArray[np.uint64]
    settings: NDArray[np.int64]
    counts: NDArray[np.int64]


@kernel
def cell_of(agent, width):
    """Where an agent is, cells counted row by row."""
    return np.int64((agent >> ROW) & SIDE) * width + np.int64(agent & SIDE)


@kernel
def look(codes, see, cell, width, height, found):
    """Counts empty cells, active citizens and cops in vision, and writes down the cells of the first two from either end of `found`."""
    free, actives, cops = 0, 0, 0
    x, y = cell % width, cell // width
    for k in range(see.shape[0]):
        row, column = y + see[k, 0], x + see[k, 1]
        row += height * (np.int64(row < 0) - np.int64(row >= height))
        column += width * (np.int64(column < 0) - np.int64(column >= width))
        there = row * width + column
        what = codes[there] & EMPTY
        found[free] = found[found.shape[0] - 1 - actives] = there
        free += what == EMPTY
        actives += what == ACTING
        cops += what == POLICE
    return free, actives, cops


@kernel
def turn(agents, codes, see, critical, far, settings, counts, found, who, luck):
    """The turn of an agent that is not in jail: it moves, then a cop arrests, and a citizen decides."""
    width, height = settings[WIDTH], settings[HEIGHT]
    cell = cell_of(agents[who], width)
    if settings[MOVING]:
        free, actives, cops = look(codes, see, cell, width, height, found)
        if free > 0:
            k, luck = below(U(free), luck)
            codes[found[np.int64(k)]], codes[cell] = codes[cell], NOBODY
            cell = found[np.int64(k)]
            agents[who] = (agents[who] & ~AT) | (U(cell // width) << ROW) | U(cell % width)
    free, actives, cops = look(codes, see, cell, width, height, found)
    if (agents[who] >> COP) & ONE:
        if actives > 0:
            k, luck = below(U(actives), luck)
            term, luck = below(U(settings[LONGEST] + 1), luck)
            taken = found[found.shape[0] - 1 - np.int64(k)]
            counts[ACTIVES] -= 1
            counts[JAILED] += jail(agents, far, U(codes[taken] >> 2), term)
            codes[taken] += CALM - ACTING
    else:
        rises = seen_ratio(cops, actives + 1, settings[RATIO]) < critical[who]
        counts[ACTIVES] += np.int64(rises) - np.int64((agents[who] >> ACTIVE) & ONE)
        agents[who] = (agents[who] & ~(ONE << ACTIVE)) | (U(rises) << ACTIVE)
        codes[cell] = 4 * who + (ACTING if rises else CALM)
    return luck


@kernel
def march(field, series):
    """A sweep for each row of the series, into which go the active and the jailed at its end."""
    agents, order, codes, citizens_see, cops_see, critical, far, stream, settings, counts = field
    luck = taken_up(stream)
    found = np.empty(max(citizens_see.shape[0], cops_see.shape[0]) + 2, np.int64)
    for row in range(series.shape[0]):
        luck = shuffle(order, luck)
        for k in range(order.shape[0]):
            who = np.int64(order[k])
            if agents[who] >> LEFT != NONE:
                counts[JAILED] -= serve(agents, far, U(who))
            else:
                see = cops_see if (agents[who] >> COP) & ONE else citizens_see
                luck = turn(agents, codes, see, critical, far, settings, counts, found, who, luck)
        series[row, 0], series[row, 1] = counts[ACTIVES], counts[JAILED]
    put_back(luck, stream)
