"""The description of the model after the ODD protocol, all seven elements, from the code and, if there is one, a scenario."""

from collections.abc import Iterable
from pathlib import Path

from groundswell.engine.anatomy import Mechanism, anatomy, mechanisms, phases
from groundswell.report.markdown import block, code, section
from groundswell.report.odd import case, tables
from groundswell.report.odd.concepts import CONCEPTS, Concept
from groundswell.scenario.given import refuse_no_scenario
from groundswell.scenario.parameters import PARAMETERS
from groundswell.scenario.schema import Scenario
from groundswell.switches import names_of

PROSE = Path(__file__).with_name("prose.txt")
PROTOCOL = "Grimm et al. 2020, doi:10.18564/jasss.4259"


def odd(scenario: Scenario | None = None, off: Iterable[str] = ()) -> str:
    """The description of the model, or of a case run with some mechanisms off, as Markdown, for papers and referees.

    Raises UsageError for what is no scenario, and for a mechanism to switch off that does not exist.

    >>> import groundswell as gs
    >>> odd(gs.load("bolivia-autumn")).splitlines()[0]
    '# ODD description of bolivia-autumn'
    """
    if scenario is not None:
        refuse_no_scenario(scenario)
    name = "the model" if scenario is None else scenario.id
    return f"# ODD description of {name}\n\nAfter the ODD protocol ({PROTOCOL}).\n\n{elements(scenario, off)}\n"


def elements(scenario: Scenario | None = None, off: Iterable[str] = ()) -> str:
    """The seven elements, each under a heading of its own."""
    switched = frozenset(names_of(off))
    of_model = {
        "variables": tables.variables(), "phases": len(phases()), "lines": len(anatomy()), "mechanisms": len(mechanisms()),
        "order": tables.order(), "concepts": "\n\n".join(concept(one) for one in CONCEPTS),
        "drawn": sum(row.fixed is None for row in PARAMETERS), "all": len(PARAMETERS),
    }  # fmt: skip
    of_case = {
        "purpose": case.purpose(scenario), "against": case.against(scenario), "entities": case.entities(scenario),
        "scales": case.scales(scenario),
        "switched": case.switched(scenario, switched), "first": case.first(scenario), "dated": case.dated(scenario),
        "about": case.about(), "submodels": submodels(scenario, switched),
    }  # fmt: skip
    text = PROSE.read_text(encoding="utf-8").format(**of_model, **of_case)
    return "\n".join(_without_gaps(text.strip().splitlines()))


def _without_gaps(lines: list[str]) -> list[str]:
    """Lines with no two empty ones in a row."""
    return [line for k, line in enumerate(lines) if line or lines[k - 1]]


def concept(one: Concept) -> str:
    """One design concept under its heading."""
    drawn = tables.drawn() if one.name == "Stochasticity" else ""
    carried = f"Told by {code(one.mechanisms)}." if one.mechanisms else ""
    return section(3, one.name, one.text, drawn, carried)


def submodels(scenario: Scenario | None, off: frozenset[str]) -> str:
    """Every line of the day with its equation; of the model without a case only where they stand."""
    if scenario is None:
        return "Every line of the day, with equation, units, signs and source, and every parameter, has its place in the reference."
    rows = [row for row in anatomy() if row.name not in off]
    return "\n\n".join([*(submodel(row) for row in rows), case.parameters(scenario)])


def submodel(row: Mechanism) -> str:
    """One line of the day: what happens, the equation, its symbols, and which way it works."""
    title = f"{row.id} {row.name}" if row.id else row.name
    signs = f"Signs: {'; '.join(row.signs)}." if row.signs else ""
    source = f"Source: {row.source}" if row.source else ""
    return section(3, title, row.summary, block(row.equation), row.symbols, signs, source)
