"""Two towns of civil violence, written apart, on the same luck: every cell, every stance and every term the same.

The blind one draws cells, orders and terms from a generator; here it is handed the very draws that
the model makes, and the cells in vision in the model's order. It lets terms run down at the start of
a sweep, the model at a citizen's own turn (as in the public frameworks; the paper leaves it open), which
is told to it too. Without any of this, the two are compared where terms make no difference.
"""

import math
from itertools import chain

import numpy as np
import pytest
from tests.blind.classics import epstein as blind

from groundswell.models import luck
from groundswell.models.epstein.epstein import Epstein
from groundswell.models.epstein.outbursts import outbursts
from groundswell.models.epstein.rules import RATIOS, share_active_without_cops
from groundswell.models.epstein.town import situation

SETS = 50


class Draws:
    """The model's draws, behind the names that the blind one calls."""

    def __init__(self, model: Epstein, seed: int, history: int) -> None:
        self.stream, self.order = luck.stream(seed, history, "epstein town"), list(range(model.citizens + model.cops))
        parts = (luck.uniforms(seed, history, f"epstein {what}", model.citizens).tolist() for what in ("hardship", "aversion"))
        self.people = list(chain.from_iterable(zip(*parts, strict=True)))[::-1]

    def choice(self, cells: int, many: int, replace: bool) -> list[int]:
        places = list(range(cells))
        for i in range(many):
            other = i + luck.next_below(self.stream, cells - i)
            places[i], places[other] = places[other], places[i]
        return places[:many]

    def random(self) -> float:
        return self.people.pop()

    def permutation(self, many: int) -> list[int]:
        self.order = [who for who in self.order if who < many]
        for i in range(many - 1, 0, -1):
            j = luck.next_below(self.stream, i + 1)
            self.order[i], self.order[j] = self.order[j], self.order[i]
        return self.order

    def integers(self, bound: int) -> int:
        return luck.next_below(self.stream, bound)


class Replay(blind.Society):
    """The blind town, told the model's draws, the order in which it counts cells, and when terms run down."""

    def told(self, model: Epstein) -> None:
        size = model.width
        for sees, vision in ((self.citizen_sees, model.made_of.citizen_vision), (self.cop_sees, model.made_of.cop_vision)):
            for cell, cells in enumerate(sees):
                row, column = divmod(cell, size)
                steps = vision.steps(size, size)
                ours = [(row + down) % size * size + (column + across) % size for down, across in steps]
                assert sorted(ours) == cells, "the two see other cells"
                sees[cell] = ours

    def sweep(self, legitimacy: float) -> None:
        everybody = self.citizens + self.cops
        for index in self.rng.permutation(len(everybody)):
            agent = everybody[index]
            if agent.cop:
                self.call_cop(agent)
            elif agent.state == blind.JAILED:
                agent.term -= 1
                agent.state = blind.JAILED if agent.term else blind.QUIET
            else:
                self.call_citizen(agent, legitimacy)

    def withdraw(self, left: int) -> None:
        while len(self.cops) > left:
            self.board[self.cops.pop().cell] = None


def drawn(number: int) -> dict[str, object]:
    """One set of parameters: a size, densities, visions, rules and schedules."""
    choose = np.random.default_rng(900 + number)
    size, citizens = int(choose.integers(8, 24)), float(choose.uniform(0.2, 0.85))
    return {
        "width": size,
        "height": size,
        "citizen_density": citizens,
        "cop_density": float(choose.uniform(0, min(0.12, 0.98 - citizens))),
        "citizen_vision": float(choose.uniform(0.5, 9)),
        "cop_vision": float(choose.uniform(0.5, 9)),
        "vision_shape": str(choose.choice(["square", "disc", "diamond"])),
        "legitimacy": float(choose.uniform(0.1, 0.85)),
        "threshold": float(choose.uniform(0, 0.2)),
        "arrest_constant": float(choose.uniform(0.1, 6)),
        "ratio": RATIOS[number % 3],
        "longest_jail_term": int(choose.integers(0, 15)),
        "movement": bool(choose.random() < 0.8),
        "legitimacy_change": str(choose.choice(["none", "jump", "slide"])),
        "change_sweep": 4,
        "changed_legitimacy": float(choose.uniform(0, 0.5)),
        "slide_step": 0.05,
        "withdrawal_sweep": int(choose.choice([0, 5])),
    }


NAMES = {
    "width": "size",
    "vision_shape": "shape",
    "arrest_constant": "k",
    "longest_jail_term": "longest_term",
    **{name: name for name in ("citizen_density", "cop_density", "citizen_vision", "cop_vision", "threshold", "ratio", "movement")},
}


def alone(model: Epstein) -> dict[str, object]:
    """The parameters by the blind one's names."""
    return {theirs: getattr(model, ours) for ours, theirs in NAMES.items()}


@pytest.mark.parametrize("number", range(SETS))
def test_the_two_towns_agree_in_everything_on_the_same_luck(number):
    model, sweeps = Epstein.of(**drawn(number)), 9
    twin = Replay(Draws(model, number, 1), **alone(model))
    twin.told(model)
    assert (len(twin.citizens), len(twin.cops)) == (model.citizens, model.cops)
    for sweep in range(1, sweeps + 1):
        twin.withdraw(model.cops_in(sweep))
        twin.sweep(model.legitimacy_in(sweep))
    state = model.start(number, 1)
    model.advance(state, 0, sweeps, number, 1)
    found, everybody = situation(state.town), twin.citizens + twin.cops
    assert found.cells.tolist() == [agent.cell for agent in everybody]
    assert found.active.tolist() == [agent.state == blind.ACTIVE for agent in everybody]
    assert found.terms.tolist() == [agent.term for agent in everybody]
    assert found.luck.tolist() == twin.rng.stream.tolist()


@pytest.mark.slow
@pytest.mark.parametrize("number", range(6))
def test_untold_they_agree_on_average(number):
    """Active and jailed after 8 sweeps of 40 towns: within four standard errors of the difference. Terms are 0 or without end."""
    values = drawn(number) | {"width": 14, "height": 14, "cop_density": 0.06, "citizen_density": 0.6, "legitimacy": 0.5}
    values |= {"longest_jail_term": (0, 10**6)[number % 2], "legitimacy_change": "none", "withdrawal_sweep": 0}
    model = Epstein.of(**values)
    theirs = [blind.sweep_series(np.random.default_rng(seed), 8, model.legitimacy, **alone(model)) for seed in range(40)]
    ours = [model.series(model.start(3, history), 8, 3, history)[-1] for history in range(40)]
    for mine, other in ((0, "actives"), (1, "jailed")):
        a, b = np.array([end[mine] for end in ours]), np.array([getattr(one, other)[-1] for one in theirs])
        error = math.sqrt(a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b))
        assert abs(a.mean() - b.mean()) <= 4 * error + 1e-12, (other, a.mean(), b.mean(), error)


def test_outbursts_and_the_share_without_police_agree():
    choose = np.random.default_rng(8)
    for _ in range(SETS):
        series, level = choose.integers(0, 100, 40), int(choose.integers(0, 100))
        ours, theirs = outbursts([*series, 0], level), blind.outbursts(series.tolist(), level)
        assert [(one.first - 1, one.last - 1, one.activation, one.peak) for one in ours] == [
            (one.first, one.last, one.total, one.peak) for one in theirs
        ]
        legitimacy, threshold = choose.random(2)
        assert share_active_without_cops(legitimacy, threshold) == pytest.approx(blind.share_active_without_cops(legitimacy, threshold))
