"""Gleeson and Cahalane (2007): how far a seed spreads on a random graph without end, round by round, in closed form."""

from dataclasses import dataclass

from groundswell.models.classic import Check, Observable, Time, parameter
from groundswell.models.networks import theory
from groundswell.models.networks.laws import mean_of, single_threshold
from groundswell.models.networks.parameters import OnNetwork
from groundswell.models.picture import Axis, Curve, Picture

OWN = "own calculation from the equations"
DIGITS = "a closed form; the number on record has five digits"
POINTS, FEW_POINTS, MANY_NEIGHBORS = 160, 24, 60  # mean degrees in the picture: fewer where each takes long


@dataclass
class Course:
    """Where a cascade stands: the share of people active, the chance that a neighbor is, and what does not change."""

    active: float
    neighbor: float
    turn: int
    terms: theory.Terms
    lasting: dict[str, float]


@dataclass(frozen=True)
class GleesonCahalane(OnNetwork):
    """A share of people starts; everyone else joins for good once a share of their neighbors is active.

    On a random graph the way back along ties never meets itself, so whether a neighbor is active before
    oneself is a chance q that follows from those further out:

        q ← ρ₀ + (1 − ρ₀) Σ_k (k p_k / z) Σ_m C(k−1, m) q^m (1−q)^(k−1−m) F(m/k),   from q = ρ₀
        ρ = ρ₀ + (1 − ρ₀) Σ_k p_k Σ_m C(k, m) q^m (1−q)^(k−m) F(m/k)

    p_k is the share of people with k neighbors and z their mean, ρ₀ the seeds, F(x) the share of people
    whose threshold is at most x. After round n the active share is ρ at the q of round n − 1.
    """

    name = "gleeson-cahalane"
    title = "Cascades on random networks, in theory"
    says = "Whether a small group sets off a whole country hangs on the ties between those who need only one friend to join."
    source = "Gleeson & Cahalane (2007); Watts (2002)"
    time = Time("round", 100)
    random = False
    observables = (
        Observable("active_share", "people active by now", "share of people", 0, 1),
        Observable("neighbor_active", "chance that a neighbor is active, whatever one does oneself", "1", 0, 1),
        Observable("final_share", "people active in the end", "share of people", 0, 1),
        Observable("cascade_value", "Σ k(k−1) p_k F(1/k) / z; above 1 one person can start a cascade", "1", 0),
        Observable("vulnerable_share", "giant cluster of people whom one active neighbor moves", "share of people", 0, 1),
        Observable("trigger_share", "people with a neighbor in that cluster: chance that one starts a cascade", "share of people", 0, 1),
        Observable("mean_degree", "neighbors of a person on average", "persons", 0),
    )
    departs = (
        "The paper counts levels of a tree; here each level is a round in which all look at once, which gives the same end and"
        " makes the course that of a synchronous simulation.",
        "A threshold is met by equality (m/k ≥ φ), as in Watts (2002); m/k and φ are compared as whole numbers would be.",
        "People without neighbors join only if their threshold is 0 or less.",
        "With thresholds at or below 0 some join unasked; they count as vulnerable in the condition for a cascade.",
        "A regular law whose mean is not a whole number mixes the two whole numbers beside it.",
    )

    seed_share: float = parameter(1e-3, "people active from the start, picked at random", "share of people", low=0, high=1)

    def start(self, seed: int, history: int) -> Course:
        """The seeds, and where it will end."""
        law, thresholds = self.degree_law(), self.threshold_law()
        of = theory.terms(law, thresholds)
        vulnerable, extended = theory.clusters(law, thresholds)
        lasting = {
            "final_share": theory.active_share(of, self.seed_share, theory.lasting(of, self.seed_share)),
            "cascade_value": theory.cascade_value(law, thresholds),
            "vulnerable_share": vulnerable,
            "trigger_share": extended,
            "mean_degree": mean_of(law),
        }
        return Course(self.seed_share, self.seed_share, 0, of, lasting)

    def advance(self, state: Course, t0: float, t1: float, seed: int, history: int) -> None:
        """The rounds up to t1."""
        while state.turn < int(t1):
            before = state.neighbor
            state.active = max(state.active, theory.active_share(state.terms, self.seed_share, before))
            state.neighbor = max(before, theory.neighbor_share(state.terms, self.seed_share, before))
            state.turn += 1
            if state.neighbor == before:
                state.turn = int(t1)

    def observe(self, state: Course) -> dict[str, float]:
        """How far it is, and what will last."""
        return {"active_share": state.active, "neighbor_active": state.neighbor, **state.lasting}

    def picture(self) -> Picture:
        """The active share in the end by mean degree, where the law has one; the map of shares where it has none."""
        return self._by_degree() if self.degrees in ("poisson", "regular") else self._map()

    def _by_degree(self) -> Picture:
        thresholds, most = self.threshold_law(), max(8.0, 1.5 * self.mean_degree)
        points = POINTS if most < MANY_NEIGHBORS else FEW_POINTS
        grid = [most * k / points for k in range(points + 1)]
        laws = [self.degree_law(mean) for mean in grid]
        final = [theory.final_share(law, thresholds, self.seed_share) for law in laws]
        trigger = [theory.clusters(law, thresholds).extended for law in laws]
        here = theory.final_share(self.degree_law(), thresholds, self.seed_share)
        return Picture(
            "How far a small seed spreads",
            Axis("neighbors of a person on average", "persons"),
            Axis("share of people"),
            (
                Curve(f"active in the end, seeds {self.seed_share:g}", grid, final),
                Curve("chance that one person starts a cascade", grid, trigger, "dashed"),
                Curve("here", [self.mean_degree], [here], "points"),
            ),
            f"At {self.mean_degree:g} neighbors a share of {self.seed_share:g} ends at {here:.3f}; "
            f"somewhere up to {most:g} neighbors it reaches {max(final):.3f}.",
        )

    def _map(self) -> Picture:
        of = theory.terms(self.degree_law(), self.threshold_law())
        grid = [k / POINTS for k in range(POINTS + 1)]
        path = [self.seed_share]
        while len(path) < POINTS and (len(path) < 2 or path[-1] > path[-2]):
            path.append(theory.neighbor_share(of, self.seed_share, path[-1]))
        end = theory.lasting(of, self.seed_share)
        return Picture(
            "From round to round",
            Axis("chance that a neighbor is active"),
            Axis("the same, a round later"),
            (
                Curve("the map", grid, [theory.neighbor_share(of, self.seed_share, q) for q in grid]),
                Curve("no change", [0.0, 1.0], [0.0, 1.0], "dashed"),
                Curve("path", path[:-1] or path, path[1:] or path, "points"),
            ),
            f"From {self.seed_share:g} the chance that a neighbor is active climbs to {end:.3f}, where the map meets the diagonal.",
        )

    reproduces = (
        Check("active share in the end, z = 4, φ = .18, seeds .001", 0.98019, lambda: _final(4.0, 1e-3), 1e-4, DIGITS, OWN),
        Check("active share in the end, z = 4, φ = .18, seeds .01", 0.98039, lambda: _final(4.0, 1e-2), 1e-4, DIGITS, OWN),
        Check("active share in the end, z = 3, φ = .18, seeds .0001", 0.94049, lambda: _final(3.0, 1e-4), 1e-4, DIGITS, OWN),
        Check("mean degree where it collapses, seeds .0001", 5.944, lambda: _collapse(1e-4), 0.005, "three digits on record", OWN),
        Check("mean degree where it collapses, seeds .001", 6.395, lambda: _collapse(1e-3), 0.005, "three digits on record", OWN),
        Check("mean degree where it collapses, seeds .005", 7.593, lambda: _collapse(5e-3), 0.005, "three digits on record", OWN),
    )


def _final(mean_degree: float, seed_share: float) -> float:
    model = GleesonCahalane(mean_degree=mean_degree, seed_share=seed_share)
    return model.observe(model.start(1, 0))["final_share"]


def _collapse(seed_share: float) -> float:
    found = theory.collapse(single_threshold(0.18), seed_share)
    return found if found is not None else float("inf")
