"""Ties between people, drawn and stored by compiled loops.

A set of ties is a table of whole numbers with open places: where a tie belongs, its number or an
empty place is found within a few looks. Tie a–b has the number min·people + max.
"""

import numpy as np

from groundswell.engine.draws import log
from groundswell.models.kernel import kernel
from groundswell.models.luck import next_below, next_unit

EMPTY, GONE = np.int64(-1), np.int64(-2)  # a place never used, and one whose tie was taken out
NOBODY = np.int32(-1)  # the end of a tie that is given up
SPREADER = np.uint64(0x9E3779B97F4A7C15)  # 2⁶⁴ over the golden ratio (Knuth 1973): neighbors in number fall far apart
TRIES = 200  # how often another partner is looked for before a tie is left as it is


@kernel
def tie_number(a, b, people):
    """The number of a tie, whichever end is named first."""
    return np.int64(min(a, b)) * people + np.int64(max(a, b))


@kernel
def place_of(table, number):
    """Where a tie stands in the table, or the empty place where it would."""
    mask = np.uint64(table.shape[0] - 1)
    mixed = np.uint64(number) * SPREADER
    place = (mixed ^ (mixed >> np.uint64(32))) & mask
    while table[place] != EMPTY and table[place] != number:
        place = (place + np.uint64(1)) & mask
    return place


@kernel
def added(table, number):
    """Puts a tie into the table; False where it is there already."""
    place = place_of(table, number)
    if table[place] == number:
        return False
    table[place] = number
    return True


@kernel
def distinct_pairs(state, table, people, wanted, first, second):
    """Ties between strangers, every pair equally likely, until as many are found as are wanted."""
    found = 0
    while found < wanted:
        a, b = next_below(state, people), next_below(state, people)
        if a != b and added(table, tie_number(a, b, people)):
            first[found], second[found] = a, b
            found += 1


@kernel
def other_pairs(table, people, first, second):
    """All pairs that are not in the table."""
    found = 0
    for b in range(people):
        for a in range(b):
            number = tie_number(a, b, people)
            if table[place_of(table, number)] != number:
                first[found], second[found] = a, b
                found += 1


@kernel
def chance_pairs(state, people, log_without, first, second):
    """Each pair tied by its own chance p, found by leaps over the pairs without (Batagelj & Brandes 2005).

    `log_without` is log(1 − p), and −∞ where all are tied. Returns the number of ties; −1 where they do not fit.
    """
    everything = np.float64(people) * np.float64(people)
    a, b, found = np.int64(-1), np.int64(1), 0
    while b < people:
        leap = log(next_unit(state)) / log_without
        a += np.int64(1) + np.int64(min(leap, everything))
        while a >= b and b < people:
            a -= b
            b += 1
        if b < people:
            if found == first.shape[0]:
                return -1
            first[found], second[found] = a, b
            found += 1
    return found


@kernel
def shuffle(state, values, count):
    """Brings `count` of the values, each choice equally likely, to the front."""
    for i in range(count):
        k = i + next_below(state, values.shape[0] - i)
        values[i], values[k] = values[k], values[i]


@kernel
def mended(state, table, people, first, second):
    """Changes ends of ties to oneself, and of second ties between two, with ties that are fine; returns how many are given up.

    Of two ties a–b and c–d become a–d and c–b, so everyone keeps the number of ties. Where no partner
    is found the tie is taken out: its ends are nobody.
    """
    ties = first.shape[0]
    wrong = np.zeros(ties, np.bool_)
    for e in range(ties):
        wrong[e] = first[e] == second[e] or not added(table, tie_number(first[e], second[e], people))
    given_up = 0
    for e in range(ties):
        if wrong[e]:
            if exchanged(state, table, people, first, second, e, wrong):
                wrong[e] = False
            else:
                first[e] = second[e] = NOBODY
                given_up += 1
    return given_up


@kernel
def exchanged(state, table, people, first, second, e, wrong):
    """Changes ends of tie `e` with another that is fine, if one of many tries makes two ties that did not exist."""
    ties = first.shape[0]
    for _ in range(TRIES):
        f = next_below(state, ties)
        if f == e or wrong[f] or first[f] < 0:
            continue
        a, b, c, d = first[e], second[e], first[f], second[f]
        if next_below(state, 2) == 1:
            c, d = d, c
        one, two = tie_number(a, d, people), tie_number(c, b, people)
        fresh = a != d and c != b and one != two
        if fresh and table[place_of(table, one)] != one and table[place_of(table, two)] != two:
            taken_out(table, people, c, d)
            if not wrong[e]:
                taken_out(table, people, a, b)
            added(table, one)
            added(table, two)
            first[e], second[e], first[f], second[f] = a, d, c, b
            return True
    return False


@kernel
def taken_out(table, people, a, b):
    """Takes a tie out of the table."""
    table[place_of(table, tie_number(a, b, people))] = GONE


@kernel
def moved(state, table, people, first, second, chance):
    """Each tie, with this chance, leaves its second end for a stranger (Watts & Strogatz 1998); returns how many moved."""
    count = 0
    for e in range(first.shape[0]):
        added(table, tie_number(first[e], second[e], people))
    for e in range(first.shape[0]):
        if next_unit(state) >= chance:
            continue
        for _ in range(TRIES):
            a, b = first[e], next_below(state, people)
            if a != b and added(table, tie_number(a, b, people)):
                taken_out(table, people, a, second[e])
                second[e] = b
                count += 1
                break
    return count


@kernel
def swapped(state, table, people, first, second, chance):
    """Each tie, with this chance, changes ends with another (Maslov & Sneppen 2002); returns how many did."""
    count = 0
    wrong = np.zeros(first.shape[0], np.bool_)
    for e in range(first.shape[0]):
        added(table, tie_number(first[e], second[e], people))
    for e in range(first.shape[0]):
        if next_unit(state) < chance and exchanged(state, table, people, first, second, e, wrong):
            count += 1
    return count


@kernel
def listed(first, second, starts, ends):
    """Writes each person's neighbors, one person after the other: those of i stand from starts[i] to starts[i + 1]."""
    people = starts.shape[0] - 1
    for e in range(first.shape[0]):
        if first[e] >= 0:
            starts[first[e]] += 1
            starts[second[e]] += 1
    total = np.int64(0)
    for i in range(people):
        total += starts[i]
        starts[i] = total
    starts[people] = total
    for e in range(first.shape[0]):
        if first[e] >= 0:
            starts[first[e]] -= 1
            ends[starts[first[e]]] = second[e]
            starts[second[e]] -= 1
            ends[starts[second[e]]] = first[e]


@kernel
def lattice_pairs(side, dimensions, offsets, first, second):
    """On a torus, ties each person to those at the given offsets."""
    people = side**dimensions
    found = 0
    for i in range(people):
        for k in range(offsets.shape[0]):
            rest, stride, j = i, 1, 0
            for axis in range(dimensions):
                at = (rest % side + offsets[k, axis]) % side
                j += at * stride
                rest //= side
                stride *= side
            first[found], second[found] = i, j
            found += 1
