"""Tables of the description that come from the code alone: variables with units and bounds, the order of a day, what is drawn."""

from groundswell.engine.anatomy import anatomy, phases, purposes
from groundswell.engine.state import INF, STATE, TODAY, Field
from groundswell.report.markdown import code, number, section, table
from groundswell.report.odd.words import DRAWN

HEADER = ("of", "name", "unit", "bounds", "meaning")


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
    rows = [(f"`{phase}`", code(row.name for row in anatomy() if row.phase == phase)) for phase in ("begin_day", *phases())]
    return table(("phase", "lines, in order"), rows)


def drawn() -> str:
    """What luck decides, and for which lines."""
    users = {purpose: [row.name for row in anatomy() if purpose in row.draws] for purpose in purposes()}
    rows = [(DRAWN[purpose], code(users[purpose])) for purpose in purposes()]
    return table(("drawn", "for"), rows)
