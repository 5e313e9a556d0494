"""The page of works: what docstrings cite in short, with authors and titles, and the lines that lean on each."""

from functools import cache
from pathlib import Path

from docs.generate.markdown import link, page, section, table
from docs.generate.mechanisms import confirmed, leaned_on, observation
from groundswell.engine.anatomy import anatomy
from groundswell.works import Work, bare, works, works_named

GETS = """The works that the code and its pages cite by author and year: who wrote them, what they are called, where they appeared, and
which lines of the day name them. Sources of the numbers of a case are another list, on the page of the case."""

CARE = """**Pointers, not evidence.** These works are named from what the authors of this software know of them. They were not read
again for this version, page by page, and nothing here was quoted from them. No number of the model or of a case is taken from
one of them, so no figure rests on them; what they lend is an argument that a mechanism exists, and which way it works. Look a
work up before you cite it for anything. References are short: a volume without its pages, an identifier for some, and
for a chapter the book in which it stands. `groundswell cite CASE --mechanisms` prints the list, also for BibTeX."""

CONFIRMED = """*Confirmed* means that a record made by others, such as a publisher's page, a library's catalogue or a list of references,
agrees on authors, year and title: so for {behind} works behind the lines of the day, and for {all} in all. Some records shorten
the authors or the title, and agree as far as they go. Volume and identifier were compared only where the record gives them.
The rest are from memory alone. That a work is confirmed says that it exists; whether it says what it is named for was not
checked."""

ELSEWHERE = """Standard ways of drawing, reading and showing numbers; most of these source files give identifiers too."""

SOURCE = Path(__file__).parents[2] / "src" / "groundswell"


def bibliography_page() -> str:
    """The whole page."""
    header = ["work", "confirmed", "named by"]
    found = CONFIRMED.format(behind=confirmed(leaned_on()), all=confirmed(works()))
    rows = {work: places(work) for work in works()}
    of_lines = [(full(work), work.confirmed, lines) for work, (lines, _) in rows.items() if lines]
    of_files = [(full(work), work.confirmed, files) for work, (lines, files) in rows.items() if not lines]
    lines = section(2, "Behind the lines of the day", table(header, of_lines))
    return page("Bibliography", GETS, CARE, found, lines, section(2, "Behind methods", ELSEWHERE, table(header, of_files)))


def full(work: Work) -> str:
    """A work with authors, year, title and where it appeared."""
    address = f" doi:{work.doi}" if work.doi else ""
    return f"{work.authors} ({work.year}). *{work.title}*. {work.published}.{address}"


def places(work: Work) -> tuple[str, str]:
    """The lines of the day that name a work, and the source files that do."""
    lines = [link(name, "mechanisms.md") for name, named in behind().items() if work in named]
    files = [f"`{path.relative_to(SOURCE)}`" for path, text in sources().items() if work.words in text]
    return ", ".join(lines), ", ".join(files)


@cache
def behind() -> dict[str, tuple[Work, ...]]:
    """The works that each line of the day names."""
    return {row.name: works_named(f"{row.source} {row.rivals}") for row in [*anatomy(), observation()]}


@cache
def sources() -> dict[Path, str]:
    """Every source file without brackets."""
    return {path: bare(path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py"))}
