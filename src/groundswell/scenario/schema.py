"""What the world of a scenario is made of: plain records, frozen, each with its source.

A scenario says what exists and what governments did. It never says what people did in answer:
that is what the model is for. Records name one another by id; `crosscheck` holds them together.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from groundswell.scenario.quantities import (
    CellPersons,
    Date,
    Days,
    Efficacy,
    Latitude,
    Line,
    Longitude,
    Number,
    PartShare,
    Percent,
    PercentShare,
    Persons,
    Share,
    Weight,
)
from groundswell.sources import Id, Source, SourceText

if TYPE_CHECKING:
    from groundswell.scenario.fitted import Fitted

GroupId = Annotated[
    str,
    Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*$", json_schema_extra={"unit": "place/group"}),
]
Month = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$", json_schema_extra={"unit": "YYYY-MM"})]
Text = Annotated[str, Field(min_length=1)]
ANY = "any"  # the government of an act that comes whoever governs
PEOPLED = ("countries", "places", "groups", "governments")  # what no world can be without
Side = Literal["movement", "opposition"]


class Record(BaseModel):
    """A frozen record that refuses every field it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Sourced(Record):
    """A record whose numbers come from somewhere."""

    source: SourceText = Field(description="ids of the bibliography, or `assumed: why`")
    sources: dict[str, SourceText] = Field(default_factory=dict, description="the source of single fields, where it is another")


class EconomyMonth(Sourced):
    """One month of a country's economy."""

    month: Month = Field(description="the month")
    growth: Percent = Field(description="growth of output a head, a year")
    unemployment: PercentShare = Field(description="part of the labor force without work")
    inflation: Percent = Field(description="rise of consumer prices, a year")

    @property
    def id(self) -> str:
        """The month is the row's name."""
        return self.month


class Ballot(Record):
    """Who takes office if an early election, called within a history, is won by each side."""

    outsider: Id = Field(description="the government if those outside the establishment win")
    establishment: Id = Field(description="the government if the establishment wins")


class Country(Sourced):
    """A state with its economy and its constitution."""

    id: Id = Field(description="how records name this country")
    name: Text = Field(description="the country's name")
    capital: Id = Field(description="the place where government sits")
    population: Persons = Field(description="everybody who lives there")
    economy: tuple[EconomyMonth, ...] = Field(description="the economy, month by month")
    first_government: Id = Field(description="the government in office on the first day")
    removal_quorum: Share = Field(description="share of seats that can remove the head of government")
    ballot: Ballot = Field(description="who takes office if either side wins an election that the model decides, or power by force")
    debt: Share = Field(default=0, description="how far the economy lives from foreign capital")
    lender_program: Share = Field(default=0, description="how far lenders' conditions bind the budget")
    exit: Share = Field(default=0, description="how open the way abroad is to those who want to leave")
    mediator: Share = Field(default=0, description="trust of both sides in a third party, such as a church or an ombudsman")
    tutelage: Share = Field(default=0, description="how far the army rules beside the government")


class Place(Sourced):
    """A city or a region."""

    id: Id = Field(description="how records name this place")
    name: Text = Field(description="the place's name")
    country: Id = Field(description="the country it lies in")
    kind: Literal["city", "region"] = Field(description="city or region")
    visibility: Share = Field(description="how far a death there is felt in the nation")
    resource_share: Share = Field(default=0, description="its part in the country's income from resources")
    latitude: Latitude | None = Field(default=None, description="north is positive")
    longitude: Longitude | None = Field(default=None, description="east is positive")


class Group(Sourced):
    """A cell: one social group in one place."""

    id: GroupId = Field(description="place/group")
    name: Text = Field(description="the group's name")
    place: Id = Field(description="where it lives")
    kind: Literal[
        "neighbors", "workers", "public_employees", "informal", "middle_class", "peasants", "irrigators",
        "coca_growers", "miners", "students", "pensioners", "business", "settlers", "urban",
    ] = Field(description="what its people live by")  # fmt: skip
    population: CellPersons = Field(description="persons in the cell, with families")
    mobilizable_share: PartShare = Field(description="share that could be active at all, m")
    economic_weight: Weight = Field(description="part in the economy that stops if all stop work, ω")
    blockade_power: Share = Field(description="how well it can close the roads of its place, b")
    exclusion: Share = Field(description="how far it is kept out of the state by identity, x")
    organized: Share = Field(description="share in organizations, O")
    agenda_exposure: Share = Field(description="how far the national agenda is its own, g")
    efficacy: Efficacy = Field(description="confidence to win by acting, on the first day, E0")
    crisis_exposure: Share = Field(description="how far an economic crisis reaches it")
    communication: Share = Field(default=0, description="how far roads, radio and schools reach it")
    memory: Share = Field(default=0, description="how alive past risings are in it, on the first day")
    side: Side = Field(description="with the movement, or with those who oppose it")


class Organization(Sourced):
    """A union, a federation, a civic committee: members and a line, and no more than that."""

    id: Id = Field(description="how records name this organization")
    name: Text = Field(description="the organization's name")
    country: Id = Field(description="the country it works in")
    line: Line = Field(description="from conciliation, -1, to escalation, 1")
    electoral_stake: Share = Field(description="what it hopes to win at the next election")
    trust: Share = Field(description="how far members follow its call")
    militants: Share = Field(default=0, description="how densely activists join it to other organizations, on the first day")
    members: dict[GroupId, Share] = Field(description="share of each group that belongs to it")


class Force(Sourced):
    """An armed body of the state, whose loyalty nobody knows before it is ordered."""

    id: Id = Field(description="how records name this force")
    name: Text = Field(description="the force's name")
    country: Id = Field(description="the state it serves")
    kind: Literal["police", "conscript_army", "professional_army"] = Field(description="sort of force")
    headcount: dict[Id, Persons] = Field(description="persons under arms in each place")
    loyalty_lowest: Share = Field(description="lower end of the hidden loyalty, drawn once a history")
    loyalty_highest: Share = Field(description="upper end of the hidden loyalty")


class Government(Sourced):
    """Who holds office, with what line, and who follows."""

    id: Id = Field(description="how records name this government")
    head: Text = Field(description="the holder of the public office")
    country: Id = Field(description="the country it governs")
    line: Share = Field(description="readiness to use force")
    unity: Share = Field(description="unity of the coalition at rest")
    seats_share: Share = Field(description="share of seats the coalition holds")
    approval_at_entry: Share = Field(description="approval on taking office")
    hope_at_entry: Share = Field(description="hope that it will do what is demanded, on taking office")
    policy: Line = Field(description="-1 keeps what is demanded away, 1 grants it")
    base: Share = Field(default=0, description="how far it rests on a mobilized base of its own")
    successor: Id | None = Field(default=None, description="the government that follows by the constitution")
    calls_election_within: Days | None = Field(default=None, description="days within which it must call an election, if it must")


class Election(Sourced):
    """An election on the calendar; its result is an input, or the model's where no winner is named."""

    id: Id = Field(description="how records name this election")
    date: Date = Field(description="polling day")
    country: Id = Field(description="the country that votes")
    winner: Id | None = Field(default=None, description="the government that wins; none if the vote is the model's to decide")
    inauguration: Date | None = Field(default=None, description="the day it takes office; polling day itself where the model decides")
    every: Days | None = Field(default=None, description="days after which it is held again, to the end, if it recurs")
    blocked: Share = Field(default=0, description="how far the ballot is kept from what people ask for")
    structural: Text | None = Field(default=None, description="why the result is an input and not an outcome")


class Handover(Sourced):
    """Office passes on for a reason outside the model, such as illness."""

    id: Id = Field(description="how records name this handover")
    date: Date = Field(description="the day office passes")
    outgoing: Id = Field(description="the government that leaves")
    incoming: Id = Field(description="the government that enters")
    structural: Text = Field(description="why this is an input and not an outcome")


class Demand(Sourced):
    """What people ask for."""

    id: Id = Field(description="how records name this demand")
    name: Text = Field(description="the demand in words")
    country: Id = Field(description="the country it is raised in")
    kind: Literal["price", "tax", "resource", "livelihood", "wage", "pension", "service", "autonomy", "rights"] = Field(
        description="what it is about"
    )
    national: bool = Field(default=False, description="whether it is the national agenda")
    veto: bool = Field(default=False, description="whether it asks to stop or undo something")
    shared_with_police: bool = Field(default=False, description="whether the police has a stake in it")
    side: Side = Field(description="who raises it")
    exposure: dict[GroupId, Share] = Field(description="how far it concerns each group")


class Act(Sourced):
    """Something a government did to people; never what they did in answer."""

    id: Id = Field(description="how records name this act")
    date: Date = Field(description="the day it was done")
    dated_from: Literal["act", "answer"] = Field(default="act", description="what the date was read from: the act, or the answer to it")
    name: Text = Field(description="the act in words")
    government: Id = Field(description="the government that does it, or any")
    structural: Text | None = Field(default=None, description="why it happens whoever governs, if it does")
    kind: Literal[
        "price", "tax", "resource", "livelihood", "wage", "promise", "diversion", "emergency", "layoff", "reform",
    ] = Field(description="what sort of act it is")  # fmt: skip
    demand: Id | None = Field(default=None, description="the demand it raises")
    severity: Share = Field(description="how much it takes from people")
    police_grievance: Share = Field(default=0, description="how much it takes from the police")
    hope: Share = Field(default=0, description="hope in an institutional way out that it raises")
    record: tuple[Text, ...] = Field(default=(), description="events of the coded record that attest it")


class Tie(Sourced):
    """What joins two places, two organizations or two countries."""

    kind: Literal["adjacent", "route", "pact", "abroad", "trade"] = Field(
        description="neighbors, a supply road, an alliance, news across a border, or trade"
    )
    origin: Id = Field(alias="from", description="a place; an organization for a pact; a country for abroad and trade")
    target: Id = Field(alias="to", description="a place; an organization for a pact; a country for abroad and trade")
    weight: Share = Field(
        description="route: how far a full block at `from` cuts the supplies of `to`; abroad: how far `to` hears of `from`; else strength"
    )

    @property
    def id(self) -> str:
        """Ties are named by what they join."""
        return f"{self.kind}:{self.origin}:{self.target}"


class Flow(Sourced):
    """People who move from one group to another, year by year: from the country to the city, from the pit to the street."""

    origin: GroupId = Field(alias="from", description="the group they leave")
    target: GroupId = Field(alias="to", description="the group they join")
    yearly_share: Share = Field(description="share of the group they leave that goes in a year")
    dismissed_share: Share = Field(default=0, description="share of those dismissed there who join it")

    @property
    def id(self) -> str:
        """Flows are named by their ends."""
        return f"{self.origin}:{self.target}"


class Commitment(Record):
    """A time in which part of an outside power's means is bound elsewhere."""

    first: Date = Field(alias="from", description="the first day")
    last: Date = Field(alias="to", description="the last day")
    share: Share = Field(description="part of its means that is bound")


class OutsidePower(Sourced):
    """A state outside the countries of the scenario, with means that have an end."""

    id: Id = Field(description="how records name this power")
    name: Text = Field(description="the power's name")
    capacity: Weight = Field(description="how many countries it can press fully at one time")
    interest: dict[Id, Share] = Field(default_factory=dict, description="how much it minds a turn in each country")
    aid: dict[Id, Share] = Field(default_factory=dict, description="how far it keeps each country alive")
    commitments: tuple[Commitment, ...] = Field(default=(), description="when its means are bound elsewhere")


class Setting(Sourced):
    """A parameter of the model, fixed at a value or drawn between two bounds."""

    value: Number | None = Field(default=None, description="the value, if it is fixed")
    lower: Number | None = Field(default=None, description="lower end of the range it is drawn from")
    upper: Number | None = Field(default=None, description="upper end of the range")


class Scenario(Record):
    """A world to simulate: who lives there, who governs, what is demanded and what is done."""

    schema_version: Literal[1] = Field(description="version of this format")
    id: Id = Field(description="the scenario's name in paths and commands")
    title: Text = Field(description="the title")
    summary: Text = Field(description="what it is about, in a few sentences")
    question: Text = Field(description="the question it was made to answer")
    start: Date = Field(description="the first day")
    end: Date = Field(description="the last day")
    licence: Text = Field(description="terms of use of this scenario")
    sources: tuple[Source, ...] = Field(description="the bibliography")
    countries: tuple[Country, ...] = Field(json_schema_extra={"minItems": 1}, description="the countries")
    places: tuple[Place, ...] = Field(json_schema_extra={"minItems": 1}, description="the places")
    groups: tuple[Group, ...] = Field(json_schema_extra={"minItems": 1}, description="the social groups, place by place")
    organizations: tuple[Organization, ...] = Field(default=(), description="the organizations")
    forces: tuple[Force, ...] = Field(default=(), description="the forces of the state")
    governments: tuple[Government, ...] = Field(json_schema_extra={"minItems": 1}, description="all who may govern")
    elections: tuple[Election, ...] = Field(default=(), description="elections on the calendar")
    handovers: tuple[Handover, ...] = Field(default=(), description="changes of office from outside")
    demands: tuple[Demand, ...] = Field(default=(), description="what people ask for")
    acts: tuple[Act, ...] = Field(default=(), description="what governments do")
    ties: tuple[Tie, ...] = Field(default=(), description="what joins places, organizations and countries")
    flows: tuple[Flow, ...] = Field(default=(), description="who moves from one group to another")
    outside_powers: tuple[OutsidePower, ...] = Field(default=(), description="states that press or aid from outside")
    parameters: dict[str, Setting] = Field(default_factory=dict, description="parameters set otherwise than by the table of parameters")
    observed: Text | None = Field(default=None, description="name of the table of observations, if any")
    draws: Text | None = Field(
        default=None, description="fitted draws of the parameters: a table beside this file, or the shipped case whose draws are shared"
    )

    _folder: Path | None = PrivateAttr(default=None)
    _fitted: Any = PrivateAttr(default=None)
    _elsewhere: frozenset[str] = PrivateAttr(default=frozenset())

    @property
    def folder(self) -> Path | None:
        """Where the file lies, if it came from one; no part of the content."""
        return self._folder

    @property
    def fitted(self) -> "Fitted | None":
        """What was fitted, if `draws` names a fit and the scenario came from a file; no part of the content."""
        found: Fitted | None = self._fitted
        return found

    @property
    def elsewhere(self) -> frozenset[str]:
        """Countries and places of the world that this country was taken out of, if it was; no part of the content."""
        return self._elsewhere

    def set(self, path: str, value: Any) -> "Scenario":
        """The same world with one thing otherwise, such as `governments.mesa.line`.

        Numbers may carry their unit, as in files. Raises ScenarioError for a path that leads
        nowhere and a value that is refused, with the path as its place.
        """
        from groundswell.scenario.edit import changed

        return changed(self, path, value)

    def without(self, path: str) -> "Scenario":
        """The same world without one record, one entry of a map, or one optional field."""
        from groundswell.scenario.edit import without

        return without(self, path)

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, Scenario) and self.__dict__ == other.__dict__

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(getattr(self, name))} {name}" for name in ("places", "groups"))
        return f"Scenario({self.id!r}: {counts}, {self.start} to {self.end})"

    __str__ = __repr__

    def __hash__(self) -> int:
        return hash(canonical(self))


def record_lists(model: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """The fields of a record that hold a list of records, with the kind of record."""
    found = {}
    for name, field in model.model_fields.items():
        kind = get_args(field.annotation)
        if get_origin(field.annotation) is tuple and isinstance(kind[0], type) and issubclass(kind[0], BaseModel):
            found[field.alias or name] = kind[0]
    return found


def canonical(scenario: Scenario) -> str:
    """The full content as one line of JSON with sorted keys: equal worlds, equal text.

    Where the file lies and how it was written do not enter, nor which fitted draws go with it: they are
    what a fit has made of this very world.
    """
    plain = scenario.model_dump(mode="json", by_alias=True, exclude={"draws"})
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
