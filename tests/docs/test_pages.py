"""Pages lead where they say, and each begins with what the reader gets."""

import re
from pathlib import Path

import pytest
from docs.generate.examples import ROOT, pages
from docs.generate.markdown import anchor

import groundswell as gs

DOCS = ROOT / "docs"
WRITTEN = [page for page in pages() if page.is_relative_to(DOCS) and page.parent != DOCS / "reference"]
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
IMAGE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
MACHINE = re.compile(r"(?<![\w.~])/(?:home|root|tmp|work|usr|Users)/")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def prose(page: Path) -> str:
    return CODE.sub("", page.read_text(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    """The headings of a page, and the names set within it, as links address them."""
    text = prose(page)
    return {anchor(title) for title in re.findall(r"^#+ (.+)$", text, re.MULTILINE)} | set(re.findall(r'<a id="([^"]+)">', text))


def leads_somewhere(page: Path, target: str) -> bool:
    path, _, part = target.partition("#")
    found = (page.parent / path).resolve() if path else page
    return found.exists() and (not part or part in anchors(found))


@pytest.mark.parametrize("page", pages(), ids=name)
def test_every_link_of_a_page_leads_to_a_page_and_a_heading(page):
    targets = [*LINK.findall(prose(page)), *IMAGE.findall(prose(page))]
    assert [one for one in targets if not one.startswith(("http", "doi:")) and not leads_somewhere(page, one)] == []


def test_every_page_is_reached_from_the_first():
    linked = {(DOCS / target.partition("#")[0]).resolve() for target in LINK.findall(prose(DOCS / "index.md"))}
    assert {name(page) for page in pages() if page.is_relative_to(DOCS)} - {"docs/index.md"} == {name(page) for page in linked}


@pytest.mark.parametrize("page", [page for page in WRITTEN if page.name != "decisions.md"], ids=name)
def test_a_page_says_first_what_the_reader_gets(page):
    title, first = prose(page).split("\n\n")[:2]
    assert title.startswith("# ")
    assert "this page" in first.lower()


@pytest.mark.parametrize("page", pages(), ids=name)
def test_a_page_names_no_folder_of_one_machine(page):
    assert MACHINE.findall(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("page", ["choose-parameters.md", "fit-a-case.md"])
def test_pages_on_fits_say_what_the_shipped_draws_are_worth(page):
    fit = gs.load("bolivia-2003").fitted
    worth = 1 / sum(weight**2 for weight in fit.weights)
    told = re.search(r"Bolivia.*? (\d+) of (?:its )?(\d+)", prose(DOCS / "how-to" / page).replace("\n", " "))
    assert told is not None
    assert (int(told[1]), int(told[2])) == (round(worth), len(fit))
    assert worth == pytest.approx(fit.provenance["effective_draws"])
