"""The descriptions after the ODD protocol: of the model, and of cases that are told in full."""

import re

from docs.generate.markdown import link, page, section, table
from groundswell.engine.anatomy import anatomy
from groundswell.report.odd import PROTOCOL, elements
from groundswell.scenario.describe import outline
from groundswell.scenario.load import load, shipped

GETS = f"""A description of the model in the order of the ODD protocol ({PROTOCOL}), for papers and
referees. Its tables and counts come from the code; `groundswell show CASE --odd`, or `gs.odd(scenario)`, writes that of a case."""

OF_CASE = f"""The case in the order of the ODD protocol ({PROTOCOL}), as `groundswell show {{case}} --odd`
prints it: what it holds, which mechanisms find something to work on in it, and every equation."""

TOLD = ("bolivia-2003", "one-republic", "two-republics")


def odd_page() -> str:
    """The page of the model."""
    rows = [(f"`{one['id']}`", *(one["records"][kind] for kind in KINDS), f"{one['days']:,}") for one in map(outline, map(load, shipped()))]
    cases = section(2, "Cases shipped", table(["case", *KINDS, "days"], rows, range(1, 5)))
    return page("ODD description", GETS, linked(elements()), cases)


KINDS = ("countries", "places", "groups")


def case_pages() -> tuple[str, ...]:
    """The cases that have a page of their own."""
    return tuple(name for name in TOLD if name in shipped())


def odd_case_page(name: str) -> str:
    """The page of one case."""
    return page(f"ODD description of {name}", OF_CASE.format(case=name), elements(load(name)))


def linked(text: str) -> str:
    """The text with the lines of the day leading to their sections."""
    names = {row.name for row in anatomy()}
    return re.sub(r"`(\w+)`", lambda found: link(found[1], "mechanisms.md") if found[1] in names else found[0], text)
