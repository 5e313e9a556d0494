"""Worlds made up for tests, as small as a claim allows, and ways to walk a block through its day line by line."""

import datetime
import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np

from groundswell.compile import Compiled, compile_scenario
from groundswell.engine.anatomy import Mechanism, anatomy, plain
from groundswell.engine.run import Course, start
from groundswell.engine.state import LANES, STATE, TODAY, Field
from groundswell.scenario.schema import Scenario

WHY = "assumed: a world made up to test the engine"
START = datetime.date(2001, 3, 1)
HISTORIES = np.arange(LANES, dtype=np.uint64)
DRAMATIC = {
    "barrier": 4.5, "demand_weight": 12.0, "visibility_weight": 7.0, "rise_rate": 0.3, "call_rate": 2.0, "call_threshold": 0.25,
    "supply_days": 10.0, "operation_rate": 2.0, "operation_siege": 0.45, "mutiny_rate": 2.0, "fall_base": -14.0, "fall_stoppage": 12.0,
    "concession_rate": 0.5, "diversion_rate": 0.01, "fatigue_days": 10.0, "clash_rate": 0.5, "agenda_action": 0.012,
    "council_days": 5.0, "transfer_rate": 5.0, "reversal_rate": 0.5, "reversal_threat": 0.05, "control_days": 3.0,
    "crisis_rate": 0.5,
}  # fmt: skip


def record(**fields: Any) -> dict[str, Any]:
    """A record of a scenario with the one source that made-up worlds have."""
    return {"source": WHY, **fields}


def group(name: str, **own: Any) -> dict[str, Any]:
    """A group of middling numbers, changed where the test says so."""
    usual = {
        "id": name, "name": name, "place": name.split("/")[0], "kind": "workers", "population": 400_000, "mobilizable_share": 0.3,
        "economic_weight": 1.0, "blockade_power": 0.8, "exclusion": 0.5, "organized": 0.6, "agenda_exposure": 0.8, "efficacy": 0.0,
        "crisis_exposure": 0.5, "side": "movement",
    }  # fmt: skip
    return record(**{**usual, **own})


def place(name: str, **own: Any) -> dict[str, Any]:
    """A city seen by the whole country."""
    return record(**{"id": name, "name": name, "country": "land", "kind": "city", "visibility": 1.0, **own})


def government(name: str, **own: Any) -> dict[str, Any]:
    """A government ready to use force, followed by the next one."""
    usual = {
        "id": name, "head": name, "country": "land", "line": 0.9, "unity": 0.6, "seats_share": 0.5, "approval_at_entry": 0.4,
        "hope_at_entry": 0.3, "policy": -0.5, "successor": "second", "calls_election_within": None,
    }  # fmt: skip
    return record(**{**usual, **own})


def demand(name: str, exposure: Mapping[str, float], **own: Any) -> dict[str, Any]:
    """A local demand of the movement."""
    usual = {
        "id": name, "name": name, "country": "land", "kind": "price", "national": False, "veto": False, "shared_with_police": False,
        "side": "movement", "exposure": dict(exposure),
    }  # fmt: skip
    return record(**{**usual, **own})


def act(name: str, day: int, **own: Any) -> dict[str, Any]:
    """Something any government does on one day."""
    date = (START + datetime.timedelta(days=day)).isoformat()
    return record(**{"id": name, "date": date, "name": name, "government": "any", "kind": "price", "severity": 0.8, **own})


def months(first: datetime.date, last: datetime.date) -> list[dict[str, Any]]:
    """An economy that worsens month by month."""
    rows, month = [], first.replace(day=1)
    while month <= last:
        k = len(rows)
        rows.append(record(month=f"{month:%Y-%m}", growth=1.0 - k, unemployment=8.0 + k, inflation=4.0 + k))
        month = (month + datetime.timedelta(days=32)).replace(day=1)
    return rows


def lone(days: int = 30, **own: Any) -> dict[str, Any]:
    """One group in one city: no ties, no organization, no police, nothing that happens by itself."""
    end = START + datetime.timedelta(days=days - 1)
    country = record(
        id="land", name="Land", capital="city", population=400_000, economy=months(START, end), first_government="first",
        removal_quorum=0.67, ballot={"outsider": "second", "establishment": "first"},
    )  # fmt: skip
    return {
        "schema_version": 1, "id": "lone", "title": "Lone", "summary": "one group", "question": "what does it do?", "licence": "CC0-1.0",
        "start": START.isoformat(), "end": end.isoformat(), "sources": [], "countries": [country], "places": [place("city")],
        "groups": [group("city/workers", **own)], "governments": [government("first"), government("second", line=0.1)],
        "demands": [demand("bread", {"city/workers": 1.0})],
    }  # fmt: skip


def small(days: int = 40) -> dict[str, Any]:
    """Two cities and a valley in which every mechanism of the model finds something to act on."""
    data = lone(days)
    data["countries"][0]["ballot"] = {"outsider": "outsider", "establishment": "old-guard"}
    data["places"] = [place("city"), place("hill"), place("valley", kind="region", visibility=0.4)]
    data["groups"] = [
        group("city/workers"), group("hill/neighbors", kind="neighbors", blockade_power=1.0, agenda_exposure=1.0),
        group("valley/peasants", kind="peasants", mobilizable_share=0.25, exclusion=0.9),
        group("valley/business", kind="business", side="opposition"),
    ]  # fmt: skip
    everyone = {"city/workers": 1.0, "hill/neighbors": 1.0, "valley/peasants": 0.6}
    data["demands"] = [
        demand("bread", everyone, shared_with_police=True), demand("roads", {"valley/peasants": 1.0}, kind="service"),
        demand("gas", everyone, kind="resource", national=True), demand("tax", {"hill/neighbors": 1.0}, kind="tax", veto=True),
        demand("autonomy", {"valley/business": 1.0}, kind="autonomy", side="opposition"),
    ]  # fmt: skip
    data["acts"] = [
        act("prices", 1, demand="bread", police_grievance=0.9), act("plan", 2, kind="resource", demand="gas"),
        act("promise", 3, kind="promise", demand="roads"), act("forms", 4, kind="tax", demand="tax"),
        act("talks", 6, kind="diversion", severity=0.1, hope=0.1, government="first", structural="whoever governs this country"),
    ]  # fmt: skip
    data["governments"] = [
        government("first"), government("second", line=0.2, calls_election_within=12, approval_at_entry=0.6),
        government("outsider", policy=0.8), government("old-guard", policy=-0.8),
    ]  # fmt: skip
    data["organizations"] = [
        record(id="union", name="Union", country="land", line=0.8, electoral_stake=0.5, trust=0.8, members={"city/workers": 0.7}),
        record(
            id="boards", name="Boards", country="land", line=0.5, electoral_stake=0.1, trust=0.8,
            members={"hill/neighbors": 0.9, "valley/peasants": 0.4},
        ),
    ]  # fmt: skip
    data["forces"] = [
        record(
            id="police", name="Police", country="land", kind="police", headcount={"city": 5000, "hill": 2000, "valley": 1000},
            loyalty_lowest=0.4, loyalty_highest=0.9,
        ),
        record(
            id="army", name="Army", country="land", kind="conscript_army", headcount={"city": 3000, "hill": 3000},
            loyalty_lowest=0.3, loyalty_highest=0.9,
        ),
    ]  # fmt: skip
    data["ties"] = [
        {"kind": kind, "from": a, "to": b, "weight": weight, "source": WHY}
        for kind, a, b, weight in (
            ("adjacent", "city", "hill", 1.0), ("adjacent", "hill", "valley", 1.0), ("route", "hill", "city", 1.0),
            ("route", "valley", "hill", 0.6), ("pact", "union", "boards", 0.8),
        )
    ]  # fmt: skip
    vote = (START + datetime.timedelta(days=200)).isoformat()
    data["elections"] = [record(id="vote", date=vote, country="land", winner="outsider", inauguration=vote, structural="made up")]
    return data


def everything(days: int = 70) -> dict[str, Any]:
    """The small world with what the other mechanisms read, and an island beside it whose example and trade reach it."""
    data = small(days)
    land = data["countries"][0] | {"debt": 0.9, "lender_program": 0.8, "exit": 0.8, "mediator": 1.0, "tutelage": 0.5}
    isle = lone(days)
    own = {"first": "islander", "second": "islander-two", "outsider": "islander-two"}
    data["countries"] = [land, land | {"id": "isle", "name": "Isle", "capital": "port", "first_government": "islander", "population": 400_000}]
    data["countries"][0]["population"] = sum(one["population"] for one in data["groups"])
    data["countries"][1]["ballot"] = {"outsider": "islander-two", "establishment": "islander"}
    data["places"] = [one | {"resource_share": 0.8 * (one["id"] == "valley")} for one in data["places"]] + [place("port", country="isle")]
    data["groups"] = [one | {"communication": 0.9, "memory": 0.5} for one in data["groups"]] + [group("port/dockers")]
    data["organizations"] = [one | {"militants": 0.6} for one in data["organizations"]]
    data["governments"] = [
        *(one | {"base": 0.3, "seats_share": 0.3, "policy": 0.4, "line": 0.5} for one in data["governments"]),
        *(government(own[one["id"]], country="isle", successor="islander-two") for one in isle["governments"]),
    ]  # fmt: skip
    data["demands"] += [demand("harbor", {"port/dockers": 1.0}, country="isle", national=True, kind="resource")]
    data["acts"] += [
        act("closure", 5, kind="layoff", demand="roads"), act("land", 2, kind="reform", demand="roads"),
        act("siege", 9, kind="emergency", demand=None, severity=0.0), act("sale", 1, kind="resource", demand="harbor"),
    ]  # fmt: skip
    data["flows"] = [
        record(**{"from": "valley/peasants", "to": "hill/neighbors", "yearly_share": 0.1, "dismissed_share": 0.5}),
        record(**{"from": "hill/neighbors", "to": "city/workers", "yearly_share": 0.05}),
    ]  # fmt: skip
    data["ties"] += [
        {"kind": kind, "from": a, "to": b, "weight": 1.0, "source": WHY}
        for kind, a, b in (("abroad", "isle", "land"), ("abroad", "land", "isle"), ("trade", "isle", "land"))
    ]
    data["outside_powers"] = [record(id="power", name="Power", capacity=1.0, interest={"land": 1.0}, aid={"isle": 0.2})]
    return data


def compiled(data: Mapping[str, Any], off: Iterable[str] = ()) -> Compiled:
    """A made-up world as arrays."""
    return compile_scenario(Scenario.model_validate(data), off)


def lanes(values: Mapping[str, float]) -> dict[str, Any]:
    """The same parameters in every lane."""
    return {name: np.full(LANES, float(value)) for name, value in values.items()}


def morning(data: Mapping[str, Any], parameters: Mapping[str, Any] | None = None, off: Iterable[str] = (), seed: int = 1) -> Course:
    """The first morning of a made-up world."""
    return start(compiled(data, off), dict(parameters or {}), seed, HISTORIES)


def act_out(line: Mechanism, course: Course, day: int) -> None:
    """One line of the model, called by itself."""
    call(line.function, course, day)


def call(function: Callable[..., None], course: Course, day: int = 0) -> None:
    """One kernel with the arguments that it asks for by name."""
    given, code = {**course._asdict(), "day": day}, plain(function).__code__
    function(*(given[name] for name in code.co_varnames[: code.co_argcount]))


def walk(course: Course, days: Iterable[int], after: Callable[[Mechanism, int], None] | None = None, without: str = "") -> None:
    """Days of the model, line by line in its own order, as if the line of ``without`` had been deleted.

    A line behind a switch that is off is passed over.
    """
    for day in days:
        for line in anatomy():
            if line.name == without or (line.id and not course.on[line.name]):
                continue
            act_out(line, course, day)
            if after is not None:
                after(line, day)


class Breach(NamedTuple):
    """A declared bound that does not hold: after which line, on which day, where, what."""

    line: str
    day: int
    thing: str
    field: str
    history: int
    value: float


def breaches(course: Course, names: Any, line: str, day: int) -> list[Breach]:
    """The declared bounds of state and day that do not hold now."""
    found: list[Breach] = []
    for layout, holder in ((STATE, course.s), (TODAY, course.today)):
        low, high = limits(layout, holder)
        if not ((holder.flat >= low) & (holder.flat <= high)).all():
            for kind, declared in layout.items():
                for field in declared:
                    found += breaches_of(getattr(holder, kind), kind, field, names, (line, day))
    return found


def limits(layout: Mapping[str, tuple[Field, ...]], holder: Any) -> tuple[np.ndarray, np.ndarray]:
    """The bounds of every number of ``flat``."""
    key = (id(layout), tuple(getattr(holder, kind).shape[0] for kind in layout))
    if key not in LIMITS:
        ends = [
            [np.tile(np.repeat([getattr(f, end) for f in layout[kind]], LANES), n) for kind, n in zip(layout, key[1], strict=True)]
            for end in ("low", "high")
        ]
        LIMITS[key] = np.concatenate(ends[0]), np.concatenate(ends[1])
    return LIMITS[key]


LIMITS: dict[Any, tuple[np.ndarray, np.ndarray]] = {}


def breaches_of(things: Any, kind: str, field: Field, names: Any, moment: tuple[str, int]) -> list[Breach]:
    """The things of one kind whose field lies outside its bounds, by name and history."""
    values = things[field.name]
    inside = (values >= field.low) & (values <= field.high)
    return [
        Breach(*moment, name_of(names, kind, int(thing)), f"{kind}.{field.name}", int(r), float(values[thing, r]))
        for thing, r in np.argwhere(~inside)
    ]


def name_of(names: Any, kind: str, index: int) -> str:
    """The id of a thing of the state."""
    ids = {"nations": "countries"}.get(kind, kind)
    return str(getattr(names, ids)[index]) if hasattr(names, ids) else f"{kind} {index}"


def digest(course: Course) -> str:
    """A short mark of every bit of state and day."""
    return hashlib.sha256(course.s.flat.tobytes() + course.today.flat.tobytes()).hexdigest()[:12]
