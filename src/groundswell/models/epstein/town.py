"""How a town begins, and what happens to it between sweeps: vision, cells, legitimacy, withdrawn police."""

import hashlib
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.models import luck
from groundswell.models.epstein import plain, strips
from groundswell.models.epstein.rules import write_critical, write_rules
from groundswell.models.epstein.windows import REACH, ROWS, SPAN
from groundswell.models.epstein.words import ACTIVE, COP, FULL, LEFT, RATIO, ROW, SIDE, WIDTH, U, place
from groundswell.models.kernel import kernel

SHAPES = ("square", "disc", "diamond")
STRIP = 16  # columns from one strip to the next
LOOKS = 10**8  # cells that agents look at in one go
LOOKS_OF_A_TURN = 50  # how many of them a turn takes as long as where windows are read at a glance


class Vision(NamedTuple):
    """The cells that an agent sees: those within a distance, and which distance that is."""

    shape: str
    radius: float

    def holds(self, down: int, across: int) -> bool:
        """Whether a cell so many rows and columns away is seen; an agent's own is not."""
        if down == across == 0:
            return False
        if self.shape == "square":
            return max(abs(down), abs(across)) <= self.radius
        if self.shape == "disc":
            return down * down + across * across <= self.radius * self.radius
        return abs(down) + abs(across) <= self.radius

    def steps(self, width: int, height: int) -> list[tuple[int, int]]:
        """Steps to all cells seen, row by row. On a small torus each cell is seen once, from its nearer side."""
        return [(down, across) for down in self._reach(height) for across in self._reach(width) if self.holds(down, across)]

    def fits(self, width: int, height: int) -> bool:
        """Whether a window of 15 by 15 cells holds all that is seen, and no cell twice."""
        return int(self.radius) <= REACH and min(width, height) >= SPAN

    def mask(self) -> list[int]:
        """The rows of a window as bits, and an empty one."""
        away = range(-REACH, REACH + 1)
        return [*(sum(1 << (across + REACH) for across in away if self.holds(down, across)) for down in away), *[0] * (ROWS - SPAN)]

    def _reach(self, size: int) -> range:
        radius = int(self.radius)
        return range(-radius, radius + 1) if 2 * radius < size else range(-((size - 1) // 2), size // 2 + 1)


class Start(NamedTuple):
    """What a town is made of."""

    width: int
    height: int
    citizens: int
    cops: int
    citizen_vision: Vision
    cop_vision: Vision
    longest_term: int
    moving: bool
    ratio: int

    @property
    def in_strips(self) -> bool:
        """Whether the fast sweep can be used."""
        return self.citizen_vision.fits(self.width, self.height) and self.cop_vision.fits(self.width, self.height)


class People(NamedTuple):
    """The hardship and the risk aversion of each citizen, which never change."""

    hardship: NDArray[np.float64]
    aversion: NDArray[np.float64]


def citizens(start: Start, seed: int, history: int) -> People:
    """The citizens of a town. They are drawn by address, so that nobody has to keep them where legitimacy seldom changes."""
    return People(*(luck.uniforms(seed, history, f"epstein {what}", start.citizens) for what in ("hardship", "aversion")))


def founded(start: Start, seed: int, history: int, in_strips: bool) -> strips.Town | plain.Field:
    """A town on its first morning: agents on cells of their own, everybody quiet. It has no rules yet."""
    people = start.citizens + start.cops
    stream = luck.stream(seed, history, "epstein town")
    cells = np.arange(start.width * start.height, dtype=np.uint32)
    place(cells, people, stream)
    cells = cells[:people].astype(np.int64)
    agents = (cells // start.width).astype(np.uint64) << ROW | (cells % start.width).astype(np.uint64)
    agents[start.citizens :] |= U(1) << COP
    far = np.zeros(people if start.longest_term > FULL else 1, np.uint32)
    settings = np.array([start.width, start.height, start.longest_term, start.moving, start.ratio])
    order, counts = np.arange(people, dtype=np.uint32), np.zeros(2, np.int64)
    if not in_strips:
        return _field(start, agents, order, cells, far, stream, settings, counts)
    masks = np.array([*start.citizen_vision.mask(), *start.cop_vision.mask()], np.uint32)
    words = ((start.width + SPAN - 2) // STRIP + 2) * (start.height + SPAN + 1)
    empty, acting, police = (np.zeros(words, np.uint32) for _ in range(3))
    draw_maps(empty, police, agents, settings)
    ids = np.zeros(start.width * start.height, np.uint32)
    return strips.Town(agents, order, empty, acting, police, ids, masks, far, stream, settings, counts)


def _field(start, agents, order, cells, far, stream, settings, counts) -> plain.Field:
    codes = np.full(start.width * start.height, plain.NOBODY, np.int64)
    codes[cells] = 4 * np.arange(len(cells)) + np.where(np.arange(len(cells)) < start.citizens, plain.CALM, plain.POLICE)
    visions = (start.citizen_vision, start.cop_vision)
    citizens_see, cops_see = (np.array(vision.steps(start.width, start.height), np.int64).reshape(-1, 2) for vision in visions)
    return plain.Field(agents, order, codes, citizens_see, cops_see, np.zeros(start.citizens), far, stream, settings, counts)


@kernel
def draw_maps(empty, police, agents, settings):
    """Draws the maps of empty cells and of police."""
    size = strips.torus(settings)
    for y in range(size.height):
        for x in range(size.width):
            strips.mark(empty, U(x), U(y), True, size)
    for agent in agents:
        x, y = agent & SIDE, (agent >> ROW) & SIDE
        strips.mark(empty, x, y, False, size)
        if (agent >> COP) & U(1):
            strips.mark(police, x, y, True, size)


def ruled(town: strips.Town | plain.Field, people: People, legitimacy: float, threshold: float, arrest_constant: float) -> None:
    """Citizens learn how legitimate the government is."""
    critical = town.critical if isinstance(town, plain.Field) else np.empty(len(people.hardship))
    write_critical(critical, people.hardship, people.aversion, legitimacy, threshold, arrest_constant)
    if isinstance(town, strips.Town):
        write_rules(town.agents, critical, town.settings[RATIO], SPAN * SPAN - 1)


def withdrawn(town: strips.Town | plain.Field, cops: int) -> strips.Town | plain.Field:
    """The town without its last cops. Cops are alike but for where they happen to be, so these are as good as any."""
    people = len(town.agents) - cops
    for agent in town.agents[people:]:
        if isinstance(town, plain.Field):
            town.codes[plain.cell_of(agent, town.settings[WIDTH])] = plain.NOBODY
        else:
            _leave(town.empty, town.police, agent, town.settings)
    return town._replace(agents=town.agents[:people], order=town.order[town.order < people])


@kernel
def _leave(empty, police, agent, settings):
    size = strips.torus(settings)
    strips.mark(empty, agent & SIDE, (agent >> ROW) & SIDE, True, size)
    strips.mark(police, agent & SIDE, (agent >> ROW) & SIDE, False, size)


def march(town: strips.Town | plain.Field, sweeps: int) -> NDArray[np.int64]:
    """Some sweeps: the active and the jailed after each."""
    series = np.empty((sweeps, 2), np.int64)
    many = sweeps_at_once(town)
    for first in range(0, sweeps, many):
        part = series[first : first + many]
        if isinstance(town, strips.Town):
            strips.march(town, part)
        else:
            plain.march(town, part)
    return series


def sweeps_at_once(town: strips.Town | plain.Field) -> int:
    """How many sweeps are computed in one go: less than about a second of them, or one, so that a run can be stopped in between."""
    looks = max(len(town.citizens_see), len(town.cops_see)) if isinstance(town, plain.Field) else 0
    return max(1, LOOKS // ((LOOKS_OF_A_TURN + looks) * max(1, len(town.agents))))


class Situation(NamedTuple):
    """Where everybody is, who is active, how long terms still are, who acts after whom, and the luck to come."""

    cells: NDArray[np.uint64]
    active: NDArray[np.bool_]
    terms: NDArray[np.uint64]
    order: NDArray[np.uint32]
    luck: NDArray[np.uint64]


def situation(town: strips.Town | plain.Field) -> Situation:
    """What two ways to compute the same town agree in, whatever else they keep."""
    agents = town.agents
    cells = ((agents >> ROW) & SIDE) * U(town.settings[WIDTH]) + (agents & SIDE)
    far = town.far[: len(agents)] if len(town.far) > 1 else U(0)
    return Situation(cells, (agents >> ACTIVE) & U(1) > 0, (agents >> LEFT) + far * U(FULL), town.order, town.luck)


def digest(found: Situation) -> str:
    """A hash of a situation."""
    return hashlib.sha256(b"".join(part.tobytes() for part in found)).hexdigest()
