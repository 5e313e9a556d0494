"""A country of one city in which one act, and nothing else, brings people out; and a question about it."""

from pathlib import Path
from typing import Any

from tests.unit.engine.worlds import act, lone

from groundswell.scenario.schema import Scenario

DAY = 20  # of the act: 21 March 2001
FILE = """
[[question]]
id = "bread"
words = "Why did the city come out in March 2001?"
says = "Bread went up in one day."
first = 2001-03-21
last = 2001-04-10
place = "city"
group = "workers"
reference = 2001-03-16
day = 2001-04-02
events = ["E0001"]
sources = ["chronicle"]

[question.outcome]
kind = "active"
words = "share of the city in action, 28 March to 10 April 2001"
place = "city"
first = 2001-03-28
last = 2001-04-10
at_least = 0.0
source = "assumed: any share will do"

[[question.cause]]
id = "price"
words = "bread went up"
line = "prices_shock"
decision = "raises"
outcome = "raises"
events = ["E0001"]
sources = ["chronicle"]
"""


def city(days: int = 60) -> Scenario:
    """The country: bread goes up on day DAY."""
    data: dict[str, Any] = lone(days)
    data["sources"] = [{"id": "chronicle", "citation": "A chronicle made up for a test", "kind": "record"}]
    data["governments"][1]["calls_election_within"] = 180
    data["acts"] = [act("bread-price", DAY, demand="bread", severity=1.0)]
    return Scenario.model_validate(data)


def written(folder: Path, *changes: tuple[str, str]) -> Path:
    """The question in a file, some texts of it replaced."""
    text = FILE
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    file = folder / "questions.toml"
    file.write_text(text, encoding="utf-8")
    return file
