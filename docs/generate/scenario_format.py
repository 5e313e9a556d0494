"""The page of the scenario format: every record, every field, its unit and what it may hold."""

from docs.generate.markdown import page, section, table
from groundswell.scenario import schema
from groundswell.scenario.describe import Field, fields
from groundswell.scenario.schema import Scenario, record_lists
from groundswell.sources import Source

GETS = """Every record of a scenario file and every field of it: what it may hold, in which unit, whether it must be there,
and what it means. To write one, follow [how to write a scenario](../how-to/write-a-scenario.md)."""

FILE = """A scenario is one YAML 1.2 file, usually `scenario.yaml` in a folder of its own. Any list of records may be
`{table: file.csv}` instead, a CSV file beside it whose header names the fields. Ids are lower-case words joined by
hyphens, such as `el-alto`; a group is `place/group`, such as `el-alto/neighbors`.

Numbers may carry a unit: `"3 weeks"`, `"12 %"`, `"5.4 M"`, `"35 thousand"`. Inside they are days, shares and persons.

Every record has a `source`: ids of the bibliography, or `assumed: ` and the reason. Where one field comes from somewhere
else, `sources: {field: ...}` says so; in a table that is a column `field_source`. Without a source a record is not read.

`groundswell check FILE` tells all faults at once, each with file, line and column. `groundswell schema` prints the same
format as JSON Schema, for editors."""

REFUSED = """No key may hold a private person, or a trace of one: names, handles, phone numbers, faces, accounts, payments,
devices, addresses. Of persons, a scenario names holders of public office alone (`governments.head`). No group has fewer
than 1,000 people. An organization has members, a line, a stake and trust, and no field for organizers, venues or routes.
Such keys and columns are refused, each with the reason; so are e-mail addresses and account handles in any field but prose."""

# What each list of the scenario holds, and the two records that stand in none.
INNER = {"Country": ("EconomyMonth", "Ballot")}


def scenario_format_page() -> str:
    """The whole page."""
    found = fields()
    sections = [record_section(name, found) for name in records()]
    return page("Scenario format", GETS, section(2, "The file", FILE), *sections, section(2, "What is refused", REFUSED))


def records() -> list[str]:
    """The records in the order in which a file has them."""
    order = ["Scenario"]
    for kind in record_lists(Scenario).values():
        order += [kind.__name__, *INNER.get(kind.__name__, ())]
    return [*order, "Setting"]


def record_section(name: str, found: tuple[Field, ...]) -> str:
    """One record with its fields."""
    about = Source.__doc__ if name == "Source" else getattr(schema, name).__doc__
    rows = [row_of(field) for field in found if field.record == name]
    return section(2, name, (about or "").strip(), table(["field", "", "holds", "unit", "meaning"], rows))


def row_of(field: Field) -> list[str]:
    """One field as a row of the table."""
    return [f"`{field.name}`", "required" if field.required else "optional", field.expected, field.unit, field.meaning]
