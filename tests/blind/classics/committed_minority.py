"""A committed minority in the binary naming game, worked out a second time from the paper.

Xie, J., Sreenivasan, S., Korniss, G., Zhang, W., Lim, C. and Szymanski, B. K. (2011). Social consensus through the
influence of committed minorities. Physical Review E 84, 011130.

Everybody holds opinion A, opinion B or both (AB). A speaker names one held opinion, at random if both; a listener who
holds it keeps only that one, and the speaker too, while one who does not adds it. A share p always says A and never
changes. Shares of the whole population: n_A and n_B are the uncommitted with one opinion, n_AB = 1 - p - n_A - n_B those
with both. Time runs in steps of one interaction per person.

    n_A' = -n_A n_B + n_AB^2 + n_A n_AB + (3/2) p n_AB
    n_B' = -n_A n_B + n_AB^2 + n_B n_AB - p n_B
"""

import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import brentq


def rates(n_a, n_b, committed):
    """(n_A', n_B') at the given shares."""
    n_ab = 1 - committed - n_a - n_b
    change_a = -n_a * n_b + n_ab**2 + n_a * n_ab + 1.5 * committed * n_ab
    change_b = -n_a * n_b + n_ab**2 + n_b * n_ab - committed * n_b
    return change_a, change_b


def trajectory(committed, times, n_a=0.0, n_b=None):
    """(n_A, n_B) at the given times, two arrays, from the shares given at times[0].

    committed: p. times: rising array. n_a, n_b: uncommitted shares at the start; without n_b everybody uncommitted
    who does not hold A holds B alone, so the plain call starts from n_A = 0, n_B = 1 - p.
    """
    n_b = 1 - committed - n_a if n_b is None else n_b
    times = np.asarray(times, dtype=float)
    solved = solve_ivp(
        lambda _, n: rates(n[0], n[1], committed), (times[0], times[-1]), (n_a, n_b), "DOP853", t_eval=times, rtol=1e-12, atol=1e-14
    )
    return solved.y[0], solved.y[1]


def fixed_points(committed):
    """All standing states with shares not below 0, as a list of (n_A, n_B, stable), in falling order of n_B.

    n_B' = 0 says (n_B + n_AB)^2 = n_B. With s = sqrt(n_B): n_AB = s - s^2 and n_A = 1 - p - s. Then n_A' = 0 becomes
    s (s^3 - (2 - p/2) s + 1 + p/2) = 0; s = 0 is consensus on A. Stable means that both eigenvalues of the linearization
    have a negative real part.
    """
    roots = np.roots([1, 0, -(2 - committed / 2), 1 + committed / 2])
    states = [float(s.real) for s in roots if abs(s.imag) < 1e-9] + [0.0]
    found = []
    for s in sorted(states, reverse=True):
        n_a, n_b = 1 - committed - s, s * s
        if s < 0 or n_a < -1e-12:
            continue
        found.append((n_a, n_b, bool(np.all(np.linalg.eigvals(_linearized(n_a, n_b, committed)).real < 0))))
    return found


def _linearized(n_a, n_b, committed):
    """Derivatives of (n_A', n_B') by (n_A, n_B), using that n_AB falls as either rises."""
    n_ab = 1 - committed - n_a - n_b
    return np.array(
        [
            [-n_b - 2 * n_ab + n_ab - n_a - 1.5 * committed, -n_a - 2 * n_ab - n_a - 1.5 * committed],
            [-n_b - 2 * n_ab - n_b, -n_a - 2 * n_ab + n_ab - n_b - committed],
        ]
    )


def critical_share():
    """The committed share above which no state with a B majority stands: the cubic above has a double root.

    A cubic s^3 - a s + b has one when 4 a^3 = 27 b^2, here with a = 2 - p/2 and b = 1 + p/2.
    """
    return brentq(lambda p: 4 * (2 - p / 2) ** 3 - 27 * (1 + p / 2) ** 2, 0.01, 0.5, xtol=1e-15)
