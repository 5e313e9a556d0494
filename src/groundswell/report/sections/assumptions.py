"""Everything that went in: parameters, mechanisms, acts of policy, governments, groups, each with its source."""

from collections.abc import Iterable, Sequence
from typing import Any

from groundswell.design import point_values
from groundswell.engine.anatomy import Mechanism, anatomy
from groundswell.report.fits import counted, known_of, label, span
from groundswell.report.markup import Html, folded, html, listing, paragraphs, tag
from groundswell.report.material import Material
from groundswell.report.tables import table
from groundswell.report.words import number, percent, plain
from groundswell.scenario.describe import outline
from groundswell.scenario.fitted import HELD, Fitted, standings
from groundswell.scenario.parameters import PARAMETERS, Parameter
from groundswell.scenario.schema import Act

DATED = {"act": "the act", "answer": "the answer to it"}
PRIORS = {"uniform": "even", "log": "even in its logarithm"}


def assumptions(material: Material) -> Html:
    """Parameters, mechanisms and inputs."""
    counts = outline(material.scenario)
    entries = counts["assumed"] + counts["sourced"]
    share = f"{counts['assumed']:,} of {entries:,} entries for a source in the scenario begin with “assumed”, and say why."
    return html([
        paragraphs(share),
        tag("h3", "Parameters", class_="part"), parameters(material),
        tag("h3", "Mechanisms", class_="part"), mechanisms(material),
        tag("h3", "What is given", class_="part"), acts(material), offices(material), governments(material), groups(material),
    ])  # fmt: skip


def parameters(material: Material) -> Html:
    """Every parameter: what each history draws it from, or the value at which all have it, and whether a record can tell it."""
    fit, used, known = material.runs.fitted, _used(material), standings(material.scenario, material.runs.fitted)
    notes = {text: f"[{k}]" for k, text in enumerate(dict.fromkeys(_source(row, material) for row in PARAMETERS), start=1)}
    point = point_values(material.scenario, fitted=fit)
    rows = [
        [row.symbol, plain(row.name), row.unit, used[row.name], number(point[row.name]), _fit(row, known[row.name], fit), row.meaning,
         notes[_source(row, material)]]
        for row in PARAMETERS
    ]  # fmt: skip
    drawn = sum(not text.endswith(HELD) for text in used.values())
    default = "the middle of the prior" if fit is None else "that of the best fitted draw, else the middle of the prior"
    text = f"{drawn} are drawn anew for every history, {len(rows) - drawn} have one value. The default is {default}. {_fitted(material)}"
    head = ["symbol", "parameter", "unit", "drawn from", "default", "fit", "meaning", "source"]
    told = [table(head, rows, "Parameters of the model"), listing(f"{mark} {text}" for text, mark in notes.items())]
    return html([paragraphs(text), folded(f"All {len(rows)} parameters", told)])


def _fitted(material: Material) -> str:
    """Whether anything was fitted, to what, and with what success."""
    fit = material.runs.fitted
    if fit is None:
        return "No parameter was fitted."
    return f"{fit.words[:1].upper()}{fit.words[1:]}; {counted(material.scenario, fit)}."


def _fit(row: Parameter, standing: str, fit: Fitted | None) -> str:
    found = known_of(row.name, standing, fit)
    return label(row, standing, fit) + ("" if found is None else f": {found.why}")


def _used(material: Material) -> dict[str, str]:
    """What each parameter was drawn from in this run, or the value at which all histories had it."""
    design, fit = material.runs.spec["identity"].get("design"), material.runs.fitted
    design = design if isinstance(design, dict) else {}
    rows = design.get("priors") or [[name, value] for name, value in (design.get("point") or {}).items()]
    found = {row[0]: list(row) for row in rows}
    used = {row.name: _prior(row, found.get(row.name)) for row in PARAMETERS}
    if design.get("draws") == "fitted" and fit is not None:
        used |= {name: f"fitted draws, {span(name, fit)}" for name in fit.columns if name not in material.scenario.parameters}
    return used


def _prior(row: Parameter, used: list[Any] | None) -> str:
    if used is None:
        return f"{number(row.default)}, {HELD}"
    if len(used) == 2:
        return f"{number(float(used[1]))}, {HELD}"
    return f"{number(float(used[2]))} to {number(float(used[3]))}, {PRIORS.get(used[1], used[1])}"


def _source(row: Parameter, material: Material) -> str:
    own = material.scenario.parameters.get(row.name)
    return row.source if own is None else f"{own.source} (set by the scenario)"


def mechanisms(material: Material) -> Html:
    """What the model believes, mechanism by mechanism, in the order of a day."""
    off = material.runs.spec["identity"].get("off") or ()
    found = anatomy()
    switched = [row for row in found if row.id]
    frame = [row for row in found if not row.id]
    text = (
        f"{len(switched)} mechanisms can be switched off one by one; {len(frame)} steps without a switch are the frame they act in. "
        "Equations are hypotheses of the model's own unless their source says otherwise. Claims are numbered statements of the texts "
        "that the model is made to test."
    )
    return html([
        paragraphs(text), *(_mechanism(row, row.name in off) for row in switched),
        folded("Steps without a switch", [_step(row) for row in frame]),
    ])  # fmt: skip


def _mechanism(row: Mechanism, is_off: bool) -> Html:
    title = f"{row.id} · {plain(row.name)}{' · switched off in this run' if is_off else ''}"
    facts = [
        ("If switched off", row.off),
        ("Source", row.source),
        ("Claims", ", ".join(row.claims)),
        ("Departs", row.departs),
        ("Phase", plain(row.phase)),
    ]
    return folded(title, [_step(row, named=False), _facts(facts)])


def _step(row: Mechanism, named: bool = True) -> Html:
    head = tag("p", [tag("b", plain(row.name)), f": {row.summary}"]) if named else tag("p", row.summary)
    return html([head, tag("pre", row.equation, tabindex="0") if row.equation.strip() else "", paragraphs(row.symbols)])


def _facts(facts: Iterable[tuple[str, str]]) -> Html:
    return tag("dl", [[tag("dt", name), tag("dd", text)] for name, text in facts if text])


def acts(material: Material) -> Html:
    """Acts of policy, which are inputs."""
    scene = material.scenario
    demands = {demand.id: demand.name for demand in scene.demands}
    rows = [
        [act.date, act.name, material.heads.get(act.government, "whoever governs"), act.kind, demands.get(act.demand or "", "none"),
         number(act.severity), number(act.police_grievance), DATED[act.dated_from],
         act.structural or "only if that government is in office", _sources(act)]
        for act in sorted(scene.acts, key=lambda act: act.date)
    ]  # fmt: skip
    text = (
        f"{len(rows)} dated acts of government are given. What people, organizations and forces did in answer is never given. "
        "An act happens only if its government is in office, unless it is marked as happening whoever governs. "
        f"{_dated_back(scene.acts)}"
    )
    head = [
        "date", "act", "government", "kind", "raises the demand", "severity", "taken from the police", "dated from", "if another governs",
        "source",
    ]  # fmt: skip
    return html([paragraphs(text), folded(f"All {len(rows)} acts of policy", table(head, rows, "Acts of policy, given"))])


def _dated_back(acts: Sequence[Act]) -> str:
    """How many acts were read from what followed them, and are no test of it."""
    answers, police = sum(act.dated_from == "answer" for act in acts), sum(act.police_grievance > 0 for act in acts)
    return (
        f"{answers} are dated from the answer to them, and {police} take from the police; what the record has in the month after those is "
        "marked as leaning on an input."
    )


def offices(material: Material) -> Html:
    """Elections and handovers, whose outcome is an input."""
    known = [(one, one.winner) for one in material.scenario.elections if one.winner is not None]
    rows = [[one.date, f"election, won by {material.heads[winner]}", one.structural, _sources(one)] for one, winner in known]
    rows += [
        [one.date, f"{material.heads[one.outgoing]} hands over to {material.heads[one.incoming]}", one.structural, _sources(one)]
        for one in material.scenario.handovers
    ]
    if not rows:
        return Html("")
    return folded(
        f"{len(rows)} changes of office that are given",
        table(["date", "change", "why it is given", "source"], rows, "Changes of office, given"),
    )


def governments(material: Material) -> Html:
    """Who may govern."""
    rows = [
        [one.head, number(one.line), number(one.unity), percent(one.seats_share), percent(one.approval_at_entry), number(one.hope_at_entry),
         number(one.policy), material.heads.get(one.successor or "", "nobody"), _sources(one)]
        for one in material.scenario.governments
    ]  # fmt: skip
    head = [
        "head",
        "line [0 to 1]",
        "unity [0 to 1]",
        "seats",
        "approval at entry",
        "hope at entry",
        "policy [−1 to 1]",
        "followed by",
        "source",
    ]
    return folded(f"{len(rows)} governments", table(head, rows, "Governments"))


def groups(material: Material) -> Html:
    """Who lives there."""
    rows = [
        [one.name, material.place_names[one.place], f"{one.population:,.0f}", percent(one.mobilizable_share), number(one.economic_weight),
         number(one.blockade_power), number(one.exclusion), number(one.organized), _sources(one)]
        for one in material.scenario.groups
    ]  # fmt: skip
    head = [
        "group",
        "place",
        "persons",
        "could be active, m",
        "economic weight, ω",
        "blockade power, b",
        "exclusion, x",
        "organized, O",
        "source",
    ]
    return folded(f"{len(rows)} groups", table(head, rows, "Social groups"))


def _sources(record: Any) -> str:
    """The source of a record, and of single fields where it is another."""
    return "; ".join([record.source, *(f"{plain(name)}: {text}" for name, text in record.sources.items())])
