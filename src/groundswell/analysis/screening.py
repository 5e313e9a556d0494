"""What a screening says: how far each factor moves each outcome, how unevenly, and what moves nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.resampling import uniform_samples
from groundswell.analysis.uncertainty import plain
from groundswell.design import QUIET
from groundswell.errors import UsageError
from groundswell.runs import STATEMENT
from groundswell.sampling import CONFIDENCE

if TYPE_CHECKING:
    from groundswell.factors import Points

Values = NDArray[np.float64]
MATTERS = 0.05  # standard deviations of an outcome, from which a clear effect counts as one that matters: judged
SAMPLES = 1000  # in which paths are drawn again: an end of an interval is then right to about a twentieth of its width
OF_LUCK = float(np.sqrt(2 / np.pi))  # mean of the absolute value of a normal number, in standard deviations


class Seen(Protocol):
    """An outcome as an experiment names it."""

    @property
    def name(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def unit(self) -> str: ...


class Tried(Protocol):
    """What `screen`, `decompose` and `remove` give back."""

    @property
    def kind(self) -> str: ...
    @property
    def case(self) -> str: ...
    @property
    def seed(self) -> int: ...
    @property
    def points(self) -> "Points": ...
    @property
    def histories(self) -> int: ...
    @property
    def whole(self) -> int: ...
    @property
    def seen(self) -> Sequence[Seen]: ...
    @property
    def traces(self) -> Values: ...
    def values(self, outcome: str) -> Values: ...


class Effect(NamedTuple):
    """What steps of one factor do to one outcome, with intervals (95 in 100, by drawing paths again).

    A step switches a mechanism on, or raises a parameter by two thirds of its prior. `mean` is its mean effect (Morris' mu),
    `size` the mean of its absolute value (mu*), `spread` its standard deviation over paths (sigma), which is what the
    effect owes to the state of everything else. `luck` is the size that luck alone would show where there is no effect.
    `share` is `size` in standard deviations of the outcome over all points.
    """

    factor: str
    outcome: str
    mean: float
    mean_low: float
    mean_high: float
    size: float
    size_low: float
    size_high: float
    spread: float
    spread_low: float
    spread_high: float
    luck: float
    share: float

    @property
    def clear(self) -> bool:
        """Whether the effect is larger than luck alone would show."""
        return self.size_low > self.luck

    @property
    def matters(self) -> bool:
        """Whether it is clear, and worth a twentieth of the outcome's standard deviation or more."""
        return self.clear and self.share >= MATTERS

    @property
    def uneven(self) -> bool:
        """Whether it depends on everything else more than it has a direction: its spread is above its mean size."""
        return self.clear and self.spread_low > self.size

    @property
    def nought(self) -> bool:
        """Whether not one step has changed the outcome."""
        return self.size == 0


@dataclass(frozen=True)
class Screening:
    """The effects of all factors on all outcomes. `touched` says on which share of its steps a factor changes anything, to the bit."""

    case: str
    seed: int
    trajectories: int
    histories: int
    factors: tuple[str, ...]
    kinds: tuple[str, ...]
    outcomes: tuple[Seen, ...]
    effects: tuple[Effect, ...]
    touched: tuple[float, ...]

    def of(self, factor: str, outcome: str) -> Effect:
        """One effect. Raises UsageError for names that are none."""
        if (factor, outcome) not in self._by_name:
            hint = f"factors are {', '.join(self.factors)}"
            raise UsageError.of("screening", f"'{factor}' on '{outcome}'", "a factor and an outcome of this screening", hint)
        return self._by_name[factor, outcome]

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], Effect]:
        return {(one.factor, one.outcome): one for one in self.effects}

    def ranked(self, outcome: str, clear: bool = True) -> tuple[Effect, ...]:
        """The effects on one outcome, the largest first; only those that are clear, unless told."""
        found = [self.of(factor, outcome) for factor in self.factors]
        return tuple(sorted((one for one in found if one.clear or not clear), key=lambda one: -one.size))

    @property
    def idle(self) -> tuple[str, ...]:
        """Factors of which not one step has changed anything at all: not an outcome, not a bit of the last evening."""
        return tuple(name for name, share in zip(self.factors, self.touched, strict=True) if share == 0)

    @property
    def silent(self) -> tuple[str, ...]:
        """Factors that change something, but no outcome."""
        found = [name for name in self.factors if all(self.of(name, one.name).nought for one in self.outcomes)]
        return tuple(name for name in found if name not in self.idle)

    def weight(self, factor: str) -> float:
        """How much a factor matters in all: the mean of its shares over outcomes that vary; only clear effects count."""
        shares = [self.of(factor, one.name) for one in self.outcomes if self.varies(one.name)]
        return float(np.mean([one.share if one.clear else 0.0 for one in shares])) if shares else 0.0

    def moved(self, factor: str) -> tuple[str, ...]:
        """The outcomes for which a factor matters, the one that it moves most first."""
        found = [one for outcome in self.outcomes if (one := self.of(factor, outcome.name)).matters]
        return tuple(one.outcome for one in sorted(found, key=lambda one: -one.share))

    def varies(self, outcome: str) -> bool:
        """Whether an outcome differs between any points."""
        return any(not self.of(factor, outcome).nought for factor in self.factors)

    def foremost(self, count: int, kind: str = "") -> tuple[str, ...]:
        """The factors that matter most in all, of one kind or of both; fewer where fewer have a clear effect."""
        weighed = [(-self.weight(name), name) for name, one in zip(self.factors, self.kinds, strict=True) if kind in ("", one)]
        return tuple(name for weight, name in sorted(weighed)[:count] if weight < 0)

    def handful(self, mechanisms: int, parameters: int) -> tuple[str, ...]:
        """The weightiest mechanisms and parameters, to be moved together by `decompose`.

        Parameters that only together decide whether a country is ever quiet are left out: their ranges are not free of
        one another, and shares of variance are of what is free.
        """
        free = [name for name in self.foremost(len(self.factors), "parameter") if name not in QUIET]
        return (*self.foremost(mechanisms, "mechanism"), *free[:parameters])

    def rows(self) -> Iterator[dict[str, Any]]:
        """Every effect as plain data, in the order of the factors."""
        touched = dict(zip(self.factors, self.touched, strict=True))
        kinds = dict(zip(self.factors, self.kinds, strict=True))
        for one in self.effects:
            yield {
                "factor": one.factor, "kind": kinds[one.factor], **dict(zip(one._fields[1:], one[1:], strict=True)),
                "clear": one.clear, "matters": one.matters, "uneven": one.uneven, "touched": touched[one.factor],
            }  # fmt: skip

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        rows = [plain(row) for row in self.rows()]
        return {
            "statement": STATEMENT, "scenario": self.case, "seed": self.seed,
            "trajectories": self.trajectories, "histories": self.histories,
            "outcomes": [{"name": one.name, "words": one.words, "unit": one.unit} for one in self.outcomes],
            "idle": list(self.idle), "silent": list(self.silent), "effects": rows,
        }  # fmt: skip


def screening(tried: Tried) -> Screening:
    """How far a step of each factor moves each outcome, how unevenly, and which factors move nothing.

    Elementary effects of Morris (1991), doi:10.1080/00401706.1991.10484804, with the mean of absolute values of Campolongo,
    Cariboni & Saltelli (2007), doi:10.1016/j.envsoft.2006.10.004. An effect is told in the outcome's unit, for one step.

    Raises UsageError for what was not made by `screen`, and where fewer than two paths are whole.

    >>> import groundswell as gs
    >>> tried = gs.screen(gs.load("bolivia-autumn"), ["repression_backfires", "success_diffuses_abroad"], 4, 4, memory=True)
    >>> gs.screening(tried).idle
    ('success_diffuses_abroad',)
    """
    refuse_other(tried, "paths", "screen")
    factors = tried.points.factors
    size = len(factors.names) + 1
    number_of_paths = tried.whole // size
    if number_of_paths < 2:
        raise UsageError.of("screening", f"{number_of_paths} whole paths", "two or more", "let `screen` run longer: the same call goes on")
    steps = _Steps.of(tried.points.unit[: number_of_paths * size], size)
    again = (uniform_samples(number_of_paths, SAMPLES) * number_of_paths).astype(np.int64)
    effects = {one.name: steps.effects(tried.values(one.name), again) for one in tried.seen}
    named = [_named(name, one.name, effects[one.name], k) for k, name in enumerate(factors.names) for one in tried.seen]
    touched = steps.touched(tried.traces)
    return Screening(
        tried.case, tried.seed, number_of_paths, tried.histories, factors.names, factors.kinds, tuple(tried.seen), tuple(named), touched
    )


def refuse_other(tried: Tried, kind: str, verb: str) -> None:
    """Raises UsageError for the points of another design."""
    if tried.kind != kind:
        raise UsageError.of("tried", f"points of the design '{tried.kind}'", f"what `{verb}` gives back", f"gs.{verb}(scene, …)")


def elementary(means: Values, unit: Values) -> Values:
    """The change of an outcome at each step, as if the factor had risen, (paths, factors).

    `means` are the outcomes at the points of paths, one path after another, and `unit` the points themselves.

    >>> unit = np.array([[0, 0], [2 / 3, 0], [2 / 3, 2 / 3]])
    >>> elementary(np.array([1.0, 3.0, 2.0]), unit).tolist()
    [[2.0, -1.0]]
    """
    return _Steps.of(unit, unit.shape[1] + 1).rises(means[:, None])[..., 0]


@dataclass(frozen=True)
class _Steps:
    """Which factor each step of each path moves, and which way."""

    moved: NDArray[np.int64]
    way: Values

    @classmethod
    def of(cls, unit: Values, size: int) -> "_Steps":
        moves = np.diff(unit.reshape(-1, size, size - 1), axis=1)
        moved = np.abs(moves).argmax(axis=2)
        return cls(moved, np.sign(np.take_along_axis(moves, moved[..., None], axis=2)[..., 0]))

    def rises(self, values: Values) -> Values:
        """The change of each column at the step of each factor, as if it had risen: (paths, factors, columns)."""
        paths, steps = self.moved.shape
        changes = np.diff(values[: paths * (steps + 1)].reshape(paths, steps + 1, -1), axis=1) * self.way[..., None]
        return np.asarray(changes[np.arange(paths)[:, None], np.argsort(self.moved, axis=1)], np.float64)

    def touched(self, traces: Values) -> tuple[float, ...]:
        """On which share of its steps each factor changes the trace of any history."""
        return tuple((self.rises(traces) != 0).any(axis=2).mean(axis=0).tolist())

    def effects(self, values: Values, again: NDArray[np.int64]) -> dict[str, Values]:
        """All that is told of one outcome, each an array over factors."""
        rises = self.rises(values)
        found = rises.mean(axis=2)
        errors = rises.std(axis=2, ddof=1) / np.sqrt(values.shape[1])
        apart = float(values.mean(axis=1).std())
        size = np.abs(found).mean(axis=0)
        told = {"mean": found.mean(axis=0), "size": size, "spread": found.std(axis=0, ddof=1)}
        low = (1 - CONFIDENCE) / 2
        drawn = {"mean": [], "size": [], "spread": []}  # type: dict[str, list[Values]]
        for rows in again:
            drawn["mean"].append(found[rows].mean(axis=0))
            drawn["size"].append(np.abs(found[rows]).mean(axis=0))
            drawn["spread"].append(found[rows].std(axis=0, ddof=1))
        for name, samples in drawn.items():
            told[f"{name}_low"], told[f"{name}_high"] = np.quantile(samples, [low, 1 - low], axis=0)
        return told | {"luck": OF_LUCK * errors.mean(axis=0), "share": size / apart if apart else np.zeros_like(size)}


def _named(factor: str, outcome: str, found: dict[str, Values], k: int) -> Effect:
    return Effect(factor, outcome, *(float(found[name][k]) for name in Effect._fields[2:]))
