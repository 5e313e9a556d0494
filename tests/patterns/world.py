"""Small worlds for patterns: a republic of three places, as often as wanted, with what a test adds.

They differ from what ships in places, groups and acts, and never in parameters.
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

from groundswell.scenario.schema import Scenario

WHY = "assumed: a small world made up for a test"
QUIET = {"growth": 1.5, "unemployment": 8.0, "inflation": 4.0}
START = date(2001, 1, 1)

# share of people, mobilizable, economic weight, blockade power, exclusion, organized, exposure to the agenda, efficacy, crisis, side
GROUPS: dict[str, tuple[Any, ...]] = {
    "capital/neighbors": (0.15, 0.4, 1.0, 0.8, 0.6, 0.6, 0.8, 0.2, 0.8, "movement"),
    "capital/workers": (0.12, 0.3, 2.0, 0.3, 0.3, 0.6, 0.7, 0.2, 0.6, "movement"),
    "capital/middle-class": (0.10, 0.2, 1.5, 0.1, 0.0, 0.2, 0.4, 0.0, 0.4, "movement"),
    "hills/peasants": (0.30, 0.4, 0.8, 0.9, 0.9, 0.5, 0.7, 0.1, 0.5, "movement"),
    "hills/miners": (0.05, 0.5, 1.2, 0.6, 0.6, 0.8, 0.7, 0.3, 0.7, "movement"),
    "plains/farmhands": (0.13, 0.3, 0.8, 0.4, 0.4, 0.3, 0.5, 0.0, 0.6, "movement"),
    "plains/business": (0.15, 0.3, 2.5, 0.3, 0.0, 0.4, 0.5, 0.2, 0.3, "opposition"),
}
KINDS = {
    "neighbors": "neighbors", "workers": "workers", "middle-class": "middle_class", "peasants": "peasants", "miners": "miners",
    "farmhands": "peasants", "business": "business",
}  # fmt: skip
FIELDS = (
    "mobilizable_share", "economic_weight", "blockade_power", "exclusion", "organized", "agenda_exposure", "efficacy", "crisis_exposure",
    "side",
)  # fmt: skip
PEOPLE = 4_000_000


def world(years: float = 2, countries: Iterable[str] = ("north",), **more: Any) -> Scenario:
    """A world of republics that are alike, over some years; `more` are sections to add to, or fields to set otherwise."""
    days = round(365.25 * years)
    data: dict[str, Any] = {
        "schema_version": 1, "id": "small-world", "title": "A small world", "summary": "Made up for a test.", "question": "Does it work?",
        "start": START, "end": START + timedelta(days=days), "licence": "CC0-1.0", "sources": [],
    }  # fmt: skip
    for name in countries:
        for section, records in republic(name, days).items():
            data.setdefault(section, []).extend(records)
    for section, extra in more.items():
        data[section] = [*data[section], *extra] if isinstance(data.get(section), list) and isinstance(extra, list | tuple) else extra
    return Scenario.model_validate(data)


def republic(name: str, days: int) -> dict[str, list[dict[str, Any]]]:
    """One republic: capital, hills and plains; a government that keeps away what is asked, and who may follow."""
    own = lambda thing: f"{name}-{thing}"  # noqa: E731
    last = START + timedelta(days=days)
    months = [f"{year}-{month:02d}" for year in range(START.year, last.year + 1) for month in range(1, 13)]
    economy = [{"month": month, **QUIET, "source": WHY} for month in months]
    ballot = {"outsider": own("outsider"), "establishment": own("second")}
    country = {
        "id": name, "name": name.title(), "capital": own("capital"), "population": PEOPLE, "economy": economy,
        "first_government": own("first"), "removal_quorum": 0.66, "ballot": ballot, "source": WHY,
    }  # fmt: skip
    places = [
        {"id": own(place), "name": place, "country": name, "kind": kind, "visibility": seen, "source": WHY}
        for place, kind, seen in (("capital", "city", 1.0), ("hills", "region", 0.2), ("plains", "region", 0.4))
    ]
    groups = [
        {
            "id": f"{name}-{group}", "name": group, "place": own(group.split("/")[0]), "kind": KINDS[group.split("/")[1]],
            "population": share * PEOPLE, **dict(zip(FIELDS, rest, strict=True)), "source": WHY,
        }
        for group, (share, *rest) in GROUPS.items()
    ]  # fmt: skip
    contenders = [f"{name}-{group}" for group, values in GROUPS.items() if values[-1] == "movement"]
    return {
        "countries": [country], "places": places, "groups": groups,
        "organizations": [
            organization(own("union"), name, 0.2, {f"{name}-capital/workers": 0.6, f"{name}-hills/miners": 0.8}),
            organization(own("boards"), name, 0.4, {f"{name}-capital/neighbors": 0.7}),
            organization(own("league"), name, 0.3, {f"{name}-hills/peasants": 0.7, f"{name}-plains/farmhands": 0.4}),
        ],
        "forces": [
            force(own("police"), name, "police", {own("capital"): 6000, own("hills"): 2000, own("plains"): 3000}),
            force(own("army"), name, "conscript_army", {own("capital"): 8000, own("hills"): 6000, own("plains"): 4000}),
        ],
        "governments": [
            government(own("first"), name, line=0.7, policy=-0.6, successor=own("caretaker")),
            government(own("caretaker"), name, line=0.3, policy=0.0, calls_election_within=180, approval_at_entry=0.6, hope_at_entry=0.5),
            government(own("outsider"), name, line=0.2, policy=0.8, seats_share=0.5, approval_at_entry=0.7, hope_at_entry=0.6),
            government(own("second"), name, line=0.6, policy=-0.4),
        ],
        "demands": [
            demand(own("resource"), name, "resource", dict.fromkeys(contenders, 0.8), national=True),
            demand(own("tax"), name, "tax", dict.fromkeys(contenders, 0.6), veto=True),
            demand(own("land"), name, "livelihood", {f"{name}-hills/peasants": 1.0}),
            demand(own("pits"), name, "livelihood", {f"{name}-hills/miners": 1.0}),
            demand(own("autonomy"), name, "autonomy", {f"{name}-plains/business": 1.0}, side="opposition"),
        ],
        "ties": [
            {"kind": "adjacent", "from": own("capital"), "to": own("hills"), "weight": 1, "source": WHY},
            {"kind": "adjacent", "from": own("capital"), "to": own("plains"), "weight": 1, "source": WHY},
            {"kind": "route", "from": own("hills"), "to": own("capital"), "weight": 0.8, "source": WHY},
            {"kind": "route", "from": own("plains"), "to": own("capital"), "weight": 0.5, "source": WHY},
            {"kind": "pact", "from": own("union"), "to": own("boards"), "weight": 0.5, "source": WHY},
        ],
    }  # fmt: skip


def organization(name: str, country: str, line: float, members: Mapping[str, float]) -> dict[str, Any]:
    return {
        "id": name, "name": name, "country": country, "line": line, "electoral_stake": 0.2, "trust": 0.7, "members": dict(members),
        "source": WHY,
    }  # fmt: skip


def force(name: str, country: str, kind: str, headcount: Mapping[str, float]) -> dict[str, Any]:
    return {
        "id": name, "name": name, "country": country, "kind": kind, "headcount": dict(headcount), "loyalty_lowest": 0.5,
        "loyalty_highest": 1.0, "source": WHY,
    }  # fmt: skip


def government(name: str, country: str, **fields: Any) -> dict[str, Any]:
    usual = {"line": 0.5, "unity": 0.7, "seats_share": 0.45, "approval_at_entry": 0.45, "hope_at_entry": 0.2, "policy": 0.0}
    return {"id": name, "head": f"head of {name}", "country": country, **usual, **fields, "source": WHY}


def demand(name: str, country: str, kind: str, exposure: Mapping[str, float], **fields: Any) -> dict[str, Any]:
    usual = {"side": "movement", "exposure": dict(exposure)}
    return {"id": name, "name": name, "country": country, "kind": kind, **usual, **fields, "source": WHY}


def act(
    name: str, day: int, kind: str, demand: str | None, severity: float = 0.0, government: str = "any", **fields: Any
) -> dict[str, Any]:  # fmt: skip
    """An act of policy so many days after the start; it comes whoever governs unless a government is named."""
    structural = {"structural": "part of what the test sets up"} if government == "any" else {}
    return {
        "id": name, "date": START + timedelta(days=day), "name": name, "government": government, **structural, "kind": kind,
        "demand": demand, "severity": severity, **fields, "source": WHY,
    }  # fmt: skip


def with_field(scenario: Scenario, path: str, value: Any) -> Scenario:
    """The same world with one field otherwise."""
    return scenario.set(path, deepcopy(value))
