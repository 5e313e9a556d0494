"""How likely a turnout is: people of two camps act on their own, and somebody counts them, well or badly.

    P(n) = Σ_k Bin(k; N₁, p₁) Bin(n − k; N₂, p₂)
    P(report) = Σ_n P(n) · LogNormal(report; ln n, s)

Terms of the first sum rise to one peak and fall, and so do those of the second but for crowds of a few,
which are summed whole. Sums go outward from the peak until nothing is added any more. Chances are kept as
logarithms, for a turnout that is one world's rule can be a miracle in the other.
"""

import math

from groundswell.models.kernel import kernel

NEGLIGIBLE = 1e-18  # of the largest term
DEPTH = 40.0  # logarithm of how far below the largest a term adds nothing
WHOLE = 1000  # crowds up to this size are summed term by term
STEPS = 64  # of the second sum in larger crowds, four to a standard deviation: for a bell such a sum is exact
TAIL = 12.0  # standard deviations from the mean within which a count is drawn


@kernel
def log_binomial(k, n, p):
    """Logarithm of the chance that k of n people act, each with probability p."""
    if k < 0 or k > n:
        return -math.inf
    if p <= 0.0:
        return 0.0 if k == 0 else -math.inf
    if p >= 1.0:
        return 0.0 if k == n else -math.inf
    ways = math.lgamma(n + 1.0) - math.lgamma(k + 1.0) - math.lgamma(n - k + 1.0)
    return ways + k * math.log(p) + (n - k) * math.log1p(-p)


@kernel
def log_total(total, n1, p1, n2, p2):
    """Logarithm of the chance that two camps together have a turnout."""
    low, high = max(0, total - n2), min(n1, total)
    if p1 <= 0.0:
        high = min(high, 0)
    if p1 >= 1.0:
        low = max(low, n1)
    if p2 <= 0.0:
        low = max(low, total)
    if p2 >= 1.0:
        high = min(high, total - n2)
    if low > high:
        return -math.inf
    if low == high:
        return log_binomial(low, n1, p1) + log_binomial(total - low, n2, p2)
    odds = p1 / (1.0 - p1) * ((1.0 - p2) / p2)
    a, b = low, high
    while a < b:
        k = (a + b) // 2
        if (n1 - k) / (k + 1.0) * odds * (total - k) / (n2 - total + k + 1.0) < 1.0:
            b = k
        else:
            a = k + 1
    peak, whole, term = a, 1.0, 1.0
    for k in range(peak, high):
        term *= (n1 - k) / (k + 1.0) * odds * (total - k) / (n2 - total + k + 1.0)
        whole += term
        if term < NEGLIGIBLE:
            break
    term = 1.0
    for k in range(peak, low, -1):
        term *= k / (n1 - k + 1.0) / odds * (n2 - total + k) / (total - k + 1.0)
        whole += term
        if term < NEGLIGIBLE:
            break
    return log_binomial(peak, n1, p1) + log_binomial(total - peak, n2, p2) + math.log(whole)


@kernel
def log_seen(n, report, n1, p1, n2, p2, error):
    """Logarithm of the chance of a turnout and of its report, up to what all turnouts share."""
    off = (math.log(report) - math.log(n)) / error
    return log_total(n, n1, p1, n2, p2) - 0.5 * off * off


@kernel
def edge(peak, end, at_peak, report, n1, p1, n2, p2, error):
    """How far from its peak towards an end the sum must go."""
    side = 1 if end > peak else -1
    near, far = 0, abs(end - peak)
    if log_seen(end, report, n1, p1, n2, p2, error) > at_peak - DEPTH:
        return end
    while far - near > 1:
        middle = (near + far) // 2
        if log_seen(peak + side * middle, report, n1, p1, n2, p2, error) > at_peak - DEPTH:
            near = middle
        else:
            far = middle
    return peak + side * far


@kernel
def log_report(report, n1, p1, n2, p2, error):
    """Logarithm of the chance of a report, up to what does not depend on how people act; without error it is the turnout."""
    if error <= 0.0 or report <= 0.0:
        return log_total(round(report), n1, p1, n2, p2)
    least = max(1, (n1 if p1 >= 1.0 else 0) + (n2 if p2 >= 1.0 else 0))
    most = (n1 if p1 > 0.0 else 0) + (n2 if p2 > 0.0 else 0)
    if least > most:
        return -math.inf
    low, high, step, peak = least, most, 1, least
    if most - least > WHOLE:
        a, b = least, most
        while a < b:
            n = (a + b) // 2
            if log_seen(n + 1, report, n1, p1, n2, p2, error) < log_seen(n, report, n1, p1, n2, p2, error):
                b = n
            else:
                a = n + 1
        peak = a
        at_peak = log_seen(peak, report, n1, p1, n2, p2, error)
        low = edge(peak, least, at_peak, report, n1, p1, n2, p2, error)
        high = edge(peak, most, at_peak, report, n1, p1, n2, p2, error)
        step = max(1, (high - low) // STEPS)
    largest = -math.inf
    whole = 0.0
    for n in range(low + (peak - low) % step, high + 1, step):
        term = log_seen(n, report, n1, p1, n2, p2, error)
        if term > largest:
            whole = whole * math.exp(largest - term) + 1.0
            largest = term
        elif term > -math.inf:
            whole += math.exp(term - largest)
    return largest + math.log(whole * step) if whole > 0.0 else -math.inf


@kernel
def binomial(luck, n, p):
    """How many of n people act, by where a uniform number falls in the law: more luck, more people."""
    if p <= 0.0 or n == 0:
        return 0
    if p >= 1.0:
        return n
    reach = TAIL * math.sqrt(n * p * (1.0 - p)) + TAIL * TAIL
    k, high = max(0, int(n * p - reach)), min(n, int(n * p + reach))
    chance = math.exp(log_binomial(k, n, p))
    reached = chance
    odds = p / (1.0 - p)
    while reached < luck and k < high:
        chance *= (n - k) / (k + 1.0) * odds
        k += 1
        reached += chance
    return k
