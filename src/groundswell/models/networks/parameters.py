"""What the models of cascades on random graphs have in common: how many neighbors people have, and when they join."""

from collections.abc import Iterator
from dataclasses import dataclass

from groundswell.models.classic import Classic, parameter
from groundswell.models.networks.graphs import Floats
from groundswell.models.networks.laws import (
    Thresholds,
    listed_degrees,
    listed_thresholds,
    normal_thresholds,
    poisson_degrees,
    power_degrees,
    regular_degrees,
    single_threshold,
    uniform_thresholds,
)

DEGREES = ("poisson", "regular", "power", "listed")
THRESHOLDS = ("single", "uniform", "normal", "listed")
MOST = 1000  # neighbors: the ranges of a law are computed one by one


@dataclass(frozen=True)
class OnNetwork(Classic):
    """A model whose people sit on a random graph and join when a share of their neighbors is active."""

    degrees: str = parameter("poisson", "law of how many neighbors people have", choices=DEGREES)
    mean_degree: float = parameter(4.0, "mean number of neighbors, where the law is poisson or regular", "persons", low=0, high=MOST)
    exponent: float = parameter(2.5, "how fast shares fall with the number of neighbors, where the law is power", low=0, high=20)
    cutoff: float = parameter(100.0, "number of neighbors beyond which a power law falls faster", "persons", low=0.01, high=1e12)
    least_degree: int = parameter(1, "fewest neighbors of a power law", "persons", low=1, high=MOST)
    most_degree: int = parameter(1000, "most neighbors of a power law", "persons", low=1, high=MOST)
    degree_shares: tuple[float, ...] = parameter(
        (0.0, 0.5, 0.0, 0.0, 0.5), "people with 0, 1, 2, … neighbors, in proportion, where the law is listed", low=0, high=1e12
    )
    thresholds: str = parameter("single", "law of the share of active neighbors that people want to see", choices=THRESHOLDS)
    threshold: float = parameter(0.18, "the one threshold, or the middle of a uniform or normal law", low=0, high=1)
    spread: float = parameter(0.1, "half of the width of a uniform law of thresholds, standard deviation of a normal one", low=0, high=10)
    listed_thresholds: tuple[float, ...] = parameter((0.1, 0.3), "thresholds, where their law is listed", low=-1, high=2)
    threshold_shares: tuple[float, ...] = parameter(
        (), "people with each listed threshold, in proportion; equally many where nothing is given", low=0, high=1e12
    )

    def faults(self) -> Iterator[tuple[str, str, str, str]]:
        """Lists that do not fit together, and laws of nobody."""
        if self.least_degree > self.most_degree:
            yield "least_degree", str(self.least_degree), f"at most `most_degree`, {self.most_degree}", "lower the one or raise the other"
        longest = MOST + 1
        if not any(self.degree_shares) or len(self.degree_shares) > longest:
            yield "degree_shares", _told(self.degree_shares), f"1 to {longest} numbers, one of them above 0", "0,0,0,1: three each"
        if not self.listed_thresholds:
            yield "listed_thresholds", "none", "at least one threshold", "0.1,0.3"
        given, wanted = len(self.threshold_shares), len(self.listed_thresholds)
        if given and (given != wanted or not any(self.threshold_shares)):
            expected = f"a number for each of the {wanted} listed thresholds, one above 0"
            yield "threshold_shares", _told(self.threshold_shares), expected, "leave it out for equally many"

    def degree_law(self, mean_degree: float | None = None) -> Floats:
        """The share of people with 0, 1, 2, … neighbors; of another mean where one is given and the law has one."""
        if self.degrees == "power":
            return power_degrees(self.exponent, self.cutoff, self.least_degree, self.most_degree)
        if self.degrees == "listed":
            return listed_degrees(self.degree_shares)
        law = poisson_degrees if self.degrees == "poisson" else regular_degrees
        return law(self.mean_degree if mean_degree is None else mean_degree)

    def threshold_law(self) -> Thresholds:
        """The law of thresholds."""
        if self.thresholds == "listed":
            return listed_thresholds(self.listed_thresholds, self.threshold_shares)
        if self.thresholds == "single":
            return single_threshold(self.threshold)
        law = uniform_thresholds if self.thresholds == "uniform" else normal_thresholds
        return law(self.threshold, self.spread)


def _told(numbers: tuple[float, ...]) -> str:
    few = ", ".join(f"{one:g}" for one in numbers[:8])
    return f"{few}{', …' if len(numbers) > 8 else ''}" or "none"
