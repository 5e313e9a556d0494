"""Epstein (2002), "Modeling civil violence: An agent-based computational approach", PNAS 99 supplement 3, 7243-7250: Model I.

Citizens and cops live on a square torus, at most one to a cell. A citizen has hardship H and risk aversion R, both drawn from U(0, 1) once
and for all. With legitimacy L, grievance is G = H (1 - L). With C cops and A actives seen (the citizen counts as one of the A, whatever
it did so far, so A >= 1), the guessed chance of arrest is P = 1 - exp(-k C / A). The citizen is active exactly when G - R P > T (strict).

Reading of the rules chosen here:
- A step is a sweep. In a sweep every citizen and every cop is called once, one after the other, in a fresh uniformly random order.
  Whatever one does is seen at once by those called later.
- A called citizen who is free first moves to a cell drawn uniformly from the empty cells within its vision (stays if there is none; no
  move at all when movement is off), then decides there. A called cop moves in the same way within its own vision and then arrests one
  citizen drawn uniformly from the actives within its vision of the new cell, if there is any.
- Jail terms are uniform whole numbers 0..longest, both ends included. A prisoner stays on the cell where it was arrested; the cell is not
  empty, the prisoner is not seen by anyone and does nothing. All running terms fall by one at the start of each sweep, before anyone is
  called; whoever reaches zero is free, quiet, and is called in that very sweep. So term j means: in jail at the end of j sweeps, the sweep
  of the arrest being the first of them. Term 0 turns the active quiet and lets it go on the spot.
- Start: distinct random cells, everybody quiet and free.
- Vision v is the set of cells other than one's own at offset (dx, dy), the shorter way round the torus, with max(|dx|, |dy|) <= v (square),
  dx^2 + dy^2 <= v^2 (disc) or |dx| + |dy| <= v (diamond). v need not be whole. Each cell counts once even if vision wraps the torus.
- A series holds one value per sweep, taken at the end of the sweep: actives, jailed, quiet; the three add up to the number of citizens.
"""

import math
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

QUIET, ACTIVE, JAILED = "quiet", "active", "jailed"


def seen_ratio(cops: int, actives: int, ratio: str) -> float:
    """C / A as the citizen reckons it: "real" as it is, "floor" rounded down, "rounded" to the nearest whole number (halves to even)."""
    if ratio == "real":
        return cops / actives
    if ratio == "floor":
        return float(cops // actives)
    if ratio == "rounded":
        whole, rest = divmod(cops, actives)
        if 2 * rest > actives or (2 * rest == actives and whole % 2 == 1):
            whole += 1
        return float(whole)
    raise ValueError(f"no such ratio rule: {ratio}")


def arrest_chance(cops: int, actives: int, k: float, ratio: str) -> float:
    """P = 1 - exp(-k C/A); `actives` >= 1 counts the citizen itself."""
    if actives < 1:
        raise ValueError("a citizen counts itself among the actives")
    return 1.0 - math.exp(-k * seen_ratio(cops, actives, ratio))


def decide(
    hardship: float,
    risk_aversion: float,
    legitimacy: float,
    cops: int,
    actives: int,
    k: float = 2.3,
    threshold: float = 0.1,
    ratio: str = "floor",
) -> bool:
    """Whether a citizen is active: H (1 - L) - R P > T, strict. `actives` counts the citizen itself; the jailed do not count."""
    return hardship * (1.0 - legitimacy) - risk_aversion * arrest_chance(cops, actives, k, ratio) > threshold


def offsets(vision: float, shape: str) -> list[tuple[int, int]]:
    """The offsets (dx, dy) within `vision`, own cell left out; `shape` is "square", "disc" or "diamond"."""
    reach = math.floor(vision)
    inside = {
        "square": lambda dx, dy: max(abs(dx), abs(dy)) <= vision,
        "disc": lambda dx, dy: dx * dx + dy * dy <= vision * vision,
        "diamond": lambda dx, dy: abs(dx) + abs(dy) <= vision,
    }[shape]
    return [(dx, dy) for dx in range(-reach, reach + 1) for dy in range(-reach, reach + 1) if (dx, dy) != (0, 0) and inside(dx, dy)]


def seen_cells(size: int, vision: float, shape: str) -> list[list[int]]:
    """For each cell (row * size + column) of the torus the cells within vision, each once, own cell left out."""
    table = []
    around = offsets(vision, shape)
    for row in range(size):
        for column in range(size):
            own = row * size + column
            cells = {((row + dx) % size) * size + (column + dy) % size for dx, dy in around}
            cells.discard(own)
            table.append(sorted(cells))
    return table


@dataclass
class Agent:
    """A citizen or a cop. `term` is the number of sweeps still to serve; hardship and risk aversion mean nothing for a cop."""

    cop: bool
    cell: int
    hardship: float = 0.0
    risk_aversion: float = 0.0
    state: str = QUIET
    term: int = 0


@dataclass
class Series:
    """One whole number per sweep for each of: active, jailed and quiet citizens, and cops on the board, all at the end of the sweep."""

    actives: list[int] = field(default_factory=list)
    jailed: list[int] = field(default_factory=list)
    quiet: list[int] = field(default_factory=list)
    cops: list[int] = field(default_factory=list)


class Society:
    """The board and everybody on it."""

    def __init__(
        self,
        rng: np.random.Generator,
        size: int = 40,
        citizen_density: float = 0.70,
        cop_density: float = 0.04,
        citizen_vision: float = 7,
        cop_vision: float = 7,
        longest_term: int = 30,
        threshold: float = 0.1,
        k: float = 2.3,
        ratio: str = "floor",
        shape: str = "square",
        movement: bool = True,
    ) -> None:
        """Densities are shares of all size * size cells, rounded to whole agents (halves to the even number)."""
        self.rng = rng
        self.longest_term, self.threshold, self.k, self.ratio, self.movement = longest_term, threshold, k, ratio, movement
        self.citizen_sees = seen_cells(size, citizen_vision, shape)
        self.cop_sees = seen_cells(size, cop_vision, shape)
        cells = size * size
        citizens, cops = round(citizen_density * cells), round(cop_density * cells)
        if citizens + cops > cells:
            raise ValueError("more agents than cells")
        places = [int(cell) for cell in rng.choice(cells, citizens + cops, replace=False)]
        self.citizens = [Agent(False, place, float(rng.random()), float(rng.random())) for place in places[:citizens]]
        self.cops = [Agent(True, place) for place in places[citizens:]]
        self.board: list[Agent | None] = [None] * cells
        for agent in self.citizens + self.cops:
            self.board[agent.cell] = agent

    def move(self, agent: Agent, view: list[list[int]]) -> None:
        """Take the agent to a random empty cell in view, if movement is on and there is one."""
        if not self.movement:
            return
        empty = [cell for cell in view[agent.cell] if self.board[cell] is None]
        if empty:
            self.board[agent.cell] = None
            agent.cell = empty[int(self.rng.integers(len(empty)))]
            self.board[agent.cell] = agent

    def call_citizen(self, citizen: Agent, legitimacy: float) -> None:
        """A free citizen's turn: move, look, decide."""
        self.move(citizen, self.citizen_sees)
        cops, actives = 0, 1
        for cell in self.citizen_sees[citizen.cell]:
            other = self.board[cell]
            if other is None:
                continue
            if other.cop:
                cops += 1
            elif other.state == ACTIVE:
                actives += 1
        rises = decide(citizen.hardship, citizen.risk_aversion, legitimacy, cops, actives, self.k, self.threshold, self.ratio)
        citizen.state = ACTIVE if rises else QUIET

    def call_cop(self, cop: Agent) -> None:
        """A cop's turn: move, look, arrest one."""
        self.move(cop, self.cop_sees)
        suspects = []
        for cell in self.cop_sees[cop.cell]:
            other = self.board[cell]
            if other is not None and not other.cop and other.state == ACTIVE:
                suspects.append(other)
        if suspects:
            caught = suspects[int(self.rng.integers(len(suspects)))]
            caught.term = int(self.rng.integers(self.longest_term + 1))
            caught.state = JAILED if caught.term > 0 else QUIET

    def sweep(self, legitimacy: float) -> None:
        """One sweep: terms run down, then everybody is called once in random order."""
        for citizen in self.citizens:
            if citizen.state == JAILED:
                citizen.term -= 1
                if citizen.term == 0:
                    citizen.state = QUIET
        everybody = self.citizens + self.cops
        for index in self.rng.permutation(len(everybody)):
            agent = everybody[index]
            if agent.cop:
                self.call_cop(agent)
            elif agent.state != JAILED:
                self.call_citizen(agent, legitimacy)

    def withdraw(self, left: int) -> None:
        """Take random cops off the board until no more than `left` remain."""
        while len(self.cops) > left:
            gone = self.cops.pop(int(self.rng.integers(len(self.cops))))
            self.board[gone.cell] = None

    def count(self, state: str) -> int:
        """Number of citizens in `state`."""
        return sum(citizen.state == state for citizen in self.citizens)


def sweep_series(
    rng: np.random.Generator, sweeps: int, legitimacy: float | list[float] = 0.82, cops_left: list[int] | None = None, **parameters: object
) -> Series:
    """Run a fresh society for `sweeps` sweeps.

    `legitimacy` is one number or one per sweep. `cops_left`, if given, holds one whole number per sweep: before the sweep starts, cops
    drawn at random leave the board for good until no more than that many are there (a number above the present count changes nothing).
    `parameters` are those of Society.
    """
    schedule = [legitimacy] * sweeps if isinstance(legitimacy, float | int) else list(legitimacy)
    if len(schedule) != sweeps or (cops_left is not None and len(cops_left) != sweeps):
        raise ValueError("a schedule has one entry per sweep")
    society = Society(rng, **parameters)
    series = Series()
    for number in range(sweeps):
        if cops_left is not None:
            society.withdraw(cops_left[number])
        society.sweep(schedule[number])
        series.actives.append(society.count(ACTIVE))
        series.jailed.append(society.count(JAILED))
        series.quiet.append(society.count(QUIET))
        series.cops.append(len(society.cops))
    return series


@dataclass
class Outburst:
    """A longest unbroken run of sweeps with more than `level` actives: first and last sweep (from 0), sum and largest number of actives."""

    first: int
    last: int
    total: int
    peak: int


def outbursts(actives: list[int], level: int = 50) -> list[Outburst]:
    """All outbursts of a series: runs of sweeps with actives > level (strict). One still running at the end of the series is included."""
    found: list[Outburst] = []
    running: Outburst | None = None
    for sweep, number in enumerate(actives):
        if number > level:
            if running is None:
                running = Outburst(sweep, sweep, 0, 0)
                found.append(running)
            running.last = sweep
            running.total += number
            running.peak = max(running.peak, number)
        else:
            running = None
    return found


def waiting_times(found: list[Outburst]) -> list[int]:
    """Sweeps from the first sweep of one outburst to the first sweep of the next."""
    return [later.first - earlier.first for earlier, later in pairwise(found)]


def share_active_without_cops(legitimacy: float, threshold: float = 0.1) -> float:
    """P(H (1 - L) > T) for H ~ U(0, 1): 1 - T / (1 - L), held within [0, 1]; at L = 1 nobody unless T < 0."""
    if legitimacy == 1.0:
        return 1.0 if threshold < 0 else 0.0
    return min(1.0, max(0.0, 1.0 - threshold / (1.0 - legitimacy)))


def share_active(legitimacy: float, cops: int, actives: int, k: float = 2.3, threshold: float = 0.1, ratio: str = "floor") -> float:
    """Share of all citizens who would be active when all of them saw `cops` and `actives` (self counted): the area of H (1 - L) - R P > T.

    For fixed R the share over H is 1 - (T + R P) / (1 - L) held within [0, 1], a line in R with a bend where it leaves [0, 1]; the
    trapezoid rule on the pieces between the bends is exact. Needs L < 1.
    """
    chance, room = arrest_chance(cops, actives, k, ratio), 1.0 - legitimacy
    if chance == 0.0:
        return share_active_without_cops(legitimacy, threshold)

    def height(risk_aversion: float) -> float:
        return min(1.0, max(0.0, 1.0 - (threshold + risk_aversion * chance) / room))

    bends = [(room - threshold) / chance, -threshold / chance]
    points = sorted({0.0, 1.0, *(bend for bend in bends if 0.0 < bend < 1.0)})
    return sum((right - left) * (height(left) + height(right)) / 2.0 for left, right in pairwise(points))
