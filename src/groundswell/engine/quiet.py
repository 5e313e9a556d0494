"""Whether a country without demands stays quiet: the one condition on parameters taken together."""

from groundswell.engine.draws import logistic
from groundswell.engine.kernel import kernel

STEPS = 300  # far more than the fall from full action to rest takes
MIDDLING = 0.5  # exclusion of the group that is asked: halfway
AWAKE = 0.1  # a tenth of the mobilizable still out after that is no quiet country


@kernel
def stays_quiet(barrier, exclusion_weight, visibility_weight, visibility_half):
    """Whether a mixed group that nothing moves, if all were out, would go home.

        x ← logistic(−u0 + w_X·x̄ + w_V·x/(x + v))   from x = 1, until it rests;  quiet if x < 0.1

    x share of the mobilizable in action [0–1] · u0, w_X, w_V [log-odds] · v [share] · x̄ middling exclusion [0–1]
    Asked of the middling group, at reference approval; groups more excluded, or under a government less approved, may stay out.

    Source:  fold of threshold models (Granovetter 1978): where w_V > 4(1 + v) a high branch can exist; draws whose
             high branch needs no demand at all describe a country that burns for ever, and are drawn again.
    """
    x = 1.0
    for _ in range(STEPS):
        x = logistic(MIDDLING * exclusion_weight - barrier + visibility_weight * x / (x + visibility_half))
    return x < AWAKE
