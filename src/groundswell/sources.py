"""Where numbers come from: the bibliography of a scenario, and what to cite.

A source is named by its id in the bibliography, or a number is said to be assumed, with the
reason. There is no third way, so that no number stands without an answer to "who says so?".
"""

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

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
