"""The page of a shipped case: what went in, with its sources, and what of the record it can be held against."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from docs.generate.markdown import link, number, page, section, table
from groundswell.analysis.against import COMPARED, NOT_COMPARABLE
from groundswell.report.case import fit_in_words
from groundswell.report.fits import known_of, provenance
from groundswell.report.fits import span as drawn_between
from groundswell.report.words import plain
from groundswell.scenario.describe import outline
from groundswell.scenario.fitted import Fitted, standings
from groundswell.scenario.load import load
from groundswell.scenario.parameters import PARAMETERS
from groundswell.scenario.schema import Scenario
from groundswell.sources import is_assumed

GETS = """What is in the case `{id}`: people, places, governments, demands and acts as they enter the model, where each number comes
from, and what of the record the result can be compared with."""

NOTHING = "Nothing that people, forces or councils did in answer is an input. It is in the record below, and the model never reads it."
GROUPS = """*m* share that could be mobilized at all · *ω* weight in the economy · *b* power to block roads · *x* exclusion by
identity · *O* share in organizations · *g* how far the national agenda is its own · *E0* confidence on the first day · *c* exposure to
economic crisis. Apart from populations, all are judged."""
ORGANIZATIONS = """*Line* from conciliation, -1, to escalation, 1. *Stake* in the next election. *Trust* of the members. *Members*: share
of each group that belongs."""
GOVERNMENTS = """*Line* is readiness to use force; *policy* runs from keeping what is demanded away, -1, to granting it, 1.
*Successor* is who follows by the constitution."""
ACTS = f"""{NOTHING}

An act happens only if its government is in office, unless it belongs to `any` or has a structural reason. Severity = taken ·
(at once + signed) / 2, to the nearest 0.05: how much is *taken*, whether *at once*, and how plainly somebody *signed* it.
Grades were given from the act alone; see [data and sources](../explanation/data-and-sources.md)."""

FITTED = """*Draws*: between which values 90 in 100 of the fitted draws lie. *Best*: the draw nearest to the record, which `--point`
takes. *Fit*: whether the record can tell the parameter; one that is *not identified* was fitted and could not be told, so
what a run owes to it is owed to its prior. *Recovery*: correlation of true and recovered values on simulated records.
*Width*: spread of the draws over that of the prior. All other parameters are held, or drawn from their priors and *not fitted*
([parameters](parameters.md))."""

LIBRARY = "../../src/groundswell/scenario/library"
SYMBOLS = {
    "m": "mobilizable_share", "ω": "economic_weight", "b": "blockade_power", "x": "exclusion", "O": "organized",
    "g": "agenda_exposure", "E0": "efficacy", "c": "crisis_exposure",
}  # fmt: skip
OF_GOVERNMENTS = ("line", "unity", "seats_share", "approval_at_entry", "hope_at_entry", "policy")


def case_page(name: str) -> str:
    """The whole page of one case."""
    scene = load(name)
    parts = (start, parameters, places, groups, organizations, forces, governments, changes, demands, acts, ties, observed, bibliography)
    return page(f"Case {name}", GETS.format(id=name), *(part(scene) for part in parts))


def start(scene: Scenario) -> str:
    """What the case asks, and its size."""
    found = outline(scene)
    counts = " · ".join(f"{plain(kind)} {count}" for kind, count in found["records"].items() if count)
    sizes = f"{scene.start} to {scene.end}, {found['days']:,} days, {number(found['population'])} people. Records: {counts}."
    trust = f"Of {found['sourced'] + found['assumed']} statements of source, {found['assumed']} are assumptions that say why."
    coding = f"How numbers were coded: [SOURCES.md]({LIBRARY}/{scene.id}/SOURCES.md). Terms of use: {scene.licence}."
    return "\n\n".join([f"> {scene.question.strip()}", scene.summary.strip(), sizes, trust, coding])


def parameters(scene: Scenario) -> str:
    """Which parameters were fitted, and what the record can tell of each; and what the scenario sets itself."""
    own = [f"`{name}`" for name in scene.parameters]
    told = [fit_in_words(scene), f"The scenario itself sets {', '.join(own)}." if own else ""]
    if scene.fitted is None:
        told.append("Each is *held* or *not fitted*; see [parameters](parameters.md).")
        return section(2, "Parameters", " ".join(filter(None, told)))
    known = standings(scene)
    made = "\n".join(f"- *{name}*: `{value}`" for name, value in provenance(scene.fitted))
    rows = [fitted_row(row.name, known[row.name], scene.fitted) for row in PARAMETERS if known[row.name].endswith("identified")]
    header = ["parameter", "draws", "best", "fit", "recovery", "width", "why"]
    return section(2, "Parameters", " ".join(filter(None, told)), made, FITTED, table(header, rows, [2, 4, 5]))


def fitted_row(name: str, standing: str, fit: Fitted) -> list[str]:
    """One parameter that was fitted."""
    drawn = [drawn_between(name, fit), number(float(f"{fit.columns[name][fit.best]:.3g}"))] if name in fit.columns else ["", ""]
    found = known_of(name, standing, fit)
    if found is None:
        return [link(name, "parameters.md"), *drawn, standing, "", "", ""]
    recovery = "" if found.recovery_r is None else f"{found.recovery_r:.2f}"
    return [link(name, "parameters.md"), *drawn, standing, recovery, f"{found.width_ratio:.2f}", found.why]


def places(scene: Scenario) -> str:
    """Where people live."""
    rows = [(f"`{p.id}`", p.name, p.kind, number(people_of(scene, p.id)), number(p.visibility), short(p.source)) for p in scene.places]
    about = "*Visibility* says how far a death there is felt in the nation."
    return section(2, "Places", about, table(["id", "name", "kind", "people", "visibility", "source of visibility"], rows, [3, 4]))


def people_of(scene: Scenario, place: str) -> float:
    """How many people live in a place."""
    return sum(group.population for group in scene.groups if group.place == place)


def groups(scene: Scenario) -> str:
    """Who lives there."""
    rows = [
        (f"`{g.id}`", g.name, number(g.population), *(number(getattr(g, name)) for name in SYMBOLS.values()), g.side)
        for g in scene.groups
    ]
    header = ["id", "name", "people", *SYMBOLS, "side"]
    return section(2, "Groups", GROUPS, table(header, rows, range(2, 11)))


def organizations(scene: Scenario) -> str:
    """Who can call them out."""
    rows = [
        (f"`{o.id}`", o.name, number(o.line), number(o.electoral_stake), number(o.trust), shares(o.members)) for o in scene.organizations
    ]
    return section(2, "Organizations", ORGANIZATIONS, table(["id", "name", "line", "stake", "trust", "members"], rows, [2, 3, 4]))


def shares(members: dict[str, float]) -> str:
    """A map from groups to shares, in a row."""
    return ", ".join(f"{name} {number(share)}" for name, share in members.items())


def forces(scene: Scenario) -> str:
    """The armed bodies of the state."""
    rows = [(f"`{f.id}`", f.name, f.kind.replace("_", " "), number(sum(f.headcount.values())), loyalty(f)) for f in scene.forces]
    about = "*Loyalty* is hidden: each history draws it from this range."
    return section(2, "Forces", about, table(["id", "name", "kind", "persons", "loyalty"], rows, [3]))


def loyalty(force: Any) -> str:
    """The range from which hidden loyalty is drawn."""
    return f"{number(force.loyalty_lowest)} to {number(force.loyalty_highest)}"


def governments(scene: Scenario) -> str:
    """Who may govern, and who follows."""
    rows = [
        (f"`{g.id}`", g.head, *(number(getattr(g, name)) for name in OF_GOVERNMENTS), code_or_none(g.successor), source_of(g, "line"))
        for g in scene.governments
    ]
    header = ["id", "head", "line", "unity", "seats", "approval", "hope", "policy", "successor", "source of the line"]
    return section(2, "Governments", GOVERNMENTS, table(header, rows, range(2, 8)))


def changes(scene: Scenario) -> str:
    """Changes of office that are inputs, because nothing in the model could bring them about."""
    votes = [(str(e.inauguration), f"`{e.winner}` takes office after the vote of {e.date}", e.structural) for e in scene.elections]
    others = [(str(h.date), f"`{h.incoming}` follows `{h.outgoing}`", h.structural) for h in scene.handovers]
    if not votes + others:
        return ""
    return section(2, "Changes of office that are inputs", table(["date", "what", "why an input"], sorted(votes + others)))


def demands(scene: Scenario) -> str:
    """What people ask for."""
    rows = [(f"`{d.id}`", d.name, d.kind, ", ".join(marks(d)), shares(d.exposure)) for d in scene.demands]
    about = "*Veto* asks to stop or undo something. Shares say how far a demand concerns each group; all are judged."
    return section(2, "Demands", about, table(["id", "demand", "kind", "marks", "whom it concerns"], rows))


def marks(demand: Any) -> Iterable[str]:
    """What is special about a demand."""
    flags = (("the national agenda", demand.national), ("veto", demand.veto), ("shared with the police", demand.shared_with_police))
    return [word for word, holds in (*flags, ("of the opposition", demand.side == "opposition")) if holds]


def acts(scene: Scenario) -> str:
    """What governments did, with the grades behind each severity."""
    grades = graded(scene)
    rows = [
        (*of_act(a), *grades.get(a.id, ("", "", "")), number(a.severity), short(a.source))
        for a in sorted(scene.acts, key=lambda act: (act.date, act.id))
    ]
    header = ["date", "act", "government", "kind", "demand", "taken", "at once", "signed", "severity", "source"]
    return section(2, "Acts", ACTS, table(header, rows, range(5, 9)))


def of_act(act: Any) -> tuple[Any, ...]:
    """What an act was, who did it, and what it raised."""
    return act.date, act.name, f"`{act.government}`", act.kind, code_or_none(act.demand)


def graded(scene: Scenario) -> dict[str, tuple[str, str, str]]:
    """The three grades of each act, from the table of coding if the case has one."""
    rows = read(scene, "acts-coding.csv")
    return {row["act"]: (row["taken"], row["at_once"], row["signed"]) for row in rows}


def ties(scene: Scenario) -> str:
    """What joins places and organizations."""
    found = defaultdict(list)
    for tie in scene.ties:
        weight = "" if tie.weight == 1 else f" {number(tie.weight)}"
        found[tie.kind].append(f"{tie.origin} {'→' if tie.kind == 'route' else '–'} {tie.target}{weight}")
    words = {"adjacent": "neighbors", "route": "supply roads, and how far a full block cuts them", "pact": "alliances, with their strength"}
    return section(2, "Ties", table(["kind", "between"], [(words[kind], ", ".join(found[kind])) for kind in words if found[kind]]))


def observed(scene: Scenario) -> str:
    """What of the record a run can be held against."""
    rows = read(scene, scene.observed or "observed.csv")
    kinds = defaultdict(list)
    for row in rows:
        kinds[row["quantity"]].append(row)
    lines = [
        (f"`{kind}`", len(found), total(kind, found), span(found), compared(kind), origins(found))
        for kind, found in sorted(kinds.items())
    ]  # fmt: skip
    about = "Rows of `observed.csv`. A run is compared with them, or not at all; no row is an input."
    header = ["quantity", "rows", "total", "from – to", "compared with a run", "sources"]
    return section(2, "Observed", about, table(header, lines, [1, 2]))


def compared(kind: str) -> str:
    """Whether a run is held against a quantity of the record, and why not."""
    return "yes" if kind in COMPARED else f"no: {NOT_COMPARABLE.get(kind, 'nothing in the model stands beside it')}"


def total(kind: str, rows: list[dict[str, str]]) -> str:
    """The sum of what can be summed."""
    return number(sum(float(row["value"]) for row in rows)) if kind.startswith("killed") else ""


def span(rows: list[dict[str, str]]) -> str:
    """First and last date."""
    return f"{min(row['date'] for row in rows)} – {max(row['end_date'] or row['date'] for row in rows)}"


def origins(rows: list[dict[str, str]]) -> str:
    """Where rows come from."""
    return ", ".join(sorted({row["source"] for row in rows}))


def bibliography(scene: Scenario) -> str:
    """Every source with its license."""
    rows = [(f"`{s.id}`", s.citation, s.kind, s.licence or "", s.note or "") for s in scene.sources]
    return section(2, "Sources", table(["id", "citation", "kind", "license", "note"], rows))


def read(scene: Scenario, name: str) -> list[dict[str, str]]:
    """The rows of a table beside a scenario's file; none if there is no such table."""
    path = Path(scene.folder or ".") / name
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def source_of(record: Any, field: str) -> str:
    """Where one field of a record comes from."""
    return short(record.sources.get(field, record.source))


def short(text: str) -> str:
    """A source as a table shows it: ids as code, assumptions in words."""
    return text if is_assumed(text) else f"`{text}`"


def code_or_none(name: str | None) -> str:
    """An id as code, or nothing."""
    return f"`{name}`" if name else ""
