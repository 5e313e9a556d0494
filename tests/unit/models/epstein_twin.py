"""The sweep of a town as one would tell it: a list of agents, and each looks at every cell of the torus."""

import math
from dataclasses import dataclass

from groundswell.models import luck
from groundswell.models.epstein.epstein import Epstein


@dataclass
class Agent:
    row: int
    column: int
    cop: bool
    active: bool = False
    left: int = 0


def distance(shape: str, down: int, across: int) -> float:
    return {"square": max(abs(down), abs(across)), "disc": math.hypot(down, across), "diamond": abs(down) + abs(across)}[shape]


def signed(gap: int, size: int) -> int:
    """The shorter way around from one row or column to another; down or to the right where both are as long."""
    gap %= size
    return gap if gap <= size // 2 else gap - size


class Twin:
    """A town in plain Python."""

    def __init__(self, model: Epstein, seed: int, history: int) -> None:
        self.model, self.stream = model, luck.stream(seed, history, "epstein town")
        people, cells = model.citizens + model.cops, list(range(model.width * model.height))
        for i in range(people):
            other = i + luck.next_below(self.stream, len(cells) - i)
            cells[i], cells[other] = cells[other], cells[i]
        self.agents = [Agent(*divmod(cells[i], model.width), cop=i >= model.citizens) for i in range(people)]
        self.hardship = luck.uniforms(seed, history, "epstein hardship", model.citizens).tolist()
        self.aversion = luck.uniforms(seed, history, "epstein aversion", model.citizens).tolist()
        self.order, self.done = list(range(people)), 0

    def seen(self, agent: Agent) -> list[tuple[int, int]]:
        """The cells in an agent's vision, row by row from above it to below it."""
        model, found = self.model, []
        radius = model.cop_vision if agent.cop else model.citizen_vision
        for row in range(model.height):
            for column in range(model.width):
                down, across = signed(row - agent.row, model.height), signed(column - agent.column, model.width)
                if (down, across) != (0, 0) and distance(model.vision_shape, down, across) <= radius:
                    found.append((down, across, row, column))
        return [(row, column) for _, _, row, column in sorted(found)]

    def rises(self, who: int, cops: int, actives: int) -> bool:
        model = self.model
        real = cops / actives
        ratio = {"floor": math.floor(real), "real": real, "rounded": round(real), "rounded-up": math.floor(real + 0.5)}[model.ratio]
        grievance = self.hardship[who] * (1 - model.legitimacy_in(self.done + 1))
        return grievance - self.aversion[who] * (1 - math.exp(-model.arrest_constant * ratio)) > model.threshold

    def turn(self, who: int) -> None:
        agent = self.agents[who]
        if agent.left:
            agent.left -= 1
            return
        standing = {(other.row, other.column): other for other in self.agents}
        if self.model.movement:
            free = [cell for cell in self.seen(agent) if cell not in standing]
            if free:
                del standing[agent.row, agent.column]
                agent.row, agent.column = free[luck.next_below(self.stream, len(free))]
                standing[agent.row, agent.column] = agent
        around = [standing[cell] for cell in self.seen(agent) if cell in standing]
        actives = [other for other in around if other.active]
        if agent.cop and actives:
            taken = actives[luck.next_below(self.stream, len(actives))]
            taken.active, taken.left = False, luck.next_below(self.stream, self.model.longest_jail_term + 1)
        elif not agent.cop:
            agent.active = self.rises(who, sum(other.cop for other in around), 1 + len(actives))

    def sweep(self) -> None:
        people = self.model.citizens + self.model.cops_in(self.done + 1)
        del self.agents[people:]
        self.order = [who for who in self.order if who < people]
        for i in range(people - 1, 0, -1):
            j = luck.next_below(self.stream, i + 1)
            self.order[i], self.order[j] = self.order[j], self.order[i]
        for who in self.order:
            self.turn(who)
        self.done += 1

    def situation(self) -> tuple[list[int], list[bool], list[int], list[int], list[int]]:
        cells = [agent.row * self.model.width + agent.column for agent in self.agents]
        return cells, [a.active for a in self.agents], [a.left for a in self.agents], self.order, self.stream.tolist()
