"""Information cascades, worked out a second time from the paper.

Bikhchandani, S., Hirshleifer, D. and Welch, I. (1992). A theory of fads, fashion, custom, and cultural change as
informational cascades. Journal of Political Economy 100, 992-1026: the basic example with even prior and binary signals.

The state is good or bad with equal chance. People act once each, in a fixed order: adopt (1) or reject (0). Each has a
private signal, 1 or 0, that names the state correctly with probability p, 1/2 < p < 1, and sees all earlier acts but no
signals. A person adopts when the state is more likely good than bad, rejects when less, and flips a fair coin when it is
equally likely. A cascade is on when the next person would act alike whatever the signal.
"""

from fractions import Fraction


def _acts(odds, p):
    """For signals 0 and 1, the act (1 or 0) of a person who faces public odds good:bad, or None where a coin decides."""
    acts = []
    for ratio in ((1 - p) / p, p / (1 - p)):
        posterior = odds * ratio
        acts.append(None if posterior == 1 else int(posterior > 1))
    return acts


def _chance(act, acts, p, good):
    """Probability of an act in the good or the bad state, given what each signal leads to; a coin counts half."""
    signal_one = p if good else 1 - p
    does = [Fraction(1, 2) if what is None else Fraction(int(what == act)) for what in acts]
    return (1 - signal_one) * does[0] + signal_one * does[1]


def actions(signals, coins, precision=Fraction(2, 3)):
    """The acts, in order, given everybody's private signal and coin, by Bayes' rule in exact fractions.

    signals: 0 or 1 per person, in order. coins: 0 or 1 per person; coins[i] belongs to person i, who looks at it only in
    a tie and adopts if it is 1. precision: p as a fraction; the acts are the same for every p between 1/2 and 1.
    Returns a list of 0 and 1 as long as signals.
    """
    return [act for act, _ in _history(signals, coins, precision)]


def cascade_begins(signals, coins, precision=Fraction(2, 3)):
    """(index of the first person whose signal no longer matters, the act everybody repeats from there), or None."""
    for person, (act, alike) in enumerate(_history(signals, coins, precision)):
        if alike:
            return person, act
    return None


def _history(signals, coins, precision):
    """For each person (the act, whether both signals would have led to it)."""
    p = Fraction(precision)
    odds = Fraction(1)
    history = []
    for signal, coin in zip(signals, coins, strict=True):
        acts = _acts(odds, p)
        act = acts[int(signal)]
        act = int(coin) if act is None else act
        history.append((act, acts[0] is not None and acts[0] == acts[1]))
        odds *= _chance(act, acts, p, good=True) / _chance(act, acts, p, good=False)
    return history


def probabilities(p, people):
    """(no cascade, correct cascade, wrong cascade) after the acts of so many people, by following pairs of people.

    p: precision of signals. people: number who have acted, 0, 1, 2, ... "After" an odd number nothing has changed since
    the even number before: the odd person out follows the signal and the next one still heeds his or her own.
    While no cascade is on, a pair acts in one of three ways. Both right: the first signal is right and the second is
    right too, or is wrong and the coin saves it. Both wrong: the mirror image. Different: everything is as before.
    """
    both_right = p * (p + (1 - p) / 2)
    both_wrong = (1 - p) * ((1 - p) + p / 2)
    different = p * (1 - p) / 2 + (1 - p) * p / 2
    undecided, correct, wrong = 1.0, 0.0, 0.0
    for _ in range(people // 2):
        correct += undecided * both_right
        wrong += undecided * both_wrong
        undecided *= different
    return undecided, correct, wrong


def limit(p):
    """(correct, wrong) cascade probabilities when people never end: p (1+p) and (1-p) (2-p), over 2 (1 - p + p^2)."""
    bottom = 2 * (1 - p + p * p)
    return p * (1 + p) / bottom, (1 - p) * (2 - p) / bottom
