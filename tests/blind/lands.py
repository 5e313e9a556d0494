"""Two countries that hear of each other, with every input that a mechanism of the model can act on."""

from typing import Any

import numpy as np
from tests.patterns.world import START, WHY, act, world

from groundswell.compile import Compiled, compile_scenario
from groundswell.engine.state import LANES
from groundswell.scenario.parameters import PARAMETERS

TWO = ("north", "south")
# What is rare in a world that looks like ours comes often here.
RESTLESS = {
    "barrier": 4.8, "demand_weight": 9.0, "call_rate": 2.0, "call_threshold": 0.3, "supply_days": 10.0, "fall_base": -14.0,
    "fall_stoppage": 12.0, "mutiny_rate": 1.0, "mutiny_deal_rate": 0.1, "operation_rate": 2.0, "operation_siege": 0.3,
    "operation_end_rate": 0.05, "diversion_rate": 0.02, "diversion_wait": 60.0, "council_days": 1.5, "control_days": 2.0,
    "control_crowd": 0.02, "reversal_rate": 0.03, "reversal_threat": 0.2, "crisis_rate": 0.3, "crisis_months": 4.0, "coup_rate": 0.05,
    "intervention_rate": 0.02, "mediation_rate": 2.0, "emergency_rate": 0.3, "arms_fight_rate": 5.0, "arms_rate": 0.1,
    "massacre_killed": 2.0, "post_rate": 0.1, "leader_days": 30.0, "leader_rate": 0.3, "policy_push": 0.1, "council_rule_days": 40.0,
    "isolation_days": 60.0, "refusal_rate": 1.0, "threat_days": 20.0, "parked_return_days": 40.0, "exit_rate": 1.0,
    "militant_build_days": 20.0, "memory_build_days": 20.0, "organizing_months": 6.0, "identity_months": 12.0, "hardship_days": 60.0,
    "torn_unity": 0.02, "room_days": 60.0, "boundary_rate": 0.05, "autonomy_rate": 0.05, "abroad_visibility": 0.3,
}  # fmt: skip


def two_lands(days: int, off: tuple[str, ...] = ()) -> Compiled:
    """North and south over so many days."""
    plain = world(days / 365.25, TWO)
    data = plain.model_dump(by_alias=True)
    for name in TWO:
        furnish(data, name, far=name == "south")
    data["acts"] = [a for name in TWO for a in deeds(name)]
    data["elections"] = [
        vote("south", 150, every=70, blocked=0.4), vote("north", 200, winner="north-second"), vote("north", 300, blocked=0.2),
    ]  # fmt: skip
    left, came = "south-first", "south-caretaker"
    data["handovers"] = [{"id": "illness", "date": day(40), "outgoing": left, "incoming": came, "structural": WHY, "source": WHY}]
    abroad = tie("abroad", "north", "south", 0.8), tie("abroad", "south", "north", 0.5)
    data["ties"] = [*data["ties"], *abroad, tie("trade", "north", "south", 0.9)]
    data["flows"] = [move for name in TWO for move in moves(name)]
    data["outside_powers"] = [
        power("empire", 1.2, {"north": 0.9, "south": 1.0}, {"north": 0.1}, [{"from": day(60), "to": day(200), "share": 0.4}]),
        power("patron", 0.3, {"south": 0.5}, {"south": 0.5, "north": 0.3}, [{"from": day(30), "to": day(90), "share": 1.0}]),
    ]
    return compile_scenario(type(plain).model_validate(data), off)


def day(number: int) -> Any:
    """The date of a day number."""
    return START + np.timedelta64(number, "D").astype(object)


def furnish(data: dict[str, Any], name: str, far: bool) -> None:
    """Debts, a way out, trust in a mediator, an army that rules beside, a region that lives well, and what people remember."""
    by_id = {thing["id"]: thing for kind in ("countries", "places", "governments", "demands") for thing in data[kind]}
    by_id[name] |= {"debt": 0.9, "lender_program": 0.3, "exit": 0.7, "mediator": 0.8, "tutelage": 0.6, "removal_quorum": 0.5}
    by_id[f"{name}-plains"] |= {"resource_share": 0.8}
    by_id[f"{name}-hills"] |= {"resource_share": 0.1, "kind": "city"}
    for k, group in enumerate(thing for thing in data["groups"] if thing["id"].startswith(name)):
        group |= {"communication": 0.1 * k, "memory": 0.6 - 0.08 * k}
    for k, body in enumerate(thing for thing in data["organizations"] if thing["country"] == name):
        body |= {"militants": 0.2 * k + 0.1 * far, "line": 0.3 - 0.5 * k}
    by_id[f"{name}-outsider"] |= {"base": 0.8, "calls_election_within": 90 if far else None}
    by_id[f"{name}-first"] |= {"seats_share": 0.2, "base": 0.1, "successor": f"{name}-caretaker"}
    by_id[f"{name}-caretaker"] |= {"successor": f"{name}-outsider", "policy": 0.3, "calls_election_within": 60}
    by_id[f"{name}-tax"] |= {"shared_with_police": True}
    by_id[f"{name}-resource"] |= {"veto": far}


def deeds(name: str) -> list[dict[str, Any]]:
    """What governments do: one act of each kind and more, on firsts of a month too, by anybody and by one alone."""
    own = {"price": "tax", "tax": "tax", "resource": "resource", "livelihood": "land", "wage": "pits", "promise": "tax", "layoff": "pits",
           "reform": "land", "diversion": None, "emergency": None}  # fmt: skip
    months = (31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365)
    acts = []
    for round_, late in enumerate((5, 60, 170, 290)):
        for k, (kind, demand) in enumerate(own.items()):
            government = f"{name}-first" if (k + round_) % 5 == 0 else "any"
            raises = f"{name}-{demand}" if demand else None
            hope = {"hope": 0.2} if kind == "diversion" else {}
            grieves = {"police_grievance": 0.8} if kind == "tax" else {}
            acts.append(act(f"{name}-{kind}-{round_}", late + 7 * k, kind, raises, 0.7, government, **hope, **grieves))
    acts += [act(f"{name}-pit-{k}", month, "layoff", f"{name}-{('pits', 'tax', 'resource')[k % 3]}", 0.4) for k, month in enumerate(months)]
    acts += [act(f"{name}-gift-{k}", month, "reform", f"{name}-{('tax', 'resource')[k % 2]}", 0.4) for k, month in enumerate(months)]
    return acts


def vote(country: str, number: int, **fields: Any) -> dict[str, Any]:
    """An election of a country, whose result is the scenario's if it names a winner and the model's if not."""
    named = {"inauguration": day(number + 20), "structural": WHY} if "winner" in fields else {}
    return {"id": f"{country}-vote-{number}", "date": day(number), "country": country, **fields, **named, "source": WHY}


def tie(kind: str, origin: str, target: str, weight: float) -> dict[str, Any]:
    """What joins two countries."""
    return {"kind": kind, "from": origin, "to": target, "weight": weight, "source": WHY}


def moves(name: str) -> list[dict[str, Any]]:
    """From the hills to the city and the plains, and on from the city."""
    ways = (("hills/peasants", "capital/neighbors", 0.2, 0.0), ("hills/peasants", "plains/farmhands", 0.1, 0.2),
            ("hills/miners", "capital/neighbors", 0.0, 0.7), ("capital/neighbors", "hills/peasants", 0.05, 0.1),
            ("hills/miners", "plains/business", 0.1, 0.2))  # fmt: skip
    return [
        {"from": f"{name}-{a}", "to": f"{name}-{b}", "yearly_share": yearly, "dismissed_share": dismissed, "source": WHY}
        for a, b, yearly, dismissed in ways
    ]


def power(name: str, capacity: float, interest: dict[str, float], aid: dict[str, float], bound: list[dict[str, Any]]) -> dict[str, Any]:
    """A power outside, with means that have an end."""
    return {"id": name, "name": name, "capacity": capacity, "interest": interest, "aid": aid, "commitments": bound, "source": WHY}


def every_number_its_own() -> dict[str, Any]:
    """Each parameter otherwise in each history: drawn ones within their range, held ones a fifth about their value.

    Equal defaults would hide that the wrong one of two is read.
    """
    spread, values = np.arange(LANES) / (LANES - 1.0), {}
    for k, row in enumerate(PARAMETERS):
        share = np.roll(spread, 7 * k)
        if row.prior != "fixed" and row.name not in RESTLESS:
            values[row.name] = row.lower + share * (row.upper - row.lower)
        else:
            values[row.name] = np.clip(RESTLESS.get(row.name, row.default) * (0.8 + 0.4 * share), row.lower, row.upper)
    lane = np.arange(LANES)
    values["transfer_rate"] = np.where(lane % 2 == 0, 0.0, 50.0)
    values["congress_rate"] = np.where(lane % 4 < 2, 1.0, 0.0)
    return values
