"""A history as a dated story: one sentence an event, by templates, with the names of the scenario."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.recorder import EVENT_ENTITIES, EVENT_KINDS

if TYPE_CHECKING:
    from groundswell.scenario.schema import Scenario

WEEK = 7
MANY = 5  # dead on one day that no short telling leaves out before an act of policy

# Kinds in order of weight: what a short telling keeps first.
WEIGHT = (
    "fall", "intervention", "power_transferred", "reversal_attempted", "reversal_failed", "election", "succession", "operation",
    "emergency", "crisis", "mediation", "mutiny", "refusal", "killed", "killed_by_bodies", "act", "few killed", "operation_ends",
    "mutiny_ends", "diversion", "concession", "call", "call_off", "protest_event",
)  # fmt: skip
# Of which kinds all events of one day make one sentence.
MERGED = ("call", "call_off", "killed", "killed_by_bodies", "concession", "protest_event")
ROUTES = {
    "street": "under pressure of the street",
    "congress": "removed by congress",
    "transfer": "as power passes to councils",
    "reversal": "to a reversal by force",
    "coup": "to a coup",
    "intervention": "to an intervention from outside",
}


@dataclass(frozen=True)
class Told:
    """One event, or several of a kind on one day, in a sentence.

    `names` are ids of the scenario (places, organizations, demands, acts or governments), with
    an amount each: persons killed, share of a demand granted. `place` is where it can be shown.
    """

    date: date
    day: int
    kind: str
    words: str
    place: str | None
    names: tuple[str, ...]
    amounts: tuple[float, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {**plain, "date": self.date.isoformat(), "names": list(self.names), "amounts": list(self.amounts)}

    def __str__(self) -> str:
        return f"{self.date}  {self.words}"


class Names(NamedTuple):
    """How the things of a scenario are called, by id; heads for governments."""

    places: Mapping[str, str]
    organizations: Mapping[str, str]
    demands: Mapping[str, str]
    acts: Mapping[str, str]
    governments: Mapping[str, str]

    @classmethod
    def of(cls, scene: "Scenario") -> "Names":
        """The names of a scenario."""
        sections = (scene.places, scene.organizations, scene.demands, scene.acts)
        places, organizations, demands, acts = ({thing.id: thing.name for thing in things} for things in sections)
        return cls(places, organizations, demands, acts, {government.id: government.head for government in scene.governments})


class Setting(NamedTuple):
    """What a story is told from: names by index and by id, dates, and the daily share in action of each place."""

    names: Names
    ids: Mapping[str, Sequence[str]]
    date: Callable[[int], date]
    active: Mapping[str, NDArray[Any]]


def tell(rows: NDArray[Any], setting: Setting) -> tuple[Told, ...]:
    """The story of one history from its events, in their order."""
    kinds = setting.ids["event_kinds"]
    grouped: dict[tuple[int, str], list[Any]] = {}
    for row in rows:
        grouped.setdefault((int(row["day"]), kinds[int(row["kind"])]), []).append(row)
    return tuple(told for (day, kind), some in grouped.items() for told in _told(day, kind, some, setting))


def headlines(story: Sequence[Told], most: int) -> tuple[Told, ...]:
    """The weightiest events, not more than so many, in the order of time."""
    ranked = sorted(story, key=lambda told: (WEIGHT.index(_weighed(told)), -sum(told.amounts), told.day))
    chosen = {id(told) for told in ranked[:most]}
    return tuple(told for told in story if id(told) in chosen)


def _weighed(told: Told) -> str:
    """A kind for weighing: a few deaths weigh less than an act of policy."""
    return "few killed" if told.kind == "killed" and sum(told.amounts) < MANY else told.kind


def _told(day: int, kind: str, rows: list[Any], setting: Setting) -> Iterator[Told]:
    for some in [rows] if kind in MERGED else [[row] for row in rows]:
        things = ENTITY[kind]
        ids = tuple(setting.ids[things][int(row["entity"])] for row in some)
        amounts = tuple(float(row["amount"]) for row in some)
        words = TEMPLATES[kind](ids, amounts, setting)
        place = ids[int(np.argmax(amounts))] if things == "places" else None
        after = _action(place, day, setting) if kind in ("killed", "operation") and place else ""
        yield Told(setting.date(day), day, kind, f"{words}{after}", place, ids, amounts)


def _action(place: str, day: int, setting: Setting) -> str:
    """How many are in action in a place that day and a week later."""
    active = setting.active[place]
    later = min(day + WEEK, len(active) - 1)
    now, then = (round(100 * float(active[k])) for k in (day, later))  # percent
    return f" In action there: {now} %, {then} % on {setting.date(later)}."


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."


Template = Callable[[tuple[str, ...], tuple[float, ...], Setting], str]


def _call(ids: tuple[str, ...], amounts: tuple[float, ...], setting: Setting) -> str:
    return _sentence(f"{_and([setting.names.organizations[name] for name in ids])} call{'s' if len(ids) == 1 else ''} members out")


def _call_off(ids: tuple[str, ...], amounts: tuple[float, ...], setting: Setting) -> str:
    return _sentence(f"{_and([setting.names.organizations[name] for name in ids])} call{'s' if len(ids) == 1 else ''} it off")


def _deaths(by: str) -> Template:
    def told(ids: tuple[str, ...], amounts: tuple[float, ...], setting: Setting) -> str:
        people = [f"{amount:.0f} {'person' if amount == 1 else 'people'}" for amount in amounts]
        return _sentence(f"{by} {_and([f'{some} in {setting.names.places[name]}' for some, name in zip(people, ids, strict=True)])}")

    return told


def _concession(ids: tuple[str, ...], amounts: tuple[float, ...], setting: Setting) -> str:
    return _sentence(f"the government gives way on: {'; '.join(setting.names.demands[name] for name in ids)}")


def _fall(ids: tuple[str, ...], amounts: tuple[float, ...], setting: Setting) -> str:
    route = setting.ids["fall_routes"][int(amounts[0])]
    return _sentence(f"the government of {setting.names.governments[ids[0]]} falls, {ROUTES.get(route, route)}")


def _reported(ids: tuple[str, ...], amounts: tuple[float, ...], setting: Setting) -> str:
    return _sentence(f"protest is reported in {_and([setting.names.places[name] for name in ids])}")


def _at(words: str) -> Template:
    return lambda ids, amounts, setting: _sentence(words.format(place=setting.names.places[ids[0]]))


def _by(words: str) -> Template:
    return lambda ids, amounts, setting: _sentence(words.format(head=setting.names.governments[ids[0]]))


ENTITY = dict(zip(EVENT_KINDS, EVENT_ENTITIES, strict=True))

TEMPLATES: dict[str, Template] = {
    "act": lambda ids, amounts, setting: _sentence(setting.names.acts[ids[0]]),
    "call": _call,
    "call_off": _call_off,
    "killed": _deaths("forces kill"),
    "killed_by_bodies": _deaths("armed civilians kill"),
    "concession": _concession,
    "fall": _fall,
    "operation": _at("an armed operation to open the roads to {place} is ordered"),
    "operation_ends": _at("the operation around {place} ends"),
    "mutiny": _at("police in {place} mutiny"),
    "mutiny_ends": _at("a deal ends the police mutiny in {place}"),
    "refusal": _at("troops around {place} refuse an order"),
    "reversal_attempted": _at("opponents try to take power in {place} by force"),
    "reversal_failed": _at("the attempt in {place} fails"),
    "power_transferred": _at("power passes to councils in {place}"),
    "protest_event": _reported,
    "diversion": _by("the government of {head} offers a vote or a quarrel in place of the question itself"),
    "succession": _by("{head} takes office"),
    "election": _by("an election is held; {head} wins"),
    "crisis": _at("a currency crisis strikes; it is told in {place}"),
    "emergency": _at("emergency powers are decreed in {place}"),
    "mediation": _at("both sides come to a third party's table in {place}"),
    "intervention": _at("an outside power steps in at {place}"),
}
