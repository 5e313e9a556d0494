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

NUMBER = r"[-+]?(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
WRITTEN = re.compile(rf"\s*({NUMBER})\s*(.*?)\s*")

MULTIPLES = {
    "k": Decimal(10) ** 3,
    "thousand": Decimal(10) ** 3,
    "M": Decimal(10) ** 6,
    "million": Decimal(10) ** 6,
}
# What may follow a number in a field of the unit, and what it multiplies the number by.
WORDS: dict[str, dict[str, Decimal]] = {
    "days": {"d": 1, "day": 1, "days": 1, "week": 7, "weeks": 7, "year": 365, "years": 365},  # type: ignore[dict-item]
    "share": {"%": Decimal("0.01"), "percent": Decimal("0.01")},
    "persons": {"person": Decimal(1), "persons": Decimal(1), "people": Decimal(1)} | MULTIPLES,
    "%": {"%": Decimal(1), "percent": Decimal(1)},
    "degrees": {"°": Decimal(1), "degrees": Decimal(1)},
}
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
    match = WRITTEN.fullmatch(text)
    if match is None:
        raise PydanticCustomError("quantity", "not a number")
    number, word = match.groups()
    words = WORDS.get(unit.split()[0], {})
    if word and word not in words:
        raise PydanticCustomError("unit", "unknown unit", {"word": word, "known": ", ".join(words)})
    return float(Decimal(number.replace("_", "")) * (words[word] if word else 1))


def read_date(value: Any) -> Any:
    """Accept a date, or a text YYYY-MM-DD that is a day of the calendar; nothing else."""
    if type(value) is date or (isinstance(value, str) and ISO_DATE.fullmatch(value)):
        return value
    raise PydanticCustomError("date", "not a date")


def read_text(value: Any) -> Any:
    """Accept text alone: a number or a date is not taken for a name."""
    return value


def _in(unit: str) -> BeforeValidator:
    return BeforeValidator(partial(read_quantity, unit=unit))


Share = Annotated[float, _in("share"), Field(ge=0, le=1, json_schema_extra={"unit": "share"})]
Line = Annotated[float, _in("index"), Field(ge=-1, le=1, json_schema_extra={"unit": "index"})]
LogOdds = Annotated[float, _in("log-odds"), Field(json_schema_extra={"unit": "log-odds"}, allow_inf_nan=False)]
Weight = Annotated[float, _in("weight"), Field(ge=0, json_schema_extra={"unit": "weight"}, allow_inf_nan=False)]
Persons = Annotated[float, _in("persons"), Field(ge=0, json_schema_extra={"unit": "persons"}, allow_inf_nan=False)]
Days = Annotated[float, _in("days"), Field(ge=0, json_schema_extra={"unit": "days"}, allow_inf_nan=False)]
Percent = Annotated[float, _in("%"), Field(json_schema_extra={"unit": "% a year"}, allow_inf_nan=False)]
PercentShare = Annotated[float, _in("%"), Field(ge=0, le=100, json_schema_extra={"unit": "%"})]
Latitude = Annotated[float, _in("degrees"), Field(ge=-90, le=90, json_schema_extra={"unit": "degrees"})]
Longitude = Annotated[float, _in("degrees"), Field(ge=-180, le=180, json_schema_extra={"unit": "degrees"})]
Number = Annotated[float, _in("number"), Field(json_schema_extra={"unit": "number"}, allow_inf_nan=False)]
Date = Annotated[date, BeforeValidator(read_date)]
