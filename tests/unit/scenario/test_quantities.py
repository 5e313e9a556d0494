"""Numbers with units mean the same however they are written."""

import pytest
from pydantic_core import PydanticCustomError

from groundswell.scenario.quantities import read_date, read_quantity


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("3 weeks", "days", 21), ("1 week", "days", 7), ("90 d", "days", 90), ("2 years", "days", 730),
        ("12 %", "share", 0.12), ("0.7%", "share", 0.007), ("35 percent", "share", 0.35), ("0.35", "share", 0.35),
        ("5.4 M", "persons", 5_400_000), ("35 thousand", "persons", 35_000), ("8k", "persons", 8000),
        ("8_274_325", "persons", 8_274_325), ("1e3", "persons", 1000), ("400 people", "persons", 400),
        ("-1.5 %", "%", -1.5), (".5", "index", 0.5), ("16 °", "degrees", 16), (7, "days", 7.0),
    ],
)  # fmt: skip
def test_a_quantity_is_read_in_the_unit_of_its_field(text, unit, number):
    assert read_quantity(text, unit) == number


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("3 months", "days"), ("12 %", "persons"), ("5 M", "share"), ("1,500", "persons"), ("", "share"),
        ("about 5", "persons"), ("1 2", "persons"), ("nan", "share"), ("inf", "share"), (True, "share"),
        (None, "share"), ([1], "share"), ("0x10", "persons"), ("1e999999999999999999999", "persons"), ("3 m", "persons"),
    ],
)  # fmt: skip
def test_what_is_no_quantity_of_the_unit_is_refused(text, unit):
    with pytest.raises(PydanticCustomError):
        read_quantity(text, unit)


@pytest.mark.parametrize("value", [20031012, 1.0, "12 October 2003", "2003-10-12T00:00", "2003-1-2", True, None])
def test_a_date_is_written_year_month_day(value):
    with pytest.raises(PydanticCustomError):
        read_date(value)


@pytest.mark.parametrize(
    ("text", "kind", "told"),
    [("9,5", "decimal_comma", "9.5"), ("-0,25 %", "decimal_comma", "-0.25 %"), ("1,500 people", "comma", "1500 people")],
)
def test_a_comma_is_taken_for_what_it_most_likely_means(text, kind, told):
    with pytest.raises(PydanticCustomError) as refused:
        read_quantity(text, "%")
    assert refused.value.type == kind
    assert told in (refused.value.context or {}).values()
