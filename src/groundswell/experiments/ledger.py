"""Who moved what: each change of a term of the decision to act, booked to the line of the model that made it."""

from typing import NamedTuple, TypeVar

import numpy as np

from groundswell.engine.run import Course
from groundswell.experiments.stepping import DECISION, lines_on, run_line, run_lines
from groundswell.experiments.terms import Ends, People, Values, noticed, seen_from, stocks, weights

Key = TypeVar("Key")
Entries = dict[tuple[str, str], Values]  # (line, term) → change
STAMINA, ORGANIZED = "stamina", "organized"
NODES, SHARES = np.polynomial.legendre.leggauss(64)  # integrates a change of 20 log-odds to the last bit


class Moment(NamedTuple):
    """A day at the moment of decision: urge u, stamina S, organization O, what is noticed and who filled it, and action after it."""

    urge: Values
    stamina: Values
    organized: Values
    readiness: Values
    active: Values
    noticed: dict[str, Values]
    filled: Entries
    sights: dict[str, Values]


class Books(NamedTuple):
    """All that changed between two moments: by (line, term), in log-odds, or in shares for stamina.

    `sights` splits what others are seen to do by the place where they do it, in log-odds.
    """

    before: Moment
    after: Moment
    moved: Entries
    sights: dict[str, Values]


class Ledger:
    """Books what each line changes of the terms that are functions of the state."""

    def __init__(self, course: Course, people: People) -> None:
        self.course, self.people = course, people
        self.known = stocks(course, people)
        self.moved: Entries = {}

    def run(self, line_name: str) -> None:
        """Books what has changed since the last entry to a line."""
        now = stocks(self.course, self.people)
        for term, values in now.items():
            change = values - self.known[term]
            if change.any():
                self.moved[line_name, term] = self.moved.get((line_name, term), np.zeros_like(change)) + change
        self.known = now


def keep_books(course: Course, people: People, first: int, last: int) -> Books:
    """Lives a block from the morning of day `first` to the decision of day `last`, line by line, and books every change.

    What changes between the two moments of decision is booked, so that the changes of a term sum
    to its difference. Terms filled anew each day are booked as their value on the last day less
    that on the first, to the line that fills them.
    """
    lines = lines_on(course)
    at = next(k for k, line in enumerate(lines) if line.name == DECISION)
    before = decide(course, people, first, None)
    ledger = Ledger(course, people)
    for day in range(first, last):
        for line in lines[at + 1 :] if day == first else lines:
            run_line(course, line, day)
            ledger.run(line.name)
    after = decide(course, people, last, ledger)
    per_unit = weights(course, Ends(before.noticed, after.noticed, before.organized, after.organized))
    changes = difference(after.filled, before.filled)
    fresh = {(name, term): per_unit[term] * change for (name, term), change in changes.items()}
    sights = {place: per_unit["seen"] * change for place, change in difference(after.sights, before.sights).items()}
    moved = {key: per_unit[ORGANIZED] * change if key[1] == ORGANIZED else change for key, change in ledger.moved.items()}
    return Books(before, after, moved | fresh, sights)


def decide(course: Course, people: People, day: int, ledger: Ledger | None) -> Moment:
    """The morning of a day up to and with the decision, noting which line fills what is noticed."""
    lines = lines_on(course)
    at = next(k for k, line in enumerate(lines) if line.name == DECISION)
    filled: Entries = {}
    known: dict[str, Values] = {}
    for line in lines[:at]:
        run_line(course, line, day)
        if ledger is not None:
            ledger.run(line.name)
        now = noticed(course, people)
        filled |= {(line.name, term): now[term] - known[term] for term in known if (now[term] != known[term]).any()}
        known = now
    sights = seen_from(course, people)
    stamina, organized = (np.array(course.s.cells[name][people.cells]) for name in (STAMINA, ORGANIZED))
    run_lines(course, lines[at : at + 1], day)
    cell = course.today.cells[people.cells]
    mobilizable = course.net.cells["mobilizable"][people.cells][:, None]
    active = course.s.cells["active"][people.cells] / mobilizable
    return Moment(np.array(cell["urge"]), stamina, organized, cell["target"] / mobilizable, active, known, filled, sights)


def difference(after: dict[Key, Values], before: dict[Key, Values]) -> dict[Key, Values]:
    """Values after less values before; what is in one only counts as nothing in the other."""
    nothing = np.zeros(1)
    return {key: after.get(key, nothing) - before.get(key, nothing) for key in dict.fromkeys([*before, *after])}


def path_weights(before: Moment, after: Moment) -> tuple[Values, Values]:
    """Readiness a unit of urge, and a unit of stamina, along the straight path between two moments.

        S₁·logistic(u₁) − S₀·logistic(u₀) = Δu·∫ S·logistic′(u) dt + ΔS·∫ logistic(u) dt,   t from 0 to 1
    """
    urge, stamina = np.zeros_like(before.urge), np.zeros_like(before.urge)
    for node, share in zip((NODES + 1) / 2, SHARES / 2, strict=True):
        level = 1.0 / (1.0 + np.exp(-(before.urge + node * (after.urge - before.urge))))
        urge += share * (before.stamina + node * (after.stamina - before.stamina)) * level * (1 - level)
        stamina += share * level
    return urge, stamina


def in_readiness(books: Books) -> Entries:
    """Every entry as a change of readiness [share], by (line, term); they sum to the change between the moments."""
    urge, stamina = path_weights(books.before, books.after)
    return {key: change * (stamina if key[1] == STAMINA else urge) for key, change in books.moved.items()}
