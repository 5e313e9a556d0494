"""The description of the model after the ODD protocol: the prose of odd.txt, with tables and counts from the code."""

from pathlib import Path

from docs.generate.markdown import link, number, page, section, table
from groundswell.engine.anatomy import anatomy, mechanisms, phases
from groundswell.engine.run import LANES, SHARD
from groundswell.engine.state import INF, STATE, TODAY, Field
from groundswell.scenario.describe import outline
from groundswell.scenario.load import load, shipped
from groundswell.scenario.parameters import PARAMETERS

GETS = """A description of the model in the order of the ODD protocol (Grimm et al. 2020, doi:10.18564/jasss.4259), for papers and
referees. Its tables and counts come from the code."""

PROSE = Path(__file__).with_name("odd.txt")
HEADER = ["of", "name", "unit", "bounds", "meaning"]


def odd_page() -> str:
    """The whole page."""
    drawn = sum(row.fixed is None for row in PARAMETERS)
    text = PROSE.read_text(encoding="utf-8").format(
        scales=scales(), lanes=LANES, shard=SHARD, variables=variables(), phases=len(phases()), lines=len(anatomy()),
        mechanisms=len(mechanisms()), order=order(), drawn=drawn, all=len(PARAMETERS),
    )  # fmt: skip
    return page("ODD description", GETS, text.strip())


def scales() -> str:
    """The size of each shipped case."""
    sizes = [outline(load(name)) for name in shipped()]
    rows = [(f"`{one['id']}`", one["records"]["places"], one["records"]["groups"], f"{one['days']:,}") for one in sizes]
    return table(["case", "places", "groups", "days"], rows, [1, 2, 3])


def variables() -> str:
    """Every variable, of state and of the day."""
    persist = section(3, "State variables", "What persists from day to day.", table(HEADER, rows_of(STATE)))
    passing = section(3, "Variables of the day", "What holds for one day and is cleared each morning.", table(HEADER, rows_of(TODAY)))
    return f"{persist}\n\n{passing}"


def rows_of(layout: dict[str, tuple[Field, ...]]) -> list[list[str]]:
    """One row a variable."""
    return [[kind, f"`{f.name}`", f.unit, bounds(f), f.meaning] for kind, fields in layout.items() for f in fields]


def bounds(field: Field) -> str:
    """The bounds that every step keeps."""
    low = "" if field.low == -INF else number(field.low)
    high = "" if field.high == INF else number(field.high)
    return f"{low} to {high}" if low and high else f"{low} or more" if low else f"at most {high}" if high else "any"


def order() -> str:
    """The lines of the day by phase."""
    names = dict.fromkeys(row.phase for row in anatomy())
    rows = [(f"`{phase}`", ", ".join(link(row.name, "mechanisms.md") for row in anatomy() if row.phase == phase)) for phase in names]
    return table(["phase", "lines, in order"], rows)
