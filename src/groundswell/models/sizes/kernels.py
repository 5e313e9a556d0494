"""The fast parts: groups that merge and shatter, and unrest that runs over a grid."""

import numpy as np

from groundswell.models.kernel import kernel
from groundswell.models.luck import next_below, next_unit

SHATTERED, LARGEST = 0, 1  # counts of groups so far
EMPTY, SUSCEPTIBLE, UNREST, GROWN = 0, 1, 2, 3
NOBODY = -1


@kernel
def pick(group, follows, size, counts, luck, chance, picks, record):
    """Some picks of an agent: its group shatters, or merges with that of another; how many sizes of shattered groups were written."""
    agents, written = group.shape[0], 0
    for _ in range(picks):
        one = next_below(luck, agents)
        if next_unit(luck) < chance:
            if written < record.shape[0]:
                record[written] = size[group[one]]
                written += 1
            counts[SHATTERED] += 1 if size[group[one]] > 1 else 0
            shatter(group, follows, size, one)
        else:
            other = next_below(luck, agents - 1)
            other += 1 if other >= one else 0
            if group[one] != group[other]:
                merge(group, follows, size, one, other)
                counts[LARGEST] = max(counts[LARGEST], size[group[one]])
    return written


@kernel
def shatter(group, follows, size, one):
    """The group of one agent falls apart into agents who are alone."""
    size[group[one]] = 0
    at = one
    while True:
        after = follows[at]
        group[at], follows[at], size[at] = at, at, 1
        at = after
        if at == one:
            break


@kernel
def merge(group, follows, size, one, other):
    """The smaller of two groups joins the larger: its members take the name of the larger, and the two rings become one."""
    if size[group[one]] < size[group[other]]:
        one, other = other, one
    name = group[one]
    size[name] += size[group[other]]
    size[group[other]] = 0
    at = other
    while True:
        group[at] = name
        at = follows[at]
        if at == other:
            break
    follows[one], follows[other] = follows[other], follows[one]


@kernel
def flare(grid, first_link, links, queue, counts, luck, growth, spark, spread, steps, record):
    """Some steps of the grid. `counts` takes up sites in unrest and empty sites of all steps, sparks, and the largest step."""
    side = grid.shape[0]
    for step in range(steps):
        empty, burning = 0, 0
        for row in range(side):
            for column in range(side):
                state = grid[row, column]
                u = next_unit(luck)
                if state == EMPTY:
                    empty += 1
                    if u < growth:
                        grid[row, column] = GROWN
                elif u < spark:
                    grid[row, column] = UNREST
                    queue[burning] = row * side + column
                    burning += 1
        counts[2] += burning
        burning = run(grid, first_link, links, queue, burning, luck, spread)
        for place in range(burning):
            grid[queue[place] // side, queue[place] % side] = EMPTY
        if empty > 0:
            settle(grid)
        counts[0] += burning
        counts[1] += empty
        counts[3] = max(counts[3], burning)
        counts[4] = burning
        if step < record.shape[0]:
            record[step] = burning


@kernel
def run(grid, first_link, links, queue, burning, luck, spread):
    """Unrest spreads from site to site until it finds no more; how many sites were in it."""
    side, place = grid.shape[0], 0
    while place < burning:
        site = queue[place]
        row, column = site // side, site % side
        for way in range(4 + first_link[site + 1] - first_link[site]):
            if way == 0:
                near = ((row + side - 1) % side) * side + column
            elif way == 1:
                near = ((row + 1) % side) * side + column
            elif way == 2:
                near = row * side + (column + side - 1) % side
            elif way == 3:
                near = row * side + (column + 1) % side
            else:
                near = links[first_link[site] + way - 4]
            if grid[near // side, near % side] == SUSCEPTIBLE and next_unit(luck) < spread:
                grid[near // side, near % side] = UNREST
                queue[burning] = near
                burning += 1
        place += 1
    return burning


@kernel
def settle(grid):
    """Sites that have grown are susceptible from now on."""
    for row in range(grid.shape[0]):
        for column in range(grid.shape[1]):
            if grid[row, column] == GROWN:
                grid[row, column] = SUSCEPTIBLE


@kernel
def weak_links(sites, share, luck):
    """One link from some of the sites to another one anywhere, felt at both ends: where each site's begin, and where they lead."""
    partner, degree = np.full(sites, NOBODY, np.int64), np.zeros(sites + 1, np.int64)
    for site in range(sites):
        if next_unit(luck) < share:
            other = next_below(luck, sites - 1)
            other += 1 if other >= site else 0
            partner[site] = other
            degree[site] += 1
            degree[other] += 1
    first = np.zeros(sites + 1, np.int64)
    for site in range(sites):
        first[site + 1] = first[site] + degree[site]
    links, filled = np.empty(first[sites], np.int64), first.copy()
    for site in range(sites):
        if partner[site] != NOBODY:
            other = partner[site]
            links[filled[site]] = other
            links[filled[other]] = site
            filled[site] += 1
            filled[other] += 1
    return first, links


@kernel
def scatter(grid, share, luck):
    """Each place becomes susceptible with a chance."""
    for row in range(grid.shape[0]):
        for column in range(grid.shape[1]):
            if next_unit(luck) < share:
                grid[row, column] = SUSCEPTIBLE
