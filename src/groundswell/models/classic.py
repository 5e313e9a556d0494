"""What every classic model declares beside its equations: parameters with bounds, what is seen of it, what it is held against.

A classic is a frozen dataclass whose fields are its parameters:

    @dataclass(frozen=True)
    class Logistic(Classic):
        name = "logistic"
        …
        growth: float = parameter(0.1, "growth of the crowd while it is small", "1/day", low=0)
"""

import dataclasses
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, ClassVar, Literal, NamedTuple, Self, get_args, get_origin, get_type_hints

from groundswell.errors import Problem, UsageError
from groundswell.models.picture import Picture

WHOLE = 10**300  # beyond any bound, and near the largest number there is
LONGEST = 60  # letters of a value that an error repeats
LARGE = 1e10  # from which a number is told by its power of ten
Relation = Literal["within", "at least", "at most"]


class Time(NamedTuple):
    """How a model counts time: the name of its unit, how long it is run and how often it is looked at unless told."""

    unit: str
    until: float
    every: float = 1.0
    discrete: bool = True


class Observable(NamedTuple):
    """Something seen of a state: its name, what it is, its unit, and the bounds it never leaves."""

    name: str
    meaning: str
    unit: str
    low: float = -math.inf
    high: float = math.inf


class Check(NamedTuple):
    """A number that the model has to give back: what is computed, the number on record, and how far off is right."""

    name: str
    published: float
    ours: Callable[[], float]
    tolerance: float
    why: str
    source: str
    relation: Relation = "within"
    slow: bool = False

    def holds(self, ours: float) -> bool:
        """Whether a computed number agrees with the published one."""
        if not math.isfinite(ours):
            return False
        if self.relation == "at least":
            return ours >= self.published - self.tolerance
        if self.relation == "at most":
            return ours <= self.published + self.tolerance
        return abs(ours - self.published) <= self.tolerance


class Bounds(NamedTuple):
    """What a parameter may be."""

    meaning: str
    unit: str
    low: float
    high: float
    above: bool
    below: bool
    choices: tuple[str, ...]

    def __str__(self) -> str:
        if self.choices:
            return f"one of {', '.join(self.choices)}"
        unit = "" if self.unit in ("1", "") else f" [{self.unit}]"
        low, high = _figure(self.low), _figure(self.high)
        if math.isinf(self.low) and math.isinf(self.high):
            return f"any{unit}"
        if math.isinf(self.high):
            return f"{'more than' if self.above else 'at least'} {low}{unit}"
        if math.isinf(self.low):
            return f"{'less than' if self.below else 'at most'} {high}{unit}"
        return f"from {low}{' (not included)' if self.above else ''} to {high}{' (not included)' if self.below else ''}{unit}"

    def holds(self, value: Any) -> bool:
        """Whether a number or word is allowed."""
        if isinstance(value, bool):
            return True
        if self.choices:
            return value in self.choices
        if isinstance(value, str):
            return True
        if isinstance(value, float) and not math.isfinite(value):
            return False
        low = value > self.low if self.above else value >= self.low
        return low and (value < self.high if self.below else value <= self.high)


def parameter(
    default: Any,
    meaning: str,
    unit: str = "1",
    *,
    low: float = -math.inf,
    high: float = math.inf,
    above: bool = False,
    below: bool = False,
    choices: tuple[str, ...] = (),
) -> Any:
    """A parameter of a classic: its default, what it means, its unit and its bounds.

    `low` and `high` belong to what is allowed, unless `above` or `below` says that they do not.
    A field of type `tuple[float, ...]` has its bounds for each of its numbers.
    """
    choices = ("true", "false") if isinstance(default, bool) else choices
    return dataclasses.field(default=default, metadata={"bounds": Bounds(meaning, unit, low, high, above, below, choices)})


@dataclass(frozen=True)
class Classic:
    """A published model. Its fields are its parameters, checked when it is made.

    Raises UsageError, with every fault at once, for a parameter out of its bounds.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    says: ClassVar[str]  # what the model claims about uprisings, in one sentence
    source: ClassVar[str]  # the works it is from, by author and year, separated by semicolons
    time: ClassVar[Time]
    random: ClassVar[bool]  # whether two histories differ; a property where parameters decide it
    observables: ClassVar[tuple[Observable, ...]]
    reproduces: ClassVar[tuple[Check, ...]]
    departs: ClassVar[tuple[str, ...]]

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        hidden = sorted(set(vars(cls).get("__annotations__", ())) & set(dir(Classic)))
        if hidden:
            raise TypeError(f"{cls.__name__}: a parameter cannot be called {hidden[0]}, as what every classic has is")

    def __post_init__(self) -> None:
        for name, kind in self.kinds().items():
            object.__setattr__(self, name, _settled(getattr(self, name), kind))
        problems = [*self._out_of_bounds()] or [Problem(f"{self.name}: {where}", *rest) for where, *rest in self.faults()]
        if problems:
            raise UsageError(*problems)

    def faults(self) -> Iterator[tuple[str, str, str, str]]:
        """What is wrong between parameters, each in its bounds: where, got, expected, try."""
        yield from ()

    @property
    def shard(self) -> int:
        """How many histories are computed and kept together: one where nothing is random, or where one is much work."""
        return 64 if self.random else 1

    @classmethod
    def bounds(cls) -> dict[str, Bounds]:
        """What each parameter may be."""
        return {field.name: field.metadata["bounds"] for field in dataclasses.fields(cls)}

    @classmethod
    def kinds(cls) -> dict[str, Any]:
        """The type of each parameter: float, int, bool, str, or a tuple of numbers."""
        hints = get_type_hints(cls)
        return {field.name: hints[field.name] for field in dataclasses.fields(cls)}

    @classmethod
    def of(cls, **values: Any) -> Self:
        """The model with some parameters given, as plain data or as text; the others have their defaults.

        Raises UsageError with every name that is unknown and every value that is out of its bounds.
        """
        bounds, kinds = cls.bounds(), cls.kinds()
        problems, read = [], {}
        for name, value in values.items():
            if name not in bounds:
                near = get_close_matches(name, bounds, n=1)
                hint = f"did you mean `{near[0]}`?" if near else f"its parameters are {', '.join(bounds)}"
                problems.append(Problem(cls.name, f"`{name}`", f"a parameter of {cls.name}", hint))
                continue
            try:
                read[name] = _read(value, kinds[name])
            except (ValueError, OverflowError, TypeError):
                got = f"`{_clipped(value)}`"
                problems.append(Problem(f"{cls.name}.{name}", got, f"{_kind(kinds[name])}, {bounds[name]}", _example(cls, name)))
        if not problems:
            return cls(**read)
        try:
            cls(**read)
        except UsageError as error:
            problems += error.problems
        raise UsageError(*problems)

    def plain(self) -> dict[str, Any]:
        """The parameters as plain data, which `of` reads again."""
        values = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}

    @classmethod
    def seen(cls) -> list[str]:
        """The names of what is seen of a state."""
        return [one.name for one in cls.observables]

    @classmethod
    def fingerprint(cls) -> str:
        """A hash of all sources that decide the bits of this model."""
        from groundswell.models.kernel import fingerprint

        return fingerprint(cls.__module__)

    def start(self, seed: int, history: int) -> Any:
        """The state at time 0."""
        raise NotImplementedError

    def advance(self, state: Any, t0: float, t1: float, seed: int, history: int) -> None:
        """Moves the state from time `t0` to `t1`."""
        raise NotImplementedError

    def observe(self, state: Any) -> dict[str, float]:
        """What can be seen of a state."""
        raise NotImplementedError

    def picture(self) -> Picture:
        """The model's own picture at these parameters."""
        raise NotImplementedError

    def _out_of_bounds(self) -> Iterator[Problem]:
        kinds = self.kinds()
        for name, bounds in self.bounds().items():
            value, kind = getattr(self, name), kinds[name]
            values = value if isinstance(value, tuple) else (value,)
            right = all(_is(one, kind) and bounds.holds(one) for one in values)
            if not right or (get_origin(kind) is tuple) != isinstance(value, tuple):
                got = _clipped(", ".join(str(one).removesuffix(".0") for one in values))
                yield Problem(f"{self.name}.{name}", got or "nothing", f"{_kind(kind)}, {bounds}", _example(type(self), name))


def _settled(value: Any, kind: Any) -> Any:
    """A value as its field holds it, where nothing is lost by it: a list as a tuple, a whole number as a number."""
    if get_origin(kind) is tuple:
        return tuple(_settled(one, get_args(kind)[0]) for one in value) if isinstance(value, list | tuple) else value
    whole = kind is float and isinstance(value, int) and not isinstance(value, bool)
    return (float(value) if abs(value) < WHOLE else math.inf) if whole else value


def _is(value: Any, kind: Any) -> bool:
    """Whether a single value is of the type of its field; a whole number passes for a number."""
    one = get_args(kind)[0] if get_origin(kind) is tuple else kind
    if one is bool or isinstance(value, bool):
        return one is bool and isinstance(value, bool)
    if one is float:
        return isinstance(value, int | float)
    return isinstance(value, one)


def _read(value: Any, kind: Any) -> Any:
    """A value of the type of its field, from plain data or from text. Raises ValueError."""
    if get_origin(kind) is tuple:
        if not isinstance(value, str | list | tuple):
            raise TypeError(value)
        parts = value.split(",") if isinstance(value, str) else value
        return tuple(_read(part, get_args(kind)[0]) for part in parts if part != "")
    if kind is bool and isinstance(value, str):
        return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(value.lower(), value)
    if isinstance(value, str) and kind in (int, float):
        number = float(value)
        if kind is float:
            return number
        if not math.isfinite(number) or number != int(number):
            raise ValueError(value)
        return int(value) if value.lstrip("+-").isdigit() else int(number)
    if kind is int and isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _kind(kind: Any) -> str:
    if get_origin(kind) is tuple:
        return "numbers separated by commas" if get_args(kind)[0] is not str else "words separated by commas"
    return {int: "a whole number", float: "a number", bool: "yes or no", str: "a word"}[kind]


def _figure(value: float) -> str:
    """A bound as it is read: whole numbers in groups of three digits."""
    return f"{value:,.0f}" if math.isfinite(value) and value == int(value) and abs(value) < LARGE else f"{value:g}"


def _example(cls: type[Classic], name: str) -> str:
    default = {field.name: field.default for field in dataclasses.fields(cls)}[name]
    text = ",".join(map(str, default)) if isinstance(default, tuple) else str(default)
    return f"{name}={_clipped(text)}, as it is unless told"


def _clipped(value: Any) -> str:
    """A value as an error repeats it: its beginning, where it is long."""
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
