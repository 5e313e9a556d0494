"""Groups that merge and shatter: Eguiluz & Zimmermann (2000), "Transmission of information and herd behavior", Physical Review Letters 85,
5659-5662; used for insurgent groups by Bohorquez et al. (2009), "Common ecology quantifies human insurgency", Nature 462, 911-914.

N agents are split into groups. One step: pick an agent uniformly at random. With probability nu its whole group breaks into single agents
(a single agent's group stays as it is). Otherwise pick a second agent, uniformly among the N - 1 others; if it belongs to another group
the two groups become one (if to the same, nothing happens). Large groups are therefore picked in proportion to their size.

The stationary laws below hold for N to infinity. With a = (1 - nu) / (2 - nu) and g_1 = 1 / (2 - nu), the share of agents in groups of
size s is g_s = Catalan(s - 1) a^(s-1) g_1^s. 0 < nu < 1.
"""

import math

import numpy as np


def agent_share(size: int, nu: float) -> float:
    """g_s: share of agents that live in groups of `size` = 1, 2, ... when the process has settled; sums to one over s."""
    a, single = (1.0 - nu) / (2.0 - nu), 1.0 / (2.0 - nu)
    log_catalan = math.lgamma(2 * size - 1) - math.lgamma(size + 1) - math.lgamma(size)
    return math.exp(log_catalan + (size - 1) * math.log(a) + size * math.log(single))


def agent_share_by_recursion(largest: int, nu: float) -> list[float]:
    """[g_1, ..., g_largest] from the balance itself: g_s = a * sum over i = 1..s-1 of g_i g_(s-i) for s >= 2, g_1 = 1 / (2 - nu).

    In a step the number of groups of size s >= 2 falls by one with probability nu g_s (breaking) + 2 (1 - nu) g_s (merging, picked first or
    second) and rises by one with probability (1 - nu) times the sum; the two must balance.
    """
    shares = [1.0 / (2.0 - nu)]
    for size in range(2, largest + 1):
        shares.append((1.0 - nu) / (2.0 - nu) * sum(shares[i - 1] * shares[size - i - 1] for i in range(1, size)))
    return shares


def groups_per_agent(nu: float) -> float:
    """Number of groups over number of agents, the sum of g_s / s: 2 - (2 - nu) / (1 - nu) * ln(2 - nu)."""
    return 2.0 - (2.0 - nu) / (1.0 - nu) * math.log(2.0 - nu)


def group_size_law(size: int, nu: float) -> float:
    """Probability that a group drawn uniformly from all groups has `size` agents: (g_s / s) / groups_per_agent.

    Far out it falls like s^(-5/2) cutoff^s.
    """
    return agent_share(size, nu) / size / groups_per_agent(nu)


def cutoff(nu: float) -> float:
    """Factor by which each further agent lowers the law in the far tail: 4 (1 - nu) / (2 - nu)^2, below one."""
    return 4.0 * (1.0 - nu) / (2.0 - nu) ** 2


def mean_group_of_an_agent(nu: float) -> float:
    """Mean size of the group of a random agent, the sum of s g_s: 1 / nu."""
    return 1.0 / nu


class Groups:
    """N agents and their groups; starts with everybody alone."""

    def __init__(self, agents: int) -> None:
        """`agents` = N >= 2."""
        self.group_of = list(range(agents))
        self.members = {agent: [agent] for agent in range(agents)}

    def break_up(self, agent: int) -> None:
        """Split the agent's group into singles."""
        for member in self.members.pop(self.group_of[agent]):
            self.group_of[member] = member
            self.members[member] = [member]

    def merge(self, first: int, second: int) -> None:
        """Join the two agents' groups, if they are two."""
        one, other = self.group_of[first], self.group_of[second]
        if one == other:
            return
        if len(self.members[one]) < len(self.members[other]):
            one, other = other, one
        for member in self.members.pop(other):
            self.group_of[member] = one
            self.members[one].append(member)

    def step(self, rng: np.random.Generator, nu: float) -> None:
        """One step with random numbers."""
        count = len(self.group_of)
        agent = int(rng.integers(count))
        if rng.random() < nu:
            self.break_up(agent)
        else:
            other = int(rng.integers(count - 1))
            self.merge(agent, other + 1 if other >= agent else other)

    def sizes(self) -> list[int]:
        """Sizes of all groups, largest first."""
        return sorted((len(members) for members in self.members.values()), reverse=True)


def simulate(rng: np.random.Generator, agents: int, nu: float, burn: int, steps: int, every: int, largest: int) -> np.ndarray:
    """Mean share of agents in groups of size 1..largest over snapshots taken after each `every` steps of `steps`, after `burn` steps.

    Starts with everybody alone.
    """
    groups = Groups(agents)
    for _ in range(burn):
        groups.step(rng, nu)
    total, snapshots = np.zeros(largest), 0
    for number in range(1, steps + 1):
        groups.step(rng, nu)
        if number % every == 0:
            snapshots += 1
            for size in groups.sizes():
                if size <= largest:
                    total[size - 1] += size / agents
    return total / snapshots
