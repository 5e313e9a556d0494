"""Numbers that groups which merge and shatter, and the tails of their sizes, have to give back."""

from functools import partial

import numpy as np

from groundswell.models.classic import Check
from groundswell.models.luck import normals, uniforms
from groundswell.models.sizes.law import agents_in_groups, local_exponent
from groundswell.models.sizes.tails import against_exponential, against_lognormal, power_law_sizes, tail

OWN = "own calculation from the equations"
SHARES = (0.51282, 0.12812, 0.06402, 0.03999)
ROUNDED = "a closed form; the number on record is rounded to its last digit"
FINITE = "two in a hundred: sampling error, and 0.7 for a crowd of 4,000 instead of an endless one"
BOHORQUEZ = "Bohorquez, Gourley, Dixon, Spagat & Johnson (2009)"
NAMES = ("alone", "in groups of two", "in groups of three", "in groups of four")


def simulated_share(size: int, seed: int = 1) -> float:
    """The share of 4,000 agents in groups of one size, averaged over 400 sweeps."""
    from groundswell.models.sizes.coalescence import CoalescenceFragmentation, settled_shares

    return settled_shares(CoalescenceFragmentation(), 100, 400, seed, 0)[size - 1]


def simulated_exponent(seed: int = 1) -> float:
    """The exponent that maximum likelihood finds for groups of 5 and more among 20,000 agents who rarely shatter."""
    from groundswell.models.sizes.coalescence import CoalescenceFragmentation, settled_sizes

    sizes = settled_sizes(CoalescenceFragmentation(agents=20_000, shatter_chance=0.01), 100, 50, seed, 0)
    return tail(sizes, least=5).exponent


def drawn_exponent(seed: int = 1) -> float:
    """The exponent found, with the beginning of the tail, in 3,000 whole numbers drawn with exponent 2.5."""
    return tail(power_law_sizes(2.5, 1.0, uniforms(seed, 0, "tails: check", 3000))).exponent


def score_of_lognormals(seed: int = 1) -> float:
    """How many standard errors a power law is ahead for 3,000 sizes of two mixed lognormal laws, over the whole range."""
    z, which = normals(seed, 0, "tails: mixture", 3000), uniforms(seed, 0, "tails: which", 3000)
    sizes = np.ceil(np.exp(np.where(which < 0.7, 3 + 1.2 * z, 6 + 1.5 * z)))
    return against_lognormal(sizes, tail(sizes, least=1)).score


def score_against_exponential(law: str, seed: int = 1) -> float:
    """How many standard errors a power law is ahead of a geometric one for 2,000 sizes of either law."""
    chances = uniforms(seed, 0, "tails: rivals", 2000)
    sizes = power_law_sizes(2.5, 1.0, chances) if law == "power" else np.ceil(-8 * np.log(chances))
    return against_exponential(sizes, tail(sizes, least=1)).score


OF_GROUPS = (
    *(
        Check(f"share of agents {name}, exactly", share, partial(agents_in_groups, k, 0.05), 5.5e-6, ROUNDED, OWN)
        for k, (name, share) in enumerate(zip(NAMES, SHARES, strict=True), 1)
    ),
    *(
        Check(f"share of agents {name}, simulated", share, partial(simulated_share, k), 0.02 * share, FINITE, OWN)
        for k, (name, share) in enumerate(zip(NAMES, SHARES, strict=True), 1)
    ),
    Check(
        "exponent of the law of groups far out", 2.5, lambda: local_exponent(100, 1e-6), 0.01,
        "the law nears 5/2 as sizes grow; from 100 to 200 it is 2.5027", OWN,
    ),
    Check(
        "exponent of simulated groups, by maximum likelihood", 2.5, simulated_exponent, 0.1,
        "over groups of 5 and more the exact law comes to 2.533; the rest is sampling error and the end of the crowd", BOHORQUEZ, slow=True,
    ),
    Check(
        "exponent found again in drawn sizes", 2.5, drawn_exponent, 0.15, "four standard errors where the tail keeps 1,500 of 3,000",
        "Clauset, Shalizi & Newman (2009)",
    ),
    Check(
        "score of a power law against a lognormal, sizes of two mixed lognormals", -1.96, score_of_lognormals, 0.0,
        "over the full range a power law is refused at five in a hundred", OWN, "at most",
    ),
    Check(
        "score of a power law against a geometric one, sizes of a power law", 1.96, partial(score_against_exponential, "power"), 0.0,
        "the geometric law is refused at five in a hundred", OWN, "at least",
    ),
    Check(
        "score of a power law against a geometric one, sizes of a geometric law", -1.96, partial(score_against_exponential, "geometric"),
        0.0, "the power law is refused at five in a hundred", OWN, "at most",
    ),
)  # fmt: skip
