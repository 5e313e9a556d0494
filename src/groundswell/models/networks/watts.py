"""Watts (2002): cascades that one person sets off on a random network, person by person."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

import numpy as np

from groundswell.models.classic import Check, Observable, Time, parameter
from groundswell.models.luck import normals, uniforms
from groundswell.models.networks import theory
from groundswell.models.networks.contagion import (
    Crowd,
    active_by_round,
    advance,
    chosen_people,
    crowd_on,
    needed_shares,
)
from groundswell.models.networks.graphs import Graph, Whole, counted_pairs, drawn_degrees, independent_pairs, paired_stubs
from groundswell.models.networks.laws import mean_of, poisson_degrees, single_threshold
from groundswell.models.networks.parameters import MOST, OnNetwork
from groundswell.models.picture import Axis, Curve, Picture

POISSON_GRAPHS = ("pairs", "ties", "stubs")
MOST_TIES = 50_000_000
SHOWN_TIES, SHOWN_HISTORIES = 250_000, 8
WORK = 640_000  # people in histories that are computed together
OWN = "own calculation from the equations"
DIGITS = "a closed form; the number on record has five digits"


class Cascades(NamedTuple):
    """What many histories came to: active shares in the end, how often that was a cascade, and how large cascades were."""

    shares: tuple[float, ...]
    frequency: float
    mean_size: float


@dataclass(frozen=True)
class Watts(OnNetwork):
    """Somebody starts; everyone else joins for good once a share of their neighbors is active.

    Person i with k neighbors, m of them active, joins in the next round if m/k ≥ φ_i. A single person sets off
    a country where those whom one active neighbor moves (k ≤ 1/φ) hang together: neither where ties are so few
    that the network falls apart, nor where people have so many that one of them no longer counts.
    """

    name = "watts"
    title = "Cascades on random networks"
    says = "Most sparks die out; one in the right place sets off a whole country, and nothing about the spark itself tells which."
    source = "Watts (2002); Gleeson & Cahalane (2007)"
    time = Time("round", 200)
    random = True
    observables = (
        Observable("active_share", "people active by now", "share of people", 0, 1),
        Observable("active", "people active by now", "persons", 0),
        Observable("joined", "people who joined in this round", "persons", 0),
        Observable("last_joining", "last round in which anyone joined", "rounds", 0),
        Observable("cascade", "1 where more than `cascade_share` of all are active", "1", 0, 1),
        Observable("seeds", "people active from the start", "persons", 0),
        Observable("mean_degree", "neighbors of a person on average, in this network", "persons", 0),
        Observable("ties_given_up", "ties drawn to oneself or twice that found no other place", "ties", 0),
    )
    departs = (
        "Everyone looks at once, round by round, where the paper lets people look one by one in random order; nobody ever stops, so"
        " the same people are active in the end.",
        "A threshold is met by equality (m/k ≥ φ). m/k and φ are compared as whole numbers would be: one of five neighbors meets .2.",
        "People do not count themselves. Those without neighbors join only if their threshold is 0 or less, in the first round.",
        "Networks of a Poisson law are drawn pair by pair, each tied by its own chance, unless told; all others join loose ends at random"
        " and then exchange ends until nobody is tied to oneself or twice to another, so everyone keeps the degree that was drawn.",
        "A loose end without a partner is dropped, and so is a tie for which two hundred tries find no place; `ties_given_up` counts"
        " the latter.",
        "A cascade is more than a tenth of all people active, unless told; the paper speaks of a finite share of an endless network.",
    )

    people: int = parameter(10_000, "people in the network", "persons", low=1, high=10_000_000)
    seeds: int = parameter(1, "people active from the start, where `seed_share` is 0", "persons", low=0, high=10_000_000)
    seed_share: float = parameter(
        0.0, "people active from the start, in place of `seeds`; 0 leaves it to them", "share of people", low=0, high=1
    )
    seed_choice: str = parameter("random", "who starts: anyone, or those with the most neighbors", choices=("random", "hubs"))
    poisson_graph: str = parameter(
        "pairs", "a Poisson network: each pair tied by chance, a fixed number of ties, or loose ends joined", choices=POISSON_GRAPHS
    )
    cascade_share: float = parameter(0.1, "active people beyond which it is a cascade", "share of people", low=0, high=1)

    def faults(self) -> Iterator[tuple[str, str, str, str]]:
        """More seeds or neighbors than people, or more ties than fit in memory."""
        wrong = list(super().faults())
        yield from wrong
        if self.seed_share == 0 and self.seeds > self.people:
            yield "seeds", str(self.seeds), f"at most `people`, {self.people}", "raise people or lower seeds"
        default = type(self).seeds
        if self.seed_share > 0 and self.seeds != default:
            got = f"{self.seeds}, and seed_share={self.seed_share:g}"
            yield "seeds", got, "one of the two: a share of people who start, or their number", f"seed_share=0, or seeds={default}"
        if wrong:
            return
        mean = mean_of(self.degree_law())
        pairs = self.degrees == "poisson" and self.poisson_graph != "stubs"
        if pairs and mean > self.people - 1:
            yield "mean_degree", f"{mean:g}", f"at most `people` − 1, {self.people - 1}", "raise people or lower mean_degree"
        if self.people * mean / 2 > MOST_TIES:
            got, expected = f"about {self.people * mean / 2:.3g} ties", f"at most {MOST_TIES:g} ties: half of people times mean degree"
            yield "people", got, expected, f"people={int(2 * MOST_TIES / mean)}"

    @property
    def shard(self) -> int:
        """Fewer histories together where each has many people."""
        return max(1, min(64, WORK // self.people))

    def graph(self, seed: int, history: int) -> Graph:
        """Who is tied to whom in one history."""
        if self.degrees == "poisson" and self.poisson_graph == "pairs":
            return independent_pairs(seed, history, self.people, self.mean_degree)
        if self.degrees == "poisson" and self.poisson_graph == "ties":
            return counted_pairs(seed, history, self.people, int(self.people * self.mean_degree / 2 + 0.5))
        return paired_stubs(seed, history, drawn_degrees(seed, history, self.people, self.degree_law()))

    def start(self, seed: int, history: int) -> Crowd:
        """A network, everyone's threshold, and those who start."""
        graph, law = self.graph(seed, history), self.threshold_law()
        if self.thresholds == "single":
            shares = np.array([self.threshold], np.float64)
        else:
            luck = uniforms(seed, history, "thresholds", self.people)
            shares = law.of_luck(luck, normals(seed, history, "thresholds", self.people, turn=1))
        return crowd_on(graph, needed_shares(graph, shares), self._first(graph, seed, history))

    def advance(self, state: Crowd, t0: float, t1: float, seed: int, history: int) -> None:
        """The rounds up to t1."""
        advance(state, int(t1))

    def observe(self, state: Crowd) -> dict[str, float]:
        """How many are active, and on what network."""
        share = state.tail / self.people
        return {
            "active_share": share,
            "active": float(state.tail),
            "joined": float(state.joined),
            "last_joining": float(state.last_joining),
            "cascade": float(share > self.cascade_share),
            "seeds": float(state.seeds),
            "mean_degree": state.graph.mean_degree,
            "ties_given_up": float(state.graph.given_up),
        }

    def _first(self, graph: Graph, seed: int, history: int) -> Whole:
        count = int(self.seed_share * self.people + 0.5) if self.seed_share > 0 else self.seeds
        if self.seed_choice == "hubs":
            return np.argsort(-graph.degrees.astype(np.int64), kind="stable")[:count].astype(np.int32)
        return chosen_people(seed, history, self.people, count)

    def _shown(self) -> "Watts":
        """The same with no more people than a picture has time for, and seeds in proportion."""
        most = max(MOST + 1, int(SHOWN_TIES / (1 + mean_of(self.degree_law()))))
        if self.people <= most:
            return self
        seeds = max(1, self.seeds * most // self.people) if self.seeds and not self.seed_share else self.seeds
        return replace(self, people=most, seeds=seeds)

    def picture(self) -> Picture:
        """The active share round by round in some histories, and the share that theory gives to a cascade."""
        shown = self._shown()
        ends = shown.people * (1 + mean_of(self.degree_law()))
        histories = max(1, min(SHOWN_HISTORIES, int(SHOWN_HISTORIES * SHOWN_TIES / (2 * ends))))
        courses = [active_by_round(_ended(shown, 1, history)).tolist() for history in range(histories)]
        rounds = max(map(len, courses))
        finals = [course[-1] for course in courses]
        held = [course + [course[-1]] * (rounds - len(course)) for course in courses]
        curves = [Curve(f"history {history}", *_thinned(course)) for history, course in enumerate(held)]
        share = self.seed_share or self.seeds / self.people
        end = theory.final_share(self.degree_law(), self.threshold_law(), min(1.0, share))
        theirs = Curve("a cascade in an endless network", [0.0, float(max(1, rounds - 1))], [end, end], "dashed")
        large = sum(one > self.cascade_share for one in finals)
        return Picture(
            "What one spark comes to",
            Axis("round"),
            Axis("active people", "share of people"),
            (*curves, theirs),
            f"{large} of {histories} histories become cascades, the largest of {max(finals):.3f} of all; theory says {end:.3f}.",
        )

    reproduces = (
        Check("window of mean degrees, lower end, φ = .18", 1.02070, lambda: _window(0.18)[0], 1e-4, DIGITS, OWN),
        Check("window of mean degrees, upper end, φ = .18", 5.76468, lambda: _window(0.18)[1], 1e-4, DIGITS, OWN),
        Check("lower end as drawn", 1.0, lambda: _window(0.18)[0], 0.1, "read off a figure", "Watts (2002), figure 2"),
        Check("upper end as drawn", 5.8, lambda: _window(0.18)[1], 0.1, "read off a figure", "Watts (2002), figure 2"),
        Check("window at φ = .20 less that at .18, both ends", 0.0, lambda: _window_shift(0.18, 0.20), 0, "the same K* = 5, so equal", OWN),
        Check("windows at φ = .2501", 0.0, lambda: len(theory.cascade_windows(single_threshold(0.2501))), 0, "a count", OWN),
        Check("greatest cascade value above φ = 1/4", 0.840, lambda: _greatest_value(0.2501), 5e-4, "three digits on record", OWN),
        Check("giant vulnerable cluster, z = 4", 0.65263, lambda: _clusters(4.0).vulnerable, 1e-4, DIGITS, OWN),
        Check("its extended cluster, z = 4", 0.86530, lambda: _clusters(4.0).extended, 1e-4, DIGITS, OWN),
        Check("extended cluster, z = 3", 0.873, lambda: _clusters(3.0).extended, 5e-4, "three digits on record", OWN),
        Check(
            "frequency of cascades, 10,000 people, z = 3", 0.859, lambda: _many().frequency, 0.03,
            "a share of 1,200 histories has a standard error of 0.01", OWN, slow=True,
        ),
        Check(
            "mean size of a cascade, 10,000 people, z = 3", 0.9406, lambda: _many().mean_size, 0.002,
            "sizes differ by less than 0.01, so a thousand fix their mean to 0.001", OWN, slow=True,
        ),
        Check(
            "histories between a tenth and nine tenths active, of 200 at z = 5", 0.0, lambda: _between(5.0), 0,
            "near the upper end a cascade takes all or nearly nothing", "Watts (2002)", slow=True,
        ),
    )  # fmt: skip


def cascades(model: Watts, seed: int, histories: int, first: int = 0) -> Cascades:
    """Lets many histories run to their end, each with a network of its own.

    >>> found = cascades(Watts(people=1000, mean_degree=3.0), seed=1, histories=50)
    >>> 0.6 < found.frequency <= 1, len(found.shares)
    (True, 50)
    """
    shares = tuple(_ended(model, seed, history).tail / model.people for history in range(first, first + histories))
    large = [share for share in shares if share > model.cascade_share]
    return Cascades(shares, len(large) / max(1, histories), sum(large) / len(large) if large else 0.0)


def _ended(model: Watts, seed: int, history: int) -> Crowd:
    state = model.start(seed, history)
    advance(state, model.people + 1)
    return state


def _thinned(shares: list[float], most: int = 300) -> tuple[list[float], list[float]]:
    """Rounds and shares, with some rounds left out where there are many."""
    step = 1 + len(shares) // most
    rounds = [*range(0, len(shares) - 1, step), len(shares) - 1]
    return [float(k) for k in rounds], [shares[k] for k in rounds]


def _window(threshold: float) -> tuple[float, float]:
    return theory.cascade_windows(single_threshold(threshold), most=10.0)[0]


def _window_shift(one: float, other: float) -> float:
    return sum(abs(a - b) for a, b in zip(_window(one), _window(other), strict=True))


def _greatest_value(threshold: float) -> float:
    return max(theory.cascade_value(poisson_degrees(k / 1000), single_threshold(threshold)) for k in range(1, 5000))


def _clusters(mean_degree: float) -> theory.Clusters:
    return theory.clusters(poisson_degrees(mean_degree), single_threshold(0.18))


def _many() -> Cascades:
    return _of_many(3.0, 1200)


@cache
def _of_many(mean_degree: float, histories: int) -> Cascades:
    return cascades(Watts(mean_degree=mean_degree), seed=1, histories=histories)


def _between(mean_degree: float) -> float:
    return float(sum(0.1 < share < 0.9 for share in _of_many(mean_degree, 200).shares))
