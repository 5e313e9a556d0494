"""A scenario in words and as plain data: what it holds, what the model believes, and every number it takes from where."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from groundswell.analysis.wording import listed
from groundswell.engine.anatomy import Mechanism, anatomy, mechanisms, phases
from groundswell.errors import UsageError
from groundswell.report.fits import as_data, counted, label, provenance
from groundswell.report.lines import Paper, table, tied
from groundswell.report.mechanism import equation_lines, notes, told
from groundswell.report.needs import missing
from groundswell.report.words import number, percent, plain, prose_date
from groundswell.scenario.describe import outline
from groundswell.scenario.fitted import Fitted, standings
from groundswell.scenario.given import refuse_no_scenario
from groundswell.scenario.parameters import Parameter
from groundswell.scenario.schema import Scenario
from groundswell.scenario.words import meant

ABOUT_CLAIMS = """Claims are ids of statements in a ledger that this version does not ship. Works named as sources were not read again,
and no figure rests on them."""
ABOUT_MECHANISMS = f"in the order of a day; --off NAME switches one off. {ABOUT_CLAIMS}"
ABOUT_PARAMETERS = "A range is that of the prior, a single value is held. In brackets stands the span of 90 in 100 fitted draws."
ALL = "all"
BRIEF = "brief"
SHORT = ("case", "places", "governments", "demands", "at a glance")


def contents(scenario: Scenario, part: str = ALL) -> dict[str, Any]:
    """All that a run of a scenario rests on, as plain data: its records, the parameters, the mechanisms; or one part.

    Raises UsageError for what is no scenario, and for a part that is none of PARTS.

    >>> import groundswell as gs
    >>> found = contents(gs.load("bolivia-autumn"))
    >>> found["days"], len(found["places"]), found["mechanisms"][0]["phase"]
    (153, 6, 'world_moves')
    """
    refuse_no_scenario(scenario)
    refuse_unknown(part)
    counts, known, fit = ("days", "population", "sourced", "assumed"), standings(scenario), scenario.fitted
    whole = {
        **scenario.model_dump(mode="json", by_alias=True),
        **{name: value for name, value in outline(scenario).items() if name in counts},
        "parameters": [row._asdict() | {"default": row.default} | as_data(row, known[row.name], fit) for row in parameters(scenario)],
        "fit": None if fit is None else {"of": fit.of, "number": len(fit), "words": fit.words, **provenance_of(fit)},
        "mechanisms": [told(row, scenario) for row in mechanisms()],
        "core_steps": [told(row) for row in anatomy() if not row.id],
    }
    return whole if part in (ALL, BRIEF, "case") else {name: whole[name] for name in SECTIONS.get(part, (part,))}


def provenance_of(fit: Fitted) -> dict[str, Any]:
    """How the fit of a case was made, as plain data."""
    return {"sha256": fit.sha256, "protocol": fit.protocol, "provenance": dict(fit.provenance)}


def parameters(scenario: Scenario) -> tuple[Parameter, ...]:
    """The table of parameters with what a scenario sets otherwise, by the public name: a page compiles nothing itself."""
    from groundswell import parameters as resolved

    found: tuple[Parameter, ...] = resolved(scenario)
    return found


def describe(scenario: Scenario, part: str = ALL, *, width: int = 100, ascii: bool = False, color: bool = False) -> str:
    """What a scenario holds, in words and tables, in lines of at most `width` letters.

    `part` is one of PARTS, "all", or "brief" for what fits a few screens. Raises UsageError for any other
    word, and for what is no scenario.

    >>> import groundswell as gs
    >>> print(describe(gs.load("bolivia-autumn"), "places").splitlines()[0])
    Places
    """
    refuse_no_scenario(scenario)
    refuse_unknown(part)
    paper = Paper(width, ascii, color)
    names = SHORT if part == BRIEF else [name for name in PARTS if name not in LONG] if part == ALL else [part]
    tells = {**PARTS, "at a glance": _glance}
    return paper.finished(line for name in names for line in (*tells[name](paper, scenario), "")).rstrip()


def refuse_unknown(part: str) -> None:
    """Raise UsageError for a part that no case has."""
    if part not in (ALL, BRIEF, *PARTS):
        raise UsageError.of("part", f"`{part}`", f"one of {listed([BRIEF, ALL, *PARTS])}", meant(part, PARTS) or "leave it out to see all")


def _case(paper: Paper, scenario: Scenario) -> list[str]:
    count = outline(scenario)
    size = f"{prose_date(scenario.start)} to {prose_date(scenario.end)}, {count['days']:,} days · {count['population']:,.0f} people"
    records = [_held(name, held) for name, held in count["records"].items() if held and name != "sources"]
    told = f"{count['sourced']} source notes name a work, {count['assumed']} say that a number is assumed, and why."
    return [
        paper.bold(f"{scenario.id} · {scenario.title}"),
        *paper.wrapped(scenario.question), "", *paper.wrapped(scenario.summary), "",
        *paper.wrapped(f"{size} · {listed(records)}"), *paper.wrapped(f"{told} License: {scenario.licence}."),
        *paper.wrapped(fit_in_words(scenario)),
        *([] if scenario.fitted is None else [line for told in provenance(scenario.fitted) for line in paper.hung("  ", ": ".join(told))]),
    ]  # fmt: skip


def fit_in_words(scenario: Scenario) -> str:
    """Whether parameters were fitted, to the record of which case, and with what success."""
    fit = scenario.fitted
    if fit is None:
        return "No parameter was fitted: each history draws its own from the priors."
    return f"{fit.words[:1].upper()}{fit.words[1:]}; {counted(scenario, fit)}."


def _held(name: str, count: int) -> str:
    one = {"countries": "country"}.get(name, name.removesuffix("s"))
    return f"{count} {plain(one if count == 1 else name)}"


def _places(paper: Paper, scenario: Scenario) -> list[str]:
    people = {place.id: sum(group.population for group in scenario.groups if group.place == place.id) for place in scenario.places}
    rows = [(place.id, place.kind, f"{people[place.id]:,.0f}", number(place.visibility), place.name) for place in scenario.places]
    return _section(paper, "Places", ("id", "kind", "people", "visibility", "name"), rows, (2, 3))


def _groups(paper: Paper, scenario: Scenario) -> list[str]:
    head = ("id", "people", "could act", "organized", "name")
    rows = [(g.id, f"{g.population:,.0f}", percent(g.mobilizable_share), percent(g.organized), g.name) for g in scenario.groups]
    return _section(paper, "Groups", head, rows, (1, 2, 3))


def _organizations(paper: Paper, scenario: Scenario) -> list[str]:
    rows = [
        (each.id, number(each.line), number(each.trust), f"{each.name}: {listed(list(each.members))}") for each in scenario.organizations
    ]
    return _section(paper, "Organizations", ("id", "line", "trust", "name and members"), rows, (1, 2))


def _governments(paper: Paper, scenario: Scenario) -> list[str]:
    rows = [
        (each.id, number(each.line), percent(each.seats_share), percent(each.approval_at_entry), f"{each.head}{_after(each.successor)}")
        for each in scenario.governments
    ]
    return _section(paper, "Governments", ("id", "line", "seats", "approval at entry", "head, and who follows by law"), rows, (1, 2, 3))


def _after(successor: str | None) -> str:
    return f", then {successor}" if successor else ""


def _demands(paper: Paper, scenario: Scenario) -> list[str]:
    rows = [(each.id, each.kind, f"{each.name}{' (to stop or undo something)' if each.veto else ''}") for each in scenario.demands]
    return _section(paper, "Demands", ("id", "kind", "what is asked"), rows)


def _acts(paper: Paper, scenario: Scenario) -> list[str]:
    acts = sorted(scenario.acts, key=lambda act: act.date)
    rows = [(prose_date(act.date), act.government, number(act.severity), act.name) for act in acts]
    return _section(paper, "Acts of government, given to every history", ("date", "government", "severity", "act"), rows, (0, 2))


def _mechanisms(paper: Paper, scenario: Scenario) -> list[str]:
    lines = [paper.bold("Mechanisms"), *paper.wrapped(ABOUT_MECHANISMS, "  ", "  ")]
    longest = max(len(row.name) for row in mechanisms())
    for phase in phases():
        rows = [(row.id, row.name.ljust(longest), row.summary) for row in mechanisms() if row.phase == phase]
        lines += [f"  {plain(phase)}", *table(paper, rows, indent="    ")] if rows else []
    return lines


def _glance(paper: Paper, scenario: Scenario) -> list[str]:
    idle = [row for row in mechanisms() if missing(row.name, scenario)]
    count = f"{len(mechanisms())} mechanisms, in the order of a day"
    count += f"; {len(idle)} of them find nothing to work on here, and stand in brackets." if idle else "."
    lines = [paper.bold("Mechanisms"), *paper.wrapped(count, "  ", "  ")]
    for phase in phases():
        rows = [(f"({row.id} {row.name})" if row in idle else f"{row.id} {row.name}") for row in mechanisms() if row.phase == phase]
        lines += paper.hung(f"  {plain(phase):<20}", " · ".join(map(tied, rows))) if rows else []
    more = [name for name in PARTS if name not in SHORT]
    return [
        *lines, "",
        *paper.wrapped(f"One of them, with equation, source and switch: groundswell show {scenario.id} --mechanism M05"),
        *paper.wrapped(f"More of the case: --part {', '.join(more[:-1])} or {more[-1]}; --odd describes model and case for a paper."),
    ]  # fmt: skip


def _equations(paper: Paper, scenario: Scenario) -> list[str]:
    lines = [line for row in mechanisms() for line in (*_equation(paper, row), "")]
    return [*lines, *paper.wrapped(ABOUT_CLAIMS, "  ", "  ")]


def _equation(paper: Paper, row: Mechanism) -> Iterator[str]:
    yield from paper.wrapped(f"{row.id} {row.name} – {row.summary}", "    ", "")
    yield from equation_lines(paper, row, "      ")
    for head, text in (("", row.symbols), *notes(row, None)):
        if text and head in EQUATION:
            yield from paper.wrapped(text, " " * 12, f"    {head:<8}")


def _parameters(paper: Paper, scenario: Scenario) -> list[str]:
    found, known = parameters(scenario), standings(scenario)
    sources = list(dict.fromkeys(row.source for row in found))
    rows = [
        (row.name, row.symbol, row.unit, _range(row), f"[{sources.index(row.source) + 1}]", _labeled(row, known[row.name], scenario))
        for row in found
    ]
    lines = _section(paper, "Parameters", ("name", "symbol", "unit", "range", "from", "fit and meaning"), rows)
    notes = [line for k, source in enumerate(sources, start=1) for line in paper.wrapped(source, " " * 7, f"  {f'[{k}]':<5}")]
    return [lines[0], *paper.wrapped(f"{ABOUT_PARAMETERS} {fit_in_words(scenario)}", "  ", "  "), *lines[1:], *notes]


def _labeled(row: Parameter, standing: str, scenario: Scenario) -> str:
    return f"{label(row, standing, scenario.fitted)} · {row.meaning}"


def _range(row: Parameter) -> str:
    if row.fixed is not None:
        return number(row.fixed)
    return f"{number(row.lower)}–{number(row.upper)}{' log' if row.prior == 'log' else ''}"


def _sources(paper: Paper, scenario: Scenario) -> list[str]:
    return [paper.bold("Sources"), *table(paper, [(each.id, each.kind, each.citation) for each in scenario.sources])]


def _section(paper: Paper, title: str, head: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> list[str]:
    if not rows:
        return [paper.bold(title), "  none"]
    return [paper.bold(title), *table(paper, [head, *rows], right=right)]


PARTS: dict[str, Callable[[Paper, Scenario], list[str]]] = {
    "case": _case,
    "places": _places,
    "groups": _groups,
    "organizations": _organizations,
    "governments": _governments,
    "demands": _demands,
    "acts": _acts,
    "mechanisms": _mechanisms,
    "equations": _equations,
    "parameters": _parameters,
    "sources": _sources,
}
EQUATION = ("", "off", "sign", "source", "rivals", "claims", "departs")  # what stands under an equation
LONG = ("equations",)  # told only when asked for
SECTIONS = {"parameters": ("parameters", "fit"), "mechanisms": ("mechanisms", "core_steps"), "equations": ("mechanisms", "core_steps")}
