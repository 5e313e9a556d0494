"""Where numbers come from: the bibliography of a scenario, and what to cite.

A source is named by its id in the bibliography, or a number is said to be assumed, with the
reason. There is no third way, so that no number stands without an answer to "who says so?".
"""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from groundswell.errors import UsageError
from groundswell.works import works_named

Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", json_schema_extra={"unit": "id"})]
SourceText = Annotated[str, Field(min_length=1, json_schema_extra={"unit": "source"})]

ASSUMED = "assumed:"
LEAST_REASON = 10  # letters: long enough that "guess" or "n/a" does not pass for a reason


class Source(BaseModel):
    """A work, a data set or a record that numbers are taken from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id = Field(description="how records name this source")
    citation: str = Field(min_length=1, description="the full reference, as it should be printed")
    year: int | None = Field(default=None, description="year of publication")
    licence: str | None = Field(default=None, description="terms under which the numbers may be used")
    kind: Literal["book", "article", "dataset", "press", "record", "census", "recall"] = Field(
        description="what sort of work it is; recall is memory, unchecked"
    )
    note: str | None = Field(default=None, description="what was taken from it, and with what care")


def is_assumed(text: str) -> bool:
    """Whether a source text says that the number is an assumption."""
    return text.startswith(ASSUMED)


def source_ids(text: str) -> tuple[str, ...]:
    """The bibliography ids that a source text names; none where it says `assumed: why`.

    >>> source_ids("census-2001, fieldwork")
    ('census-2001', 'fieldwork')
    >>> source_ids("assumed: two thirds of the city")
    ()
    """
    return () if is_assumed(text) else tuple(re.split(r"[\s,;]+", text.strip()))


class Reference(NamedTuple):
    """One entry of a list of references."""

    name: str
    text: str
    year: int | None = None
    licence: str | None = None
    kind: str = "misc"  # the sort of entry, in the words of BibTeX


def references(*things: Any) -> tuple[Reference, ...]:
    """What to cite for a result: the software, then scenarios and works, each once, by name.

    Raises UsageError for a thing that names no source.
    """
    found = {one.name: one for thing in things for one in _behind(thing)}
    return (_software(), *(found[name] for name in sorted(found)))


def _software() -> Reference:
    from groundswell import __version__

    text = f"The Groundswell developers (2026). Groundswell: a simulator of protest waves, version {__version__}"
    return Reference("groundswell", text, 2026, "Apache-2.0", "software")


def _behind(thing: Any) -> Iterator[Reference]:
    """A scenario has sources; runs and fits have a scenario; a mechanism names works; a model of the literature has one source."""
    if hasattr(thing, "sources"):
        yield Reference(f"scenario-{thing.id}", f"{thing.title}. Scenario for Groundswell", None, thing.licence)
        yield from (Reference(work.id, work.citation, work.year, work.licence) for work in thing.sources)
    elif hasattr(thing, "scenario"):
        yield from _behind(thing.scenario)
    elif hasattr(thing, "rivals"):
        named = works_named(f"{thing.source} {thing.rivals}")
        yield from (Reference(work.name, str(work), work.year) for work in named)
    elif isinstance(getattr(thing, "source", None), str):
        name = getattr(thing, "__name__", type(thing).__name__)
        yield Reference(re.sub(r"[^a-z0-9]+", "-", name.lower()), thing.source)
    else:
        expected, hint = "a scenario, runs, mechanisms, or a model of the literature", 'groundswell.load("bolivia-2003")'
        raise UsageError.of("cite", f"a {type(thing).__name__}", expected, hint)


def cite(*things: Any, style: str = "plain") -> str:
    """What to cite for a result, as a list to print: style "plain", or "bibtex" for a bibliography file.

    Takes scenarios, runs, mechanisms and models. Raises UsageError for anything else and for other styles.

    >>> print(cite(style="bibtex"))
    @software{groundswell,
      title = {The Groundswell developers (2026). Groundswell: ...},
      year = {2026},
      note = {License: Apache-2.0},
    }
    """
    if style not in STYLES:
        raise UsageError.of("cite: style", f'"{style}"', f"one of {', '.join(STYLES)}", 'style="bibtex"')
    return "\n".join(STYLES[style](one) for one in references(*things))


def _plain(one: Reference) -> str:
    year = "" if one.year is None or str(one.year) in one.text else f", {one.year}"
    licence = "" if one.licence is None else f" License: {one.licence.rstrip('.')}."
    return f"[{one.name}] {one.text.rstrip('.')}{year}.{licence}"


def _bibtex(one: Reference) -> str:
    note = None if one.licence is None else f"License: {one.licence}"
    fields = {"title": one.text, "year": one.year, "note": note}
    lines = [f"  {field} = {{{_escaped(text)}}}," for field, text in fields.items() if text is not None]
    return "\n".join([f"@{one.kind}{{{one.name},", *lines, "}"])


def _escaped(text: object) -> str:
    return re.sub(r"([&%$#_{}])", r"\\\1", str(text).replace("\\", "/"))


STYLES = {"plain": _plain, "bibtex": _bibtex}
