"""Numbers with units, as people write them: "3 weeks", "12 %", "5.4 M", "35 thousand".

Inside, time is days, parts of a whole are shares, and people are persons.
"""

import re
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

LEAST_CELL = 1000  # persons: a smaller group could point at people
LARGEST_EFFICACY = 1.5  # log-odds either way: the scale on which starting confidence is judged

NUMBER = r"[-+]?(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
GROUPED = re.compile(r"\s*\d{1,3}(,\d{3})+(\s*[^\s\d,.]+)?\s*")  # a comma between thousands
DECIMAL_COMMA = re.compile(r"\s*[-+]?\d+,\d+(\s*[^\s\d,.]+)?\s*")
WRITTEN = re.compile(rf"\s*({NUMBER})\s*(.*?)\s*")

# What may follow a number in a field of the unit, and what it multiplies the number by.
WORDS: dict[str, dict[str, str]] = {
    "days": {"d": "1", "day": "1", "days": "1", "week": "7", "weeks": "7", "year": "365", "years": "365"},
    "share": {"%": "0.01", "percent": "0.01"},
    "persons": {
        "persons": "1", "people": "1", "k": "1e3", "thousand": "1e3", "M": "1e6", "million": "1e6",
    },
    "%": {"%": "1", "percent": "1"},
    "degrees": {"°": "1", "degrees": "1"},
}  # fmt: skip
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_quantity(value: Any, unit: str) -> Any:
    """Turn a number, or a text with a unit, into the number in the field's own unit.

    >>> read_quantity("3 weeks", "days"), read_quantity("12 %", "share"), read_quantity("5.4 M", "persons")
    (21.0, 0.12, 5400000.0)
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise PydanticCustomError("quantity", "not a number")
    return _read_text(value, unit) if isinstance(value, str) else float(value)


def _read_text(text: str, unit: str) -> float:
    if GROUPED.fullmatch(text):
        raise PydanticCustomError("comma", "commas", {"plain": text.replace(",", "").strip()})
    if DECIMAL_COMMA.fullmatch(text):
        raise PydanticCustomError("decimal_comma", "a comma for a point", {"point": text.replace(",", ".").strip()})
    match = WRITTEN.fullmatch(text)
    if match is None:
        raise PydanticCustomError("quantity", "not a number")
    number, word = match.groups()
    words = WORDS.get(unit, {})
    if word and word not in words:
        raise PydanticCustomError("unit", "unknown unit", {"known": ", ".join(words)})
    try:
        return float(Decimal(number.replace("_", "")) * Decimal(words.get(word, "1")))
    except ArithmeticError:
        raise PydanticCustomError("quantity", "not a number that can be held") from None


def read_date(value: Any) -> Any:
    """Accept a date, or a text YYYY-MM-DD that is a day of the calendar; nothing else."""
    if type(value) is date or (isinstance(value, str) and ISO_DATE.fullmatch(value)):
        return value
    raise PydanticCustomError("date", "not a date")


def _in(unit: str) -> BeforeValidator:
    return BeforeValidator(partial(read_quantity, unit=unit))


def _unit(unit: str, lower: float | None = None, upper: float | None = None) -> Any:
    return Field(ge=lower, le=upper, allow_inf_nan=False, json_schema_extra={"unit": unit})


# The bounds stand before the reader, so that they are those of the number that was read.
Share = Annotated[float, _unit("share", 0, 1), _in("share")]
PartShare = Annotated[float, _unit("share", 0.001, 1), _in("share")]
Line = Annotated[float, _unit("index", -1, 1), _in("index")]
Efficacy = Annotated[float, _unit("log-odds", -LARGEST_EFFICACY, LARGEST_EFFICACY), _in("log-odds")]
Weight = Annotated[float, _unit("weight", 0), _in("weight")]
Persons = Annotated[float, _unit("persons", 0), _in("persons")]
CellPersons = Annotated[float, _unit("persons", LEAST_CELL), _in("persons")]
Days = Annotated[float, _unit("days", 0), _in("days")]
Percent = Annotated[float, _unit("% a year"), _in("%")]
PercentShare = Annotated[float, _unit("%", 0, 100), _in("%")]
Latitude = Annotated[float, _unit("degrees", -90, 90), _in("degrees")]
Longitude = Annotated[float, _unit("degrees", -180, 180), _in("degrees")]
Number = Annotated[float, _unit("number"), _in("number")]
Date = Annotated[date, BeforeValidator(read_date)]
