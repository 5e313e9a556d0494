"""Works that the model and its pages name by author and year: who wrote them, what they are called, where they appeared."""

import csv
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).with_name("works.csv")
ALONE = r"(?<!& )(?<!\w)"  # no part of a longer name, and not the last of several authors


class Work(NamedTuple):
    """One work, as it is cited in short and in full; `doi` is empty where none is certain.

    `confirmed` is "yes" where a record made by others agrees on authors, year and title, and empty where all is from memory.
    """

    cited: str
    authors: str
    title: str
    published: str
    doi: str = ""
    confirmed: str = ""

    @property
    def year(self) -> int:
        """The year in which it appeared."""
        return int(self.cited.rstrip(")")[-4:])

    @property
    def words(self) -> str:
        """How it is cited, whatever the brackets."""
        return bare(self.cited)

    @property
    def name(self) -> str:
        """What it is called in a list of references."""
        return re.sub(r"\W+", "-", self.words.lower()).strip("-")

    def __str__(self) -> str:
        """The full reference, in one line."""
        stop = "" if self.title.endswith("?") else "."
        return f"{self.authors} ({self.year}). {self.title}{stop} {self.published}.{f' doi:{self.doi}' if self.doi else ''}"


@cache
def works() -> tuple[Work, ...]:
    """Every work of the table, in its order.

    >>> next(str(work) for work in works() if work.cited == "Kuran (1989)")
    'Kuran, T. (1989). Sparks and prairie fires: a theory of unanticipated political revolution. Public Choice 61.'
    """
    with TABLE.open(encoding="utf-8", newline="") as rows:
        return tuple(Work(**row) for row in csv.DictReader(rows, restval=""))


def works_named(text: str) -> tuple[Work, ...]:
    """The works of the table that a text names, in the order of the table.

    >>> [work.name for work in works_named("a threshold (Granovetter 1978), hidden discontent after Kuran (1989)")]
    ['granovetter-1978', 'kuran-1989']
    """
    found = bare(text)
    return tuple(work for work in works() if re.search(rf"{ALONE}{re.escape(work.words)}(?!\w)", found))


def unlisted(text: str) -> list[str]:
    """What a text cites, as a year in brackets, that the table lacks."""
    for work in works():
        text = re.sub(rf"{ALONE}{re.escape(work.cited)}", "", text.replace(f"({work.words})", ""))
    return re.findall(r"[^.;]*\((?:\D{0,60} )?(?:18|19|20)\d\d\b[^)]*\)", text)


def bare(text: str) -> str:
    """Text in one line without brackets, so that `Kuran (1989)` and `(Kuran 1989)` read alike."""
    return re.sub(r"\s+", " ", re.sub(r"[()]", "", text))
