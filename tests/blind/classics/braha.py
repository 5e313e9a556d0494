"""Braha (2012), "Global Civil Unrest: Contagion, Self-Organization, and Prediction", PLoS ONE 7, e48596: stress builds up on a grid and is
let go in outbursts that spread.

A size by size torus. Between steps a site is EMPTY (0, calm) or SUSCEPTIBLE (1). All sites act on the state at the start of the step:
1. every susceptible site starts unrest by itself with probability f;
2. unrest spreads, again and again within the step, to susceptible neighbors with probability g: each site in unrest tries each link that
   leads out of it once, and all tries are independent (a site with two neighbors in unrest is tried twice);
3. every site that was empty at the start of the step becomes susceptible with probability p; every site that was in unrest becomes empty.
A site that turns susceptible in a step cannot join the unrest of that step. The size of a step is the number of its sites in unrest.

Links: the four lattice neighbors, and from every site with probability `weak` one long-range link to a site drawn uniformly among all
others. Long-range links are drawn once, before the first step, and carry unrest both ways (a link of one site is tried from the other site
too). With `fresh` they are drawn anew in each step; with `one_way` they carry only from their own site to the drawn one.

Sites are numbered row * size + column.
"""

from collections.abc import Sequence

import numpy as np

EMPTY, SUSCEPTIBLE = 0, 1


def lattice_links(size: int) -> list[list[int]]:
    """For each site its up, down, left and right neighbors on the torus (for size 2 the same site may stand twice)."""
    links = []
    for row in range(size):
        for column in range(size):
            up, down = (row - 1) % size, (row + 1) % size
            left, right = (column - 1) % size, (column + 1) % size
            links.append([up * size + column, down * size + column, row * size + left, row * size + right])
    return links


def weak_links(rng: np.random.Generator, sites: int, weak: float) -> list[tuple[int, int]]:
    """(site, far site) for the sites that have a long-range link: each with probability `weak`, the far end uniform among the others."""
    links = []
    for site in range(sites):
        if rng.random() < weak:
            far = int(rng.integers(sites - 1))
            links.append((site, far + 1 if far >= site else far))
    return links


def all_links(size: int, far: Sequence[tuple[int, int]], one_way: bool = False) -> list[list[int]]:
    """For each site the list of sites to which its unrest can spread: lattice neighbors, then long-range ones."""
    links = lattice_links(size)
    for site, target in far:
        links[site].append(target)
        if not one_way:
            links[target].append(site)
    return links


def outburst(
    state: Sequence[int], sparks: Sequence[int], links: Sequence[Sequence[int]], rng: np.random.Generator | None, g: float
) -> set[int]:
    """All sites in unrest in a step: `sparks` (must be susceptible) and those they reach. With g = 1 or g = 0 no random number is used."""
    burning = set(sparks)
    waiting = list(sparks)
    while waiting:
        site = waiting.pop()
        for neighbor in links[site]:
            if state[neighbor] == SUSCEPTIBLE and neighbor not in burning and (g >= 1.0 or (g > 0.0 and rng.random() < g)):
                burning.add(neighbor)
                waiting.append(neighbor)
    return burning


def next_state(state: Sequence[int], burning: set[int], grown: set[int]) -> list[int]:
    """State after a step: `burning` sites are empty, `grown` (a part of those that were empty) susceptible, the others as before."""
    result = list(state)
    for site in range(len(state)):
        if site in burning:
            result[site] = EMPTY
        elif state[site] == EMPTY and site in grown:
            result[site] = SUSCEPTIBLE
    return result


def step(
    state: Sequence[int], links: Sequence[Sequence[int]], p: float, f: float, g: float, rng: np.random.Generator
) -> tuple[list[int], int]:
    """One step: the new state and the number of sites that were in unrest."""
    sparks = [site for site, value in enumerate(state) if value == SUSCEPTIBLE and rng.random() < f]
    burning = outburst(state, sparks, links, rng, g)
    grown = {site for site, value in enumerate(state) if value == EMPTY and rng.random() < p}
    return next_state(state, burning, grown), len(burning)


def simulate(
    rng: np.random.Generator,
    size: int,
    steps: int,
    p: float,
    f: float,
    g: float,
    weak: float = 0.0,
    fresh: bool = False,
    one_way: bool = False,
    start_susceptible: float = 0.0,
) -> tuple[list[int], list[int]]:
    """(unrest, empty): for each step the number of sites in unrest, and the number of empty sites at the start of the step.

    At the start each site is susceptible with probability `start_susceptible`, else empty.
    """
    sites = size * size
    state = [SUSCEPTIBLE if rng.random() < start_susceptible else EMPTY for _ in range(sites)]
    links = all_links(size, weak_links(rng, sites, weak), one_way)
    unrest, empty = [], []
    for _ in range(steps):
        if fresh:
            links = all_links(size, weak_links(rng, sites, weak), one_way)
        empty.append(sum(value == EMPTY for value in state))
        state, number = step(state, links, p, f, g, rng)
        unrest.append(number)
    return unrest, empty


def balance(unrest: Sequence[int], empty: Sequence[int], p: float) -> float:
    """Mean unrest per step less p times mean number of empty sites: zero in the stationary state, up to luck and the two ends."""
    return float(np.mean(unrest) - p * np.mean(empty))


def empty_share_without_spread(p: float, f: float) -> float:
    """Stationary share of empty sites at g = 0, where every site is a chain of its own: f / (p + f)."""
    return f / (p + f)


def unrest_share_without_spread(p: float, f: float) -> float:
    """Stationary share of sites in unrest per step at g = 0: p f / (p + f); the size of a step is binomial with this chance."""
    return p * f / (p + f)
