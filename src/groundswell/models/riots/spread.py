"""The fast parts of riots in many places: how they draw each other in, and what is counted of them."""

import numpy as np

from groundswell.models.kernel import kernel
from groundswell.models.luck import Floats
from groundswell.models.ode import FOURTH, NODES, STAGES

LINEAR, SATURATING = 0, 1
WEIGHTS = np.array([[*stage, *([0.0] * (6 - len(stage)))] for stage in STAGES])
LAST = np.array(FOURTH)
STAGE_COUNT = len(NODES)
ITERATIONS = 300  # of the power method: more than enough for six digits
MANY = 1e8  # a mean above which a count is drawn from a normal law


@kernel
def change(susceptible, rioters, weights, law, leaving, lost, gained):
    """σ_k' = −σ_k Ψ(Λ_k), λ_k' = −ω λ_k + σ_k Ψ(Λ_k), Λ_k = Σ_j w_kj λ_j: written into `lost` and `gained`.

    `law` holds the kind of Ψ, and β, or η, γ and Λc.
    """
    for k in range(susceptible.shape[0]):
        felt = 0.0
        for j in range(rioters.shape[0]):
            felt += weights[k, j] * rioters[j]
        drawn = susceptible[k] * joining(felt, law)
        lost[k] = -drawn
        gained[k] = drawn - leaving * rioters[k]


@kernel
def joining(felt, law):
    """Ψ(Λ), the rate at which a susceptible person joins who feels so much rioting."""
    if law[0] == LINEAR:
        return law[1] * max(felt, 0.0)
    if felt <= law[3]:
        return 0.0
    return law[1] * (1.0 - np.exp(-law[2] * (felt - law[3])))


@kernel
def follow(susceptible, rioters, weights, law, leaving, days, relative, absolute):
    """Moves both on by some days in place: Dormand and Prince's steps, as long as their errors allow. False where none is short enough."""
    count = susceptible.shape[0]
    lost, gained = np.zeros((STAGE_COUNT, count)), np.zeros((STAGE_COUNT, count))
    s, r = np.empty(count), np.empty(count)
    change(susceptible, rioters, weights, law, leaving, lost[0], gained[0])
    time, step = 0.0, days / 3
    while time < days:
        step = min(step, days - time)
        if step < 1e-13 * days and time + step < days:
            return False
        for stage in range(1, STAGE_COUNT):
            for k in range(count):
                s[k], r[k] = susceptible[k], rioters[k]
                for before in range(stage):
                    s[k] += step * WEIGHTS[stage, before] * lost[before, k]
                    r[k] += step * WEIGHTS[stage, before] * gained[before, k]
            change(s, r, weights, law, leaving, lost[stage], gained[stage])
        error = 0.0
        for k in range(count):
            off_s, off_r = s[k] - susceptible[k], r[k] - rioters[k]
            for stage in range(STAGE_COUNT):
                off_s -= step * LAST[stage] * lost[stage, k]
                off_r -= step * LAST[stage] * gained[stage, k]
            error = max(error, abs(off_s) / (absolute + relative * max(abs(susceptible[k]), abs(s[k]))))
            error = max(error, abs(off_r) / (absolute + relative * max(abs(rioters[k]), abs(r[k]))))
        if error <= 1.0:
            time = days if step >= days - time else time + step
            susceptible[:], rioters[:] = s, r
            lost[0], gained[0] = lost[STAGE_COUNT - 1], gained[STAGE_COUNT - 1]
        step *= min(5.0, max(0.2, 0.9 * (error + 1e-300) ** -0.2)) if np.isfinite(error) else 0.2
    return True


@kernel
def largest(susceptible, weights):
    """The largest eigenvalue of σ_k w_kj, by the power method."""
    count = susceptible.shape[0]
    vector, image = np.ones(count) / count, np.empty(count)
    found = 0.0
    for _ in range(ITERATIONS):
        found = 0.0
        for k in range(count):
            felt = 0.0
            for j in range(count):
                felt += weights[k, j] * vector[j]
            image[k] = susceptible[k] * felt
            found += image[k]
        if found <= 0.0:
            return 0.0
        vector[:] = image / found
    return found


@kernel
def poisson(mean, chance, normal):
    """The count of a Poisson law below which a share `chance` of it lies, by adding up from the left.

    Only ratios of neighboring chances are used, from the likeliest count outward. Above 10⁸ the count is that of a normal law.
    """
    if mean <= 0.0:
        return 0.0
    if mean > MANY:
        return max(0.0, np.floor(mean + normal * np.sqrt(mean) + 0.5))
    mode = np.floor(mean)
    low, term, total = mode, 1.0, 1.0
    while low > 0.0 and term > 1e-18:
        term *= low / mean
        low -= 1.0
        total += term
    first, high, up = term, mode, 1.0
    while up > 1e-18:
        high += 1.0
        up *= mean / high
        total += up
    count, term, below = low, first, first
    while below < chance * total and count < high:
        count += 1.0
        term *= mean / count
        below += term
    return count


@kernel
def draw(means, chances, normals, counts):
    """Draws the count of each place."""
    for k in range(means.shape[0]):
        counts[k] = poisson(means[k], chances[k], normals[k])


def weights(east: Floats, north: Floats, reach: float, exponent: float, media: float) -> Floats:
    """How strongly rioting in one place is felt in another: w = ξ + (1 − ξ) (1 + distance/d0)^(−δ), 1 at distance 0.

    >>> weights(np.array([0.0, 10.0]), np.zeros(2), reach=10, exponent=1, media=0).tolist()
    [[1.0, 0.5], [0.5, 1.0]]
    """
    distance = np.sqrt((east[:, None] - east) ** 2 + (north[:, None] - north) ** 2)
    found: Floats = media + (1 - media) * (1 + distance / reach) ** -exponent
    return found
