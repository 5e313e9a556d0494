"""Turnout as news about a regime, worked out a second time after the papers.

Lohmann, S. (1993). A signaling model of informative and manipulative political action. American Political Science Review
87, 319-333; (1994). The dynamics of informational cascades: the Monday demonstrations in Leipzig. World Politics 47,
42-101.

There are N people. The regime is bad with a prior probability, or not. A known number E of people are extremists, who act
with probability `extremist_acts` in either case. Each of the other N - E, the moderates, gets a private signal, right with
probability `precision`, and acts with probability `acts_if_bad` when it says bad and `acts_if_good` when it says not bad.
Everybody is independent given the state. Behavior is given, not chosen; there is one turnout and no time.
"""

import numpy as np
from scipy.special import logsumexp
from scipy.stats import binom


def extremist_count(people, share):
    """Number of extremists when their share is given: share * people rounded to the nearest whole number, halves to even."""
    return round(share * people)


def moderate_acts(bad, precision, acts_if_bad, acts_if_good):
    """Probability that one moderate acts: the signal says bad with probability precision if it is, 1 - precision if not."""
    says_bad = precision if bad else 1 - precision
    return says_bad * acts_if_bad + (1 - says_bad) * acts_if_good


def log_chance_of_turnout(turnout, bad, people, extremists, precision, extremist_acts, acts_if_bad, acts_if_good):
    """ln P(turnout | state): every split into k extremists and turnout - k moderates, two binomials each, added up.

    turnout: whole number of people seen acting. extremists: their whole number, known. bad: True or False.
    """
    acts = moderate_acts(bad, precision, acts_if_bad, acts_if_good)
    k = np.arange(extremists + 1)
    terms = binom.logpmf(k, extremists, extremist_acts) + binom.logpmf(turnout - k, people - extremists, acts)
    return float(logsumexp(terms)) if np.any(terms > -np.inf) else -np.inf


def _posterior(prior, log_bad, log_good):
    """prior * e^log_bad / (prior * e^log_bad + (1 - prior) * e^log_good); not a number when neither state can do it."""
    bad = np.log(prior) + log_bad if prior > 0 else -np.inf
    good = np.log1p(-prior) + log_good if prior < 1 else -np.inf
    if bad == -np.inf and good == -np.inf:
        return np.nan
    return float(np.exp(bad - np.logaddexp(bad, good)))


def posterior(turnout, prior, people, extremists, precision, extremist_acts, acts_if_bad, acts_if_good):
    """P(bad | total turnout), only the total being seen. Arguments as above; prior is P(bad) before."""
    rest = (people, extremists, precision, extremist_acts, acts_if_bad, acts_if_good)
    return _posterior(prior, log_chance_of_turnout(turnout, True, *rest), log_chance_of_turnout(turnout, False, *rest))


def posterior_seen_apart(
    extremist_turnout, moderate_turnout, prior, people, extremists, precision, extremist_acts, acts_if_bad, acts_if_good
):
    """P(bad | turnout of extremists, turnout of moderates), the two being told apart by those who watch.

    The extremists' turnout has the same chance in both states, so it tells nothing; if it cannot happen at all, no number.
    """
    seen = binom.logpmf(extremist_turnout, extremists, extremist_acts)
    chances = [
        seen + binom.logpmf(moderate_turnout, people - extremists, moderate_acts(bad, precision, acts_if_bad, acts_if_good))
        for bad in (True, False)
    ]
    return _posterior(prior, *chances)


def expected_turnout(prior, people, extremists, precision, extremist_acts, acts_if_bad, acts_if_good):
    """Mean turnout (if bad, if not bad, before knowing which)."""
    if_bad, if_good = (
        extremists * extremist_acts + (people - extremists) * moderate_acts(bad, precision, acts_if_bad, acts_if_good)
        for bad in (True, False)
    )
    return if_bad, if_good, prior * if_bad + (1 - prior) * if_good
