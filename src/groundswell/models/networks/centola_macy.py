"""Centola and Macy (2007): acts that need several examples, on lattices with long ties."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from groundswell.models.classic import Check, Classic, Observable, Time, parameter
from groundswell.models.luck import numbered
from groundswell.models.networks.contagion import (
    Crowd,
    active_by_round,
    advance,
    advance_with_noise,
    crowd_on,
    needed_shares,
)
from groundswell.models.networks.graphs import Graph, Whole, rewired
from groundswell.models.networks.lattices import LATTICES, bridge_width, lattice_size, lattice_ties, morris_limit
from groundswell.models.picture import Axis, Curve, Mark, Picture

MOST_PEOPLE, MOST_TIES = 10_000_000, 50_000_000
SHOWN_ROUNDS, SHOWN_PEOPLE, SHOWN_REWIRING, SHOWN_ENDS = 400, 20_000, 0.1, 4_000_000
WORK = 640_000  # people in histories that are computed together
OWN = "own calculation from the equations"
ROUNDS = "nothing is random on a lattice, and rounds are counted"
FOREVER = 5000  # rounds, more than any of the checks needs


@dataclass(frozen=True)
class CentolaMacy(Classic):
    """One person and their neighbors start; others join for good once enough of their own neighbors are active.

    People stand on a ring or a torus, tied to all near them. In each round those join who see at least a active
    neighbors, or at least a share φ of them. Then a share of ties is torn from its place and tied to strangers: news,
    for which one example is enough, travels faster over long ties; an act that needs two or more finds nobody to back
    it up at their far end, and stops. Unless, now and then, somebody joins with too few examples (`noise`).
    """

    name = "centola-macy"
    title = "Complex contagion and long ties"
    says = "Acts that people join only with several others spread through dense neighborhoods; long ties that speed up news can stop them."
    source = "Centola & Macy (2007); Centola, Eguíluz & Macy (2007); Morris (2000); Eckles et al. (2024)"
    time = Time("round", 400)
    observables = (
        Observable("active_share", "people active by now", "share of people", 0, 1),
        Observable("active", "people active by now", "persons", 0),
        Observable("joined", "people who joined in this round", "persons", 0),
        Observable("last_joining", "last round in which anyone joined", "rounds", 0),
        Observable("full", "1 once everyone is active", "1", 0, 1),
        Observable("seeds", "people active from the start", "persons", 0),
        Observable("mean_degree", "neighbors of a person on average", "persons", 0),
        Observable("morris_limit", "greatest share threshold at which a large enough group brings everyone on the lattice", "1", 0, 1),
    )
    departs = (
        "Everyone looks at once, round by round; a step is one round, and nobody ever stops.",
        "People do not count themselves, and a threshold is met by equality: at least `threshold` active neighbors, or m/k ≥"
        " `threshold_share`, compared as whole numbers would be.",
        "The first are a person picked at random and those within `seed_steps` ties of them, in the network as it is after rewiring.",
        "Each tie is torn with the chance `rewiring`: its second end goes to a stranger (Watts & Strogatz 1998), so that people differ"
        " in how many neighbors they have, and some may have none; or two ties exchange ends (Maslov & Sneppen 2002), and nobody's"
        " number changes.",
        "Noise after Eckles et al. (2024), who write it for one example of two: in each round everyone with at least one active neighbor,"
        " but too few, joins with the chance `noise`.",
        "Tori close on themselves; the paper's lattices do too.",
    )

    lattice: str = parameter("moore", "who is near whom: a ring, a torus with corners (Moore) or without (von Neumann)", choices=LATTICES)
    side: int = parameter(40, "people along each side; all of them on a ring", "persons", low=3, high=MOST_PEOPLE)
    dimensions: int = parameter(2, "directions of a torus", low=1, high=3)
    radius: int = parameter(1, "how far the nearest reach", "steps", low=1, high=100)
    rule: str = parameter("count", "whether people want to see a number of active neighbors or a share", choices=("count", "share"))
    threshold: int = parameter(2, "active neighbors that people want to see, where the rule is count", "persons", low=0, high=1_000_000)
    threshold_share: float = parameter(0.25, "share of neighbors active, where the rule is share", "share of neighbors", low=0, high=1)
    rewiring: float = parameter(0.0, "chance of a tie to be torn from its place", "share of ties", low=0, high=1)
    keep_degrees: bool = parameter(False, "whether torn ties exchange ends, so that everyone keeps the number of neighbors", "yes or no")
    noise: float = parameter(0.0, "chance to join with too few active neighbors, but at least one", "1/round", low=0, high=1)
    seed_steps: int = parameter(1, "how many ties from the first person the first active reach", "ties", low=0, high=1_000_000)

    def faults(self) -> Iterator[tuple[str, str, str, str]]:
        """Neighborhoods that reach around the torus, and more people or ties than fit in memory."""
        if self.side < 2 * self.radius + 1:
            expected = f"at least 2·radius + 1 = {2 * self.radius + 1}, so that nobody is met from two sides"
            yield "side", str(self.side), expected, "raise side or lower radius"
        if self.people > MOST_PEOPLE:
            yield "side", f"{self.side}, so {self.people:g} people", f"at most {MOST_PEOPLE:g} people", "lower side or dimensions"
        elif self.people * self._size // 2 > MOST_TIES:
            got, expected = f"{self.people * self._size // 2:g} ties", f"at most {MOST_TIES:g} ties"
            yield "radius", got, expected, "lower radius, side or dimensions"

    @property
    def random(self) -> bool:  # type: ignore[override]
        """Whether ties are torn or some join by chance; on a lattice it is all the same who starts."""
        return self.rewiring > 0 or self.noise > 0

    @property
    def people(self) -> int:
        """How many people there are."""
        return self.side if self.lattice == "ring" else int(self.side**self.dimensions)

    @property
    def _size(self) -> int:
        return lattice_size(self.lattice, self.dimensions, self.radius)

    @property
    def shard(self) -> int:
        """Fewer histories together where each has many people."""
        return max(1, min(64, WORK // self.people)) if self.random else 1

    def graph(self, seed: int, history: int) -> Graph:
        """Who is tied to whom in one history."""
        ties = lattice_ties(self.lattice, self.side, self.dimensions, self.radius)
        return rewired(seed, history, self.people, *ties, self.rewiring, self.keep_degrees)

    def start(self, seed: int, history: int) -> Crowd:
        """A network, what each needs, and the first with those around them."""
        graph = self.graph(seed, history)
        if self.rule == "share":
            needed = needed_shares(graph, np.array([self.threshold_share]))
        else:
            needed = np.full(self.people, self.threshold, np.int32)
        center = int(numbered(seed, history, "center", 1, self.people)[0])
        return crowd_on(graph, needed, around(graph, center, self.seed_steps))

    def advance(self, state: Crowd, t0: float, t1: float, seed: int, history: int) -> None:
        """The rounds up to t1."""
        if self.noise > 0:
            advance_with_noise(state, int(t1), self.noise, seed, history)
        else:
            advance(state, int(t1))

    def observe(self, state: Crowd) -> dict[str, float]:
        """How many are active, and on what network."""
        return {
            "active_share": state.tail / self.people,
            "active": float(state.tail),
            "joined": float(state.joined),
            "last_joining": float(state.last_joining),
            "full": float(state.tail == self.people),
            "seeds": float(state.seeds),
            "mean_degree": state.graph.mean_degree,
            "morris_limit": morris_limit(self.lattice, self.dimensions, self.radius),
        }

    def picture(self) -> Picture:
        """The active share round by round: on the lattice as it is, with some ties torn, and with every tie torn."""
        small = self if self.people <= SHOWN_PEOPLE else replace(self, side=max(2 * self.radius + 1, self._shown_side))
        quick = small.people * self._size <= SHOWN_ENDS
        shares = sorted({0.0, self.rewiring or SHOWN_REWIRING, 1.0}) if quick else [self.rewiring]
        courses = [active_by_round(ended(replace(small, rewiring=share), 1, 0, SHOWN_ROUNDS)).tolist() for share in shares]
        rounds = max(map(len, courses))
        curves, ends = [], []
        for share, course in zip(shares, courses, strict=True):
            mark: Mark = "line" if share == self.rewiring else "dashed"
            held = course + [course[-1]] * (rounds - len(course))
            curves.append(Curve(f"{share:g} of ties torn", [float(k) for k in range(rounds)], held, mark))
            ends.append(f"{course[-1]:.3f} after round {len(course) - 1} with {share:g} torn")
        return Picture(
            "Near ties and long ties", Axis("round"), Axis("active people", "share of people"), tuple(curves),
            f"The active share ends at {', '.join(ends)}.",
        )  # fmt: skip

    @property
    def _shown_side(self) -> int:
        axes = 1 if self.lattice == "ring" else self.dimensions
        return int(SHOWN_PEOPLE ** (1 / axes))

    reproduces = (
        Check("rounds to fill a 40×40 Moore torus, a = 1", 19, lambda: _moore(1)["last_joining"], 0, ROUNDS, OWN),
        Check("rounds to fill a 40×40 Moore torus, a = 2", 37, lambda: _moore(2)["last_joining"], 0, ROUNDS, OWN),
        Check("rounds to fill a 40×40 Moore torus, a = 3", 55, lambda: _moore(3)["last_joining"], 0, ROUNDS, OWN),
        Check("all active at the end, a = 1, 2 and 3", 3, lambda: sum(_moore(a)["full"] for a in (1, 2, 3)), 0, ROUNDS, OWN),
        Check("people active for good on the same torus, a = 4", 9, lambda: _moore(4)["active"], 0, ROUNDS, OWN),
        Check("rounds to fill a ring of 400, radius 2, a = 1", 99, lambda: _ring(1)["last_joining"], 0, ROUNDS, OWN),
        Check("rounds to fill a ring of 400, radius 2, a = 2", 197, lambda: _ring(2)["last_joining"], 0, ROUNDS, OWN),
        Check("people active for good on the same ring, a = 3", 5, lambda: _ring(3)["active"], 0, ROUNDS, OWN),
        Check("limit, 3-D Moore lattice", 9 / 26, lambda: morris_limit("moore", 3, 1), 1e-12, "a closed form", OWN),
        Check("limit on a ring", 0.5, lambda: morris_limit("ring", 1, 2), 1e-12, "a closed form", "Morris (2000)"),
        Check("limit, 2-D von Neumann lattice", 0.25, lambda: morris_limit("von-neumann", 2, 1), 1e-12, "a closed form", "Morris (2000)"),
        Check("limit, 2-D Moore lattice", 0.375, lambda: morris_limit("moore", 2, 1), 1e-12, "a closed form", "Morris (2000)"),
        Check("full at a share threshold of 3/8, Moore", 1, lambda: _share(3 / 8)["full"], 0, ROUNDS, "Morris (2000)"),
        Check("full just above 3/8, Moore", 0, lambda: _share(0.376)["full"], 0, ROUNDS, "Morris (2000)"),
        Check("width of a bridge, a = 3", 6, lambda: bridge_width(3), 0, "a whole number", "Centola & Macy (2007)"),
        Check(
            "histories of 20 in which 10% long ties speed up a = 1", 20, lambda: _faster(1, 0.0), 0,
            "long ties shorten every way across", "Centola & Macy (2007)",
        ),
        Check(
            "histories of 20 in which 10% long ties speed up a = 2", 0, lambda: _faster(2, 0.0), 0,
            "a long tie brings one example where two are needed", "Centola & Macy (2007)",
        ),
        Check(
            "histories of 20 that pass a tenth on a ring with every tie torn, a = 2", 0, lambda: _passing(2), 0,
            "without neighbors in common hardly anyone sees two", "Centola & Macy (2007)",
        ),
        Check(
            "histories of 20 in which 10% long ties speed up a = 2 with noise", 20, lambda: _faster(2, 0.05), 0,
            "rare joining with one example lets long ties start new places", "Eckles et al. (2024)", slow=True,
        ),
    )  # fmt: skip


def around(graph: Graph, center: int, steps: int) -> Whole:
    """A person and all within so many ties.

    >>> from groundswell.models.networks.lattices import lattice_graph
    >>> sorted(around(lattice_graph("ring", 10, 1, 1), 0, 2).tolist())
    [0, 1, 2, 8, 9]
    """
    reach = crowd_on(graph, np.ones(graph.people, np.int32), np.array([center]))
    advance(reach, min(steps, graph.people))
    return np.sort(reach.queue[: reach.tail])


def ended(model: CentolaMacy, seed: int, history: int, rounds: int) -> Crowd:
    """One history after so many rounds."""
    state = model.start(seed, history)
    model.advance(state, 0, rounds, seed, history)
    return state


def rounds_to(model: CentolaMacy, share: float, seed: int, history: int, rounds: int = FOREVER) -> float:
    """The round in which a share of all people is active; infinite where that does not happen within so many rounds.

    >>> rounds_to(CentolaMacy(), 1.0, seed=1, history=0)
    37.0
    """
    course = active_by_round(ended(model, seed, history, rounds))
    return float(np.argmax(course >= share)) if course[-1] >= share else float("inf")


def _seen(model: CentolaMacy) -> dict[str, float]:
    return model.observe(ended(model, 1, 0, FOREVER))


def _moore(threshold: int) -> dict[str, float]:
    return _seen(CentolaMacy(threshold=threshold, rewiring=0.0))


def _ring(threshold: int) -> dict[str, float]:
    return _seen(CentolaMacy(lattice="ring", side=400, radius=2, threshold=threshold, rewiring=0.0))


def _share(share: float) -> dict[str, float]:
    return _seen(CentolaMacy(rule="share", threshold_share=share, rewiring=0.0))


LONG_RING = CentolaMacy(lattice="ring", side=2000, radius=2, rewiring=0.0)


def _faster(threshold: int, noise: float) -> float:
    """In how many of twenty histories a ring with long ties has nine tenths active before the same ring without."""
    ring = replace(LONG_RING, threshold=threshold, noise=noise)
    pairs = [[rounds_to(replace(ring, rewiring=torn), 0.9, 1, history) for torn in (0.1, 0.0)] for history in range(20)]
    return float(sum(long < near for long, near in pairs))


def _passing(threshold: int) -> float:
    """In how many of twenty histories more than a tenth are active on a ring of which every tie was torn."""
    torn = replace(LONG_RING, threshold=threshold, rewiring=1.0)
    return float(sum(ended(torn, 1, history, FOREVER).tail > torn.people / 10 for history in range(20)))
